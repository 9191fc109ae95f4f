"""Spaces between symbols as in TeX, and places for breaks."""

import pytest

from gui.painting.maths.spacing import INSIDE, PRODUCT, RELATION, SUM, WIDE_SPACE, spaced
from gui.painting.maths.tex import parse

THIN, MEDIUM, THICK = 3 / 18, 4 / 18, 5 / 18


def gaps(text, in_script=False):
    return [part.gap for part in spaced(parse(text), in_script)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ab", [0, 0]),
        ("a + b", [0, MEDIUM, MEDIUM]),
        ("a = b", [0, THICK, THICK]),
        ("a, b", [0, 0, THIN]),
        (r"a \ln b", [0, THIN, THIN]),
        (r"\ln (b)", [0, 0, 0, 0]),
        (r"a \frac{1}{2} b", [0, THIN, THIN]),
        (r"f\paren{x}y", [0, 0, 0]),
        (r"a\,b", [0, THIN]),
        (r"a \quad b", [0, 1]),
        ("-a", [0, 0]),
        ("a = -b", [0, THICK, THICK, 0]),
        ("(-a)", [0, 0, 0, 0]),
        (r"a \cdot -b", [0, MEDIUM, MEDIUM, 0]),
        ("a + = b", [0, 0, THICK, THICK]),
    ],
)
def test_the_gaps_between_neighbours(text, expected):
    assert gaps(text) == pytest.approx(expected)


def test_in_scripts_operators_stand_close():
    assert gaps("a + b = c, d", in_script=True) == [0] * 7
    assert gaps(r"a \ln b", in_script=True) == pytest.approx([0, THIN, THIN])


def test_breaks_are_before_operators_and_cost_least_before_relations():
    costs = [part.cost for part in spaced(parse(r"a = b + c \cdot (d - e) \quad f = -1"), False)]
    inside = SUM + INSIDE
    assert costs == [
        *(None, RELATION, None, SUM, None, PRODUCT, None, None, inside, None, None),
        *(WIDE_SPACE, RELATION, None, None),
    ]
