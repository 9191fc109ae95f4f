"""The chart of the pulls: a line for each row, of which only those in sight are drawn, and their sum below."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from engine.arrays import Array
from gui import theme
from gui.figures import number
from gui.painting.pull_bars import LINE_HEIGHT, columns_of, draw_bar, write
from gui.painting.text import LEFT, RIGHT
from gui.tips import show_tip

# The line of the sum, with the rule above it.
SUM_HEIGHT = LINE_HEIGHT + 7
# Lines that are looked at to find out how wide a column has to be, and the share of the width that names may take.
SAMPLE = 50
NAMES_SHARE = 0.34
# The sum may be so many times as long as the longest pull; a longer one is drawn cut.
LONGEST = 4.0


@dataclass(frozen=True, eq=False)
class Pulls:
    """What the chart shows: the pulls of a batch's rows, shape (rows,), and in which order.

    `name` and `describe` tell of a row what it is called and how its pull comes about, `sum_name` and `sum_tip` of the
    sum; `step` is how far the parameter moves, which may be more than their sum; `marked` is the row that the
    walk is at.
    """

    values: Array
    order: NDArray[np.intp]
    name: Callable[[int], str]
    describe: Callable[[int], str]
    sum_name: str
    sum_tip: str
    step: float
    marked: int | None = None

    @property
    def sum(self) -> float:
        return float(self.values.sum())

    @property
    def scale(self) -> float:
        """The pull of the longest bar."""
        largest = float(np.abs(self.values).max())
        return max(largest, min(abs(self.sum), LONGEST * largest)) or 1.0


class PullsChart(QAbstractScrollArea):
    """Bars to point at and to click; with the keys up and down go from line to line, Enter chooses one."""

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pulls-chart")
        self.setAccessibleName(self.tr("Pull of each row"))
        self.setToolTip(self.tr("Click a row to walk through it"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(round(LINE_HEIGHT))
        self._pulls: Pulls | None = None
        self._columns = columns_of(0, 0, 0)
        self._line: int | None = None

    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(LINE_HEIGHT + SUM_HEIGHT))

    def show_pulls(self, pulls: Pulls | None) -> None:
        """Show the pulls of a batch."""
        self._pulls = pulls
        if pulls is None or (self._line is not None and self._line >= len(pulls.values)):
            self._line = None
        self._measure()
        self.viewport().update()

    # Geometry.

    def _measure(self) -> None:
        """The columns' widths and how far one can scroll."""
        pulls = self._pulls
        if pulls is None:
            return
        metrics = QFontMetricsF(theme.font(theme.TEXT, bold=True))
        sample = np.unique(np.linspace(0, len(pulls.values) - 1, SAMPLE).astype(int)).tolist()
        names = [pulls.name(row) for row in sample] + [pulls.sum_name]
        numbers = [number(value) for value in (*pulls.values[sample].tolist(), pulls.sum)]
        widest = max(metrics.horizontalAdvance(name) for name in names)
        width = float(self.viewport().width())
        self._columns = columns_of(
            width, min(widest, NAMES_SHARE * width), max(metrics.horizontalAdvance(number) for number in numbers)
        )
        hidden = round(len(pulls.values) * LINE_HEIGHT - self._room)
        self.verticalScrollBar().setRange(0, max(0, hidden))
        self.verticalScrollBar().setPageStep(round(self._room))

    @property
    def _room(self) -> float:
        """The height that the rows have above the sum."""
        return max(LINE_HEIGHT, self.viewport().height() - SUM_HEIGHT)

    def line_top(self, line: int) -> float:
        """Where a line of a row begins, from the top of what is in sight."""
        return line * LINE_HEIGHT - self.verticalScrollBar().value()

    @property
    def sum_top(self) -> float:
        """Where the rule above the sum is: right below the rows, or at the foot where there are too many."""
        rows = len(self._pulls.values) if self._pulls else 0
        return min(rows * LINE_HEIGHT, self._room)

    def row_at(self, position: QPointF) -> int | None:
        """The row whose line is at a point."""
        line = self._line_at(position)
        return None if line is None or self._pulls is None else int(self._pulls.order[line])

    def _line_at(self, position: QPointF) -> int | None:
        if self._pulls is None or not 0 <= position.y() < self.sum_top:
            return None
        return min(int((position.y() + self.verticalScrollBar().value()) // LINE_HEIGHT), len(self._pulls.values) - 1)

    # Mouse and keys.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._line_at(event.position()))
        text = self.tip_at(event.position())
        if text:
            show_tip(event.globalPosition().toPoint(), text, self)
        else:
            QToolTip.hideText()

    def tip_at(self, position: QPointF) -> str:
        """How the number at a point comes about."""
        row = self.row_at(position)
        if self._pulls is None:
            return ""
        if row is not None:
            return self._pulls.describe(row)
        on_sum = self.sum_top <= position.y() < self.sum_top + SUM_HEIGHT
        return self._pulls.sum_tip if on_sum else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.row_chosen.emit(row)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._line is None and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._go_to(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if self._pulls is None:
            super().keyPressEvent(event)
        elif event.key() in steps:
            line = -1 if self._line is None else self._line
            self._go_to(line + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._line is not None:
            self.row_chosen.emit(int(self._pulls.order[self._line]))
        else:
            super().keyPressEvent(event)

    def _go_to(self, line: int) -> None:
        """Point at a line and bring it into sight."""
        if self._pulls is None:
            return
        line = max(0, min(line, len(self._pulls.values) - 1))
        top, bar = line * LINE_HEIGHT, self.verticalScrollBar()
        bar.setValue(round(min(max(bar.value(), top + LINE_HEIGHT - self._room), top)))
        self._point_at(line)

    def _point_at(self, line: int | None) -> None:
        if line != self._line:
            self._line = line
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            colours = theme.current()
            painter.fillRect(self.viewport().rect(), theme.colour(colours.surface))
            pulls = self._pulls
            if pulls is None:
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_rows(painter, pulls)
            self._paint_sum(painter, pulls)

    def _paint_rows(self, painter: QPainter, pulls: Pulls) -> None:
        painter.save()
        painter.setClipRect(QRectF(0, 0, self.viewport().width(), self.sum_top))
        first = int(self.verticalScrollBar().value() // LINE_HEIGHT)
        last = min(first + int(self._room // LINE_HEIGHT) + 2, len(pulls.values))
        for line in range(first, last):
            row = int(pulls.order[line])
            top = self.line_top(line)
            surface = theme.current().surface
            if line == self._line:
                surface = theme.current().selection
                painter.fillRect(QRectF(0, top, self.viewport().width(), LINE_HEIGHT), theme.colour(surface))
            self._paint_line(painter, top, pulls.name(row), float(pulls.values[row]), row == pulls.marked, surface)
        painter.restore()

    def _paint_sum(self, painter: QPainter, pulls: Pulls) -> None:
        colours = theme.current()
        top = self.sum_top + 3.5
        painter.setPen(QPen(theme.colour(colours.muted), 1.0))
        painter.drawLine(QPointF(theme.MARGIN, top), QPointF(self.viewport().width() - theme.MARGIN, top))
        self._paint_line(painter, top + 3.5, pulls.sum_name, pulls.sum, True, colours.surface)

    def _paint_line(self, painter: QPainter, top: float, name: str, value: float, strong: bool, surface: str) -> None:
        assert self._pulls is not None
        colours, columns = theme.current(), self._columns
        painter.setPen(QPen(theme.blend(surface, colours.muted, 0.5), 1.0))
        painter.drawLine(QPointF(columns.zero, top), QPointF(columns.zero, top + LINE_HEIGHT))
        draw_bar(painter, columns, top, value / self._pulls.scale, surface, colours)
        painter.setFont(theme.font(theme.TEXT, bold=strong))
        painter.setPen(theme.colour(colours.text))
        write(painter, columns.names, top, name, LEFT)
        write(painter, columns.numbers, top, number(value), RIGHT)
