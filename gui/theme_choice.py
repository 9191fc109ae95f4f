"""Which colours the window has: the system's, light or dark."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication

from gui import theme
from gui.actions import ACTIONS
from gui.icons import icon

THEMES = {"light": theme.LIGHT, "dark": theme.DARK}


class ThemeChoice(QObject):
    """One of three actions is checked; icons are drawn anew in the colours of now."""

    def __init__(self, actions: Mapping[str, QAction], is_running: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._is_running = is_running
        self.name = "system"
        group = QActionGroup(self)
        for name in ("system", *THEMES):
            group.addAction(actions[f"theme-{name}"])
        actions["theme-system"].setChecked(True)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def choose(self, name: str) -> None:
        """Colours: system, light or dark."""
        self.name = name
        self._actions[f"theme-{name}"].setChecked(True)
        theme.apply(THEMES.get(name) or theme.of_system())
        self._refresh_icons()

    def _follow_system(self) -> None:
        if self.name == "system":
            self.choose("system")

    def _refresh_icons(self) -> None:
        """Run shows what pressing it would do."""
        for row in ACTIONS:
            if row.icon:
                name = "pause" if row.name == "play" and self._is_running() else row.icon
                self._actions[row.name].setIcon(icon(name))
