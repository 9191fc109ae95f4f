"""The figures of the articles, as float64 gives them from their recipes, out of the lessons themselves."""

import math
import statistics
from dataclasses import replace

import numpy as np
import pytest

from engine.arrays import Array
from engine.experiment import Experiment
from engine.lessons import Lesson, load_lesson
from engine.network import forward
from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.starts import StartsRun
from engine.trainer import Trainer
from tests.engine.helpers import trained


def predictions(lesson: Lesson, trainer: Trainer) -> dict[str, float]:
    snapshot = trainer.snapshot()
    return {point.name: float(snapshot.predict(np.array([point.input]))[0, 0]) for point in lesson.points}


def weights(trainer: Trainer) -> Array:
    """Of a single neuron: its weights, then its bias if it has one."""
    return trainer.parameters


def variant(lesson_id: str, name: str = "") -> Experiment:
    return {entry.name: entry.experiment for entry in load_lesson(lesson_id).variants}[name]


def by_hand(experiment: Experiment, weight: float, bias: float | None = None) -> Snapshot:
    """A single neuron of one input with its numbers set by hand, as the learner does it."""
    trainer = Trainer(experiment)
    trainer.edit(Quantity("weight", 1, 0, 0), weight)
    if bias is not None:
        trainer.edit(Quantity("bias", 1, 0, 0), bias)
    return trainer.snapshot()


# The curve of one neuron.

X = np.linspace(-6, 6, 121)[:, None]


def test_the_sigmoid_is_one_half_at_0_and_steepest_there():
    experiment = variant("sigmoid", "sigmoid")
    snapshot = Trainer(experiment).snapshot()
    assert snapshot.parameters.tolist() == Trainer(variant("sigmoid", "step")).snapshot().parameters.tolist() == [1, 0]
    assert predictions(load_lesson("sigmoid"), Trainer(experiment)) == {"x = 0": 0.5}
    activation = snapshot.layers[0].activation
    slopes = activation.derivative(X, activation.value(X))[:, 0]
    assert (slopes.max(), X[slopes.argmax(), 0]) == (0.25, pytest.approx(0, abs=1e-15))


@pytest.mark.parametrize("weight", [0.01, 0.3, 1.0, 3.0, 50.0])
@pytest.mark.parametrize("name", ["sigmoid", "step"])
def test_without_a_bias_a_negative_input_never_gives_more_than_one_half(name, weight):
    answers = by_hand(variant("sigmoid", name), weight, 0.0).predict(X)[:, 0]
    assert (answers[X[:, 0] < 0] <= 0.5).all()
    assert (answers[X[:, 0] > 1e-9] > 0.5).all()


def test_a_larger_weight_makes_the_sigmoid_steeper():
    around = np.array([[-0.001], [0.001]])
    rises = [
        np.diff(by_hand(variant("sigmoid", "sigmoid"), weight).predict(around)[:, 0])[0] for weight in (0.3, 1.0, 3.0)
    ]
    assert np.array(rises) / 0.002 == pytest.approx([0.25 * 0.3, 0.25, 0.25 * 3], rel=1e-5)


@pytest.mark.parametrize(("weight", "bias"), [(1.0, 3.0), (1.0, -3.0), (2.0, 3.0), (0.5, -1.0)])
def test_a_bias_shifts_the_sigmoid_and_the_step_by_minus_b_over_w(weight, bias):
    middle = -bias / weight
    for name in ("sigmoid", "step"):
        shifted = by_hand(variant("sigmoid", name), weight, bias).predict(X + middle)
        np.testing.assert_allclose(shifted, by_hand(variant("sigmoid", name), weight, 0.0).predict(X), atol=1e-12)


def test_the_step_has_no_slope_anywhere():
    activation = variant("sigmoid", "step").architecture.activations[0]
    assert not activation.derivative(X, activation.value(X)).any()


# Feeding forward.


def test_neuron():
    lesson = load_lesson("neuron")
    assert predictions(lesson, Trainer(lesson.experiment)) == {"(2, 3)": pytest.approx(0.9990889488055994, abs=1e-15)}


def test_feedforward():
    lesson = load_lesson("feedforward")
    assert predictions(lesson, Trainer(lesson.experiment)) == {"(2, 3)": pytest.approx(0.7216325609518421, abs=1e-15)}


