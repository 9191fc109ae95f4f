"""Every colour, width and font of the window. Light and dark; views read `current()` when they paint."""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from gui.colours import DARK, LIGHT, Theme, blend
from gui.style_sheet import style_sheet

__all__ = ["DARK", "LIGHT", "Theme", "apply", "blend", "colour", "current", "dress", "font", "load_fonts", "of_system"]


# Sizes in pixels.
TEXT = 13
SMALL = 12
TITLE = 18
FIGURE = 20
GAP = 8
MARGIN = 16

_active = LIGHT


def current() -> Theme:
    """The theme that is shown now."""
    return _active


def of_system() -> Theme:
    """The theme that the system asks for."""
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def apply(theme: Theme) -> None:
    """Show everything in `theme`; widgets hear of it by their palette's change."""
    global _active
    _active = theme
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setPalette(_palette(theme))
    for window in app.topLevelWidgets():
        if window.styleSheet():
            dress(window)


def dress(window: QWidget) -> None:
    """Give a window, once all is in it, the style sheet of the theme that is shown, and from then on of the next.

    Were it the application's, Qt would style each part again at every step of putting them together, which takes
    longer than the parts themselves.
    """
    window.setStyleSheet(style_sheet(_active))


def load_fonts() -> None:
    """Use Inter where its package is installed, else the system's own face."""
    try:
        import fontpkg_inter
    except ImportError:
        family = QGuiApplication.font().family()
    else:
        QFontDatabase.addApplicationFont(str(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"))
        family = "Inter"
    QApplication.setFont(_sized(QFont(family), TEXT))
    font.cache_clear()


@cache
def font(size: int = TEXT, bold: bool = False) -> QFont:
    """The window's face with figures of one width, so that changing numbers do not dance."""
    face = _sized(QApplication.font(), size)
    face.setFeature(QFont.Tag("tnum"), 1)
    if bold:
        face.setWeight(QFont.Weight.DemiBold)
        # Qt finds only the regular weight of a variable font by itself.
        face.setVariableAxis(QFont.Tag("wght"), QFont.Weight.DemiBold)
    return face


def colour(value: str, alpha: float = 1.0) -> QColor:
    """A colour of the theme, more or less transparent."""
    result = QColor(value)
    result.setAlphaF(alpha)
    return result


def _sized(face: QFont, size: int) -> QFont:
    face = QFont(face)
    face.setPixelSize(size)
    return face


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, value in {
        role.Window: theme.surface,
        role.WindowText: theme.text,
        role.Base: theme.surface,
        role.AlternateBase: theme.raised,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.Mid: theme.line,
        role.Light: theme.raised,
        role.Dark: theme.line,
        role.Shadow: theme.line,
    }.items():
        palette.setColor(target, QColor(value))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, blend(theme.surface, theme.muted, 0.6))
    return palette
