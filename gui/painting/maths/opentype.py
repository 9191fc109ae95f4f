"""What a mathematical font tells of itself and Qt does not hand on: forms of its glyphs, and where to put things.

The layout of the tables is that of the OpenType specification; glyphs are their numbers, lengths are in font units.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_ALTERNATES = 3


@dataclass(frozen=True)
class Extras:
    """By glyph: how far a slanted one leans over its width, where an accent stands on it, its taller forms from the
    shortest up, and the forms drawn for scripts and for scripts of scripts.
    """

    leans: Mapping[int, int] = field(default_factory=dict)
    accents: Mapping[int, int] = field(default_factory=dict)
    taller: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    small: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def read_extras(math: bytes, substitutions: bytes) -> Extras:
    """The extras in the tables MATH and GSUB; none from a font that has no such tables."""
    small = _small(_Table(substitutions)) if substitutions else {}
    if not math:
        return Extras(small=small)
    info, variants = _Table(math).table(6), _Table(math).table(8)
    return Extras(_values(info.table(0)), _values(info.table(2)), _taller(variants), small)


@dataclass(frozen=True)
class _Table:
    """Numbers at places that are counted from the start of a table."""

    data: bytes
    start: int = 0

    def number(self, at: int, signed: bool = False) -> int:
        at += self.start
        return int.from_bytes(self.data[at : at + 2], "big", signed=signed)

    def table(self, at: int) -> "_Table":
        """The table whose place, counted from the start of this one, is written at `at`."""
        return _Table(self.data, self.start + self.number(at))

    def tables(self, at: int) -> Iterator["_Table"]:
        """As many tables as is written at `at`, whose places follow it."""
        return (self.table(at + 2 + 2 * place) for place in range(self.number(at)))

    def covered(self, at: int) -> list[int]:
        """The glyphs of a coverage table, in their order."""
        coverage = self.table(at)
        count = range(coverage.number(2))
        if coverage.number(0) == 1:
            return [coverage.number(4 + 2 * place) for place in count]
        ends = ((coverage.number(4 + 6 * place), coverage.number(6 + 6 * place)) for place in count)
        return [glyph for first, last in ends for glyph in range(first, last + 1)]


def _values(table: _Table) -> dict[int, int]:
    """A length for each glyph; each is followed by two bytes for corrections of single sizes, which are left out."""
    glyphs = table.covered(0)
    return {glyph: table.number(4 + 4 * place, signed=True) for place, glyph in enumerate(glyphs)}


def _taller(variants: _Table) -> dict[int, tuple[int, ...]]:
    glyphs = variants.covered(2)
    forms = (variants.table(10 + 2 * place) for place in range(len(glyphs)))
    return {
        glyph: tuple(form.number(4 + 4 * place) for place in range(form.number(2)))
        for glyph, form in zip(glyphs, forms, strict=True)
    }


def _small(substitutions: _Table) -> dict[int, tuple[int, ...]]:
    """The alternates of the feature for scripts, `ssty`."""
    features, lookups = substitutions.table(6), list(substitutions.table(8).tables(0))
    small: dict[int, tuple[int, ...]] = {}
    for place in range(features.number(0)):
        at = features.start + 2 + 6 * place
        if features.data[at : at + 4] == b"ssty":
            feature = features.table(6 + 6 * place)
            for number in range(feature.number(2)):
                small |= _alternates(lookups[feature.number(4 + 2 * number)])
    return small


def _alternates(lookup: _Table) -> dict[int, tuple[int, ...]]:
    alternates: dict[int, tuple[int, ...]] = {}
    if lookup.number(0) == _ALTERNATES:
        for table in lookup.tables(4):
            for glyph, forms in zip(table.covered(2), table.tables(4), strict=True):
                alternates[glyph] = tuple(forms.number(2 + 2 * place) for place in range(forms.number(0)))
    return alternates
