"""Gradwalk's command line: the window, or train, lessons and picture without one."""

import argparse
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Any

from engine.cli.arguments import Refusal, command_line

STOPPED_BY_USER = 130  # 128 + SIGINT, as shells report it
READER_GONE = 141  # 128 + SIGPIPE


def main(argv: list[str] | None = None) -> int:
    """Do what the command line asks for; the exit code. No error leaves this function as a traceback."""
    _make_output_safe()
    try:
        return _run(argv)
    except SystemExit as leave:  # --help and --version
        return int(leave.code or 0)
    except KeyboardInterrupt:
        _say("stopped")
        return STOPPED_BY_USER
    except BrokenPipeError:
        return READER_GONE
    except Refusal as refusal:
        _say(str(refusal))
        return refusal.code
    except OSError as error:
        _say(str(error))
        return 1
    except Exception as error:
        if os.environ.get("GRADWALK_TRACEBACK"):
            raise
        _say(f"{type(error).__name__}: {error} (GRADWALK_TRACEBACK=1 shows where)")
        return 1
    finally:
        _drop_unwritten_output()


def _run(argv: list[str] | None) -> int:
    options = command_line().parse_args(argv)
    from engine.experiment_fields import ExperimentError
    from engine.lessons import LessonError
    from engine.own_table.refusal import TableError
    from engine.registry import UnknownNameError
    from engine.session.refusal import SessionError

    try:
        code = COMMANDS[options.command](options)
    except (ExperimentError, LessonError, SessionError, TableError, UnknownNameError) as error:
        raise Refusal(str(error)) from error
    sys.stdout.flush()
    return code


def _say(message: str) -> None:
    """One line on stderr, whatever the message holds; silence where nobody listens."""
    with suppress(OSError):
        print("gradwalk:", " ".join(message.split()), file=sys.stderr, flush=True)


def _make_output_safe() -> None:
    """A console that lacks a character shows another one instead of an error; a program without one stays silent."""
    sys.stdout = sys.stdout or StringIO()
    sys.stderr = sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _drop_unwritten_output() -> None:
    """Python flushes once more at exit; when the reader is gone that must not fail again, out of our hands."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# The commands.


def list_lessons(options: argparse.Namespace) -> int:
    from engine.lessons import lessons

    if options.json:
        print(json.dumps([{"id": lesson.id, "title": lesson.title} for lesson in lessons()]))
        return 0
    width = max(len(lesson.id) for lesson in lessons())
    for lesson in lessons():
        print(f"{lesson.id:<{width}}  {lesson.title}")
    return 0


def train(options: argparse.Namespace) -> int:
    from engine.cli.progress import Progress
    from engine.cli.results import troubles
    from engine.cli.summary import lesson_text
    from engine.session.recognise import is_session_file

    lesson, work = _saved_work(options) if is_session_file(options.lesson) else _work(options)
    with Progress(lesson.id, sys.stderr) as progress:
        plain = work(progress)
    for trouble in troubles(plain):
        _say(trouble)
    print(json.dumps(plain, allow_nan=False) if options.json else lesson_text(lesson.title, plain))
    return 1 if troubles(plain) else 0


def _work(options: argparse.Namespace) -> tuple[Any, Callable[[Any], Any]]:
    """A lesson, and what trains it from its start."""
    from engine.cli.own_table import lesson_of
    from engine.cli.results import train_lesson

    lesson, settings = lesson_of(options.lesson, options.set, say=_say)
    variants = _variants(lesson, options, settings)
    for variant in variants:
        if variant.experiment.why_not_trainable:
            _say(f"{variant.name or lesson.id} is not trained: {variant.experiment.why_not_trainable}")
    return lesson, lambda progress: train_lesson(lesson, variants, options.runs, progress)


def _saved_work(options: argparse.Namespace) -> tuple[Any, Callable[[Any], Any]]:
    """The lesson of a session, and what trains it on."""
    from engine.cli.saved import train_session

    training = train_session(options.lesson, options)
    return training.lesson, training.train


def _variants(lesson: Any, options: argparse.Namespace, settings: list[str]) -> list[Any]:
    """The lesson's experiments that are asked for, with the settings of the command line."""
    from engine.cli.settings import change_variants

    chosen = [variant for variant in lesson.variants if options.variant in (None, variant.name)]
    if not chosen:
        names = ", ".join(variant.name for variant in lesson.variants if variant.name) or "none, it has no variants"
        raise Refusal(f"unknown variant {options.variant!r} of {lesson.id}; known are {names}")
    for name in ("epochs", "seed"):
        value = getattr(options, name)
        settings = settings if value is None else [*settings, f"{name}={value}"]
    changed, notes = change_variants(chosen, settings)
    for note in notes:
        _say(note)
    return changed


