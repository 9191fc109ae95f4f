"""The symbols of formulas: what each command and character shows, and how it stands among others."""

from enum import IntEnum


class Kind(IntEnum):
    """What a part of a formula is to its neighbours; TeX's spacing goes by it."""

    ORDINARY = 0
    FUNCTION = 1
    BINARY = 2
    RELATION = 3
    OPENING = 4
    CLOSING = 5
    COMMA = 6
    INNER = 7


MINUS = "\u2212"
PRIME = "\u2032"
LOW_DOTS = "\u2026"
HIGH_DOTS = "\u22ef"
HAT = "\u0302"
ROOT = "√"

# Upright, by the character that is typed. ∞ and – are what `gui.figures` writes for numbers that are none.
CHARACTERS = {
    "+": ("+", Kind.BINARY),
    "-": (MINUS, Kind.BINARY),
    MINUS: (MINUS, Kind.BINARY),
    "=": ("=", Kind.RELATION),
    ":": (":", Kind.RELATION),
    "(": ("(", Kind.OPENING),
    "[": ("[", Kind.OPENING),
    ")": (")", Kind.CLOSING),
    "]": ("]", Kind.CLOSING),
    ",": (",", Kind.COMMA),
    ";": (";", Kind.COMMA),
    ".": (".", Kind.ORDINARY),
    "/": ("/", Kind.ORDINARY),
    "|": ("|", Kind.ORDINARY),
    "!": ("!", Kind.CLOSING),
    "∞": ("∞", Kind.ORDINARY),
    "–": ("–", Kind.ORDINARY),
}

# Upright, by the command.
COMMANDS = {
    "cdot": ("\u22c5", Kind.BINARY),
    "times": ("×", Kind.BINARY),
    "leftarrow": ("←", Kind.RELATION),
    "to": ("→", Kind.RELATION),
    "le": ("≤", Kind.RELATION),
    "ge": ("≥", Kind.RELATION),
    "ne": ("≠", Kind.RELATION),
    "lt": ("<", Kind.RELATION),
    "gt": (">", Kind.RELATION),
    "approx": ("≈", Kind.RELATION),
    "infty": ("∞", Kind.ORDINARY),
    "dots": (LOW_DOTS, Kind.ORDINARY),
    "prime": (PRIME, Kind.ORDINARY),
    "ln": ("ln", Kind.FUNCTION),
    "tanh": ("tanh", Kind.FUNCTION),
    "exp": ("exp", Kind.FUNCTION),
    "max": ("max", Kind.FUNCTION),
    "min": ("min", Kind.FUNCTION),
    "sum": ("∑", Kind.FUNCTION),
}

# Functions whose scripts stand below and above them where there is room for it.
SUM = "∑"
WITH_LIMITS = (SUM, "max", "min")

# Letters that have no key, by the command; they are slanted as other letters are.
LETTERS = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "eta": "η",
    "pi": "π",
    "sigma": "σ",
    "theta": "θ",
    "epsilon": "ϵ",
    "lambda": "λ",
    "mu": "μ",
    "partial": "∂",
}

# Spaces in em.
SPACES = {",": 1 / 6, "quad": 1.0}


def slanted(letter: str) -> str:
    """The code point of a letter in mathematical italic."""
    if letter == "h":
        return "\u210e"
    for first, last, italic in (("a", "z", 0x1D44E), ("A", "Z", 0x1D434), ("α", "ω", 0x1D6FC)):
        if first <= letter <= last:
            return chr(italic + ord(letter) - ord(first))
    return {"∂": "\U0001d715", "ϵ": "\U0001d716"}.get(letter, letter)
