"""The kernel takes over from numpy at the end of an epoch, and every moment on either side can be reached again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.batch import Place
from engine.checkpoints import Engine
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.optimizers import optimizers
from engine.quantity import Quantity
from engine.trainer import Trainer
from tests.engine.helpers import MIXED, ROLLING, Alone, experiment, moment, walk_to_end, whole
from tests.engine.kernels.cases import difference

pytestmark = pytest.mark.usefixtures("with_kernel")

WEIGHT = Quantity("weight", 1, 0, 1)
CHOICES = [MIXED, ROLLING, ROLLING.changed(batch_size="all"), experiment(hidden=(), batch_size=1, seed=3)]
SWITCH, END = 4, 8


def switched(choices: Experiment, epochs: int = END) -> Alone:
    """Trained by numpy up to SWITCH, and by the kernel from there."""
    trainer = Alone(choices)
    trainer.use("numpy")
    trainer.train(SWITCH)
    trainer.use("kernel")
    trainer.train(epochs - SWITCH)
    return trainer


def moments(trainer: Trainer | Alone) -> list[tuple[Engine, object]]:
    """Every moment between two batches from the start to the furthest, walked through again."""
    end = trainer.furthest
    walk_to_end(trainer.seek(0))
    found: list[tuple[Engine, object]] = [(trainer.engine, moment(trainer))]
    while trainer.place.epoch < end:
        walk_to_end(trainer.advance(StepSize.BATCH))
        found.append((trainer.engine, moment(trainer)))
    return found


@pytest.mark.parametrize("choices", CHOICES)
def test_what_numpy_trained_has_the_bits_of_numpy_and_the_rest_those_of_the_kernel(choices):
    trainer, numpy = switched(choices), Trainer(choices)
    numpy.use("numpy")
    numpy.train(END)
    whole_run, of_numpy = moments(trainer), moments(numpy)
    for (engine, here), (_, there) in zip(whole_run, of_numpy, strict=True):
        assert engine == ("numpy" if here.place < Place(SWITCH, 0) else "kernel")
        if here.place <= Place(SWITCH, 0):
            assert here == there
    last = np.frombuffer(whole_run[-1][1].parameters)
    assert difference(last, np.frombuffer(of_numpy[-1][1].parameters)) < 1e-12


def test_the_engines_round_differently_so_that_bits_tell_which_one_trained():
    numpy, kernel = Trainer(ROLLING), Trainer(ROLLING)
    numpy.use("numpy")
    for trainer in (numpy, kernel):
        trainer.train(50)
    assert numpy.parameters.tobytes() != kernel.parameters.tobytes()


@pytest.mark.parametrize("choices", CHOICES)
def test_back_over_the_switch_and_forwards_again_all_is_as_it_was(choices):
    trainer = switched(choices)
    here, first = whole(trainer), moments(trainer)
    walk_to_end(trainer.seek(SWITCH - 1))
    assert trainer.engine == "numpy"
    trainer.train(END - SWITCH + 1)
    assert (trainer.engine, whole(trainer)) == ("kernel", here)
    assert moments(trainer) == first


def test_the_kernel_takes_over_between_two_epochs_and_never_in_the_past():
    trainer = Trainer(MIXED)
    trainer.use("numpy")
    for step in (StepSize.BATCH, StepSize.NEURON):
        walk_to_end(trainer.advance(step))
        trainer.use("kernel")
        assert trainer.engine == "numpy"
    trainer.train(3)
    walk_to_end(trainer.seek(2))
    trainer.use("kernel")
    assert trainer.engine == "numpy"
    walk_to_end(trainer.seek(3))
    trainer.use("kernel")
    assert trainer.engine == "kernel"


def test_the_switch_is_no_change_by_hand_and_leaves_no_mark():
    trainer, plain = switched(MIXED), Trainer(MIXED)
    plain.train(END)
    assert trainer.undoes is None
    assert not trainer.snapshot().ghosts
    assert trainer.snapshot().curves.epochs.tolist() == plain.snapshot().curves.epochs.tolist()


@pytest.mark.parametrize("epoch", [SWITCH - 1, SWITCH, SWITCH + 1])
@pytest.mark.parametrize("row", [0, 3])
def test_an_edit_around_the_switch_is_undone_and_done_again_with_the_same_bits(epoch, row):
    trainer = switched(ROLLING)
    original = moments(trainer)
    walk_to_end(trainer.seek(epoch, row))
    trainer.edit(WEIGHT, 0.25)
    trainer.use("kernel")
    trainer.train(3)
    edited = whole(trainer), moments(trainer)
    trainer.train(1)
    walk_to_end(trainer.seek(edited[0][0].place.epoch))
    trainer.undo()
    assert trainer.place == Place(epoch, row)
    assert moments(trainer) == original
    trainer.redo()
    assert moments(trainer)[: len(edited[1])] == edited[1]


# A way there and back.
MOVES = st.one_of(
    st.tuples(st.just("advance"), st.sampled_from([size for size in StepSize if size is not StepSize.HUNDRED_EPOCHS])),
    st.tuples(st.just("back"), st.sampled_from(StepSize)),
    st.tuples(st.just("seek"), st.integers(0, 30)),
    st.tuples(st.just("train"), st.integers(1, 3)),
    st.tuples(st.just("use"), st.sampled_from(["numpy", "kernel"])),
)


@settings(max_examples=100)
@given(
    choices=st.sampled_from(CHOICES), moves=st.lists(MOVES, min_size=10, max_size=30), work=st.sampled_from([0, 10**6])
)
def test_wherever_engines_were_changed_a_moment_has_the_bits_that_it_had_first(choices, moves, work):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.recorder.WORK_BETWEEN", work)
        trainer = Trainer(choices)
        known: dict[Place, tuple[bytes, bytes]] = {}
        for kind, how in moves:
            if kind == "seek":
                how = min(how, trainer.furthest)
            walk = getattr(trainer, kind)(how)
            walk_to_end(walk or iter(()))
            here = trainer.parameters.tobytes(), trainer.snapshot().memory.tobytes()
            assert known.setdefault(trainer.place, here) == here


# The walk through a batch shows numpy's arithmetic, also where the kernel trains.


@pytest.mark.parametrize("optimizer", optimizers.names)
@pytest.mark.parametrize("size", [1, 3, "all"])
def test_the_trace_moves_the_parameters_as_the_kernel_does_up_to_rounding(optimizer, size):
    trainer = Trainer(MIXED.changed(optimizer=optimizer, batch_size=size))
    assert trainer.engine == "kernel"
    for _ in range(7):
        walk_to_end(trainer.advance(StepSize.TERM))
        assert trainer.walk is not None
        traced = trainer.walk.batch.trace[-1].result
        walk_to_end(trainer.advance(StepSize.BATCH))
        assert difference(trainer.parameters, traced) < 1e-12


@pytest.mark.parametrize("size", [1, 3, "all"])
def test_the_last_of_many_batches_that_were_done_at_once_can_be_walked_through(size):
    trainer = Trainer(ROLLING.changed(batch_size=size))
    trainer.train(20)
    assert trainer.walk is not None
    assert trainer.walk.batch.end == len(trainer.data.train)
    assert difference(trainer.parameters, trainer.walk.batch.trace[-1].result) < 1e-12


def test_the_past_is_repeated_many_batches_at_a_time():
    """By the kernel it takes as long as the first time, not as long as numpy would."""
    trainer = Trainer(CHOICES[-1])
    trainer.use("kernel")
    trainer.train(5000)
    assert trainer.engine == "kernel"
    for epoch in (4321, 17, 4999):
        walks = sum(1 for _ in trainer.seek(epoch))
        assert trainer.position[:2] == (epoch, 0)
        assert walks < 500
