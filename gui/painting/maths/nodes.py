"""What formulas are made of, as `tex` reads them: a tree of frozen nodes.

A node is equal to itself alone. That makes it a quick key for what is remembered of it, and the same text is read into
the same nodes.
"""

from dataclasses import dataclass

from gui.painting.maths.symbols import Kind


@dataclass(frozen=True, eq=False)
class Symbol:
    """A letter, a number, an operator or the name of a function; letters are slanted."""

    text: str
    kind: Kind = Kind.ORDINARY
    slanted: bool = False


@dataclass(frozen=True, eq=False)
class Words:
    """Upright words of a language."""

    text: str


@dataclass(frozen=True, eq=False)
class Space:
    """Empty room, in em."""

    width: float


@dataclass(frozen=True, eq=False)
class Slot:
    """A place for a piece that is filled in later."""

    name: str


@dataclass(frozen=True, eq=False)
class Row:
    """Parts side by side."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, eq=False)
class Scripts:
    """A base with something smaller above, below or both."""

    base: "Node"
    above: Row | None = None
    below: Row | None = None


@dataclass(frozen=True, eq=False)
class Fraction:
    """One row over another."""

    top: Row
    bottom: Row


@dataclass(frozen=True, eq=False)
class Hat:
    """A row with a hat."""

    base: Row


@dataclass(frozen=True, eq=False)
class Root:
    """The square root of a row."""

    body: Row


@dataclass(frozen=True, eq=False)
class Paren:
    """Parentheses as tall as what they hold."""

    body: Row


Node = Symbol | Words | Space | Slot | Row | Scripts | Fraction | Hat | Root | Paren


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right inside a node."""
    match node:
        case Row(parts):
            return parts
        case Scripts(base, above, below):
            return tuple(part for part in (base, above, below) if part is not None)
        case Fraction(top, bottom):
            return (top, bottom)
        case Hat(inside) | Root(inside) | Paren(inside):
            return (inside,)
    return ()
