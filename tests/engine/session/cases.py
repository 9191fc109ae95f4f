"""What is trained and saved: networks of every kind, and a hand that does anything to them."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any, NamedTuple

import numpy as np

from engine.datasets.drawing import begun, with_row_of_class, without_row
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.lessons import lessons, load_lesson
from engine.optimizers import optimizers
from engine.quantity import Quantity
from engine.team import Team
from tests.engine.expected import place_in
from tests.engine.helpers import MIXED, experiment, walk_to_end
from tests.engine.own_table.helpers import dataset_of

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
# What a hand does at a time.
STEPS = 6


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


def worked_on(name: str) -> Team:
    """The networks of a case, after a hand was at them."""
    case = next(case for case in CASES if case.name == name)
    team = Team(case.experiments)
    Hand(case, len(name)).act(team, 14)
    return team
