"""However many batches the kernel trains at once, and whatever interrupts it, the bits are the same."""

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from engine.batch import Place
from engine.experiment import Experiment
from engine.kernels.paths import WIDE
from engine.ladder import StepSize
from engine.optimizers import optimizers
from engine.schedules import schedules
from engine.stepper import DivergedError, Stepper
from engine.trainer import Trainer
from tests.engine.helpers import MIXED, ROLLING, diverging, experiment, moment, walk_to_end
from tests.engine.kernels.cases import Case, by_kernel, by_numpy, cases
from tests.engine.tables import known, table

pytestmark = pytest.mark.usefixtures("with_kernel")

CHANGES = st.one_of(
    st.builds(lambda size: {"batch_size": size}, st.sampled_from([1, 2, 3, 4, 5, 9, 17, 70, "all"])),
    st.builds(lambda shuffle: {"shuffle": shuffle}, st.booleans()),
    st.builds(lambda reduction: {"reduction": reduction}, st.sampled_from(["sum", "mean"])),
    st.builds(lambda optimizer: {"optimizer": optimizer}, st.sampled_from(optimizers.names)),
    st.just({"learning_rate": 0.001}),
    st.builds(lambda schedule: {"schedule": schedule, "schedule_epochs": 2}, st.sampled_from(schedules.names)),
    st.just({"l1": 0.01, "clip": 0.1}),
)
# Batches, then a change, then batches again …
PARTS = st.lists(st.tuples(st.integers(1, 12), CHANGES), min_size=1, max_size=6)


def order(stepper: Stepper) -> tuple[Any, ...]:
    """Where training stands, the order of the rows of its epoch, and what decides those to come."""
    state = stepper.state()
    return state.place, None if state.order is None else state.order.tolist(), state.random_state


def bits(stepper: Stepper) -> tuple[Any, ...]:
    return *order(stepper), stepper.parameters.tobytes(), stepper.memory.tobytes()


@settings(max_examples=150)
@given(case=cases(), parts=PARTS)
def test_many_batches_at_once_end_where_single_ones_do_whatever_is_changed_between(case: Case, parts):
    with case.experiment() as choices:
        at_once, single, numpy = by_kernel(choices), by_kernel(choices), by_numpy(choices)
        for batches, change in parts:
            at_once.run(batches)
            for _ in range(batches):
                single.finish()
                numpy.finish()
            assert bits(at_once) == bits(single)
            assert order(at_once) == order(numpy)
            assert at_once.done is not None
            assert single.done is not None
            assert at_once.done.table_rows.tolist() == single.done.table_rows.tolist()
            assert at_once.done.parameters.tobytes() == single.done.parameters.tobytes()
            assert at_once.done.memory.tobytes() == single.done.memory.tobytes()
            for stepper in (at_once, single, numpy):
                stepper.change(stepper.experiment.changed(**change))


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("size", [1, 3, 4, "all"])
def test_an_order_that_is_drawn_in_the_kernel_is_the_generators(shuffle, size):
    choices = MIXED.changed(shuffle=shuffle, batch_size=size)
    rows, epochs = choices.dataset.row_count, 7
    stepper = by_kernel(choices)
    stepper.run(stepper.batches_to(Place(epochs, 0)) - (size != "all"))
    expected = np.random.default_rng(choices.seed)
    expected.bit_generator.state = by_kernel(choices).state().random_state
    drawn = [expected.permutation(rows) for _ in range(epochs if shuffle else 0)]
    assert stepper.state().random_state == expected.bit_generator.state
    if size != "all":
        assert stepper.state().order.tolist() == (drawn[-1] if shuffle else np.arange(rows)).tolist()


def test_a_batch_under_way_keeps_its_rows_when_the_batch_size_changes_and_the_kernel_goes_on_after_it():
    trainer, other = Trainer(MIXED), Trainer(MIXED)
    for one in (trainer, other):
        one.train(2)
        for _ in one.advance_to(3):
            break
        walk_to_end(one.advance(StepSize.NEURON))
        one.change(one.experiment.changed(batch_size=2))
    trainer.train(3)
    while other.place < trainer.place:
        walk_to_end(other.advance(StepSize.BATCH))
    assert moment(trainer) == moment(other)


# Stopped in the middle.


def wide_experiment(**choices: Any) -> Experiment:
    return experiment(data="wide", hidden=(8,), activation=("tanh",), output_activation="softmax", **choices)


@pytest.fixture
def all_wide(monkeypatch):
    monkeypatch.setattr("engine.kernels.paths.WIDE_LAYER", 0)
    with known(table("wide", rows=600, outputs=3)):
        yield


class Stopper(threading.Thread):
    """Asks a stepper to stop once its gradient has changed a few times."""

    def __init__(self, stepper: Stepper, stop: np.ndarray, changes: int) -> None:
        super().__init__()
        assert stepper.kernel is not None
        self._gradient, self._stop_byte, self._changes = stepper.kernel._gradient, stop, changes

    def run(self) -> None:
        seen = self._gradient.tobytes()
        while self._changes:
            now = self._gradient.tobytes()
            self._changes -= now != seen
            seen = now
        self._stop_byte[0] = 1


