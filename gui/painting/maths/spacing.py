"""How far the parts of a row stand apart, as TeX has it, and where a line may be broken."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from gui.painting.maths.nodes import Fraction, Node, Paren, Row, Scripts, Space, Symbol
from gui.painting.maths.symbols import MINUS, SPACES, Kind

# By the kinds of two neighbours: none, a thin, a medium or a thick space; those in capitals are left out in scripts. A
# dash is where no binary operator comes to stand: there it is a sign.
_TABLE = (
    # ordinary, function, binary, relation, opening, closing, comma, inner
    "0tMK000T",
    "tt-K000T",
    "MM--M--M",
    "KK-0K00K",
    "00-00000",
    "0tMK000T",
    "TT-TTTTT",
    "TtMKT0TT",
)
_WIDTHS = {"t": 3 / 18, "T": 3 / 18, "M": 4 / 18, "K": 5 / 18}
_BEFORE_SIGNS = (None, Kind.FUNCTION, Kind.BINARY, Kind.RELATION, Kind.OPENING, Kind.COMMA)
_AFTER_SIGNS = (None, Kind.RELATION, Kind.CLOSING, Kind.COMMA)

# What a break costs: at a wide space, before a relation, an operator of a sum and one of a product; each parenthesis
# around adds INSIDE.
WIDE_SPACE, RELATION, SUM, PRODUCT, INSIDE = 0, 1, 2, 3, 4


class Part(NamedTuple):
    """A part of a row, the gap before it in em, and what a break before it costs; None where there can be none."""

    node: Node
    gap: float
    cost: int | None


@lru_cache(maxsize=1024)
def spaced(row: Row, in_script: bool) -> tuple[Part, ...]:
    """The parts of a row; the spaces that are written go into the gaps."""
    parts = []
    kinds = _settled([_kinds(node) for node in row.parts if not isinstance(node, Space)])
    gap, before, inside, number = 0.0, None, 0, 0
    for node in row.parts:
        if isinstance(node, Space):
            gap += node.width
            continue
        kind, last = kinds[number]
        parts.append(Part(node, gap + _gap(before, kind, in_script), _cost(node, kind, gap, inside)))
        inside += _opens(node)
        gap, before, number = 0.0, last, number + 1
    return tuple(parts)


def _gap(before: Kind | None, kind: Kind, in_script: bool) -> float:
    width = "0" if before is None else _TABLE[before][kind]
    return 0.0 if in_script and width.isupper() else _WIDTHS.get(width, 0.0)


def _cost(node: Node, kind: Kind, space: float, inside: int) -> int | None:
    if space >= SPACES["quad"]:
        return WIDE_SPACE + INSIDE * inside
    if kind is Kind.RELATION:
        return RELATION + INSIDE * inside
    if kind is not Kind.BINARY:
        return None
    is_sum = isinstance(node, Symbol) and node.text in ("+", MINUS)
    return (SUM if is_sum else PRODUCT) + INSIDE * inside


def _opens(node: Node) -> int:
    """1 for an opening parenthesis, -1 for a closing one, with or without scripts."""
    left, right = _kinds(node)
    return (left is Kind.OPENING) - (right is Kind.CLOSING)


def _kinds(node: Node) -> tuple[Kind, Kind]:
    """What a node is to its left and to its right."""
    match node:
        case Symbol(kind=kind):
            return kind, kind
        case Scripts(base=base):
            return _kinds(base)
        case Paren():
            return Kind.OPENING, Kind.CLOSING
        case Fraction():
            return Kind.INNER, Kind.INNER
    return Kind.ORDINARY, Kind.ORDINARY


def _settled(kinds: Sequence[tuple[Kind, Kind]]) -> list[tuple[Kind, Kind]]:
    """The kinds where binary operators that stand between no two things are signs."""
    settled: list[tuple[Kind, Kind]] = []
    for number, (left, right) in enumerate(kinds):
        before = settled[-1][1] if settled else None
        after = kinds[number + 1][0] if number + 1 < len(kinds) else None
        is_sign = left is Kind.BINARY and (before in _BEFORE_SIGNS or after in _AFTER_SIGNS)
        settled.append((Kind.ORDINARY, Kind.ORDINARY) if is_sign else (left, right))
    return settled
