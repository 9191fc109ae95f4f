"""Points that a hand draws into the output: each makes another table of the one that there is."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.arrays import Array
from engine.datasets import OWN, Dataset
from engine.datasets.drawing import begun, last_number, with_row_of_class, with_rows, without_row, without_rows
from engine.experiment import differ
from engine.experiment_fields import DATA_FIELDS
from gui.controller import Controller
from gui.data_words import name_by_hand, table_name
from gui.views.output import OutputView


class Drawing(QObject):
    """Whether clicks draw points, and of which class; what is drawn becomes a table of one's own."""

    changed = Signal()

    def __init__(self, controller: Controller, output: OutputView) -> None:
        super().__init__(output)
        self._controller, self._output = controller, output
        self.on = False
        # The class that a click adds, counted from 0.
        self.number = 0
        # What a point that a click adds to a plane of a quantity should give.
        self.value = 0.0
        self.takes_value = False
        self.possible = False
        self.class_names: tuple[str, ...] = ()
        # The last table that came of it, until there is another: it may be newer than the one that is shown.
        self._drawn: Dataset | None = None
        output.drawn.connect(self._add)
        output.erased.connect(self._erase)
        controller.lesson_opened.connect(self._put_away)
        controller.experiments_changed.connect(self._forget)

    def set_on(self, on: bool) -> None:
        """Draw points from now on, or choose rows again."""
        self.on = on and self.possible
        if on and not self.possible:
            self._controller.said.emit(
                self.tr("Points are drawn in a table of two columns, or of one column and a quantity.")
            )
        elif on:
            self._controller.said.emit(
                self.tr("Click to add a point, drag to paint; with Ctrl the nearest goes, or all on the way.")
            )
        self._output.set_drawing(self.on)
        self.changed.emit()

    def _put_away(self) -> None:
        """Another lesson begins without the tool, which takes the first class again."""
        self.number = 0
        self.set_on(False)

    def choose_class(self, number: int) -> None:
        """Let a click add points of another class; the next after the last is a new one."""
        self.number = min(number, last_number(self.class_names))
        self.changed.emit()

    def choose_value(self, value: float) -> None:
        """Let a click add points that should give another value."""
        self.value = value
        self.changed.emit()

    def clear(self) -> None:
        """Take all points away."""
        if self.possible and self._is_meant and self._table.row_count:
            self._change(without_rows(self._table))
            self.set_on(True)

    def _add(self, points: Array, is_other: bool, go_on: bool) -> None:
        if not self._is_meant:
            return
        table = self._table
        if table.is_classification:
            other = 0 if self.number == 1 else 1
            table = with_row_of_class(table, points, other if is_other else self.number)
        elif self.takes_value:
            table = with_rows(table, points, np.array([self.value]))
        else:
            for point in points:
                table = with_rows(table, point[None, :1], point[1:])
        self._change(table, go_on)

    def _erase(self, rows: Sequence[int], go_on: bool) -> None:
        """Take away rows that are shown; they may be gone already."""
        if not self._is_meant:
            return
        table, names = self._table, {self._output.shown.data.table.row_names[row] for row in rows}
        gone = [row for row, name in enumerate(table.row_names) if name in names]
        for row in reversed(gone):
            table = without_row(table, row)
        if gone:
            self._change(table, go_on)

    def _change(self, table: Dataset, go_on: bool = False) -> None:
        self._drawn = table
        self._controller.change_table(table, go_on)

    def _forget(self) -> None:
        """What was drawn can come back only with its own picture."""
        if self._controller.experiment.own is not self._drawn:
            self._drawn = None

    @property
    def _is_meant(self) -> bool:
        """Whether what is shown, on which one clicks, is the table to be changed but for what was drawn since."""
        experiment = self._controller.experiment
        if experiment.own is not None and experiment.own is self._drawn:
            return True
        return not differ(DATA_FIELDS, self._output.shown.experiment, experiment)

    @property
    def _table(self) -> Dataset:
        """The table to be changed: that of the data set becomes one's own."""
        experiment = self._controller.experiment
        if experiment.data == OWN:
            return experiment.table
        drawn = begun(experiment.table, name_by_hand(table_name(experiment)))
        return self._controller.own_tables.named_apart(drawn)

    def look(self) -> None:
        """Find out what can be drawn into the output as it is shown now."""
        known, table = (self.possible, self.class_names, self.takes_value), self._controller.snapshot.data.table
        self.possible = self._output.takes_points
        self.class_names = table.class_names
        self.takes_value = not table.is_classification and len(table.input_names) == 2
        if known != (self.possible, self.class_names, self.takes_value):
            self.number = min(self.number, last_number(self.class_names))
            if not self.possible and self.on:
                self.set_on(False)
            self.changed.emit()
