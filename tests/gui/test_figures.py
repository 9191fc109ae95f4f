"""Numbers as text: a fixed number of digits, a true minus sign."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.figures import exact, figure, fixed, percent, plain, signed, subscript, whole


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (0.0, "0.0000"),
        (0.25, "0.2500"),
        (-0.25, "−0.2500"),
        (999_999.4, "999999.4000"),
        (1e6, "1.00·10⁶"),
        (-1.5e30, "−1.50·10³⁰"),
        (0.00005, "0.0001"),
        (0.00004, "4.00·10⁻⁵"),
        (1e-300, "1.00·10⁻³⁰⁰"),
    ],
)
def test_a_figure_has_four_decimals_or_a_power_of_ten(value, shown):
    assert figure(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0.0000"), (-0.0, "0.0000"), (1e-9, "0.0000"), (-1e-9, "0.0000"), (0.03, "0.0300"), (2e9, "2.00·10⁹")],
)
def test_a_fixed_number_hides_what_is_too_small(value, shown):
    assert fixed(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.5, "+0.5000"), (-0.5, "−0.5000"), (0.0, "+0.0000")])
def test_a_signed_number_has_its_sign(value, shown):
    assert signed(value) == shown


@pytest.mark.parametrize(("share", "shown"), [(None, "–"), (0.0, "0.0 %"), (0.9035, "90.3 %"), (1.0, "100.0 %")])
def test_a_share_is_written_as_per_cent(share, shown):
    assert percent(share) == shown


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (1000, "1\u202f000"), (10**9, "1\u202f000\u202f000\u202f000")])
def test_thousands_stand_apart(value, shown):
    assert whole(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(25.0, "25"), (-2.0, "−2"), (0.5, "0.5"), (1 / 3, "0.333333")])
def test_an_input_is_written_as_short_as_it_can_be(value, shown):
    assert plain(value) == shown


def test_small_numbers_stand_below_the_line():
    assert subscript(10) == "₁₀"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_an_exact_number_gives_the_same_bits_back(value):
    assert float(exact(value).replace("−", "-")) == value


@given(st.floats(min_value=-1, max_value=1))
def test_numbers_from_minus_one_to_one_never_change_their_width(value):
    assert len(fixed(value).replace("−", "")) == 6