@pytest.mark.parametrize("size", [7, 256, 300, "all"])
@pytest.mark.parametrize("changes", [1, 10])
def test_a_wide_network_that_is_asked_to_stop_leaves_a_batch_undone_and_goes_on_with_the_same_bits(
    all_wide, size, changes
):
    choices, stop = wide_experiment(batch_size=size, shuffle=True, optimizer="momentum"), np.zeros(1, dtype=np.uint8)
    stepper, other = Stepper(choices, stop), by_kernel(choices)
    stepper.engine = "kernel"
    assert stepper.kernel is not None
    assert stepper.kernel.path == WIDE
    stopper = Stopper(stepper, stop, changes)
    stopper.start()
    endless = stepper.batches_per_epoch * 10**7
    stepper.run(endless)
    stopper.join()
    while other.place < stepper.place:
        other.finish()
    assert bits(stepper) == bits(other)
    stop[0] = 0
    stepper.run(5)
    for _ in range(5):
        other.finish()
    assert bits(stepper) == bits(other)


def test_a_wide_network_that_was_asked_to_stop_before_it_began_stands_where_it_stood(all_wide):
    stop = np.ones(1, dtype=np.uint8)
    stepper = Stepper(wide_experiment(batch_size="all", shuffle=True), stop)
    stepper.engine = "kernel"
    before = bits(stepper)
    stepper.run(5)
    assert bits(stepper) == before
    assert stepper.measured() is None


def test_a_single_batch_is_finished_whoever_asks_to_stop(all_wide):
    stop = np.ones(1, dtype=np.uint8)
    choices = wide_experiment(shuffle=True)
    stepper, other = Stepper(choices, stop), by_kernel(choices)
    stepper.engine = "kernel"
    for one in (stepper, other):
        one.finish()
    assert stepper.done is not None
    assert bits(stepper) == bits(other)


def test_what_could_not_be_measured_at_once_is_recorded_when_it_is(all_wide):
    """As the first epoch of another run, begun by a change while a command waits."""
    stop = np.zeros(1, dtype=np.uint8)
    trainer = Trainer(wide_experiment(), stop=stop)
    trainer.use("kernel")
    stop[0] = 1
    trainer.change(trainer.experiment.changed(learning_rate=0.02))
    assert not trainer.measure()
    assert len(trainer.snapshot(at_once=True).curves) == 0
    stop[0] = 0
    assert trainer.measure()
    assert trainer.snapshot().curves.epochs.tolist() == [0]


# Records on the way.


@pytest.mark.parametrize(
    "choices", [MIXED, MIXED.changed(batch_size="all", train_share=0.6), MIXED.changed(batch_size=1)]
)
def test_what_is_recorded_in_a_run_is_what_is_measured_epoch_by_epoch(choices, monkeypatch):
    rarely(monkeypatch)
    at_once, single, numpy = Trainer(choices), Trainer(choices), Trainer(choices)
    numpy.use("numpy")
    at_once.train(100)
    numpy.train(100)
    for _ in range(100):
        single.train(1)
    assert (at_once.engine, numpy.engine) == ("kernel", "numpy")
    found, wanted, by_the_numpy = (one.snapshot().curves for one in (at_once, single, numpy))
    assert len(found) < 40
    assert found.epochs.tolist() == wanted.epochs.tolist() == by_the_numpy.epochs.tolist()
    np.testing.assert_allclose(found.table, wanted.table, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(found.table, by_the_numpy.table, rtol=1e-9, atol=1e-12)


def rarely(monkeypatch) -> None:
    """Epochs are recorded without a gap up to the eighth only."""
    for module in ("history", "kernel_runs"):
        monkeypatch.setattr(f"engine.{module}.DENSE", 8)


@settings(max_examples=100)
@given(
    choices=st.sampled_from([MIXED, ROLLING]), parts=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2), CHANGES))
)
def test_whatever_is_changed_on_the_way_both_engines_record_the_same_epochs(choices, parts):
    with pytest.MonkeyPatch.context() as patch:
        rarely(patch)
        trainers = [Trainer(choices), Trainer(choices)]
        trainers[1].use("numpy")
        for trainer in trainers:
            for epochs, batches, change in parts:
                for _ in range(batches):
                    walk_to_end(trainer.advance(StepSize.BATCH))
                trainer.change(trainer.experiment.changed(**change))
                trainer.train(epochs)
        kernel, numpy = (trainer.snapshot().curves for trainer in trainers)
        assert (trainers[0].engine, trainers[1].engine) == ("kernel", "numpy")
        assert kernel.epochs.tolist() == numpy.epochs.tolist()
        np.testing.assert_allclose(kernel.table, numpy.table, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("size", [1, 3, "all"])
@pytest.mark.parametrize("rate", [0.05, 0.3])
def test_epochs_before_the_weights_grow_beyond_all_bounds_are_recorded_by_both_engines(rate, size, shuffle):
    found = []
    for engine in ("numpy", "kernel"):
        trainer = Trainer(replace(diverging(batch_size=size, shuffle=shuffle), learning_rate=rate))
        trainer.use(engine)
        trainer._kernel_runs.rows_a_second = 4000.0
        with pytest.raises(DivergedError) as error:
            for _ in trainer.advance_to(10_000, 0.05):
                pass
        found.append((error.value.position, trainer.place, trainer.furthest, trainer.snapshot().curves.epochs.tolist()))
    assert found[0] == found[1]
