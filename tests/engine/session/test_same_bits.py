"""Who saves anywhere, and opens the file again, goes on as if nothing had happened: the same bits, the same past."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pytest

from engine.datasets.drawing import begun, with_row_of_class, without_row
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.lessons import lessons, load_lesson
from engine.optimizers import optimizers
from engine.quantity import Quantity
from engine.team import Team
from tests.engine.expected import place_in
from tests.engine.helpers import MIXED, after, experiment, walk_to_end
from tests.engine.own_table.helpers import dataset_of
from tests.engine.session.helpers import all_of, everything, reopened

pytestmark = pytest.mark.usefixtures("each_engine")

OWN = experiment(data="height-weight").table
COLOURS = dataset_of("age,colour,price\n30,red,1\n40,blue,2\n,red,3\n50,green,2.5\n60,blue,5\n", "price")
SMALL = experiment(hidden=(3,), activation=("tanh",), batch_size=3, seed=3)
DRAWN = experiment(data="own", own=begun(OWN, "mine"), hidden=(2,), batch_size=2, shuffle=True, seed=2)


class Case(NamedTuple):
    """What is trained side by side, and whether rows are drawn on the way."""

    name: str
    experiments: tuple[Experiment, ...]
    drawn: bool = False


def lesson(name: str) -> Case:
    """A lesson of the program."""
    return Case(f"lesson {name}", tuple(variant.experiment for variant in load_lesson(name).variants))


LESSONS = [one.id for one in lessons() if not one.experiment.why_not_trainable and "cancer" not in one.id]
CASES = (
    *map(lesson, LESSONS),
    *(Case(f"optimizer {one.name}", (replace(SMALL, optimizer=one.name, l2=0.01),)) for one in optimizers),
    Case("shuffled", (MIXED,)),
    Case("dropout", (replace(SMALL, hidden=(4, 3), dropout=0.3, shuffle=True),)),
    Case("one row", (replace(SMALL, batch_size=1),)),
    Case("all rows", (replace(SMALL, batch_size="all", optimizer="adam"),)),
    Case("some rows test", (replace(MIXED, train_share=0.6, split_shuffled=True),)),
    Case("generated", (experiment(data="circle", points=20, inputs=("x₁", "x₁x₂"), batch_size=4, shuffle=True),)),
    Case("own table", (experiment(data="own", own=COLOURS, hidden=(2,), output_activation="linear", batch_size=2),)),
    Case("drawn", (DRAWN,), drawn=True),
    Case("drawn, compared", (DRAWN, replace(DRAWN, hidden=(3,), batch_size=3)), drawn=True),
    Case("impatient", (replace(SMALL, patience=2, schedule="one-cycle", schedule_epochs=5),)),
)
SETTINGS: tuple[dict[str, Any], ...] = (
    {"learning_rate": 0.01},
    {"learning_rate": 0.05, "shuffle": True},
    {"batch_size": 1},
    {"batch_size": "all", "shuffle": False},
    {"optimizer": "adam"},
    {"optimizer": "momentum", "clip": 0.5},
    {"reduction": "sum"},
    {"dropout": 0.25},
)
# Between two places that are saved; together a hundred with each engine.
STEPS, PLACES = 6, 100


class Hand:
    """Does things to networks as chance has it; two of the same seed do the same."""

    def __init__(self, case: Case, seed: int) -> None:
        self.case, self.chance = case, Random(seed)

    def act(self, team: Team, times: int = STEPS) -> None:
        acts: list[Callable[[Team], None]] = [self.on, self.on, self.on, self.back, self.seek, self.jump]
        acts += [self.edit, self.change, self.enter, *([self.draw] * 2 * self.case.drawn)]
        for _ in range(times):
            self.chance.choice(acts)(team)

    def on(self, team: Team) -> None:
        sizes = [size for size in StepSize if size is not StepSize.HUNDRED_EPOCHS]
        walk_to_end(team.step(self.chance.choice(sizes), self._focus(team)))

    def back(self, team: Team) -> None:
        walk_to_end(team.back(self.chance.choice(list(StepSize)), self._focus(team)))

    def seek(self, team: Team) -> None:
        walk_to_end(team.seek(self.chance.randint(0, max(trainer.furthest for trainer in team.trainers))))

    def jump(self, team: Team) -> None:
        focus, share = self._focus(team), self.chance.random()
        walk = team.trainers[focus].walk
        if walk is not None:
            walk_to_end(team.jump(walk.batch.place, place_in(walk.batch.ladder, share), focus))

    def edit(self, team: Team) -> None:
        team.edit(Quantity("weight", 1, 0, 0), self.chance.uniform(-1, 1), (self._focus(team),))

    def change(self, team: Team) -> None:
        setting = self.chance.choice(SETTINGS)
        team.change([replace(one, **setting) for one in team.experiments])

    def enter(self, team: Team) -> None:
        focus, number = self._focus(team), self.chance.random()
        ghosts = len(team.trainers[focus].snapshot().ghosts)
        if ghosts:
            walk_to_end(team.enter_branch(int(number * ghosts), focus))

    def draw(self, team: Team) -> None:
        table, number = team.experiments[0].table, self.chance.randint(0, 3)
        if table.row_count > 5 and number < 2:
            table = without_row(table, number)
        else:
            table = with_row_of_class(table, np.array([[number, -number]], dtype=float), number % 2)
        team.change([one.changed(own=table) for one in team.experiments])

    def _focus(self, team: Team) -> int:
        return self.chance.randrange(len(team.trainers))


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
