"""Formulas as they are asked for: pieces and where they are, lines, ink."""

import itertools

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gui import theme
from gui.painting.maths.formula import Piece, TexError, typeset
from tests.gui.painting.maths.helpers import LEFT, baseline_of, bounds, painted, pixels

CHAIN = (
    r"\frac{\partial L}{\partial <w>} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial \hat{y}}{\partial z}"
    r" \cdot \frac{\partial z}{\partial <w>} = (\hat{y} - y)\,\sigma'(z)\,x_2 = <a> \cdot <b> \cdot <c> = <r>"
)
PIECES = {
    "w": Piece("w_{12}^{(1)}", "w"),
    "a": Piece(r"\paren{-0.2146}", "a"),
    "b": Piece("0.1966", "b"),
    "c": Piece("0.52", "c"),
    "r": Piece("-0.02194", "r", "exactly", strong=True),
}
FORMULAS = [
    CHAIN,
    r"w \leftarrow w - \eta \frac{\partial L}{\partial w} = 0.5 - 0.1 \cdot <a> = <r>",
    r"\sigma(z) = \frac{1}{1+e^{-<b>}} \approx <r>",
    r"L = -\frac{1}{n} \sum_{i=1}^n \paren{y_i \ln \hat{y}_i + (1 - y_i) \ln (1 - \hat{y}_i)}",
    r"w - \eta \frac{<a>}{\sqrt{<b>} + \epsilon} = \sqrt{\frac{1}{2}}^3",
    r"\text{where } f'' \to \max_k z_k",
]

pytestmark = pytest.mark.usefixtures("qapp")


def red(colour):
    return colour.red() > colour.blue() + 60 and colour.red() > colour.green() + 60


# Pieces.


def test_every_slot_has_a_hit_with_its_piece():
    hits = typeset(CHAIN, PIECES, 17).hits
    assert sorted(hit.piece.key for hit in hits) == ["a", "b", "c", "r", "w", "w"]
    assert {hit.piece.tip for hit in hits} == {"", "exactly"}


@pytest.mark.parametrize(
    "template", ["x = <p> + 1", r"\frac{1}{2 + <p>}", "e^{-<p>}", r"\paren{\hat{y} - <p>}^2", "a_<p>"]
)
@pytest.mark.parametrize("tex", ["-0.125", r"\frac{a}{b}", "w_{12}^{(1)}"])
def test_a_hit_is_where_its_piece_is_painted(template, tex):
    formula = typeset(template, {"p": Piece(tex, "p", strong=True)}, 24)
    (hit,) = formula.hits
    left, top, right, bottom = bounds(pixels(painted(formula), red))
    found = QRectF(left, top, right - left, bottom - top).translated(-LEFT, -baseline_of(formula))
    assert hit.rect.adjusted(-2, -2, 2, 2).contains(found)
    assert hit.rect.width() < found.width() + 0.5 * 24
    assert hit.rect.height() < max(found.height(), 24) + 0.5 * 24


def test_hits_of_different_pieces_on_a_line_do_not_meet():
    rects = [hit.rect for hit in typeset(CHAIN, PIECES, 17).hits]
    assert not any(one.intersects(other) for one, other in itertools.combinations(rects, 2))


def test_a_piece_that_is_not_of_the_subset_is_an_error():
    with pytest.raises(TexError):
        typeset("<a>", {"a": Piece(r"\oops")}, 17)


# Lines.


@pytest.mark.parametrize("template", FORMULAS)
@pytest.mark.parametrize("width", [160, 200, 300, 400, 600])
def test_lines_are_no_wider_than_there_is_room(template, width):
    formula = typeset(template, PIECES, 17, width)
    assert formula.width <= width
    assert max((hit.rect.right() for hit in formula.hits), default=0) <= width + 2
    right = bounds(pixels(painted(formula), lambda colour: colour.lightness() < 200))[2]
    assert right <= LEFT + width + 1


def test_a_line_with_room_enough_is_not_broken():
    whole = typeset(CHAIN, PIECES, 17)
    assert typeset(CHAIN, PIECES, 17, whole.width).descent == whole.descent
    assert typeset(CHAIN, PIECES, 17, whole.width - 1).descent > whole.descent + 17


def test_relations_are_the_first_places_to_break():
    one, two, three = (typeset(tex, {}, 17) for tex in ("a + b = c + d", "a + b", "= c + d"))
    formula = one.lines(one.width - 1)
    assert formula.width == pytest.approx(max(two.width, three.width + 1.2 * 17))


