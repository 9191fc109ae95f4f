"""A walk through a batch: every number is what one works out by hand, and is known when its operation is done."""

from collections.abc import Iterator
from typing import get_args

import numpy as np
import pytest

from engine.activations import activations
from engine.batch import Batch, Place
from engine.experiment import Experiment
from engine.ladder import Cursor, StepSize
from engine.losses import losses
from engine.optimizers import optimizers
from engine.quantity import Kind, Quantity, parameter_of
from engine.schedules import schedules
from engine.trainer import Trainer
from engine.walk import Walk, factors
from tests.engine.by_hand import ByHand
from tests.engine.helpers import experiment, walk_to_end
from tests.engine.tables import known, table

OF_THE_BATCH = {"weight gradient", "bias gradient", "new weight", "new bias", "learning rate", "rows"}
TRAINABLE = [activation.name for activation in activations if activation.trainable]
HIDDEN = [name for name in TRAINABLE if activations[name].elementwise]


@pytest.fixture(scope="module")
def data() -> Iterator[str]:
    """A table with several outputs."""
    with known(table("table", rows=5, outputs=2)):
        yield "table"


def random_choices(rng: np.random.Generator, data: str) -> Experiment:
    loss = losses[rng.choice(losses.names)]
    fitting = [name for name in TRAINABLE if loss.range[0] <= activations[name].range[0]]
    fitting = [name for name in fitting if activations[name].range[1] <= loss.range[1]]
    hidden = tuple(int(size) for size in rng.integers(1, 4, rng.integers(0, 4)))
    return experiment(
        data=data,
        hidden=hidden,
        activation=tuple(str(name) for name in rng.choice(HIDDEN, len(hidden))) or ("tanh",),
        output_activation=str(rng.choice(fitting)),
        loss=loss.name,
        reduction=str(rng.choice(["sum", "mean"])),
        optimizer=str(rng.choice(optimizers.names)),
        bias=bool(rng.integers(2)),
        batch_size=int(rng.integers(1, 7)),
        shuffle=bool(rng.integers(2)),
        # By numbers of its own: the networks are those that one has without it.
        dropout=float(rng.spawn(1)[0].choice([0.0, 0.0, 0.5])),
        start="uniform",
        learning_rate=float(rng.uniform(0.01, 0.2)),
        momentum=float(rng.uniform(0.0, 0.95)),
        schedule=str(rng.choice(schedules.names)),
        schedule_epochs=int(rng.integers(1, 4)),
        l1=float(rng.choice([0.0, 0.05])),
        l2=float(rng.choice([0.0, 0.1])),
        clip=float(rng.choice([0.0, 0.2])),
        seed=int(rng.integers(1000)),
    )


FIRST = Cursor(0, 0, 0, 0)


def begun(choices: Experiment, batches: int = 0) -> Walk:
    """A walk at the first operation of a batch, some batches after the start."""
    trainer = Trainer(choices)
    for _ in range(batches):
        walk_to_end(trainer.advance(StepSize.BATCH))
    trainer.go(FIRST)
    assert trainer.walk is not None
    return trainer.walk


def rows_of(choices: Experiment) -> Iterator[Walk]:
    """A walk at the beginning of each row of the second batch."""
    batch = begun(choices, batches=1).batch
    for row in range(len(batch)):
        yield Walk(batch, Cursor(row, 0, 0, 0))


def walked(choices: Experiment) -> Iterator[Walk]:
    """A walk at every place of the first batch."""
    trainer = Trainer(choices)
    while trainer.place == (0, 0):
        walk_to_end(trainer.advance(StepSize.TERM))
        assert trainer.walk is not None
        yield trainer.walk


def by_hand_of(batch: Batch) -> ByHand:
    numbers = batch.parameters.tolist(), batch.x.tolist(), batch.y.tolist(), batch.memory.tolist()
    return ByHand(batch.experiment, *numbers, batch.learning_rate, batch.place)


