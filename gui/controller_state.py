"""What the user has chosen, what is shown, and what follows from both: questions that change nothing."""

from types import UnionType

from PySide6.QtCore import QObject, Signal

from engine.commands import Command, Report, Run, RunStarts, State
from engine.experiment import Experiment
from engine.lessons import Lesson
from engine.patience import Best, best_of
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.starts import Starts
from engine.walk import Walk
from gui.fault_words import is_own
from gui.output_choice import OutputChoice
from gui.own_tables import OwnTables
from gui.pacing import Settings
from gui.painting.parameter_names import parameter_or_first
from gui.probe import Probe
from gui.selection import Selection
from gui.trainer_line import TrainerLine


class ControllerState(QObject):
    """The lesson, its experiments and settings, what of them is looked at and how, and the newest report."""

    lesson_opened = Signal(object)  # Lesson
    experiments_changed = Signal(object)  # tuple[Experiment, ...]
    settings_changed = Signal(object)  # Settings
    asked = Signal(object)  # Command; what it makes possible may be asked for at once
    reported = Signal(object)  # Report
    probe_changed = Signal(object)  # Probe
    begins_anew = Signal()  # all that was trained is about to give way
    accepted = Signal()  # what went wrong before is over
    said = Signal(str)  # something worth knowing
    start_said = Signal()  # what was said is of the start: it is over when training has gone on
    blew_up = Signal(int)  # numbers of that network grew beyond all bounds: it stands where that began
    warned = Signal(str)  # something went wrong, or was refused
    failed = Signal(object)  # an exception in the trainer's thread
    faulted = Signal(object, str)  # a fault of our own elsewhere, and what it kept from being done

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = TrainerLine(self)
        # The number of the last command that puts other networks in the place of those that are shown.
        self._renewed = 0
        # The commands that no report has told the outcome of, each behind its number.
        self._on_the_way: list[tuple[int, Command]] = []
        # The last command that may still be at work.
        self._asked: Command | None = None
        self.lesson: Lesson | None = None
        self.experiments: tuple[Experiment, ...] = ()
        self.settings = Settings()
        self.focus = 0
        self.report: Report | None = None
        self.probe: Probe | None = None
        self.selection = Selection(self)
        self.output = OutputChoice(self)
        self.own_tables = OwnTables()

    def warn(self, words: str, error: BaseException | None = None) -> None:
        """Something could not be done; where the program itself is at fault that is written down, with its details."""
        if is_own(error):
            self.faulted.emit(error, words)
        else:
            self.warned.emit(words)

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot shown, of the experiment in focus."""
        assert self.report is not None, "no lesson is open"
        shown = self.report.snapshots
        # Those of the lesson before may be fewer, for as long as they are shown.
        return shown[min(self.focus, len(shown) - 1)]

    @property
    def experiment(self) -> Experiment:
        """The experiment in focus."""
        return self.experiments[self.focus]

    @property
    def starts(self) -> Starts | None:
        """The many starts of the experiment in focus, if they were trained and belong to it as it is now."""
        starts = self.report.starts if self.report else None
        return starts if starts is not None and starts.experiment == self.experiment else None

    @property
    def walk(self) -> Walk | None:
        """The operation done last in the network in focus; None while training runs too fast to look at one."""
        flat_out = self.running and self.settings.pace is None
        return None if flat_out or self.report is None else self.snapshot.walk

    @property
    def walking(self) -> bool:
        """Whether steps go through the inside of a batch, or one stands there."""
        walk = self.walk
        return self.settings.step_size.within_batch or (walk is not None and not walk.finished)

    @property
    def running(self) -> bool:
        """Whether training, or many starts, are under way or asked for."""
        if self.report is None or not self._line.answered(self.report):
            return isinstance(self._asked, Run | RunStarts)
        return self.report.state in (State.RUNNING, State.STARTING)

    def awaits(self, *kinds: type | UnionType) -> bool:
        """Whether the outcome of a command of these kinds is not known yet."""
        return any(isinstance(command, kinds) for _, command in self._on_the_way)

    @property
    def answered(self) -> bool:
        """Whether every command has been carried out and nothing is running."""
        return self._line.answered(self.report) and not self.running

    @property
    def settled(self) -> bool:
        """Whether the outcome is shown, too, with all that takes long to find out."""
        return self.answered and (self.report is None or self.report.whole)

    @property
    def why_not_trainable(self) -> str:
        """Why there is nothing to run; empty when there is."""
        if self.report is None or not self.fresh:
            # The table is still being loaded, by the trainer's thread; that decides for itself.
            return ""
        reasons = [experiment.why_not_trainable for experiment in self.experiments]
        return next((reason for reason in reasons if reason), "")

    @property
    def can_make_points(self) -> bool:
        """Whether the data are generated, and could be others."""
        return "data_seed" in self.experiment.options

    @property
    def can_run_starts(self) -> bool:
        return not self.why_not_trainable and self.experiment.epochs > 0

    @property
    def run_target(self) -> int | None:
        """The epoch at which a run begun now ends: the experiment's, or as many again; None without an end.

        An epoch that is the goal counts instead, while it is still to come.
        """
        epochs, goal = self.experiment.epochs, self.settings.goal
        # What was loaded but is not shown yet begins at epoch 0.
        done = self.snapshot.epoch if self.fresh else 0
        if goal is not None and goal.kind == "epoch" and goal.value > done:
            return int(goal.value)
        if epochs == 0:
            return None
        return (done // epochs + 1) * epochs

    @property
    def parameter(self) -> Quantity:
        """The weight or bias that was chosen; the first weight before any was, or where the network has no such one."""
        chosen = self.selection.parameter if self.report else None
        return parameter_or_first(chosen, self.snapshot.experiment.architecture) if chosen else Quantity("weight", 1)

    @property
    def best(self) -> Best | None:
        """The best epoch: the one that a run waited in vain to become better than, else that of all with these rows."""
        if self.report is None or self.report.best is not None:
            return self.report.best if self.report else None
        curves, of_test = self.snapshot.curves, len(self.snapshot.data.test) > 0
        return best_of(curves, of_test, *self.snapshot.same_data) if self.snapshot.furthest else None

    @property
    def fresh(self) -> bool:
        """Whether what is shown belongs to what was loaded, or returned to, last."""
        return self.report is not None and self.report.handled >= self._renewed
