"""Whether the desktop's session, or the computer, is about to end."""

from PySide6.QtGui import QGuiApplication


def is_ending() -> bool:
    """True only while the system asks its programs to save: what it asked for may be called off later."""
    app = QGuiApplication.instance()
    return isinstance(app, QGuiApplication) and app.isSavingSession()