def test_mse():
    lesson = load_lesson("mse")
    trainer = trained(lesson.experiment)
    assert trainer.metrics()[0].loss == 0.5
    assert predictions(lesson, trainer) == {"Alice": 0.0, "Bob": 0.0, "Charlie": 0.0, "Diana": 0.0}
    assert trained(lesson.experiment, 1).metrics()[0].loss == pytest.approx(0.440, abs=5e-4)
    assert trained(replace(lesson.experiment, learning_rate=0.004), 20).metrics()[0].loss > 0.5


# A weight, looked for by hand and by gradient descent.


@pytest.mark.parametrize(
    ("weight", "errors", "loss"), [(3.0, [0, 1, 2, 3], 3.5), (4.0, [0, 2, 4, 6], 14.0), (2.0, [0, 0, 0, 0], 0.0)]
)
def test_weight_search_by_hand(weight, errors, loss):
    snapshot = by_hand(load_lesson("weight-search").experiment, weight)
    assert (snapshot.predictions - snapshot.data.dataset.targets)[:, 0].tolist() == errors
    assert snapshot.loss == loss


def test_weight_search_by_gradient_descent():
    lesson = load_lesson("weight-search")
    trainer = Trainer(lesson.experiment)
    assert weights(trainer).tolist() == [3.0]
    trainer.train(1)
    # One step against the slope of +7; of the error 0.65 is left, after every epoch.
    assert weights(trainer) == pytest.approx([3 - 0.05 * 7])
    trainer.train(lesson.experiment.epochs - 1)
    assert weights(trainer) == pytest.approx([2 + 0.65**lesson.experiment.epochs], abs=1e-12)
    assert weights(trainer) == pytest.approx([2.0], abs=1e-6)
    assert predictions(lesson, trainer) == {"x = 10": pytest.approx(20, abs=1e-5)}


# One step by hand.


def test_derivation():
    experiment = load_lesson("derivation").experiment
    trainer = Trainer(experiment)
    layers = trainer.snapshot().layers
    row = trainer.data.train.x
    output = float(forward(layers, row)[-1][0, 0])
    assert float((row @ layers[0].W.T + layers[0].b)[0, 0]) == pytest.approx(0.8, abs=1e-15)
    assert output == pytest.approx(0.68997448, abs=1e-8)
    factors = output - 1, output * (1 - output), 1.0
    assert factors == pytest.approx((-0.31003, 0.21391, 1.0), abs=5e-6)
    assert math.prod(factors) == pytest.approx(-0.06632, abs=5e-6)
    trainer.train(experiment.epochs)
    step = -0.05 * math.prod(factors)
    assert weights(trainer) == pytest.approx([0.2 + step, 0.3 + step, 0.3 + step], abs=1e-15)
    assert weights(trainer) == pytest.approx([0.20331587, 0.30331587, 0.30331587], abs=1e-8)
    assert trainer.snapshot().predict(row)[0, 0] == pytest.approx(0.69210, abs=5e-6)


# Ten thousand epochs of one neuron.

NEURONS = {
    ("or-gate", ""): [5.36546322, 5.36551912, -2.42759823],
    ("or-gate-as-published", ""): [7.00922425, 7.00953281, -3.14905135],
    ("or-gate-no-bias", "as published"): [4.6169307, 4.61995023],
    ("or-gate-no-bias", "right derivative"): [3.36072259, 3.36211564],
    ("virus", "as published"): [10.1634992, 0.45744949, 2.97441782, 2.9938138, -6.07764153],
    ("virus", "right derivative"): [7.54803841, 0.51360866, 2.27524757, 2.27832381, -4.62022258],
}
ANSWERS = {
    ("or-gate", ""): {"(1, 0)": 0.94968681, "(1, 1)": 0.99975238, "(0, 0)": 0.08109226},
    ("or-gate-as-published", ""): {"(1, 0)": 0.97937020, "(1, 1)": 0.99998097, "(0, 0)": 0.04112867},
}


