"""What is learned of a table: each column's kind and role, and what becomes of gaps; with a proposal to begin with."""

from dataclasses import dataclass, replace
from enum import Enum

from engine.own_table.column import Column, Kind
from engine.own_table.refusal import TableError, listed, quoted
from engine.own_table.table import Table

USUAL_TARGETS = frozenset({"target", "class", "label", "y", "output"})
# Of a column with so many gaps rows are rather filled than lost; with still more there is little in it.
MANY_GAPS, MOSTLY_GAPS = 0.1, 0.5


class Role(Enum):
    INPUT = "input"
    TARGET = "target"
    LEFT_OUT = "left out"


class Gaps(Enum):
    """What becomes of missing values; one of the target always costs the row, for an answer is not made up."""

    LEAVE_OUT = "leave the row out"
    FILL = "fill with the mean or the most frequent value"


@dataclass(frozen=True)
class ColumnChoice:
    kind: Kind
    role: Role
    gaps: Gaps = Gaps.LEAVE_OUT


Choices = tuple[ColumnChoice, ...]


def propose(table: Table) -> Choices:
    """What one would most likely learn: the last column, or one with a usual name, from all that may help."""
    roles = tuple(_proposed(column, table.row_count) for column in table.columns)
    return with_target(table, roles, _target(table))


def with_target(table: Table, choices: Choices, place: int) -> Choices:
    """The same with another target; the old one becomes what it would have been. A few whole numbers are classes."""
    changed = [
        _proposed(column, table.row_count) if choice.role is Role.TARGET else choice
        for column, choice in zip(table.columns, choices, strict=True)
    ]
    column = table.columns[place]
    quantity = column.kind is Kind.NUMBER and not column.has_few_whole_numbers
    changed[place] = ColumnChoice(Kind.NUMBER if quantity else Kind.CATEGORY, Role.TARGET)
    return tuple(changed)


def with_target_named(table: Table, choices: Choices, name: str) -> Choices:
    """The same with the target of that name; an unknown one is a `TableError` that lists the columns."""
    return with_target(table, choices, place_of(table, name))


def with_inputs_named(table: Table, choices: Choices, names: tuple[str, ...]) -> Choices:
    """The same with these inputs and no others."""
    places = {place_of(table, name) for name in names}
    changed = []
    for place, choice in enumerate(choices):
        if place in places and choice.role is Role.TARGET:
            raise TableError(table.name, f"column {quoted(table.column_names[place])} is the target, and no input")
        left = choice.role if choice.role is Role.TARGET else Role.LEFT_OUT
        changed.append(replace(choice, role=Role.INPUT if place in places else left))
    return tuple(changed)


def with_task(choices: Choices, kind: Kind) -> Choices:
    """The same with a target that is a quantity (`NUMBER`) or classes (`CATEGORY`)."""
    return tuple(replace(choice, kind=kind) if choice.role is Role.TARGET else choice for choice in choices)


def with_gaps(choices: Choices, gaps: Gaps) -> Choices:
    """The same with one rule for all missing values."""
    return tuple(replace(choice, gaps=gaps) for choice in choices)


def place_of(table: Table, name: str) -> int:
    """Where the column of that name stands."""
    if name not in table.column_names:
        raise TableError(table.name, f"there is no column {quoted(name)}; there are {listed(table.column_names)}")
    return table.column_names.index(name)


def why_left_out(column: Column) -> str:
    """Why nobody would learn from a column; empty where one would."""
    if column.kind is Kind.EMPTY:
        return "all of its values are missing"
    if column.is_constant:
        return "it is the same in every row"
    if column.missing_count > MOSTLY_GAPS * len(column.missing):
        return "most of its values are missing"
    if column.kind is Kind.DATE:
        return "dates are neither numbers nor categories"
    if column.kind is Kind.TEXT:
        return "it has too many different texts for categories"
    return ""


def _proposed(column: Column, rows: int) -> ColumnChoice:
    gaps = Gaps.FILL if column.missing_count > MANY_GAPS * rows else Gaps.LEAVE_OUT
    return ColumnChoice(column.kind, Role.LEFT_OUT if why_left_out(column) else Role.INPUT, gaps)


def _target(table: Table) -> int:
    usable = [place for place, column in enumerate(table.columns) if not why_left_out(column)]
    usual = [place for place in usable if table.columns[place].name.lower() in USUAL_TARGETS]
    return (usual or usable or [len(table.columns) - 1])[-1]
