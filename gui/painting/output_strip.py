"""The strip of the output: the predictions of all rows from left to right, in a lane for each class."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from engine.arrays import Array
from gui import theme
from gui.figures import plain
from gui.painting.output_picture import TICK, OutputPicture, output_range
from gui.painting.text import RIGHT

# The size of the names of classes, where there is room for no more.
SMALLEST = 8


class OutputStrip(OutputPicture):
    """For networks whose inputs fill no plane: rows by what the network says of them."""

    @cached_property
    def plot(self) -> QRectF:
        """All the room there is, beside the names of the classes."""
        metrics = QFontMetricsF(theme.font(theme.SMALL))
        names = max((metrics.horizontalAdvance(name) for name in self.table.class_names), default=0.0)
        return self.rect.adjusted(names + 22, 8, -16, -40)

    @cached_property
    def places(self) -> Array:
        """Predictions from left to right; rows spread over the height of their class, always in the same place."""
        low, high = output_range(self.snapshot)
        lane, lanes = self._lanes
        lane = lane[self.rows]
        p = self.predictions[np.arange(len(lane)), lane if self.has_several_outputs else 0]
        # The golden ratio spreads any number of rows evenly, without chance.
        within = (self.rows * 0.6180339887498949) % 1.0
        height = self.plot.height() / lanes
        y = self.plot.bottom() - height * (lane + 0.15 + 0.7 * within)
        x = self.plot.left() + np.clip((p - low) / (high - low), -0.02, 1.02) * self.plot.width()
        return np.column_stack([x, y])

    @property
    def _lanes(self) -> tuple[NDArray[np.intp], int]:
        """The number of every row's lane, which is its class, and how many there are."""
        targets, rows = self.table.targets, self.table.row_count
        if targets is None:
            return np.zeros(rows, dtype=np.intp), 1
        if self.has_several_outputs:
            return targets.argmax(axis=1), targets.shape[1]
        values, lane = np.unique(targets[:, 0], return_inverse=True)
        # A table without rows has no class yet.
        return lane, max(1, len(values))

    def paint(self, painter: QPainter) -> None:
        self.paint_frame(painter)
        self._paint_ends(painter)
        self.paint_axis_names(painter, self._below, "", distance=0)
        if not (self.has_several_outputs or self.table.is_regression):
            self._paint_middle(painter)
        self._paint_classes(painter)
        self.paint_markers(painter)

    @property
    def _below(self) -> str:
        if self.has_several_outputs:
            return QCoreApplication.translate("OutputView", "ŷ of the right class")
        return QCoreApplication.translate("OutputView", "prediction ŷ")

    def _paint_ends(self, painter: QPainter) -> None:
        """The values at the ends of the axis."""
        painter.setPen(theme.colour(theme.current().muted))
        painter.setFont(theme.font(TICK))
        below = QRectF(self.plot.left(), self.plot.bottom() + 3, self.plot.width(), 16)
        flags = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for flag, value in zip(flags, output_range(self.snapshot), strict=True):
            painter.drawText(below, int(flag), plain(value))

    def _paint_middle(self, painter: QPainter) -> None:
        """Where one class ends and the other begins."""
        low, high = output_range(self.snapshot)
        x = self.plot.left() + self.plot.width() * (self.table.middle - low) / (high - low)
        painter.setPen(QPen(theme.colour(theme.current().muted), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, self.plot.top()), QPointF(x, self.plot.bottom()))

    def _paint_classes(self, painter: QPainter) -> None:
        if not self.table.class_names:
            return
        height = self.plot.height() / len(self.table.class_names)
        # Many classes in little room have small names.
        painter.setFont(theme.font(max(SMALLEST, min(theme.SMALL, int(height) - 1))))
        painter.setPen(theme.colour(theme.current().muted))
        for number, name in enumerate(self.table.class_names):
            box = QRectF(0, self.plot.bottom() - height * (number + 1), self.plot.left() - 6, height)
            painter.drawText(box, int(RIGHT), name)
