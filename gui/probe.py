"""The row whose values the network shows: one of the table, a named point, or what the learner typed."""

from dataclasses import dataclass

from engine.arrays import Array, frozen
from engine.prepared import PreparedData
from engine.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Probe:
    """One row of inputs as one reads them, shape (1, inputs); `place` is its row in the table, if it is one.

    `raw` is what they were made of, shape (columns of the table,), where that was typed.
    """

    name: str
    inputs: Array
    target: Array | None = None
    place: int | None = None
    raw: Array | None = None


def probe_of_row(snapshot: Snapshot, place: int) -> Probe:
    """The row `place` of the snapshot's table."""
    table = snapshot.data.dataset
    target = None if table.targets is None else frozen(table.targets[place])
    return Probe(table.row_names[place], frozen(table.inputs[place : place + 1]), target, place)


def probe_of_values(name: str, values: tuple[float, ...]) -> Probe:
    """Values from elsewhere, with nothing to compare them to."""
    return Probe(name, frozen([values]))


def probe_of_columns(name: str, values: tuple[float, ...], data: PreparedData) -> Probe:
    """Values for the columns that the inputs are made of; all other columns are as in the first row."""
    raw = data.table.first_row
    raw[data.raw_places] = values
    return Probe(name, frozen(data.inputs_of(raw[None])), raw=frozen(raw))


def raw_of(data: PreparedData, probe: Probe) -> Array | None:
    """The columns of the table for a shown row, shape (columns,); None where they cannot be told from its inputs.

    Columns that are no input are as in the first row.
    """
    if probe.inputs.shape[1] != len(data.columns):
        return None
    if probe.place is not None:
        return data.table.inputs[probe.place] if probe.place < data.table.row_count else None
    if probe.raw is not None and len(probe.raw) == len(data.table.input_names):
        return probe.raw
    if not data.is_raw:
        return None
    raw = data.table.first_row
    raw[data.raw_places] = probe.inputs[0]
    return raw
