"""An experiment refuses what cannot be trained, in plain words, and survives being written down."""

import dataclasses
import json
import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import activations
from engine.arrays import frozen
from engine.datasets import Dataset, data_sources
from engine.experiment import Experiment
from engine.experiment_fields import ExperimentError, GivenLayer
from engine.initializers import initializers
from engine.losses import losses
from engine.optimizers import optimizers
from engine.scaling import scalings
from engine.schedules import schedules
from tests.engine.helpers import experiment

GIVEN = (GivenLayer(((0.1, 0.2),), (0.3,)),)
NAN, INFINITE = math.nan, math.inf

OWN_TABLE = Dataset(
    name="lamps",
    inputs=frozen([[0, 1], [1, 0], [2, 2]]),
    input_names=("left", "right"),
    targets=frozen([[0], [1], [1]]),
    output_names=("on",),
    row_names=("a", "b", "c"),
    class_names=("off", "on"),
)

# field, value, what the message says is allowed
REFUSED: list[tuple[str, Any, str]] = [
    ("data", "moon", "known are circle, xor, gauss"),
    ("data", None, "known are"),
    ("data", ["xor"], "known are"),
    ("own", OWN_TABLE, "when, and only when, data is own"),
    ("points", 9, "it must be a whole number from 10 to 10,000"),
    ("points", 100.0, "it must be a whole number"),
    ("points", 100, "height-weight makes no use of it; it is for circle, xor"),
    ("noise", 0.51, "it must be a number from 0 to 0.5"),
    ("noise", NAN, "it must be a number from 0 to 0.5"),
    ("noise", 0.1, "height-weight makes no use of it"),
    ("data_seed", -1, "it must be a whole number from 0 to 2,147,483,647"),
    ("turns", 6, "it must be a number from 0.25 to 5"),
    ("turns", 2, "height-weight makes no use of it; it is for spiral"),
    ("classes", 10, "it must be a whole number from 2 to 9"),
    ("classes", 4, "height-weight makes no use of it; it is for blobs"),
    ("inputs", ("age",), "height-weight has weight − 135 lb, height − 66 in"),
    ("inputs", ("height − 66 in",) * 2, "each input may be named once"),
    ("inputs", "height − 66 in", "it must be a list of names"),
    ("hidden", (0,), "a layer has 1 to 1024 neurons"),
    ("hidden", (4, -1), "a layer has 1 to 1024 neurons"),
    ("hidden", (1025,), "a layer has 1 to 1024 neurons"),
    ("hidden", (2,) * 11, "there may be 0 to 10 hidden layers"),
    ("hidden", 2, "it must be a list of whole numbers"),
    ("hidden", (2.0,), "it must be a list of whole numbers"),
    ("hidden", (True,), "it must be a list of whole numbers"),
    ("activation", ("swoosh",), "known are sigmoid, tanh, relu"),
    ("activation", "tanh", "it must be a list of names"),
    ("activation", ("tanh", "relu"), "it must be one name, or one for each of the 1 hidden layers"),
    ("activation", (), "it must be one name, or one for each of the 1 hidden layers"),
    ("output_activation", "swoosh", "known are sigmoid, tanh, relu"),
    ("output_activation", ("tanh",), "known are sigmoid"),
    ("bias", 1, "it must be true or false"),
    ("bias", "true", "it must be true or false"),
    ("bias", (True,), "it must be true or false, or one of both for each of the 2 layers"),
    ("bias", (True, 1), "it must be true or false, or one of both for each of the 2 layers"),
    ("bias", (), "it must be true or false, or one of both for each of the 2 layers"),
    ("loss", "hinge", "known are half-squared-error, squared-error, absolute-error, huber, cross-entropy"),
    ("reduction", "max", "it must be sum or mean"),
    ("reduction", ["sum"], "it must be sum or mean"),
    ("optimizer", "magic", "known are gradient-descent"),
    ("learning_rate", 0, "it must be a number above 0, at most 1,000,000"),
    ("momentum", 1, "it must be a number from 0 to below 1"),
    ("momentum", -0.1, "it must be a number from 0 to below 1"),
    ("momentum", NAN, "it must be a number from 0 to below 1"),
    ("schedule", "linear", "known are constant, step, cosine, one-cycle"),
    ("schedule_epochs", 0, "it must be a whole number from 1 to 1,000,000,000"),
    ("schedule_epochs", 2.5, "it must be a whole number from 1"),
    *(
        (field, value, "it must be a number from 0 to 1,000,000")
        for field in ("weight_decay", "l1", "l2", "clip")
        for value in (-0.1, NAN, INFINITE, True, "0.1")
    ),
    ("learning_rate", -0.1, "it must be a number above 0"),
    ("learning_rate", NAN, "it must be a number above 0"),
    ("learning_rate", INFINITE, "it must be a number above 0"),
    ("learning_rate", 10**400, "it must be a number above 0"),
    ("learning_rate", "0.1", "it must be a number above 0"),
    ("learning_rate", True, "it must be a number above 0"),
    ("batch_size", 0, "it must be a whole number from 1, or all"),
    ("batch_size", 2.0, "it must be a whole number from 1, or all"),
    ("batch_size", "some", "it must be a whole number from 1, or all"),
    ("batch_size", True, "it must be a whole number from 1, or all"),
    ("shuffle", "no", "it must be true or false"),
    (
        "start",
        "warm",
        "known are zeros, normal, uniform, uniform-half, xavier, xavier-normal, he, he-uniform, lecun, given",
    ),
    ("given", GIVEN, "numbers are given when, and only when, start is given"),
    ("train_share", 0, "it must be above 0 and at most 1"),
    ("train_share", 1.01, "it must be above 0 and at most 1"),
    ("train_share", NAN, "it must be above 0 and at most 1"),
    ("split_shuffled", None, "it must be true or false"),
    ("scaling", "log", "known are none, table-maximum, standardise"),
    ("epochs", -1, "it must be a whole number from 0 to 1,000,000,000"),
    ("epochs", 10**9 + 1, "it must be a whole number from 0 to 1,000,000,000"),
    ("dropout", -0.1, "it must be a number from 0, which is off, to below 1"),
    ("dropout", 1, "it must be a number from 0, which is off, to below 1"),
    ("dropout", NAN, "it must be a number from 0"),
    ("patience", -1, "it must be a whole number from 0, which is off, to 1,000,000,000"),
    ("patience", 1.5, "it must be a whole number from 0"),
    ("epochs", 10.0, "it must be a whole number from 0"),
    ("seed", -1, "it must be a whole number from 0 to 2⁶³ − 1"),
    ("seed", 2**63, "it must be a whole number from 0 to 2⁶³ − 1"),
    ("seed", 1.5, "it must be a whole number from 0"),
]


