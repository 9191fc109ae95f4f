"""Networks side by side stay at the same moment, and each has the bits of a run of its own."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.batch import Place
from engine.datasets.drawing import begun, without_row
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.team import Team
from tests.engine.expected import straight
from tests.engine.helpers import moment, walk_to_end, whole

XOR = tuple(variant.experiment for variant in load_lesson("xor").variants)
SINGLES = tuple(replace(choices, batch_size=1, shuffle=True) for choices in XOR)
WITHIN = [size for size in StepSize if size.within_batch]
QUICK = [size for size in StepSize if size is not StepSize.HUNDRED_EPOCHS]
W = Quantity("weight", 1, 0, 1)


def positions(team: Team) -> set[tuple[int, int]]:
    return {trainer.position[:2] for trainer in team.trainers}


def check_bits(team: Team) -> None:
    for trainer in team.trainers:
        straight(trainer.experiment).check(trainer)


def step(team: Team, size: StepSize, focus: int = 0, times: int = 1) -> None:
    for _ in range(times):
        walk_to_end(team.step(size, focus))


def test_the_networks_of_the_lesson_are_of_different_size():
    assert len({choices.architecture.sizes for choices in XOR}) == 2


# Steps inside a batch.


@pytest.mark.parametrize("choices", [XOR, SINGLES])
@pytest.mark.parametrize("focus", [0, 1])
@pytest.mark.parametrize("size", WITHIN)
def test_a_step_inside_a_batch_is_one_of_the_network_in_focus_and_the_others_follow_row_by_row(size, focus, choices):
    team = Team(choices)
    walked, other = team.trainers[focus], team.trainers[1 - focus]
    while walked.place.epoch < 2:
        begun = walked.place, walked.cursor, other.place, other.cursor
        step(team, size, focus)
        assert (walked.place, walked.cursor) != begun[:2]
        # The other stands still until a row is done, and moves its weights when the one in focus does.
        assert walked.place == other.place
        assert len(positions(team)) == 1
        if walked.position[:2] == (begun[0].epoch, begun[0].row + (begun[1].row if begun[1] else 0)):
            assert (other.place, other.cursor) == begun[2:]
        check_bits(team)


@pytest.mark.parametrize("focus", [0, 1])
def test_steps_back_lead_all_to_where_they_were(focus):
    team = Team(XOR)
    step(team, StepSize.EPOCH)
    for size in WITHIN:
        start = [moment(trainer) for trainer in team.trainers]
        step(team, size, focus, times=3)
        for _ in range(3):
            walk_to_end(team.back(size, focus))
        assert [moment(trainer) for trainer in team.trainers] == start


@pytest.mark.parametrize("size", [StepSize.BATCH, StepSize.EPOCH])
@pytest.mark.parametrize("within", WITHIN)
@pytest.mark.parametrize("choices", [XOR, SINGLES])
def test_a_large_step_back_from_inside_a_batch_leads_all_to_its_beginning(choices, within, size):
    team = Team(choices)
    step(team, StepSize.EPOCH, times=2)
    before = [moment(trainer) for trainer in team.trainers]
    step(team, within, focus=1)
    if team.trainers[1].cursor is None:
        return
    walk_to_end(team.back(size, focus=1))
    assert [moment(trainer) for trainer in team.trainers] == before


def test_networks_whose_batches_differ_follow_as_near_as_they_can():
    team = Team((SINGLES[0], XOR[1]))
    step(team, StepSize.SAMPLE, focus=0, times=3)
    assert positions(team) == {(0, 3)}
    step(team, StepSize.SAMPLE, focus=1)
    assert positions(team) == {(1, 0)}
    check_bits(team)


@settings(max_examples=60)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["step", "back"]), st.sampled_from(QUICK), st.integers(0, 1))
        | st.tuples(st.just("seek"), st.integers(0, 30)),
        min_size=5,
        max_size=25,
    ),
    choices=st.sampled_from([XOR, SINGLES, tuple(replace(choices, batch_size=3) for choices in XOR)]),
)
def test_whatever_steps_are_taken_all_stand_at_the_same_place_with_their_own_bits(moves, choices):
    team = Team(choices)
    for name, *how in moves:
        walk_to_end(getattr(team, name)(*how))
        assert len(positions(team)) == len({trainer.place for trainer in team.trainers}) == 1
        check_bits(team)


def test_a_jump_takes_the_others_along():
    team = Team(SINGLES)
    step(team, StepSize.EPOCH, times=3)
    step(team, StepSize.BATCH)
    place, ladder = team.trainers[1].place, team.trainers[1].walk.batch.ladder
    step(team, StepSize.EPOCH)
    walk_to_end(team.jump(place, ladder.find("delta", 1, row=0, neuron=2), 1))
    assert team.trainers[1].cursor == ladder.find("delta", 1, row=0, neuron=2)
    assert {trainer.place for trainer in team.trainers} == {place}
    check_bits(team)


# By hand.


def everything(team: Team) -> list[tuple]:
    return [whole(trainer) for trainer in team.trainers]


def test_linked_networks_are_edited_taken_back_and_edited_again_together():
    team = Team(XOR)
    step(team, StepSize.EPOCH, times=6)
    walk_to_end(team.seek(2))
    step(team, StepSize.SAMPLE, times=2)
    step(team, StepSize.NEURON)
    before = everything(team)
    team.edit(W, 0.5, networks=(0, 1), go_on=False)
    step(team, StepSize.EPOCH, times=3)
    step(team, StepSize.NEURON, times=2)
    edited = everything(team)
    for _ in range(2):
        walk_to_end(team.undo())
        assert everything(team) == before
        walk_to_end(team.redo())
        assert everything(team) == edited


def test_what_one_network_takes_back_moves_the_others_to_the_same_moment():
    team = Team(XOR)
    step(team, StepSize.EPOCH, times=2)
    team.edit(W, 0.5, networks=(1,), go_on=False)
    step(team, StepSize.EPOCH, times=3)
    walk_to_end(team.undo())
    assert positions(team) == {(2, 0)}
    assert team.trainers[0].furthest == 5
    walk_to_end(team.redo())
    assert positions(team) == {(5, 0)}
    straight(XOR[0]).check(team.trainers[0])


def test_of_linked_networks_only_one_of_which_has_something_to_take_back_that_one_leads():
    for number in (0, 1):
        team = Team(XOR)
        step(team, StepSize.EPOCH, times=2)
        team.edit(W, 0.5, networks=(number,), go_on=False)
        step(team, StepSize.EPOCH, times=3)
        walk_to_end(team.undo())
        assert positions(team) == {(2, 0)}


def test_an_edit_that_one_of_the_networks_refuses_is_made_in_none():
    team = Team(XOR)
    step(team, StepSize.EPOCH, times=2)
    before = everything(team)
    for parameter, value, error in ((Quantity("weight", 2, 0, 1), 0.5, IndexError), (W, float("nan"), ValueError)):
        with pytest.raises(error):
            team.edit(parameter, value, networks=(1, 0), go_on=False)
        assert everything(team) == before
        assert team.undoes is None


def test_entering_a_run_that_was_left_takes_the_others_along():
    team = Team(XOR)
    step(team, StepSize.EPOCH, times=6)
    walk_to_end(team.seek(2))
    team.edit(W, 0.5, networks=(1,), go_on=False)
    step(team, StepSize.EPOCH)
    walk_to_end(team.enter_branch(0, 1))
    assert positions(team) == {(6, 0)}
    check_bits(team)


def test_settings_change_in_all_networks():
    team = Team(XOR)
    changed: tuple[Experiment, ...] = tuple(replace(choices, learning_rate=0.3) for choices in XOR)
    team.change(changed)
    assert tuple(trainer.experiment for trainer in team.trainers) == changed


@pytest.mark.parametrize("focus", [0, 1])
@pytest.mark.parametrize("rows", range(5))
def test_other_rows_come_to_networks_whose_batches_differ_at_the_same_place(focus, rows):
    team = Team((SINGLES[0], XOR[1]))
    step(team, StepSize.EPOCH)
    step(team, StepSize.SAMPLE, focus, times=rows)
    own = without_row(begun(XOR[0].table, "mine"), 3)
    team.change([choices.changed(data="own", own=own) for choices in team.experiments])
    assert {trainer.place for trainer in team.trainers} == {Place(2 if rows else 1, 0)}
    step(team, StepSize.EPOCH)
    assert {trainer.position for trainer in team.trainers} == {(3 if rows else 2, 0, 3)}


def test_networks_that_are_behind_follow_step_by_step():
    """However far that is: between two steps commands are looked at."""
    team = Team(XOR)
    for _ in team.trainers[1].advance_to(200):
        pass
    walk = team.run(None, 0.01)
    next(walk)
    assert team.epochs[0] <= 1
    for _ in walk:
        pass
    assert team.epochs == (200, 200)
