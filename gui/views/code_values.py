"""What the names on the lit line hold: the shape of each, and the element of it that this moment is about."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen

from engine.code_names import CodeName
from engine.walk import Walk
from gui import theme
from gui.figures import number, plain, whole
from gui.painting.highlight import code_font
from gui.painting.text import LEFT, RIGHT
from gui.selection import Selection
from gui.views.code_pointing import PointsAtNames

ROW = 20.0
GAP = 8.0
# Between a row and the right edge.
RIM = 4.0
LEAST_WIDTH = 260
# No line has more names than these: the list keeps its size while one steps from line to line.
MOST_NAMES = 6
# The longest name of an array, and numbers as wide as they mostly get.
LONGEST_NAME = "parameters"
WIDEST = (-0.0012345678901, -1.2345678901e-11)


class CodeValues(PointsAtNames):
    """One row a name. Up and Down go from name to name, Enter asks where the number comes from."""

    went_to = Signal(int, int)  # the middle of a row

    def __init__(self, selection: Selection) -> None:
        super().__init__(selection)
        self.setObjectName("code-values")
        self.setAccessibleName(self.tr("What the names on the line hold"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._walk: Walk | None = None
        self._pointed = 0
        self._columns = (0.0, 0.0, 0.0, 0.0)
        self._rows = MOST_NAMES

    def show_names(self, walk: Walk | None, names: tuple[CodeName, ...]) -> None:
        """Show the names on the line of a walk's operation."""
        self._walk, self.names = walk, names
        self._pointed = min(self._pointed, max(0, len(names) - 1))
        if walk is not None:
            self._columns = self._widths(walk)
        self.setAccessibleDescription(self._spoken())
        self.update()

    def texts_of(self, name: CodeName) -> tuple[str, str, str]:
        """The shape of a name, which element of it is meant, and its value."""
        shape = _tuple(name.shape) if name.shape else ""
        return shape, self._element(name), written(name)

    def _element(self, name: CodeName) -> str:
        if name.index:
            return f"[{', '.join(map(str, name.index))}] →"
        if name.shape and self._walk is not None:
            return self._term(self._walk.cursor.term + 1, self._walk.stage.terms)
        return ""

    def _term(self, term: int, terms: int) -> str:
        return self.tr("term {0}/{1} →").format(term, terms)

    def _spoken(self) -> str:
        """All rows, for a screen reader."""
        return "\n".join(" ".join((name.label, *self.texts_of(name))) for name in self.names)

    # Layout.

    def _widths(self, walk: Walk) -> tuple[float, float, float, float]:
        """The widths of names, shapes, elements and values, enough for every line of this network and batch."""
        small = QFontMetricsF(theme.font(theme.SMALL))
        bold = QFontMetricsF(theme.font(theme.SMALL, bold=True))
        sizes = walk.batch.experiment.architecture.sizes
        shape = (max(len(walk.batch), *sizes), max(sizes))
        elements = (f"[{shape[0]}, {shape[1]}] →", self._term(shape[1], shape[1]))
        return (
            QFontMetricsF(code_font(theme.SMALL)).horizontalAdvance(LONGEST_NAME),
            small.horizontalAdvance(_tuple(shape)),
            max(map(small.horizontalAdvance, elements)),
            max(bold.horizontalAdvance(number(value)) for value in WIDEST),
        )

    @property
    def row_width(self) -> int:
        """How wide a row is in which nothing is cut off."""
        return max(LEAST_WIDTH, round(sum(self._columns) + 3 * GAP + 3 * theme.GAP))

    def arrange(self, width: int) -> None:
        """In two columns where a width has room for them, else in one."""
        self._rows = MOST_NAMES // 2 if width >= 2 * self.row_width else MOST_NAMES
        self.setMinimumHeight(round(ROW * self._rows))
        self.update()

    def height_within(self, room: float) -> int:
        """All of a room that is high enough, else so much of it that no row is cut in half."""
        return round(room if room >= self.minimumHeight() else ROW * max(1, room // ROW))

    def box_of(self, place: int) -> QRectF:
        """The row of a name."""
        column, row = divmod(place, self._rows)
        width = self.width() / 2 if self._rows < MOST_NAMES else self.width()
        return QRectF(column * width, row * ROW, width, ROW).adjusted(theme.GAP, 0, -RIM, 0)

    def name_at(self, position: QPointF) -> CodeName | None:
        return next((name for n, name in enumerate(self.names) if self.box_of(n).contains(position)), None)

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            colours = theme.current()
            painter.fillRect(self.rect(), theme.colour(colours.surface))
            painter.setPen(theme.colour(colours.line))
            painter.drawLine(0, 0, self.width(), 0)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if not self.names:
                self._paint_hint(painter)
            for place, name in enumerate(self.names):
                self._paint_row(painter, place, name)

    def _paint_hint(self, painter: QPainter) -> None:
        painter.setFont(theme.font())
        painter.setPen(theme.colour(theme.current().muted))
        room = QRectF(self.rect()).adjusted(theme.MARGIN, theme.GAP, -theme.MARGIN, 0)
        text = self.tr("Step through a batch to see which line computes what.")
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), text)

    def _paint_row(self, painter: QPainter, place: int, name: CodeName) -> None:
        box = self.box_of(place)
        self._paint_ground(painter, box, place, name)
        left = box.left() + theme.GAP
        for text, width, font, ink, align in self._cells(place, name):
            painter.setFont(font)
            painter.setPen(theme.colour(ink))
            flags = align | Qt.TextFlag.TextDontClip
            painter.drawText(QRectF(left, box.top(), width, ROW), int(flags), text)
            left += width + GAP

    def _cells(self, place: int, name: CodeName) -> list[tuple[str, float, QFont, str, Qt.AlignmentFlag]]:
        """The texts of a row with their widths, fonts, colours and alignments."""
        colours, small = theme.current(), theme.font(theme.SMALL)
        names, shapes, elements, values = self._columns
        result = theme.font(theme.SMALL, bold=place == len(self.names) - 1)
        shape, element, value = self.texts_of(name)
        # Where all is too narrow, the element's place gives way: it can be told from the names.
        elements = max(0.0, min(elements, elements - self.row_width + self.box_of(place).width() + theme.GAP + RIM))
        if not element:
            elements = self._given_to_value(place, name, elements, QFontMetricsF(result).horizontalAdvance(value))
        element = QFontMetricsF(small).elidedText(element, Qt.TextElideMode.ElideRight, elements + 1)
        value = QFontMetricsF(result).elidedText(value, Qt.TextElideMode.ElideRight, self._value_room(place, elements))
        quiet = colours.text if self.is_lit(name) else colours.muted
        return [
            (name.label, names, code_font(theme.SMALL), colours.text, LEFT),
            (shape, shapes, small, quiet, LEFT),
            (element, elements, small, quiet, RIGHT),
            (value, values, result, colours.text, LEFT),
        ]

    def _value_room(self, place: int, elements: float) -> float:
        """How wide a value may be beside an element of that width."""
        return self.box_of(place).width() - theme.GAP - 3 * GAP - self._columns[0] - self._columns[1] - elements

    def _given_to_value(self, place: int, name: CodeName, elements: float, needed: float) -> float:
        """What an empty element keeps of its width: a long text begins further left, but never on the name."""
        names, shapes, *_ = self._columns
        on_it = QFontMetricsF(code_font(theme.SMALL)).horizontalAdvance(name.label) - names - GAP - shapes
        lacking = needed + 1 - self._value_room(place, elements)
        return min(elements, max(0.0, on_it, elements - max(0.0, lacking)))

    def _paint_ground(self, painter: QPainter, box: QRectF, place: int, name: CodeName) -> None:
        colours = theme.current()
        pointed = self.hasFocus() and place == self._pointed
        painter.setPen(QPen(theme.colour(colours.accent), 1.5) if pointed else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colours.highlight) if self.is_lit(name) else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(event.key(), 0)
        if not self.names or (not step and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)
            return
        self._pointed = max(0, min(self._pointed + step, len(self.names) - 1))
        quantity = self.names[self._pointed].quantity
        self.update()
        if step:
            self._selection.hover(quantity)
            self.went_to.emit(*self.box_of(self._pointed).center().toPoint().toTuple())
        elif quantity is not None:
            self.asked.emit(quantity)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._selection.hover(None)
        self.update()


def written(name: CodeName) -> str:
    """What a name holds: inputs, targets and rates as they were given, other numbers as those of a calculation."""
    if isinstance(name.value, str):
        return name.value
    if isinstance(name.value, int):
        return whole(name.value)
    quantity = name.quantity
    given = quantity is not None and (
        quantity.kind in ("target", "learning rate", "setting") or (quantity.kind, quantity.layer) == ("activation", 0)
    )
    return plain(name.value) if given else number(name.value)


def _tuple(shape: tuple[int, ...]) -> str:
    """A shape as Python writes it."""
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"
