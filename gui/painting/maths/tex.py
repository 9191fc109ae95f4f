r"""Reads a small subset of TeX into a tree of nodes.

a w \alpha \partial       letters, slanted: alpha beta gamma delta eta sigma theta epsilon lambda mu pi partial
12 0.5 0,5                numbers; a point or comma between digits belongs to the number
+ - \cdot \times          binary operators; a sign where nothing stands before it
= : \leftarrow \to \approx \le \ge \ne \lt \gt
( ) [ ] , ; . / | !       as they are
\ln \tanh \exp \max \sum  functions; \max and \sum have limits below and above
x^2 x_{12} x_1^2 f'       scripts; \prime too
{...}                     a group
\frac{...}{...}           a fraction
\hat{...}                 a hat
\sqrt{...}                a square root
\paren{...}               parentheses that grow with what they hold
\text{...}                upright words; \{ \} and \\ for characters that mean something
\infty \dots              dots are low among commas, and high among operators
\, \quad                  spaces; others count for nothing
<name>                    a slot: letters, digits, underscores and dashes
"""

import re
from functools import lru_cache

from gui.painting.maths.nodes import Fraction, Hat, Node, Paren, Root, Row, Scripts, Slot, Space, Symbol, Words
from gui.painting.maths.symbols import CHARACTERS, COMMANDS, HIGH_DOTS, LETTERS, LOW_DOTS, PRIME, SPACES, Kind

# A narrow space between digits sets thousands apart.
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:[.,\u202f][0-9]+)*)|<(?P<slot>[A-Za-z0-9_-]+)>|\\(?P<command>[A-Za-z]+|.)|(?P<char>\S))"
)
_WORDS = re.compile(r"\{((?:[^{}\\]|\\[{}\\])*)\}")


class TexError(ValueError):
    """A text is not of the subset; it says what is wrong, and where."""

    def __init__(self, what: str, text: str, position: int) -> None:
        super().__init__(f"{what}, at character {position + 1} of {text!r}")
        self.position = position


@lru_cache(maxsize=1024)
def parse(text: str) -> Row:
    """The tree of a text; a `TexError` where it is not of the subset."""
    return _Reader(text).whole()


class _Reader:
    """Goes through a text once, token by token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def whole(self) -> Row:
        parts, closed = self._parts()
        if closed:
            raise self._error("a } that closes nothing", self._at - 1)
        return Row(parts)

    # Rows.

    def _parts(self) -> tuple[tuple[Node, ...], bool]:
        """Parts up to a closing brace or the end, and whether it was a brace."""
        parts: list[Node] = []
        while token := _TOKEN.match(self._text, self._at):
            self._at = token.end()
            char = token["char"]
            if char == "}":
                return _with_dots(parts), True
            if char in ("^", "_"):
                parts.append(self._script(parts, char))
            elif char == "'":
                parts.append(self._primed(parts))
            else:
                parts.append(self._part(token))
        return _with_dots(parts), False

    def _group(self, opened: int) -> Row:
        """A row up to the brace that closes it."""
        parts, closed = self._parts()
        if not closed:
            raise self._error("a { that is not closed", opened)
        return Row(parts)

    def _part(self, token: re.Match[str]) -> Node:
        if token["number"]:
            return Symbol(token["number"])
        if token["slot"]:
            return Slot(token["slot"])
        if token["command"]:
            return self._command(token["command"], token.start("command") - 1)
        char, at = token["char"], token.start("char")
        if char == "{":
            return self._group(at)
        if char.isascii() and char.isalpha():
            return Symbol(char, slanted=True)
        if char in CHARACTERS:
            return Symbol(*CHARACTERS[char])
        raise self._error("< without a name and >" if char == "<" else f"no meaning of {char}", at)

    # Commands.

    def _command(self, name: str, at: int) -> Node:
        if name in COMMANDS:
            return Symbol(*COMMANDS[name])
        if name in LETTERS:
            return Symbol(LETTERS[name], slanted=True)
        if name in SPACES:
            return Space(SPACES[name])
        match name:
            case "frac":
                return Fraction(self._braced(name), self._braced(name))
            case "hat":
                return Hat(self._braced(name))
            case "sqrt":
                return Root(self._braced(name))
            case "paren":
                return Paren(self._braced(name))
            case "text":
                return self._words()
        raise self._error(f"no command \\{name}", at)

    def _braced(self, command: str) -> Row:
        token = _TOKEN.match(self._text, self._at)
        if token is None or token["char"] != "{":
            raise self._error(f"no {{ after \\{command}", self._at)
        self._at = token.end()
        return self._group(token.start("char"))

    def _words(self) -> Words:
        words = _WORDS.match(self._text, self._at)
        if words is None:
            raise self._error("no {words} after \\text", self._at)
        self._at = words.end()
        return Words(re.sub(r"\\(.)", r"\1", words[1]))

    # Scripts.

    def _script(self, parts: list[Node], sign: str) -> Scripts:
        """What stands last gets a script above or below."""
        at = self._at - 1
        base = self._base(parts, sign)
        script = self._argument(sign)
        if sign == "_":
            if base.below is not None:
                raise self._error("a second _", at)
            return Scripts(base.base, base.above, script)
        if base.above is None:
            return Scripts(base.base, script, base.below)
        if all(map(_is_prime, base.above.parts)):
            return Scripts(base.base, Row(base.above.parts + script.parts), base.below)
        raise self._error("a second ^", at)

    def _primed(self, parts: list[Node]) -> Scripts:
        at = self._at - 1
        base = self._base(parts, "'")
        primes = () if base.above is None else base.above.parts
        if not all(map(_is_prime, primes)):
            raise self._error("a ' after ^", at)
        return Scripts(base.base, Row((*primes, Symbol(PRIME))), base.below)

    def _base(self, parts: list[Node], sign: str) -> Scripts:
        """What stands last, taken away, as something that may have scripts already."""
        if not parts or isinstance(parts[-1], Space):
            raise self._error(f"nothing before {sign}", self._at - 1)
        base = parts.pop()
        return base if isinstance(base, Scripts) else Scripts(base)

    def _argument(self, sign: str) -> Row:
        """A group, or a single digit, letter, command or slot."""
        token = _TOKEN.match(self._text, self._at)
        if token is None or token["char"] in ("}", "^", "_", "'"):
            raise self._error(f"nothing after {sign}", self._at)
        if token["number"]:
            self._at = token.start("number") + 1
            return Row((Symbol(token["number"][0]),))
        self._at = token.end()
        part = self._part(token)
        return part if isinstance(part, Row) else Row((part,))

    def _error(self, what: str, position: int) -> TexError:
        return TexError(what, self._text, position)


def _is_prime(node: Node) -> bool:
    return isinstance(node, Symbol) and node.text == PRIME


def _with_dots(parts: list[Node]) -> tuple[Node, ...]:
    """Dots beside an operator stand as high as it does."""
    return tuple(
        Symbol(HIGH_DOTS, Kind.INNER) if _is_dots(part) and _beside_operator(parts, number) else part
        for number, part in enumerate(parts)
    )


def _is_dots(node: Node) -> bool:
    return isinstance(node, Symbol) and node.text == LOW_DOTS


def _beside_operator(parts: list[Node], number: int) -> bool:
    return any(
        isinstance(part, Symbol) and part.kind in (Kind.BINARY, Kind.RELATION)
        for part in parts[max(number - 1, 0) : number + 2]
    )
