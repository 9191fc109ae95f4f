"""What comes from the trainer's thread: the newest report is shown, and what waited for it goes on."""

from collections.abc import Mapping
from contextlib import AbstractContextManager

from PySide6.QtCore import QObject

from engine.commands import Change, Command, Edit, Keep, Report, Seek, UseCompiled
from engine.lessons import Lesson
from engine.undo_list import MOST_UNDONE
from gui.change_words import words_of
from gui.controller_state import ControllerState
from gui.pacing import Settings
from gui.probe import Probe, probe_of_row, probe_of_values
from gui.returning import Returning


class ReportTaker(ControllerState):
    """Has the line to the thread: commands are sent, and reports that belong to the last of them are taken."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line.arrived.connect(self._take)
        self._line.failed.connect(self._fail)
        self._failed = False
        self._returning = Returning()
        # The lessons of the newest generations, and that of the report that is shown.
        self._lessons: dict[int, Lesson] = {}
        self._shown_lesson: Lesson | None = None
        # How each lesson was walked when it was left, by its id.
        self._left: dict[str, Settings] = {}
        self._followed: int | None = None
        # Where the timeline was dragged to while the trainer was still on its way.
        self._wanted_epoch: int | None = None

    @property
    def lessons(self) -> Mapping[int, Lesson]:
        """The lessons that networks belong to by now, by their generations; it does not change any more."""
        return dict(self._lessons)

    def _remember(self, generation: int, lesson: Lesson) -> None:
        """Which lesson networks belong to, for as long as an undo may lead back to them."""
        self._lessons[generation] = lesson
        if len(self._lessons) > 2 * MOST_UNDONE:
            del self._lessons[next(iter(self._lessons))]

    def show_row(self, place: int) -> None:
        """Show a row of the table in the network; of a table without rows, the point where all inputs are 0.

        A pane that waits for its turn may still offer rows of a longer table: these are gone.
        """
        table = self.snapshot.data.dataset
        if place < table.row_count:
            self.show_probe(probe_of_row(self.snapshot, place))
        elif not table.row_count:
            self.show_probe(probe_of_values(self.tr("all inputs 0"), (0.0,) * len(table.input_names)))

    def show_probe(self, probe: Probe) -> None:
        self.probe = probe
        self.probe_changed.emit(probe)

    def quiet(self) -> AbstractContextManager[None]:
        """The trainer holds its breath meanwhile, so that whatever is painted is quick."""
        return self._line.quiet()

    # The line.

    @property
    def _shares_python(self) -> bool:
        """Whether the trainer is at work and takes Python for it, as numpy does."""
        return self.running and (self.report is None or self.snapshot.engine == "numpy")

    def _send(self, command: Command) -> None:
        if not isinstance(command, Change | Edit | UseCompiled | Keep):
            self._asked = command
            self._wanted_epoch = None
        self._line.send(command)
        self._line.busy = self._shares_python
        self._on_the_way.append((self._line.sent, command))
        self.asked.emit(command)

    def _fail(self, error: BaseException) -> None:
        self._failed = True
        self.failed.emit(error)

    def _take(self, report: Report) -> None:
        """Show the newest report, unless it is of what was there before."""
        self._on_the_way = [(number, command) for number, command in self._on_the_way if number > report.handled]
        if self._failed and self._line.answered(report):
            self._recover(report)
        if self._failed or report.handled < self._renewed or not report.snapshots:
            return
        with self.quiet():
            self._show(report)
        self._line.busy = self._shares_python
        if self._returning and self._line.answered(report):
            self._end_return(report)
        if self.answered and self._wanted_epoch is not None:
            self._send(Seek(self._wanted_epoch))
        elif self.answered:
            self._asked = None
        if self.settled:
            self._line.rest()

    def _end_return(self, report: Report) -> None:
        """Say what was taken back or made again; what was changed meanwhile is changed now, where that has led."""
        undone = self._returning.undoes
        change = report.redoes if undone else report.undoes
        if change is not None:
            words = words_of(change, report.snapshots[change.network].experiment.architecture)
            self.said.emit((self.tr("Taken back: {0}.") if undone else self.tr("Made again: {0}.")).format(words))
        self._returning.end()

    def _recover(self, report: Report) -> None:
        """Go on from wherever the trainer is after an error: it may still be at what was loaded before."""
        self._failed = False
        if not report.snapshots:
            self._line.rest()
            return
        if len(report.snapshots) != len(self.experiments) and self._shown_lesson is not None:
            self._go_to(self._shown_lesson, report)
        self.experiments = tuple(snapshot.experiment for snapshot in report.snapshots)
        self.experiments_changed.emit(self.experiments)

    def _go_to(self, lesson: Lesson, report: Report) -> None:
        """Be where a report is, which is of another lesson."""
        self._leave_lesson()
        self.lesson, self.focus, self.probe = lesson, 0, None
        self.experiments = tuple(snapshot.experiment for snapshot in report.snapshots)
        self.experiments_changed.emit(self.experiments)
        self.lesson_opened.emit(lesson)
        self.settings = self._left.get(lesson.id, self.settings)
        self.settings_changed.emit(self.settings)

    def _leave_lesson(self) -> None:
        """An undo that leads back to a lesson finds the size of its steps and its speed as they were."""
        if self.lesson is not None:
            self._left[self.lesson.id] = self.settings

    def _show(self, report: Report) -> None:
        before, lesson = self.report, self._lessons.get(report.generation, self.lesson)
        if lesson is not None and lesson is not self.lesson:
            self._go_to(lesson, report)
        self.report, self._shown_lesson = report, self.lesson
        anew = before is None or before.generation != report.generation
        if anew and self._returning:
            # A number that was chosen may not be there any more.
            self.selection.clear()
        if before is None or anew or self._has_other_rows(before):
            self._show_probe_again()
        self._follow_time(report)
        self._follow_row()
        self.reported.emit(report)
        # Who tries again and comes no further is told again.
        if report.message and (before is None or (before.message, before.handled) != (report.message, report.handled)):
            self._warn(report)

    def _warn(self, report: Report) -> None:
        """Say what ended a run, or show where it did."""
        if report.blown is None:
            self.warned.emit(report.message)
        else:
            self.blew_up.emit(report.blown)

    def _has_other_rows(self, before: Report) -> bool:
        """Whether the table has changed since an earlier report of the same networks."""
        return before.snapshots[self.focus].data is not self.snapshot.data

    def _follow_time(self, report: Report) -> None:
        """Settings that were changed in the middle of a run come back with its time, and with an undo."""
        experiments = tuple(snapshot.experiment for snapshot in report.snapshots)
        if self._line.answered(report) and experiments != self.experiments:
            self.experiments = experiments
            self.experiments_changed.emit(experiments)

    def _show_probe_again(self) -> None:
        """After a change of data or focus: the same row where it still exists, else the first."""
        rows = self.snapshot.data.dataset.row_count
        inputs = self.snapshot.data.dataset.inputs.shape[1]
        probe = self.probe
        if probe is not None and probe.place is None and probe.inputs.shape[1] == inputs:
            self.show_probe(probe)
        else:
            first = self.lesson.row if self.lesson else 0
            place = probe.place if probe is not None and probe.place is not None else first
            self.show_row(place if place < rows else 0)

    def _follow_row(self) -> None:
        """Walking inside a batch, show the row that is walked through."""
        row = self.snapshot.last_row
        moved = row != self._followed
        self._followed = row
        if moved and row is not None and self.walking:
            self.show_row(row)
