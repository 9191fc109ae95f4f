"""Between the window and the trainer's thread: intents become commands, reports become a signal (`gui.report_taker`).

The controller owns what the user has chosen (see `gui.controller_state`) and nothing that is computed.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from engine.batch import Place
from engine.commands import (
    AllKept,
    Back,
    Change,
    Command,
    Edit,
    EnterBranch,
    GoToOrigin,
    Jump,
    Keep,
    Load,
    Pause,
    Redo,
    Restore,
    Run,
    RunStarts,
    Seek,
    Step,
    Undo,
    UseCompiled,
)
from engine.datasets import Dataset
from engine.experiment import Experiment
from engine.experiment_fields import ExperimentError
from engine.fitting import fitting
from engine.goal import Goal
from engine.ladder import Cursor, StepSize
from engine.lessons import Lesson, load_lesson
from engine.live_fields import LIVE_FIELDS, goes_on
from engine.quantity import Quantity
from engine.session.session import Session
from engine.side_by_side import ROW_FIELDS, fields_changed, networks_with, with_one_changed
from engine.trainer import Trainer
from gui.change_words import what_follows, why_anew
from gui.figures import figure
from gui.pacing import PACES, Settings, beside, pace_of
from gui.report_taker import ReportTaker

STARTS = 10
# Seeds that the window goes through; a spin box holds no larger ones.
SEEDS = 2**31


class Controller(ReportTaker):
    """One lesson at a time, one trainer thread for ever. What may be asked of both."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation = 0
        self.blew_up.connect(self.set_focus)

    # Intents.

    def open_lesson(self, lesson_id: str) -> None:
        """Open a lesson of the program's; an undo leads back to what was there."""
        if not self._returning.later(partial(self.open_lesson, lesson_id)):
            # The same lesson anew is another one: an undo leads back to that before it.
            self.open(replace(load_lesson(lesson_id)), by_hand=True)

    def open_table(self, lesson: Lesson) -> None:
        """Open the lesson that was made of a table, under a name of its own; an undo leads back to what was there."""
        if not self._returning.later(partial(self.open_table, lesson)):
            self.open(self.own_tables.renamed(lesson), by_hand=True)

    def open(self, lesson: Lesson, by_hand: bool = False) -> None:
        """Open a lesson, be it of the program's or made of the learner's own table."""
        experiments = tuple(variant.experiment for variant in lesson.variants)
        name = lesson.title
        self._begin(lesson, experiments, 0, lambda generation: Load(experiments, generation, by_hand, opened=name))

    def restore(self, session: Session, trainers: tuple[Trainer, ...]) -> None:
        """Go on where a session was left, with trainers that stand where its own stood."""
        experiments = tuple(trainer.experiment for trainer in trainers)
        self._begin(session.lesson, experiments, session.focus, lambda generation: Restore(trainers, generation))

    def keep(self) -> "Future[AllKept]":
        """All that is going on, once the trainer has answered; whatever is under way goes on."""
        answer: Future[AllKept] = Future()
        self._send(Keep(answer))
        return answer

    def _begin(
        self, lesson: Lesson, experiments: tuple[Experiment, ...], focus: int, command: Callable[[int], Command]
    ) -> None:
        """Another lesson in the place of the one before; `command` makes what is asked of the trainer."""
        self.begins_anew.emit()
        self._leave_lesson()
        self._returning.forget()
        self.lesson = lesson
        self.focus = focus
        self.probe = None
        self.experiments = experiments
        self._put(command)
        self.said.emit("")
        # Before the focus leaves a field: what that says then belongs to this lesson.
        self.experiments_changed.emit(self.experiments)
        self.lesson_opened.emit(lesson)
        self._set(Settings(lesson.step_size, pace_of(lesson.step_size, self.experiment.epochs)))

    def reset(self) -> None:
        """The same start again."""
        if self._returning.later(self.reset):
            return
        self._load(by_hand=True)
        self._say_start(self.tr("Back at the start, with the same weights as before."))

    def new_start(self) -> None:
        """The next seed."""
        if self._returning.later(self.new_start):
            return
        seed = (self.experiment.seed + 1) % SEEDS
        self.experiments = tuple(experiment.with_seed(seed) for experiment in self.experiments)
        self._load(by_hand=True)
        self.experiments_changed.emit(self.experiments)
        self._say_start(self.tr("A new start: seed {0}.").format(seed))

    def new_points(self) -> None:
        """Other points of the same shape, from the next seed of the data."""
        if self.can_make_points:
            self.edit("data_seed", (self.experiment.data_seed + 1) % SEEDS)

    def toggle(self) -> None:
        """Run or pause."""
        if self.running:
            self.pause()
        else:
            self.run()

    def run(self) -> None:
        """Run to the end of the experiment's epochs, at the chosen pace."""
        if not self.why_not_trainable:
            self._send_run(self.run_target)

    def run_to(self, epoch: int) -> None:
        """Run flat out until `epoch` epochs are done."""
        if not self.why_not_trainable:
            self._send(Run(StepSize.EPOCH, None, epoch))

    def pause(self) -> None:
        self._send(Pause())

    def step(self) -> None:
        if not self.why_not_trainable:
            self._send(Step(self.settings.step_size, self.focus))

    def step_back(self) -> None:
        """One step of the chosen size back, to the very same weights."""
        if not self.why_not_trainable:
            self._send(Back(self.settings.step_size, self.focus))

    def seek(self, epoch: int) -> None:
        """Go to an epoch of the run so far. A hand that moves faster than the trainer is followed to where it ends."""
        if self.why_not_trainable:
            return
        if isinstance(self._asked, Seek) and not self.answered:
            self._wanted_epoch = epoch
        else:
            self._send(Seek(epoch))

    def go_to_best(self) -> None:
        """Go to the epoch with the lowest loss."""
        best = self.best
        if best is None or self.why_not_trainable:
            return
        self.seek(best.epoch)
        text = self.tr("The lowest test loss, {0}.") if best.of_test else self.tr("The lowest loss, {0}.")
        self.said.emit(text.format(figure(best.loss)))

    def jump(self, place: Place, cursor: Cursor | None) -> None:
        """Go to an operation of the batch that begins at a place."""
        if not self.why_not_trainable:
            self._send(Jump(place, cursor, self.focus))

    def go_to_origin(self, quantity: Quantity) -> None:
        """Choose a number, and go to the operation that gave it."""
        self.selection.choose(quantity)
        if self.walk is None or self.why_not_trainable:
            return
        if quantity.kind in ("weight", "bias") and self.walk.batch.place == (0, 0):
            self.said.emit(self.tr("That is where training began; no operation gave it."))
        else:
            self._send(GoToOrigin(quantity, self.focus))

    def edit_parameter(
        self, parameter: Quantity, value: float, go_on: bool = False, also: Sequence[tuple[Quantity, float]] = ()
    ) -> None:
        """Set a weight or bias by hand, and others with it.

        `go_on` joins it to the edit just before, as one that is undone with it.
        """
        linked = self.lesson is not None and self.lesson.linked
        parameters = [parameter, *(other for other, _ in also)]
        networks = networks_with(parameters, self.experiments, self.focus, linked)
        if not self.fresh or self.focus not in networks:
            # It was meant for a network that is being replaced, or was.
            return
        self.selection.choose(parameter)
        self.accepted.emit()
        self._send(Edit(parameter, value, networks, go_on, tuple(also)))

    def undo(self) -> None:
        """Take back the last change, whatever it was."""
        self._return(Undo())

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._return(Redo())

    def _return(self, command: Undo | Redo) -> None:
        """The trainer knows whether there is anything: what is shown here may be older than the last command."""
        self.accepted.emit()
        self._send(command)
        self._returning.begin(command)
        self._renewed = self._line.sent

    def enter_branch(self, ghost: int) -> None:
        """Return to a run that was left for another; one that is shown still, of what is being replaced, is none."""
        if self.fresh:
            self._send(EnterBranch(ghost, self.focus))

    def enter_last_branch(self) -> None:
        """Return to the run that was left last."""
        ghosts = len(self.snapshot.ghosts)
        if ghosts:
            self.enter_branch(ghosts - 1)

    def run_starts(self) -> None:
        """Train ten starts of the experiment in focus, beside the one that is shown."""
        if self.can_run_starts:
            self._send(RunStarts(self.experiment, STARTS))

    def set_step_size(self, size: StepSize) -> None:
        """Another step size; inside a batch one walks, between batches one runs."""
        self._set(self.settings.with_step_size(size, self.experiment.epochs))

    def change_step_size(self, by: int) -> None:
        """Larger or smaller by so many rungs of the ladder."""
        self.set_step_size(beside(tuple(StepSize), self.settings.step_size, by))

    def set_goal(self, goal: Goal | None) -> None:
        """What the next runs are to reach; None for nothing but their epochs."""
        self._set(replace(self.settings, goal=goal))

    def set_speed(self, pace: float | None) -> None:
        self._set(replace(self.settings, pace=pace))

    def change_speed(self, by: int) -> None:
        """Faster or slower by so many places of `PACES`."""
        self.set_speed(beside(PACES, self.settings.pace, by))

    def edit(self, field: str, value: Any, go_on: bool = False) -> bool:
        """Change a field of the experiment in focus; false, and a warning, when that is not allowed.

        `go_on` joins it to the change of the same field just before, as one that is undone with it.
        """
        return self.alter(lambda experiment: experiment.changed(**fitting(experiment, field, value)), go_on)

    def alter(
        self,
        change: Callable[[Experiment], Experiment],
        go_on: bool = False,
        layers: int | None = None,
        network: int | None = None,
    ) -> bool:
        """Change an experiment in any way; false, and a warning, when what comes out is not allowed.

        It is that of a `network`, else the one that is in focus now, also where the change has to wait. A change that
        was meant for so many hidden `layers` leaves a network alone that has come to have others.
        """
        network = self.focus if network is None else network
        if self._returning.later(partial(self.alter, change, go_on, layers, network)):
            return True
        # Whatever it waited for may have led to a lesson with fewer networks.
        before = next(iter(self.experiments[network:]), None)
        if before is None or layers not in (None, len(before.hidden)):
            return True
        try:
            changed = change(before)
        except ExperimentError as error:
            self.experiments_changed.emit(self.experiments)
            self.warned.emit(str(error))
            return False
        if changed != before:
            self._replace(network, changed, go_on)
        return True

    def alter_layer(self, change: Callable[..., Experiment]) -> bool:
        """Change the hidden layer of the number that was chosen, else the last one; without any nothing happens."""

        def of_layer(experiment: Experiment) -> Experiment:
            last = len(experiment.hidden) - 1
            chosen = self.selection.chosen
            layer = chosen.layer - 1 if chosen is not None and 1 <= chosen.layer <= last + 1 else last
            return experiment if last < 0 else change(experiment, layer=layer)

        return self.alter(of_layer)

    def change_table(self, table: Dataset, go_on: bool = False) -> None:
        """Put another version of the table in the place of the one that there is.

        Training goes on with the weights of now, where the network still fits; `go_on` joins the change to the one just
        before.
        """
        if self._returning:
            # It was made from a table that is being replaced.
            return
        before = self.experiment
        if not before.table.row_count:
            # There was no row to look at.
            self.probe = None
        changed = tuple(experiment.changed(own=table) for experiment in self.experiments)
        live = all(map(goes_on, self.experiments, changed))
        self.experiments = changed
        if live:
            self.accepted.emit()
            self._send(Change(changed, go_on))
        else:
            self._begin_anew(before, self.experiment, go_on)
        self.experiments_changed.emit(changed)

    def set_focus(self, index: int) -> None:
        """Choose the experiment that the panes beside the networks speak of."""
        if index != self.focus:
            self.focus = index
            self.experiments_changed.emit(self.experiments)
            if self.fresh:
                self._show_probe_again()
                self.show_again()

    def show_again(self) -> None:
        """What is shown is to be shown in another way."""
        if self.fresh:
            self.reported.emit(self.report)

    def use_compiled(self) -> None:
        """Let the compiled code train, now that it is there."""
        self._send(UseCompiled())

    def close(self) -> bool:
        """Stop the thread; true when it has ended."""
        return self._line.close()

    # Inside.

    def _set(self, settings: Settings) -> None:
        if settings == self.settings:
            return
        same_goal = settings.goal == self.settings.goal
        self.settings = settings
        self.settings_changed.emit(settings)
        if isinstance(self._asked, Run) and self.running:
            self._send_run(self._asked.until if same_goal else self.run_target)

    def _send_run(self, until: int | None) -> None:
        settings = self.settings
        # An epoch that is the goal is where the run ends in any case.
        goal = settings.goal if settings.goal and settings.goal.kind != "epoch" else None
        self._send(Run(settings.step_size, settings.pace, until, self.focus, goal))

    @property
    def _run_under_way(self) -> bool:
        return self.running and isinstance(self._asked, Run)

    def _replace(self, network: int, experiment: Experiment, go_on: bool) -> None:
        """Put a changed experiment in the place of one that there is; the others share its data and its seed."""
        before = self.experiments[network]
        changed = fields_changed(before, experiment)
        if changed & ROW_FIELDS:
            # A typed point belongs to the table that it was typed for.
            self.probe = None
        self.experiments = with_one_changed(self.experiments, network, experiment)
        if changed <= LIVE_FIELDS:
            self.accepted.emit()
            self._send(Change(self.experiments, go_on))
            if along := what_follows(before, experiment):
                self.said.emit(along)
        else:
            self._begin_anew(before, experiment, go_on)
        self.experiments_changed.emit(self.experiments)
        if "epochs" in changed and self._run_under_way:
            self.run()

    def _begin_anew(self, before: Experiment, after: Experiment, go_on: bool) -> None:
        """A change needs a new start: say why, and run on from there if a run was under way."""
        under_way = self._run_under_way
        self._load(by_hand=True, go_on=go_on)
        self._say_start(why_anew(before, after))
        if under_way:
            self._send_run(self.run_target)

    def _say_start(self, text: str) -> None:
        self.said.emit(text)
        self.start_said.emit()

    def _load(self, by_hand: bool = False, go_on: bool = False) -> None:
        if by_hand:
            self.begins_anew.emit()
        self._put(lambda generation: Load(self.experiments, generation, by_hand, go_on))

    def _put(self, command: Callable[[int], Command]) -> None:
        """Ask for other networks in the place of those that are shown."""
        self.accepted.emit()
        # A number that was chosen may not be there any more.
        self.selection.clear()
        self._generation += 1
        assert self.lesson is not None
        self._remember(self._generation, self.lesson)
        self._send(command(self._generation))
        self._renewed = self._line.sent
