"""What it costs to typeset and paint a line of mathematics, beside the same line in Qt's rich text."""

import random
import time
from statistics import median

import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QTextDocument

from gui.painting.maths.formula import Piece, typeset

TEMPLATE = (
    r"\frac{\partial L}{\partial <w>} = \frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial \hat{y}}{\partial z}"
    r" \cdot \frac{\partial z}{\partial <w>} = (\hat{y} - y)\,\sigma'(z)\,x_2 = <a> \cdot <b> \cdot <c> = <r>"
)
SIZE = 17
WEIGHT = Piece("w_{12}^{(1)}", "w")


@pytest.fixture
def painter(qapp):
    image = QImage(1000, 120, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        yield painter


def numbers(count=4):
    """Other numbers every time, as they are while a network learns."""
    return [f"{random.uniform(-1, 1):.5f}" for _ in range(count)]


def draw_formula(painter, width=None):
    a, b, c, r = numbers()
    slots = {"w": WEIGHT, "a": Piece(a, "a"), "b": Piece(b, "b"), "c": Piece(c, "c"), "r": Piece(r, "r", strong=True)}
    formula = typeset(TEMPLATE, slots, SIZE, width)
    formula.draw(painter, 10, 60, QColor("#000000"), {"a": QColor("#ffe9a3")}, QColor("#2f4fb5"))
    return formula


def draw_rich_text(painter, document):
    def fraction(top, bottom):
        rule = "border-bottom: 1px solid black"
        return f'<table cellspacing=0><tr><td style="{rule}">{top}</td></tr><tr><td>{bottom}</td></tr></table>'

    weight = "∂w<sub>12</sub><sup>(1)</sup>"
    a, b, c, r = numbers()
    parts = [fraction("∂L", weight), "=", fraction("∂L", "∂ŷ"), "·", fraction("∂ŷ", "∂z"), "·", fraction("∂z", weight)]
    parts.append(f"= (ŷ − y) σ′(z) x<sub>2</sub> = {a} · {b} · {c} = <b>{r}</b>")
    document.setHtml("<table><tr>" + "".join(f"<td valign=middle>{part}</td>" for part in parts) + "</tr></table>")
    document.drawContents(painter)


@pytest.mark.parametrize("width", [None, 400], ids=["one line", "broken"])
def test_a_line_of_mathematics(benchmark, painter, width):
    rounds = 500 if benchmark.enabled else 1
    formula = benchmark.pedantic(draw_formula, (painter, width), rounds=rounds, warmup_rounds=5)
    assert len(formula.hits) == 6
    if benchmark.enabled:
        rich_text = _median_of(rounds, draw_rich_text, painter, QTextDocument())
        benchmark.extra_info["rich text, ms"] = round(1000 * rich_text, 3)
        benchmark.extra_info["share of rich text"] = round(benchmark.stats.stats.median / rich_text, 3)


def test_a_line_painted_again(benchmark, painter):
    """As when the mouse moves over it."""
    formula = draw_formula(painter)
    ink = QColor("#000000")
    benchmark(formula.draw, painter, 10, 60, ink, {"a": QColor("#ffe9a3")}, ink)
    assert formula.width > 0


def _median_of(rounds, draw, *arguments):
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        draw(*arguments)
        seconds.append(time.perf_counter() - started)
    return median(seconds)
