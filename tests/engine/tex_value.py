r"""Works out what a formula says, from its text alone: numbers, slots, + - \cdot, fractions, powers and functions.

What stands side by side is multiplied, as on paper.
"""

import math
import re
from collections.abc import Callable, Mapping

Function = Callable[[float], float]

_TOKEN = re.compile(r"\s*(?:<(?P<slot>s\d+)>|(?P<number>\d+(?:\.\d+)?)|(?P<command>\\[a-z]+)|\\,|(?P<char>\S))")
_FUNCTIONS: Mapping[str, Function] = {
    r"\ln": math.log,
    r"\tanh": math.tanh,
    r"\sqrt": math.sqrt,
    r"\sigma": lambda x: 1 / (1 + math.exp(-x)),
}
_BEGINS = ("slot", "number", r"\paren", r"\frac", r"\max", r"\min", "(", "{", "e", "f", *_FUNCTIONS)


class NotANumberError(ValueError):
    """A formula speaks of letters, words or dots: there is nothing to work out."""


def value_of(tex: str, slots: Mapping[str, float], f: Function) -> float:
    """The value of a formula; `f` is what the letter f stands for."""
    reader = _Reader(tex, slots, f)
    value = reader.total()
    reader.end()
    return value


class _Reader:
    def __init__(self, tex: str, slots: Mapping[str, float], f: Function) -> None:
        found = [token for token in _TOKEN.finditer(tex) if token.lastgroup]
        self._tokens = [(token.lastgroup, token[token.lastgroup]) for token in found]
        self._slots = slots
        self._functions = {**_FUNCTIONS, "f": f}

    def total(self) -> float:
        value = -self._product() if self._take("-") else self._product()
        while self._next in ("+", "-"):
            sign = -1.0 if self._take("-") else 1.0
            self._take("+")
            value += sign * (-self._product() if self._take("-") else self._product())
        return value

    def end(self) -> None:
        if self._tokens:
            raise NotANumberError(self._next)

    def _product(self) -> float:
        value = self._power()
        while self._take(r"\cdot") or self._next in _BEGINS:
            value *= self._power()
        return value

    def _power(self) -> float:
        base = self._factor()
        return base ** self._factor() if self._take("^") else base

    def _factor(self) -> float:
        kind, text = self._tokens.pop(0) if self._tokens else ("", "")
        if kind == "slot":
            return self._slots[text]
        if kind == "number":
            return float(text)
        if text in self._functions:
            return self._functions[text](self._factor())
        if text in ("(", "{"):
            value = self.total()
            self._must_take(")" if text == "(" else "}")
            return value
        if text == "e":
            return math.e
        if text == r"\pi":
            return math.pi
        if text == r"\paren":
            return self._factor()
        if text == r"\frac":
            return self._factor() / self._factor()
        if text in (r"\max", r"\min"):
            return (max if text == r"\max" else min)(*self._pair())
        if text == "|":
            value = abs(self.total())
            self._must_take("|")
            return value
        raise NotANumberError(text)

    def _pair(self) -> tuple[float, float]:
        """Two numbers in parentheses."""
        self._must_take(r"\paren")
        self._must_take("{")
        first = self.total()
        self._must_take(",")
        second = self.total()
        self._must_take("}")
        return first, second

    @property
    def _next(self) -> str:
        """The next token; a slot or a number by its kind."""
        kind, text = self._tokens[0] if self._tokens else ("", "")
        return kind if kind in ("slot", "number") else text

    def _take(self, text: str) -> bool:
        if self._next != text:
            return False
        self._tokens.pop(0)
        return True

    def _must_take(self, text: str) -> None:
        if not self._take(text):
            raise NotANumberError(self._next)
