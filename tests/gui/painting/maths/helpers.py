"""What tests of formulas share: trees as short text, and pictures."""

from PySide6.QtGui import QColor, QImage, QPainter

from gui.painting.maths.formula import Typeset
from gui.painting.maths.nodes import Fraction, Hat, Node, Paren, Root, Row, Scripts, Slot, Space, Symbol, Words

LEFT = 20
RED = QColor("#ff0000")


def shape(node: Node) -> str:
    """A tree as text, with the letters slanted that are set so."""
    match node:
        case Symbol(text, _, slants):
            return f"/{text}/" if slants else text
        case Words(text):
            return f'"{text}"'
        case Space(width):
            return f"space({width:.2f})"
        case Slot(name):
            return f"<{name}>"
        case Row(parts):
            return "[" + " ".join(map(shape, parts)) + "]"
        case Scripts(base, above, below):
            scripts = (f"^{shape(above)}" if above else "") + (f"_{shape(below)}" if below else "")
            return shape(base) + scripts
        case Fraction(top, bottom):
            return f"({shape(top)} over {shape(bottom)})"
        case Hat(base):
            return f"hat{shape(base)}"
        case Root(body):
            return f"root{shape(body)}"
        case Paren(body):
            return f"paren{shape(body)}"


def painted(formula: Typeset, surface="#ffffff", ink="#000000", lit=None, ratio=1.0) -> QImage:
    """A picture of a formula, its origin at `LEFT` from the left and from the top of its ascent; strong is red."""
    size = (int((formula.width + 2 * LEFT) * ratio), int((formula.ascent + formula.descent + 2 * LEFT) * ratio))
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(surface))
    with QPainter(image) as painter:
        formula.draw(painter, LEFT, baseline_of(formula), QColor(ink), lit or {}, RED)
    return image


def baseline_of(formula: Typeset) -> int:
    return round(LEFT + formula.ascent)


def pixels(image: QImage, wanted) -> list[tuple[int, int]]:
    """The places whose colour is wanted."""
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return [place for place in places if wanted(image.pixelColor(*place))]


def bounds(places) -> tuple[int, int, int, int]:
    """The leftmost, topmost, rightmost and lowest."""
    xs, ys = zip(*places, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
