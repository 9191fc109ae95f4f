"""Networks in a session: their moments, and their runs, which share moments. What can be none is a `DamagedError`."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from engine.arrays import Array
from engine.batch import Place
from engine.checkpoints import Checkpoint
from engine.experiment import Experiment, differ
from engine.experiment_fields import DATA_FIELDS
from engine.history import COLUMNS
from engine.kept import KeptBatch, KeptBranch, KeptNetwork
from engine.ladder import Cursor
from engine.live_fields import goes_on
from engine.session import moments, numbers
from engine.session.experiments import Reader, Shelf
from engine.session.moments import LATEST, Moments
from engine.session.parts import Parts, array_in
from engine.session.refusal import DamagedError, reading
from engine.trail import MOST_PARAMETERS
from engine.ways import MOST_GHOSTS


def write(network: KeptNetwork, shelf: Shelf, folder: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A network as plain data and, beneath the folder, parts of the archive."""
    done = network.done
    kept = [*network.checkpoints, *([done.began] if done else [])]
    places = {id(checkpoint): number for number, checkpoint in enumerate(kept)}
    plain = {
        "now": places[id(network.now)],
        "cursor": network.cursor and list(network.cursor),
        "done": len(kept) - 1 if done else None,
        "runs": [{"furthest": list(run.furthest), "data_changes": list(run.data_changes)} for run in network.branches],
    }
    parts = moments.write(kept, shelf, folder)
    if done:
        parts[f"{folder}/done.npy"] = numbers.write(done.table_rows.astype(np.int64))
    for number, run in enumerate(network.branches):
        rows = [[places[id(moment)], moment.place in run.pinned] for moment in run.checkpoints]
        parts[f"{folder}/runs/{number}/moments.npy"] = numbers.write(np.array(rows, np.int64).reshape(-1, 2))
        parts[f"{folder}/runs/{number}/history.npy"] = numbers.write(run.history)
        parts[f"{folder}/runs/{number}/trail.npy"] = numbers.write(run.trail)
    return plain, parts


def read(plain: Any, parts: Parts, folder: str, reader: Reader, rows_of: Callable[[Experiment], int]) -> KeptNetwork:
    """The network again; what cannot be one is a `DamagedError`."""
    with reading(folder):
        if not isinstance(plain, Mapping):
            raise DamagedError("a network must be an object")
        kept = Moments(parts, folder, reader, rows_of)
        runs = plain.get("runs")
        if not isinstance(runs, list) or not 1 <= len(runs) <= 1 + MOST_GHOSTS:
            raise DamagedError(f"a network has 1 to {1 + MOST_GHOSTS} runs")
        branch, *ghosts = (_run(run, parts, f"{folder}/runs/{number}", kept) for number, run in enumerate(runs))
        now = kept[plain.get("now")]
        _check_together(now, kept)
        _check_trained(now, branch, *ghosts)
        cursor, done = _cursor(plain.get("cursor"), now), _done(plain.get("done"), parts, folder, kept, now)
        return KeptNetwork(now, cursor, done, branch, tuple(ghosts))


def _check_together(now: Checkpoint, kept: Moments) -> None:
    """Whether training can have gone from the choices of each moment to those of now."""
    experiments = {id(moment.experiment): moment.experiment for moment in kept.all}
    if not all(goes_on(now.experiment, experiment) for experiment in experiments.values()):
        raise DamagedError("its moments are those of different networks")


def _check_trained(now: Checkpoint, branch: KeptBranch, *ghosts: KeptBranch) -> None:
    """Whether there was something to train on wherever it went on."""
    if now.place > branch.furthest:
        raise DamagedError("it stands further than its run ever came")
    left = [now] if now.batch_end else []
    for run in (branch, *ghosts):
        left += [moment for moment in run.checkpoints if moment.place < run.furthest]
    # Of the same network they differ in their data alone.
    experiments = {tuple(getattr(one.experiment, field) for field in DATA_FIELDS): one.experiment for one in left}
    reasons = (experiment.why_not_trainable for experiment in experiments.values())
    if reason := next(filter(None, reasons), ""):
        raise DamagedError(f"it cannot have been trained: {reason}")


