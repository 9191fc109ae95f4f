"""Try it: set one weight or bias by hand, and see the loss along it."""

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.loss_along import LossAlong, loss_along
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import LARGEST_WEIGHT, digits_now, editable, number, typed_number, whole
from gui.labels import make_label
from gui.painting.calm_limits import Limits, limits_around, loss_limits, stays
from gui.painting.parameter_names import parameter_or_first, parameter_path, parameter_symbol
from gui.selection import Selection
from gui.views.loss_plot import Curve, LossPlot
from gui.views.number_field import NumberField
from gui.views.quantity_label import QuantityLabel
from gui.views.value_slider import ValueSlider

FIELD_WIDTH = 168
# In a pane that is not as high, the text is kept short.
LOW = 220
# Beyond this even the axes of a plot have no numbers any more.


class TryView(QWidget):
    """A slider and a field for the chosen weight or bias, above the curve of the loss."""

    edited = Signal(object, float, bool)  # Quantity, value, whether it goes on with the edit before

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("try")
        self.setAccessibleName(self.tr("Try it"))
        self._selection = selection
        self._snapshot: Snapshot | None = None
        # With how many digits the numbers were written last.
        self._digits = digits_now()
        self._parameter: Quantity | None = None
        self._value = 0.0
        self._x: Limits | None = None
        self._y: Limits | None = None
        self._texts = ("", "")
        self._lay_out()
        selection.changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        return QSize(360, 260)

    # Layout.

    def _lay_out(self) -> None:
        self._title = QuantityLabel(self._selection, "heading", "try-title")
        self._title.setWordWrap(True)
        self.slider = ValueSlider()
        self.slider.setObjectName("try-slider")
        self.slider.setAccessibleName(self.tr("Value of the weight"))
        self.slider.setToolTip(self.tr("Drag, or use the arrow keys, to set the weight"))
        self.slider.chosen.connect(self._choose)
        self.slider.sliderReleased.connect(self._settle)
        self.field = self._make_field()
        self._refusal = make_label("result", name="try-refusal", wrap=True)
        self._refusal.hide()
        self.plot = LossPlot()
        self.plot.dragged.connect(self._choose)
        self.plot.released.connect(self._settle)
        self._caption = make_label("caption", name="try-caption", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 10)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        column.addWidget(self._refusal)
        column.addWidget(self._caption)

    def _make_field(self) -> NumberField:
        field = NumberField()
        field.setObjectName("try-value")
        field.setAccessibleName(self.tr("Value of the weight"))
        field.setToolTip(self.tr("Type a number and press Enter"))
        field.setFixedWidth(FIELD_WIDTH)
        field.editingFinished.connect(self._take_typed)
        return field

    # What the learner does.

    def _choose(self, value: float, go_on: bool) -> None:
        """Tell of a value; the network answers with a snapshot, and the slider and the field are there before it."""
        if self._parameter is None:
            # No moment has been shown yet.
            return
        self._refusal.hide()
        self._show_caption()
        self.edited.emit(self._parameter, value, go_on)
        self._show_value(value)

    def _take_typed(self) -> None:
        typed = self.field.text()
        if self._parameter is None or typed == editable(self._value):
            return
        self.field.setModified(False)
        try:
            value = typed_number(typed)
        except ValueError:
            self._refuse(self.tr("✗ “{0}” is not a number. Nothing has changed.").format(typed.strip()))
            return
        if abs(value) <= LARGEST_WEIGHT:
            self._choose(value, False)
        else:
            self._refuse(self.tr("✗ “{0}” is too large for a weight. Nothing has changed.").format(typed.strip()))

    def _refuse(self, why: str) -> None:
        self._show_value(self._value)
        self._refusal.setText(why)
        self._refusal.show()
        self._show_caption()

    def _settle(self) -> None:
        """After a drag the axes may move, unless its last value is still on its way to the network and back."""
        if self._snapshot is not None and self._value_in(self._snapshot) == self._value:
            self._show()

    @property
    def _dragging(self) -> bool:
        return self.plot.dragging or self.slider.isSliderDown()

    # What is shown.

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the chosen weight or bias of a moment; inside a batch nothing about it changes."""
        before, self._snapshot = self._snapshot, snapshot
        moved = before is None or before.parameters is not snapshot.parameters
        if before is None or moved or before.experiment != snapshot.experiment or self._digits != digits_now():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def shown_numbers(self) -> dict[str, str]:
        """The numbers that are shown, as they are written, by what they are."""
        curve = self.plot.curve
        numbers = {"value": self.field.text()}
        if curve is not None:
            along = curve.along
            numbers |= {name: number(value) for name, value in (("loss", along.loss), ("slope", along.slope))}
            numbers["next"] = number(along.next_value)
        return numbers

    def _follow(self) -> None:
        if self._snapshot is not None and self._chosen(self._snapshot) != self._parameter:
            self._show()

    def _value_in(self, snapshot: Snapshot) -> float:
        return float(snapshot.parameters[snapshot.experiment.architecture.place_of(self._chosen(snapshot))])

    def _chosen(self, snapshot: Snapshot) -> Quantity:
        return parameter_or_first(self._selection.parameter, snapshot.experiment.architecture)

    def _show(self) -> None:
        snapshot = self._snapshot
        if snapshot is None or not self.isVisible():
            return
        self._digits = digits_now()
        architecture = snapshot.experiment.architecture
        parameter = self._chosen(snapshot)
        if parameter != self._parameter:
            self._parameter, self._x, self._y = parameter, None, None
            self._refusal.hide()
        symbol = parameter_symbol(parameter, architecture)
        self._title.show_text(f"{symbol}, {parameter_path(parameter, snapshot)}", parameter)
        along = loss_along(snapshot, parameter)
        value = self._value_in(snapshot)
        if self._x is None or not self._dragging:
            self._x = self._limits(snapshot, value, along)
            self._show_value(value)
        if along is None:
            text = self.tr("There are no targets here, and so no loss. Watch the prediction while you move the weight.")
            self.plot.show_curve(None, text)
            self._texts = ("", "")
        else:
            self.plot.show_curve(self._curve(along, self._x, symbol))
            self._texts = self._in_words(snapshot, along)
        self._show_caption()

    def _show_value(self, value: float) -> None:
        """The slider and the field; what is being typed is left alone."""
        assert self._x is not None
        self._value = value
        self.slider.show_value(value, self._x)
        if not (self.field.hasFocus() and self.field.isModified()):
            self.field.setText(editable(value))
            self.field.setCursorPosition(0)

    def _limits(self, snapshot: Snapshot, value: float, along: LossAlong | None) -> Limits:
        if self._x is not None and stays(value, self._x):
            return self._x
        if along is None:
            return limits_around(value, np.zeros_like, 0.0)
        # What is usual is the loss of now, or that of the beginning.
        return limits_around(value, along.at, max(along.loss, *snapshot.curves.train_loss[:1].tolist()))

    def _curve(self, along: LossAlong, x: Limits, symbol: str) -> Curve:
        values = np.unique(np.append(np.linspace(*x, along.points), along.value))
        losses = along.at(values)
        if self._y is None or not self._dragging:
            self._y = loss_limits(losses, self._y)
        return Curve(along, values, losses, x, self._y, symbol)

    def _in_words(self, snapshot: Snapshot, along: LossAlong) -> tuple[str, str]:
        """What there is to say, and the short of it for a low pane."""
        rows, size = len(snapshot.data.train), snapshot.experiment.batch_size
        text = self.tr("loss {0}; gradient descent on all rows would go to {1}")
        if isinstance(size, int) and size < rows:
            text = self.tr("loss {0}; gradient descent on all rows would go to {1}, a smaller batch may not")
        if along.rows < rows:
            text += self.tr(" (seen on {0} of {1} rows)").format(whole(along.rows), whole(rows))
        numbers = number(along.loss), number(along.next_value)
        return text.format(*numbers), self.tr("loss {0}, next step to {1}").format(*numbers)

    def _show_caption(self) -> None:
        long, short = self._texts
        self._caption.setText(short if self.height() < LOW else long)
        self._caption.setToolTip(long)
        self.plot.setAccessibleDescription(long)
        self._caption.setVisible(bool(long) and self._refusal.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_caption()
