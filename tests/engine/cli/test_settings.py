"""What `--set` takes, and what goes along with a setting."""

import pytest

from engine.cli.settings import apply_settings, parse_setting
from engine.experiment import Experiment
from engine.experiment_fields import ExperimentError, GivenLayer

GIVEN_OR = Experiment("or", start="given", given=(GivenLayer(((0.1, 0.2),), (0.3,)),))


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("learning_rate=0.5", "learning_rate", 0.5),
        ("learning_rate = 1e-3", "learning_rate", 0.001),
        ("learning_rate=.5", "learning_rate", 0.5),
        ("train_share=1", "train_share", 1.0),
        ("epochs=20", "epochs", 20),
        ("seed=0", "seed", 0),
        ("hidden=8,8", "hidden", (8, 8)),
        ("hidden=4", "hidden", (4,)),
        ("hidden=", "hidden", ()),
        ("activation=tanh", "activation", ("tanh",)),
        ("activation=tanh, relu", "activation", ("tanh", "relu")),
        ("inputs=x₁", "inputs", ("x₁",)),
        ("batch_size=all", "batch_size", "all"),
        ("batch_size=16", "batch_size", 16),
        ("shuffle=true", "shuffle", True),
        ("bias=False", "bias", False),
        ("bias=true,false", "bias", (True, False)),
        ("split_shuffled=false", "split_shuffled", False),
        ("loss=cross-entropy", "loss", "cross-entropy"),
        ("data=xor", "data", "xor"),
        ("points=200", "points", 200),
        ("noise=0.1", "noise", 0.1),
        ("data_seed=3", "data_seed", 3),
        ("turns=2", "turns", 2.0),
        ("classes=4", "classes", 4),
        ('given=[{"weights": [[1, 2]], "biases": [3]}]', "given", (GivenLayer(((1, 2),), (3,)),)),
    ],
)
def test_a_setting_is_read(text, name, value):
    assert parse_setting(text) == (name, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "learning_rate",
        "=1",
        "rate=1",
        "learning_rate=",
        "learning_rate=fast",
        "learning_rate=nan",
        "learning_rate=inf",
        "learning_rate=1_0",
        "learning_rate=0,5",
        "learning_rate=１",
        "epochs=1.5",
        "epochs=1e3",
        "epochs=" + "9" * 5000,
        "hidden=8,",
        "hidden=a",
        "batch_size=half",
        "shuffle=yes",
        "shuffle=true,false",
        "bias=true,",
        "given=5",
        "given=[1]",
        "given=[{}]",
        "given=" + "[" * 100_000,
    ],
)
def test_a_setting_that_cannot_be_read_is_refused(text):
    with pytest.raises(ExperimentError):
        parse_setting(text)


def test_of_two_settings_of_one_field_the_last_counts():
    assert apply_settings(GIVEN_OR, ["epochs=5", "epochs=6"]).experiment.epochs == 6


def test_given_numbers_stay_as_long_as_they_fit():
    changed = apply_settings(GIVEN_OR, ["data=xor-gate", "epochs=5"])
    assert changed.experiment.given == GIVEN_OR.given
    assert changed.notes == ()


@pytest.mark.parametrize("setting", ["hidden=3", "data=virus", "inputs=x₁"])
def test_given_numbers_that_no_longer_fit_make_room_for_random_ones_and_a_note(setting):
    changed = apply_settings(GIVEN_OR, [setting])
    assert (changed.experiment.start, changed.experiment.given) == ("normal", ())
    assert len(changed.notes) == 1
    assert "start is now normal" in changed.notes[0]


def test_given_weights_outlive_their_biases():
    bare = apply_settings(GIVEN_OR, ["bias=false"]).experiment
    assert bare.given == (GivenLayer(((0.1, 0.2),)),)
    assert apply_settings(bare, ["bias=true"]).experiment.given == (GivenLayer(((0.1, 0.2),), (0.0,)),)


def test_given_numbers_can_be_set():
    experiment = apply_settings(Experiment("or"), ['given=[{"weights": [[1, 2]], "biases": [3]}]']).experiment
    assert (experiment.start, experiment.given) == ("given", (GivenLayer(((1, 2),), (3,)),))


def test_one_activation_stays_one_whatever_the_number_of_hidden_layers():
    experiment = Experiment("or", hidden=(2,), activation=("tanh",))
    assert apply_settings(experiment, ["hidden=8,8"]).experiment.activation == ("tanh",)
    assert apply_settings(experiment, ["hidden="]).experiment.activation == ("tanh",)


def test_biases_of_other_layers_are_adapted_with_a_note():
    changed = apply_settings(Experiment("or", hidden=(2,), bias=(True, False)), ["hidden=3,3"])
    assert changed.experiment.bias == (True, True, False)
    assert changed.notes == ("bias is now true,true,false, to go with the new hidden",)


def test_activations_of_other_layers_are_adapted_with_a_note():
    experiment = Experiment("or", hidden=(2, 2), activation=("tanh", "relu"))
    changed = apply_settings(experiment, ["hidden=3,3,3"])
    assert changed.experiment.hidden == (3, 3, 3)
    assert len(changed.notes) == 1
    assert changed.notes[0].startswith("activation is now tanh")


def test_inputs_of_other_data_are_dropped_with_a_note():
    changed = apply_settings(Experiment("or", inputs=("x₁",)), ["data=height-weight"])
    assert changed.experiment.inputs == ()
    assert len(changed.notes) == 1
    assert "inputs is now all" in changed.notes[0]
