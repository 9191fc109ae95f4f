"""A pad to draw on: what is drawn goes into the network, pixel by pixel."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.arrays import Array
from engine.pixels import shrunk
from gui import theme

# One draws so many times finer than the network sees, with a pen of so many pixels of the network.
FINE = 4
PEN = 1.3
# Each step of an arrow key goes one pixel this way.
ARROWS = {
    Qt.Key.Key_Left: QPoint(-1, 0),
    Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}
KEYS = (*ARROWS, Qt.Key.Key_Space, Qt.Key.Key_Delete)
INK, PAPER = 255, 0


class DrawPad(QWidget):
    """Shows the image of the shown row until one draws: the left button draws, the right one rubs out.

    With the keyboard the arrows go from pixel to pixel, Space turns one from paper to ink or back, Delete clears.
    """

    drawn = Signal(object)  # Array: the pixels, row by row, from 0 for paper to 1 for ink

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("draw-pad")
        self.setAccessibleName(self.tr("Draw"))
        self.setToolTip(
            self.tr(
                "Draw with the mouse, rub out with its right button; or go with the arrow keys, Space draws a pixel, "
                "Delete clears"
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._side = 8
        self._image = _blank(self._side)
        self._own = False
        self._last: QPointF | None = None
        self._cursor = QPoint(0, 0)

    def sizeHint(self) -> QSize:
        return QSize(200, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(90, 90)

    # What is shown.

    @property
    def pixels(self) -> Array:
        """What the network sees, shape (side, side), from 0 to 1."""
        return shrunk(_array_of(self._image) / INK, self._side)

    def show_pixels(self, pixels: Array, own: bool = False) -> None:
        """Show an image, shape (side, side), from 0 to 1; one's own drawing stays as fine as it was drawn."""
        if own and self._own and len(pixels) == self._side:
            return
        self._own = own
        if len(pixels) != self._side:
            self._side, self._cursor = len(pixels), QPoint(0, 0)
        fine = np.rint(np.clip(pixels, 0.0, 1.0) * INK).astype(np.uint8).repeat(FINE, axis=0).repeat(FINE, axis=1)
        length = len(fine)
        self._image = QImage(np.ascontiguousarray(fine).data, length, length, length, GREY).copy()
        self.update()

    def clear(self) -> None:
        """Nothing but paper."""
        self._image.fill(PAPER)
        self._tell()

    def _tell(self) -> None:
        self._own = True
        self.update()
        self.drawn.emit(self.pixels.ravel())

    # The mouse.

    @property
    def sheet(self) -> QRectF:
        """Where the paper is."""
        side = float(min(self.width(), self.height()) - 4)
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        QToolTip.hideText()
        if event.button() == Qt.MouseButton.LeftButton and not self._own:
            # A drawing of one's own begins on paper, not on a row of the table.
            self._image.fill(PAPER)
        self._last = None
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        buttons = event.buttons()
        if buttons & (Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton):
            self._draw_to(event.position(), INK if buttons & Qt.MouseButton.LeftButton else PAPER)

    def _draw_to(self, position: QPointF, shade: int) -> None:
        """A stroke from where the mouse was."""
        point = (position - self.sheet.topLeft()) * (self._image.width() / self.sheet.width())
        start = point if self._last is None else self._last
        with QPainter(self._image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ink = theme.colour("#ffffff" if shade == INK else "#000000")
            painter.setPen(QPen(ink, PEN * FINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(start, point + QPointF(0.01, 0))
        self._last = point
        self._tell()

    # The keyboard.

    def event(self, event: QEvent) -> bool:
        # The window has a use for arrows and Space too.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            to = self._cursor + ARROWS[key]
            self._cursor = QPoint(min(max(to.x(), 0), self._side - 1), min(max(to.y(), 0), self._side - 1))
            self.update()
        elif key == Qt.Key.Key_Space:
            self._turn(self._cursor)
        elif key == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _turn(self, pixel: QPoint) -> None:
        """A pixel from paper to ink, or back."""
        shade = PAPER if self.pixels[pixel.y(), pixel.x()] > 0.5 else INK
        with QPainter(self._image) as painter:
            ink = theme.colour("#ffffff" if shade == INK else "#000000")
            painter.fillRect(pixel.x() * FINE, pixel.y() * FINE, FINE, FINE, ink)
        self._tell()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pixels as the network sees them, with a grid that tells them apart."""
        colours, sheet = theme.current(), self.sheet
        cell = sheet.width() / self._side
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour(colours.surface))
            for row, shades in enumerate(self.pixels.tolist()):
                for column, shade in enumerate(shades):
                    box = QRectF(sheet.left() + column * cell, sheet.top() + row * cell, cell, cell)
                    painter.fillRect(box, theme.blend(colours.surface, colours.text, round(shade, 2)))
            painter.setPen(QPen(theme.colour(colours.line), 1))
            for number in range(self._side + 1):
                along = number * cell
                painter.drawLine(sheet.topLeft() + QPointF(along, 0), sheet.bottomLeft() + QPointF(along, 0))
                painter.drawLine(sheet.topLeft() + QPointF(0, along), sheet.topRight() + QPointF(0, along))
            if self.hasFocus():
                painter.setPen(QPen(theme.colour(colours.accent), 2.5))
                box = QRectF(self._cursor.x() * cell, self._cursor.y() * cell, cell, cell)
                painter.drawRect(box.translated(sheet.topLeft()))


GREY = QImage.Format.Format_Grayscale8


def _blank(side: int) -> QImage:
    image = QImage(side * FINE, side * FINE, GREY)
    image.fill(PAPER)
    return image


def _array_of(image: QImage) -> Array:
    """The shades of an image, shape (height, width)."""
    lines = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : image.width()].astype(float)
