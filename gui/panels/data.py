"""Settings of the data: which table, how it is generated, which inputs, how split and scaled."""

from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from engine.commands import Report
from engine.datasets import data_sources
from engine.experiment import Experiment
from engine.experiment_fields import OPTION_RANGES
from engine.prepared import PreparedData
from engine.scaling import scalings
from gui.bindings import (
    CheckEditor,
    ChoiceEditor,
    GroupedChoiceEditor,
    InputsEditor,
    NumberEditor,
    WholeEditor,
    choices_of,
    grouped_choices_of,
    per_cent,
    share,
)
from gui.controller import Controller
from gui.figures import plain
from gui.labels import make_label
from gui.own_tables import TableChoices
from gui.panels.form import Applies, FormPanel


class DataPanel(FormPanel):
    def __init__(self, controller: Controller, new_points: QAction, open_table: QAction) -> None:
        super().__init__("data", controller)
        self.setAccessibleName(self.tr("Data settings"))
        self.note.setText(self.tr("Every change here starts training again at epoch 0."))
        self._new_points = new_points
        self._data = GroupedChoiceEditor([])
        self._inputs = InputsEditor()
        self._add_table()
        self._add_options()
        self._add_editors()
        self.summary = make_label(name="data-summary", wrap=True)
        self.column.insertWidget(1, self.summary)
        self._add_button(open_table)
        controller.reported.connect(self._show_report)

    def _add_button(self, open_table: QAction) -> None:
        button = QToolButton()
        button.setDefaultAction(open_table)
        button.setObjectName("open-button")
        button.setAccessibleName(open_table.text())
        self.column.insertWidget(0, button)

    def _add_table(self) -> None:
        self.add("data", self.tr("&Data set"), self.tr("The table that is learned"), self._data)
        self._data.chosen = self._choose_table
        button = QToolButton()
        button.setDefaultAction(self._new_points)
        button.setObjectName("new-points-button")
        button.setAccessibleName(self._new_points.text())
        self.add_widget(button, applies=lambda _: self.controller.can_make_points)

    def _choose_table(self, value: Any) -> bool:
        """Another data set, or back to one of the learner's own."""
        if isinstance(value, TableChoices):
            return self.controller.alter(lambda experiment: experiment.changed(**vars(value)))
        return self.controller.edit("data", value)

    def _add_options(self) -> None:
        """What generated data can be asked for; seen only where they are."""
        self.add(
            "points",
            self.tr("&Points"),
            self.tr("How many points are generated"),
            WholeEditor(*_whole_range("points"), step=50),
            _is_asked("points"),
        )
        self.add(
            "noise",
            self.tr("&Noise, in %"),
            self.tr("How far points are off, in per cent of the radius, up to 50"),
            WholeEditor(0, 50, to_number=per_cent, to_value=share, step=5),
            _is_asked("noise"),
        )
        self.add(
            "turns",
            self.tr("Tu&rns of an arm"),
            self.tr("How often an arm of the spiral winds around the middle, from 0.25 to 5"),
            NumberEditor(),
            _is_asked("turns"),
        )
        self.add(
            "classes",
            self.tr("C&lasses"),
            self.tr("How many heaps there are"),
            WholeEditor(*_whole_range("classes")),
            _is_asked("classes"),
        )

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer what these data can be asked for, then show what they are."""
        own_tables = self.controller.own_tables
        own_tables.look(experiment)
        own = own_tables.choices(experiment)
        heading = [(self.tr("Your own"), self._data.HEADING)] if own else []
        self._data.set_choices([*heading, *own, *grouped_choices_of(data_sources)])
        self._new_points.setEnabled(self.controller.can_make_points)
        super().show_experiment(experiment)

    def _add_editors(self) -> None:
        self.add(
            "inputs",
            self.tr("&Inputs"),
            self.tr("Columns that go into the network, and what follows from them"),
            self._inputs,
        )
        self.add(
            "scaling",
            self.tr("S&caling of the inputs"),
            self.tr("What is done to the inputs before training"),
            ChoiceEditor(choices_of(scalings)),
        )
        self.add(
            "train_share",
            self.tr("Rows that train, in &%"),
            self.tr("The remaining rows only test what was learned"),
            WholeEditor(1, 100, to_number=per_cent, to_value=share),
        )
        self.add(
            "split_shuffled",
            "",
            self.tr("Shuffle all rows once, by the seed, before they are parted"),
            CheckEditor(self.tr("Sh&uffle before parting")),
        )

    def _show_report(self, report: Report) -> None:
        """What only the loaded table knows: its columns, and how its rows are parted and scaled."""
        data = report.snapshots[self.controller.focus].data
        self._inputs.set_names(data.all_input_names, data.table.input_names)
        self.summary.setText(self._summary(data))

    def _summary(self, data: PreparedData) -> str:
        text = self.tr("{0} rows train, {1} test.").format(len(data.train), len(data.test))
        if not data.is_scaled:
            return text
        name, offset, divisor = data.dataset.input_names[0], float(data.offset[0]), float(data.divisor[0])
        shifted = f"({name} − {plain(offset)})" if offset else name
        return text + " " + self.tr("The network gets, for example, {0} / {1}.").format(shifted, plain(divisor))


def _is_asked(option: str) -> Applies:
    """Whether the data are generated by that option."""
    return lambda experiment: option in experiment.options


def _whole_range(field: str) -> tuple[int, int]:
    low, high, _ = OPTION_RANGES[field]
    return int(low), int(high)