@pytest.mark.parametrize("key", NEURONS, ids=" ".join)
def test_ten_thousand_epochs_of_one_neuron_end_at_the_exact_weights(key):
    lesson_id, name = key
    experiment = variant(lesson_id, name)
    assert experiment.epochs == 10_000
    trainer = trained(experiment)
    assert weights(trainer) == pytest.approx(NEURONS[key], abs=2e-8)
    answers = predictions(load_lesson(lesson_id), trainer)
    for point, value in ANSWERS.get(key, {}).items():
        assert answers[point] == pytest.approx(value, abs=1e-8)
    if lesson_id == "or-gate-no-bias":
        assert answers["(0, 0)"] == 0.5
    if lesson_id == "virus":
        assert trainer.metrics()[0].accuracy == 7 / 8
        by_size = np.argsort(weights(trainer)[:4])
        assert (by_size[0], by_size[-1]) == (1, 0)
        assert [round(answer) for answer in answers.values()] == [1, 0, 1]


# Height and weight.


def test_height_weight_ends_sure_of_emily_and_frank_from_nearly_every_start():
    lesson = load_lesson("height-weight")
    ends = [predictions(lesson, trained(lesson.experiment.with_seed(seed))) for seed in range(20)]
    assert sum(end["Emily"] > 0.9 and end["Frank"] < 0.1 for end in ends) >= 18
    assert statistics.median(end["Emily"] for end in ends) == pytest.approx(0.966, abs=0.01)
    assert statistics.median(end["Frank"] for end in ends) == pytest.approx(0.039, abs=0.01)


PEOPLE = (((-2.0, -1.0), 1.0), ((25.0, 6.0), 0.0), ((17.0, 4.0), 0.0), ((-15.0, -6.0), 1.0))


def sigmoid(z: float) -> float:
    return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))


def one_person_at_a_time(parameters: list[float], epochs: int, rate: float) -> list[float]:
    """Number by number, as one would write it without arrays: two neurons read x, a third reads these two."""
    w1, w2, w3, w4, b1, b2, w5, w6, b3 = parameters
    for _ in range(epochs):
        for (x1, x2), target in PEOPLE:
            h1 = sigmoid(w1 * x1 + w2 * x2 + b1)
            h2 = sigmoid(w3 * x1 + w4 * x2 + b2)
            o1 = sigmoid(w5 * h1 + w6 * h2 + b3)
            error = -2.0 * (target - o1) * o1 * (1.0 - o1)
            error1 = error * w5 * h1 * (1.0 - h1)
            error2 = error * w6 * h2 * (1.0 - h2)
            w1, w2, b1 = w1 - rate * error1 * x1, w2 - rate * error1 * x2, b1 - rate * error1
            w3, w4, b2 = w3 - rate * error2 * x1, w4 - rate * error2 * x2, b2 - rate * error2
            w5, w6, b3 = w5 - rate * error * h1, w6 - rate * error * h2, b3 - rate * error
    return [w1, w2, w3, w4, b1, b2, w5, w6, b3]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_height_weight_is_what_a_script_without_arrays_makes_of_the_same_start(seed):
    trainer = Trainer(load_lesson("height-weight").experiment.with_seed(seed), record=False)
    start = trainer.parameters.tolist()
    trainer.train(1000)
    assert trainer.parameters == pytest.approx(one_person_at_a_time(start, 1000, 0.1), abs=1e-9, rel=0)
    assert np.abs(trainer.parameters - start).max() > 0.5


# XOR: 50 of 50 seeds get all four corners right; ten are enough here.


def test_xor_needs_a_hidden_layer():
    alone, hidden = variant("xor", "one neuron"), variant("xor", "hidden layer")
    assert replace(alone, hidden=hidden.hidden) == hidden
    ends = [trained(hidden.with_seed(seed)).metrics()[0] for seed in range(10)]
    assert sum(end.accuracy == 1.0 for end in ends) >= 9
    for seed in range(10):
        trainer = Trainer(alone.with_seed(seed))
        trainer.train(alone.epochs)
        losses = trainer.snapshot().curves.train_loss
        assert losses.min() >= 0.125 - 1e-15
        assert losses[-1] == pytest.approx(0.125, abs=1e-6)


# Breast cancer.


