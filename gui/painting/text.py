"""Text in boxes: elided or made to fit, never cut off."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from gui import theme

CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def draw_text(
    painter: QPainter, box: QRectF, text: str, size: float, colour: str, align: Qt.AlignmentFlag = CENTRE
) -> None:
    """One line of text, with … where it is too long for its box."""
    painter.setFont(theme.font(max(1, round(size))))
    painter.setPen(theme.colour(colour))
    metrics = QFontMetricsF(painter.font())
    painter.drawText(box, int(align), metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()))


def text_width(text: str, size: float) -> float:
    return QFontMetricsF(theme.font(max(1, round(size)))).horizontalAdvance(text)


@lru_cache(4096)
def fitting_size(text: str, width: float, largest: int, smallest: int) -> int:
    """The largest size at which a bold text is no wider than `width`; 0 when it would be below `smallest`."""
    needed = QFontMetricsF(theme.font(largest, bold=True)).horizontalAdvance(text)
    size = largest if needed <= width else int(largest * width / needed)
    return size if size >= smallest else 0
