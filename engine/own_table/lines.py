"""Text line by line: bounded, watched, and never with a character that no table has."""

import re
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import BinaryIO

from engine.own_table.encoding import ENCODINGS
from engine.own_table.refusal import TableError, quoted

# Characters in one line; a header of a thousand long names fits in easily.
LONGEST_LINE = 2_000_000
# Spreadsheets write such a first line to say what parts the cells.
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def text_lines(name: str, file: BinaryIO, encoding: str, go_on: Callable[[], object] = lambda: None) -> Iterator[str]:
    """The lines of a file with their ends, of whatever kind these are. `go_on` is called before each."""
    text = TextIOWrapper(file, encoding, newline="")
    try:
        for number, line in enumerate(iter(lambda: text.readline(LONGEST_LINE), ""), start=1):
            go_on()
            if "\0" in line:
                raise TableError(name, "there is a NUL character, so this is no text or damaged; save it anew", number)
            if len(line) >= LONGEST_LINE:
                raise TableError(
                    name, f"a line of more than {LONGEST_LINE:,} characters is too long; is this a table?", number
                )
            yield line
    except UnicodeError as error:
        label = ENCODINGS.get(encoding, encoding)
        raise TableError(name, f"its bytes are no {label} ({_reason(error)}); choose another encoding") from error
    finally:
        # Whoever opened the file closes it, perhaps before the last line is asked for.
        if not file.closed:
            text.detach()


def _reason(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{quoted(error.object[error.start : error.end].hex())}, {error.reason}"
    return str(error)
