"""Networks in a session: their moments, and their runs, which share moments."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from engine.arrays import Array
from engine.batch import Place
from engine.checkpoints import Checkpoint
from engine.experiment import Experiment
from engine.history import COLUMNS
from engine.kept import KeptBatch, KeptBranch, KeptNetwork
from engine.ladder import Cursor
from engine.session import moments, numbers
from engine.session.experiments import Reader, Shelf, part
from engine.session.moments import Moments
from engine.session.refusal import DamagedError
from engine.trail import MOST_PARAMETERS
from engine.ways import MOST_GHOSTS


def write(network: KeptNetwork, shelf: Shelf, folder: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A network as plain data and parts of the archive."""
    kept = [*network.checkpoints, *([network.done.began] if network.done else [])]
    places = {id(checkpoint): number for number, checkpoint in enumerate(kept)}
    plain = {
        "now": places[id(network.now)],
        "cursor": network.cursor and list(network.cursor),
        "done": network.done and {"moment": len(kept) - 1, "rows": list(network.done.table_rows)},
        "runs": [{"furthest": list(run.furthest), "data_changes": list(run.data_changes)} for run in network.branches],
    }
    parts = moments.write(kept, shelf, folder)
    for number, run in enumerate(network.branches):
        rows = [[places[id(moment)], moment.place in run.pinned] for moment in run.checkpoints]
        parts[f"{folder}/runs/{number}/moments.npy"] = numbers.write(np.array(rows, np.int64).reshape(-1, 2))
        parts[f"{folder}/runs/{number}/history.npy"] = numbers.write(run.history)
        parts[f"{folder}/runs/{number}/trail.npy"] = numbers.write(run.trail)
    return plain, parts


def read(
    plain: Any, parts: Mapping[str, bytes], folder: str, reader: Reader, rows_of: Callable[[Experiment], int]
) -> KeptNetwork:
    """The network again; what cannot be one is a `DamagedError`."""
    if not isinstance(plain, Mapping):
        raise DamagedError("a network must be an object")
    kept = Moments(parts, folder, reader, rows_of)
    runs = plain.get("runs")
    if not isinstance(runs, list) or not 1 <= len(runs) <= 1 + MOST_GHOSTS:
        raise DamagedError(f"a network has 1 to {1 + MOST_GHOSTS} runs")
    branch, *ghosts = (_run(run, parts, f"{folder}/runs/{number}", kept) for number, run in enumerate(runs))
    now = kept[plain.get("now")]
    return KeptNetwork(now, _cursor(plain.get("cursor"), now), _done(plain.get("done"), kept), branch, tuple(ghosts))


def _run(plain: Any, parts: Mapping[str, bytes], folder: str, kept: Moments) -> KeptBranch:
    if not isinstance(plain, Mapping):
        raise DamagedError("a run must be an object")
    rows = numbers.read(part(parts, f"{folder}/moments.npy"), "<i8", (None, 2)).tolist()
    checkpoints = tuple(kept[number] for number, _ in rows)
    places = [checkpoint.place for checkpoint in checkpoints]
    if not places or any(after <= before for before, after in pairwise(places)):
        raise DamagedError("the moments of a run come one after the other", folder)
    parameters = len(checkpoints[0].parameters)
    return KeptBranch(
        checkpoints=checkpoints,
        pinned=frozenset(place for place, (_, pinned) in zip(places, rows, strict=True) if pinned),
        history=_by_epoch(parts, f"{folder}/history.npy", COLUMNS),
        trail=_by_epoch(parts, f"{folder}/trail.npy", 1 + (parameters if parameters <= MOST_PARAMETERS else 0)),
        furthest=Place(*_wholes(plain.get("furthest"), 2)),
        data_changes=_data_changes(plain.get("data_changes")),
    )


def _data_changes(plain: Any) -> tuple[int, ...]:
    changes = _wholes(plain, len(plain) if isinstance(plain, list) else -1)
    if changes[:1] != [0] or any(after <= before for before, after in pairwise(changes)):
        raise DamagedError("the epochs at which the data changed begin with 0 and rise")
    return tuple(changes)


def _by_epoch(parts: Mapping[str, bytes], name: str, rows: int) -> Array:
    """A table whose first row are epochs, rising."""
    table = numbers.read(part(parts, name), "<f8", (rows, None))
    epochs = table[0]
    if not ((epochs >= 0).all() and (epochs == np.floor(epochs)).all() and (np.diff(epochs) > 0).all()):
        raise DamagedError("its epochs do not rise one after the other", name)
    return table


def _cursor(plain: Any, now: Checkpoint) -> Cursor | None:
    if plain is None:
        return None
    cursor = Cursor(*_wholes(plain, 4))
    if not now.batch_end:
        raise DamagedError("no batch has begun in which an operation could be done")
    return cursor


def _done(plain: Any, kept: Moments) -> KeptBatch | None:
    if plain is None:
        return None
    if not isinstance(plain, Mapping):
        raise DamagedError("the last batch must be an object")
    rows = plain.get("rows")
    return KeptBatch(kept[plain.get("moment")], tuple(_wholes(rows, len(rows) if isinstance(rows, list) else -1)))


def _wholes(plain: Any, count: int) -> list[int]:
    if not isinstance(plain, list) or len(plain) != count or not all(type(n) is int and n >= 0 for n in plain):
        raise DamagedError(f"{plain!r:.40} stands where {count} whole numbers are expected")
    return plain
