"""Every colour, width and font of the window. Light and dark; views read `current()` when they paint."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True)
class Theme:
    """Colours by what they mean. Every text colour has at least 4.5:1 contrast on `surface`."""

    name: str
    surface: str
    raised: str
    line: str
    grid: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    positive: str
    negative: str
    warning_surface: str
    warning_line: str


LIGHT = Theme(
    name="light",
    surface="#ffffff",
    raised="#f6f7f9",
    line="#d9dde4",
    grid="#e8ebf0",
    text="#131a24",
    muted="#566173",
    accent="#2f4fb5",
    accent_hover="#3d5fcb",
    on_accent="#ffffff",
    selection="#e6ecfb",
    positive="#0869ad",
    negative="#b8480a",
    warning_surface="#fff4e5",
    warning_line="#b8480a",
)

DARK = Theme(
    name="dark",
    surface="#141a22",
    raised="#1c242e",
    line="#323d4b",
    grid="#252f3b",
    text="#eef2f7",
    muted="#a3afbf",
    accent="#7fa5f8",
    accent_hover="#9bb9fa",
    on_accent="#0d1420",
    selection="#26344d",
    positive="#5aabf0",
    negative="#f2903f",
    warning_surface="#3a2a17",
    warning_line="#f2903f",
)

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
    app.setStyleSheet(_style_sheet(theme))


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


def blend(below: str, above: str, share: float) -> QColor:
    """The opaque colour that `above` gives at the opacity `share` on `below`."""
    a, b = QColor(below), QColor(above)
    channels = zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    return QColor(*(round(low + (high - low) * share) for low, high in channels))


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


def _style_sheet(theme: Theme) -> str:
    disabled = blend(theme.surface, theme.muted, 0.6).name()
    # Style sheets read files, not packages; the program is always installed as files.
    icons = str(files("assets") / "icons").replace("\\", "/")
    return f"""
    QMainWindow, QScrollArea, QScrollArea > QWidget > QWidget {{ background: {theme.surface}; }}
    QToolTip {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line}; padding: 4px; }}
    QSplitter::handle {{ background: {theme.line}; }}
    QSplitter::handle:horizontal {{ width: 1px; }}
    QSplitter::handle:vertical {{ height: 1px; }}

    QMenuBar {{ background: {theme.surface}; padding: 2px 8px; }}
    QMenuBar::item {{ padding: 4px 8px; border-radius: 6px; background: transparent; }}
    QMenuBar::item:selected {{ background: {theme.selection}; }}
    QMenu {{ background: {theme.surface}; border: 1px solid {theme.line}; padding: 4px; }}
    QMenu::item {{ padding: 6px 28px 6px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QMenu::item:disabled {{ color: {disabled}; }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px; }}

    #top-bar {{ border-top: 1px solid {theme.line}; border-bottom: 1px solid {theme.line}; }}
    QLabel[role="caption"], QLabel[role="muted"] {{ color: {theme.muted}; }}

    QToolButton, QPushButton {{
        background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 8px; padding: 6px 10px; }}
    QToolButton:hover, QPushButton:hover {{ background: {theme.selection}; }}
    QToolButton:pressed, QPushButton:pressed {{ background: {theme.line}; }}
    QToolButton:checked {{ background: {theme.selection}; border-color: {theme.accent}; }}
    QToolButton:disabled, QPushButton:disabled {{ color: {disabled}; }}
    QToolButton:focus, QPushButton:focus {{ border: 2px solid {theme.accent}; padding: 5px 9px; }}
    QToolButton#play {{
        background: {theme.accent}; color: {theme.on_accent}; border: 2px solid {theme.accent}; border-radius: 18px;
        padding: 5px 16px; }}
    QToolButton#play:hover {{ background: {theme.accent_hover}; border-color: {theme.accent_hover}; }}
    QToolButton#play:focus {{ border-color: {theme.text}; }}
    QToolButton#play:disabled {{
        background: {theme.line}; color: {theme.muted}; border-color: {theme.line}; }}

    QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {{
        background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 6px; padding: 4px 6px;
        min-height: 18px; selection-background-color: {theme.accent}; selection-color: {theme.on_accent}; }}
    QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {{
        border: 2px solid {theme.accent}; padding: 3px 5px; }}
    QComboBox::drop-down {{ border: none; width: 22px; }}
    QComboBox::down-arrow {{ image: url({icons}/chevron-down.svg); width: 12px; height: 12px; }}
    QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {{
        border: none; background: transparent; width: 20px; }}
    QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{
        image: url({icons}/chevron-up.svg); width: 10px; height: 10px; }}
    QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{
        image: url({icons}/chevron-down.svg); width: 10px; height: 10px; }}
    QCheckBox {{ spacing: 8px; padding: 4px 2px; }}
    QCheckBox:focus {{ border: 1px solid {theme.accent}; border-radius: 4px; padding: 3px 1px; }}
    QCheckBox::indicator, QListWidget::indicator {{
        width: 15px; height: 15px; border: 1px solid {theme.muted}; border-radius: 4px; background: {theme.surface}; }}
    QCheckBox::indicator:checked, QListWidget::indicator:checked {{
        background: {LIGHT.accent}; border-color: {LIGHT.accent}; image: url({icons}/check.svg); }}
    QLineEdit[wrong="true"] {{ border: 2px solid {theme.negative}; padding: 3px 5px; }}
    QComboBox QAbstractItemView {{
        background: {theme.surface}; border: 1px solid {theme.line}; selection-background-color: {theme.selection};
        selection-color: {theme.text}; outline: none; }}
    QComboBox:disabled, QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {{ color: {disabled}; }}

    QTabWidget::pane {{ border: none; border-top: 1px solid {theme.line}; }}
    QTabBar {{ background: {theme.surface}; qproperty-drawBase: 0; }}
    QTabBar::tab {{
        background: {theme.surface}; color: {theme.muted}; border: none; border-bottom: 2px solid transparent;
        padding: 8px 9px; }}
    QTabBar::tab:hover {{ color: {theme.text}; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom: 2px solid {theme.accent}; }}
    QTabBar::tab:focus {{ background: {theme.selection}; }}

    QTableView {{
        background: {theme.surface}; border: none; gridline-color: transparent; outline: none;
        selection-background-color: {theme.selection}; selection-color: {theme.text}; }}
    QTableView::item {{ border-bottom: 1px solid {theme.grid}; padding: 2px 6px; }}
    QTableView::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QTableView:focus {{ border: 1px solid {theme.accent}; }}
    QHeaderView {{ background: {theme.surface}; }}
    QHeaderView::section {{
        background: {theme.surface}; color: {theme.muted}; border: none; border-bottom: 1px solid {theme.line};
        padding: 4px 6px; }}
    QListWidget {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 6px; }}
    QListWidget:focus {{ border: 2px solid {theme.accent}; }}

    QStatusBar {{ border-top: 1px solid {theme.line}; color: {theme.muted}; }}
    QStatusBar::item {{ border: none; }}
    #log-loss-button {{ padding: 1px 8px; border-radius: 6px; }}
    #log-loss-button:focus {{ padding: 0px 7px; }}
    QStatusBar QToolButton {{ padding: 2px 10px; }}
    QStatusBar QToolButton:focus {{ padding: 1px 9px; }}
    #predict QPushButton {{ padding: 3px 8px; }}
    #predict QPushButton:focus {{ padding: 2px 7px; }}
    QProgressBar {{
        background: {theme.grid}; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }}
    QProgressBar::chunk {{ background: {theme.accent}; border-radius: 4px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {theme.line}; border-radius: 5px; min-height: 24px; min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {theme.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSlider::groove:horizontal {{ background: {theme.line}; height: 4px; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {theme.accent}; border-radius: 2px; }}
    QSlider::handle:horizontal {{
        background: {theme.accent}; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }}
    QSlider:focus {{ border: 1px solid {theme.accent}; border-radius: 6px; }}

    #banner {{
        background: {theme.warning_surface}; border: 1px solid {theme.warning_line}; border-radius: 8px; }}
    #banner QLabel {{ background: transparent; }}
    """
