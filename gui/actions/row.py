"""What an action of the window is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.main_window import MainWindow


@dataclass(frozen=True)
class ActionRow:
    """One action: its name is its objectName, `keys` the first of which menus show."""

    name: str
    menu: str
    text: str
    tip: str
    keys: tuple[str, ...]
    act: Callable[["MainWindow"], object]
    icon: str = ""
    checkable: bool = False
    # What a small button says instead of the text.
    short: str = ""
    # Whether it is checked at first.
    checked: bool = False


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for translation, under the name that Qt's tools look for; it is translated when it is shown."""
    return text