def test_a_table_of_ones_own_takes_the_place_of_a_known_one():
    choices = experiment(data="or", hidden=(2,)).changed(own=OWN_TABLE)
    assert choices.data == "own"
    assert choices.dataset is OWN_TABLE
    assert choices.changed(inputs=("right",)).architecture.sizes == (1, 2, 1)
    assert choices.changed(inputs=("right",)).changed(own=replace(OWN_TABLE, name="other")).inputs == ("right",)
    back = choices.changed(data="or")
    assert back.own is None
    assert back.data == "or"


def test_a_table_of_ones_own_survives_being_written_down():
    choices = experiment(data="own", own=OWN_TABLE)
    again = Experiment.from_plain(json.loads(json.dumps(choices.to_plain())))
    assert again.to_plain() == choices.to_plain()
    assert again.dataset.inputs.tolist() == OWN_TABLE.inputs.tolist()
    assert not again.dataset.inputs.flags.writeable


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"inputs": [[0, 1]]}, "as many rows"),
        ({"inputs": [[0], [1], [2]]}, "in each row 2 numbers"),
        ({"inputs": [[0, 1], [1, math.inf], [2, 2]]}, "finite numbers only"),
        ({"inputs": [["x", 1], [1, 0], [2, 2]]}, "could not convert"),
        ({"targets": [[1], [2]]}, "as many rows"),
        ({"input_names": [1, 2]}, "names are texts"),
        ({"class_values": [1]}, "not enough values"),
        ({"class_values": [1, 1]}, "the second has the greater value"),
        ({"class_values": [0, math.inf]}, "the second has the greater value"),
        ({"class_names": ["a"]}, "a yes/no question has two classes"),
        ({"class_names": ["a", "b", "c"]}, "a yes/no question has two classes"),
    ],
)
def test_plain_data_that_is_no_table_is_refused(change, says):
    plain = experiment(data="own", own=OWN_TABLE).to_plain()
    with pytest.raises(ExperimentError, match=says):
        Experiment.from_plain({**plain, "own": plain["own"] | change})


