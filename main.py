"""Gradwalk's command line: the window, or train, lessons and picture without one."""

import argparse
import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

BAD_INPUT = 2
STOPPED_BY_USER = 130  # 128 + SIGINT, as shells report it
READER_GONE = 141  # 128 + SIGPIPE

SMALLEST_PICTURE = 320
LARGEST_PICTURE = 7680
MAX_RUNS = 10_000


class Refusal(Exception):
    """What the user asked for cannot be done; the message is one line that says why."""

    def __init__(self, message: str, code: int = BAD_INPUT) -> None:
        super().__init__(message)
        self.code = code


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
    options = _parser().parse_args(argv)
    from engine.experiment import ExperimentError
    from engine.lessons import LessonError
    from engine.registry import UnknownNameError
    from engine.settings_text import SettingsError

    try:
        code = int(options.command(options))
    except (ExperimentError, LessonError, SettingsError, UnknownNameError) as error:
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


# The command line.


class _Parser(argparse.ArgumentParser):
    """argparse that refuses in one line."""

    def error(self, message: str) -> NoReturn:
        raise Refusal(f"{message}; see {self.prog} --help")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print("gradwalk", version("gradwalk"))
        except PackageNotFoundError:
            print("gradwalk, not installed")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="gradwalk", description="See a neural network learn. Without a command: the window.")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    parser.set_defaults(command=open_window, lesson=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_open(commands.add_parser("open", help="open the window with a lesson"))
    _add_lessons(commands.add_parser("lessons", help="list the lessons"))
    _add_train(commands.add_parser("train", help="train a lesson's network without the window"))
    _add_picture(commands.add_parser("picture", help="draw the window, trained, into a PNG file"))
    return parser


def _add_open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", help="a lesson's id; `lessons` lists them")
    parser.set_defaults(command=open_window)


def _add_lessons(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.set_defaults(command=list_lessons)


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", help="a lesson's id; `lessons` lists them")
    parser.add_argument("--epochs", metavar="N", help="how long; the lesson's own number if left out")
    parser.add_argument("--seed", metavar="N", help="the seed of everything random")
    parser.add_argument("--runs", metavar="N", type=_runs, default=1, help="train from N seeds, one after the other")
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="change a field of the experiment: learning_rate=0.5, hidden=8,8, batch_size=all, …; may be repeated",
    )
    parser.add_argument("--variant", metavar="NAME", help="only this one of a lesson that compares several")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(command=train)


def _add_picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", help="a lesson's id; `lessons` lists them")
    parser.add_argument("target", metavar="OUT.png", type=Path, help="the file to write")
    parser.add_argument("--epochs", metavar="N", help="how long; the lesson's own number if left out")
    parser.add_argument("--size", metavar="WxH", type=_size, default=(1280, 800), help="1280x800 if left out")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="light if left out")
    parser.set_defaults(command=picture)


def _runs(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text) or not 1 <= int(text) <= MAX_RUNS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MAX_RUNS:,}")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch("([0-9]{1,5})[xX]([0-9]{1,5})", text)
    sides = [int(side) for side in match.groups()] if match else []
    if not sides or min(sides) < SMALLEST_PICTURE or max(sides) > LARGEST_PICTURE:
        allowed = f"from {SMALLEST_PICTURE} to {LARGEST_PICTURE} pixels a side"
        raise argparse.ArgumentTypeError(f"{text!r} is not WIDTHxHEIGHT, {allowed}")
    return sides[0], sides[1]


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
    from engine.lessons import load_lesson
    from engine.progress import Progress
    from engine.report import lesson_text
    from engine.results import train_lesson, troubles

    lesson = load_lesson(options.lesson)
    variants = _variants(lesson, options)
    for variant in variants:
        if variant.experiment.why_not_trainable:
            _say(f"{variant.name or lesson.id} is not trained: {variant.experiment.why_not_trainable}")
    with Progress(lesson.id, sys.stderr) as progress:
        plain = train_lesson(lesson, variants, options.runs, progress)
    for trouble in troubles(plain):
        _say(trouble)
    print(json.dumps(plain, allow_nan=False) if options.json else lesson_text(lesson.title, plain))
    return 1 if troubles(plain) else 0


