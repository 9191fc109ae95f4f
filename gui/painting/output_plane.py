"""The plane that the map of the output shows, and the faces of the neurons with it."""

import numpy as np

from engine.arrays import Array
from engine.plane import Plane
from engine.prepared import PreparedData
from engine.snapshot import Snapshot
from gui.output_choice import OutputSettings
from gui.probe import Probe, raw_of

# Around the rows there is so much room, as a part of their range, and at least so much in units.
ROOM, LEAST_ROOM = 0.2, 0.5
# What is shown of a table without rows.
EMPTY = (-6.0, 6.0, -6.0, 6.0)


def plane_names(data: PreparedData) -> tuple[str, ...]:
    """The columns of the table that the inputs are made of: what the axes of a map can be."""
    return tuple(data.table.input_names[place] for place in data.map_places)


def plane_of(snapshot: Snapshot, settings: OutputSettings, probe: Probe | None) -> Plane:
    """The plane of the chosen columns with all rows in it and room around; the others are as in the shown row."""
    data = snapshot.data
    used, (across, upwards) = data.map_places, settings.places(plane_names(data))
    axes = (used[across], used[upwards])
    columns = data.table.inputs[:, list(axes)]
    held = None if probe is None else raw_of(data, probe)
    if held is None:
        held = data.table.first_row
    elif probe is not None and probe.place is None:
        columns = np.vstack([columns, held[list(axes)]])
    # What is on the axes is no part of what is held: other rows have the same plane then.
    others = [0.0 if place in axes else value for place, value in enumerate(held.tolist())]
    return Plane(axes, _around(columns), tuple(others))


def _around(columns: Array) -> tuple[float, float, float, float]:
    """(left, right, bottom, top) around points, shape (points, 2)."""
    if not len(columns):
        return EMPTY
    low, high = columns.min(axis=0), columns.max(axis=0)
    length = high - low
    # Inputs between 0 and 0.01 need less room than units would give.
    room = np.maximum(length * ROOM, np.minimum(LEAST_ROOM, np.where(length > 0, length * 0.5, LEAST_ROOM)))
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    return left, right, bottom, top
