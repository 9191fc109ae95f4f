"""Tool tips with names in them that a file may have brought along: text, and never markup."""

from html import escape

from PySide6.QtCore import QPoint
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QToolTip, QWidget


def show_tip(position: QPoint, text: str, widget: QWidget) -> None:
    """Show a text at a point of the screen, and nothing where it is empty."""
    QToolTip.showText(position, as_text(text), widget)


def as_text(text: str) -> str:
    """A text as a tool tip shows it letter by letter, although it may look like markup."""
    if not Qt.mightBeRichText(text):
        return text
    return f'<p style="white-space:pre-wrap">{escape(text)}</p>'