def _run(plain: Any, parts: Parts, folder: str, kept: Moments) -> KeptBranch:
    with reading(folder):
        if not isinstance(plain, Mapping):
            raise DamagedError("a run must be an object")
        checkpoints, pinned = _checkpoints(parts, folder, kept)
        furthest = _furthest(plain.get("furthest"), checkpoints[-1], kept)
        return KeptBranch(
            checkpoints=checkpoints,
            pinned=pinned,
            history=_by_epoch(parts, f"{folder}/history.npy", COLUMNS, furthest),
            trail=_trail(parts, f"{folder}/trail.npy", len(checkpoints[0].parameters), furthest),
            furthest=furthest,
            data_changes=_data_changes(plain.get("data_changes"), furthest),
        )


def _checkpoints(parts: Parts, folder: str, kept: Moments) -> tuple[tuple[Checkpoint, ...], frozenset[Place]]:
    """The moments of a run, and where those are that are pinned."""
    rows = array_in(parts, f"{folder}/moments.npy", "<i8", (None, 2)).tolist()
    checkpoints = tuple(kept[number] for number, _ in rows)
    places = [checkpoint.place for checkpoint in checkpoints]
    if not places or any(after <= before for before, after in pairwise(places)):
        raise DamagedError("the moments of a run come one after the other")
    return checkpoints, frozenset(place for place, (_, pinned) in zip(places, rows, strict=True) if pinned)


def _furthest(plain: Any, last: Checkpoint, kept: Moments) -> Place:
    furthest = Place(*_wholes(plain, 2))
    if not last.place <= furthest < (LATEST, 0) or furthest.row >= max(1, kept.rows_of(last)):
        raise DamagedError("it does not end at or after its last moment")
    return furthest


def _trail(parts: Parts, name: str, parameters: int, furthest: Place) -> Array:
    trail = _by_epoch(parts, name, 1 + (parameters if parameters <= MOST_PARAMETERS else 0), furthest)
    if not np.isfinite(trail).all():
        raise DamagedError("weights and biases must be finite numbers", name)
    return trail


def _data_changes(plain: Any, furthest: Place) -> tuple[int, ...]:
    changes = _wholes(plain, len(plain) if isinstance(plain, list) else -1)
    if changes[:1] != [0] or any(after <= before for before, after in pairwise([*changes, furthest.epoch + 1])):
        raise DamagedError("the epochs at which the data changed begin with 0 and rise")
    return tuple(changes)


def _by_epoch(parts: Parts, name: str, rows: int, furthest: Place) -> Array:
    """A table whose first row are epochs, rising, up to the furthest."""
    table = array_in(parts, name, "<f8", (rows, None))
    epochs = table[0]
    rising = (epochs == np.floor(epochs)).all() and (np.diff(epochs, prepend=-1, append=furthest.epoch + 1) > 0).all()
    if not rising:
        raise DamagedError("its epochs do not rise one after the other", name)
    return table


def _cursor(plain: Any, now: Checkpoint) -> Cursor | None:
    if plain is None:
        return None
    cursor = Cursor(*_wholes(plain, 4))
    if not now.batch_end:
        raise DamagedError("no batch has begun in which an operation could be done")
    return cursor


def _done(plain: Any, parts: Parts, folder: str, kept: Moments, now: Checkpoint) -> KeptBatch | None:
    if plain is None:
        return None
    began = kept[plain]
    if began.place >= now.place or differ(DATA_FIELDS, began.experiment, now.experiment):
        raise DamagedError("the last batch is none that can have come before")
    return KeptBatch(began, array_in(parts, f"{folder}/done.npy", "<i8", (None,)).astype(np.intp))


def _wholes(plain: Any, count: int) -> list[int]:
    if not isinstance(plain, list) or len(plain) != count or not all(type(n) is int and n >= 0 for n in plain):
        raise DamagedError(f"{plain!r:.40} stands where {count} whole numbers are expected")
    return plain
