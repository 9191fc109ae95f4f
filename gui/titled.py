"""A pane under its title."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui import theme
from gui.labels import make_label


def titled(widget: QWidget, text: str, tools: QWidget | None = None) -> QWidget:
    """The pane with its title above it, and tools at the right of that."""
    title = make_label("heading", text)
    # No margins of its contents: a label forgets those when the theme changes.
    title.setIndent(theme.MARGIN)
    title.setFixedHeight(title.fontMetrics().height() + 10)
    if tools is not None:
        # However little room there is, it is the tools that give way.
        title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    head = QHBoxLayout()
    head.setContentsMargins(0, 0, theme.MARGIN if tools else 0, 0)
    head.setSpacing(theme.GAP)
    head.addWidget(title)
    if tools is not None:
        head.addWidget(tools, 1)
    column.addLayout(head)
    column.addWidget(widget, 1)
    return holder