@pytest.mark.parametrize("wrong", [{"data": "own"}, {"data": "or", "own": OWN_TABLE}, {"data": "own", "own": 3}])
def test_a_table_of_ones_own_and_its_name_belong_together(wrong):
    with pytest.raises(ExperimentError, match="when, and only when, data is own"):
        experiment(**wrong)


@pytest.mark.parametrize(("field", "value", "allowed"), REFUSED)
def test_a_refusal_names_the_field_the_value_and_what_is_allowed(field, value, allowed):
    with pytest.raises(ExperimentError) as refusal:
        experiment(**{field: value})
    message = str(refusal.value)
    assert refusal.value.field == field
    assert message.startswith(f"{field}: ")
    assert allowed in message
    wrong = [item for item in value if repr(item) in message] if isinstance(value, tuple) else []
    assert repr(value) in message or wrong


def test_every_field_has_a_value_that_is_refused():
    assert {field for field, _, _ in REFUSED} == {field.name for field in dataclasses.fields(Experiment)}


def test_an_output_that_the_loss_is_not_defined_for_is_refused():
    with pytest.raises(
        ExperimentError, match="output_activation: 'tanh' is not allowed; cross-entropy takes values fro"
    ):
        experiment(loss="cross-entropy", output_activation="tanh")
    assert experiment(loss="cross-entropy", output_activation="sigmoid").loss == "cross-entropy"


def test_a_softmax_is_for_the_output_layer_only():
    with pytest.raises(ExperimentError, match=r"activation: 'softmax' is not allowed; softmax is for the output layer"):
        experiment(hidden=(2, 2), activation=("tanh", "softmax"))
    assert experiment(output_activation="softmax").output_activation == "softmax"


def test_a_softmax_of_one_output_can_only_be_looked_at():
    assert "always 1" in experiment(output_activation="softmax").why_not_trainable
    assert not experiment(data="digits", output_activation="softmax").why_not_trainable


def test_a_loss_that_the_targets_do_not_suit_can_only_be_looked_at():
    choices = {"output_activation": "sigmoid", "loss": "cross-entropy"}
    assert experiment(**choices).why_not_trainable == ""
    why = experiment(data="circle", **choices).why_not_trainable
    assert why == "cross-entropy takes targets from 0 to 1, and circle has -1 to 1"


LAYER = {"weights": [[0.1, 0.2]], "biases": [0.3]}


@pytest.mark.parametrize(
    ("layers", "allowed"),
    [
        ([], "numbers are given when, and only when, start is given"),
        ([LAYER, LAYER], "this network has 1 layers"),
        ([{"weights": [[0.1]], "biases": [0.3]}], "layer 1 has 1 neurons of 2 weights each"),
        ([{"weights": [[0.1, 0.2], [0.1, 0.2]], "biases": [0.3]}], "layer 1 has 1 neurons of 2 weights each"),
        ([{"weights": [[0.1, 0.2]]}], "layer 1 has 1 biases with bias True"),
        ([{"weights": [[0.1, NAN]], "biases": [0.3]}], "weights and biases are finite numbers"),
        ([{"weights": [[0.1, 0.2]], "biases": [INFINITE]}], "weights and biases are finite numbers"),
        ([{"weights": [[0.1, 10**400]], "biases": [0.3]}], "weights and biases are finite numbers"),
        ([{"weights": [["a", 0.2]], "biases": [0.3]}], "weights and biases are finite numbers"),
        ([{"weights": [0.1, 0.2], "biases": [0.3]}], "weights are a list of lists of numbers"),
        ([{"weights": 0.1, "biases": [0.3]}], "weights are a list of lists of numbers"),
        ([{"weights": [[0.1, 0.2]], "biases": 0.3}], "weights are a list of lists of numbers"),
        ([{"biases": [0.3]}], "a layer has weights and, with a bias, biases"),
        ([{**LAYER, "slopes": []}], "a layer has weights and, with a bias, biases"),
        ([3], "a layer has weights and, with a bias, biases"),
        (3, "it must be a list of layers"),
    ],
)
def test_given_numbers_must_fit_the_network(layers, allowed):
    with pytest.raises(ExperimentError) as refusal:
        Experiment.from_plain({"data": "or", "start": "given", "given": layers})
    assert refusal.value.field == "given"
    assert allowed in str(refusal.value)


