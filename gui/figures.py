"""How numbers are written: a fixed number of digits, a true minus sign, so that nothing dances."""

import math

MINUS = "\u2212"
UNKNOWN = "–"


def figure(value: float | None, digits: int = 4) -> str:
    """A number with `digits` decimals; very large and very small ones in powers of ten."""
    if value is None or math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return MINUS + "∞" if value < 0 else "∞"
    size = abs(value)
    if size >= 10**6 or 0 < size < 0.5 * 10**-digits:
        return f"{value:.{digits - 2}e}".replace("-", MINUS)
    return f"{value:.{digits}f}".replace("-", MINUS)


def fixed(value: float, digits: int = 4) -> str:
    """A number with `digits` decimals, however small; only a very large one in powers of ten."""
    if abs(value) < 0.5 * 10**-digits:
        value = 0.0
    return figure(value, digits)


def plain(value: float) -> str:
    """A number as short as it can be written with six digits: an input, a target."""
    return f"{value:.6g}".replace("-", MINUS)


def exact(value: float) -> str:
    """Every digit of a number."""
    return repr(float(value)).replace("-", MINUS)


def signed(value: float, digits: int = 4) -> str:
    """A number with its sign."""
    text = fixed(value, digits)
    return text if text.startswith(MINUS) else "+" + text


def percent(share: float | None, digits: int = 1) -> str:
    """A share from 0 to 1 as per cent."""
    return UNKNOWN if share is None else f"{100 * share:.{digits}f} %"


def whole(value: int) -> str:
    """A whole number, thousands apart."""
    return f"{value:,}".replace(",", "\u202f")


def subscript(number: int) -> str:
    """A small number below the line."""
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
