"""What a session is: networks in training, the lesson they belong to, and how all that was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.kept import KeptNetwork
from engine.lessons import Lesson

SUFFIX = ".gradwalk"
# The first four bytes of any archive; and the first part of this one.
SIGNATURE, ABOUT = b"PK\x03\x04", "session.json"


@dataclass(frozen=True, eq=False)
class Session:
    """`focus` is the number of the network that is walked; `view` is the window's own, plain data of any kind.

    `saved_by` is the version of the program that wrote it.
    """

    lesson: Lesson
    networks: tuple[KeptNetwork, ...]
    focus: int = 0
    view: Mapping[str, Any] = field(default_factory=dict)
    saved_by: str = ""