# Numbers.


def test_every_number_is_what_one_works_out_by_hand_in_80_random_networks(data):
    rng = np.random.default_rng(30)
    seen, functions = set(), set()
    for number in range(80):
        choices = random_choices(rng, data)
        for walk in rows_of(choices):
            batch = walk.batch
            by_hand = by_hand_of(batch)
            expected = by_hand.rows[walk.cursor.row] | by_hand.whole
            for quantity, value in expected.items():
                assert walk.value(quantity) == pytest.approx(value, rel=1e-12, abs=1e-13), f"{number}: {quantity}"
            seen |= {quantity.kind for quantity in expected}
        functions |= {activation.name for activation in choices.architecture.activations} | {choices.loss}
    assert seen == set(get_args(Kind))
    assert functions == {*TRAINABLE, *losses.names}


def test_the_numbers_of_a_row_are_those_of_the_row_of_the_table_that_is_named():
    choices = experiment(data="virus", batch_size=5, shuffle=True, seed=3)
    table = choices.dataset
    for walk in rows_of(choices):
        x = [walk.value(Quantity("activation", 0, i)) for i in range(4)]
        assert x == table.inputs[walk.table_row].tolist()
        assert walk.value(Quantity("target")) == table.targets[walk.table_row, 0]


@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_what_the_rows_say_to_a_parameter_sums_to_the_step_that_it_takes(reduction):
    choices = experiment(data="virus", hidden=(3,), batch_size=5, reduction=reduction, seed=3)
    walk = begun(choices)
    for parameter in (Quantity("weight", 1, 2, 3), Quantity("weight", 2, 0, 1), Quantity("bias", 1, 1)):
        new = walk.value(parameter.as_kind("new weight" if parameter.kind == "weight" else "new bias"))
        pulls = walk.pulls(parameter)
        assert pulls.shape == (5,)
        assert pulls.sum() == pytest.approx(new - walk.value(parameter), rel=1e-12)


def test_weights_beyond_all_reason_are_walked_through_without_a_warning():
    trainer = Trainer(experiment(hidden=(2,), activation=("relu",), output_activation="linear"))
    for parameter in (Quantity("weight", 1, 0, 0), Quantity("weight", 2, 0, 0)):
        trainer.edit(parameter, -1e308)
    trainer.go(FIRST)
    walk = trainer.walk
    assert walk is not None
    for quantity in (
        Quantity("z", 2),
        Quantity("delta", 1),
        Quantity("product", 2),
        Quantity("row weight gradient", 2),
    ):
        walk.value(quantity)
    assert not np.isfinite(walk.pulls(Quantity("weight", 2, 0, 0))).all()


def test_a_product_is_made_of_the_numbers_that_are_named():
    walk = begun(experiment(hidden=(2, 2), seed=4))
    for quantity in (
        Quantity("product", 2, 1, 0),
        Quantity("row weight gradient", 2, 1, 0),
        Quantity("back product", 2, 1),
    ):
        first, second = factors(quantity)
        assert walk.value(quantity) == walk.value(first) * walk.value(second)


# What is known, and since when.

SMALL = experiment(hidden=(2, 2), batch_size=2, seed=1)


def expected_kinds(choices: Experiment) -> set[Quantity]:
    """Every number there is of a network and a row."""
    batch = begun(choices).batch
    by_hand = by_hand_of(batch)
    found = by_hand.rows[0] | by_hand.whole
    without = {n for n, bias in enumerate(choices.architecture.biases, start=1) if not bias}
    return {quantity for quantity in found if quantity.kind != "bias gradient" or quantity.layer not in without}


