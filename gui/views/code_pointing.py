"""Pointing at the names on a line of code: shared by the line itself and by the list of what its names hold."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from engine.code_names import CodeName
from gui.figures import exact
from gui.selection import Selection


class PointsAtNames(QWidget):
    """A widget with names on it: pointing at one points at its number, a click asks for it."""

    asked = Signal(object)  # Quantity

    def __init__(self, selection: Selection) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.names: tuple[CodeName, ...] = ()
        self._selection = selection
        selection.changed.connect(self.update)

    def name_at(self, position: QPointF) -> CodeName | None:
        """The name at a point."""
        raise NotImplementedError

    def tip_at(self, position: QPointF) -> str:
        """What is said of what is at a point: of a number every digit, of a function its name."""
        name = self.name_at(position)
        if name is None or isinstance(name.value, int):
            return ""
        return f"{name.text} = {exact(name.value) if isinstance(name.value, float) else name.value}"

    def is_lit(self, name: CodeName) -> bool:
        """Whether the number of a name is pointed at, or chosen."""
        return name.quantity is not None and self._selection.lights(name.quantity)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        name = self.name_at(event.position())
        self._selection.hover(name.quantity if name else None)
        hand = name is not None and name.quantity is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        tip = self.tip_at(event.position())
        if tip:
            QToolTip.showText(event.globalPosition().toPoint(), tip, self)
        else:
            QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        name = self.name_at(event.position())
        if name is not None and name.quantity is not None and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit(name.quantity)

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
