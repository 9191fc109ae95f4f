"""A scaling finds an offset and a divisor for every column."""

import numpy as np
import pytest

from engine.scaling import scalings

TABLE = np.array([[1.0, -40.0, 7.0], [3.0, 0.0, 7.0], [5.0, 20.0, 7.0], [100.0, 10.0, 8.0]])
TRAIN = TABLE[:3]


def test_none_leaves_inputs_as_they_are():
    offset, divisor = scalings["none"].fit(TABLE, TRAIN)
    np.testing.assert_array_equal((TABLE - offset) / divisor, TABLE)


def test_the_table_maximum_divides_everything_by_the_one_largest_size():
    offset, divisor = scalings["table-maximum"].fit(TABLE, TRAIN)
    np.testing.assert_array_equal((TABLE - offset) / divisor, TABLE / 100)
    _, by_negative = scalings["table-maximum"].fit(TRAIN, TRAIN)
    assert by_negative.tolist() == [40, 40, 40]


def test_a_table_of_zeros_is_not_divided_by_zero():
    _, divisor = scalings["table-maximum"].fit(np.zeros((2, 2)), np.zeros((2, 2)))
    assert divisor.tolist() == [1, 1]


def test_standardised_training_rows_have_mean_0_and_deviation_1_and_the_others_are_not_looked_at():
    offset, divisor = scalings["standardise"].fit(TABLE, TRAIN)
    scaled = (TRAIN - offset) / divisor
    np.testing.assert_allclose(scaled.mean(axis=0), 0.0, atol=1e-15)
    np.testing.assert_allclose(scaled[:, :2].std(axis=0), 1.0, rtol=1e-15)


def test_a_constant_column_is_standardised_to_zero():
    offset, divisor = scalings["standardise"].fit(TABLE, TRAIN)
    assert not ((TRAIN - offset) / divisor)[:, 2].any()


@pytest.mark.parametrize("size", [2.0**600, 2.0**-300])
def test_numbers_of_any_size_are_standardised_to_the_same(size):
    offset, divisor = scalings["standardise"].fit(TABLE * size, TRAIN * size)
    known_offset, known_divisor = scalings["standardise"].fit(TABLE, TRAIN)
    np.testing.assert_array_equal(
        ((TABLE * size - offset) / divisor)[:, :2], ((TABLE - known_offset) / known_divisor)[:, :2]
    )
