"""The legend of the curves."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.views.plot import LINE, line_colours

HEIGHT = 18
# Of the sample of a line, of it with the room before its text, and between two entries.
SAMPLE, BEFORE_TEXT, GAP = 24, 30, 14


class CurvesLegend(QWidget):
    """Which line is which, on as many lines as that takes."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("curves-legend")
        self.setAccessibleName(self.tr("Legend of the curves"))
        self.setFixedHeight(HEIGHT)
        self._shown = (False, False, 0, 0)

    def show_lines(self, test: bool, rival: bool, starts: int, ghosts: int = 0) -> None:
        """Whether there are test rows and another network, how many starts, and how many runs that were left."""
        if (test, rival, starts, ghosts) != self._shown:
            self._shown = (test, rival, starts, ghosts)
            self._make_room()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()

    def _make_room(self) -> None:
        self.setFixedHeight(round(max(at.y() for at in self.places())) + HEIGHT)

    def places(self) -> Iterator[QPointF]:
        """The left upper corner of each entry."""
        metrics = QFontMetrics(theme.font(theme.SMALL))
        x, y = theme.MARGIN, 0
        for text, *_ in self._entries():
            needed = BEFORE_TEXT + metrics.horizontalAdvance(text)
            if x > theme.MARGIN and x + needed > self.width():
                x, y = theme.MARGIN, y + HEIGHT
            yield QPointF(x, y)
            x += needed + GAP

    def _entries(self) -> list[tuple[str, Qt.PenStyle, str, float]]:
        test, rival, starts, ghosts = self._shown
        colours = theme.current()
        train_colour, test_colour = line_colours(colours)
        style = Qt.PenStyle
        entries = [(self.tr("train"), style.SolidLine, train_colour, LINE)]
        if test:
            entries.append((self.tr("test"), style.DashLine, test_colour, LINE))
        if rival:
            entries.append((self.tr("the other"), style.SolidLine, colours.muted, 1.0))
        if ghosts:
            entries.append((self.tr("left runs (B)"), style.DashDotLine, colours.muted, 1.5))
        if starts:
            entries.append((self.tr("mean ± s of {0} starts").format(starts), style.DotLine, train_colour, 1.0))
        return entries

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(theme.font(theme.SMALL))
            for (text, style, colour, width), at in zip(self._entries(), self.places(), strict=True):
                painter.setPen(QPen(theme.colour(colour), width, style))
                painter.drawLine(at + QPointF(0, 9), at + QPointF(SAMPLE, 9))
                painter.setPen(theme.colour(theme.current().muted))
                painter.drawText(at + QPointF(BEFORE_TEXT, 13), text)
