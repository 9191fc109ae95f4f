"""A text that stands for one number of the network, and lights wherever that number is pointed at."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from engine.quantity import Quantity
from gui import theme
from gui.labels import font_of
from gui.selection import Selection


class QuantityLabel(QLabel):
    """A label of a role of `gui.labels`; pointing at it points at its number."""

    def __init__(self, selection: Selection, role: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setFont(font_of(role))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._selection = selection
        self._quantity: Quantity | None = None
        selection.changed.connect(self.update)

    def show_text(self, text: str, quantity: Quantity | None) -> None:
        """Show a text for a number."""
        self._quantity = quantity
        self.setText(text)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._selection.hover(self._quantity)

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._quantity is not None and self._quantity == self._selection.hovered:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour(theme.current().highlight))
                painter.drawRoundedRect(self._text_box(), 3, 3)
        super().paintEvent(event)

    def _text_box(self) -> QRectF:
        """Where the text is; the label itself may be much wider."""
        flags = int(self.alignment()) | (Qt.TextFlag.TextWordWrap if self.wordWrap() else 0)
        text = self.fontMetrics().boundingRect(self.rect(), flags, self.text())
        return QRectF(text.adjusted(-2, 0, 3, 0) & self.rect())
