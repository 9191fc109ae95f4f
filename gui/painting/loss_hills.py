"""The loss over a plane as hills, seen from any side."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engine.arrays import Array
from gui import theme
from gui.figures import plain
from gui.painting.calm_limits import Limits
from gui.painting.loss_levels import depth_table, shades
from gui.painting.loss_route import paint_route
from gui.painting.loss_scene import LossScene, Terrain
from gui.painting.text import CENTRE, draw_text, text_width

# The hills have at most so many faces along a side, and are so high for a base of 2 by 2.
FACES = 24
HEIGHT = 1.1
# The path floats a hair above the ground, so that it is not half hidden in it.
ABOVE = 0.012
# How much of the room the hills fill.
FILLING = 0.92
# The low and the high end of an axis stand at these shares of it.
ENDS = ((0, 0.1), (1, 0.9))


@dataclass(frozen=True)
class Outlook:
    """From where one looks: degrees around the hills, and above their base."""

    around: float = -35.0
    above: float = 35.0

    def turned(self, around: float, above: float) -> "Outlook":
        return Outlook((self.around + around + 180) % 360 - 180, min(max(self.above + above, 5.0), 90.0))

    @cached_property
    def _angles(self) -> tuple[float, float]:
        return math.radians(self.around), math.radians(self.above)

    def seen(self, points: Array) -> Array:
        """Points (x, y, height), shape (n, 3), as (right, up, depth); greater depths are farther away."""
        around, above = self._angles
        x, y, z = points.T
        right = x * math.cos(around) - y * math.sin(around)
        back = x * math.sin(around) + y * math.cos(around)
        return np.column_stack(
            [right, z * math.cos(above) + back * math.sin(above), back * math.cos(above) - z * math.sin(above)]
        )


@dataclass(frozen=True, eq=False)
class LossHills:
    """Paints a scene that has a terrain into a rectangle, as it is seen from an outlook."""

    rect: QRectF
    scene: LossScene
    terrain: Terrain
    outlook: Outlook

    def paint(self, painter: QPainter) -> None:
        self._paint_base(painter)
        self._paint_faces(painter)
        paint_route(painter, self.scene.route, self._route_to_screen)
        self._paint_names(painter)

    # Places.

    @cached_property
    def _scale(self) -> float:
        """Pixels of a unit, so that the hills fit in however they are turned."""
        reach = 2 * math.sqrt(2)
        high = 2 * math.sqrt(2) * math.sin(math.radians(self.outlook.above)) + HEIGHT
        return FILLING * min(self.rect.width() / reach, (self.rect.height() - 30) / high)

    def _to_screen(self, points: Array) -> Array:
        seen = self.outlook.seen(points)
        centre = self.rect.center()
        middle = HEIGHT / 2 * math.cos(math.radians(self.outlook.above))
        return np.column_stack(
            [centre.x() + seen[:, 0] * self._scale, centre.y() - (seen[:, 1] - middle) * self._scale]
        )

    def _on_base(self, places: Array) -> Array:
        """Points of the plane on a base from -1 to 1, shape (points, 2)."""
        (left, right), (bottom, top) = self.terrain.x, self.terrain.y
        share = (places - (left, bottom)) / (right - left, top - bottom)
        return np.asarray(2 * np.clip(share, 0, 1) - 1)

    def _route_to_screen(self, places: Array) -> QPolygonF:
        heights = HEIGHT * self.terrain.shares_at(places) + ABOVE
        return _polygon(self._to_screen(np.column_stack([self._on_base(places), heights])))

    # Painting.

    def _paint_faces(self, painter: QPainter) -> None:
        """From the farthest to the nearest, so that what is in front hides what is behind."""
        places = np.linspace(0, len(self.terrain.shares) - 1, FACES + 1).round().astype(int)
        shares = self.terrain.shares[np.ix_(places, places)]
        base = np.linspace(-1, 1, FACES + 1)
        corners = np.column_stack([np.tile(base, FACES + 1), np.repeat(base, FACES + 1), HEIGHT * shares.ravel()])
        depth = self.outlook.seen(corners)[:, 2].reshape(shares.shape)
        points = self._to_screen(corners).reshape(*shares.shape, 2)
        order = np.argsort(-_means(depth), axis=None)
        table, mean = depth_table(theme.current()), shades(_means(shares))
        painter.setPen(QPen(theme.blend(theme.current().surface, theme.current().text, 0.35), 0.7))
        for row, column in zip(*np.unravel_index(order, mean.shape), strict=True):
            around = points[[row, row, row + 1, row + 1], [column, column + 1, column + 1, column]]
            painter.setBrush(QColor(int(table[mean[row, column]])))
            painter.drawPolygon(_polygon(around))

    def _paint_base(self, painter: QPainter) -> None:
        square = np.array([[-1.0, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(theme.current().line), 1))
        painter.drawPolygon(_polygon(self._to_screen(square)))

    def _paint_names(self, painter: QPainter) -> None:
        for text, box, ink in self.labels:
            draw_text(painter, box, text, theme.SMALL, ink, CENTRE)

    @property
    def labels(self) -> list[tuple[str, QRectF, str]]:
        """The names of both axes, and their ends where there is room, at the edges of the base that are in front."""
        colours, placed = theme.current(), list[tuple[str, QRectF, str]]()
        for text, place, ink in [
            *((name, at(0.5), colours.text) for name, _, at in self._axes),
            *((_short(limits[end]), at(share), colours.muted) for _, limits, at in self._axes for end, share in ENDS),
        ]:
            box = self._box_of(text, place)
            if not any(box.intersects(other) for _, other, _ in placed):
                placed.append((text, box, ink))
        return placed

    @property
    def _axes(self) -> list[tuple[str, Limits, Callable[[float], tuple[float, float]]]]:
        """The name of each, its ends, and what is at which place of the base beside it."""
        around = math.radians(self.outlook.around)
        near_y = -1.12 if math.cos(around) >= 0 else 1.12
        near_x = -1.12 if math.sin(around) >= 0 else 1.12
        return [
            (self.scene.names[0], self.terrain.x, lambda share: (2 * share - 1, near_y)),
            (self.scene.names[1], self.terrain.y, lambda share: (near_x, 2 * share - 1)),
        ]

    def _box_of(self, text: str, place: tuple[float, float]) -> QRectF:
        """Room for a text at a place of the base: on the left it ends there, on the right it begins."""
        x, y = self._to_screen(np.array([[*place, 0.0]]))[0].tolist()
        width = text_width(text, theme.SMALL) + 6
        aside = min(max(2 * (x - self.rect.center().x()) / self._scale, -1.0), 1.0)
        left = x - width / 2 + aside * width / 2
        return QRectF(min(max(left, self.rect.left()), self.rect.right() - width), y - 8, width, 16)


def _short(value: float) -> str:
    """Two digits are enough to say how far an axis goes."""
    return plain(float(f"{value:.2g}"))


def _means(corners: Array) -> Array:
    """The mean of the four corners of each face."""
    return np.asarray((corners[1:, 1:] + corners[1:, :-1] + corners[:-1, 1:] + corners[:-1, :-1]) / 4)


def _polygon(points: Array) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])
