"""The engine's own source: which line computed the step, and what the names on it hold."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from engine.backprop import backpropagation
from engine.code_names import code_names
from engine.quantity import Quantity
from engine.walk import Walk
from gui import theme
from gui.labels import make_label
from gui.selection import Selection
from gui.views.code_lines import LINE, CodeLines
from gui.views.code_listing import listing
from gui.views.code_values import ROW, CodeValues, written

# What a line of code needs, and how many lines are to be seen in any case.
CODE_WIDTH = 520
FEWEST_LINES = 3
FIRST = ("engine/backprop.py", backpropagation.__code__.co_firstlineno)


class CodeView(QWidget):
    """The function in which the operation done last stands, its line lit; pointing at a name points at its number."""

    asked = Signal(object)  # Quantity

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("code")
        self.setAccessibleName(self.tr("Code: the line that computes this step"))
        self.lines = CodeLines(selection)
        self.values = CodeValues(selection)
        self.area = CodeArea(self.lines)
        self.area.setAccessibleName(self.tr("Source code"))
        self.file = make_label("caption", name="code-file")
        self.file.setToolTip(self.tr("The file of the engine that runs, with the numbers of its lines"))
        self.file.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.file.setContentsMargins(theme.MARGIN, 2, theme.MARGIN, 2)
        self.list = _scrolling(self.values)
        for part in (self.file, self.area, self.list):
            part.setParent(self)
        for names in (self.lines, self.values):
            names.asked.connect(self.asked)
        self.values.went_to.connect(lambda x, y: self.list.ensureVisible(x, y, 0, round(ROW / 2)))

    def sizeHint(self) -> QSize:
        return QSize(480, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 120)

    def setFocus(self) -> None:  # type: ignore[override]
        """To the list of names. It is no focus proxy: that would break the order of Tab."""
        self.values.setFocus()

    def show_walk(self, walk: Walk | None) -> None:
        """Show the line that was run last; None for no step at all."""
        names = code_names(walk) if walk else ()
        if walk is None:
            self.lines.light(None, (), False)
        else:
            operation = walk.operation
            self._show_file(operation.file, operation.line, operation.before)
            self.lines.light(operation.line, names, walk.stage.phase in ("loss", "backward"))
        self.values.show_names(walk, names)
        self._arrange()
        self.area.bring_into_view()
        self._tell(walk)

    def shown_numbers(self) -> dict[Quantity, str]:
        """Every number that is shown, as it is written."""
        return {name.quantity: written(name) for name in self.values.names if name.quantity is not None}

    def _show_file(self, file: str, line: int, before: tuple[tuple[str, int], ...] = ()) -> None:
        """The function around a line, below those around lines that were run before it."""
        places = (*before, (file, line))
        self.file.setText(", ".join(dict.fromkeys(name for name, _ in places)))
        self.lines.show_lines(tuple(shown for place in places for shown in listing(*place)))
        self.area.fit()

    def _tell(self, walk: Walk | None) -> None:
        """The line in words, for a screen reader."""
        lit = self.lines.lit_line
        text = self.tr("line {0}: {1}").format(lit.number, lit.text.strip()) if walk and lit else ""
        self.setAccessibleDescription(text)

    def _arrange(self) -> None:
        """The names beside the code where there is room for both, else below it."""
        top, width, beside = self.file.sizeHint().height(), self.width(), self.values.row_width
        room = self.height() - top
        self.file.setGeometry(0, 0, width, top)
        self.values.arrange(beside if width >= CODE_WIDTH + beside else width)
        if width >= CODE_WIDTH + beside:
            self.area.setGeometry(0, top, width - beside, room)
            self.list.setGeometry(width - beside, top, beside, self.values.height_within(room))
            return
        below = self.values.height_within(max(room - FEWEST_LINES * LINE, room / 2))
        below = min(self.values.minimumHeight(), below)
        # Lines are shown whole, too.
        self.area.setGeometry(0, top, width, round((room - below) // LINE * LINE))
        self.list.setGeometry(0, top + room - below, width, below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Before the first step there is the code that will take it."""
        super().showEvent(event)
        if not self.file.text():
            self._show_file(*FIRST)


class CodeArea(QScrollArea):
    """Scrolls lines of source, and stays where it is as long as the lit line can be seen."""

    def __init__(self, lines: CodeLines) -> None:
        super().__init__()
        self.setObjectName("code-area")
        self.setFrameShape(QFrame.Shape.NoFrame)
        # An empty one, in place of the style's own, which draws a frame.
        self.setCornerWidget(QWidget())
        self._lines = lines
        self.setWidget(lines)

    def fit(self) -> None:
        """The lines fill at least the area."""
        self._lines.resize(self._lines.minimumSize().expandedTo(self.viewport().size()))

    def bring_into_view(self) -> None:
        """Scroll the lit line to the middle, if it or a line next to it cannot be seen."""
        band, height = self._lines.lit_band, self.viewport().height()
        top = self.verticalScrollBar().value()
        if band.isEmpty() or (top <= band.top() - LINE and band.bottom() + LINE <= top + height):
            return
        above = (height / LINE - 1) // 2
        self.verticalScrollBar().setValue(round(band.top() - above * LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        self.bring_into_view()


def _scrolling(widget: QWidget) -> QScrollArea:
    """The list, for where it is higher than its room."""
    area = QScrollArea()
    area.setObjectName("code-values-scroll")
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.verticalScrollBar().setSingleStep(round(ROW))
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
