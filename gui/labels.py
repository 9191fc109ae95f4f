"""Labels by their role: one place for their fonts; their colours are the style sheet's."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel

from gui import theme
from gui.elided_label import ElidedLabel


def font_of(role: str) -> QFont:
    """The font of a role: title, figure, heading, result, caption, muted or none."""
    sizes = {"title": theme.TITLE, "figure": theme.FIGURE, "caption": theme.SMALL}
    return theme.font(sizes.get(role, theme.TEXT), bold=role in ("title", "figure", "heading", "result"))


def dress(label: QLabel, role: str) -> None:
    """Give a label the look of a role."""
    label.setFont(font_of(role))
    if role:
        label.setProperty("role", role)


def make_elided_label(role: str, text: str, name: str) -> ElidedLabel:
    """A label that asks for no room of its own, in the look of a role."""
    label = ElidedLabel()
    label.setText(text)
    dress(label, role)
    label.setObjectName(name)
    return label


def make_label(role: str = "", text: str = "", name: str = "", wrap: bool = False) -> QLabel:
    """A label that shows text as text, never as markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    dress(label, role)
    if name:
        label.setObjectName(name)
    return label
