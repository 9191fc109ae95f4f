"""The legend of a network: what widths, dashes and squares mean, at the scale of the picture."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui import theme
from gui.figures import MINUS, plain, whole
from gui.painting.edges import pen
from gui.theme import Theme

SAMPLE = 40.0
SQUARE = 9.0
LINE_HEIGHT = 18.0


@dataclass(frozen=True)
class Entry:
    """A sample, drawn with its left end at a point, and what it means."""

    text: str
    sample_width: float = 0.0
    draw: Callable[[QPainter, QPointF], None] | None = None


def legend_entries(
    scale: float,
    widest: float,
    has_bias: bool,
    colours: Theme,
    shown: int = 0,
    of: int = 0,
    backward: bool = False,
    besides: int = 0,
) -> list[Entry]:
    """The entries; `backward` adds the band of gradients; where not all edges are drawn the last says how many of how
    many, and how many `besides` because they are pointed at.
    """
    text = plain(scale)

    def edge(negative: bool) -> Callable[[QPainter, QPointF], None]:
        def draw(painter: QPainter, at: QPointF) -> None:
            painter.setPen(_sample_pen(colours, widest, negative))
            painter.drawLine(at, at + QPointF(SAMPLE, 0))

        return draw

    def bias(negative: bool) -> Callable[[QPainter, QPointF], None]:
        def draw(painter: QPainter, at: QPointF) -> None:
            draw_bias(painter, QRectF(at.x(), at.y() - SQUARE / 2, SQUARE, SQUARE), negative, colours)

        return draw

    entries = [
        Entry(QCoreApplication.translate("NetworkView", "width = |w|")),
        Entry("+" + text, SAMPLE, edge(negative=False)),
        Entry(MINUS + text, SAMPLE, edge(negative=True)),
    ]
    if has_bias:
        entries.append(Entry("b ≥ 0", SQUARE, bias(negative=False)))
        entries.append(Entry("b < 0", SQUARE, bias(negative=True)))
    if backward:
        text = QCoreApplication.translate("NetworkView", "gradient on its way back")
        entries.append(Entry(text, SAMPLE / 2, lambda painter, at: draw_band(painter, at, colours)))
    if shown < of:
        text = QCoreApplication.translate("NetworkView", "the {0} strongest of {1} edges")
        if besides:
            text = QCoreApplication.translate("NetworkView", "the {0} strongest of {1} edges and {2} pointed at")
        entries.append(Entry(text.format(whole(shown), whole(of), whole(besides))))
    return entries


def _sample_pen(colours: Theme, width: float, negative: bool) -> QPen:
    """The pen of an edge, its dashes stretched a little so that the sample begins and ends with a whole one."""
    result = pen(colours, width, negative)
    if negative:
        dash, gap = (length * width for length in result.dashPattern())
        count = max(2, round((SAMPLE + gap) / (dash + gap)))
        stretched = SAMPLE / (count * dash + (count - 1) * gap) / width
        result.setDashPattern([dash * stretched, gap * stretched])
    return result


def draw_band(painter: QPainter, at: QPointF, colours: Theme) -> None:
    """The band around an edge along which a gradient comes back."""
    painter.fillRect(QRectF(at.x(), at.y() - 6, SAMPLE / 2, 12), theme.blend(colours.surface, colours.gradient, 0.3))


def draw_bias(painter: QPainter, box: QRectF, negative: bool, colours: Theme) -> None:
    """A bias: a square, filled for a positive one and hollow for a negative one."""
    draw_biases(painter, [box], negative, colours)


def draw_biases(painter: QPainter, boxes: list[QRectF], negative: bool, colours: Theme) -> None:
    """Biases of one sign and one size."""
    if not boxes:
        return
    ink = theme.colour(colours.negative if negative else colours.positive)
    painter.setPen(QPen(ink, min(2.0, boxes[0].width() / 4)))
    painter.setBrush(theme.colour(colours.surface) if negative else ink)
    painter.drawRects(boxes)


def draw_legend(painter: QPainter, entries: list[Entry], width: float, bottom: float, colours: Theme) -> None:
    """All entries in a row; in two rows where the pane is narrow."""
    painter.setFont(theme.font(theme.SMALL))
    metrics = QFontMetricsF(painter.font())
    rows: list[list[Entry]] = [[]]
    x = float(theme.MARGIN)
    for entry in entries:
        needed = _needed(entry, metrics)
        if x + needed > width and rows[-1]:
            rows.append([])
            x = float(theme.MARGIN)
        rows[-1].append(entry)
        x += needed + theme.GAP * 2
    y = bottom - LINE_HEIGHT * (len(rows) - 1)
    for row in rows:
        _draw_row(painter, row, y, metrics, colours)
        y += LINE_HEIGHT


def _draw_row(painter: QPainter, row: list[Entry], y: float, metrics: QFontMetricsF, colours: Theme) -> None:
    x = float(theme.MARGIN)
    for entry in row:
        if entry.draw is not None:
            entry.draw(painter, QPointF(x, y - 4))
        painter.setPen(theme.colour(colours.muted))
        shift = entry.sample_width + 6 if entry.draw else 0.0
        painter.drawText(QPointF(x + shift, y), entry.text)
        x += _needed(entry, metrics) + theme.GAP * 2


def _needed(entry: Entry, metrics: QFontMetricsF) -> float:
    return (entry.sample_width + 6 if entry.draw else 0.0) + metrics.horizontalAdvance(entry.text)
