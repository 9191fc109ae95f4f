"""The two sets of colours, by what they mean."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Theme:
    """Colours by what they mean. Every text colour has at least 4.5:1 contrast on `surface`.

    `gradient` is what flows backwards, `highlight` what is pointed at, everywhere in the window at once. `classes` are
    for the classes of a question with several answers, each with at least 3:1 contrast on `surface`; the first two are
    `negative` and `positive`, as of a yes/no question, so that a third class that comes leaves them as they are.
    """

    name: str
    surface: str
    raised: str
    line: str
    grid: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    positive: str
    negative: str
    gradient: str
    highlight: str
    warning_surface: str
    warning_line: str
    classes: tuple[str, ...]


LIGHT = Theme(
    name="light",
    surface="#ffffff",
    raised="#f6f7f9",
    line="#d9dde4",
    grid="#e8ebf0",
    text="#131a24",
    muted="#566173",
    accent="#2f4fb5",
    accent_hover="#3d5fcb",
    on_accent="#ffffff",
    selection="#e6ecfb",
    positive="#0869ad",
    negative="#b8480a",
    gradient="#7b2fa3",
    highlight="#ffe9a3",
    warning_surface="#fff4e5",
    warning_line="#b8480a",
    classes=(
        "#b8480a",
        "#0869ad",
        "#2e7d32",
        "#7b2fa3",
        "#857000",
        "#00807a",
        "#c2185b",
        "#6d4c41",
        "#455a64",
        "#5560d0",
    ),
)

DARK = Theme(
    name="dark",
    surface="#141a22",
    raised="#1c242e",
    line="#323d4b",
    grid="#252f3b",
    text="#eef2f7",
    muted="#a3afbf",
    accent="#7fa5f8",
    accent_hover="#9bb9fa",
    on_accent="#0d1420",
    selection="#26344d",
    positive="#5aabf0",
    negative="#f2903f",
    gradient="#d3a2f5",
    highlight="#574a16",
    warning_surface="#3a2a17",
    warning_line="#f2903f",
    classes=(
        "#f2903f",
        "#5aabf0",
        "#74c478",
        "#d3a2f5",
        "#d6bf45",
        "#45c2b4",
        "#f48fb1",
        "#c19d8c",
        "#a9bac4",
        "#98a4f5",
    ),
)


@lru_cache(1024)
def blend(below: str, above: str, share: float) -> QColor:
    """The opaque colour that `above` gives at the opacity `share` on `below`; not to be changed, only used."""
    a, b = QColor(below), QColor(above)
    channels = zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    return QColor(*(round(low + (high - low) * share) for low, high in channels))
