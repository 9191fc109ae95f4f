"""What is done in the reader's thread."""

from collections.abc import Callable

from engine.lessons import Lesson
from engine.own_table.dialect import Wish
from engine.own_table.learning import Plan
from engine.own_table.source import Source
from engine.own_table.suitable import own_lesson
from engine.own_table.table import preview, read_table
from gui.own_table.reading_line import Job


def reading(source: Source, wish: Wish) -> Job:
    """First a `Preview`, then the `Table`."""

    def read(tell: Callable[[object], None], say: Callable[[float], None]) -> object:
        first = preview(source, wish, lambda: say(0.0))
        tell(first)
        return read_table(source, first.dialect, say)

    return read


def making(plan: Plan) -> Job:
    """The lesson that a plan makes."""

    def make(tell: Callable[[object], None], say: Callable[[float], None]) -> Lesson:
        say(1.0)
        return own_lesson(plan.dataset())

    return make
