"""The gradients are right: by hand, against differences of the loss, and against scikit-learn."""

import numpy as np
import pytest

from engine.activations import activations
from engine.arrays import Array
from engine.backprop import Operation, backpropagation, gradients_of
from engine.losses import losses
from engine.network import Architecture, forward
from tests.engine.gradient_cases import EXACT, Case, random_case


def test_gradients_agree_with_differences_of_the_loss_in_200_random_networks():
    rng = np.random.default_rng(20)
    seen = set()
    for number in range(200):
        case = random_case(rng)
        errors = case.relative_errors(case.analytic())
        assert errors.max() <= 1e-7, f"case {number}: {case}"
        seen |= {entry.name for entry in case.architecture.activations} | {case.loss.name, case.reduction}
    assert seen == {*EXACT, *losses.names, "sum", "mean"}


def test_the_articles_slip_is_not_the_gradient_of_the_loss():
    rng = np.random.default_rng(21)
    for hidden in ((), (3,)):
        slip = activations["sigmoid-slip"]
        architecture = Architecture((2, *hidden, 1), (slip,) * (len(hidden) + 1), (True,) * (len(hidden) + 1))
        parameters = rng.uniform(-1.0, 1.0, architecture.parameter_count)
        x, y = rng.uniform(-1.5, 1.5, (4, 2)), np.array([[0.0], [1.0], [1.0], [0.0]])
        case = Case(architecture, parameters, x, y, losses["half-squared-error"], "sum")
        assert case.relative_errors(case.analytic()).min() > 1e-4


def test_a_step_passes_no_error_back():
    architecture = Architecture((2, 3, 1), (activations["step"], activations["sigmoid"]), (True, True))
    layers = architecture.layers(np.linspace(-1, 1, architecture.parameter_count))
    hidden, output = gradients_of(layers, np.ones((1, 2)), np.ones((1, 1)), losses["squared-error"], "mean")
    assert not hidden.dW.any()
    assert not hidden.db.any()
    assert output.db.any()


# One neuron, by hand.

X, Y = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[1.0], [0.0]])
NEURON = Architecture((2, 1), (activations["linear"],), (True,))
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
    architecture = Architecture((2, 3, 1), (activations["tanh"], activations["sigmoid"]), (True, True))
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
    architecture = Architecture((2, 3, 1), (activations["linear"], activations["sigmoid"]), (True, True))
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
        ("MLPClassifier", "softmax", "categorical-cross-entropy"),
        ("MLPRegressor", "linear", "half-squared-error"),
    ],
)
def test_gradients_of_hidden_layers_agree_with_scikit_learn(kind, output, loss, theirs):
    from sklearn import neural_network

    rng = np.random.default_rng(7)
    classes = 3 if output == "softmax" else 2
    x, y = rng.standard_normal((20, 3)), rng.integers(0, classes, 20)
    targets = np.eye(classes)[y] if output == "softmax" else y[:, None] * 1.0
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
        model.partial_fit(x, y, classes=range(classes))
    else:
        model.partial_fit(x, y)
    before = [coefficients.copy() for coefficients in (*model.coefs_, *model.intercepts_)]
    functions = tuple(activations[n] for n in (NAMES[theirs],) * 2 + (output,))
    architecture = Architecture((3, 5, 4, targets.shape[1]), functions, (True,) * 3)
    layers = architecture.layers(architecture.flat([(before[n].T, before[3 + n]) for n in range(3)]))
    mean_loss = losses[loss].value(forward(layers, x)[-1], targets).mean()

    model.partial_fit(x, y)

    gradients = gradients_of(layers, x, targets, losses[loss], "mean")
    assert mean_loss == pytest.approx(model.loss_, rel=1e-9)
    for n, gradient in enumerate(gradients):
        assert np.abs(gradient.dW).max() > 1e-4
        np.testing.assert_allclose(gradient.dW, (before[n] - model.coefs_[n]).T, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(gradient.db, before[3 + n] - model.intercepts_[n], rtol=1e-9, atol=1e-12)
