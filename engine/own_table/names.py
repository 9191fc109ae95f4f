"""Names of columns and of inputs, of which no two are alike."""

from collections.abc import Iterable


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The same names; one that comes again gets a number."""
    taken: dict[str, None] = {}
    for wanted in names:
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted} ({number})"
        taken[name] = None
    return tuple(taken)
