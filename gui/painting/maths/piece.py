"""What fills a slot of a formula."""

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A symbol or a number, in the subset of TeX of `tex`.

    Pieces with the same key are the same thing. The result of a line is strong. `tip` is for whoever points at it.
    """

    tex: str
    key: Hashable = None
    tip: str = ""
    strong: bool = False
