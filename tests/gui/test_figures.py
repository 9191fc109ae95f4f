"""Numbers as text: a fixed number of digits, a true minus sign."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.figures import (
    DIGITS,
    SUPERSCRIPT,
    USUAL_DIGITS,
    digits_now,
    editable,
    exact,
    figure,
    fixed,
    input_tex,
    number,
    number_tex,
    percent,
    plain,
    set_decimal_point,
    set_digits,
    signed,
    subscript,
    typed_number,
    whole,
)

FINITE = st.floats(allow_nan=False, allow_infinity=False)


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


# Numbers of a calculation.


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.689974, "0.68997"),
        (-0.310025519, "−0.31003"),
        (1.0, "1.0000"),
        (-2.5, "−2.5000"),
        (123.456789, "123.46"),
        (99999.6, "1.0000·10⁵"),
        (999949.0, "9.9995·10⁵"),
        (999999.6, "1.0000·10⁶"),
        (-1234567.0, "−1.2346·10⁶"),
        (0.0001, "0.00010000"),
        (0.000123456, "0.00012346"),
        (0.00009999, "9.9990·10⁻⁵"),
        (-4.2e-17, "−4.2000·10⁻¹⁷"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "–"),
    ],
)
def test_a_number_of_a_calculation_has_five_digits_or_a_power_of_ten(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize("count", DIGITS)
def test_a_number_has_as_many_digits_as_one_chose(digits, count):
    digits(count)
    for value in (0.689974481127613, -0.06631779, 3.5, 0.00031, 17.25, 1e-9, -6.02214076e23):
        mantissa = number(value).split("·")[0]
        shown = mantissa.strip("−").replace(".", "").lstrip("0")
        assert len(shown) == count
        assert shown.rstrip("0") == f"{abs(value):.{count - 1}e}".split("e")[0].replace(".", "").rstrip("0")


@pytest.mark.parametrize(("chosen", "set_to"), [(2, 3), (3, 3), (8, 8), (9, 8), (-1, 3), (100, 8)])
def test_there_are_three_to_eight_digits(digits, chosen, set_to):
    digits(chosen)
    assert digits_now() == set_to


def power_of(written: str) -> float:
    """What a mantissa and a power of ten, written for people, come to."""
    mantissa, _, tail = written.replace("−", "-").partition("·10")
    back = {high: low for low, high in SUPERSCRIPT.items()}
    return float(f"{mantissa}e{tail.translate(back) or 0}")


@given(st.floats(-1e300, 1e300), st.sampled_from(DIGITS))
def test_a_number_is_right_to_half_of_its_last_digit(value, count):
    set_digits(count)
    try:
        assert power_of(number(value)) == pytest.approx(value, rel=0.5000001 * 10 ** (1 - count), abs=1e-320)
    finally:
        set_digits(USUAL_DIGITS)


@given(FINITE)
def test_formulas_have_the_same_number_with_the_signs_of_tex(value):
    mantissa, _, tail = number(value).partition("·10")
    power = tail.translate({high: low for low, high in SUPERSCRIPT.items()})
    expected = mantissa.replace("−", "-") + (rf" \times 10^{{{power}}}" if power else "")
    assert number_tex(value) == expected


@pytest.mark.parametrize(
    ("value", "written"),
    [(1.0, "1"), (-0.5, "-0.5"), (25.0, "25"), (0.05, "0.05"), (1e-7, r"1.0000 \times 10^{-7}"), (0.0, "0")],
)
def test_an_input_in_a_formula_is_as_short_as_it_can_be(value, written):
    assert input_tex(value) == written


def test_decimals_stand_after_a_comma_where_one_reads_them_so(comma):
    assert number(0.689974) == "0,68997"
    assert number(-1.5e-9) == "−1,5000·10⁻⁹"
    assert number_tex(-1.5e-9) == r"-1,5000 \times 10^{-9}"
    assert input_tex(-0.25) == "-0,25"
    assert (fixed(0.25), plain(0.5), exact(0.1), percent(0.9035)) == ("0,2500", "0,5", "0,1", "90,3 %")
    assert whole(1000) == "1\u202f000"


# Numbers to type over.


@pytest.mark.parametrize(
    ("value", "text"), [(2.0, "2"), (-0.5, "-0.5"), (0.0, "0"), (1e22, "1e+22"), (0.1 + 0.2, "0.30000000000000004")]
)
def test_a_field_has_every_digit_and_none_in_vain(value, text):
    assert editable(value) == text


@given(FINITE)
def test_leaving_a_field_without_typing_changes_nothing(value):
    assert typed_number(editable(value)) == value


@given(FINITE)
def test_with_a_comma_a_field_gives_the_same_bits_back(value):
    set_decimal_point(",")
    try:
        assert "." not in editable(value)
        assert typed_number(editable(value)) == value
    finally:
        set_decimal_point(".")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2", 2),
        (" 0.5 ", 0.5),
        ("0,5", 0.5),
        (",5", 0.5),
        ("5.", 5),
        ("+1", 1),
        ("−1.5", -1.5),
        ("1e-3", 1e-3),
        ("1E2", 100),
    ],
)
def test_typed_numbers_have_a_point_or_a_comma_and_either_minus(typed, value):
    assert typed_number(typed) == value


@pytest.mark.parametrize(
    "typed", ["", ".", "-", "1_000", "1 000", "1.000,5", "0x10", "nan", "inf", "٣", "½", "1e", "2..5"]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match=f"^{re.escape(typed)}$"):
        typed_number(typed)
