"""Scripts that are run, and moments of training to make them of."""

import contextlib
import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from engine.arrays import frozen
from engine.datasets import OWN, Dataset
from engine.experiment import Experiment
from engine.export.script import script
from engine.snapshot import Snapshot
from engine.trainer import DivergedError, Trainer

WHEN = datetime(2024, 2, 29, 13, 5)

LAMPS = Dataset(
    name="lamps.csv",
    inputs=frozen([[0, 1, 0, 2.5], [1, 0, 1, -3], [2, 0, 1, 0.125], [5, 1, 0, 7], [4, 1, 0, 1e-3]]),
    input_names=("watts", "colour = red", "colour = blue", "height (cm)"),
    targets=frozen([[0], [1], [1], [0], [1]]),
    output_names=("on = yes",),
    row_names=("a", "b", "c", "d", "e"),
    class_names=("no", "yes"),
)
LAMPS_SHOWN = Experiment(data=OWN, own=LAMPS, hidden=(3,), inputs=("height (cm)", "(height (cm))²", "colour = red"))
# Without targets, without rows.
UNASKED = Experiment(data=OWN, own=replace(LAMPS, targets=None, class_names=(), input_names=("a", "b", "c", "d")))
EMPTY = Experiment(
    data=OWN,
    own=replace(LAMPS, inputs=frozen(np.zeros((0, 4))), targets=frozen(np.zeros((0, 1))), row_names=()),
    inputs=LAMPS.input_names[:2],
    hidden=(2,),
)


def moment(experiment: Experiment, epochs: int = 5) -> Snapshot:
    """A snapshot after some epochs, or as many as there are before numbers grow beyond all bounds."""
    trainer = Trainer(experiment)
    if not experiment.why_not_trainable:
        with contextlib.suppress(DivergedError):
            trainer.train(epochs)
    return trainer.snapshot()


def written(snapshot: Snapshot, title: str = "A lesson") -> str:
    return script(snapshot, title, WHEN)


def run(text: str, name: str = "network") -> dict[str, Any]:
    """The names that a script has given when it was imported; called `__main__`, what it `printed` too."""
    names: dict[str, Any] = {"__name__": name}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(text, "script.py", "exec"), names)
    return names | {"printed": printed.getvalue()}


def renamed(name: str) -> Snapshot:
    """Lamps whose table, columns, rows, output and classes have that name, or one that begins with it."""
    # Read as it would be of the file of a session, by its place: names that are alike are not what is asked here.
    columns = (name, f"{name} = red", f"{name} 3", f"{name} 4")
    table = replace(
        LAMPS,
        name=name,
        input_names=columns,
        output_names=(name,),
        row_names=(name,) * len(LAMPS.row_names),
        class_names=(name, f"{name} 2"),
    )
    return moment(Experiment(data=OWN, own=table, hidden=(2,), inputs=columns[1:]), epochs=1)
