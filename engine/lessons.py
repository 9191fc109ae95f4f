"""Lessons: a text, an experiment or several to compare, and points to predict. One TOML file each."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.registry import UnknownNameError

DEFAULT_LESSON = "height-weight"


class LessonError(ValueError):
    """A lesson file that cannot be used; names the file, the place and what is expected."""


@dataclass(frozen=True)
class Variant:
    """One of the experiments of a lesson; the name is empty where there is only one."""

    name: str
    experiment: Experiment


@dataclass(frozen=True)
class FormField:
    """A value in the learner's own unit; the network's input is value × factor + offset."""

    label: str
    unit: str
    factor: float
    offset: float
    value: float
    minimum: float
    maximum: float

    def to_input(self, value: float) -> float:
        return value * self.factor + self.offset


@dataclass(frozen=True)
class Point:
    """A named input to predict, in the units of the data set."""

    name: str
    input: tuple[float, ...]


@dataclass(frozen=True)
class Lesson:
    id: str
    order: int
    title: str
    article: str
    see: str
    attempt: str
    notice: str
    variants: tuple[Variant, ...]
    points: tuple[Point, ...]
    form: tuple[FormField, ...]
    # Whether a weight that is set by hand is set in all variants.
    linked: bool = False
    # How far one step goes at first, and the row of the table that is shown at first.
    step_size: StepSize = StepSize.EPOCH
    row: int = 0
    # Which pane of the window's calculation is shown at first; empty for none.
    pane: str = ""

    @property
    def experiment(self) -> Experiment:
        """The first of the experiments, which is the lesson's own."""
        return self.variants[0].experiment


def lesson_ids() -> tuple[str, ...]:
    """All lessons, in the order in which one would take them."""
    return tuple(lesson.id for lesson in lessons())


@cache
def lessons() -> tuple[Lesson, ...]:
    """All lessons of `assets/lessons`, ordered."""
    folder = files("assets").joinpath("lessons")
    texts = [(item.name, item.read_text("utf-8")) for item in folder.iterdir() if item.name.endswith(".toml")]
    read = [parse_lesson(name.removesuffix(".toml"), text) for name, text in texts]
    return tuple(sorted(read, key=lambda lesson: lesson.order))


def load_lesson(lesson_id: str) -> Lesson:
    """The lesson of that id; an unknown one is an `UnknownNameError` that lists the known."""
    for lesson in lessons():
        if lesson.id == lesson_id:
            return lesson
    raise UnknownNameError(f"unknown lesson {lesson_id!r}; known are {', '.join(lesson_ids())}")


def parse_lesson(lesson_id: str, text: str) -> Lesson:
    """Read one lesson; whatever is wrong with it ends in one `LessonError`."""
    try:
        return _lesson(lesson_id, tomllib.loads(text))
    except KeyError as missing:
        raise LessonError(f"lesson {lesson_id}: {missing} is missing") from missing
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise LessonError(f"lesson {lesson_id}: {error}") from error


LESSON_KEYS = {
    "order",
    "title",
    "article",
    "see",
    "try",
    "notice",
    "variants",
    "points",
    "form",
    "linked",
    "step_size",
    "row",
    "pane",
}


def _lesson(lesson_id: str, plain: Mapping[str, Any]) -> Lesson:
    unknown = set(plain) - LESSON_KEYS
    if unknown:
        raise ValueError(f"unknown key {min(unknown)!r}; known are {', '.join(sorted(LESSON_KEYS))}")
    form = tuple(_field(entry) for entry in plain.get("form", ()))
    lesson = Lesson(
        id=lesson_id,
        order=int(plain["order"]),
        title=str(plain["title"]),
        article=str(plain["article"]),
        see=str(plain["see"]).strip(),
        attempt=str(plain["try"]).strip(),
        notice=str(plain["notice"]).strip(),
        variants=tuple(_variant(entry) for entry in plain["variants"]),
        points=tuple(_point(entry, form) for entry in plain.get("points", ())),
        form=form,
        linked=bool(plain.get("linked", False)),
        step_size=StepSize(plain.get("step_size", StepSize.EPOCH)),
        row=int(plain.get("row", 0)),
        pane=str(plain.get("pane", "")),
    )
    _check(lesson)
    return lesson


def _variant(plain: Mapping[str, Any]) -> Variant:
    return Variant(str(plain.get("name", "")), Experiment.from_plain(plain["experiment"]))


def _field(plain: Mapping[str, Any]) -> FormField:
    for name in ("factor", "offset", "value", "minimum", "maximum"):
        if not isinstance(plain[name], int | float):
            raise ValueError(f"{name} in the form must be a number, not {plain[name]!r}")
    return FormField(**plain)


def _point(plain: Mapping[str, Any], form: tuple[FormField, ...]) -> Point:
    if "form" in plain:
        pairs = zip(form, plain["form"], strict=True)
        return Point(str(plain["name"]), tuple(field.to_input(value) for field, value in pairs))
    return Point(str(plain["name"]), tuple(float(value) for value in plain["input"]))


def _check(lesson: Lesson) -> None:
    if not lesson.variants:
        raise ValueError("a lesson has one variant at least")
    names = [variant.name for variant in lesson.variants]
    architectures = {variant.experiment.hidden for variant in lesson.variants}
    if lesson.linked and len(architectures) > 1:
        raise ValueError("variants that are linked have layers of the same sizes")
    if len(names) > 1 and (len(set(names)) < len(names) or "" in names):
        raise ValueError("several variants have a name each, all different")
    for text in ("title", "article", "see", "attempt", "notice"):
        if not getattr(lesson, text):
            raise ValueError(f"{'try' if text == 'attempt' else text} is empty")
    # To open a data set may take a second; where nothing depends on it here, that is left for later.
    if lesson.points or lesson.form or lesson.variants[1:] or lesson.row:
        _check_inputs(lesson)


def _check_inputs(lesson: Lesson) -> None:
    inputs = len(lesson.experiment.dataset.input_names)
    if any(len(variant.experiment.dataset.input_names) != inputs for variant in lesson.variants):
        raise ValueError("all variants have the same inputs")
    rows = lesson.experiment.dataset.row_count
    if not 0 <= lesson.row < rows:
        raise ValueError(f"row {lesson.row} is none of the {rows} rows of the table")
    for point in lesson.points:
        if len(point.input) != inputs:
            raise ValueError(f"point {point.name!r} has {len(point.input)} values for {inputs} inputs")
        if not all(map(math.isfinite, point.input)):
            raise ValueError(f"point {point.name!r} has values that are no finite numbers")
    if lesson.form and len(lesson.form) != inputs:
        raise ValueError(f"the form has {len(lesson.form)} fields for {inputs} inputs")
    for field in lesson.form:
        if not field.minimum <= field.value <= field.maximum:
            raise ValueError(f"the form's {field.label!r} begins outside {field.minimum:g} to {field.maximum:g}")
        if not all(map(math.isfinite, (field.to_input(field.minimum), field.to_input(field.maximum)))):
            raise ValueError(f"the form's {field.label!r} gives inputs that are no finite numbers")
