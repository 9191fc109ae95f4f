"""Icons of assets/icons, drawn in the theme's colours."""

from importlib.resources import files

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui import theme

SIZE = 20
# Drawn larger, so that it stays sharp on fine screens.
OVERSAMPLING = 3


def icon(name: str) -> QIcon:
    """The icon in the text colour, and faded where it is disabled."""
    colours = theme.current()
    ink = colours.on_accent if name in ("play", "pause") else colours.text
    result = QIcon(_pixmap(name, ink))
    faded = theme.blend(colours.surface, colours.muted, 0.6).name()
    result.addPixmap(_pixmap(name, faded), QIcon.Mode.Disabled)
    return result


def _pixmap(name: str, colour: str) -> QPixmap:
    text = (files("assets") / "icons" / f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    pixmap = QPixmap(SIZE * OVERSAMPLING, SIZE * OVERSAMPLING)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(OVERSAMPLING)
    return pixmap
