"""What a picture of a loss surface shows: the surface between limits, and the path through it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from PySide6.QtGui import QPainterPath

from engine.arrays import Array
from engine.loss_surface import Surface
from gui.painting.calm_limits import Limits
from gui.painting.loss_levels import Levels, levels_of


@dataclass(frozen=True, eq=False)
class Terrain:
    """A surface with its contours, in places of its grid: 0 to side - 1 from left to right and from below."""

    surface: Surface
    # A line for each level, as far as they are made.
    contours: list[QPainterPath] = field(default_factory=list)

    @cached_property
    def levels(self) -> Levels:
        return levels_of(self.surface.losses)

    @cached_property
    def shares(self) -> Array:
        """How high every point is, from 0 to 1, shape (rows, columns)."""
        return self.levels.shares(self.surface.losses)

    def make_contours(self) -> Iterator[None]:
        """Make the contours, one by one."""
        from pyqtgraph import isocurve

        # Between two levels heights are stretched evenly: so contours of a steep slope are smooth too.
        for height in self.levels.shares(np.array(self.levels.values)):
            self.contours.append(isocurve(self.shares.T, height, extendToEdge=True, path=True))
            yield

    @property
    def x(self) -> Limits:
        return float(self.surface.across[0]), float(self.surface.across[-1])

    @property
    def y(self) -> Limits:
        return float(self.surface.up[0]), float(self.surface.up[-1])

    def shares_at(self, places: Array) -> Array:
        """How high points (x, y), shape (points, 2), lie, from 0 to 1; outside as at the nearest edge."""
        side = len(self.surface.across)
        grid = (places - (self.x[0], self.y[0])) / (self.x[1] - self.x[0], self.y[1] - self.y[0]) * (side - 1)
        grid = np.clip(np.nan_to_num(grid), 0.0, side - 1.0)
        corner = np.minimum(grid.astype(np.intp), side - 2)
        (across, up), (column, row) = (grid - corner).T, corner.T
        below = self.shares[row, column] * (1 - across) + self.shares[row, column + 1] * across
        above = self.shares[row + 1, column] * (1 - across) + self.shares[row + 1, column + 1] * across
        return np.asarray(below * (1 - up) + above * up)


@dataclass(frozen=True, eq=False)
class Route:
    """Points (x, y) of a plane: `past`, shape (moments, 2), ends at the present one; `future` was trained before."""

    past: Array
    future: Array

    @property
    def now(self) -> Array:
        return np.asarray(self.past[-1])

    @cached_property
    def known(self) -> Array:
        """All points that are finite, shape (points, 2)."""
        places = np.vstack([self.past, self.future])
        return np.asarray(places[np.isfinite(places).all(axis=1)])


@dataclass(frozen=True, eq=False)
class LossScene:
    """The terrain may be of a moment before the route's; None before there is one. Axes have names."""

    terrain: Terrain | None
    route: Route
    names: tuple[str, str]
