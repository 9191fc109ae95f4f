"""A script predicts what the engine predicts, whatever the network, and says what it is."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from engine.activations import activations
from engine.datasets import OWN, data_sources
from engine.experiment import Experiment
from engine.export import ExportError
from engine.export.script import MOST_PARAMETERS, MOST_ROWS
from engine.lessons import lessons
from engine.scaling import scalings
from engine.snapshot import Snapshot
from tests.engine.export.helpers import EMPTY, LAMPS, LAMPS_SHOWN, UNASKED, moment, run, written

EXACT = 1e-12
TRAINED = [
    pytest.param(variant.experiment, id=f"{lesson.id}-{variant.name}")
    for lesson in lessons()
    for variant in lesson.variants
]
# Data, and inputs of them: columns, fewer of them, in another order, and what follows from them.
DATA = (
    {"data": "circle", "points": 30, "inputs": ("x₁x₂", "x₂", "sin x₁", "x₂²")},
    {"data": "iris"},
    {"data": "blobs", "points": 40, "classes": 4, "inputs": ("sin x₂", "x₁²")},
    {"data": "plane", "points": 25},
    {"data": "diabetes", "inputs": ("bmi", "age")},
    {"data": "virus"},
    {"data": OWN, "own": LAMPS, "inputs": LAMPS_SHOWN.inputs},
)
HIDDEN = [activation.name for activation in activations if activation.elementwise]
BIASES = (True, False, (False, True, True), (True, True, False))


def generated(number: int) -> Experiment:
    """Each of the kinds in its turn; the numbers of kinds have no common divisor with one another."""
    names = activations.names
    data = DATA[number % len(DATA)]
    hidden = (HIDDEN[number % len(HIDDEN)], HIDDEN[(number * 5 + 1) % len(HIDDEN)])
    return Experiment(
        **data,
        hidden=(1 + number % 4, 3),
        activation=hidden,
        output_activation=names[(number * 7 + 2) % len(names)],
        bias=BIASES[number % len(BIASES)],
        loss="half-squared-error",
        learning_rate=0.001,
        scaling=scalings.names[number % len(scalings.names)],
        train_share=0.8,
        split_shuffled=True,
        seed=number,
    )


GENERATED = [pytest.param(generated(number), id=str(number)) for number in range(30)]


def raw_rows(snapshot: Snapshot, found: dict) -> np.ndarray:
    """The columns that a script asks for, by their names."""
    table = snapshot.data.table
    return table.inputs[:, [table.input_names.index(name) for name in found["INPUTS"]]]


@pytest.mark.parametrize("experiment", TRAINED + GENERATED)
def test_it_predicts_what_the_engine_predicts(experiment):
    snapshot = moment(experiment)
    found = run(written(snapshot), "__main__")
    answers = found["predict"](raw_rows(snapshot, found))
    np.testing.assert_allclose(answers, snapshot.predictions, rtol=EXACT, atol=EXACT)
    assert found["OUTPUTS"] == snapshot.data.dataset.output_names
    table = snapshot.data.dataset
    if table.is_classification:
        assert [found["class_of"](answer) for answer in answers] == [table.class_name_of(a) for a in answers]
    difference = float(found["printed"].splitlines()[-1].removeprefix("largest difference: "))
    assert difference <= EXACT * max(1.0, np.abs(snapshot.predictions).max())


@pytest.mark.parametrize("experiment", [GENERATED[6], GENERATED[8]])
def test_its_numbers_are_the_same_bits(experiment):
    snapshot = moment(experiment)
    found = run(written(snapshot))
    for n, layer in enumerate(snapshot.layers, start=1):
        assert found[f"W{n}"].tobytes() == layer.W.tobytes()
        assert found[f"b{n}"].tobytes() == layer.b.tobytes()
    assert found["OFFSET"].tobytes() == snapshot.data.offset.tobytes()
    assert found["DIVISOR"].tobytes() == snapshot.data.divisor.tobytes()


def test_the_thirty_have_every_activation_scaling_and_input():
    made = [case.values[0] for case in GENERATED]
    assert {name for one in made for name in one.activation} == set(HIDDEN)
    assert {one.output_activation for one in made} == set(activations.names)
    assert {one.scaling for one in made} == set(scalings.names)
    assert {one.data for one in made} == {data["data"] for data in DATA}
    assert {len(one.dataset.class_names) for one in made} == {0, 2, 3, 4}


@pytest.mark.parametrize("data", [source.name for source in data_sources if source.name != OWN])
def test_every_input_that_is_offered_can_be_written(data):
    experiment = Experiment(data=data)
    snapshot = moment(replace(experiment, inputs=experiment.all_input_names), epochs=0)
    found = run(written(snapshot))
    assert sorted(found["INPUTS"]) == sorted(snapshot.data.table.input_names)
    answers = found["predict"](raw_rows(snapshot, found))
    np.testing.assert_allclose(answers, snapshot.predictions, rtol=EXACT, atol=EXACT)


def test_it_asks_only_for_the_columns_that_the_network_uses():
    found = run(written(moment(LAMPS_SHOWN)))
    assert found["INPUTS"] == ("height (cm)", "colour = red")
    assert found["predict"]([2.5, 1]).shape == (1, 1)
    with pytest.raises(ValueError, match="a row has 2 numbers, one for each of INPUTS, not 4"):
        found["predict"](LAMPS.inputs)


def test_it_runs_by_itself_with_numpy_alone(tmp_path):
    """In another process, in a folder of its own, before a terminal that knows no other letters than ASCII."""
    (tmp_path / "it.py").write_text(written(moment(Experiment(data="virus", hidden=(2,))), "Grüße"), "utf-8")
    command = [sys.executable, "-I", "-X", "utf8=0", "it.py"]
    environment = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True, timeout=60)
    *rows, last = ran.stdout.decode("ascii").splitlines()
    assert len(rows) == 8
    assert float(last.removeprefix("largest difference: ")) <= EXACT
    assert not ran.stderr


def test_it_says_what_it_is():
    snapshot = moment(LAMPS_SHOWN, 3)
    text = run(written(snapshot, "Lamps"))["__doc__"]
    for line in (
        "lesson:  'Lamps'",
        "table:   'lamps.csv', 5 rows",
        "layers:  3 - 3 - 1",
        "trained: 3 epochs, seed 0",
        f"train:   loss {snapshot.loss:.6g}, accuracy {100 * snapshot.accuracy:.1f} %, on 5 rows",
        "written: 2024-02-29 13:05",
    ):
        assert line in text.splitlines()
    assert "'column = category'" in text


def test_what_is_not_there_is_not_spoken_of():
    """No targets, no classes, no categories."""
    text = written(moment(UNASKED))
    assert "loss" not in text
    assert "CLASSES" not in text
    assert "category" not in text


def test_of_a_long_table_it_compares_a_few_rows_from_all_over_it():
    found = run(written(moment(Experiment(data="breast-cancer"), 0)))
    assert len(found["ROW_NAMES"]) == len(found["ROWS"]) == len(found["GIVEN"]) == MOST_ROWS
    assert (found["ROW_NAMES"][0], found["ROW_NAMES"][-1]) == ("1", "569")


def test_a_table_without_rows_has_none_to_compare():
    found = run(written(moment(EMPTY)), "__main__")
    assert found["printed"] == "largest difference: 0.0\n"
    assert found["predict"]([[0.5, -1]]).shape == (1, 1)


def test_a_network_that_is_too_large_to_read_is_refused():
    large = Experiment(data="digits", hidden=(1024, 64))
    with pytest.raises(ExportError, match=r"a network of 132,\d\d\d parameters .* save the session instead"):
        written(moment(large, 0))
    largest = Experiment(data="digits", hidden=(1024, 27))
    assert 0.9 * MOST_PARAMETERS < largest.architecture.parameter_count <= MOST_PARAMETERS
    assert len(written(moment(largest, 0))) > 10 * MOST_PARAMETERS