def test_a_hundred_neurons_know_nine_in_ten_samples_they_have_never_seen(monkeypatch):
    # The points of the curves cost more time than the training, and only the ends count here.
    monkeypatch.setattr("engine.starts.POINTS", 2)
    experiment = load_lesson("breast-cancer").experiment
    run = StartsRun(experiment, 100)
    for _ in run.walk():
        pass
    summary = run.starts().summary
    assert summary.test_accuracy_mean == pytest.approx(0.903, abs=0.007)
    assert summary.total_accuracy_mean == pytest.approx(0.906, abs=0.003)
    assert summary.test_accuracy_std == pytest.approx(0.0211, abs=0.005)
    assert summary.total_accuracy_std == pytest.approx(0.0018, abs=0.0007)


def test_five_hidden_neurons_know_a_little_more():
    experiment = load_lesson("breast-cancer-hidden").experiment
    assert experiment.architecture.sizes == (30, 5, 1)
    assert not experiment.bias
    trainer = trained(experiment, 1500)
    train, test = trainer.metrics()
    assert train.accuracy > 0.9
    assert test.accuracy > 0.88


# The playground.

CIRCLE = load_lesson("playground").experiment


def test_the_playground_stands_on_a_plateau_for_a_hundred_epochs_and_then_finds_the_disc():
    trainer = trained(CIRCLE, 100)
    assert trainer.metrics()[1].accuracy == pytest.approx(5 / 6, abs=0.01)
    trainer.train(30)
    assert [metrics.accuracy for metrics in trainer.metrics()] == [1.0, 1.0]


@pytest.mark.parametrize("seed", range(1, 6))
def test_the_playground_learns_the_circle_from_other_starts(seed):
    test = trained(CIRCLE.with_seed(seed)).metrics()[1]
    assert test.accuracy >= 0.99
    assert test.loss < 0.01


@pytest.mark.parametrize(
    ("choices", "enough"),
    [
        ({"hidden": (3,)}, True),
        ({"hidden": (2,)}, False),
        ({"hidden": ()}, False),
        ({"hidden": (), "inputs": CIRCLE.all_input_names}, True),
        ({"hidden": (8,) * 6, "inputs": CIRCLE.all_input_names}, True),
    ],
)
def test_three_lines_fence_a_disc_in_or_one_neuron_that_knows_the_squares(choices, enough):
    accuracy = trained(CIRCLE.changed(**choices)).metrics()[1].accuracy
    assert accuracy >= 0.99 if enough else accuracy < 0.85


def test_momentum_takes_the_playground_down_further_in_as_many_epochs():
    plain, rolling = (trained(CIRCLE.changed(optimizer=name), 50) for name in ("gradient-descent", "momentum"))
    assert rolling.metrics()[0].loss < plain.metrics()[0].loss / 10


# The line and the valley.


def test_gradient_descent_finds_the_line_of_least_squares():
    trainer = trained(variant("line-fit", "gradient descent"))
    formula = Trainer(variant("line-fit", "by formula"))
    x, y = trainer.data.train.x[:, 0], trainer.data.train.y[:, 0]
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    assert formula.parameters == pytest.approx([slope, y.mean() - slope * x.mean()], rel=1e-12)
    assert formula.parameters == pytest.approx(np.polyfit(x, y, 1), rel=1e-12)
    assert trainer.parameters == pytest.approx(formula.parameters, abs=1e-6)
    assert formula.parameters.round(4).tolist() == [1.0491, 1.3986]
    assert formula.snapshot().loss == pytest.approx(0.0693, abs=5e-5)


def test_the_valley_is_as_steep_as_its_lesson_says():
    choices = load_lesson("gradient-descent").experiment
    x = choices.dataset.inputs[:, 0]
    low, high = np.linalg.eigvalsh(2 * np.array([[x @ x, x.sum()], [x.sum(), len(x)]]) / len(x))
    assert round(high / low) == 267
    assert 0.0293 < 2 / high < 0.0294
    steps = Trainer(choices)
    steps.train(1)
    assert steps.parameters[0] == pytest.approx(1.19, abs=5e-3)
    steps.train(1)
    assert steps.parameters[0] == pytest.approx(0.07, abs=5e-3)
    creeping = Trainer(choices.changed(learning_rate=0.01))
    creeping.train(300)
    assert creeping.parameters[0] == pytest.approx(0.85, abs=5e-3)
    climbing = Trainer(choices.changed(learning_rate=0.0294))
    climbing.train(100)
    losses = climbing.snapshot().curves.train_loss
    assert (np.diff(losses[1:]) > 0).all()
