"""Settings of training: loss, learning rate, batches, epochs, and many starts."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from engine.commands import Report
from engine.experiment import MAX_EPOCHS
from engine.losses import losses
from engine.optimizers import optimizers
from engine.starts import Starts
from gui.bindings import CheckEditor, ChoiceEditor, NumberEditor, WholeEditor, batch_number, batch_value, choices_of
from gui.controller import Controller
from gui.figures import percent
from gui.labels import make_label
from gui.panels.form import FormPanel
from gui.panels.goal import GoalEditor


class TrainingPanel(FormPanel):
    def __init__(self, controller: Controller, ten_starts: QAction) -> None:
        super().__init__("training", controller)
        self.setAccessibleName(self.tr("Training settings"))
        self.note.setText(self.tr("All but the loss can be changed in the middle of training."))
        self._add_rate()
        self._add_loss()
        self._add_batches()
        self.goal = GoalEditor(controller)
        self.column.insertWidget(1, self.goal)
        self._add_starts(ten_starts)
        controller.reported.connect(self._show_report)

    def _add_rate(self) -> None:
        self.add(
            "learning_rate",
            self.tr("Learning &rate η"),
            self.tr("How far each weight moves against its gradient; may be changed at any time"),
            NumberEditor(),
        )
        self.add(
            "optimizer",
            self.tr("O&ptimizer"),
            self.tr("How a gradient moves the weights"),
            ChoiceEditor(choices_of(optimizers)),
        )

    def _add_loss(self) -> None:
        self.add(
            "loss",
            self.tr("&Loss"),
            self.tr("How wrong a prediction ŷ is for a target y; a change starts training again"),
            ChoiceEditor(choices_of(losses)),
        )
        self.add(
            "reduction",
            self.tr("&Gradient of a batch"),
            self.tr("Whether the gradients of a batch's rows are summed or averaged"),
            ChoiceEditor([(self.tr("sum"), "sum"), (self.tr("mean"), "mean")]),
        )

    def _add_batches(self) -> None:
        self.add(
            "batch_size",
            self.tr("&Batch size, in rows"),
            self.tr("Rows that move the weights together; the smallest choice is all rows"),
            WholeEditor(0, 10**6, self.tr("all"), to_number=batch_number, to_value=batch_value),
        )
        self.add(
            "shuffle",
            "",
            self.tr("Go through the rows in another order each epoch, by the seed"),
            CheckEditor(self.tr("Sh&uffle each epoch")),
        )
        self.add(
            "epochs",
            self.tr("&Epochs of a run"),
            self.tr("Where a run pauses by itself; the smallest choice is never"),
            WholeEditor(0, MAX_EPOCHS, self.tr("no end")),
        )
        self.add(
            "patience",
            self.tr("Early stopping: p&atience, in epochs"),
            self.tr(
                "A run pauses when for so many epochs the loss was not lower than its best, on the test rows if there "
                "are any; the smallest choice is off"
            ),
            WholeEditor(0, MAX_EPOCHS, self.tr("off")),
        )

    def _add_starts(self, ten_starts: QAction) -> None:
        button = QToolButton()
        button.setDefaultAction(ten_starts)
        button.setObjectName("ten-starts-button")
        button.setAccessibleName(ten_starts.text())
        self.starts_result = make_label(name="starts-result", wrap=True)
        self.column.insertWidget(2, button)
        self.column.insertWidget(3, self.starts_result)

    def _show_report(self, report: Report) -> None:
        starts = self.controller.starts
        known = starts is not None and bool(starts.finals or starts.diverged)
        self.starts_result.setVisible(known)
        if starts is not None and known:
            self.starts_result.setText(self._summary(starts))

    def _summary(self, starts: Starts) -> str:
        summary = starts.summary
        lines = [self.tr("{0} of {1} starts, mean ± standard deviation:").format(len(starts.finals), starts.count)]
        for text, mean, deviation in (
            (self.tr("test accuracy {0} ± {1}"), summary.test_accuracy_mean, summary.test_accuracy_std),
            (self.tr("all rows {0} ± {1}"), summary.total_accuracy_mean, summary.total_accuracy_std),
        ):
            if mean is not None and deviation is not None:
                lines.append(text.format(percent(mean, 2), percent(deviation, 2)))
        if starts.diverged:
            lines.append(self.tr("{0} diverged and do not count").format(starts.diverged))
        return "\n".join(lines)
