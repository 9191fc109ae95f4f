"""Settings of training: loss, learning rate, batches, epochs, and many starts."""

from typing import Any

from PySide6.QtWidgets import QPushButton

from engine.commands import Report
from engine.experiment import MAX_EPOCHS
from engine.losses import losses
from engine.optimizers import optimizers
from engine.starts import Starts
from gui.bindings import CheckEditor, ChoiceEditor, NumberEditor, WholeEditor, batch_field, batch_value
from gui.controller import STARTS, Controller
from gui.figures import percent
from gui.labels import make_label
from gui.panels.form import FormPanel


class TrainingPanel(FormPanel):
    def __init__(self, controller: Controller) -> None:
        super().__init__("training", controller)
        self.setAccessibleName(self.tr("Training settings"))
        self.note.setText(self.tr("All but the loss can be changed in the middle of training."))
        self._add_rate()
        self._add_loss()
        self._add_batches()
        self._add_starts()
        controller.reported.connect(self._show_report)

    def _add_rate(self) -> None:
        self.add(
            "learning_rate",
            self.tr("Learning &rate η"),
            self.tr("How far each weight moves against its gradient; may be changed at any time"),
            NumberEditor(lambda experiment: experiment.learning_rate, self.commit("learning_rate")),
        )
        self.add(
            "optimizer",
            self.tr("O&ptimizer"),
            self.tr("How a gradient moves the weights"),
            ChoiceEditor(
                lambda _: [(f"{entry.label}: {entry.formula}", entry.name) for entry in optimizers],
                lambda experiment: experiment.optimizer,
                self.commit("optimizer"),
            ),
        )

    def _add_loss(self) -> None:
        self.add(
            "loss",
            self.tr("&Loss"),
            self.tr("How wrong a prediction ŷ is for a target y; a change starts training again"),
            ChoiceEditor(
                lambda _: [(entry.label, entry.name) for entry in losses],
                lambda experiment: experiment.loss,
                self.commit("loss"),
            ),
        )
        reductions: list[tuple[str, Any]] = [(self.tr("sum"), "sum"), (self.tr("mean"), "mean")]
        self.add(
            "reduction",
            self.tr("&Gradient of a batch"),
            self.tr("Whether the gradients of a batch's rows are summed or averaged"),
            ChoiceEditor(lambda _: reductions, lambda experiment: experiment.reduction, self.commit("reduction")),
        )

    def _add_batches(self) -> None:
        commit_batch = self.commit("batch_size")
        self.add(
            "batch_size",
            self.tr("&Batch size, in rows"),
            self.tr("Rows that move the weights together; the smallest choice is all rows"),
            WholeEditor(0, 10**6, batch_value, lambda value: commit_batch(batch_field(value)), word=self.tr("all")),
        )
        self.add(
            "shuffle",
            "",
            self.tr("Go through the rows in another order each epoch, by the seed"),
            CheckEditor(self.tr("Shu&ffle each epoch"), lambda e: e.shuffle, self.commit("shuffle")),
        )
        self.add(
            "epochs",
            self.tr("&Epochs of a run"),
            self.tr("Where a run pauses by itself; the smallest choice is never"),
            WholeEditor(0, MAX_EPOCHS, lambda e: e.epochs, self.commit("epochs"), word=self.tr("no end")),
        )

    def _add_starts(self) -> None:
        self.starts_button = QPushButton(self.tr("Ten &starts"))
        self.starts_button.setObjectName("ten-starts-button")
        self.starts_button.setAccessibleName(self.tr("Train ten starts"))
        self.starts_button.setToolTip(self.tr("Train ten seeds one after the other and show their mean and spread (T)"))
        self.starts_button.clicked.connect(self.controller.run_starts)
        self.starts_result = make_label(name="starts-result", wrap=True)
        self.column.insertWidget(1, self.starts_button)
        self.column.insertWidget(2, self.starts_result)

    def _show_report(self, report: Report) -> None:
        possible = not self.controller.why_not_trainable and self.controller.experiment.epochs > 0
        self.starts_button.setEnabled(possible)
        self.starts_result.setVisible(report.starts is not None)
        if report.starts is not None:
            self.starts_result.setText(self._summary(report.starts))

    def _summary(self, starts: Starts) -> str:
        summary = starts.summary
        lines = [self.tr("{0} of {1} starts, mean ± standard deviation:").format(len(starts.finals), STARTS)]
        if summary.test_accuracy_mean is not None and summary.test_accuracy_std is not None:
            mean, deviation = percent(summary.test_accuracy_mean, 2), percent(summary.test_accuracy_std, 2)
            lines.append(self.tr("test accuracy {0} ± {1}").format(mean, deviation))
        if summary.total_accuracy_mean is not None and summary.total_accuracy_std is not None:
            mean, deviation = percent(summary.total_accuracy_mean, 2), percent(summary.total_accuracy_std, 2)
            lines.append(self.tr("all rows {0} ± {1}").format(mean, deviation))
        return "\n".join(lines)
