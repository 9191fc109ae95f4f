"""Another data set takes an output, a loss and a scaling along that suit it, and drops what was for the old one."""

import itertools

import pytest

from engine.cli.settings import apply_settings
from engine.datasets import data_sources
from engine.experiment import Experiment
from engine.experiment_fields import ExperimentError
from engine.lessons import load_lesson

PLAYGROUND = load_lesson("playground").experiment
TRAINABLE = [source.name for source in data_sources if source.target is not None]


def answer(experiment: Experiment) -> tuple[str, str]:
    return experiment.output_activation, experiment.loss


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("spiral", ("tanh", "half-squared-error")),
        ("blobs", ("softmax", "categorical-cross-entropy")),
        ("digits", ("softmax", "categorical-cross-entropy")),
        ("sine", ("linear", "squared-error")),
        ("diabetes", ("linear", "squared-error")),
    ],
)
def test_the_playground_can_answer_what_any_table_asks_for(data, expected):
    assert answer(PLAYGROUND.changed(data=data)) == expected


def test_whatever_data_follow_each_other_the_network_can_be_trained():
    experiment = PLAYGROUND
    for first, second in itertools.pairwise(TRAINABLE + TRAINABLE[::-2] + TRAINABLE[::3]):
        for data in (first, second):
            experiment = experiment.changed(data=data)
            assert experiment.why_not_trainable == "", data
            assert data_sources[data].target_with(3).suits(*answer(experiment))


def test_an_output_that_suits_the_new_data_stays():
    assert answer(Experiment("or", loss="cross-entropy").changed(data="and")) == ("sigmoid", "cross-entropy")
    assert answer(Experiment("or", loss="huber").changed(data="iris")) == ("sigmoid", "huber")


def test_coming_back_to_two_classes_the_output_is_as_before():
    assert answer(PLAYGROUND.changed(data="sine").changed(data="circle")) == answer(PLAYGROUND)
    assert answer(PLAYGROUND.changed(data="blobs").changed(classes=2)) == answer(PLAYGROUND)


def test_what_is_asked_for_by_name_is_not_changed_behind_ones_back():
    changed = PLAYGROUND.changed(data="digits", loss="squared-error")
    assert answer(changed) == ("softmax", "squared-error")
    kept = PLAYGROUND.changed(data="digits", output_activation="tanh")
    assert answer(kept) == ("tanh", "half-squared-error")


def test_measured_tables_are_standardised_unless_the_learner_has_chosen_otherwise():
    assert PLAYGROUND.changed(data="wine").scaling == "standardise"
    assert PLAYGROUND.changed(data="wine").changed(data="circle").scaling == "none"
    assert PLAYGROUND.changed(scaling="table-maximum").changed(data="wine").scaling == "table-maximum"
    assert PLAYGROUND.changed(data="wine", scaling="none").scaling == "none"


def test_the_spiral_has_more_points_unless_the_learner_has_chosen_otherwise():
    spiral = PLAYGROUND.changed(data="spiral")
    assert (PLAYGROUND.points, spiral.points, spiral.changed(data="circle").points) == (500, 3000, 500)
    assert spiral.changed(data="iris").points == 500
    assert PLAYGROUND.changed(points=300).changed(data="spiral").points == 300


def test_options_and_inputs_are_kept_by_data_that_know_them_and_dropped_by_others():
    chosen = PLAYGROUND.changed(data="spiral", noise=0.2, turns=2.0, inputs=("x₁", "x₁x₂"))
    moons, iris = chosen.changed(data="moons"), chosen.changed(data="iris")
    assert (moons.noise, moons.turns, moons.inputs) == (0.2, 1.75, ("x₁", "x₁x₂"))
    assert (iris.noise, iris.inputs) == (0.0, ())


def test_an_option_that_the_data_make_no_use_of_is_refused():
    with pytest.raises(ExperimentError, match="circle makes no use of it; it is for spiral"):
        PLAYGROUND.changed(turns=2.0)


def test_the_command_line_says_what_has_changed_along():
    changed = apply_settings(PLAYGROUND.changed(noise=0.1), ["data=wine"])
    assert changed.notes == (
        "output_activation is now softmax, to go with the new data",
        "loss is now categorical-cross-entropy, to go with the new data",
        "scaling is now standardise, to go with the new data",
        "noise is now 0.0, to go with the new data",
    )


def test_of_several_settings_those_are_named_that_something_goes_with():
    heaps = apply_settings(PLAYGROUND, ["data=blobs", "classes=4", "epochs=5"])
    assert "output_activation is now softmax, to go with the new data" in heaps.notes
    slower = apply_settings(PLAYGROUND, ["schedule=cosine", "epochs=40", "seed=3"])
    assert slower.notes == ("schedule_epochs is now 40, to go with the new schedule, epochs",)


def test_a_gate_trains_on_all_of_its_rows_unless_the_learner_says_otherwise():
    gate = PLAYGROUND.changed(data="xor-gate")
    assert (PLAYGROUND.train_share, gate.train_share, gate.train_count) == (0.5, 1.0, 4)
    assert gate.changed(data="and").train_share == 1.0
    assert gate.changed(data="circle").train_share == 0.5
    assert gate.changed(data="height-weight").train_share == 1.0
    assert gate.changed(train_share=0.75).changed(data="circle").train_share == 0.75
    assert PLAYGROUND.changed(data="or", train_share=0.5).train_share == 0.5
    assert apply_settings(PLAYGROUND, ["data=or"]).notes[-1] == "train_share is now 1.0, to go with the new data"


@pytest.mark.parametrize("schedule", ["cosine", "one-cycle"])
def test_a_schedule_that_ends_is_as_long_as_the_run(schedule):
    changed = apply_settings(PLAYGROUND, [f"schedule={schedule}"])
    assert changed.experiment.schedule_epochs == PLAYGROUND.epochs == 300
    assert changed.notes == ("schedule_epochs is now 300, to go with the new schedule",)
    assert PLAYGROUND.changed(schedule=schedule, epochs=40).schedule_epochs == 40
    assert PLAYGROUND.changed(schedule=schedule, schedule_epochs=7).schedule_epochs == 7
    assert PLAYGROUND.changed(schedule=schedule, epochs=0).schedule_epochs == 100
    assert PLAYGROUND.changed(schedule="step").schedule_epochs == 100
