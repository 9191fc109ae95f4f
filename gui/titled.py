"""A pane under its title."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.labels import make_label


def titled(widget: QWidget, text: str, head: QWidget | None = None) -> QWidget:
    """The pane under its title, in whose line `head` may stand."""
    title = make_label("heading", text)
    # No margins of its contents: a label forgets those when the theme changes.
    title.setIndent(theme.MARGIN)
    title.setFixedHeight(title.fontMetrics().height() + 10)
    title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(title)
    if head is not None:
        line.addWidget(head, 1)
    column.addLayout(line)
    column.addWidget(widget, 1)
    return holder