def _variants(lesson: Any, options: argparse.Namespace) -> list[Any]:
    """The lesson's experiments that are asked for, with the settings of the command line."""
    from engine.settings_text import change_variants

    chosen = [variant for variant in lesson.variants if options.variant in (None, variant.name)]
    if not chosen:
        names = ", ".join(variant.name for variant in lesson.variants if variant.name) or "none, it has no variants"
        raise Refusal(f"unknown variant {options.variant!r} of {lesson.id}; known are {names}")
    settings = list(options.set)
    for name in ("epochs", "seed"):
        value = getattr(options, name)
        settings += [] if value is None else [f"{name}={value}"]
    changed, notes = change_variants(chosen, settings)
    for note in notes:
        _say(note)
    return changed


def picture(options: argparse.Namespace) -> int:
    from engine.lessons import load_lesson
    from engine.settings_text import apply_settings

    settings = [] if options.epochs is None else [f"epochs={options.epochs}"]
    epochs = apply_settings(load_lesson(options.lesson).experiment, settings).experiment.epochs
    _check_target(options.target)
    # A picture is drawn off-screen also where there is a screen: no window flashes up, and all pictures are alike.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # What Qt warns of there, such as size hints that no screen heeds, is no concern of the user's.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    try:
        from gui.app import draw_picture

        with _ended_at_once_by_ctrl_c():
            draw_picture(options.lesson, str(options.target), epochs, options.size, options.theme)
    except ImportError as error:
        raise Refusal(_qt_is_missing(error), code=1) from error
    except OSError as error:
        raise Refusal(f"the picture cannot be written: {error}") from error
    return 0


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
    reasons = {
        "its name must end in .png": target.suffix.lower() != ".png",
        "it is a folder": target.is_dir(),
        f"there is no folder {target.parent}": not target.parent.is_dir(),
        "there is no permission to write it": not os.access(target if target.exists() else target.parent, os.W_OK),
    }
    for reason, holds in reasons.items():
        if holds:
            raise Refusal(f"{target} cannot be written: {reason}")


def open_window(options: argparse.Namespace) -> int:
    from engine.lessons import DEFAULT_LESSON, load_lesson
    from gui.display import why_no_window

    lesson = load_lesson(options.lesson or DEFAULT_LESSON).id
    obstacle = why_no_window()
    if obstacle:
        return _without_window(lesson, obstacle)
    try:
        from gui.app import run_window
    except ImportError as error:
        return _without_qt(lesson, error)
    return run_window(lesson)


def _without_window(lesson: str, obstacle: str) -> int:
    """What a window would have shown first, as text and as a picture."""
    target = f"gradwalk-{lesson}.png"
    _say(f"{obstacle}; training {lesson} and drawing its picture instead")
    code = main(["train", lesson])
    if code:
        return code
    try:
        import PySide6.QtGui  # noqa: F401  only to see whether it can be loaded
    except ImportError as error:
        _say(_qt_is_missing(error))
        return 0
    code = main(["picture", lesson, target])
    if not code:
        print(f"The picture is {Path(target).resolve()}")
    return code


def _without_qt(lesson: str, error: ImportError) -> int:
    _say(f"{_qt_is_missing(error)}; training {lesson} without the window")
    return main(["train", lesson])


def _qt_is_missing(error: ImportError) -> str:
    """What to do when Qt cannot be loaded; any other import that fails is a fault of ours and goes on up."""
    package = (error.name or "").partition(".")[0]
    if package not in ("PySide6", "shiboken6"):
        raise error
    return f"Qt cannot be loaded ({error}): `make install` installs what it needs"


if __name__ == "__main__":
    sys.exit(main())
