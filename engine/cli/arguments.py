"""What can be said on the command line. Nothing here is slow to import: --help is to answer at once."""

import argparse
import re
from pathlib import Path
from typing import Any, NoReturn

from engine.ladder import StepSize
from engine.version import version

SMALLEST_PICTURE = 320
LARGEST_PICTURE = 7680
MAX_RUNS = 10_000
BAD_INPUT = 2


class Refusal(Exception):
    """What the user asked for cannot be done; the message says why, the code is the program's exit code."""

    def __init__(self, message: str, code: int = BAD_INPUT) -> None:
        super().__init__(message)
        self.code = code


class Parser(argparse.ArgumentParser):
    """argparse that refuses in one line."""

    def error(self, message: str) -> NoReturn:
        raise Refusal(f"{message}; see {self.prog} --help")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        print("gradwalk", version() or "(not installed)")
        parser.exit()


def command_line() -> argparse.ArgumentParser:
    """The parser; `command` is the name of the command, `lesson` None where none is named."""
    parser = Parser(prog="gradwalk", description="See a neural network learn. Without a command: the window.")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    parser.set_defaults(command="open", lesson=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_open(commands.add_parser("open", help="open the window with a lesson, a CSV file or a session"))
    _add_lessons(commands.add_parser("lessons", help="list the lessons"))
    _add_train(
        commands.add_parser("train", help="train the network of a lesson, a CSV file or a session without the window")
    )
    _add_picture(commands.add_parser("picture", help="draw the window, trained, into a PNG file"))
    return parser


def _add_open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "lesson",
        metavar="LESSON|FILE",
        help="a lesson's id, a CSV file, or a saved session; `lessons` lists the lessons",
    )
    parser.set_defaults(command="open")


def _add_lessons(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.set_defaults(command="lessons")


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "lesson",
        metavar="LESSON|FILE",
        help="a lesson's id, a CSV file, or a saved session; `lessons` lists the lessons",
    )
    parser.add_argument("--epochs", metavar="N", help="how long; the lesson's own number if left out")
    parser.add_argument("--seed", metavar="N", help="the seed of everything random")
    parser.add_argument("--runs", metavar="N", type=_runs, default=1, help="train from N seeds, one after the other")
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="change a field of the experiment: learning_rate=0.5, hidden=8,8, batch_size=all, …; of a CSV file also "
        "target=COLUMN, inputs, task, missing, delimiter, decimal, encoding and header; patience=N stops where the "
        "loss was no lower for N epochs, and gives the weights of the best epoch; may be repeated",
    )
    parser.add_argument("--variant", metavar="NAME", help="only this one of a lesson that compares several")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(command="train")


def _add_picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "lesson",
        metavar="LESSON|FILE",
        help="a lesson's id, a CSV file, or a saved session; `lessons` lists the lessons",
    )
    parser.add_argument("target", metavar="OUT.png", type=Path, help="the file to write")
    parser.add_argument("--epochs", metavar="N", help="how long; the lesson's own number if left out")
    parser.add_argument("--size", metavar="WxH", type=_size, default=(1280, 800), help="1280x800 if left out")
    parser.add_argument("--steps", metavar="N", type=_steps, default=0, help="then walk N steps; 0 if left out")
    sizes = [size.value for size in StepSize]
    parser.add_argument(
        "--step-size", choices=sizes, default="neuron", help="how far one of them goes; neuron if left out"
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="light if left out")
    parser.set_defaults(command="picture")


def _runs(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text) or not 1 <= int(text) <= MAX_RUNS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MAX_RUNS:,}")
    return int(text)


def _steps(text: str) -> int:
    if not re.fullmatch("[0-9]{1,4}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to 9999")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch("([0-9]{1,5})[xX]([0-9]{1,5})", text)
    sides = [int(side) for side in match.groups()] if match else []
    if not sides or min(sides) < SMALLEST_PICTURE or max(sides) > LARGEST_PICTURE:
        allowed = f"from {SMALLEST_PICTURE} to {LARGEST_PICTURE} pixels a side"
        raise argparse.ArgumentTypeError(f"{text!r} is not WIDTHxHEIGHT, {allowed}")
    return sides[0], sides[1]
