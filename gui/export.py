"""Pictures for a handout: the window as PNG, the networks as SVG. Files are written whole or not at all."""

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from gui.whole_file import write_whole


def write_png(picture: QPixmap, path: str) -> None:
    """Write a picture; an unwritable target is an `OSError`."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    write_whole(bytes(buffer.data().data()), path)


def write_svg(views: list[QWidget], path: str) -> None:
    """Write widgets side by side as one drawing; an unwritable target is an `OSError`."""
    size = QSize(sum(view.width() for view in views), max(view.height() for view in views))
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    generator.setTitle("Gradwalk")
    with QPainter(generator) as painter:
        left = 0
        for view in views:
            view.render(painter, QPoint(left, 0))
            left += view.width()
    write_whole(bytes(buffer.data().data()), path)
