"""The files that were open last, in a menu of their own."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui import settings
from gui.tips import as_text

MOST = 10
NAME = "recent-files"


class RecentFiles(QObject):
    """The newest first; `action` shows them, wherever it stands."""

    chosen = Signal(str)

    def __init__(self, action: QAction, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.menu: QMenu = QMenu(window)
        self.menu.setObjectName("recent-files")
        self.menu.setAccessibleName(self.tr("Files that were open last"))
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill)
        action.setMenu(self.menu)

    def add(self, path: str) -> None:
        """A file that is open now is the newest."""
        path = str(Path(path).absolute())
        others = [other for other in settings.texts(NAME) if other != path]
        settings.remember(NAME, [path, *others][:MOST])

    def clear(self) -> None:
        settings.remember(NAME, [])

    def pop_up(self) -> None:
        """Show the files in the middle of the window, where the key was pressed."""
        self.menu.popup(self._window.mapToGlobal(self._window.rect().center()))

    def _fill(self) -> None:
        self.menu.clear()
        paths = settings.texts(NAME)[:MOST]
        for number, path in enumerate(paths, start=1):
            self.menu.addAction(self._entry(number, path))
        if not paths:
            self.menu.addAction(self.tr("No file was open yet")).setEnabled(False)
        self.menu.addSeparator()
        clear = self.menu.addAction(self.tr("&Clear the list"), self.clear)
        clear.setObjectName("recent-clear")
        clear.setToolTip(self.tr("Forget which files were open; the files stay"))
        clear.setEnabled(bool(paths))

    def _entry(self, number: int, path: str) -> QAction:
        # The menu takes & for the sign of a key.
        name = Path(path).name.replace("&", "&&")
        entry = QAction(f"&{number % 10}  {name}", self.menu)
        entry.setObjectName(f"recent-{number}")
        entry.setToolTip(as_text(path))
        entry.triggered.connect(lambda: self.chosen.emit(path))
        return entry
