"""Who is out follows from the seed and the place alone; training leaves neurons out, measuring none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.backprop import gradients_of
from engine.batch import Place
from engine.dropout import kept
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.losses import losses
from engine.metrics import measure
from engine.network import forward
from engine.quantity import Quantity
from engine.trainer import Trainer
from tests.engine.gradient_cases import random_case
from tests.engine.helpers import MIXED, Alone, after, moment, walk_to_end

DROPPING = MIXED.changed(hidden=(6, 4), dropout=0.4)


@given(st.integers(0, 2**63 - 1), st.integers(0, 10**9), st.integers(0, 10**6), st.integers(1, 11))
def test_a_row_has_the_same_neurons_out_whatever_batch_it_is_in(seed, epoch, row, layer):
    together = kept(seed, epoch, row, 5, layer, 7, 0.5)
    apart = [kept(seed, epoch, row + number, 1, layer, 7, 0.5)[0] for number in range(5)]
    np.testing.assert_array_equal(together, apart)


@pytest.mark.parametrize("dropout", [0.1, 0.5, 0.9])
def test_about_so_many_are_out_and_the_others_make_up_for_them(dropout):
    factors = kept(3, 7, 0, 1000, 2, 200, dropout)
    assert set(np.unique(factors)) == {0.0, 1.0 / (1.0 - dropout)}
    assert (factors == 0).mean() == pytest.approx(dropout, abs=0.005)
    assert factors.mean() == pytest.approx(1.0, abs=0.02)
    for axis in (0, 1):
        shares = (factors == 0).mean(axis=axis)
        deviation = np.sqrt(dropout * (1 - dropout) / factors.shape[axis])
        assert np.abs(shares - dropout).max() < 5 * deviation


def test_neighbouring_seeds_epochs_rows_layers_and_neurons_have_nothing_to_do_with_each_other():
    one = kept(3, 7, 0, 200, 2, 200, 0.5) > 0
    for other in (kept(4, 7, 0, 200, 2, 200, 0.5), kept(3, 8, 0, 200, 2, 200, 0.5), kept(3, 7, 0, 200, 3, 200, 0.5)):
        assert (one == (other > 0)).mean() == pytest.approx(0.5, abs=0.02)
    assert (one[1:] == one[:-1]).mean() == pytest.approx(0.5, abs=0.02)
    assert (one[:, 1:] == one[:, :-1]).mean() == pytest.approx(0.5, abs=0.02)


def test_without_dropout_nobody_is_out():
    assert Trainer(MIXED)._stepper.begin().kept == {}


def test_the_output_is_never_left_out():
    batch = Trainer(DROPPING)._stepper.begin()
    assert {layer: factors.shape for layer, factors in batch.kept.items()} == {1: (3, 6), 2: (3, 4)}


def test_gradients_are_the_differences_of_the_loss_with_the_same_neurons_out_in_200_networks():
    rng = np.random.default_rng(11)
    tried = 0
    while tried < 200:
        case = random_case(rng)
        sizes = case.architecture.sizes
        hidden = range(1, len(sizes) - 1)
        out = {n: kept(tried, 0, 0, len(case.x), n, sizes[n], 0.4) for n in hidden}
        layers = case.architecture.layers(case.parameters)
        gradients = gradients_of(layers, case.x, case.y, case.loss, case.reduction, out)
        analytic = case.architecture.flat(gradients)

        def total(parameters: np.ndarray) -> float:
            a = case.x  # noqa: B023
            for n, layer in enumerate(case.architecture.layers(parameters), start=1):  # noqa: B023
                a = forward([layer], a)[-1] * out.get(n, 1.0)  # noqa: B023
            values = case.loss.value(a, case.y)  # noqa: B023
            return float(values.sum() if case.reduction == "sum" else values.mean())  # noqa: B023

        numeric = np.empty_like(analytic)
        for place in range(len(numeric)):
            nudge = np.zeros_like(numeric)
            nudge[place] = 1e-4
            up, down = total(case.parameters + nudge), total(case.parameters - nudge)
            numeric[place] = (up - down) / 2e-4
        away = _distance_from_kinks(case, out)
        if away < 0.01:
            continue
        tried += 1
        np.testing.assert_allclose(analytic, numeric, rtol=1e-4, atol=1e-6 * max(1.0, abs(total(case.parameters))))


def _distance_from_kinks(case, out) -> float:
    a, distance = case.x, np.inf
    for n, layer in enumerate(case.architecture.layers(case.parameters), start=1):
        if layer.activation.kinked:
            distance = min(distance, np.abs(a @ layer.W.T + layer.b).min())
        a = forward([layer], a)[-1] * out.get(n, 1.0)
    return min(distance, *(np.abs(a - case.y - kink).min() for kink in case.loss.kinks), np.inf)


def test_measuring_and_predicting_use_the_whole_network(each_engine):
    trainer = after(DROPPING, 3)
    snapshot, loss = trainer.snapshot(), losses[DROPPING.loss]
    expected = measure(snapshot.layers, trainer.data.train, loss, trainer.data.dataset)
    assert trainer.metrics()[0].loss == pytest.approx(expected.loss, rel=1e-12)
    inputs = trainer.data.train.x
    assert snapshot.predict(inputs).tobytes() == forward(snapshot.layers, inputs)[-1].tobytes()


def test_it_changes_what_is_learned(each_engine):
    assert moment(after(DROPPING, 2)).parameters != moment(after(DROPPING.changed(dropout=0.0), 2)).parameters


@pytest.mark.parametrize("size", [StepSize.TERM, StepSize.SAMPLE, StepSize.BATCH, StepSize.EPOCH])
def test_every_way_there_and_back_leads_to_the_same_bits(each_engine, size):
    trainer, straight = Trainer(DROPPING), Trainer(DROPPING)
    straight.train(4)
    while trainer.place.epoch < 2:
        walk_to_end(trainer.advance(size))
    walk_to_end(trainer.back(size))
    walk_to_end(trainer.advance_to(4))
    assert moment(trainer) == moment(straight)
    walk_to_end(trainer.seek(1))
    walk_to_end(trainer.advance_to(4, 1.0))
    assert moment(trainer) == moment(straight)


def test_it_may_change_in_the_middle_of_training_and_be_undone(each_engine):
    trainer = Alone(DROPPING, 3)
    trainer.change(DROPPING.changed(dropout=0.0))
    walk_to_end(trainer.advance_to(5))
    changed = moment(trainer.trainer)
    assert changed.experiment.dropout == 0.0
    trainer.undo()
    assert trainer.experiment == DROPPING
    walk_to_end(trainer.advance_to(5))
    assert moment(trainer.trainer) == moment(after(DROPPING, 5))
    walk_to_end(trainer.seek(3))
    trainer.redo()
    walk_to_end(trainer.advance_to(5))
    assert moment(trainer.trainer).parameters == changed.parameters


def test_in_the_middle_of_a_batch_its_rows_keep_their_neurons_when_the_batch_size_changes():
    trainer = after(DROPPING, 1, StepSize.BATCH, StepSize.TERM)
    before = trainer.walk.batch.kept
    trainer.change(DROPPING.changed(batch_size=1))
    assert trainer.walk.batch.place == Place(1, 3)
    for layer, factors in trainer.walk.batch.kept.items():
        np.testing.assert_array_equal(factors, before[layer])


def test_a_neuron_that_is_out_hands_nothing_on_and_learns_nothing():
    choices = Experiment(data="virus", hidden=(8,), dropout=0.5, batch_size=1)
    walk = after(choices, 0, StepSize.LAYER).walk
    out = [neuron for neuron in range(8) if walk.value(Quantity("kept", 1, neuron)) == 0.0]
    assert 0 < len(out) < 8
    for neuron in out:
        assert walk.value(Quantity("full activation", 1, neuron)) != 0.0
        assert walk.value(Quantity("activation", 1, neuron)) == 0.0
        assert walk.value(Quantity("delta", 1, neuron)) == 0.0
        assert walk.value(Quantity("weight gradient", 2, 0, neuron)) == 0.0


def test_one_who_stands_in_the_middle_of_a_batch_stays_at_the_same_operation_when_it_comes_or_goes():
    trainer = after(MIXED.changed(hidden=(6, 4), dropout=0.0), 2, StepSize.NEURON)
    while trainer.cursor is not None:
        before = operation(trainer)
        for dropout in (0.4, 0.0):
            trainer.change(trainer.experiment.changed(dropout=dropout))
            assert operation(trainer) == before
        walk_to_end(trainer.advance(StepSize.NEURON))


def operation(trainer):
    """Which operation was done last, of which neuron and of which row."""
    row, _, neuron, term = trainer.cursor
    return trainer.walk.stage.operation, trainer.walk.stage.layer, row, neuron, term


def test_who_stands_where_a_neuron_is_left_out_stands_before_it_when_none_is_any_more():
    trainer = after(DROPPING, 2)
    for operation, before in (("drop out", "activate"), ("drop out gradient", "back through the weights")):
        walk_to_end(trainer.jump(trainer.place, trainer._stepper.begin().ladder.find(operation, 1, 0)))
        assert trainer.walk.stage.operation == operation
        trainer.change(DROPPING.changed(dropout=0.0))
        assert trainer.walk.stage.operation == before
        trainer.change(DROPPING)
