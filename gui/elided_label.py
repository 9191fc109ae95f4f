"""A label that asks for no room: what does not fit ends in …, and all of it is in its tool tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from gui.tips import as_text


class ElidedLabel(QLabel):
    """One line of plain text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def has_room_for(self, text: str) -> bool:
        return QFontMetricsF(self.font()).horizontalAdvance(text) <= self.contentsRect().width()

    @property
    def shown_text(self) -> str:
        """The text as far as there is room for it."""
        room = self.contentsRect().width()
        return QFontMetricsF(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown_text
        self.setToolTip("" if shown == self.text() else as_text(self.text()))
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.contentsRect(), int(self.alignment()), shown)
