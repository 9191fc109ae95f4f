"""A pane under its title."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.labels import make_label


def titled(widget: QWidget, text: str) -> QWidget:
    title = make_label("heading", text)
    title.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 2)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(title)
    column.addWidget(widget, 1)
    return holder
