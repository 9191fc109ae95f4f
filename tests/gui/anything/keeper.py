"""One window for many sequences, made as new for each: to make another takes longer than a whole sequence."""

import gc

from PySide6.QtCore import QObject

from engine.experiment import Experiment
from gui.app import make_window
from gui.main_window import MainWindow
from gui.session.keeping import Keeping
from tests.guard import collect_here
from tests.gui.anything.answers import Answers, close_what_is_open
from tests.gui.anything.faults import Faults
from tests.gui.helpers import make_as_new, settle, wait_until

LESSONS = ("playground", "xor", "height-weight", "derivation")

AUTOSAVE_MS = 500


def await_files(window: MainWindow) -> None:
    """Nothing is read or written any more."""
    document, recovery = window.document, window.recovery
    lines = (document.line, recovery.line, window.exporter)
    wait_until(lambda: not (document.saver.pending or any(line.busy for line in lines)), "files are done with")


def at_rest(window: MainWindow) -> None:
    """Files are done with, and the window shows what the trainer has."""
    window.controller.pause()
    await_files(window)
    window.controller.pause()
    settle(window)


class Keeper:
    """Has the window, and whatever belongs to all sequences."""

    def __init__(self, faults: Faults, answers: Answers) -> None:
        self.faults, self.answers = faults, answers
        self.window = self._made()

    def begin(self, number: int) -> None:
        """A lesson with few points, and everything else as in a new window."""
        collect_here()
        window = self.window
        window.document.asks = False
        close_what_is_open(window)
        window.drawing.set_on(False)
        make_as_new(window, LESSONS[number % len(LESSONS)])
        if number % len(LESSONS) == 0:
            window.controller.edit("points", 20)
        window.controller.output.change(kind="", axes=("", ""), discrete=False, tests=True, faces=True)

    def open_anew(self) -> None:
        """Close the window, whatever is under way, and open another."""
        self.close()
        self.window = self._made()

    def close(self) -> None:
        self.window.document.asks = False
        assert self.window.close()
        self.window.deleteLater()

    def leave_behind(self) -> None:
        """A copy of what was saved by itself, as a crash would leave it behind."""
        path = self.keeping.autosave.path
        if path.exists():
            path.with_name("run-0-gone.gradwalk").write_bytes(path.read_bytes())

    def objects(self) -> int:
        """How many of Qt's objects the window has when it is as new."""
        self.begin(2)
        return len(self.window.findChildren(QObject))

    def experiments(self) -> int:
        """How many experiments are still somewhere in memory when the window is as new."""
        self.begin(2)
        gc.collect()
        # By its own type: to ask a weak proxy for its class is to ask what it stands for, which may be gone.
        return sum(issubclass(type(thing), Experiment) for thing in gc.get_objects())

    def _made(self) -> MainWindow:
        # What is left of an earlier window must not be collected in the middle of Qt's work on this one.
        gc.collect()
        window = make_window("derivation")
        self.faults.watch(window)
        self.keeping = Keeping(window, AUTOSAVE_MS)
        window.document.asks = False
        window.show()
        window.load_curves()
        settle(window)
        return window
