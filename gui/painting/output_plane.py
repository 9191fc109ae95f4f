"""The plane that the map of the output shows, and the faces of the neurons with it."""

import numpy as np

from engine.plane import Plane
from engine.snapshot import Snapshot
from gui.output_choice import OutputSettings
from gui.probe import Probe

# Around the rows there is so much room, as a part of their range, and at least so much in units.
ROOM, LEAST_ROOM = 0.2, 0.5


def plane_of(snapshot: Snapshot, settings: OutputSettings, probe: Probe | None) -> Plane:
    """The plane of the chosen inputs with all rows in it and room around them; the others are as in the shown row."""
    table = snapshot.data.dataset
    axes = settings.places(table.input_names)
    columns = table.inputs[:, list(axes)]
    held = table.inputs[0]
    if probe is not None and probe.inputs.shape[1] == table.inputs.shape[1]:
        held = probe.inputs[0]
        if probe.place is None:
            columns = np.vstack([columns, held[list(axes)]])
    low, high = columns.min(axis=0), columns.max(axis=0)
    # Inputs between 0 and 1, as pixels have them, need less room than units would give.
    room = np.maximum((high - low) * ROOM, np.minimum(LEAST_ROOM, np.where(high > low, (high - low) * 0.5, LEAST_ROOM)))
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    # What is on the axes is no part of what is held: other rows have the same plane then.
    others = [0.0 if place in axes else value for place, value in enumerate(held.tolist())]
    return Plane(axes, (left, right, bottom, top), tuple(others))
