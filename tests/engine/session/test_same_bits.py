"""Who saves anywhere, and opens the file again, goes on as if nothing had happened: the same bits, the same past."""

import pytest

from engine.ladder import StepSize
from engine.team import Team
from tests.engine.helpers import MIXED, after, walk_to_end
from tests.engine.session.cases import CASES, STEPS, Hand
from tests.engine.session.helpers import all_of, everything, reopened

pytestmark = pytest.mark.usefixtures("each_engine")

# Together a hundred with each engine.
PLACES = 100


@pytest.fixture(params=range(PLACES), ids=lambda number: f"{number}-{CASES[number % len(CASES)].name}")
def place(request: pytest.FixtureRequest) -> tuple[Hand, Team]:
    """A hand that has led some networks to a place of its own, which may lie in the middle of a batch."""
    hand = Hand(CASES[request.param % len(CASES)], request.param)
    team = Team(hand.case.experiments)
    hand.act(team, 2 * STEPS)
    if request.param % 3 == 0:
        walk_to_end(team.undo())
    return hand, team


def test_what_is_opened_again_stands_there_and_goes_on_with_the_same_bits(place):
    hand, team = place
    again = again_of(team)
    before = all_of(team)
    assert all_of(again) == before
    for _ in range(2):
        state = hand.chance.getstate()
        hand.act(team)
        hand.chance.setstate(state)
        hand.act(again)
        assert all_of(again) == all_of(team)
    for one, other in zip(again.trainers, team.trainers, strict=True):
        for ghost in range(len(other.snapshot().ghosts)):
            walk_to_end(one.enter_branch(ghost))
            walk_to_end(other.enter_branch(ghost))
            assert everything(one) == everything(other)
        walk_to_end(one.seek(0))
        walk_to_end(other.seek(0))
        one.train(other.furthest)
        other.train(other.furthest)
        assert everything(one) == everything(other)


def test_an_order_that_is_taken_back_is_drawn_again_as_it_was():
    trainer = after(MIXED, 3, StepSize.NEURON)
    (again,) = reopened([trainer])
    for one in (trainer, again):
        one.go(None)
        one.train(2)
    assert everything(again) == everything(trainer)


def test_each_part_of_the_past_is_repeated_by_what_trained_it():
    trainer = after(MIXED, 4)
    trainer.use("numpy" if trainer.engine == "kernel" else "kernel")
    trainer.train(4)
    (again,) = reopened([trainer])
    for one in (trainer, again):
        walk_to_end(one.seek(2))
    assert everything(again) == everything(trainer)
    for one in (trainer, again):
        one.train(6)
    assert everything(again) == everything(trainer)
    assert [moment.engine for moment in again.kept().branch.checkpoints] == [
        moment.engine for moment in trainer.kept().branch.checkpoints
    ]


def again_of(team: Team) -> Team:
    return Team.of(reopened(team.trainers), None, team.generation)
