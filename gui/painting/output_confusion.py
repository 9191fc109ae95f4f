"""The confusion matrix: which class the network takes for which."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from engine.arrays import Array
from engine.classes import classes_of
from engine.confusion import Confusion
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import percent, whole
from gui.painting.output_picture import REACH, OutputPicture
from gui.painting.text import CENTRE, RIGHT, fitting_size

SMALLEST_TEXT = 8
# Cells of less than this have no number in them, only a shade.
LEAST_CELL = 11.0
LARGEST_CELL = 76.0
# What a number leaves free of its cell.
INSET = 2.0
STRENGTH = 0.55
NAME_SHARE = 0.3


def has_confusion(snapshot: Snapshot) -> bool:
    table = snapshot.data.dataset
    return table.is_classification and table.targets is not None and table.row_count > 0


class OutputConfusion(OutputPicture):
    """A line for each right class, a column for each answer; of the test rows, or of those that train."""

    @cached_property
    def wanted_rows(self) -> NDArray[np.intp]:
        return np.array((self.snapshot.data.test if self.of_tests else self.snapshot.data.train).places, dtype=np.intp)

    @property
    def of_tests(self) -> bool:
        return self.settings.tests and len(self.snapshot.data.test) > 0

    @cached_property
    def confusion(self) -> Confusion:
        assert self.targets is not None
        middle = self.table.middle
        right, said = classes_of(self.targets, middle), classes_of(self.predictions, middle)
        return Confusion(right, said, len(self.table.class_names))

    @cached_property
    def plot(self) -> QRectF:
        """Square cells, beside and below the names."""
        count = len(self.table.class_names)
        room = self.rect.adjusted(self._names_width + 34, 26, -16, -36)
        side = min(room.width() / count, room.height() / count, LARGEST_CELL)
        left = room.left() + max(0.0, room.width() - side * count - self._names_width) / 2
        return QRectF(left, room.top(), side * count, side * count)

    @cached_property
    def _names_width(self) -> float:
        metrics = QFontMetricsF(theme.font(theme.SMALL))
        widest = max(metrics.horizontalAdvance(name) for name in self.table.class_names)
        return min(widest, self.rect.width() * NAME_SHARE)

    @cached_property
    def places(self) -> Array:
        return np.zeros((0, 2))

    @property
    def _side(self) -> float:
        return self.plot.width() / self.confusion.count

    def cell(self, right: int, said: int) -> QRectF:
        side = self._side
        return QRectF(self.plot.left() + said * side, self.plot.top() + right * side, side, side)

    # The mouse.

    def _cell_at(self, position: QPointF) -> tuple[int, int] | None:
        if not self.plot.contains(position):
            return None
        right = int((position.y() - self.plot.top()) / self._side)
        said = int((position.x() - self.plot.left()) / self._side)
        last = self.confusion.count - 1
        return min(right, last), min(said, last)

    def row_at(self, position: QPointF, reach: float = REACH) -> int | None:
        """The first row that a cell counts."""
        cell = self._cell_at(position)
        first = None if cell is None else self.confusion.first(*cell)
        return None if first is None else int(self.rows[first])

    def reading(self, position: QPointF) -> str:
        """What a cell counts, and how well its classes are told apart."""
        cell = self._cell_at(position)
        if cell is None:
            return ""
        right, said = cell
        names, of = self.table.class_names, self.confusion
        text = QCoreApplication.translate("OutputView", "{0} rows of {1} are taken for {2}, {3} of its rows")
        lines = [text.format(whole(int(of.counts[cell])), names[right], names[said], percent(of.share(*cell)))]
        text = QCoreApplication.translate("OutputView", "{0}: precision {1}, recall {2}")
        for number in dict.fromkeys(cell):
            lines.append(text.format(names[number], percent(of.precision(number)), percent(of.recall(number))))
        if of.first(*cell) is not None:
            lines.append(QCoreApplication.translate("OutputView", "A click shows the first of them"))
        return "\n".join(lines)

    # Painting.

    def paint(self, painter: QPainter) -> None:
        self._paint_title(painter)
        for right in range(self.confusion.count):
            for said in range(self.confusion.count):
                self._paint_cell(painter, right, said)
        self.paint_frame(painter)
        self._paint_names(painter)
        self._paint_choice_of_cell(painter)

    def _paint_title(self, painter: QPainter) -> None:
        """Which rows these are, and how many are right."""
        tests = QCoreApplication.translate("OutputView", "{0} of {1} test rows right")
        train = QCoreApplication.translate("OutputView", "{0} of {1} training rows right")
        right = int(np.trace(self.confusion.counts))
        text = (tests if self.of_tests else train).format(whole(right), whole(len(self.rows)))
        if len(self.rows) < len(self.wanted_rows):
            text += QCoreApplication.translate("OutputView", " (some of {0})").format(whole(len(self.wanted_rows)))
        if self.confusion.undecided:
            text += " · " + QCoreApplication.translate("OutputView", "{0} without an answer").format(
                whole(self.confusion.undecided)
            )
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour(theme.current().muted))
        box = QRectF(theme.MARGIN, 4, self.rect.width() - 2 * theme.MARGIN, 18)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_cell(self, painter: QPainter, right: int, said: int) -> None:
        """A count, the darker the more of its class; right answers blue, wrong ones orange and below the diagonal."""
        colours, box = theme.current(), self.cell(right, said)
        ink = colours.positive if right == said else colours.negative
        share = self.confusion.share(right, said) or 0.0
        # Few mistakes are to be seen as well.
        shade = STRENGTH * (share if right == said else share**0.5)
        painter.fillRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.blend(colours.surface, ink, round(shade, 2)))
        count = int(self.confusion.counts[right, said])
        text = whole(count)
        if size := self.size_of(text):
            painter.setFont(theme.font(size, bold=right == said))
            painter.setPen(theme.colour(colours.text if count else colours.muted))
            painter.drawText(box, int(CENTRE), text if count else "·")

    def size_of(self, text: str) -> int:
        """The size at which a number fits into its cell; 0 where there is none."""
        if self._side < LEAST_CELL:
            return 0
        return fitting_size(text, self._side - INSET, min(theme.TEXT, int(self._side * 0.7)), SMALLEST_TEXT)

    def _paint_names(self, painter: QPainter) -> None:
        names, side = self.table.class_names, self._side
        size = max(SMALLEST_TEXT, min(theme.SMALL, int(side) - 1))
        painter.setFont(theme.font(size))
        painter.setPen(theme.colour(theme.current().text))
        metrics = QFontMetricsF(painter.font())
        for number, name in enumerate(names):
            beside = metrics.elidedText(name, Qt.TextElideMode.ElideRight, self._names_width)
            box = QRectF(self.plot.left() - self._names_width - 6, self.cell(number, 0).top(), self._names_width, side)
            painter.drawText(box, int(RIGHT), beside)
            below = metrics.elidedText(name, Qt.TextElideMode.ElideRight, side - 2)
            painter.drawText(QRectF(self.cell(0, number).left(), self.plot.bottom() + 2, side, 15), int(CENTRE), below)
        beside, below = (QCoreApplication.translate("OutputView", text) for text in ("is", "is taken for"))
        self._paint_axes(painter, beside, below)

    def _paint_axes(self, painter: QPainter, beside: str, below: str) -> None:
        painter.setPen(theme.colour(theme.current().muted))
        painter.setFont(theme.font(theme.SMALL))
        painter.drawText(QRectF(self.plot.left(), self.plot.bottom() + 17, max(self.plot.width(), 90), 18), 0, below)
        painter.save()
        painter.translate(self.plot.left() - self._names_width - 20, self.plot.center().y())
        painter.rotate(-90)
        painter.drawText(QRectF(-60, -10, 120, 20), int(CENTRE), beside)
        painter.restore()

    def _paint_choice_of_cell(self, painter: QPainter) -> None:
        """A frame around the cell that counts the shown row."""
        place = self.probe.place if self.probe else None
        known = np.flatnonzero(self.rows == place)
        if not len(known) or self.confusion.said[known[0]] < 0:
            return
        painter.setPen(QPen(theme.colour(theme.current().text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.cell(int(self.confusion.right[known[0]]), int(self.confusion.said[known[0]])))
