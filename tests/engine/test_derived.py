"""Inputs that follow from the columns of a table are known by their names."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.arrays import frozen
from engine.datasets import Dataset
from engine.datasets.derived import columns_of, offered, product_name, sine_name, square_name
from engine.experiment import Experiment
from engine.experiment_fields import ExperimentError
from engine.prepared import prepare

RAW = np.random.default_rng(0).uniform(-3, 3, (5, 3))


def value(name: str, raw_names: tuple[str, ...]) -> np.ndarray:
    return columns_of((name,), raw_names)[0].of(RAW)


def test_the_plane_offers_what_the_well_known_playground_offers_in_its_order():
    names = ("x₁", "x₂")
    assert offered(names) == ("x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂")
    x, y = RAW[:, 0], RAW[:, 1]
    for name, expected in zip(offered(names), (x * x, y * y, x * y, np.sin(x), np.sin(y)), strict=True):
        np.testing.assert_array_equal(value(name, names), expected)


def test_words_stand_in_brackets_so_that_one_sees_what_is_squared():
    assert offered(("age", "height (cm)")) == (
        "age²",
        "(height (cm))²",
        "age × (height (cm))",
        "sin age",
        "sin (height (cm))",
    )


def test_one_column_has_no_product_and_a_table_of_many_offers_nothing():
    assert offered(("x",)) == ("x²", "sin x")
    assert offered(tuple(f"pixel {n}" for n in range(64))) == ()


NAMES = st.text("ab₁ ²×()sin", min_size=1, max_size=5).filter(lambda name: name.strip() == name)


@given(st.tuples(NAMES, NAMES, NAMES).filter(lambda names: len(set(names)) == 3))
def test_whatever_columns_are_called_a_derived_name_is_read_as_a_column_or_as_it_was_made(names):
    """A table may have a column of that very name, which is then meant."""
    a, b, _ = names
    for name, expected in (
        (square_name(a), RAW[:, 0] ** 2),
        (sine_name(b), np.sin(RAW[:, 1])),
        (product_name(a, b), RAW[:, 0] * RAW[:, 1]),
    ):
        meanings = [expected, *RAW.T, *(RAW**2).T, *np.sin(RAW).T, *(RAW[:, [0, 0, 1, 0]] * RAW[:, [1, 2, 2, 0]]).T]
        assert any(np.array_equal(value(name, names), meaning) for meaning in meanings)


def test_a_column_of_the_table_goes_before_what_its_name_would_mean():
    np.testing.assert_array_equal(value("a²", ("a", "a²", "b")), RAW[:, 1])


def test_an_unknown_input_is_refused_with_what_there_is():
    with pytest.raises(ExperimentError, match="'x₃²' is not allowed; circle has x₁, x₂, their squares, sines and prod"):
        Experiment("circle", inputs=("x₁", "x₃²"))


def test_the_map_can_ask_for_the_inputs_of_any_raw_point():
    experiment = Experiment("circle", inputs=("x₁x₂", "x₂", "x₁²"), scaling="standardise")
    data = prepare(experiment, np.random.default_rng(0))
    points = np.array([[2.0, 3.0], [-1.0, 0.5]])
    np.testing.assert_array_equal(data.inputs_of(points), [[6, 3, 4], [-0.5, 0.5, 1]])
    np.testing.assert_array_equal(data.inputs_of(data.table.inputs), data.dataset.inputs)
    assert [column.raw for column in data.columns] == [(0, 1), (1,), (0,)]


def test_a_square_beyond_all_bounds_can_only_be_looked_at():
    table = Dataset("own", frozen([[1e200], [1.0]]), ("x",), frozen([[1], [0]]), ("y",), ("1", "2"), ("no", "yes"))
    experiment = Experiment("own", own=table, inputs=("x", "x²"))
    assert experiment.why_not_trainable == "x² is beyond all bounds in some rows: choose other inputs"
