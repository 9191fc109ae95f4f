"""A growing table never changes what it has shown, and shares its memory until it must not."""

import numpy as np
import pytest

from engine.growing import FIRST_ROOM, Growing


def grown(count: int) -> Growing:
    table = Growing(np.empty((2, 0)))
    table.extend(np.array([np.arange(count), -np.arange(count)], dtype=float))
    return table


@pytest.mark.parametrize("pieces", [[1] * 3000, [0, 3000, 1], [1000, 24, 1, 5000]])
def test_whatever_comes_in_pieces_is_there_as_a_whole(pieces):
    table, values = Growing(np.empty((2, 0))), np.arange(2.0 * sum(pieces)).reshape(2, -1)
    for start, piece in zip(np.cumsum([0, *pieces]), pieces, strict=False):
        table.extend(values[:, start : start + piece])
    np.testing.assert_array_equal(table.view(), values)


def test_a_view_stays_as_it_is_while_the_table_grows():
    table = grown(10)
    view = table.view()
    for _ in range(3 * FIRST_ROOM):
        table.extend(np.full((2, 1), 7.0))
    np.testing.assert_array_equal(view, grown(10).view())


def test_nobody_can_write_into_a_view():
    with pytest.raises(ValueError, match="read-only"):
        grown(3).view()[0, 0] = 1


def test_a_cut_shares_its_memory_until_it_grows():
    table = grown(100)
    cut = table.cut(60)
    assert np.shares_memory(cut.view(), table.view())
    cut.extend(np.zeros((2, 1)))
    assert not np.shares_memory(cut.view(), table.view())
    np.testing.assert_array_equal(table.view(), grown(100).view())
    np.testing.assert_array_equal(cut.view()[:, :60], grown(60).view())


def test_there_is_little_more_room_than_is_needed():
    table = grown(100_000)
    table.extend(np.zeros((2, 1)))
    assert table.store.shape[1] <= 1.25 * 100_000
