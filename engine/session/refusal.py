"""The one way to say that a session cannot be opened."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.own_table.refusal import in_one_line

# Of what is wrong so many characters are shown.
MOST_SHOWN = 300


class SessionError(ValueError):
    """A file that is no session, or a damaged one: where, what is wrong and how to mend it, in one line.

    `problem` names the cause and, after a semicolon, the remedy; `place` is a part of the file. What is `damaged` will
    never open; all else may, with more memory, say, or a newer program.
    """

    def __init__(self, name: str, problem: str, place: str = "", damaged: bool = False) -> None:
        self.damaged = damaged
        where = ", ".join(in_one_line(part) for part in (name, place) if part)
        super().__init__(f"{where}: {problem}")


class DamagedError(ValueError):
    """What stands in a part of a session cannot be meant so; says what is wrong. Who knows the file adds its name."""

    def __init__(self, problem: str, place: str = "") -> None:
        # It may quote what stands there.
        shown = in_one_line(problem)
        self.problem, self.place = shown[:MOST_SHOWN] + "…" * (len(shown) > MOST_SHOWN), place
        super().__init__(self.problem)


@contextmanager
def reading(place: str) -> Iterator[None]:
    """What is damaged in here is so in this part of the file, where nobody knows it more exactly."""
    try:
        yield
    except DamagedError as error:
        raise DamagedError(error.problem, error.place or place) from error


class NewerError(ValueError):
    """A session of a version that came later."""
