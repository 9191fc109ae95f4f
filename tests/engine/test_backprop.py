"""The gradients are right: by hand, against differences of the loss, and against scikit-learn."""

from dataclasses import dataclass

import numpy as np
import pytest

from engine.activations import activations
from engine.arrays import Array
from engine.backprop import Operation, Reduction, backpropagation, gradients_of
from engine.losses import Loss, losses
from engine.network import Architecture, forward

SMOOTH = [entry.name for entry in activations if entry.exact and entry.trainable]
KINKED = ("relu", "leaky-relu")


@dataclass(frozen=True)
class Case:
    """A network and a batch; `total` is the batch's loss as its reduction puts it together."""

    architecture: Architecture
    parameters: Array
    x: Array
    y: Array
    loss: Loss
    reduction: Reduction

    def total(self, parameters: Array) -> float:
        values = self.loss.value(forward(self.architecture.layers(parameters), self.x)[-1], self.y)
        return float(values.sum() if self.reduction == "sum" else values.mean())

    def analytic(self) -> Array:
        layers = self.architecture.layers(self.parameters)
        return self.architecture.flat(gradients_of(layers, self.x, self.y, self.loss, self.reduction))

    def numeric(self, h: float = 3e-3) -> Array:
        """Central differences of sixth order.

        They leave out terms of h⁶ ≈ 7e-16, which is as small as float64 can tell, while rounding is divided by a step
        of 3e-3 only; the plain difference of two values would have to choose between an error in h² and rounding.
        """
        gradient = np.empty_like(self.parameters)
        for place in range(len(gradient)):
            nudge = np.zeros_like(gradient)
            nudge[place] = h
            one, two, three = (
                self.total(self.parameters + k * nudge) - self.total(self.parameters - k * nudge) for k in (1, 2, 3)
            )
            gradient[place] = (45 * one - 9 * two + three) / (60 * h)
        return gradient

    def relative_errors(self) -> Array:
        """|analytic - numeric| by their size.

        The loss is known to some ε = 2.2e-16 of itself, so the difference to some ε / h ≈ 1e-13 of the loss. A gradient
        smaller than 1e-5 of the loss therefore has no seven digits to compare, and is held to 1e-12 of the loss.
        """
        analytic, numeric = self.analytic(), self.numeric()
        floor = max(1e-5 * self.total(self.parameters), 1e-300)  # a loss of 0 has a gradient of 0, not of 0 / 0
        return np.abs(analytic - numeric) / np.maximum(np.abs(analytic) + np.abs(numeric), floor)

    def distance_from_kinks(self) -> float:
        values = forward(self.architecture.layers(self.parameters), self.x)
        distance = np.inf
        for layer, before in zip(self.architecture.layers(self.parameters), values, strict=False):
            if layer.activation.name in KINKED:
                distance = min(distance, np.abs(before @ layer.W.T + layer.b).min())
        return distance


def random_case(rng: np.random.Generator) -> Case:
    """Any network; drawn again until no neuron stands where a nudge of 3 · 3e-3 could carry it over a kink."""
    while True:
        loss = losses[rng.choice(losses.names)]
        low, high = loss.range
        fitting = [name for name in SMOOTH if low <= activations[name].range[0] and activations[name].range[1] <= high]
        hidden = int(rng.integers(0, 4))
        sizes = tuple(int(size) for size in rng.integers(1, 5, hidden + 2))
        names = [*rng.choice(SMOOTH, hidden), rng.choice(fitting)]
        architecture = Architecture(sizes, tuple(activations[name] for name in names), bool(rng.integers(2)))
        rows = int(rng.integers(1, 5))
        case = Case(
            architecture,
            rng.uniform(-1.0, 1.0, architecture.parameter_count),
            rng.uniform(-1.5, 1.5, (rows, sizes[0])),
            rng.integers(0, 2, (rows, sizes[-1])).astype(float),
            loss,
            "sum" if rng.integers(2) else "mean",
        )
        if case.distance_from_kinks() > 0.04:
            return case


def test_gradients_agree_with_differences_of_the_loss_in_200_random_networks():
    rng = np.random.default_rng(20)
    seen = set()
    for number in range(200):
        case = random_case(rng)
        errors = case.relative_errors()
        assert errors.max() <= 1e-7, f"case {number}: {case}"
        seen |= {entry.name for entry in case.architecture.activations} | {case.loss.name, case.reduction}
    assert seen == {*SMOOTH, *losses.names, "sum", "mean"}


def test_the_articles_slip_is_not_the_gradient_of_the_loss():
    rng = np.random.default_rng(21)
    for hidden in ((), (3,)):
        slip = activations["sigmoid-slip"]
        architecture = Architecture((2, *hidden, 1), (slip,) * (len(hidden) + 1), True)
        parameters = rng.uniform(-1.0, 1.0, architecture.parameter_count)
        x, y = rng.uniform(-1.5, 1.5, (4, 2)), np.array([[0.0], [1.0], [1.0], [0.0]])
        case = Case(architecture, parameters, x, y, losses["half-squared-error"], "sum")
        assert case.relative_errors().min() > 1e-4


def test_a_step_passes_no_error_back():
    architecture = Architecture((2, 3, 1), (activations["step"], activations["sigmoid"]), True)
    layers = architecture.layers(np.linspace(-1, 1, architecture.parameter_count))
    hidden, output = gradients_of(layers, np.ones((1, 2)), np.ones((1, 1)), losses["squared-error"], "mean")
    assert not hidden.dW.any()
    assert not hidden.db.any()
    assert output.db.any()


# One neuron, by hand.

