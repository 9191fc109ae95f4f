"""Every data set is a read-only table whose names fit its numbers."""

import numpy as np
import pytest

from engine.datasets import data_sources
from engine.datasets.generated import DEFAULTS
from engine.datasets.target import target_of


@pytest.mark.parametrize("name", data_sources.names)
def test_a_table_has_a_name_for_every_row_and_column(name):
    table = data_sources[name].load()
    assert table.name == name
    assert table.inputs.shape == (len(table.row_names), len(table.input_names))
    assert table.row_count == len(table.row_names)
    assert len(set(table.input_names)) == len(table.input_names)
    assert np.isfinite(table.inputs).all()
    if table.targets is not None:
        assert table.targets.shape == (table.row_count, len(table.output_names))
    if table.is_classification:
        assert set(np.unique(table.targets)) <= set(table.class_values)
        assert len(table.class_names) == max(2, len(table.output_names))


@pytest.mark.parametrize("name", data_sources.names)
def test_nobody_can_write_into_a_table(name):
    table = data_sources[name].load()
    with pytest.raises(ValueError, match="read-only"):
        table.inputs[0, 0] = 1.0
    assert table.targets is None or not table.targets.flags.writeable


def truth_table(name: str) -> dict[tuple[int, ...], int]:
    table = data_sources[name].load()
    assert table.targets is not None
    return {tuple(map(int, x)): int(y[0]) for x, y in zip(table.inputs, table.targets, strict=True)}


def test_the_gates_are_the_gates():
    switches = [(a, b) for a in (0, 1) for b in (0, 1)]
    assert truth_table("or") == {(a, b): a | b for a, b in switches}
    assert truth_table("and") == {(a, b): a & b for a, b in switches}
    assert truth_table("nand") == {(a, b): 1 - (a & b) for a, b in switches}
    assert truth_table("xor-gate") == {(a, b): a ^ b for a, b in switches}


def test_the_people_are_those_of_the_article_in_their_order():
    table = data_sources["height-weight"].load()
    assert table.row_names == ("Alice", "Bob", "Charlie", "Diana")
    assert table.inputs.tolist() == [[-2, -1], [25, 6], [17, 4], [-15, -6]]
    assert table.targets[:, 0].tolist() == [1, 0, 0, 1]


def test_two_persons_of_the_virus_table_contradict_each_other():
    table = data_sources["virus"].load()
    assert table.input_names[:2] == ("loss of smell", "weight loss")
    assert table.inputs[2].tolist() == table.inputs[5].tolist() == [0, 0, 1, 1]
    assert table.targets[:, 0].tolist() == [1, 1, 0, 0, 1, 1, 0, 0]


def test_the_breast_cancer_table_is_the_published_one():
    table = data_sources["breast-cancer"].load()
    assert table.inputs.shape == (569, 30)
    assert (int(table.targets.sum()), int((1 - table.targets).sum())) == (357, 212)
    assert table.class_names == ("malignant", "benign")


def test_a_table_of_chosen_inputs_has_those_columns_and_the_same_rows():
    table = data_sources["virus"].load()
    chosen = table.with_inputs(("body pain", "loss of smell"))
    assert chosen.input_names == ("body pain", "loss of smell")
    np.testing.assert_array_equal(chosen.inputs, table.inputs[:, [3, 0]])
    assert (chosen.row_names, chosen.targets is table.targets) == (table.row_names, True)


def test_the_digits_are_scikit_learns_with_pixels_from_0_to_1_and_one_output_a_digit():
    table = data_sources["digits"].load()
    assert table.inputs.shape == (1797, 64)
    assert (table.inputs.min(), table.inputs.max()) == (0.0, 1.0)
    assert table.targets.shape == (1797, 10)
    assert (table.targets.sum(axis=1) == 1).all()
    assert table.targets[:10].argmax(axis=1).tolist() == list(range(10))
    assert table.class_names == table.output_names == tuple("0123456789")


def test_the_circle_is_a_disc_in_a_ring_with_as_many_points():
    table = data_sources["circle"].load()
    assert table.inputs.shape == (500, 2)
    distance, inside = np.hypot(*table.inputs[:, :2].T), table.targets[:, 0] == 1
    assert inside.sum() == 250
    assert distance[inside].max() < 2.5
    assert distance[~inside].min() >= 3.5
    assert distance.max() <= 5.0
    # Radius and angle are uniform: as many points in the inner half of the disc as in its outer half, and all around.
    assert (distance[inside] < 1.25).mean() == pytest.approx(0.5, abs=0.1)
    assert (table.inputs[:, :2] > 0).mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.1)


def test_the_middle_of_two_classes_lies_between_their_values():
    assert [data_sources[name].load().middle for name in ("or", "circle")] == [0.5, 0.0]


@pytest.mark.parametrize("name", data_sources.names)
def test_what_is_known_before_loading_is_true_of_the_loaded_table(name):
    source = data_sources[name]
    table = source.load()
    assert target_of(table) == source.target_with(DEFAULTS["classes"])
    assert source.input_names in ((), table.input_names)


def test_the_flowers_the_wines_and_the_patients_are_the_published_ones():
    iris, wine, diabetes = (data_sources[name].load() for name in ("iris", "wine", "diabetes"))
    assert (iris.inputs.shape, iris.targets.sum(axis=0).tolist()) == ((150, 4), [50, 50, 50])
    assert (wine.inputs.shape, wine.targets.sum(axis=0).tolist()) == ((178, 13), [59, 71, 48])
    assert diabetes.inputs.shape == (442, 10)
    assert (diabetes.targets.min(), diabetes.targets.max()) == (0.25, 3.46)
    assert diabetes.inputs[:, 0].min() == 19  # years, not standard deviations
