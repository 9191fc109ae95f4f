"""Asks for the name of a file to write."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(
    window: QWidget, title: str, suggestion: str, kinds: str, ending: str, warn: Callable[[str], object]
) -> str:
    """A path with that ending; empty where none was chosen, or one that nobody was asked about."""
    path, _ = QFileDialog.getSaveFileName(window, title, suggestion, kinds)
    if not path or path.lower().endswith(ending):
        return path
    path += ending
    if Path(path).exists():
        text = "There is a file {0} already: choose it by its whole name to write over it."
        warn(QCoreApplication.translate("Asking", text).format(path))
        return ""
    return path