X, Y = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[1.0], [0.0]])
NEURON = Architecture((2, 1), (activations["linear"],), True)
WEIGHTS = np.array([0.5, -0.25, 0.125])  # answers 0.125 and 1.875: errors -0.875 and 1.875


def test_one_linear_neuron_gets_the_gradient_that_one_works_out_by_hand():
    (gradient,) = gradients_of(NEURON.layers(WEIGHTS), X, Y, losses["half-squared-error"], "sum")
    assert gradient.dW.tolist() == [[-0.875 + 3 * 1.875, -2 * 0.875 - 1.875]]
    assert gradient.db.tolist() == [1.0]


def test_the_mean_of_a_batch_is_its_sum_by_the_number_of_rows():
    for loss in (losses["half-squared-error"], losses["squared-error"]):
        (added,) = gradients_of(NEURON.layers(WEIGHTS), X, Y, loss, "sum")
        (mean,) = gradients_of(NEURON.layers(WEIGHTS), X, Y, loss, "mean")
        np.testing.assert_array_equal(mean.dW, added.dW / 2)
        np.testing.assert_array_equal(mean.db, added.db / 2)


def test_the_sum_of_a_batch_is_the_sum_over_its_rows():
    loss = losses["squared-error"]
    (batch,) = gradients_of(NEURON.layers(WEIGHTS), X, Y, loss, "sum")
    rows = [gradients_of(NEURON.layers(WEIGHTS), X[i : i + 1], Y[i : i + 1], loss, "sum")[0] for i in range(2)]
    np.testing.assert_allclose(batch.dW, rows[0].dW + rows[1].dW, rtol=1e-15)


# The walk that the learner sees.


def test_the_walk_goes_forwards_through_the_loss_and_backwards():
    architecture = Architecture((2, 3, 1), (activations["tanh"], activations["sigmoid"]), True)
    layers = architecture.layers(np.linspace(-1, 1, architecture.parameter_count))
    walk = list(backpropagation(layers, X, Y, losses["squared-error"], "mean"))
    assert [(step.name, step.layer, step.result.shape) for step in walk] == [
        ("multiply", 1, (2, 3)),
        ("add bias", 1, (2, 3)),
        ("activate", 1, (2, 3)),
        ("multiply", 2, (2, 1)),
        ("add bias", 2, (2, 1)),
        ("activate", 2, (2, 1)),
        ("loss", 2, (2,)),
        ("loss derivative", 2, (2, 1)),
        ("delta", 2, (2, 1)),
        ("weight gradient", 2, (1, 3)),
        ("bias gradient", 2, (1,)),
        ("back through the weights", 2, (2, 3)),
        ("delta", 1, (2, 3)),
        ("weight gradient", 1, (3, 2)),
        ("bias gradient", 1, (3,)),
    ]


def test_the_walk_changes_nothing_and_each_result_stays_what_it_was_when_shown():
    architecture = Architecture((2, 3, 1), (activations["linear"], activations["sigmoid"]), True)
    parameters = np.linspace(-1, 1, architecture.parameter_count)
    before = parameters.copy(), X.copy(), Y.copy()
    shown: list[tuple[Operation, Array]] = []
    for step in backpropagation(architecture.layers(parameters), X, Y, losses["squared-error"], "mean"):
        shown.append((step, step.result.copy()))
    for now, then in zip((parameters, X, Y), before, strict=True):
        np.testing.assert_array_equal(now, then)
    for step, result in shown:
        np.testing.assert_array_equal(step.result, result)


# scikit-learn, by its public names: start its network, take one step at rate 1, and look how far the weights went.

NAMES = {"tanh": "tanh", "logistic": "sigmoid", "relu": "relu", "identity": "linear"}


@pytest.mark.parametrize("theirs", NAMES)
@pytest.mark.parametrize(
    ("kind", "output", "loss"),
    [
        ("MLPClassifier", "sigmoid", "cross-entropy"),
        ("MLPRegressor", "linear", "half-squared-error"),
    ],
)
def test_gradients_of_hidden_layers_agree_with_scikit_learn(kind, output, loss, theirs):
    from sklearn import neural_network

    rng = np.random.default_rng(7)
    x, y = rng.standard_normal((20, 3)), rng.integers(0, 2, 20)
    model = getattr(neural_network, kind)(
        hidden_layer_sizes=(5, 4),
        activation=theirs,
        solver="sgd",
        alpha=0.0,
        learning_rate_init=1.0,
        momentum=0.0,
        nesterovs_momentum=False,
        batch_size=20,
        shuffle=False,
        random_state=1,
    )
    if kind == "MLPClassifier":
        model.partial_fit(x, y, classes=[0, 1])
    else:
        model.partial_fit(x, y)
    before = [coefficients.copy() for coefficients in (*model.coefs_, *model.intercepts_)]
    architecture = Architecture((3, 5, 4, 1), tuple(activations[n] for n in (NAMES[theirs],) * 2 + (output,)), True)
    layers = architecture.layers(architecture.flat([(before[n].T, before[3 + n]) for n in range(3)]))
    mean_loss = losses[loss].value(forward(layers, x)[-1], y[:, None] * 1.0).mean()

    model.partial_fit(x, y)

    gradients = gradients_of(layers, x, y[:, None] * 1.0, losses[loss], "mean")
    assert mean_loss == pytest.approx(model.loss_, rel=1e-9)
    for n, gradient in enumerate(gradients):
        assert np.abs(gradient.dW).max() > 1e-4
        np.testing.assert_allclose(gradient.dW, (before[n] - model.coefs_[n]).T, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(gradient.db, before[3 + n] - model.intercepts_[n], rtol=1e-9, atol=1e-12)
