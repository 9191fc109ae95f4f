"""Breaks a line that is too wide, where that costs least."""

from collections.abc import Sequence
from itertools import pairwise

from gui.painting.maths import boxes
from gui.painting.maths.boxes import Box
from gui.painting.maths.layout import Item

# How far all lines but the first stand in, and the room between two lines, in em.
INDENT = 1.2
LEADING = 0.4


def broken(items: Sequence[Item], width: float, em: float) -> list[Sequence[Item]]:
    """The items of each line. What cannot be broken keeps its width."""
    if width_of(items) <= width:
        return [items]
    lines: list[list[Item]] = [[]]
    for part in _parts(items, width - INDENT * em):
        room = width if len(lines) == 1 else width - INDENT * em
        if lines[-1] and width_of([*lines[-1], *part]) > room:
            lines.append([])
        lines[-1] += part
    return [*lines]


def stacked(lines: Sequence[Sequence[Item]], em: float) -> Box:
    """Lines one below the other; the baseline is that of the first."""
    rows = [_set(items) for items in lines]
    placed = [(rows[0], 0.0, 0.0)]
    y = rows[0].descent
    for row in rows[1:]:
        y += LEADING * em + row.ascent
        placed.append((row, INDENT * em, y))
        y += row.descent
    return boxes.assembled(max(x + row.width for row, x, _ in placed), placed) if rows[1:] else rows[0]


def width_of(items: Sequence[Item]) -> float:
    """The width of a line; there is no gap before its first box."""
    return sum(item.gap + item.box.width for item in items) - (items[0].gap if items else 0.0)


def _set(items: Sequence[Item]) -> Box:
    return boxes.row([item.box for item in items], [0.0, *(item.gap for item in items[1:])] if items else [])


def _parts(items: Sequence[Item], room: float) -> list[Sequence[Item]]:
    """What is kept together: as much as there is room for, broken only where that costs least."""
    costs = [item.cost for item in items[1:] if item.cost is not None]
    if not costs or width_of(items) <= room:
        return [items]
    starts = [0, *(n for n, item in enumerate(items) if n and item.cost == min(costs)), len(items)]
    return [part for first, end in pairwise(starts) for part in _parts(items[first:end], room)]