def test_given_layers_are_layers():
    with pytest.raises(ExperimentError, match=r"given: .* it must be a list of layers"):
        Experiment(data="or", start="given", given=(LAYER,))


def test_a_network_without_biases_is_given_none():
    with pytest.raises(ExperimentError, match="layer 1 has 0 biases with bias False"):
        Experiment(data="or", bias=False, start="given", given=GIVEN)


def test_a_layer_without_biases_is_given_none():
    layers = (GivenLayer(((0.1, 0.2),), (0.3,)), GivenLayer(((0.4,),)))
    choices = Experiment(data="or", hidden=(1,), bias=(True, False), start="given", given=layers)
    assert choices.architecture.parameter_count == 4
    with pytest.raises(ExperimentError, match="layer 1 has 0 biases"):
        dataclasses.replace(choices, bias=(False, True))


def test_plain_data_with_an_unknown_field_is_refused_and_the_known_ones_are_listed():
    with pytest.raises(
        ExperimentError,
        match="field: 'colour' is not allowed; known are data, own, points, noise, data_seed, turns, classes, inputs",
    ):
        Experiment.from_plain({"data": "or", "colour": "red"})


def test_plain_data_without_a_data_set_is_refused():
    with pytest.raises(ExperimentError, match="data: None is not allowed"):
        Experiment.from_plain({"hidden": [2]})


def test_plain_data_may_name_one_activation_without_a_list():
    assert Experiment.from_plain({"data": "or", "hidden": [3, 3], "activation": "relu"}).activation == ("relu",)


# To plain data and back.

SIZES = {"or": (2, 1), "virus": (4, 1)}
NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.integers(-10, 10))


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    data = draw(st.sampled_from(list(SIZES)))
    hidden = tuple(draw(st.lists(st.integers(1, 5), max_size=3)))
    names = st.sampled_from([entry.name for entry in activations if entry.elementwise])
    activation = draw(st.one_of(st.tuples(names), st.tuples(*[names] * len(hidden))))
    bias = draw(st.one_of(st.booleans(), st.tuples(*[st.booleans()] * (len(hidden) + 1))))
    flags = bias if isinstance(bias, tuple) else (bias,) * (len(hidden) + 1)
    start = draw(st.sampled_from((*initializers.names, "given")))
    sizes = (SIZES[data][0], *hidden, SIZES[data][1])
    layers = tuple(
        GivenLayer(
            tuple(tuple(draw(NUMBERS) for _ in range(inputs)) for _ in range(neurons)),
            tuple(draw(NUMBERS) for _ in range(neurons * flag)),
        )
        for (inputs, neurons), flag in zip(pairwise(sizes), flags, strict=True)
    )
    return Experiment(
        data=data,
        inputs=draw(st.sampled_from(((), data_sources[data].load().input_names))),
        hidden=hidden,
        activation=activation,
        output_activation=draw(st.sampled_from(("sigmoid", "softmax"))),
        bias=bias,
        loss=draw(st.sampled_from(losses.names)),
        dropout=draw(st.one_of(st.just(0.0), st.floats(0.0, 0.99))),
        reduction=draw(st.sampled_from(("sum", "mean"))),
        optimizer=draw(st.sampled_from(optimizers.names)),
        learning_rate=draw(st.floats(1e-9, 1e6)),
        momentum=draw(st.floats(0, 1, exclude_max=True)),
        weight_decay=draw(st.floats(0, 1e6)),
        schedule=draw(st.sampled_from(schedules.names)),
        schedule_epochs=draw(st.integers(1, 10**9)),
        l1=draw(st.floats(0, 1e6)),
        l2=draw(st.floats(0, 1e6)),
        clip=draw(st.floats(0, 1e6)),
        batch_size=draw(st.one_of(st.integers(1, 10**6), st.just("all"))),
        shuffle=draw(st.booleans()),
        start=start,
        given=layers if start == "given" else (),
        train_share=draw(st.floats(1e-9, 1.0)),
        split_shuffled=draw(st.booleans()),
        scaling=draw(st.sampled_from(scalings.names)),
        epochs=draw(st.integers(0, 10**9)),
        patience=draw(st.integers(0, 10**9)),
        seed=draw(st.integers(0, 2**63 - 1)),
    )


