"""Boxes: what is above, below, beside and smaller than what."""

import pytest

from gui.painting.maths.layout import Style, box_of
from gui.painting.maths.piece import Piece
from gui.painting.maths.tex import parse

SIZE = 20

pytestmark = pytest.mark.usefixtures("qapp")


def box(text, size=SIZE, **slots):
    return box_of(parse(text), Style(size), slots)


def marks(text, **slots):
    """The glyphs of a text: size, x and y of each."""
    return [(font.raw.pixelSize(), x, y) for font, _, x, y, _ in box(text, **slots).marks]


def test_a_row_is_as_wide_as_its_letters():
    assert box("abc").width == pytest.approx(box("a").width + box("b").width + box("c").width)


def test_a_fraction_is_as_wide_as_its_wider_part_and_a_little():
    fraction, wider = box(r"\frac{1}{a + b + c}"), box("a + b + c")
    assert wider.width < fraction.width < wider.width + 0.3 * SIZE


def test_the_parts_of_a_fraction_are_in_the_middle_above_and_below_its_rule():
    fraction = box(r"\frac{1}{222}")
    (rule,) = fraction.strokes
    (_, x, top), *_, (_, last, bottom) = marks(r"\frac{1}{222}")
    assert top < rule.y < bottom
    assert x + box("1").width / 2 == pytest.approx(fraction.width / 2)
    assert rule.x < last < rule.x + rule.width
    assert rule.y == pytest.approx(-0.258 * SIZE)


def test_neighbouring_fractions_have_their_numerators_on_one_line():
    fractions = [marks(rf"\frac{{{letter}}}{{{letter}}}") for letter in ("a", "y", "g", "L", "h", r"\partial")]
    assert {fraction[0][2] for fraction in fractions} == {-0.64 * SIZE}
    assert {fraction[1][2] for fraction in fractions} == {0.64 * SIZE}


@pytest.mark.parametrize("text", ["x^2", "x_2"])
def test_scripts_are_smaller_and_to_the_right(text):
    (size, x, _), (script_size, script_x, _) = marks(text)
    assert script_size == round(0.7 * size)
    assert script_x > x


def test_scripts_of_scripts_are_smaller_still_and_no_more_than_that():
    assert [size for size, *_ in marks("x^{2^{2^2}}")] == [20, 14, 11, 11]


def test_one_script_is_above_and_one_below():
    (_, x, base), (_, up_x, up), (_, down_x, down) = marks("x^1_2")
    assert up < base < down
    assert x < down_x <= up_x < down_x + 0.1 * SIZE


def test_scripts_stand_alike_beside_letters_numbers_and_parentheses():
    heights = {marks(text)[-1][2] for text in ("x^2", "0.5^2", "(x)^2", r"\paren{x}^2", r"\hat{y}^2")}
    assert len(heights) == 1
    assert marks("<y>^2", y=Piece("0.25"))[-1][2] in heights


def test_scripts_of_something_tall_are_at_its_corners():
    assert marks(r"\paren{\frac{1}{2}}^2")[-1][2] < marks("x^2")[-1][2]


def test_scripts_stay_low_below_a_rule():
    assert marks(r"\frac{1}{x^2}")[-1][2] - marks(r"\frac{1}{x^2}")[1][2] > marks("x^2")[-1][2]


def test_a_hat_is_above_its_letter_and_takes_no_room():
    assert box(r"\hat{y}").width == box("y").width
    assert box(r"\hat{y}").ascent > box("y").ascent
    assert box(r"\hat{h}").ascent > box("h").ascent + 0.1 * SIZE


def test_parentheses_grow_with_what_they_hold():
    heights = [box(text) for text in (r"\paren{x}", r"\paren{\frac{1}{2}}", r"\paren{\sum_{i=1}^n \frac{x^2}{2}}")]
    tall = [box.ascent + box.descent for box in heights]
    assert tall == sorted(tall)
    assert tall[0] == pytest.approx(box("(x)").ascent + box("(x)").descent)
    assert box(r"\paren{\frac{1}{2}}").ascent >= 0.95 * box(r"\frac{1}{2}").ascent


