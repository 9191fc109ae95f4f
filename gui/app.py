"""The application: makes the window, runs it, or draws a picture of it."""

import sys

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from engine.lessons import DEFAULT_LESSON
from gui import theme
from gui.export import write_png
from gui.icons import icon
from gui.main_window import MainWindow


def make_app() -> QApplication:
    """The one QApplication, with its fonts and colours."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
        # The trainer's thread hands Python over to the window after this time, in seconds, not after 5 ms.
        sys.setswitchinterval(0.0005)
        app.setApplicationName("Gradwalk")
        app.setStyle("Fusion")
        theme.load_fonts()
        theme.apply(theme.of_system())
        app.setWindowIcon(icon("app"))
    return app


def make_window(lesson_id: str = DEFAULT_LESSON) -> MainWindow:
    """A window with a lesson open, not shown yet."""
    make_app()
    window = MainWindow()
    window.controller.open_lesson(lesson_id)
    return window


def run_window(lesson_id: str = DEFAULT_LESSON) -> int:
    """Show the window until it is closed; the exit code."""
    app = make_app()
    window = make_window(lesson_id)
    window.show()
    return app.exec()


def draw_picture(lesson_id: str, path: str, epochs: int | None, size: tuple[int, int], theme_name: str) -> None:
    """Train a lesson and write the whole window as a PNG. An unwritable target is an `OSError`; nothing is left."""
    make_app()
    window = make_window(lesson_id)
    window.set_theme(theme_name)
    window.resize(*size)
    window.load_curves()
    window.show()
    controller = window.controller
    epochs = controller.experiment.epochs if epochs is None else epochs
    if epochs and not controller.why_not_trainable:
        controller.run_to(epochs)
    wait_until_settled(window)
    # What was shown last may still have to be laid out and painted.
    QApplication.processEvents()
    picture = window.grab()
    window.close()
    window.deleteLater()
    write_png(picture, path)


def wait_until_settled(window: MainWindow) -> None:
    """Let events run until the trainer has done all it was asked for and the window shows it."""
    loop = QEventLoop()
    controller = window.controller
    controller.reported.connect(lambda _: loop.quit() if controller.settled else None)
    if not controller.settled:
        loop.exec()
