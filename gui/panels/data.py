"""Settings of the data: which table, which inputs, how split and scaled."""

from engine.commands import Report
from engine.datasets import data_sources
from engine.scaling import scalings
from gui.bindings import CheckEditor, ChoiceEditor, InputsEditor, WholeEditor
from gui.controller import Controller
from gui.figures import plain
from gui.labels import make_label
from gui.panels.form import FormPanel


class DataPanel(FormPanel):
    def __init__(self, controller: Controller) -> None:
        super().__init__("data", controller)
        self.setAccessibleName(self.tr("Data settings"))
        self._add_editors()
        self.summary = make_label(name="data-summary", wrap=True)
        self.column.insertWidget(1, self.summary)
        self.note.setText(self.tr("Every change here starts training again at epoch 0."))
        controller.reported.connect(self._show_report)

    def _add_editors(self) -> None:
        self.add(
            "data",
            self.tr("&Data set"),
            self.tr("The table that is learned"),
            ChoiceEditor(
                lambda _: [(source.label, source.name) for source in data_sources],
                lambda experiment: experiment.data,
                self.commit("data"),
            ),
        )
        self.add(
            "inputs",
            self.tr("&Inputs"),
            self.tr("Columns that go into the network"),
            InputsEditor(self.commit("inputs")),
        )
        self.add(
            "scaling",
            self.tr("S&caling of the inputs"),
            self.tr("What is done to the inputs before training"),
            ChoiceEditor(
                lambda _: [(scaling.label, scaling.name) for scaling in scalings],
                lambda experiment: experiment.scaling,
                self.commit("scaling"),
            ),
        )
        commit_share = self.commit("train_share")
        self.add(
            "train_share",
            self.tr("Rows that train, in &%"),
            self.tr("The remaining rows only test what was learned"),
            WholeEditor(1, 100, lambda e: round(e.train_share * 100), lambda value: commit_share(value / 100)),
        )
        self.add(
            "split_shuffled",
            "",
            self.tr("Shuffle all rows once, by the seed, before they are parted"),
            CheckEditor(
                self.tr("S&huffle before parting"),
                lambda experiment: experiment.split_shuffled,
                self.commit("split_shuffled"),
            ),
        )

    def _show_report(self, report: Report) -> None:
        data = report.snapshots[self.controller.focus].data
        text = self.tr("{0} rows train, {1} test.").format(len(data.train), len(data.test))
        if data.divisor.min() != 1 or data.divisor.max() != 1 or data.offset.any():
            name = data.dataset.input_names[0]
            scaled = f"({name} − {plain(float(data.offset[0]))}) / {plain(float(data.divisor[0]))}"
            text += " " + self.tr("The network gets, for example, {0}.").format(scaled)
        self.summary.setText(text)
