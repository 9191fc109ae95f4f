"""A CSV file on the command line: what is said of it with --set, and the lesson that it makes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from engine.lessons import Lesson, lesson_ids, load_lesson
from engine.own_table.choices import (
    Choices,
    Gaps,
    Role,
    propose,
    why_left_out,
    with_gaps,
    with_inputs_named,
    with_target_named,
    with_task,
)
from engine.own_table.column import Kind
from engine.own_table.dialect import Wish
from engine.own_table.encoding import ENCODINGS
from engine.own_table.learning import Plan, plan
from engine.own_table.refusal import TableError, quoted
from engine.own_table.source import Source
from engine.own_table.suitable import own_lesson
from engine.own_table.table import Report, Table, preview, read_table

Value = TypeVar("Value")

TASKS = {"regression": Kind.NUMBER, "classification": Kind.CATEGORY}
GAPS = {"leave-out": Gaps.LEAVE_OUT, "fill": Gaps.FILL}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": " "}
DECIMALS = {"point": ".", "comma": ","}
HEADER = {"true": True, "false": False}

# Settings of a table, in the order in which they are applied; all others are the experiment's.
_FORMAT: Mapping[str, Mapping[str, object]] = {
    "delimiter": {**DELIMITERS, **{sign: sign for sign in DELIMITERS.values()}},
    "decimal": {**DECIMALS, **{sign: sign for sign in DECIMALS.values()}},
    "encoding": {name: name for name in ENCODINGS} | {"utf-8": "utf-8-sig"},
    "header": HEADER,
}
_CHOICES: Mapping[str, Callable[[Table, Choices, str], Choices]] = {
    "target": lambda table, choices, value: with_target_named(table, choices, value),
    "inputs": lambda table, choices, value: with_inputs_named(table, choices, _parts(value)),
    "task": lambda table, choices, value: with_task(choices, _one_of(table.name, "task", value, TASKS)),
    "missing": lambda table, choices, value: with_gaps(choices, _one_of(table.name, "missing", value, GAPS)),
}


def is_table_file(word: str) -> bool:
    """Whether a word of the command line means a file and no lesson."""
    return word not in lesson_ids() and (Path(word).suffix.lower() in (".csv", ".tsv", ".txt") or _exists(word))


def lesson_of(
    word: str,
    settings: Sequence[str] = (),
    report: Report = lambda share: None,
    say: Callable[[str], None] = lambda line: None,
) -> tuple[Lesson, list[str]]:
    """The lesson of that id, or what a file has to teach, and the settings that are left for its experiment.

    What was done to the table on the way is said, a line each.
    """
    if not is_table_file(word):
        return load_lesson(word), list(settings)
    own, rest = _parted(settings)
    source = Source.of_file(word)
    table = read_table(source, preview(source, _wish(source.name, own)).dialect, report)
    choices = propose(table)
    for name, choose in _CHOICES.items():
        if name in own:
            choices = choose(table, choices, own[name])
    made = plan(table, choices)
    lesson = own_lesson(made.dataset())
    for line in (lesson.see, *_done_to(made), *_scaled(lesson, rest)):
        say(line)
    return lesson, rest


def _done_to(made: Plan) -> Iterator[str]:
    """Columns that are left out, and what became of missing values."""
    for column, choice in zip(made.table.columns, made.choices, strict=True):
        if choice.role is Role.LEFT_OUT:
            yield f"column {quoted(column.name)} is left out: {why_left_out(column) or 'it is not among the inputs'}"
    if made.left_out_count:
        yield f"rows left out because a value is missing: {made.left_out_count:,}"
    if made.filled_count:
        yield f"missing values filled in, with the mean or the most frequent value: {made.filled_count:,}"


def _scaled(lesson: Lesson, settings: Sequence[str]) -> Iterator[str]:
    chosen = any(setting.partition("=")[0].strip() == "scaling" for setting in settings)
    if lesson.experiment.scaling == "standardise" and not chosen:
        yield "the inputs are standardised; --set scaling=none leaves them as they are"


def _parted(settings: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    own, rest = {}, []
    for setting in settings:
        name, _, value = setting.partition("=")
        if name.strip() in (*_FORMAT, *_CHOICES):
            own[name.strip()] = value if name.strip() == "delimiter" else value.strip()
        else:
            rest.append(setting)
    return own, rest


def _wish(name: str, own: Mapping[str, str]) -> Wish:
    found = {key: _one_of(name, key, own[key], known) for key, known in _FORMAT.items() if key in own}
    if "header" in found:
        found["has_header"] = found.pop("header")
    return Wish(**found)  # type: ignore[arg-type]


def _one_of(name: str, key: str, value: str, known: Mapping[str, Value]) -> Value:
    if value not in known:
        words = ", ".join(word for word in known if len(word) > 1)
        raise TableError(name, f"{key}: {value!r} is not allowed; known are {words}")
    return known[value]


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(","))


def _exists(word: str) -> bool:
    try:
        return Path(word).exists()
    except (OSError, ValueError):
        return False
