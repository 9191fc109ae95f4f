"""Settings of training: learning rate, optimizer, loss, batches, penalties and clipping, epochs, and many starts."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from engine.commands import Report
from engine.experiment import Experiment
from engine.experiment_fields import MAX_EPOCHS
from engine.losses import losses
from engine.optimizers import optimizers
from engine.schedules import schedules
from engine.starts import Starts, Summary
from gui.bindings import (
    CheckEditor,
    ChoiceEditor,
    NumberEditor,
    WholeEditor,
    batch_number,
    batch_value,
    choices_of,
    per_cent,
    share,
)
from gui.controller import Controller
from gui.figures import figure, percent, plain
from gui.labels import make_label
from gui.panels.form import FormPanel
from gui.panels.goal import GoalEditor


class TrainingPanel(FormPanel):
    def __init__(self, controller: Controller, ten_starts: QAction) -> None:
        super().__init__("training", controller)
        self.setAccessibleName(self.tr("Training settings"))
        self.note.setText(self.tr("All but the loss can be changed in the middle of training."))
        self._add_rate()
        self._add_optimizer()
        self._add_loss()
        self._add_batches()
        self._add_penalties()
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
            "schedule",
            self.tr("&Schedule of the rate"),
            self.tr("How the learning rate changes along the run"),
            ChoiceEditor(choices_of(schedules)),
        )
        self.add(
            "schedule_epochs",
            self.tr("Le&ngth of the schedule, in epochs"),
            self.tr("A step divides the rate by ten each time so many epochs are done; other schedules end then"),
            WholeEditor(1, MAX_EPOCHS),
            applies=_is_scheduled,
        )
        self.rate_now = make_label("muted", name="rate-now", wrap=True)
        self.rate_now.setAccessibleName(self.tr("Present learning rate"))
        self.rate_now.setToolTip(self.tr("The learning rate that the next batch is trained with"))
        self.add_widget(self.rate_now, _is_scheduled)

    def _add_optimizer(self) -> None:
        self.add(
            "optimizer",
            self.tr("O&ptimizer"),
            self.tr("How a gradient moves the weights"),
            ChoiceEditor(choices_of(optimizers)),
        )
        self.add(
            "momentum",
            self.tr("&Momentum μ"),
            self.tr("The share of its velocity that a weight keeps from one update to the next"),
            NumberEditor(),
            applies=lambda experiment: "momentum" in optimizers[experiment.optimizer].uses,
        )
        self.add(
            "weight_decay",
            self.tr("&Weight decay λ"),
            self.tr("How much every weight and bias shrinks by itself at each update, times the learning rate"),
            NumberEditor(),
            applies=lambda experiment: "weight_decay" in optimizers[experiment.optimizer].uses,
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
            CheckEditor(self.tr("Shuffle each ep&och")),
        )
        self.add(
            "dropout",
            self.tr("&Dropout, in %"),
            self.tr("How many of the hidden neurons each row of a batch goes without, other ones each time"),
            WholeEditor(0, 99, self.tr("off"), to_number=per_cent, to_value=share),
        )
        self.add(
            "epochs",
            self.tr("Epo&chs of a run"),
            self.tr("Where a run pauses by itself; the smallest choice is never"),
            WholeEditor(0, MAX_EPOCHS, self.tr("no end")),
        )
        self.add(
            "patience",
            self.tr("Earl&y stopping: patience, in epochs"),
            self.tr(
                "A run pauses when for so many epochs the loss was not lower than its best, on the test rows if there "
                "are any; the smallest choice is off"
            ),
            WholeEditor(0, MAX_EPOCHS, self.tr("off")),
        )

    def _add_penalties(self) -> None:
        """Behind a button, for most experiments do without."""
        self.penalties = QToolButton()
        self.penalties.setObjectName("penalties")
        self.penalties.setText(self.tr("Penalties and clipp&ing"))
        self.penalties.setAccessibleName(self.tr("Penalties and clipping"))
        self.penalties.setToolTip(self.tr("Penalties on large weights, and a limit for the gradient"))
        self.penalties.setProperty("role", "disclosure")
        self.penalties.setCheckable(True)
        self.penalties.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.penalties.toggled.connect(self._open_penalties)
        self.add_widget(self.penalties)
        for field, label, tip in (
            (
                "l1",
                self.tr("L&1 penalty λ₁"),
                self.tr(
                    "Pulls every weight towards 0 by λ₁; it is added to the gradient, not to the loss that is shown"
                ),
            ),
            (
                "l2",
                self.tr("L&2 penalty λ₂"),
                self.tr("Pulls every weight w towards 0 by λ₂ w; added to the gradient, not to the loss that is shown"),
            ),
            (
                "clip",
                self.tr("Longest gradient; &0 is no limit"),
                self.tr("A longer gradient of a batch, penalties included, is shortened to this length"),
            ),
        ):
            self.add(field, label, tip, NumberEditor(), applies=lambda _: self.penalties.isChecked())
        self._open_penalties(False)

    def _open_penalties(self, shown: bool) -> None:
        self.penalties.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        if self.controller.experiments:
            self.show_experiment(self.controller.experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        super().show_experiment(experiment)
        if experiment.l1 or experiment.l2 or experiment.clip:
            # What is in force is not hidden.
            self.penalties.setChecked(True)

    def _add_starts(self, ten_starts: QAction) -> None:
        button = QToolButton()
        button.setDefaultAction(ten_starts)
        button.setObjectName("ten-starts-button")
        button.setAccessibleName(ten_starts.text())
        self.starts_result = make_label(name="starts-result", wrap=True)
        self.column.insertWidget(2, button)
        self.column.insertWidget(3, self.starts_result)

    def _show_report(self, report: Report) -> None:
        rate = report.snapshots[self.controller.focus].learning_rate
        self.rate_now.setText(self.tr("now η = {0}").format(plain(rate)))
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
        if summary.total_accuracy_mean is None:
            lines += self._losses(summary)
        if starts.early:
            lines.append(self.tr("{0} stopped early and count with their best epoch").format(starts.early))
        if starts.diverged:
            lines.append(self.tr("{0} diverged and do not count").format(starts.diverged))
        return "\n".join(lines)

    def _losses(self, summary: Summary) -> Iterator[str]:
        """What quantities are judged by."""
        for text, mean, deviation in (
            (self.tr("loss {0} ± {1}"), summary.train_loss_mean, summary.train_loss_std),
            (self.tr("test loss {0} ± {1}"), summary.test_loss_mean, summary.test_loss_std),
        ):
            if mean is not None and deviation is not None:
                yield text.format(figure(mean), figure(deviation))


def _is_scheduled(experiment: Experiment) -> bool:
    return experiment.schedule != "constant"