def test_a_side_that_is_too_long_is_broken_at_its_sums_before_its_products():
    formula = typeset(r"aaaa \cdot bbbb + cccc \cdot dddd", {}, 17)
    half = typeset(r"+ cccc \cdot dddd", {}, 17).width
    broken = formula.lines(half + 2 * 17)
    assert broken.width < half + 2 * 17
    assert broken.descent < 2.5 * 17


def test_growing_parentheses_can_be_broken_too():
    tex = r"\frac{1}{2} \paren{<a> - <b> + <a> - <b> + <a> - <b>}^2"
    assert typeset(tex, PIECES, 17, 150).width <= 150


def test_what_cannot_be_broken_keeps_its_width():
    formula = typeset(r"\text{one long text in words}", {}, 17)
    assert formula.lines(50).width == formula.width


def test_the_ascent_is_that_of_the_first_line():
    tex = r"x = \frac{a}{b}"
    assert typeset(tex, {}, 17, 40).ascent < typeset(tex, {}, 17).ascent


def test_lines_can_be_made_one_again():
    whole = typeset(CHAIN, PIECES, 17)
    again = typeset(CHAIN, PIECES, 17, 200).lines(2000)
    assert (again.width, again.ascent, again.descent) == (whole.width, whole.ascent, whole.descent)
    assert [hit.rect for hit in again.hits] == [hit.rect for hit in whole.hits]


# Ink.


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
@pytest.mark.parametrize("template", FORMULAS)
def test_all_ink_is_within_the_box(template, colours):
    formula = typeset(template, PIECES, 24)
    surface = QColor(colours.surface)
    image = painted(formula, colours.surface, colours.text)
    left, top, right, bottom = bounds(pixels(image, lambda colour: colour != surface))
    assert LEFT - 4 <= left <= LEFT + 4
    assert LEFT + formula.width - 8 <= right <= LEFT + formula.width + 1
    assert top >= LEFT - 2
    assert bottom <= LEFT + formula.ascent + formula.descent + 1


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def test_what_is_lit_has_its_background_and_nothing_else_has(colours):
    formula = typeset(CHAIN, PIECES, 17)
    highlight = QColor(colours.selection)
    image = painted(formula, colours.surface, colours.text, {"b": highlight})
    origin = QPointF(LEFT, baseline_of(formula))
    (rect,) = (hit.rect.translated(origin) for hit in formula.hits if hit.piece.key == "b")
    lit = pixels(image, lambda colour: colour == highlight)
    assert lit
    assert all(rect.adjusted(-1, -1, 1, 1).contains(QPointF(*place)) for place in lit)


def test_a_piece_without_a_key_is_never_lit():
    formula = typeset("<p>", {"p": Piece("1")}, 17)
    assert painted(formula, lit={"p": QColor("#00ff00")}) == painted(formula)


def test_the_rule_of_a_fraction_is_as_sharp_as_the_screen():
    image = painted(typeset(r"\frac{1}{2}", {}, 17))
    row = max(
        range(image.height()), key=lambda y: sum(image.pixelColor(x, y).value() == 0 for x in range(image.width()))
    )
    assert image.pixelColor(LEFT + 2, row) == QColor("#000000")
    assert image.pixelColor(LEFT + 2, row - 1) == image.pixelColor(LEFT + 2, row + 1) == QColor("#ffffff")


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_no_glyph_is_lost_on_a_fine_screen(ratio):
    image = painted(typeset(r"\paren{\frac{1}{2}}", {}, 30), ratio=ratio)
    dark = pixels(image, lambda colour: colour.lightness() < 128)
    left, _, right, _ = bounds(dark)
    middle = typeset(r"\paren{\frac{1}{2}}", {}, 30).width / 2 + LEFT
    assert left < (middle - 10) * ratio
    assert right > (middle + 10) * ratio


def test_painting_leaves_the_painter_as_it_was():
    image = QImage(200, 60, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.setPen(QColor("#123456"))
        formula = typeset("<a>", PIECES, 17)
        formula.draw(painter, 5, 30, QColor("#000000"), {"a": QColor("#ffff00")}, QColor("#000000"))
        assert painter.pen().color() == QColor("#123456")
        assert not painter.testRenderHint(QPainter.RenderHint.Antialiasing)
