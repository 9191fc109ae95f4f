"""The font of formulas, and what is done without it."""

import sys

import pytest

from gui.painting.maths import face as faces
from gui.painting.maths.face import Face, face, font_file
from gui.painting.maths.symbols import slanted


@pytest.fixture
def plain_face(qapp):
    """The face where the font is not installed."""
    return Face(qapp.font(), mathematical=False)


def test_the_font_is_found_without_importing_its_package(qapp):
    assert font_file().name == "STIXTwoMath-Regular.ttf"
    assert face().glyph("x").width > 0
    assert "ziamath" not in sys.modules


@pytest.mark.parametrize(
    ("letter", "code"), [("a", 0x1D44E), ("h", 0x210E), ("Z", 0x1D44D), ("σ", 0x1D70E), ("∂", 0x1D715), ("2", 0x32)]
)
def test_letters_have_code_points_of_their_own_in_italics(letter, code):
    assert slanted(letter) == chr(code)


def test_all_digits_have_one_width(qapp):
    assert len({face().glyph(digit).width for digit in "0123456789"}) == 1


def test_scripts_have_forms_of_their_own(qapp):
    numbers = {face().glyph("2", depth=depth).number for depth in (0, 1, 2)}
    assert len(numbers) == 3


def test_parentheses_have_taller_forms(qapp):
    heights = [form.ascent + form.descent for form in face().taller(face().glyph("("))]
    assert heights == sorted(heights)
    assert heights[-1] > 3 * heights[0]


def test_words_may_have_characters_that_the_font_has_not(qapp):
    glyphs, width = face().words("Größe 身長", 17)
    assert len(glyphs) >= 7
    assert width > 17


def test_without_the_font_letters_are_the_italics_of_the_window(plain_face):
    upright, italic = plain_face.glyph("x"), plain_face.glyph("x", True)
    assert upright.cut is not italic.cut
    assert italic.cut.large.style() != upright.cut.large.style()


@pytest.mark.parametrize("character", "∂σ∑−′⋯≤\u0302")
def test_without_the_font_every_symbol_is_found(plain_face, character):
    assert plain_face.glyph(character).ascent > 0


def test_without_the_package_the_face_is_the_window_s(qapp, monkeypatch):
    monkeypatch.setattr(faces, "font_file", lambda: None)
    family = faces.face.__wrapped__().glyph("x").cut.large.familyName()
    assert family == qapp.font().family()
