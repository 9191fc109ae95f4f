"""The legend of the curves."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.views.plot import LINE, line_colours


class CurvesLegend(QWidget):
    """Which line is which."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("curves-legend")
        self.setAccessibleName(self.tr("Legend of the curves"))
        self.setFixedHeight(18)
        self._shown = (False, False, 0, 0)

    def show_lines(self, test: bool, rival: bool, starts: int, ghosts: int = 0) -> None:
        """Whether there are test rows and another network, how many starts, and how many runs that were left."""
        if (test, rival, starts, ghosts) != self._shown:
            self._shown = (test, rival, starts, ghosts)
            self.update()

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
            metrics = painter.fontMetrics()
            x = float(theme.MARGIN)
            for text, style, colour, width in self._entries():
                painter.setPen(QPen(theme.colour(colour), width, style))
                painter.drawLine(QPointF(x, 9), QPointF(x + 24, 9))
                painter.setPen(theme.colour(theme.current().muted))
                painter.drawText(QPointF(x + 30, 13), text)
                x += 30 + metrics.horizontalAdvance(text) + 14
