"""Makes boxes of nodes, in TeX's styles."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from gui.painting.maths import boxes
from gui.painting.maths.boxes import Box
from gui.painting.maths.face import face
from gui.painting.maths.nodes import Fraction, Hat, Node, Paren, Root, Row, Scripts, Slot, Symbol, Words, children
from gui.painting.maths.piece import Piece
from gui.painting.maths.spacing import INSIDE, spaced
from gui.painting.maths.symbols import HAT, ROOT, SUM, WITH_LIMITS
from gui.painting.maths.tex import parse

# How large a script, and a script of a script, are beside the line.
SHARES = (1.0, 0.7, 0.55)
# How much larger ∑ is on a line of its own where the font has no large one.
ENLARGED = 1.4

Slots = Mapping[str, Piece]


class Style(NamedTuple):
    """How something is set: the size of the line, how deep it is in scripts, whether there is room to stand tall,
    whether scripts stay low because something is above them, and whether it is strong.
    """

    size: int
    depth: int = 0
    display: bool = True
    cramped: bool = False
    strong: bool = False

    @property
    def em(self) -> int:
        """The size of its letters, in whole pixels."""
        return int(self.size * SHARES[self.depth] + 0.5)

    def smaller(self, cramped: bool) -> "Style":
        """The style of a script."""
        return self._replace(depth=min(self.depth + 1, 2), display=False, cramped=self.cramped or cramped)

    def part(self, cramped: bool) -> "Style":
        """The style of a part of a fraction: as large as the line only where that has room."""
        style = self._replace(display=False, cramped=self.cramped or cramped)
        return style if self.display else style.smaller(cramped)


class Item(NamedTuple):
    """A box of a line, the gap before it, and what a break before it costs; None where there can be none."""

    box: Box
    gap: float
    cost: int | None


def line(row: Row, style: Style, slots: Slots, inside: int = 0) -> list[Item]:
    """The boxes of a row. Parentheses and what they hold are boxes of their own, so that a line can be broken there."""
    items: list[Item] = []
    em = style.em
    for node, gap, cost in spaced(row, style.depth > 0):
        if isinstance(_bare(node), Paren):
            opening, *others = _parenthesised(node, style, slots, inside)
            items += [opening._replace(gap=gap * em), *others]
        else:
            items.append(Item(box_of(node, style, slots), gap * em, None if cost is None else cost + INSIDE * inside))
    return items


def box_of(node: Node, style: Style, slots: Slots) -> Box:
    """The box of a node; of one without slots it is remembered."""
    return _fixed(node, style) if _is_fixed(node) else _BUILDERS[type(node)](node, style, slots)


@lru_cache(maxsize=2048)
def _fixed(node: Node, style: Style) -> Box:
    return _BUILDERS[type(node)](node, style, {})


@lru_cache(maxsize=4096)
def _is_fixed(node: Node) -> bool:
    return not isinstance(node, Slot) and all(_is_fixed(child) for child in children(node))


# Parts.


def _row(row: Row, style: Style, slots: Slots) -> Box:
    items = line(row, style, slots)
    if len(items) == 1:
        return items[0].box
    return boxes.row([item.box for item in items], [item.gap for item in items])


def _symbol(node: Symbol, style: Style, _: Slots) -> Box:
    glyphs = [face().glyph(character, node.slanted, style.depth) for character in node.text]
    if node.text == SUM and style.display:
        forms = face().taller(glyphs[0])
        enlarged = ENLARGED if len(forms) == 1 else 1.0
        return boxes.centred(forms[-1], round(style.em * enlarged), style.em, style.strong)
    return boxes.symbol(glyphs, style.em, style.strong)


def _words(node: Words, style: Style, _: Slots) -> Box:
    return boxes.words(*face().words(node.text, style.em), style.strong)


def _slot(node: Slot, style: Style, slots: Slots) -> Box:
    if node.name not in slots:
        raise ValueError(f"nothing fills the slot <{node.name}>")
    piece = slots[node.name]
    box = box_of(parse(piece.tex), style._replace(strong=style.strong or piece.strong), {})
    return boxes.area(box, piece, style.em)


def _fraction(node: Fraction, style: Style, slots: Slots) -> Box:
    top = box_of(node.top, style.part(cramped=False), slots)
    bottom = box_of(node.bottom, style.part(cramped=True), slots)
    return boxes.fraction(top, bottom, style.em, style.display, style.strong)


def _hat(node: Hat, style: Style, slots: Slots) -> Box:
    base = box_of(node.base, style._replace(cramped=True), slots)
    return boxes.hat(base, face().glyph(HAT, depth=style.depth), style.em, style.strong)


def _root(node: Root, style: Style, slots: Slots) -> Box:
    body = box_of(node.body, style._replace(cramped=True), slots)
    return boxes.root(face().taller(face().glyph(ROOT)), body, style.em, style.display, style.strong)


def _scripts(node: Scripts, style: Style, slots: Slots) -> Box:
    return _scripted(node, box_of(node.base, style, slots), style, slots)


def _scripted(node: Scripts, base: Box, style: Style, slots: Slots) -> Box:
    """A base that has its box already, with its scripts."""
    above = None if node.above is None else box_of(node.above, style.smaller(cramped=False), slots)
    below = None if node.below is None else box_of(node.below, style.smaller(cramped=True), slots)
    if style.display and isinstance(node.base, Symbol) and node.base.text in WITH_LIMITS:
        return boxes.limits(base, above, below, style.em)
    return boxes.scripts(base, above, below, style.em, style.cramped)


def _parenthesised(node: Node, style: Style, slots: Slots, inside: int) -> list[Item]:
    """A parenthesis, what it holds, and the other one, with the scripts if there are any."""
    paren = _bare(node)
    assert isinstance(paren, Paren)
    held = line(paren.body, style, slots, inside + 1)
    room = boxes.row([item.box for item in held], [item.gap for item in held])
    opening, closing = (boxes.fence(face().taller(face().glyph(sign)), room, style.em, style.strong) for sign in "()")
    if isinstance(node, Scripts):
        closing = _scripted(node, closing, style, slots)
    return [Item(opening, 0.0, None), *held, Item(closing, 0.0, None)]


def _bare(node: Node) -> Node:
    """What has the scripts, or the node itself."""
    return node.base if isinstance(node, Scripts) else node


_BUILDERS: dict[type, Callable[[Any, Style, Slots], Box]] = {
    Row: _row,
    Symbol: _symbol,
    Words: _words,
    Slot: _slot,
    Fraction: _fraction,
    Hat: _hat,
    Root: _root,
    Scripts: _scripts,
}
