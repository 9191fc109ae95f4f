"""The application: makes the window, runs it, or draws a picture of it."""

import gc
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QLocale, QTimer
from PySide6.QtWidgets import QApplication

from engine import compiled
from engine.ladder import StepSize
from engine.lessons import DEFAULT_LESSON, Lesson, load_lesson
from gui import figures, theme
from gui.application import Application
from gui.export import write_png
from gui.faults import Faults
from gui.garbage import GarbageCollector
from gui.icons import icon
from gui.main_window import MainWindow
from gui.session.end_signals import EndSignals
from gui.session.keeping import Keeping

if TYPE_CHECKING:
    from engine.session.opened import Opened

# When all that a start imports and makes is there.
SETTLED_MS = 1500
# When it is painted, and may be used.
PREPARE_MS = 600


def make_app() -> Application:
    """The one QApplication, with its fonts and colours."""
    app = QApplication.instance()
    if not isinstance(app, Application):
        # Else Qt would divide each disc among threads, and wait for them as long as training keeps the processors.
        os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
        app = Application(sys.argv[:1])
        # The trainer's thread hands Python over to the window after this time, in seconds, not after 5 ms.
        sys.setswitchinterval(0.0005)
        app.setApplicationName("Gradwalk")
        app.setStyle("Fusion")
        use_locale(QLocale.system())
        theme.load_fonts()
        theme.apply(theme.of_system())
        app.setWindowIcon(icon("app"))
    return app


def use_locale(locale: QLocale) -> None:
    """Write decimals as a locale does, everywhere alike, and without separators that look like a decimal point."""
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    QLocale.setDefault(locale)
    figures.set_decimal_point(locale.decimalPoint())


def make_window(lesson: str | Lesson = DEFAULT_LESSON) -> MainWindow:
    """A window with a lesson open, named by its id or made of a table; not shown yet."""
    make_app()
    window = MainWindow()
    window.controller.open(lesson if isinstance(lesson, Lesson) else load_lesson(lesson))
    return window


def run_window(lesson_id: str = DEFAULT_LESSON, file: str = "") -> int:
    """Show the window until it is closed, with the file of a session or a table if one is named; the exit code."""
    app = make_app()
    window = make_window(lesson_id)
    keeping, signals = Keeping(window), EndSignals(window)
    signals.told.connect(keeping.end)
    app.file_asked.connect(window.tables.open_file)
    faults = make_faults(window, keeping)
    faults.install()
    garbage = GarbageCollector(window)
    window.show()
    # What is there once the window stands stays: looking through all of it again and again would cost whole frames.
    QTimer.singleShot(SETTLED_MS, window, gc.freeze)
    QTimer.singleShot(PREPARE_MS, window, window.prepare_engine)
    if file:
        QTimer.singleShot(0, window, lambda: window.tables.open_file(file))
    code = app.exec() or keeping.code
    garbage.close()
    faults.uninstall()
    signals.close()
    if not window.controller.close():
        # The trainer is deep in something long, such as the import of scikit-learn. It has nothing to lose, and Python
        # would wait for it at exit.
        sys.stdout.flush()
        os._exit(code)
    return code


def make_faults(window: MainWindow, keeping: Keeping) -> Faults:
    """Who hears of every fault of the window; what is unsaved is saved first, for after one nobody knows."""
    faults = Faults(window.banner.show_message, window)
    faults.fault_met.connect(lambda _: keeping.autosave.now())
    # What fails in the trainer's thread is shown by the window itself, for it is the answer to a command.
    window.controller.failed.connect(faults.note)
    # So is what kept a file from being read or written. What is open is none the worse for it, and to save it once more
    # would fail in the same way.
    window.controller.faulted.connect(faults.write_down)
    return faults


def draw_picture(
    shown: "str | Lesson | Opened",
    path: str,
    epochs: int | None,
    size: tuple[int, int],
    theme_name: str,
    steps: tuple[StepSize, int] = (StepSize.NEURON, 0),
) -> None:
    """Train a lesson, walk some steps of a size from there, and write the whole window as a PNG.

    A session is shown as it was saved, and trained no further where `epochs` is None.
    An unwritable target is an `OSError`; nothing is left.
    """
    make_app()
    compiled.load()
    window = make_window(shown) if isinstance(shown, str | Lesson) else make_window()
    try:
        window.set_theme(theme_name)
        window.resize(*size)
        window.load_curves()
        window.show()
        wait_until_settled(window)
        if not isinstance(shown, str | Lesson):
            window.document.show(shown)
            wait_until_settled(window)
        controller = window.controller
        if epochs is not None or isinstance(shown, str | Lesson):
            controller.run_to(controller.experiment.epochs if epochs is None else epochs)
            wait_until_settled(window)
        _walk(window, *steps)
        window.calculation.surface.finish()
        # What was shown last may still have to be laid out and painted.
        QApplication.processEvents()
        picture = window.grab()
    finally:
        window.close()
        window.deleteLater()
    write_png(picture, path)


def _walk(window: MainWindow, size: StepSize, count: int) -> None:
    """Take so many steps of a size, and show the last of them at its end."""
    if count:
        window.controller.set_step_size(size)
    for _ in range(count):
        window.controller.step()
        wait_until_settled(window)
    window.network.arrive()


def wait_until_settled(window: MainWindow) -> None:
    """Let events run until the trainer has done all it was asked for and the window shows it."""
    loop = QEventLoop()
    controller = window.controller
    if not controller.settled:
        connection = controller.reported.connect(lambda _: loop.quit() if controller.settled else None)
        loop.exec()
        controller.reported.disconnect(connection)
