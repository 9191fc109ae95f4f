"""The strip of the output: the predictions of all rows from left to right, in a lane for each class."""

from functools import cached_property

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from engine.arrays import Array
from gui import theme
from gui.figures import plain
from gui.painting.output_picture import TICK, OutputPicture, output_range
from gui.painting.text import RIGHT


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
        p = self.snapshot.predictions[:, 0]
        low, high = output_range(self.snapshot)
        classes = np.zeros(len(p)) if self.table.targets is None else self.table.targets[:, 0]
        lanes = np.unique(classes)
        lane = np.searchsorted(lanes, classes)
        # The golden ratio spreads any number of rows evenly, without chance.
        within = (np.arange(len(p)) * 0.6180339887498949) % 1.0
        height = self.plot.height() / len(lanes)
        y = self.plot.bottom() - height * (lane + 0.15 + 0.7 * within)
        x = self.plot.left() + np.clip((p - low) / (high - low), -0.02, 1.02) * self.plot.width()
        return np.column_stack([x, y])

    def paint(self, painter: QPainter) -> None:
        self.paint_frame(painter)
        self._paint_ends(painter)
        self.paint_axis_names(painter, QCoreApplication.translate("OutputView", "prediction ŷ"), "", distance=0)
        self._paint_middle(painter)
        self._paint_classes(painter)
        self.paint_markers(painter)

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
        x = self.plot.left() + self.plot.width() * (0.5 - low) / (high - low)
        painter.setPen(QPen(theme.colour(theme.current().muted), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, self.plot.top()), QPointF(x, self.plot.bottom()))

    def _paint_classes(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour(theme.current().muted))
        for number, name in enumerate(self.table.class_names):
            height = self.plot.height() / len(self.table.class_names)
            box = QRectF(0, self.plot.bottom() - height * (number + 1), self.plot.left() - 6, height)
            painter.drawText(box, int(RIGHT), name)