@pytest.mark.parametrize("dropout", [0.0, 0.5])
@pytest.mark.parametrize("bias", [True, False, (True, False, True), (False, True, False)])
def test_a_number_is_known_from_the_operation_on_that_gives_it(bias, dropout):
    choices = experiment(hidden=(2, 2), batch_size=2, bias=bias, dropout=dropout, seed=1)
    numbers = expected_kinds(choices)
    results = set()
    for walk in walked(choices):
        for quantity in numbers:
            made = walk.made_at(quantity)
            assert walk.known(quantity) == (made is None or made <= walk.cursor), quantity
        if walk.result.kind not in OF_THE_BATCH:
            assert walk.made_at(walk.result) == walk.cursor
        results.add(walk.result)
    # At the end of the last row all is known; what no operation gives was there from the beginning.
    assert all(walk.known(quantity) for quantity in numbers)
    begin = Walk(walk.batch, FIRST)
    given = {quantity for quantity in numbers if begin.made_at(quantity) is None}
    there = {"weight", "bias", "activation", "target", "learning rate", "rows"} | ({"kept"} if dropout else set())
    assert {quantity.kind for quantity in given} == there
    assert {quantity.layer for quantity in given if quantity.kind == "activation"} == {0}
    # Beside them only the last factor of a sum, the slope inside a delta, and the sums over rows are no results.
    inside = {quantity.kind for quantity in numbers - given - results}
    sums = {"weight gradient", "bias gradient"} if bias else {"weight gradient"}
    assert inside == {"product", "slope", "back product", *sums}


def test_the_result_is_the_last_number_of_its_operation():
    last = [walk for walk in walked(SMALL) if walk.cursor.row == 1]
    ends = {(walk.stage.operation, walk.stage.layer): walk.result for walk in last}
    assert ends["multiply", 1] == Quantity("sum", 1, 1)
    assert ends["loss", 3] == Quantity("loss")
    assert ends["loss derivative", 3] == Quantity("activation gradient", 3, 0)
    assert ends["weight gradient", 2] == Quantity("row weight gradient", 2, 1, 1)
    assert ends["back through the weights", 2] == Quantity("activation gradient", 1, 1)
    assert ends["update", 3] == Quantity("new bias", 3, 0)


def test_terms_of_a_sum_are_products_until_the_last_completes_it():
    kinds = [walk.result.kind for walk in walked(experiment(data="virus", hidden=(), seed=1))]
    assert kinds[:6] == ["product", "product", "product", "sum", "z", "activation"]


def test_the_operation_is_the_traced_one_whose_line_is_shown():
    for walk in walked(SMALL):
        name = walk.stage.operation
        assert (walk.operation.name, walk.operation.layer) == (name, 0 if name == "update" else walk.stage.layer)


def test_a_gradient_of_the_batch_is_complete_with_its_last_row():
    walk = begun(experiment(batch_size=3))
    for kind in ("weight gradient", "bias gradient"):
        made = walk.made_at(Quantity(kind, 1, 1))
        assert made is not None
        assert made.row == 2
    assert not walk.known(Quantity("weight gradient", 1))


def test_at_the_end_of_a_batch_the_weights_after_it_are_those_of_the_trainer():
    trainer = Trainer(SMALL)
    walk_to_end(trainer.advance(StepSize.BATCH))
    walk = trainer.walk
    assert walk is not None
    assert walk.finished
    assert walk.batch.place == Place(0, 0)
    architecture = SMALL.architecture
    assert (
        architecture.flat([(layer.W, layer.b) for layer in walk.layers_after]).tobytes() == trainer.parameters.tobytes()
    )


def test_the_weight_or_bias_that_a_number_belongs_to_is_known():
    for kind in ("weight", "row weight gradient", "weight gradient", "new weight", "product", "back product"):
        assert parameter_of(Quantity(kind, 2, 1, 3)) == Quantity("weight", 2, 1, 3)
    for kind in ("bias", "bias gradient", "new bias"):
        assert parameter_of(Quantity(kind, 2, 1)) == Quantity("bias", 2, 1)
    assert parameter_of(Quantity("delta", 2, 1)) is None
