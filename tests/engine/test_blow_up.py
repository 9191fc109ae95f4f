"""Numbers that grow beyond all bounds are met at the step that does it, and one is led to where it began."""

from dataclasses import replace

import numpy as np
import pytest

from engine.arrays import frozen
from engine.batch import Place
from engine.blow_up import first_beyond
from engine.commands import Change, Edit, Load, Run, Seek, State, Step
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.losses import losses
from engine.optimizers import optimizers
from engine.quantity import Quantity
from engine.trainer import DivergedError, Trainer
from tests.engine.helpers import after, diverging, experiment, report_after, report_at_rest, walk_to_end
from tests.engine.tables import known, table

pytestmark = pytest.mark.usefixtures("each_engine")

LINEAR = experiment(hidden=(2, 2), activation=("linear", "relu"), output_activation="linear", batch_size=4)
# Hidden neurons that hold their numbers in bounds, so that only what the update does can be too large.
BOUNDED = experiment(hidden=(2,), activation=("tanh",), output_activation="linear", loss="absolute-error")
# Unscaled inputs, where no activation holds them in bounds, end training at once.
HUGE = [("none", "linear", True), ("none", "tanh", False), ("standardise", "linear", False)]


def blown(choices: Experiment, *edits: tuple[Quantity, float], epochs: int = 2000) -> tuple[Trainer, DivergedError]:
    """A trainer that stands where the numbers began to grow beyond all bounds."""
    trainer = Trainer(choices)
    for parameter, value in edits:
        trainer.edit(parameter, value)
    with pytest.raises(DivergedError) as error:
        trainer.train(epochs)
    assert trainer.go_where_it_began(error.value)
    return trainer, error.value


def beyond(trainer: Trainer) -> Quantity | None:
    """The number of the operation done last that is not finite, if one is not."""
    assert trainer.walk is not None
    return first_beyond(trainer.walk)


def is_first(trainer: Trainer) -> bool:
    """Whether no operation of the batch before this one gave a number that is not finite; found step by step."""
    assert trainer.walk is not None
    end = trainer.cursor
    while trainer.cursor is not None:
        walk_to_end(trainer.back(StepSize.TERM))
        if trainer.cursor is not None and beyond(trainer) is not None:
            return False
    trainer._stepper.stand_in(trainer._stepper.begin(), end)
    return True


@pytest.mark.parametrize("batch_size", [1, 3, "all"])
@pytest.mark.parametrize("optimizer", [*optimizers.names])
@pytest.mark.parametrize("clip", [0.0, 1.0])
def test_every_optimizer_stops_at_the_first_result_that_is_not_finite(optimizer, clip, batch_size):
    choices = replace(LINEAR, optimizer=optimizer, clip=clip, batch_size=batch_size)
    trainer, error = blown(choices, (Quantity("weight", 1, 0, 0), 1e80), (Quantity("weight", 3, 0, 0), 1e80))
    assert error.position.epoch == 0
    assert beyond(trainer) is not None
    assert is_first(trainer)


@pytest.mark.parametrize("loss", [name for name in losses.names if "entropy" not in name])
@pytest.mark.parametrize("rate", [1e-300, 1e-3])
def test_a_loss_that_overflows_is_met_although_all_weights_are_finite(loss, rate):
    weights = [(Quantity("weight", layer, 0, 0), 1e103) for layer in (1, 2, 3)]
    trainer, _ = blown(replace(LINEAR, loss=loss, learning_rate=rate), *weights, epochs=1)
    assert np.isfinite(trainer.parameters).all()
    assert is_first(trainer)
    assert beyond(trainer) is not None


@pytest.mark.parametrize("optimizer", ["adagrad", "rmsprop", "adam", "adamw"])
def test_a_gradient_whose_square_overflows_does_not_silence_an_optimizer_for_ever(optimizer):
    choices = replace(BOUNDED, optimizer=optimizer, hidden=(2, 1), activation=("linear", "linear"))
    trainer, _ = blown(choices, (Quantity("weight", 1, 0, 0), 1e160), epochs=1)
    assert trainer.walk is not None
    assert trainer.walk.stage.operation == "update"


def test_a_gradient_too_long_to_be_clipped_does_not_end_training_in_silence():
    choices = replace(BOUNDED, clip=1.0, activation=("linear",))
    trainer, _ = blown(choices, (Quantity("weight", 1, 0, 0), 1e160), epochs=1)
    assert beyond(trainer) == Quantity("shared update", part="norm")


def test_numbers_that_are_large_but_finite_train_on():
    choices = replace(BOUNDED, learning_rate=1e-3)
    trainer = Trainer(choices)
    trainer.edit(Quantity("weight", 1, 0, 0), 1e200)
    trainer.train(5)
    assert trainer.place.epoch == 5
    assert np.isfinite(trainer.parameters).all()
    assert trainer.history is not None
    assert trainer.history.curves().epochs.tolist() == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("size", [1e30, 1e100, 1e308])
@pytest.mark.parametrize(("scaling", "activation", "ends"), HUGE)
def test_inputs_of_any_size_train_on_or_it_is_told(size, scaling, activation, ends):
    huge = table("huge", 20, outputs=2)
    huge = replace(huge, inputs=frozen(huge.inputs / 1.5 * size))
    with known(huge):
        choices = Experiment(
            data="huge",
            hidden=(3,),
            activation=(activation,),
            output_activation="linear",
            scaling=scaling,
            batch_size=1,
        )
        if ends:
            trainer, error = blown(choices, epochs=3)
            assert error.position.epoch < 3
            assert is_first(trainer)
        else:
            trainer = Trainer(choices)
            trainer.train(3)
            assert trainer.place.epoch == 3
        assert np.isfinite(trainer.parameters).all()


