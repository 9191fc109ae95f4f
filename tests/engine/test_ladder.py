"""The ladder's places: their order, their number, and steps that go as far back as they go forth."""

import tracemalloc
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ladder import Cursor, Ladder, StepSize

SMALL = Ladder((2, 2, 1), biases=(True, True), rows=2)
LARGE = Ladder((784, 512, 256, 10), biases=(True,) * 3, rows=128)
WITHIN = [size for size in StepSize if size.within_batch]

ladders = st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=1, max_size=3).flatmap(
    lambda layers: st.builds(
        Ladder,
        st.integers(1, 3).map(lambda inputs: (inputs, *(neurons for neurons, _ in layers))),
        st.just(tuple(bias for _, bias in layers)),
        rows=st.integers(1, 3),
    )
)


def places(ladder: Ladder, size: StepSize) -> list[Cursor]:
    """Where steps of one size end, from the beginning of the batch to its end."""
    cursors = [ladder.after(None, size)]
    while cursors[-1] != ladder.last:
        cursors.append(ladder.after(cursors[-1], size))
    return cursors


def listed(ladder: Ladder) -> list[Cursor]:
    """Every place of a batch, as four loops inside each other find them."""
    found = []
    for row in range(ladder.rows):
        for number, stage in enumerate(ladder.stages):
            if stage.operation == "update" and row < ladder.rows - 1:
                continue
            found += [
                Cursor(row, number, neuron, term) for neuron in range(stage.neurons) for term in range(stage.terms)
            ]
    return found


# The order of the operations.

FORWARD = [
    ("multiply", 1, 2),
    ("add bias", 1, 2),
    ("activate", 1, 2),
    ("multiply", 2, 1),
    ("add bias", 2, 1),
    ("activate", 2, 1),
    ("loss", 2, 1),
    ("loss derivative", 2, 1),
]
BACKWARD = [
    ("delta", 2, 1),
    ("weight gradient", 2, 1),
    ("bias gradient", 2, 1),
    ("back through the weights", 2, 2),
    ("delta", 1, 2),
    ("weight gradient", 1, 2),
    ("bias gradient", 1, 2),
]
UPDATES = [("update", 1, 2), ("update", 2, 1)]


def neuron_steps(row: int) -> list[tuple[str, int, int]]:
    """Which operations a row goes through in steps of a neuron, and in how many each."""
    stages = [SMALL.stage_of(cursor) for cursor in places(SMALL, StepSize.NEURON) if cursor.row == row]
    return [(stage.operation, stage.layer, count) for stage, count in Counter(stages).items()]


def test_a_row_of_a_2_2_1_network_takes_22_steps_of_a_neuron_forwards_and_backwards():
    assert neuron_steps(0) == [*FORWARD, *BACKWARD]
    assert sum(count for *_, count in neuron_steps(0)) == 22


def test_the_last_row_of_a_batch_is_followed_by_the_updates():
    assert neuron_steps(1) == [*FORWARD, *BACKWARD, *UPDATES]
    assert SMALL.last == Cursor(1, len(SMALL.stages) - 1, 0, 2)


def test_a_step_of_a_layer_is_one_line_of_code_for_one_row():
    rows = Counter(cursor.row for cursor in places(SMALL, StepSize.LAYER))
    assert rows == {0: len(FORWARD) + len(BACKWARD), 1: len(FORWARD) + len(BACKWARD) + len(UPDATES)}


def test_a_step_of_a_sample_is_a_row_and_any_larger_one_goes_to_the_end_of_the_batch():
    ends = places(SMALL, StepSize.SAMPLE)
    assert ends == [Cursor(0, 14, 1, 0), SMALL.last]
    for size in StepSize:
        if not size.within_batch:
            assert SMALL.after(None, size) == SMALL.after(ends[0], size) == SMALL.last
            assert SMALL.before(ends[0], size) is None


