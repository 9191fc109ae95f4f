"""The formulas of the operation done last: the rule, the rule here, and the rule with this moment's numbers."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.explain import Label, Line, Slot, explain
from engine.quantity import Quantity
from engine.symbols import symbol
from engine.walk import Walk
from gui import theme
from gui.figures import exact, input_tex, number_tex, whole
from gui.painting.maths.formula import Piece, Typeset, typeset
from gui.painting.text import LEFT, draw_text
from gui.selection import Selection

SIZE = 16
LABELS = 64.0
LINE_GAP = 9.0
# Shown as they are in the table, not with the digits of a calculation.
PLAIN_KINDS = ("target", "learning rate", "setting")


@dataclass(frozen=True, eq=False)
class Row:
    """A laid-out line and where its baseline is."""

    label: str
    line: Line
    formula: Typeset
    baseline: float


class MathsView(QWidget):
    """Typeset formulas; point at a number to see all that is the same, click it to go where it comes from."""

    asked = Signal(object)  # Quantity

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("maths")
        self.setAccessibleName(self.tr("The formula of this step"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self._selection = selection
        self._walk: Walk | None = None
        self._row_name = ""
        self._rows: list[Row] = []
        selection.changed.connect(self.update)

    def show_walk(self, walk: Walk | None, row_name: str = "") -> None:
        """Show the operation that was done last, for the row of that name."""
        self._walk, self._row_name = walk, row_name
        self._set()

    def sizeHint(self) -> QSize:
        return QSize(420, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self._height())

    def shown_numbers(self) -> dict[Quantity, str]:
        """Every number that is shown, as it is written."""
        slots = [slot for row in self._rows for slot in row.line.slots.values() if slot.as_value]
        return {slot.quantity: self._number(slot.quantity) for slot in slots}

    # Layout.

    def _set(self) -> None:
        """Typeset all lines for the present width."""
        height = self._height()
        self._rows = []
        top = 4.0
        for line in explain(self._walk) if self._walk else ():
            slots = {name: self._piece(slot) for name, slot in line.slots.items()}
            formula = typeset(line.template, slots, SIZE, max(self.width() - LABELS - 2 * theme.MARGIN, 120.0))
            again = bool(self._rows) and self._rows[-1].line.label == line.label
            label = "" if again else self._label(line.label)
            self._rows.append(Row(label, line, formula, top + formula.ascent))
            top += formula.ascent + formula.descent + LINE_GAP
        self.setAccessibleDescription(self._spoken())
        if self._height() != height:
            self.updateGeometry()
        self.update()

    def _height(self) -> int:
        if not self._rows:
            return 80
        return round(self._rows[-1].baseline + self._rows[-1].formula.descent + theme.GAP)

    def _piece(self, slot: Slot) -> Piece:
        assert self._walk is not None
        tip = exact(self._walk.value(slot.quantity))
        if slot.as_value:
            text = self._number(slot.quantity)
        else:
            text = slot.text or symbol(slot.quantity, self._walk.batch.experiment.architecture)
        # Two powers, one right after the other, would be read as one, and that of a fraction as its upper part's.
        raised = slot.raised and ("^" in text or r"\frac" in text)
        fenced = raised or (slot.fenced and text.startswith("-"))
        return Piece(rf"\paren{{{text}}}" if fenced else text, slot.quantity, tip, slot.strong)

    def _number(self, quantity: Quantity) -> str:
        assert self._walk is not None
        value = self._walk.value(quantity)
        if quantity.is_count:
            return whole(int(value))
        is_input = quantity.kind == "activation" and quantity.layer == 0
        return input_tex(value) if is_input or quantity.kind in PLAIN_KINDS else number_tex(value)

    def _label(self, label: Label) -> str:
        assert self._walk is not None
        return {
            "rule": self.tr("rule"),
            "here": self.tr("here"),
            "numbers": self._rows_name,
            "slope": self.tr("slope"),
            "where": self.tr("where"),
            "batch": self.tr("batch"),
            "next": self.tr("next"),
            "penalty": self.tr("penalty"),
            "clip": self.tr("clipping"),
        }[label]

    @property
    def _rows_name(self) -> str:
        """Whose numbers these are: those of the row, or, of an update, those of all rows of the batch."""
        assert self._walk is not None
        rows = len(self._walk.batch)
        of_batch = rows > 1 and self._walk.stage.phase == "update"
        return self.tr("{0} rows").format(whole(rows)) if of_batch else self._row_name

    def _spoken(self) -> str:
        """The result in words, for a screen reader."""
        if self._walk is None:
            return ""
        return self.tr("{0}, the result is {1}").format(self._rows_name, exact(self._walk.value(self._walk.result)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self._set()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            colours = theme.current()
            painter.fillRect(self.rect(), theme.colour(colours.surface))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if not self._rows:
                box = QRectF(theme.MARGIN, 4, self.width() - 2 * theme.MARGIN, 24)
                text = self.tr("Step through a batch to see the formula of each step.")
                draw_text(painter, box, text, theme.TEXT, colours.muted, LEFT)
            for row in self._rows:
                self._paint_row(painter, row)

    def _paint_row(self, painter: QPainter, row: Row) -> None:
        colours = theme.current()
        box = QRectF(theme.MARGIN, row.baseline - SIZE, LABELS - 8, SIZE + 8)
        draw_text(painter, box, row.label, theme.SMALL, colours.muted, LEFT)
        faded = row.line.label in ("next", "batch", "where", "penalty", "clip")
        ink = theme.colour(colours.muted if faded else colours.text)
        lit = {quantity: theme.colour(colours.highlight) for quantity in self._selection.lit}
        phase = self._walk.stage.phase if self._walk else "forward"
        strong = theme.colour(colours.gradient if phase in ("loss", "backward") else colours.accent)
        row.formula.draw(painter, theme.MARGIN + LABELS, row.baseline, ink, lit, strong)

    # The mouse.

    def piece_at(self, position: QPointF) -> Piece | None:
        """The number or symbol at a point; of several inside one another the smallest."""
        for row in self._rows:
            point = position - QPointF(theme.MARGIN + LABELS, row.baseline)
            hits = [hit for hit in row.formula.hits if hit.rect.contains(point) and hit.piece.key is not None]
            if hits:
                return min(hits, key=lambda hit: hit.rect.width() * hit.rect.height()).piece
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        piece = self.piece_at(event.position())
        self._selection.hover(_quantity(piece))
        if piece is not None:
            QToolTip.showText(event.globalPosition().toPoint(), piece.tip, self)
        else:
            QToolTip.hideText()
        self.setCursor(Qt.CursorShape.PointingHandCursor if piece else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        piece = self.piece_at(event.position())
        if piece is not None and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit(piece.key)

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)


def _quantity(piece: Piece | None) -> Quantity | None:
    return piece.key if piece is not None and isinstance(piece.key, Quantity) else None
