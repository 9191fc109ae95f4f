"""Which picture of the output is looked at, and how: one choice for the whole window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class OutputSettings:
    """`kind` is the name of a picture, empty for the one that suits the network; `axes` the names of the two inputs of
    the map. `discrete` colours show only the answer, not how sure it is; `tests` says whether rows that only test are
    shown, `faces` whether neurons have their own map as their face.
    """

    kind: str = ""
    axes: tuple[str, str] = ("", "")
    discrete: bool = False
    tests: bool = True
    faces: bool = True

    def places(self, names: Sequence[str]) -> tuple[int, int]:
        """The places of both axes among the inputs; the first that are left where a name is none of them."""
        across = names.index(self.axes[0]) if self.axes[0] in names else 0
        others = [place for place in range(len(names)) if place != across]
        wanted = names.index(self.axes[1]) if self.axes[1] in names else across
        return across, wanted if wanted != across else others[0]


class OutputChoice(QObject):
    """Holds the settings; whoever shows them is told when they change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = OutputSettings()

    def change(self, **choices: Any) -> None:
        settings = replace(self.settings, **choices)
        if settings != self.settings:
            self.settings = settings
            self.changed.emit()
