"""The face of formulas: STIX Two Math where it is installed, else the window's own face with its italics."""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QRawFont, QTextLayout

from gui.painting.maths.opentype import Extras, read_extras
from gui.painting.maths.symbols import slanted

FILE = "STIXTwoMath-Regular.ttf"
# Glyphs are measured at this size in pixels, where rounding does not show.
_LARGE = 1000


@dataclass(frozen=True, eq=False)
class Sized:
    """A font at one size, to paint with."""

    raw: QRawFont


class Cut:
    """One font in one posture, at any size."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._sized: dict[int, Sized] = {}
        self.large = self.at(_LARGE).raw

    def at(self, size: int) -> Sized:
        """The font at a size in pixels.

        It is made anew for each: a raw font that is only set to another size loses glyphs that are tall on the screen,
        in Qt 6.11.
        """
        sized = self._sized.get(size)
        if sized is None:
            sized = self._sized[size] = Sized(QRawFont.fromFont(_with_size(self._font, size)))
        return sized


class Glyph(NamedTuple):
    """A glyph and its lengths in em: how far it leans over its width, and where an accent stands on it."""

    cut: Cut
    number: int
    width: float
    ascent: float
    descent: float
    lean: float
    accent: float


class Placed(NamedTuple):
    """A glyph and where it is, from the left end of its text's baseline."""

    font: Sized
    number: int
    x: float
    y: float


class Face:
    """What formulas need of a font; all that it measures it remembers."""

    def __init__(self, font: QFont, mathematical: bool) -> None:
        self._font = font
        self._mathematical = mathematical
        self._upright = Cut(font)
        self._italic = self._upright if mathematical else Cut(_italic(font))
        self._extras = _extras(self._upright.large) if mathematical else Extras()
        self._glyphs: dict[tuple[str, bool, int], Glyph] = {}
        self._taller: dict[int, tuple[Glyph, ...]] = {}

    def glyph(self, character: str, slants: bool = False, depth: int = 0) -> Glyph:
        """The glyph of a character; `depth` is 1 in a script and 2 in a script of a script."""
        key = (character, slants, depth)
        glyph = self._glyphs.get(key)
        if glyph is None:
            glyph = self._glyphs[key] = self._find(*key)
        return glyph

    def taller(self, glyph: Glyph) -> tuple[Glyph, ...]:
        """The forms of a glyph from itself up; one that has no taller forms is alone."""
        forms = self._taller.get(glyph.number)
        if forms is None:
            numbers = self._extras.taller.get(glyph.number, ()) if glyph.cut is self._upright else ()
            found = tuple(self._measured(glyph.cut, number) for number in numbers)
            forms = self._taller[glyph.number] = found or (glyph,)
        return forms

    def words(self, text: str, size: int) -> tuple[list[Placed], float]:
        """The glyphs of a text, from whatever fonts have them, and the width of the text."""
        font = _with_size(self._font, size)
        return list(_shaped(text, font)), QFontMetricsF(font).horizontalAdvance(text)

    def _find(self, character: str, slants: bool, depth: int) -> Glyph:
        code = slanted(character) if slants and self._mathematical else character
        cut = self._italic if slants else self._upright
        number = cut.large.glyphIndexesForString(code)[0]
        if number == 0:
            # Qt knows which other font has the character.
            placed = next(_shaped(character, _with_size(self._font, _LARGE)))
            return self._measured(Cut(QFont(placed.font.raw.familyName())), placed.number)
        forms = self._extras.small.get(number, ())[:depth] if cut is self._upright else ()
        return self._measured(cut, forms[-1] if forms else number)

    def _measured(self, cut: Cut, number: int) -> Glyph:
        ink = cut.large.boundingRect(number)
        width = cut.large.advancesForGlyphIndexes([number])[0].x()
        extras = self._extras if cut is self._upright else Extras()
        unit = 1 / cut.large.unitsPerEm()
        lean = extras.leans.get(number, 0) * unit
        accent = extras.accents[number] * unit if number in extras.accents else ink.center().x() / _LARGE
        return Glyph(cut, number, width / _LARGE, -ink.top() / _LARGE, ink.bottom() / _LARGE, lean, accent)


@cache
def face() -> Face:
    """The face, loaded when the first formula is set."""
    path = font_file()
    loaded = -1 if path is None else QFontDatabase.addApplicationFont(str(path))
    families = QFontDatabase.applicationFontFamilies(loaded) if loaded >= 0 else []
    return Face(QFont(families[0]), True) if families else Face(QGuiApplication.font(), False)


def font_file() -> Path | None:
    """The font in the package that ships it, which is not imported for it."""
    package = importlib.util.find_spec("ziamath")
    folders = package.submodule_search_locations if package else None
    files = (Path(folder) / "fonts" / FILE for folder in folders or ())
    return next((file for file in files if file.is_file()), None)


def _extras(raw: QRawFont) -> Extras:
    math, substitutions = (bytes(raw.fontTable(name).data()) for name in ("MATH", "GSUB"))
    return read_extras(math, substitutions)


def _with_size(font: QFont, size: int) -> QFont:
    font = QFont(font)
    font.setPixelSize(max(size, 1))
    # Strokes keep their own place and width; numbers do not jump by whole pixels.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _italic(font: QFont) -> QFont:
    font = QFont(font)
    font.setItalic(True)
    return font


def _shaped(text: str, font: QFont) -> Iterator[Placed]:
    """A line of text as Qt sets it."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    for run in layout.glyphRuns():
        sized = Sized(run.rawFont())
        for number, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            yield Placed(sized, number, place.x(), place.y() - line.ascent())