@settings(max_examples=100)
@given(experiments())
def test_an_experiment_comes_back_from_json_as_it_went(choices):
    assert Experiment.from_plain(json.loads(json.dumps(choices.to_plain()))) == choices


def test_plain_data_names_every_field():
    assert list(experiment().to_plain()) == [field.name for field in dataclasses.fields(Experiment)]


# What follows from the choices.


def test_the_architecture_follows_from_the_data_and_the_layers():
    architecture = experiment(hidden=(3, 5), activation=("relu", "tanh"), output_activation="linear").architecture
    assert architecture.sizes == (2, 3, 5, 1)
    assert [entry.name for entry in architecture.activations] == ["relu", "tanh", "linear"]


def test_one_activation_serves_all_hidden_layers():
    names = [entry.name for entry in experiment(hidden=(3, 5), activation=("tanh",)).architecture.activations]
    assert names == ["tanh", "tanh", "sigmoid"]


def test_one_bias_serves_all_layers_or_each_has_its_own():
    assert experiment(hidden=(3, 5)).architecture.biases == (True, True, True)
    assert experiment(hidden=(3, 5), bias=(True, False, True)).architecture.biases == (True, False, True)


@pytest.mark.parametrize(
    ("bias", "hidden", "expected"),
    [
        ((True, False), (2, 2, 2), (True, True, True, False)),
        ((False, True), (), (True,)),
        ((False, True), (9,), (False, True)),
        (True, (2, 2), True),
    ],
)
def test_biases_of_each_layer_go_on_with_another_number_of_layers(bias, hidden, expected):
    assert experiment(hidden=(2,), bias=bias).changed(hidden=hidden).bias == expected


def test_given_weights_keep_the_biases_of_the_layers_that_still_have_some():
    layers = (GivenLayer(((0.1, 0.2),), (0.3,)), GivenLayer(((0.4,),), (0.5,)))
    choices = Experiment(data="or", hidden=(1,), start="given", given=layers)
    bare = choices.changed(bias=(False, True))
    assert [layer.biases for layer in bare.given] == [(), (0.5,)]
    assert [layer.biases for layer in bare.changed(bias=True).given] == [(0.0,), (0.5,)]


def test_chosen_inputs_are_the_only_ones_in_the_order_in_which_they_are_chosen():
    chosen = experiment(inputs=("height − 66 in", "weight − 135 lb"))
    assert chosen.dataset.inputs[1].tolist() == [6, 25]
    assert experiment(inputs=("height − 66 in",)).architecture.sizes == (1, 2, 1)


def test_without_targets_there_is_nothing_to_train():
    assert "no targets" in experiment(data="two-three").why_not_trainable
    assert experiment().why_not_trainable == ""


def test_a_step_anywhere_cannot_be_trained():
    assert "step cannot be trained" in experiment(activation=("step",)).why_not_trainable
    assert "step cannot be trained" in experiment(output_activation="step").why_not_trainable


def test_a_start_is_random_when_another_seed_gives_another():
    assert experiment(start="normal").start_is_random()
    assert not experiment(start="zeros").start_is_random()
    assert experiment(start="zeros", split_shuffled=True).start_is_random()
    assert not Experiment(data="or", start="given", given=GIVEN).start_is_random()


def test_another_seed_changes_nothing_else():
    assert experiment(seed=3).with_seed(4) == experiment(seed=4)


def test_an_experiment_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        experiment().learning_rate = 1.0  # type: ignore[misc]
