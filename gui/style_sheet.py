"""How Qt's widgets look: one style sheet, made from the colours of a theme."""

from importlib.resources import files

from gui.colours import LIGHT, Theme, blend


def style_sheet(theme: Theme) -> str:
    """The style sheet in the colours of a theme. Fonts are not set here: see `gui.labels`."""
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
    QToolButton[role="disclosure"], QToolButton[role="disclosure"]:checked {{
        background: transparent; border-color: transparent; padding: 6px 0; }}
    QToolButton[role="disclosure"]:focus {{ border: 2px solid {theme.accent}; padding: 5px 0; }}
    QToolButton#play {{
        background: {theme.accent}; color: {theme.on_accent}; border: 2px solid {theme.accent}; border-radius: 18px;
        padding: 5px 16px; }}
    QToolButton#play:hover {{ background: {theme.accent_hover}; border-color: {theme.accent_hover}; }}
    QToolButton#play:focus {{ border-color: {theme.text}; }}
    QToolButton#play:disabled {{
        background: {theme.line}; color: {theme.muted}; border-color: {theme.line}; }}

    LayerStrip QToolButton {{ color: {theme.text}; border-radius: 6px; padding: 0px; }}
    LayerStrip QToolButton:disabled {{ color: {disabled}; }}
    LayerStrip QToolButton:focus {{ padding: 0px; }}
    LayerStrip QToolButton::menu-indicator {{ image: none; width: 0px; }}

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
    QTableCornerButton::section {{ background: {theme.surface}; border: none; }}
    QListWidget {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 6px; }}
    QListWidget:focus {{ border: 2px solid {theme.accent}; }}

    QStatusBar {{ border-top: 1px solid {theme.line}; color: {theme.muted}; }}
    QStatusBar::item {{ border: none; }}
    #draw-bar QToolButton {{ padding: 1px 5px; border-radius: 6px; }}
    #draw-bar QToolButton:focus {{ padding: 0px 4px; }}
    #draw-bar QComboBox {{ padding: 1px 4px; }}
    #draw-bar QComboBox:focus {{ padding: 0px 3px; }}
    #draw-bar QComboBox::drop-down {{ width: 18px; }}
    QToolButton[role="small"] {{ padding: 1px 8px; border-radius: 6px; }}
    QToolButton[role="small"]:focus {{ padding: 0px 7px; }}
    QPushButton[role="small"] {{ padding: 1px 10px; border-radius: 6px; }}
    QPushButton[role="small"]:focus {{ padding: 0px 9px; }}
    #picture-head QToolButton, #output-tools QToolButton {{ padding: 1px 2px; }}
    #picture-head QToolButton:focus, #output-tools QToolButton:focus {{ padding: 0px 1px; }}
    #picture-head QComboBox, #output-axes QComboBox {{ padding: 1px 6px; }}
    #picture-head QComboBox:focus, #output-axes QComboBox:focus {{ padding: 0px 5px; }}
    #log-loss-button {{ padding: 1px 8px; border-radius: 6px; }}
    #log-loss-button:focus {{ padding: 0px 7px; }}
    QToolButton#way-to-the-best {{
        border: none; border-radius: 4px; padding: 0 4px; color: {theme.accent}; text-decoration: underline; }}
    QToolButton#way-to-the-best:focus {{ border: 1px solid {theme.accent}; padding: 0 3px; }}
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

    #banner, #blow-up-note, #recovery {{
        background: {theme.warning_surface}; border: 1px solid {theme.warning_line}; border-radius: 8px; }}
    #blow-up-note {{ border-radius: 0; border-left: none; border-right: none; }}
    #import-accept {{ background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent}; }}
    #import-accept:hover {{ background: {theme.accent_hover}; border-color: {theme.accent_hover}; }}
    #import-accept:focus {{ border-color: {theme.text}; }}
    #import-accept:disabled {{ background: {theme.line}; color: {theme.muted}; border-color: {theme.line}; }}
    #import-verdict {{ background: {theme.raised}; border: 1px solid {theme.line}; border-radius: 8px; }}
    #import-verdict[refused="true"] {{ background: {theme.warning_surface}; border-color: {theme.warning_line}; }}
    #import-verdict QLabel {{ background: transparent; }}
    #banner QLabel, #blow-up-note QLabel, #recovery QLabel {{ background: transparent; }}
    """