def picture(options: argparse.Namespace, say: Callable[[str], None] | None = None) -> int:
    from engine.ladder import StepSize

    shown, epochs = _shown(options, say or _say)
    _check_target(options.target)
    # A picture is drawn off-screen also where there is a screen: no window flashes up, and all pictures are alike.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # What Qt warns of there, such as size hints that no screen heeds, is no concern of the user's.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    try:
        from gui.app import draw_picture

        with _ended_at_once_by_ctrl_c():
            steps = (StepSize(options.step_size), options.steps)
            draw_picture(shown, str(options.target), epochs, options.size, options.theme, steps)
    except ImportError as error:
        raise Refusal(_qt_is_missing(error), code=1) from error
    except OSError as error:
        raise Refusal(f"the picture cannot be written: {error}") from error
    return 0


def _shown(options: argparse.Namespace, say: Callable[[str], None]) -> tuple[Any, int | None]:
    """What a picture shows, a lesson or a saved session, and how many epochs it is trained before; None for no more.

    What became of a table on the way is said.
    """
    from engine.cli.own_table import lesson_of
    from engine.cli.settings import apply_settings
    from engine.session.opened import opened
    from engine.session.recognise import is_session_file

    settings = [] if options.epochs is None else [f"epochs={options.epochs}"]
    if is_session_file(options.lesson):
        session = opened(options.lesson)
        epochs = apply_settings(session.trainers[0].experiment, settings).experiment.epochs
        return session, epochs if settings else None
    lesson, _ = lesson_of(options.lesson, say=say)
    return lesson, apply_settings(lesson.experiment, settings).experiment.epochs


@contextmanager
def _ended_at_once_by_ctrl_c() -> Iterator[None]:
    """Qt's loop does not see Ctrl+C: meanwhile the system's own answer to it counts."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _check_target(target: Path) -> None:
    """Refuse a file that cannot be written before training for it, not after."""
    try:
        reasons = _obstacles(target)
    except OSError as error:
        raise Refusal(f"{target} cannot be written: {error.strerror}") from error
    for reason, holds in reasons.items():
        if holds:
            raise Refusal(f"{target} cannot be written: {reason}")


def _obstacles(target: Path) -> dict[str, bool]:
    return {
        "its name must end in .png": target.suffix.lower() != ".png",
        "it is a folder": target.is_dir(),
        f"there is no folder {target.parent}": not target.parent.is_dir(),
        "there is no permission to write it": not os.access(target if target.exists() else target.parent, os.W_OK),
    }


def open_window(options: argparse.Namespace) -> int:
    from engine.cli.own_table import is_table_file
    from engine.lessons import DEFAULT_LESSON, load_lesson
    from engine.session.recognise import is_session_file
    from gui.display import why_no_window

    word = options.lesson or DEFAULT_LESSON
    file = word if is_session_file(word) or is_table_file(word) else ""
    lesson = word if file else load_lesson(word).id
    obstacle = why_no_window()
    if obstacle:
        return _without_window(lesson, obstacle)
    with _no_garbage_yet():
        try:
            from gui.app import run_window
        except ImportError as error:
            return _without_qt(lesson, error)
        return run_window(DEFAULT_LESSON, file) if file else run_window(lesson)


@contextmanager
def _no_garbage_yet() -> Iterator[None]:
    """What a start imports and makes stays: to look for garbage in it takes a tenth of the start.

    The window goes on in its own way: see gui/garbage.py.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _without_window(lesson: str, obstacle: str) -> int:
    """What a window would have shown first, as text and as a picture."""
    target = f"gradwalk-{Path(lesson).stem}.png"
    _say(f"{obstacle}; training {lesson} and drawing its picture instead")
    code = main(["train", lesson])
    if code:
        return code
    try:
        import PySide6.QtGui  # noqa: F401  only to see whether it can be loaded
    except ImportError as error:
        _say(_qt_is_missing(error))
        return 0
    # What became of a table was said when it was trained.
    code = picture(command_line().parse_args(["picture", lesson, target]), say=lambda line: None)
    if not code:
        print(f"The picture is {Path(target).resolve()}")
    return code


def _without_qt(lesson: str, error: ImportError) -> int:
    _say(f"{_qt_is_missing(error)}; training {lesson} without the window")
    return main(["train", lesson])


def _qt_is_missing(error: ImportError) -> str:
    """What to do when Qt cannot be loaded; an import from our own code that fails is a fault of ours and goes on up."""
    if (error.name or "").partition(".")[0] in ("engine", "gui"):
        raise error
    return f"Qt cannot be loaded ({error}): `make install` installs what it needs"


COMMANDS = {"open": open_window, "lessons": list_lessons, "train": train, "picture": picture}

if __name__ == "__main__":
    sys.exit(main())
