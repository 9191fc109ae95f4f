"""The names on a line of code: each holds what the trace has kept, and stands for the number that is meant."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.code_names import code_names, line_of
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.losses import losses
from engine.optimizers import optimizers
from engine.quantity import Quantity
from engine.trainer import Trainer
from engine.walk import Walk
from tests.engine.helpers import experiment, walk_to_end
from tests.engine.tables import known, table

TWO_LAYERS = experiment(hidden=(3, 2), batch_size=4, seed=5)

THREE_CLASSES = table("three-classes", rows=4, outputs=3)
with known(THREE_CLASSES):
    SOFTMAX = experiment(data="three-classes", hidden=(2,), output_activation="softmax", batch_size=2, seed=5)


@pytest.fixture(autouse=True, scope="module")
def three_classes() -> Iterator[None]:
    with known(THREE_CLASSES):
        yield


def walked(choices: Experiment) -> Iterator[Walk]:
    """A walk at every place of the first batch."""
    trainer = Trainer(choices)
    while trainer.place == (0, 0):
        walk_to_end(trainer.advance(StepSize.TERM))
        assert trainer.walk is not None
        yield trainer.walk


def at(operation: str, layer: int, neuron: int, term: int, choices: Experiment = TWO_LAYERS) -> Walk:
    """A walk at an operation of the last row of the first batch."""
    batch = next(walked(choices)).batch
    return Walk(batch, batch.ladder.find(operation, layer, len(batch) - 1, neuron, term))


@pytest.mark.parametrize(
    "choices",
    [
        TWO_LAYERS,
        experiment(hidden=(), batch_size=2),
        experiment(hidden=(2,), bias=False, reduction="sum", batch_size=3),
        experiment(hidden=(2,), activation=("relu",), loss="cross-entropy"),
        *(experiment(hidden=(2,), optimizer=name, batch_size=2) for name in optimizers.names),
        experiment(hidden=(2,), optimizer="adamw", batch_size=2, l1=0.1, l2=0.1, clip=0.1),
        SOFTMAX,
    ],
)
def test_every_number_is_that_of_the_walk_and_stands_in_its_array(choices):
    for walk in walked(choices):
        for name in code_names(walk):
            if name.quantity is not None:
                assert name.value == walk.value(name.quantity), name
            if name.text in walk.operation.names and name.index:
                held = walk.operation.names[name.text]
                assert held.shape == name.shape
                assert held[name.index] == name.value
        assert code_names(walk)[-1].shape == np.shape(walk.operation.result)


@pytest.mark.parametrize(
    "choices", [TWO_LAYERS, SOFTMAX, *(TWO_LAYERS.changed(optimizer=name) for name in optimizers.names)]
)
def test_every_name_that_a_line_reads_is_told_of_in_its_order(choices):
    for walk in walked(choices):
        line = line_of(walk)
        *read, result = code_names(walk)
        places = [name.places_on(line)[0] for name in read]
        for name, (begin, end) in zip(read, places, strict=True):
            assert line[begin:end] == name.text
        assert line.strip().startswith(result.text)
        told = " ".join(name.text for name in read)
        assert all(name in told for name in walk.operation.names)


@pytest.mark.parametrize(
    ("operation", "place", "expected"),
    [
        (
            "multiply",
            (2, 1, 0),
            {
                "a[n - 1]": Quantity("activation", 1, 0),
                "layer.W": Quantity("weight", 2, 1, 0),
                "products": Quantity("product", 2, 1, 0),
            },
        ),
        ("multiply", (2, 1, 2), {"layer.W": Quantity("weight", 2, 1, 2), "products": Quantity("sum", 2, 1)}),
        (
            "add bias",
            (1, 2, 0),
            {"products": Quantity("sum", 1, 2), "layer.b": Quantity("bias", 1, 2), "z[n]": Quantity("z", 1, 2)},
        ),
        ("activate", (1, 2, 0), {"z[n]": Quantity("z", 1, 2), "a[n]": Quantity("activation", 1, 2)}),
        (
            "loss",
            (3, 0, 0),
            {"a[output]": Quantity("activation", 3), "y": Quantity("target"), "value": Quantity("loss")},
        ),
        ("loss derivative", (3, 0, 0), {"y": Quantity("target"), "da": Quantity("activation gradient", 3)}),
        (
            "delta",
            (2, 1, 0),
            {
                "da": Quantity("activation gradient", 2, 1),
                "layer.activation.derivative(z[n], a[n])": Quantity("slope", 2, 1),
                "z[n]": Quantity("z", 2, 1),
                "a[n]": Quantity("activation", 2, 1),
                "delta": Quantity("delta", 2, 1),
            },
        ),
        (
            "weight gradient",
            (2, 1, 2),
            {
                "delta": Quantity("delta", 2, 1),
                "a[n - 1]": Quantity("activation", 1, 2),
                "divisor": Quantity("rows"),
                "dW": Quantity("weight gradient", 2, 1, 2),
            },
        ),
        ("bias gradient", (2, 1, 0), {"delta": Quantity("delta", 2, 1), "db": Quantity("bias gradient", 2, 1)}),
        (
            "back through the weights",
            (2, 2, 0),
            {
                "delta": Quantity("delta", 2, 0),
                "layer.W": Quantity("weight", 2, 0, 2),
                "da": Quantity("back product", 2, 0, 2),
            },
        ),
        ("back through the weights", (2, 2, 1), {"da": Quantity("activation gradient", 1, 2)}),
        (
            "update",
            (2, 1, 0),
            {
                "parameters": Quantity("weight", 2, 1, 0),
                "learning_rate": Quantity("learning rate"),
                "gradient": Quantity("weight gradient", 2, 1, 0),
                "updated": Quantity("new weight", 2, 1, 0),
            },
        ),
        (
            "update",
            (2, 1, 3),
            {
                "parameters": Quantity("bias", 2, 1),
                "gradient": Quantity("bias gradient", 2, 1),
                "updated": Quantity("new bias", 2, 1),
            },
        ),
    ],
)
def test_a_name_stands_for_the_number_that_the_step_is_about(operation, place, expected):
    meant = {name.text: name.quantity for name in code_names(at(operation, *place))}
    assert expected.items() <= meant.items()


def test_indices_and_functions_stand_for_no_number():
    names = {name.label: name for name in code_names(at("activate", 2, 0, 0))}
    assert (names["n"].value, names["n"].quantity) == (2, None)
    assert (names["layer.activation.name"].value, names["layer.activation.name"].quantity) == ("sigmoid", None)
    names = {name.label: name for name in code_names(at("loss", 3, 0, 0))}
    assert names["loss.name"].value in losses.names
    assert names["output"].value == 3


def test_a_term_has_a_shape_around_it_and_no_place_in_it():
    products = code_names(at("multiply", 2, 1, 0))[-1]
    assert (products.shape, products.index) == ((4, 2), ())
    products = code_names(at("multiply", 2, 1, 2))[-1]
    assert (products.shape, products.index) == ((4, 2), (3, 1))


def test_a_sum_over_rows_is_divided_by_no_number_of_rows():
    summed = TWO_LAYERS.changed(reduction="sum")
    names = {name.text: name for name in code_names(at("weight gradient", 2, 1, 2, summed))}
    assert (names["divisor"].value, names["divisor"].quantity) == (1, None)


def test_a_bias_that_a_network_does_not_have_is_zero_and_no_number_to_ask_for():
    choices = experiment(hidden=(2,), bias=False)
    names = {name.text: name for name in code_names(at("add bias", 1, 1, 0, choices))}
    assert (names["layer.b"].value, names["layer.b"].quantity) == (0.0, None)


def test_the_line_of_momentum_tells_of_the_velocity():
    rolling = TWO_LAYERS.changed(optimizer="momentum")
    names = {name.text: name.quantity for name in code_names(at("update", 2, 1, 0, rolling))}
    assert list(names) == ["parameters", "learning_rate", "velocity", "updated"]
    assert names["velocity"] == Quantity("weight update", 2, 1, 0, "velocity")
    bias = {name.text: name.quantity for name in code_names(at("update", 2, 1, 3, rolling))}
    assert bias["velocity"] == Quantity("bias update", 2, 1, part="velocity")


def test_the_line_of_adamw_tells_of_both_means_and_of_its_decay():
    names = {name.text: name for name in code_names(at("update", 2, 1, 0, TWO_LAYERS.changed(optimizer="adamw")))}
    assert list(names) == ["parameters", "learning_rate", "m_hat", "v_hat", "weight_decay", "updated"]
    assert names["v_hat"].quantity == Quantity("weight update", 2, 1, 0, "v_hat")
    assert (names["weight_decay"].value, names["weight_decay"].shape) == (0.01, ())


def test_the_gradient_of_an_update_is_what_penalties_and_clipping_have_left_of_it():
    for changes, part in (({"l1": 0.1}, "penalised"), ({"l1": 0.1, "clip": 0.5}, "clipped")):
        walk = at("update", 2, 1, 0, TWO_LAYERS.changed(**changes))
        names = {name.text: name for name in code_names(walk)}
        assert names["gradient"].quantity == Quantity("weight update", 2, 1, 0, part)
        assert names["gradient"].value != walk.value(Quantity("weight gradient", 2, 1, 0))


def test_the_line_of_a_softmaxs_delta_tells_of_the_sum_over_all_outputs():
    *_, last = names = code_names(at("delta", 2, 1, 0, SOFTMAX))
    assert [name.label for name in names] == ["a[n]", "n", "da", "sum", "delta"]
    shared = names[3]
    assert shared.quantity == Quantity("shared gradient", 2)
    assert (shared.shape, shared.index) == ((2, 1), (1, 0))
    assert last.quantity == Quantity("delta", 2, 1)
