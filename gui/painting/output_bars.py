"""What the network says of the shown row: a bar for each class."""

from functools import cached_property

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from engine.arrays import Array
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import fixed, percent
from gui.painting.class_colours import class_ink
from gui.painting.output_picture import REACH, OutputPicture
from gui.painting.text import LEFT, RIGHT

ROW = 30.0
SMALLEST_TEXT = 8


def has_bars(snapshot: Snapshot) -> bool:
    """Whether there is a number between 0 and 1 for each class."""
    table, range_ = snapshot.data.dataset, snapshot.layers[-1].activation.range
    fits = len(table.output_names) > 1 or table.class_values == (0.0, 1.0)
    return table.is_classification and fits and range_ == (0.0, 1.0)


class OutputBars(OutputPicture):
    """The classes from top to bottom; the largest in bold, the right one with a mark."""

    @cached_property
    def shares(self) -> Array:
        """What is said for each class, shape (classes,); one output says the rest for the other class."""
        probe = self.probe
        if probe is None or probe.inputs.shape[1] != self.table.inputs.shape[1]:
            return np.zeros(0)
        p = self.snapshot.predict(probe.inputs)[0]
        return p if self.has_several_outputs else np.array([1.0 - p[0], p[0]])

    @cached_property
    def right_class(self) -> int | None:
        """The number of the class that the shown row has, if it is known."""
        target = self.probe.target if self.probe else None
        if target is None or np.isnan(target).any():
            return None
        return int(target.argmax()) if self.has_several_outputs else int(target[0] > self.table.middle)

    @cached_property
    def plot(self) -> QRectF:
        """Where the bars are, beside the names and the numbers."""
        metrics = QFontMetricsF(theme.font(theme.SMALL, bold=True))
        names = max(metrics.horizontalAdvance(name) for name in self.table.class_names)
        names = min(names, self.rect.width() / 3) + 34
        number = metrics.horizontalAdvance("100.0 %") + 24
        room = self.rect.adjusted(names, 30, -number, -8)
        return QRectF(room.left(), room.top(), room.width(), min(room.height(), ROW * len(self.table.class_names)))

    @cached_property
    def places(self) -> Array:
        return np.zeros((0, 2))

    def bar(self, number: int) -> QRectF:
        """The room of a class's bar, all of it."""
        height = self.plot.height() / len(self.table.class_names)
        inset = height * 0.14
        top = self.plot.top() + number * height
        return QRectF(self.plot.left(), top + inset, self.plot.width(), height - 2 * inset)

    # The mouse.

    def row_at(self, position: QPointF, reach: float = REACH) -> int | None:
        return None

    def reading(self, position: QPointF) -> str:
        for number, share in enumerate(self.shares.tolist()):
            box = self.bar(number)
            if box.top() <= position.y() <= box.bottom():
                return f"{self.table.class_names[number]}: ŷ = {fixed(share, 6)}"
        return ""

    # Painting.

    def paint(self, painter: QPainter) -> None:
        self._paint_title(painter)
        if not len(self.shares):
            return
        best = int(self.shares.argmax())
        for number, share in enumerate(self.shares.tolist()):
            self._paint_bar(painter, number, share, number == best)

    def _paint_title(self, painter: QPainter) -> None:
        """Which row it is."""
        if self.probe is None:
            return
        text = QCoreApplication.translate("OutputView", "row {0}") if self.probe.place is not None else "{0}"
        text = text.format(self.probe.name)
        if self.right_class is not None:
            right = QCoreApplication.translate("OutputView", "✓ is {0}")
            text += " · " + right.format(self.table.class_names[self.right_class])
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour(theme.current().muted))
        box = QRectF(theme.MARGIN, 6, self.rect.width() - 2 * theme.MARGIN, 18)
        text = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(LEFT), text)

    def _paint_bar(self, painter: QPainter, number: int, share: float, best: bool) -> None:
        colours, box = theme.current(), self.bar(number)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(colours.grid))
        painter.drawRoundedRect(box, 3, 3)
        filled = QRectF(box)
        filled.setWidth(box.width() * float(np.clip(np.nan_to_num(share), 0.0, 1.0)))
        painter.setBrush(theme.colour(self._ink(number)))
        painter.drawRoundedRect(filled, 3, 3)
        if number == self.right_class:
            painter.setPen(QPen(theme.colour(colours.text), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 3, 3)
        size = max(SMALLEST_TEXT, min(theme.SMALL, int(box.height())))
        painter.setFont(theme.font(size, bold=best))
        painter.setPen(theme.colour(colours.text if best else colours.muted))
        line = QRectF(0, box.center().y() - 9, self.rect.width(), 18)
        name = ("✓ " if number == self.right_class else "") + self.table.class_names[number]
        room = self.plot.left() - 8 - theme.GAP
        name = QFontMetricsF(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(line.left(), line.top(), self.plot.left() - 8, 18), int(RIGHT), name)
        painter.drawText(line.adjusted(0, 0, -theme.MARGIN, 0), int(RIGHT), percent(share))

    def _ink(self, number: int) -> str:
        """The colour of a class: everywhere the same."""
        colours = theme.current()
        if not self.has_several_outputs:
            return colours.positive if number else colours.negative
        return class_ink(number, colours)
