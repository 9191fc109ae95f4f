"""One's own values for the inputs: a field and a slider for each number, a list to choose from for each text."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from engine.arrays import Array
from engine.lessons import FormField
from engine.one_hot import OneHot, one_hots
from engine.pixels import image_side
from engine.prepared import PreparedData
from gui import theme
from gui.bindings import TEXT_MARGINS
from gui.figures import editable
from gui.labels import make_label
from gui.tips import as_text
from gui.views.number_box import NumberBox
from gui.views.value_slider import ValueSlider

# Beyond what the table has there is so much room to slide, as a part of its range.
ROOM = 0.2
FIGURES = 3
MOST_DECIMALS = 20
# Of what is no lesson's own field: any number can be typed.
LARGEST = 1e15
# A field has room for so many signs; a row's value that is longer has as many figures there as in the table.
WIDTH, MOST_SIGNS = 120, 9


def column_fields(data: PreparedData) -> tuple[FormField, ...]:
    """A field for each column that goes in, by itself or in what follows from it.

    There is none for the pixels of an image, which one draws.
    """
    table = data.table
    if image_side(data.dataset) is not None or not table.row_count:
        return ()
    return tuple(_field(table.input_names[place], table.inputs[:, place]) for place in data.raw_places)


def column_choices(data: PreparedData) -> tuple[OneHot, ...]:
    """Columns of text, with the places of their fields; of one that goes in by half each category has its own field."""
    fields = {place: number for number, place in enumerate(data.raw_places)}
    return tuple(
        replace(one, places=tuple(fields[place] for place in one.places))
        for one in (one_hots(data.table) if data.table.row_count else ())
        if fields.keys() >= set(one.places)
    )


def _field(name: str, values: Array) -> FormField:
    low, high = float(values.min()), float(values.max())
    # Yes or no is all there is of some.
    is_answer = low < high and bool(np.isin(values, (low, high)).all())
    room = 0.0 if is_answer else ROOM * (high - low) or 1.0
    return FormField(name, "", 1.0, 0.0, float(values[0]), low - room, high + room)


class OwnValues(QWidget):
    """Tells the values, in the units of the table, whenever one of them is typed or slid."""

    typed = Signal(object)  # tuple[float, ...]

    def __init__(self, fields: Sequence[FormField], own: str, choices: Sequence[OneHot] = ()) -> None:
        """`own` is what stands before the name of a value that is the learner's own; of all fields that one of the
        `choices` is about one is 1 and the others are 0.
        """
        super().__init__()
        self._fields = tuple(fields)
        self._values = [shortened(field.value) for field in fields]
        self._editors: dict[int, NumberBox] = {}
        self._sliders: dict[int, ValueSlider] = {}
        self._lists = {choice: self._list(choice) for choice in choices}
        # By the place of each of their fields.
        self._choices = {number: choice for choice in choices for number in choice.places}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for number, field in enumerate(self._fields):
            choice = self._choices.get(number)
            if choice is None:
                self._add_number(grid, number, own.format(field.label))
            elif number == choice.places[0]:
                grid.addWidget(make_label("caption", choice.name, wrap=True), 2 * number, 0, 1, 2)
                grid.addWidget(self._lists[choice], 2 * number + 1, 0, 1, 2)
            self._show(number)

    def _add_number(self, grid: QGridLayout, number: int, label: str) -> None:
        unit = self._fields[number].unit
        grid.addWidget(make_label("caption", label + (f", {unit}" if unit else ""), wrap=True), 2 * number, 0, 1, 2)
        grid.addWidget(self._editor(number, label), 2 * number + 1, 0)
        grid.addWidget(self._slider(number, label), 2 * number + 1, 1)

    def _list(self, choice: OneHot) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(f"own-choice-{choice.places[0]}")
        combo.setAccessibleName(choice.name)
        combo.setToolTip(as_text(self.tr("{0}; the network answers at once").format(choice.name)))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.addItems(list(choice.categories))
        combo.activated.connect(partial(self._take_chosen, choice))
        return combo

    @property
    def values(self) -> tuple[float, ...]:
        """The values as the table has them."""
        return tuple(field.to_input(value) for field, value in zip(self._fields, self._values, strict=True))

    def show_values(self, values: Sequence[float]) -> None:
        """Show values of the table; nobody is told."""
        for number, (field, value) in enumerate(zip(self._fields, values, strict=True)):
            self._values[number] = (value - field.offset) / field.factor
            self._show(number)

    def show_fields(self, fields: Sequence[FormField]) -> None:
        """Other ranges for the same inputs; what is typed and who has the focus stays."""
        self._fields = tuple(fields)
        for number in range(len(fields)):
            if number in self._editors:
                self._show_range(number)
            self._show(number)

    def _show(self, number: int) -> None:
        if number in self._choices:
            choice = self._choices[number]
            values = [self._values[place] for place in choice.places]
            self._lists[choice].setCurrentIndex(values.index(max(values)))
            return
        editor = self._editors[number]
        with QSignalBlocker(editor):
            editor.setValue(self._values[number])
        self._show_slider(number)

    def _show_slider(self, number: int) -> None:
        field = self._fields[number]
        self._sliders[number].show_value(self._values[number], (field.minimum, field.maximum))

    def _editor(self, number: int, label: str) -> NumberBox:
        editor = NumberBox()
        editor.setObjectName(f"own-{number}")
        editor.setAccessibleName(label)
        editor.setToolTip(as_text(self.tr("{0}; the network answers at once").format(label)))
        editor.lineEdit().setTextMargins(*TEXT_MARGINS)
        editor.setFixedWidth(WIDTH)
        editor.valueChanged.connect(partial(self._take_typed, number))
        self._editors[number] = editor
        self._show_range(number)
        return editor

    def _show_range(self, number: int) -> None:
        field, editor = self._fields[number], self._editors[number]
        length = field.maximum - field.minimum
        with QSignalBlocker(editor):
            editor.setRange(*((field.minimum, field.maximum) if field.unit else (-LARGEST, LARGEST)))
            editor.setSingleStep(1.0 if field.unit else 10.0 ** math.floor(math.log10(length / 20)))

    def _slider(self, number: int, label: str) -> ValueSlider:
        slider = ValueSlider()
        slider.setObjectName(f"own-slider-{number}")
        slider.setAccessibleName(self.tr("{0}, slider").format(label))
        slider.setToolTip(as_text(self.tr("Slide {0}; the network answers at once").format(label)))
        slider.chosen.connect(lambda value, _: self._take_slid(number, value))
        self._sliders[number] = slider
        return slider

    def _take_typed(self, number: int, value: float) -> None:
        # The field itself is left alone: somebody may be in the middle of typing.
        self._values[number] = value
        self._show_slider(number)
        self.typed.emit(self.values)

    def _take_chosen(self, choice: OneHot, category: int) -> None:
        for place, number in enumerate(choice.places):
            self._values[number] = float(place == category)
        self.typed.emit(self.values)

    def _take_slid(self, number: int, value: float) -> None:
        field = self._fields[number]
        self._values[number] = round(value, decimals_of(field.maximum - field.minimum) + 1)
        self._show(number)
        self.typed.emit(self.values)


def decimals_of(length: float) -> int:
    """How many decimals tell the values of a range of this length apart."""
    return min(max(FIGURES - math.ceil(math.log10(length)), 0), MOST_DECIMALS)


def shortened(value: float) -> float:
    """A value all of whose digits fit into a field."""
    return value if len(editable(abs(value))) <= MOST_SIGNS else float(f"{value:.6g}")