def test_without_biases_none_has_a_gradient_or_an_update():
    ladder = Ladder((2, 2, 1), biases=(False, False), rows=1)
    assert "bias gradient" not in {stage.operation for stage in ladder.stages}
    assert [stage.terms for stage in ladder.stages if stage.operation == "update"] == [2, 2]
    assert len(places(ladder, StepSize.NEURON)) == 22 - 3 + 3  # no gradient of 3 biases, and 3 neurons updated


def test_one_layer_may_have_biases_and_another_none():
    ladder = Ladder((2, 2, 1), biases=(True, False), rows=1)
    assert [stage.layer for stage in ladder.stages if stage.operation == "bias gradient"] == [1]
    assert [stage.terms for stage in ladder.stages if stage.operation == "update"] == [3, 2]


# Arithmetic.


@given(ladders)
def test_steps_of_a_term_visit_every_place_once_and_in_order(ladder):
    assert places(ladder, StepSize.TERM) == listed(ladder)


@given(ladders, st.sampled_from(WITHIN))
def test_a_step_back_takes_back_a_step_forth(ladder, size):
    for before, after in pairwise([None, *places(ladder, size)]):
        assert ladder.after(before, size) == after
        assert ladder.before(after, size) == before


@given(ladders)
def test_larger_steps_end_where_smaller_ones_end_too(ladder):
    for smaller, larger in pairwise(WITHIN):
        assert set(places(ladder, larger)) <= set(places(ladder, smaller))


@given(ladders, st.sampled_from(WITHIN), st.data())
def test_from_the_middle_of_a_unit_a_step_goes_to_its_end_and_one_back_to_its_beginning(ladder, size, data):
    cursor = data.draw(st.sampled_from(listed(ladder)))
    ends = places(ladder, size)
    assert ladder.before(cursor, size) == max((end for end in ends if end < cursor), default=None)
    if cursor != ladder.last:
        assert ladder.after(cursor, size) == min(end for end in ends if end > cursor)


@given(ladders, st.sampled_from([StepSize.TERM, StepSize.NEURON, StepSize.LAYER]))
def test_steps_are_numbered_in_their_row(ladder, size):
    by_row = [[end for end in places(ladder, size) if end.row == row] for row in range(ladder.rows)]
    for ends in by_row:
        assert [ladder.number_in_row(end, size) for end in ends] == [(n, len(ends)) for n in range(1, len(ends) + 1)]


@given(ladders)
def test_a_row_is_done_when_its_last_gradient_is_and_the_last_one_when_the_weights_have_moved(ladder):
    ends = places(ladder, StepSize.SAMPLE)
    assert ladder.rows_done(None) == 0
    for cursor in listed(ladder):
        assert ladder.rows_done(cursor) == sum(cursor >= end for end in ends)


def test_an_operation_is_found_by_its_name_and_layer():
    assert SMALL.stage_of(SMALL.find("delta", 1, row=1, neuron=1)).neurons == 2
    assert SMALL.find("update", 2, row=1, term=2) == SMALL.last
    with pytest.raises(LookupError, match="there is no 'back through the weights' in layer 1"):
        SMALL.find("back through the weights", 1, row=0)


def test_nothing_is_listed_so_that_a_large_network_is_as_quick_as_a_small_one():
    per_row = LARGE.number_in_row(Cursor(0, 0, 0, 0), StepSize.TERM)
    weights = 784 * 512 + 512 * 256 + 256 * 10
    assert per_row[1] == 2 * weights + (weights - 784 * 512) + 4 * (512 + 256 + 10) + 1 + 10
    tracemalloc.start()
    for size in StepSize:
        cursor = LARGE.after(LARGE.find("weight gradient", 1, row=100, neuron=300, term=700), size)
        assert LARGE.number_in_row(cursor, size)[0] <= LARGE.number_in_row(cursor, size)[1]
        assert LARGE.before(LARGE.last, size) != LARGE.last
    assert tracemalloc.get_traced_memory()[1] < 100_000
    tracemalloc.stop()
