"""What training gave, as plain data that JSON can hold. Nothing infinite or NaN gets in: such a number is None."""

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

import numpy as np

from engine import compiled
from engine.compiled import Status
from engine.experiment import Experiment
from engine.lessons import Lesson, Point, Variant
from engine.metrics import Metrics
from engine.network import Layer
from engine.patience import Best
from engine.snapshot import Snapshot
from engine.starts import measured, summarise
from engine.trainer import DivergedError, Trainer

# How long training goes on between two reports, and the longest table whose rows are all predicted.
SLICE_SECONDS = 0.05
PREDICTED_ROWS = 100

Report = Callable[[float], None]
Plain = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Result:
    """One experiment, trained for some epochs: where it started, where it ended, and why it stopped early, if it did:
    because it diverged, or because the loss became no lower than it was at the `best` epoch, which is then its end.
    """

    initial: tuple[Layer, ...]
    final: Snapshot
    epochs: int
    seconds: float
    diverged: str = ""
    best: Best | None = None


def train_once(experiment: Experiment, report: Report) -> Result:
    """Train one experiment for its epochs; `report` gets the share done, from 0 to 1, about every 50 ms.

    One that has nothing to learn is left as it starts.
    """
    if compiled.status() is Status.UNKNOWN and not compiled.load():
        compiled.prepare_in_background()
    # Who waits for a lower loss has to measure it.
    trainer = Trainer(experiment, record=experiment.patience > 0)
    return train_on(trainer, experiment.epochs, report)


def train_on(trainer: Trainer, until: int, report: Report) -> Result:
    """Train from where a trainer stands until so many epochs are done."""
    experiment = trainer.experiment
    initial = experiment.architecture.layers(trainer.parameters)
    epochs = 0 if experiment.why_not_trainable else until
    diverged, best = "", None
    began = perf_counter()
    try:
        best = _train(trainer, epochs, report)
    except DivergedError as error:
        diverged = str(error)
    return Result(initial, trainer.snapshot(), trainer.furthest, perf_counter() - began, diverged, best)


def _train(trainer: Trainer, epochs: int, report: Report) -> Best | None:
    """Train for so many epochs; the best one, if patience was lost before."""
    due = perf_counter() + SLICE_SECONDS
    walk = trainer.advance_patiently(epochs, SLICE_SECONDS)
    while True:
        try:
            next(walk)
        except StopIteration as end:
            report(1.0)
            return end.value
        trainer.use(compiled.preferred())
        if perf_counter() > due:
            due = perf_counter() + SLICE_SECONDS
            report(trainer.furthest / epochs)


def train_lesson(lesson: Lesson, variants: Sequence[Variant], runs: int, report: Report) -> Plain:
    """Train variants of a lesson, and give their results."""
    count = len(variants)
    return side_by_side(
        [
            train_variant(lesson, variant, runs, part_of(report, number, count))
            for number, variant in enumerate(variants)
        ],
        variants,
    )


def side_by_side(plains: Sequence[Plain], variants: Sequence[Variant]) -> Plain:
    """The first one's result and, of several, all results under `variants`."""
    if len(plains) == 1:
        return plains[0]
    named = [{"name": variant.name, **plain} for variant, plain in zip(variants, plains, strict=True)]
    return plains[0] | {"variants": named}


def train_variant(lesson: Lesson, variant: Variant, runs: int, report: Report) -> Plain:
    """Train one variant of a lesson, from `runs` seeds one after the other, and give its result as plain data.

    With several runs the result is that of the first, `runs` lists all and `summary` holds means and deviations.
    """
    plain: Plain = {}
    listed, finals = [], []
    for number in range(runs):
        experiment = variant.experiment.with_seed(variant.experiment.seed + number)
        result = train_once(experiment, part_of(report, number, runs))
        if not number:
            plain = result_to_plain(lesson, result)
        listed.append(_without_layers(result_to_plain(lesson, result)))
        finals.append(measured(result.final))
    if runs > 1:
        plain |= {"runs": listed, "summary": asdict(summarise(finals))}
    return plain


def part_of(report: Report, number: int, count: int) -> Report:
    """What one of several has to report to."""
    return lambda share: report((number + share) / count)


def _without_layers(plain: Plain) -> Plain:
    return {key: value for key, value in plain.items() if key not in ("initial", "layers", "experiment")}


def troubles(plain: Plain) -> list[str]:
    """A line for each training in a result that did not reach its end."""
    return [
        f"{variant.get('name', plain['lesson'])}, seed {run['seed']}: {run['diverged']}"
        for variant in plain.get("variants", [plain])
        for run in variant.get("runs", [variant])
        if "diverged" in run
    ]


def result_to_plain(lesson: Lesson, result: Result) -> Plain:
    final = result.final
    plain = {
        "lesson": lesson.id,
        "seed": final.experiment.seed,
        "epochs": result.epochs,
        "seconds": result.seconds,
        "engine": final.engine,
        "initial": layers_to_plain(result.initial),
        "layers": layers_to_plain(final.layers),
        "train": _metrics(final.train),
        "test": _metrics(final.test),
        "predictions": predictions(final, _points(lesson, final)),
        # A table of the learner's own stays in its file.
        "experiment": final.experiment.to_plain() | {"own": None},
    }
    if result.best is not None:
        plain["stopped_early"] = _best_to_plain(result.best)
    return plain | {"diverged": result.diverged} if result.diverged else plain


def _best_to_plain(best: Best) -> Plain:
    return {"best_epoch": best.epoch, "best_loss": _finite(best.loss), "rows": "test" if best.of_test else "train"}


def layers_to_plain(layers: Sequence[Layer]) -> list[Plain]:
    """Weights[out][in] and biases, or None where there are none, in full precision."""
    return [
        {
            "weights": layer.W.tolist(),
            "biases": layer.b.tolist() if layer.has_bias else None,
            "activation": layer.activation.name,
        }
        for layer in layers
    ]


def predictions(final: Snapshot, points: Sequence[Point]) -> list[Plain]:
    """What the network makes of each point, one number an output neuron."""
    if not points:
        return []
    inputs = np.array([point.input for point in points])
    with np.errstate(over="ignore", invalid="ignore"):
        outputs = final.predict(inputs).tolist()
    return [
        {"name": point.name, "input": list(point.input), "output": [_finite(value) for value in output]}
        for point, output in zip(points, outputs, strict=True)
    ]


def _points(lesson: Lesson, final: Snapshot) -> tuple[Point, ...]:
    """The lesson's points; the rows of the table, if they are few, where it has none or the inputs are others."""
    table, own = final.data.dataset, lesson.experiment.dataset
    if lesson.points and table.input_names == own.input_names:
        return lesson.points
    if table.row_count > PREDICTED_ROWS:
        return ()
    return tuple(Point(name, tuple(row)) for name, row in zip(table.row_names, table.inputs.tolist(), strict=True))


def _metrics(metrics: Metrics) -> Plain | None:
    if metrics.loss is None:
        return None
    return {"loss": _finite(metrics.loss), "accuracy": _finite(metrics.accuracy)}


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
