"""The one way to say that a table cannot be used."""

# Of a cell or name so much is shown.
SHOWN = 40


class TableError(ValueError):
    """A table that cannot be used: where, what is wrong and how to mend it, in one line.

    `problem` names the cause and, after a semicolon, the remedy. `line` counts from 1, as editors do.
    """

    def __init__(self, name: str, problem: str, line: int | None = None, column: str | None = None) -> None:
        place = [in_one_line(name)]
        place += [] if line is None else [f"line {line:,}"]
        place += [] if column is None else [f"column {quoted(column)}"]
        super().__init__(f"{', '.join(place)}: {problem}")


class CancelledError(Exception):
    """Somebody who waited for a table does not want it any more."""


def quoted(text: str) -> str:
    """A cell or a name between quotation marks, cut short, with nothing in it that a line cannot show."""
    shown = in_one_line(text)
    return f'"{shown[:SHOWN]}…"' if len(shown) > SHOWN else f'"{shown}"'


def in_one_line(text: str) -> str:
    """Unprintable characters as their escapes: tabs, line ends, marks that turn the direction of writing."""
    start = text[: 10 * SHOWN]
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in start)


def listed(names: "list[str] | tuple[str, ...]", most: int = 20) -> str:
    """Names with commas between; of many the first."""
    shown = ", ".join(in_one_line(name) for name in names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown
