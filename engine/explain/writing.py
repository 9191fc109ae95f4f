"""How a line of a formula is written: a template for typesetting, and what its slots stand for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from engine.quantity import Quantity
from engine.walk import Walk

# What a line is: the rule in general, for this neuron, with this row's numbers; the slope of the activation; a sum that
# a factor stands for; the whole batch; what follows from it; what penalties and clipping make of a gradient.
Label = Literal["rule", "here", "numbers", "slope", "where", "batch", "next", "penalty", "clip"]
# A sum with more terms than these is shown with dots in its middle.
MOST_TERMS = 4


@dataclass(frozen=True)
class Slot:
    """One place of a template: a number's symbol, another text for it, or its value.

    `fenced` puts a negative value into brackets, `raised` whatever has a power of its own.
    """

    quantity: Quantity
    text: str = ""
    as_value: bool = False
    strong: bool = False
    fenced: bool = False
    raised: bool = False


@dataclass(frozen=True)
class Line:
    """One line: a template in the TeX subset of `gui.painting.maths` with slots <s0>, <s1> … in it."""

    label: Label
    template: str
    slots: Mapping[str, Slot]


class Writing:
    """Collects the lines of one operation."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.lines: list[Line] = []
        self._slots: dict[str, Slot] = {}

    def symbol(self, quantity: Quantity) -> str:
        """A slot for the symbol of a number."""
        return self._slot(Slot(quantity))

    def text(self, quantity: Quantity, text: str) -> str:
        """A slot for a number under another name, such as a link of the chain rule."""
        return self._slot(Slot(quantity, text=text))

    def value(self, quantity: Quantity, strong: bool = False) -> str:
        """A slot for the value of a number; the result of a line is strong."""
        return self._slot(Slot(quantity, as_value=True, strong=strong))

    def add(self, label: Label, template: str) -> None:
        """One more line, of the slots that were made since the last."""
        # A formula has no use for some of the slots that were made for it.
        slots = {name: _placed(slot, template, name) for name, slot in self._slots.items() if f"<{name}>" in template}
        self.lines.append(Line(label, template, slots))
        self._slots = {}

    def total(self, terms: Sequence[str | None]) -> str:
        """Terms with plus signs between; None stands for those that are left out."""
        return " + ".join(r"\dots" if term is None else term for term in terms).replace("+ -", "- ")

    def _slot(self, slot: Slot) -> str:
        name = f"s{len(self._slots)}"
        self._slots[name] = slot
        return f"<{name}>"


def some(count: int, write: Callable[[int], str]) -> list[str | None]:
    """The terms of a sum, written; of many only the first two and the last, with None for the others."""
    if count <= MOST_TERMS:
        return [write(term) for term in range(count)]
    return [write(0), write(1), None, write(count - 1)]


def _placed(slot: Slot, template: str, name: str) -> Slot:
    """The slot where it stands: a minus sign in it may run into an operator before it, or a power after it."""
    raised = f"<{name}>^" in template
    after_operator = re.search(rf"(\\cdot|[-+])\s*<{name}>", template)
    return replace(slot, fenced=raised or bool(after_operator), raised=raised)
