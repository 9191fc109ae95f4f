"""A pane under its title."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.labels import make_label


def titled(widget: QWidget, text: str) -> QWidget:
    title = make_label("heading", text)
    # No margins of its contents: a label forgets those when the theme changes.
    title.setIndent(theme.MARGIN)
    title.setFixedHeight(title.fontMetrics().height() + 10)
    title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(title)
    column.addWidget(widget, 1)
    return holder
