"""How a cell of the weights is painted, and how one types another number into it."""

from functools import cache

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui import theme
from gui.colours import Theme
from gui.figures import UNKNOWN, typed_number, typed_weight
from gui.painting.colourmap import SHADES, diverging_table
from gui.painting.text import RIGHT
from gui.selection import Selection
from gui.views.number_field import NumberField
from gui.views.weights_model import LINES, Index, WeightsModel

# The strongest colour on which text is still easy to read, as a share of the colour map's.
STRONGEST = 0.9
EDITOR_WIDTH = 180
PADDING = 6


class WeightsDelegate(QStyledItemDelegate):
    """Colours by sign and size; a border and bold figures for what is pointed at."""

    refused = Signal(str)  # why what was typed is not taken; empty as soon as something else is typed

    def __init__(self, selection: Selection, parent: QWidget) -> None:
        super().__init__(parent)
        self._selection = selection

    # Painting.

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, WeightsModel)
        colours, box = theme.current(), QRectF(option.rect)
        line, text, lit = model.line_of(index), model.text_at(index), self.is_lit(model, index)
        if line == "parameter":
            painter.fillRect(box, shade(model.value_at(index) or 0.0, model.scale, colours))
        elif lit:
            painter.fillRect(box, theme.colour(colours.highlight))
        if index.row() % len(LINES) == len(LINES) - 1:
            painter.setPen(theme.colour(colours.line))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._paint_border(painter, option, box, lit)
        ink = colours.muted if text == UNKNOWN else colours.gradient if line == "gradient" else colours.text
        painter.setPen(theme.colour(colours.text if lit else ink))
        painter.setFont(theme.font(theme.SMALL, bold=lit))
        painter.drawText(box.adjusted(PADDING, 0, -PADDING, 0), int(RIGHT), text)

    def is_lit(self, model: WeightsModel, index: Index) -> bool:
        """Whether a cell's number is pointed at or chosen; a weight is the same before and after its update."""
        quantity = model.quantity_at(index)
        is_parameter = model.line_of(index) == "parameter"
        return self._selection.lights(quantity) or (is_parameter and self._selection.lights(model.parameter_at(index)))

    def _paint_border(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, lit: bool) -> None:
        colours = theme.current()
        focused = QStyle.StateFlag.State_HasFocus in option.state
        if lit or focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour(colours.accent if focused else colours.text), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))

    # Typing.

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = NumberField(parent)
        editor.textEdited.connect(lambda: self.refused.emit(""))
        editor.setObjectName("weight-editor")
        editor.setAccessibleName(self.tr("New value"))
        editor.setToolTip(self.tr("Type a number and press Enter; Esc leaves it as it was"))
        editor.setFont(theme.font())
        self.refused.emit("")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Qt asks again whenever numbers change: what is being typed stays.
        if isinstance(editor, QLineEdit) and not editor.text() and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Room for every digit, over the cells around if need be."""
        cell = option.rect
        height = editor.sizeHint().height()
        viewport = editor.parentWidget()
        assert viewport is not None
        room = viewport.rect()
        left = max(0, min(cell.left(), room.right() - EDITOR_WIDTH))
        top = max(0, min(cell.center().y() - height // 2, room.bottom() - height))
        editor.setGeometry(left, top, max(EDITOR_WIDTH, cell.width()), height)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.text().strip() == index.data(Qt.ItemDataRole.EditRole):
            return
        value = number_in(editor.text())
        if value is None:
            self._refuse(editor)
        else:
            model.setData(index, value)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter leaves what is no number as it was typed, to be mended."""
        entered = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        pressed = entered and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(editor, QLineEdit) and number_in(editor.text()) is None:
            self._refuse(editor)
            return True
        return super().eventFilter(editor, event)

    def _refuse(self, editor: QLineEdit) -> None:
        typed = editor.text().strip()
        try:
            typed_number(typed)
        except ValueError:
            text = self.tr("✗ “{0}” is not a number. Nothing has changed.")
        else:
            text = self.tr("✗ “{0}” is too large for a weight. Nothing has changed.")
        self.refused.emit(text.format(typed))


def number_in(typed: str) -> float | None:
    """A weight that somebody typed; None for anything else."""
    try:
        return typed_weight(typed)
    except ValueError:
        return None


@cache
def _shades(colours: Theme) -> list[QColor]:
    return [QColor.fromRgb(int(value)) for value in diverging_table(colours)]


def shade(value: float, scale: float, colours: Theme) -> QColor:
    """The colour of a weight, where `scale` has the strongest."""
    share = min(max(value / scale, -1.0), 1.0)
    return _shades(colours)[round((share * STRONGEST + 1.0) / 2.0 * (SHADES - 1))]
