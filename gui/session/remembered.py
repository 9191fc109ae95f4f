"""What the window looks like from one time to the next: colours, digits, size and place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from gui import figures, settings
from gui.theme_choice import THEMES

if TYPE_CHECKING:
    from gui.main_window import MainWindow

# So much of a window must be on a screen, so that a mouse can take hold of it.
LEAST_WIDTH, LEAST_HEIGHT = 200, 100


def restore(window: "MainWindow") -> None:
    """As it was the last time; what is damaged, or on no screen any more, is as it is at first."""
    theme, digits = settings.text("theme"), settings.text("digits")
    if theme in THEMES:
        window.set_theme(theme)
    if len(digits) == 1 and digits.isdecimal() and int(digits) in figures.DIGITS:
        figures.set_digits(int(digits))
    usual = window.geometry()
    window.restoreGeometry(settings.data("geometry"))
    if not is_on_a_screen(window.geometry()):
        window.setGeometry(usual)


def remember(window: "MainWindow") -> None:
    settings.remember("theme", window.theme_name)
    settings.remember("digits", str(figures.digits_now()))
    settings.remember("geometry", window.saveGeometry())


def is_on_a_screen(place: QRect) -> bool:
    """Whether enough of it can be seen, its upper edge among that."""
    for screen in QGuiApplication.screens():
        seen = screen.availableGeometry().intersected(place)
        if seen.width() >= LEAST_WIDTH and seen.height() >= LEAST_HEIGHT and seen.top() == place.top():
            return True
    return False
