"""Formulas, typeset: a template in a subset of TeX (see `tex`), whose slots are filled with pieces."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGlyphRun, QPainter

from gui.painting.maths.boxes import Stroke
from gui.painting.maths.face import Sized
from gui.painting.maths.layout import Item, Style, line
from gui.painting.maths.piece import Piece
from gui.painting.maths.tex import TexError, parse
from gui.painting.maths.wrapping import broken, stacked

__all__ = ["Hit", "Piece", "TexError", "Typeset", "typeset"]

# How much thicker strong glyphs are, and how round the corners of what is lit, in em.
BOLDER = 0.03
ROUND = 0.2


@dataclass(frozen=True)
class Hit:
    """Where a piece is, counted from the left end of the formula's first baseline."""

    rect: QRectF
    piece: Piece


class Typeset:
    """A formula laid out, in one line or in several; lengths are in pixels, the baseline is that of the first line."""

    def __init__(self, lines: Sequence[Sequence[Item]], size: int) -> None:
        self._lines = lines
        self._size = size
        self._box = stacked(lines, size)
        self.hits = tuple(Hit(QRectF(x, top, width, height), piece) for x, top, width, height, piece in self._box.areas)
        self.width = self._box.width
        self.ascent = max([self._box.ascent, *(-hit.rect.top() for hit in self.hits)])
        self.descent = max([self._box.descent, *(hit.rect.bottom() for hit in self.hits)])

    def lines(self, width: float) -> "Typeset":
        """The same formula, broken into lines that are no wider than `width` where it can be broken."""
        items = list(itertools.chain.from_iterable(self._lines))
        return Typeset(broken(items, width, self._size), self._size)

    def draw(
        self,
        painter: QPainter,
        x: float,
        baseline: float,
        ink: QColor,
        lit: Mapping[Any, QColor],
        strong_ink: QColor,
    ) -> None:
        """Paint it; a piece whose key is in `lit` has a background of that colour."""
        ratio = painter.device().devicePixelRatio()
        baseline = round(baseline * ratio) / ratio
        painter.save()
        if lit:
            self._draw_lit(painter, QPointF(x, baseline), lit)
        for stroke in self._box.strokes:
            painter.fillRect(_on_pixels(stroke, x, baseline, ratio), strong_ink if stroke.strong else ink)
        for run, strong in self._runs:
            painter.setPen(strong_ink if strong else ink)
            painter.drawGlyphRun(QPointF(x, baseline), run)
            if strong:
                painter.drawGlyphRun(QPointF(x + BOLDER * self._size, baseline), run)
        painter.restore()

    def _draw_lit(self, painter: QPainter, origin: QPointF, lit: Mapping[Any, QColor]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for hit in self.hits:
            if hit.piece.key in lit:
                painter.setBrush(lit[hit.piece.key])
                painter.drawRoundedRect(hit.rect.translated(origin), ROUND * self._size, ROUND * self._size)

    @cached_property
    def _runs(self) -> list[tuple[QGlyphRun, bool]]:
        """The glyphs of each font and ink: to paint them together is many times faster than one by one."""
        together: dict[tuple[Sized, bool], tuple[list[int], list[QPointF]]] = {}
        for font, glyph, x, y, strong in self._box.marks:
            numbers, places = together.setdefault((font, strong), ([], []))
            numbers.append(glyph)
            places.append(QPointF(x, y))
        return [(_run(font, *glyphs), strong) for (font, strong), glyphs in together.items()]


def typeset(template: str, slots: Mapping[str, Piece], size: int, width: float | None = None) -> Typeset:
    """Lay a formula out at a size in pixels, in lines no wider than `width` where it can be broken.

    A template or a piece that is not of the subset is a `TexError`, a slot that nothing fills a `ValueError`.
    """
    items = line(parse(template), Style(size), slots)
    return Typeset([items] if width is None else broken(items, width, size), size)


def _run(font: Sized, numbers: list[int], places: list[QPointF]) -> QGlyphRun:
    run = QGlyphRun()
    run.setRawFont(font.raw)
    run.setGlyphIndexes(numbers)
    run.setPositions(places)
    return run


def _on_pixels(stroke: Stroke, x: float, baseline: float, ratio: float) -> QRectF:
    """Where a stroke covers whole pixels from top to bottom, so that it is as sharp as can be."""
    thickness = max(round(stroke.thickness * ratio), 1) / ratio
    top = round((baseline + stroke.y - thickness / 2) * ratio) / ratio
    return QRectF(x + stroke.x, top, stroke.width, thickness)