def test_parentheses_around_something_huge_are_still_as_tall():
    tall = r"\frac{\frac{\frac{a}{b}}{\frac{c}{d}}}{\frac{\frac{a}{b}}{\frac{c}{d}}}"
    huge = rf"\frac{{{tall}}}{{{tall}}}"
    assert box(rf"\paren{{{huge}}}").descent >= 0.9 * box(huge).descent


def test_a_root_covers_what_is_in_it_and_no_more():
    root, body = box(r"\sqrt{a + b}"), box("a + b")
    (rule,) = root.strokes
    assert rule.width == pytest.approx(body.width)
    assert rule.x + rule.width == pytest.approx(root.width)
    assert rule.y + rule.thickness / 2 < -body.ascent
    assert marks(r"\sqrt{a + b}")[1][1] == pytest.approx(rule.x)


def test_a_root_sign_grows_with_what_it_covers():
    texts = (r"\sqrt{x}", r"\sqrt{\frac{1}{2}}", r"\sqrt{\frac{\frac{\frac{a}{b}}{c}}{\frac{\frac{a}{b}}{c}}}")
    heights = []
    for text in texts:
        whole, body = box(text), box(text.removeprefix(r"\sqrt{").removesuffix("}"))
        assert whole.ascent > body.ascent
        assert whole.descent >= body.descent
        heights.append(whole.ascent + whole.descent)
    assert heights == sorted(set(heights))


def test_a_root_sign_ends_where_its_rule_begins():
    (rule, *_), ((size, x, y), *_) = box(r"\sqrt{x}").strokes, marks(r"\sqrt{x}")
    (sign,) = box(r"\sqrt{}").marks
    ink = sign[0].raw.boundingRect(sign[1])
    assert (size, x) == (SIZE, 0)
    assert y + ink.top() == pytest.approx(rule.y - rule.thickness / 2, abs=0.05 * SIZE)
    assert ink.right() == pytest.approx(rule.x, abs=0.1 * SIZE)


def test_limits_are_below_and_above_a_sum_and_beside_it_in_a_fraction():
    (_, sum_x, _), (_, n_x, n_y), (_, i_x, i_y) = marks(r"\sum_i^n")
    assert n_y < -0.9 * SIZE
    assert i_y > 0.5 * SIZE
    assert max(n_x, i_x) < sum_x + box(r"\sum").width
    (_, small_x, _), (_, beside_x, _), *_ = marks(r"\frac{\sum_i}{2}")
    assert beside_x > small_x + 0.5 * SIZE


def test_a_sum_on_its_line_is_larger_than_in_a_fraction():
    in_fraction = box_of(parse(r"\sum"), Style(SIZE).part(cramped=False), {})
    assert box(r"\sum").ascent > in_fraction.ascent


def test_the_same_text_has_the_same_width():
    assert box("x + 0.5").width == box("x + 0.5").width
    assert box("<a> + 1", a=Piece("0.1234")).width == box("<a> + 1", a=Piece("9.8765")).width


@pytest.mark.parametrize("text", ["w_{12}^{(1)}", r"\frac{\partial L}{\partial z}", r"\hat{y}", r"\sum_{i=1}^n"])
def test_everything_grows_with_the_size(text):
    small, large = box(text, 20), box(text, 40)
    assert (large.width, large.ascent) == pytest.approx((2 * small.width, 2 * small.ascent), rel=0.05)


def test_a_slot_that_nothing_fills_is_named():
    with pytest.raises(ValueError, match="nothing fills the slot <b>"):
        box("<a> + <b>", a=Piece("1"))


def test_an_empty_text_takes_no_room():
    assert (box("").width, box("").ascent, box("").descent) == (0, 0, 0)
    assert box(r"\frac{}{}").width < SIZE