def test_only_the_sum_over_the_rows_may_be_too_large():
    choices = replace(BOUNDED, reduction="sum", batch_size="all", activation=("linear",))
    edits = {Quantity("bias", 1, 0): 1e308, Quantity("weight", 2, 0, 0): 0.0, Quantity("bias", 2): 9.0}
    trainer, error = blown(choices, *edits.items(), epochs=1)
    assert trainer.walk is not None
    assert np.isfinite(trainer.walk.value(trainer.walk.result))
    assert beyond(trainer) == Quantity("weight gradient", 2, 0, 0)
    assert error.cursor.row == 3


def test_where_the_only_weight_is_moved_beyond_all_bounds_one_stands_at_its_update_and_cannot_pass():
    choices = load_lesson("weight-search").experiment.changed(loss="absolute-error", learning_rate=1e6)
    assert choices.architecture.parameter_count == 1
    trainer = Trainer(choices.changed(l2=1e6))
    trainer.edit(Quantity("weight", 1), 1e300)
    with pytest.raises(DivergedError) as error:
        trainer.train(1)
    assert trainer.go_where_it_began(error.value)
    assert trainer.walk is not None
    assert trainer.walk.finished
    with pytest.raises(DivergedError):
        walk_to_end(trainer.advance(StepSize.TERM))
    assert trainer.parameters.tolist() == [1e300]


def test_the_same_moment_is_met_again_after_a_seek_back():
    trainer, first = blown(diverging(batch_size=3, shuffle=True))
    walk_to_end(trainer.seek(max(0, first.position.epoch - 5)))
    with pytest.raises(DivergedError) as again:
        trainer.train(100)
    assert (again.value.position, again.value.cursor) == (first.position, first.cursor)
    assert again.value.batch.table_rows.tolist() == first.batch.table_rows.tolist()


def test_one_steps_on_through_what_follows_and_meets_the_end_of_the_batch_again():
    trainer, error = blown(diverging(batch_size=2))
    there = trainer.cursor
    walk_to_end(trainer.advance(StepSize.NEURON))
    assert trainer.cursor is not None
    assert trainer.cursor > there
    with pytest.raises(DivergedError) as again:
        walk_to_end(trainer.advance(StepSize.BATCH))
    assert (again.value.position, again.value.cursor) == (error.position, error.cursor)


def test_where_dropout_leaves_neurons_out_it_is_found_too():
    choices = replace(LINEAR, dropout=0.5, activation=("relu", "relu"), hidden=(6, 6), learning_rate=1e5)
    trainer, _ = blown(choices)
    assert is_first(trainer)
    assert beyond(trainer) is not None


def test_a_batch_of_unusual_rows_is_the_one_that_is_shown():
    trainer = after(replace(LINEAR, batch_size=3), 0, StepSize.TERM)
    trainer.change(replace(trainer.experiment, batch_size=1))
    trainer.edit(Quantity("weight", 1, 0, 0), 1e308)
    with pytest.raises(DivergedError) as error:
        walk_to_end(trainer.advance(StepSize.BATCH))
    assert trainer.go_where_it_began(error.value)
    assert trainer.walk is not None
    assert len(trainer.walk.batch) == 3


# In the thread.


def test_the_report_names_the_network_that_blew_up_and_stands_there(runner):
    tame = experiment(hidden=(), output_activation="linear", learning_rate=1e-6)
    report_after(runner, runner.send(Load((tame, diverging()), generation=1)))
    report = report_at_rest(runner, runner.send(Run(StepSize.EPOCH, pace=None, until=5000)))
    assert (report.state, report.blown) == (State.DIVERGED, 1)
    walk = report.snapshots[1].walk
    assert walk is not None
    assert not np.isfinite(walk.value(walk.result))
    assert walk.batch.is_traced


@pytest.mark.parametrize("size", [StepSize.TERM, StepSize.SAMPLE, StepSize.BATCH, StepSize.HUNDRED_EPOCHS])
def test_steps_of_any_size_lead_to_where_it_began(runner, size):
    report_after(runner, runner.send(Load((diverging(batch_size="all"),), generation=1)))
    report_after(runner, runner.send(Edit(Quantity("weight", 1, 0, 0), 1e200)))
    steps = {StepSize.TERM: 4 * 10 + 3, StepSize.SAMPLE: 4}.get(size, 1)
    last = [runner.send(Step(size)) for _ in range(steps)][-1]
    report = report_at_rest(runner, last)
    assert (report.state, report.blown) == (State.DIVERGED, 0)
    assert report.snapshots[0].walk is not None
    assert report.snapshots[0].walk.batch.place == Place(0, 0)


@pytest.mark.parametrize(
    "command", [Change((replace(diverging(), learning_rate=1e-9),)), Seek(0), Edit(Quantity("bias", 1), 0.0)]
)
def test_what_is_done_next_ends_it(runner, command):
    report_after(runner, runner.send(Load((diverging(),), generation=1)))
    report_at_rest(runner, runner.send(Run(StepSize.EPOCH, pace=None, until=5000)))
    report = report_at_rest(runner, runner.send(command))
    assert (report.state, report.blown, report.message) == (State.PAUSED, None, "")
