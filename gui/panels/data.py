"""Settings of the data: which table, which inputs, how split and scaled."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from engine.commands import Report
from engine.datasets import OWN, data_sources
from engine.experiment import Experiment
from engine.prepared import PreparedData
from engine.scaling import scalings
from gui.bindings import CheckEditor, ChoiceEditor, InputsEditor, WholeEditor, choices_of
from gui.controller import Controller
from gui.figures import plain
from gui.labels import make_label
from gui.panels.form import FormPanel


class DataPanel(FormPanel):
    def __init__(self, controller: Controller, open_table: QAction) -> None:
        super().__init__("data", controller)
        self.setAccessibleName(self.tr("Data settings"))
        self.note.setText(self.tr("Every change here starts training again at epoch 0."))
        self._inputs = InputsEditor()
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

    def _add_editors(self) -> None:
        self._data = ChoiceEditor(choices_of(data_sources))
        self.add("data", self.tr("&Data set"), self.tr("The table that is learned"), self._data)
        self.add("inputs", self.tr("&Inputs"), self.tr("Columns that go into the network"), self._inputs)
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
            WholeEditor(1, 100, to_number=lambda share: round(share * 100), to_value=lambda number: number / 100),
        )
        self.add(
            "split_shuffled",
            "",
            self.tr("Shuffle all rows once, by the seed, before they are parted"),
            CheckEditor(self.tr("Sh&uffle before parting")),
        )

    def show_experiment(self, experiment: Experiment) -> None:
        """A table of the learner's own stands in the list as long as it is open."""
        own = [] if experiment.own is None else [(experiment.own.name, OWN)]
        self._data.set_choices(choices_of(data_sources) + own)
        super().show_experiment(experiment)

    def _show_report(self, report: Report) -> None:
        """What only the loaded table knows: its columns, and how its rows are parted and scaled."""
        data = report.snapshots[self.controller.focus].data
        self._inputs.set_names(data.all_input_names)
        self.summary.setText(self._summary(data))

    def _summary(self, data: PreparedData) -> str:
        text = self.tr("{0} rows train, {1} test.").format(len(data.train), len(data.test))
        if not data.is_scaled:
            return text
        name, offset, divisor = data.dataset.input_names[0], float(data.offset[0]), float(data.divisor[0])
        shifted = f"({name} − {plain(offset)})" if offset else name
        return text + " " + self.tr("The network gets, for example, {0} / {1}.").format(shifted, plain(divisor))
