"""The loss over a plane from above: colours, contours, and the path of the weights."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from engine.arrays import Array
from gui import theme
from gui.figures import plain
from gui.painting.loss_levels import depth_image
from gui.painting.loss_route import paint_route
from gui.painting.loss_scene import LossScene, Terrain
from gui.painting.plot_frame import PlotFrame, draw_axes, frame_in
from gui.painting.text import LEFT, draw_text

# The scale beside the map: its width, and the room that its numbers need.
SCALE, SCALE_GAP, LABEL = 12.0, 10.0, 14.0


@dataclass(frozen=True, eq=False)
class LossMap:
    """Paints a scene that has a terrain into a rectangle."""

    rect: QRectF
    scene: LossScene
    terrain: Terrain

    @cached_property
    def frame(self) -> PlotFrame:
        room = self.rect.adjusted(0, 4, -self._scale_width, 0)
        return frame_in(room, self.terrain.x, self.terrain.y, *self.scene.names)

    @cached_property
    def _labels(self) -> list[str]:
        return [plain(value) for value in self.terrain.levels.values]

    @property
    def _scale_width(self) -> float:
        metrics = QFontMetricsF(theme.font(theme.SMALL))
        words = [*self._labels, loss_word()]
        return SCALE + SCALE_GAP + 10 + max(map(metrics.horizontalAdvance, words))

    def point_at(self, position: QPointF) -> tuple[float, float] | None:
        """The point of the plane under a position; None outside."""
        box = self.frame.box
        if not box.contains(position):
            return None
        (left, right), (bottom, top) = self.frame.x, self.frame.y
        across = (position.x() - box.left()) / box.width()
        up = (box.bottom() - position.y()) / box.height()
        return left + across * (right - left), bottom + up * (top - bottom)

    def paint(self, painter: QPainter) -> None:
        colours = theme.current()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        draw_axes(painter, self.frame, *self.scene.names, colours)
        box = self.frame.box
        painter.save()
        painter.setClipRect(box)
        self._paint_terrain(painter)
        paint_route(painter, self.scene.route, self._to_screen)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(colours.line), 1))
        painter.drawRect(box)
        self._paint_scale(painter)

    def _paint_terrain(self, painter: QPainter) -> None:
        box, shares = self.frame.box, self.terrain.shares
        side = len(shares)
        cell = QPointF(box.width() / (side - 1), box.height() / (side - 1))
        # The points stand in the middle of their pixels, the outermost ones on the frame.
        around = box.adjusted(-cell.x() / 2, -cell.y() / 2, cell.x() / 2, cell.y() / 2)
        painter.drawImage(around, depth_image(shares, theme.current()))
        # The curves of pyqtgraph have the middle of the first point at ½.
        place = QTransform(cell.x(), 0, 0, -cell.y(), box.left() - cell.x() / 2, box.bottom() + cell.y() / 2)
        pen = QPen(theme.blend(theme.current().surface, theme.current().text, 0.45), 1)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for contour in self.terrain.contours:
            painter.drawPath(place.map(contour))

    def _to_screen(self, places: Array) -> QPolygonF:
        return QPolygonF([self.frame.at(x, y) for x, y in places.tolist()])

    def _paint_scale(self, painter: QPainter) -> None:
        """The colours from the lowest loss, below, to the highest, with the numbers of the contours."""
        box, levels = self.frame.box, self.terrain.levels
        bar = QRectF(self.rect.right() - self._scale_width + SCALE_GAP, box.top() + LABEL, SCALE, box.height() - LABEL)
        shares = np.linspace(0.0, 1.0, 64)[:, None]
        painter.drawImage(bar, depth_image(shares, theme.current()))
        painter.setPen(QPen(theme.colour(theme.current().line), 1))
        painter.drawRect(bar)
        text = theme.current().muted
        draw_text(painter, QRectF(bar.left(), box.top() - 6, 80, 16), loss_word(), theme.SMALL, text, LEFT)
        lowest = bar.bottom() + 20.0
        for label, share in zip(self._labels, levels.shares(np.array(levels.values)), strict=True):
            y = bar.bottom() - float(share) * bar.height()
            if lowest - y >= LABEL:
                draw_text(painter, QRectF(bar.right() + 5, y - 8, 80, 16), label, theme.SMALL, text, LEFT)
                painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 3, y))
                lowest = y


def loss_word() -> str:
    """What the scale is of."""
    return QCoreApplication.translate("SurfaceView", "loss")
