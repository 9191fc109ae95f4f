"""How numbers are written: a fixed number of digits, a true minus sign, so that nothing dances."""

import math
import re

MINUS = "\u2212"
UNKNOWN = "–"
# Significant digits of the numbers of a calculation: what one may choose, and what it is at first.
DIGITS = range(3, 9)
USUAL_DIGITS = 5
LARGEST_WEIGHT = 1e100
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

_digits = USUAL_DIGITS
_point = "."


def set_digits(digits: int) -> None:
    """Write the numbers of a calculation with so many significant digits."""
    global _digits
    _digits = min(max(digits, DIGITS[0]), DIGITS[-1])


def digits_now() -> int:
    """How many significant digits the numbers of a calculation have."""
    return _digits


def set_decimal_point(point: str) -> None:
    """Write decimals after a point or after a comma."""
    global _point
    _point = point


def number(value: float) -> str:
    """A number of a calculation: always the same count of significant digits, very large and small ones as a power."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else figure(value)
    mantissa, power = _parts(value)
    return mantissa + (_power(power) if power else "")


def number_tex(value: float) -> str:
    """The same number for `gui.painting.maths`."""
    if math.isnan(value):
        return r"\text{NaN}"
    if value == 0 or not math.isfinite(value):
        return number(value)
    mantissa, power = _parts(value)
    return mantissa.replace(MINUS, "-") + (rf" \times 10^{{{power}}}" if power else "")


def _power(power: int) -> str:
    return f"·10{str(power).translate(SUPERSCRIPT)}"


def _parts(value: float) -> tuple[str, int]:
    """The digits of a number and the power of ten behind them, 0 where it can be written without."""
    mantissa, exponent = f"{value:.{_digits - 1}e}".split("e")
    power = int(exponent)
    if -4 <= power < _digits:
        return localised(f"{value:.{_digits - 1 - power}f}"), 0
    return localised(mantissa), power


def input_tex(value: float) -> str:
    """An input or a target, as short as it can be written, for `gui.painting.maths`."""
    return number_tex(value) if "·" in plain(value) else plain(value).replace(MINUS, "-")


def editable(value: float) -> str:
    """Every digit of a number, to be typed over: leaving the field without typing changes nothing."""
    return exact(value).removesuffix(_point + "0").replace(MINUS, "-")


def typed_number(typed: str) -> float:
    """What somebody typed: a point or a comma for decimals, either minus sign; else a `ValueError`.

    `float` also takes 1_000 and the digits of other scripts; here these are no numbers.
    """
    text = typed.strip().replace(MINUS, "-")
    if not re.fullmatch(r"[-+]?(\d+[.,]?\d*|[.,]\d+)([eE][-+]?\d+)?", text, re.ASCII):
        raise ValueError(typed)
    return float(text.replace(",", "."))


def typed_weight(typed: str) -> float:
    """A weight or bias that somebody typed; a `ValueError` also where nothing could be learned from its products."""
    value = typed_number(typed)
    if not abs(value) <= LARGEST_WEIGHT:
        raise ValueError(typed)
    return value


def localised(text: str) -> str:
    """A number that Python wrote, with a true minus sign and the reader's own decimal point."""
    return text.replace("-", MINUS).replace(".", _point)


def figure(value: float | None, digits: int = 4) -> str:
    """A number with `digits` decimals; very large and very small ones in powers of ten."""
    if value is None or math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return MINUS + "∞" if value < 0 else "∞"
    size = abs(value)
    if size >= 10**6 or 0 < size < 0.5 * 10**-digits:
        mantissa, power = f"{value:.{digits - 2}e}".split("e")
        return localised(mantissa) + _power(int(power))
    return localised(f"{value:.{digits}f}")


def fixed(value: float, digits: int = 4) -> str:
    """A number with `digits` decimals, however small; only a very large one in powers of ten."""
    if abs(value) < 0.5 * 10**-digits:
        value = 0.0
    return figure(value, digits)


def plain(value: float) -> str:
    """A number as short as it can be written with six digits: an input, a target."""
    mantissa, _, power = f"{value:.6g}".partition("e")
    return localised(mantissa) + (_power(int(power)) if power else "")


def exact(value: float) -> str:
    """Every digit of a number."""
    return localised(repr(float(value)))


def signed(value: float, digits: int = 4) -> str:
    """A number with its sign."""
    text = fixed(value, digits)
    return text if text.startswith(MINUS) else "+" + text


def percent(share: float | None, digits: int = 1) -> str:
    """A share from 0 to 1 as per cent."""
    return UNKNOWN if share is None else localised(f"{100 * share:.{digits}f} %")


def whole(value: int) -> str:
    """A whole number, thousands apart."""
    return f"{value:,}".replace(",", "\u202f")


def subscript(number: int) -> str:
    """A small number below the line."""
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
