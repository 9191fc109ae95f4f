"""Boxes: what is to be painted, with its width, ascent and descent; and how small boxes make a large one.

Places are counted from the left end of the baseline, downwards, in pixels. The rules are those of TeX; the lengths, in
em of the box that something is put on, are what STIX Two Math asks for in its table MATH.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gui.painting.maths.face import Glyph, Placed, Sized
from gui.painting.maths.piece import Piece

# How high above the baseline fractions and operators have their middle, and how thick the rule of a fraction is.
AXIS = 0.258
STROKE = 0.06

# How far the parts of a fraction are from its baseline and from its rule at least, without and with room; with room the
# letters of all fractions stand on one line. The rule is a little wider than they are.
FRACTION_SHIFT, FRACTION_GAP = (0.585, 0.64), (0.068, 0.12)
FRACTION_SIDE, STROKE_OVER = 0.06, 0.04

# The rule of a root, and how far it is above what it covers, without and with room.
ROOT_STROKE, ROOT_GAP = 0.068, (0.085, 0.17)

# Scripts: how far they are moved, how far at least the upper one's foot is above the baseline and the lower one's head
# below the top of an x, how far they are from the corners of what is tall, and from one another.
ABOVE, ABOVE_CRAMPED, ABOVE_BOTTOM, ABOVE_DROP = 0.36, 0.252, 0.12, 0.23
BELOW, BELOW_TOP, BELOW_DROP = 0.21, 0.368, 0.16
BETWEEN, ABOVE_BOTTOM_WITH_BELOW = 0.15, 0.38
AFTER_SCRIPT = 0.04
UPPER_LIMIT, LOWER_LIMIT, LIMIT_GAP = 0.3, 0.67, 0.135

# The height of a letter on which a hat is where the font has drawn it.
ACCENT_BASE = 0.48

# Parentheses need not hold quite all of what is in them: this share of it, or all but this.
HELD, HELD_SHORT = 0.95, 0.25

# The room around a piece, and how tall it is at least, so that a line's pieces look alike when they are lit.
PIECE_SIDE, PIECE_GAP, PIECE_ASCENT, PIECE_DESCENT = 0.07, 0.06, 0.68, 0.14

# A glyph at its place: its font, its number, its place to the right and down, and whether it is strong. There are too
# many of them for anything slower than a tuple.
Mark = tuple[Sized, int, float, float, bool]


class Stroke(NamedTuple):
    """The rule of a fraction or a root; `y` is its middle."""

    x: float
    y: float
    width: float
    thickness: float
    strong: bool


class Area(NamedTuple):
    """Where a piece is."""

    x: float
    top: float
    width: float
    height: float
    piece: Piece


class Box(NamedTuple):
    """Something to be painted.

    A single glyph has a place for an accent, and may lean over to its right. What is `flat` is a letter, a number or a
    row of them: its scripts do not go by its height, so that they stand alike all along a line.
    """

    width: float
    ascent: float
    descent: float
    marks: Sequence[Mark] = ()
    strokes: Sequence[Stroke] = ()
    areas: Sequence[Area] = ()
    lean: float = 0.0
    accent: float | None = None
    flat: bool = False


def assembled(width: float, parts: Iterable[tuple[Box, float, float]], strokes: Iterable[Stroke] = ()) -> Box:
    """Boxes, each moved to the right and down, as one that is as tall as they are."""
    ascent = descent = 0.0
    marks: list[Mark] = []
    all_strokes = list(strokes)
    areas: list[Area] = []
    for box, x, y in parts:
        ascent, descent = max(ascent, box.ascent - y), max(descent, box.descent + y)
        marks += [(font, glyph, left + x, down + y, strong) for font, glyph, left, down, strong in box.marks]
        if box.strokes:
            all_strokes += [stroke._replace(x=stroke.x + x, y=stroke.y + y) for stroke in box.strokes]
        if box.areas:
            areas += [area._replace(x=area.x + x, top=area.top + y) for area in box.areas]
    return Box(width, ascent, descent, marks, all_strokes, areas)


# Glyphs.


def symbol(glyphs: Sequence[Glyph], size: int, strong: bool = False) -> Box:
    """Glyphs side by side: a letter, a number, the name of a function."""
    x = ascent = descent = 0.0
    marks: list[Mark] = []
    for glyph in glyphs:
        marks.append((glyph.cut.at(size), glyph.number, x * size, 0.0, strong))
        x += glyph.width
        ascent, descent = max(ascent, glyph.ascent), max(descent, glyph.descent)
    if len(glyphs) > 1:
        return Box(x * size, ascent * size, descent * size, marks, flat=True)
    lean, accent = glyphs[0].lean * size, glyphs[0].accent * size
    return Box(x * size + lean, ascent * size, descent * size, marks, lean=lean, accent=accent, flat=True)


def words(glyphs: Sequence[Placed], width: float, strong: bool = False) -> Box:
    """A text as Qt has set it."""
    inks = [glyph.font.raw.boundingRect(glyph.number).translated(glyph.x, glyph.y) for glyph in glyphs]
    ascent = max((-ink.top() for ink in inks), default=0.0)
    descent = max((ink.bottom() for ink in inks), default=0.0)
    return Box(width, max(ascent, 0.0), max(descent, 0.0), [(*glyph, strong) for glyph in glyphs])


def centred(glyph: Glyph, size: int, em: float, strong: bool = False) -> Box:
    """A glyph of a size with its middle on the axis of a line of another."""
    down = (glyph.ascent - glyph.descent) / 2 * size - AXIS * em
    return assembled(glyph.width * size, [(symbol([glyph], size, strong), 0.0, down)])


def fence(forms: Sequence[Glyph], held: Box, em: int, strong: bool = False) -> Box:
    """A parenthesis: the shortest form that is tall enough for what it holds, or else the tallest, enlarged."""
    needed = 2 * max(held.ascent - AXIS * em, held.descent + AXIS * em)
    needed = max(needed * HELD, needed - HELD_SHORT * em)
    heights = [(form.ascent + form.descent) * em for form in forms]
    if heights[0] >= needed:
        return symbol(forms[:1], em, strong)
    for form, height in zip(forms, heights, strict=True):
        if height >= needed:
            return centred(form, em, em, strong)
    return centred(forms[-1], math.ceil(em * needed / heights[-1]), em, strong)


# Boxes from boxes.


def row(boxes: Sequence[Box], gaps: Sequence[float]) -> Box:
    """Boxes on one baseline, with a gap before each."""
    parts = []
    x = 0.0
    for box, gap in zip(boxes, gaps, strict=True):
        parts.append((box, x + gap, 0.0))
        x += gap + box.width
    return assembled(x, parts)._replace(flat=all(box.flat for box in boxes))


def fraction(top: Box, bottom: Box, em: float, display: bool, strong: bool = False) -> Box:
    """One box above another with a rule between; `display` where there is room."""
    thickness = STROKE * em
    near = FRACTION_GAP[display] * em + thickness / 2
    up = max(FRACTION_SHIFT[display] * em, AXIS * em + near + top.descent)
    down = max(FRACTION_SHIFT[display] * em, near + bottom.ascent - AXIS * em)
    inner = max(top.width, bottom.width) + 2 * STROKE_OVER * em
    side = FRACTION_SIDE * em
    rule = Stroke(side, -AXIS * em, inner, thickness, strong)
    parts = [(top, side + (inner - top.width) / 2, -up), (bottom, side + (inner - bottom.width) / 2, down)]
    return assembled(inner + 2 * side, parts, [rule])


def hat(base: Box, accent: Glyph, em: int, strong: bool = False) -> Box:
    """A hat over the middle of a box, or over the place that a letter has for it."""
    middle = base.width / 2 if base.accent is None else base.accent
    up = max(base.ascent - ACCENT_BASE * em, 0.0)
    over = symbol([accent], em, strong)
    box = assembled(base.width, [(base, 0.0, 0.0), (over, middle - accent.accent * em, -up)])
    return box._replace(lean=base.lean, accent=middle, flat=base.flat)


def root(forms: Sequence[Glyph], body: Box, em: int, display: bool, strong: bool = False) -> Box:
    """A box below a rule that goes on from a root sign, the shortest that is tall enough or the tallest, enlarged."""
    thickness, gap = ROOT_STROKE * em, ROOT_GAP[display] * em
    needed = body.ascent + body.descent + gap + thickness
    form = next((form for form in forms if (form.ascent + form.descent) * em >= needed), forms[-1])
    size = max(em, math.ceil(needed / (form.ascent + form.descent)))
    sign = symbol([form], size, strong)
    # A sign that is too tall leaves as much room above what it covers as below.
    top = body.ascent + gap + thickness + (sign.ascent + sign.descent - needed) / 2
    end = form.width * size
    rule = Stroke(end, thickness / 2 - top, body.width, thickness, strong)
    box = assembled(end + body.width, [(sign, 0.0, sign.ascent - top), (body, end, 0.0)], [rule])
    return box._replace(flat=False)


def scripts(base: Box, above: Box | None, below: Box | None, em: float, cramped: bool) -> Box:
    """Scripts to the right of a box."""
    up, down = _script_places(base, above, below, em, cramped)
    parts = [(base, 0.0, 0.0)]
    width = base.width
    if above is not None:
        parts.append((above, base.width, -up))
        width = base.width + above.width
    if below is not None:
        parts.append((below, base.width - base.lean, down))
        width = max(width, base.width - base.lean + below.width)
    return assembled(width + AFTER_SCRIPT * em, parts)


def _script_places(base: Box, above: Box | None, below: Box | None, em: float, cramped: bool) -> tuple[float, float]:
    """How far scripts are moved up and down."""
    up = max((ABOVE_CRAMPED if cramped else ABOVE) * em, 0.0 if base.flat else base.ascent - ABOVE_DROP * em)
    down = max(BELOW * em, 0.0 if base.flat else base.descent + BELOW_DROP * em)
    if above is not None:
        up = max(up, above.descent + ABOVE_BOTTOM * em)
    if below is not None:
        down = max(down, below.ascent - BELOW_TOP * em if above is None else 0.0)
    if above is None or below is None:
        return up, down
    bottom = up - above.descent
    short = max(BETWEEN * em - (bottom + down - below.ascent), 0.0)
    raised = min(max(ABOVE_BOTTOM_WITH_BELOW * em - bottom, 0.0), short)
    return up + raised, down + short - raised


def limits(base: Box, above: Box | None, below: Box | None, em: float) -> Box:
    """Scripts over and under the middle of a box."""
    width = max(box.width for box in (base, above, below) if box is not None)
    parts = [(base, (width - base.width) / 2, 0.0)]
    if above is not None:
        up = base.ascent + max(LIMIT_GAP * em + above.descent, UPPER_LIMIT * em)
        parts.append((above, (width - above.width) / 2, -up))
    if below is not None:
        down = base.descent + max(LIMIT_GAP * em + below.ascent, LOWER_LIMIT * em)
        parts.append((below, (width - below.width) / 2, down))
    return assembled(width, parts)


def area(box: Box, piece: Piece, em: float) -> Box:
    """A box with the area of a piece, which is somewhat larger than what is painted."""
    ascent = max(box.ascent, PIECE_ASCENT * em) + PIECE_GAP * em
    descent = max(box.descent, PIECE_DESCENT * em) + PIECE_GAP * em
    side = PIECE_SIDE * em
    here = Area(-side, -ascent, box.width + 2 * side, ascent + descent, piece)
    return box._replace(areas=[*box.areas, here])
