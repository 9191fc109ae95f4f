"""From bytes to what is learned of them, in one go."""

from pathlib import Path

from engine.datasets import Dataset
from engine.own_table.choices import Choices, propose, with_target_named
from engine.own_table.dialect import Wish
from engine.own_table.learning import Plan, plan
from engine.own_table.source import Source
from engine.own_table.table import Table, preview, read_table

PLAIN = Wish()


def table_of(content: str | bytes | Path, wish: Wish = PLAIN) -> Table:
    """The table in some text, in bytes or in a file."""
    if isinstance(content, Path):
        source = Source.of_file(content)
    else:
        source = Source("data.csv", pasted=content.encode() if isinstance(content, str) else content)
    return read_table(source, preview(source, wish).dialect)


def plan_of(content: str | bytes | Path, target: str = "", wish: Wish = PLAIN) -> Plan:
    """What is proposed to be learned of it, perhaps with another target."""
    table = table_of(content, wish)
    return plan(table, choices_of(table, target))


def choices_of(table: Table, target: str = "") -> Choices:
    return with_target_named(table, propose(table), target) if target else propose(table)


def dataset_of(content: str | bytes | Path, target: str = "", wish: Wish = PLAIN) -> Dataset:
    return plan_of(content, target, wish).dataset()
