"""The row whose values the network shows: one of the table, a named point, or what the learner typed."""

from dataclasses import dataclass

from engine.arrays import Array, frozen
from engine.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Probe:
    """One row of inputs as one reads them, shape (1, inputs); `place` is its row in the table, if it is one."""

    name: str
    inputs: Array
    target: Array | None = None
    place: int | None = None


def probe_of_row(snapshot: Snapshot, place: int) -> Probe:
    """The row `place` of the snapshot's table."""
    table = snapshot.data.dataset
    target = None if table.targets is None else frozen(table.targets[place])
    return Probe(table.row_names[place], frozen(table.inputs[place : place + 1]), target, place)


def probe_of_values(name: str, values: tuple[float, ...]) -> Probe:
    """Values from elsewhere, with nothing to compare them to."""
    return Probe(name, frozen([values]))
