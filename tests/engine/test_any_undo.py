"""Fifty changes of every kind with runs between them: undone one by one to the first moment, redone to the last."""

import random
from collections.abc import Callable
from contextlib import suppress

import pytest

from engine.experiment import Experiment
from engine.fitting import fitting
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.live_fields import LIVE_FIELDS
from engine.quantity import Quantity
from engine.reshape import with_activation, with_bias, with_layer, with_more_neurons, without_layer
from engine.team import Team
from engine.trainer import DivergedError
from tests.engine.helpers import moment, walk_to_end
from tests.engine.tables import table

pytestmark = pytest.mark.usefixtures("each_engine")

XOR = tuple(variant.experiment for variant in load_lesson("xor").variants)
EDITS = 50
SETTINGS = {
    "data": ("or", "circle", "height-weight", "xor"),
    "own": (table("mine", 7, 1),),
    "hidden": ((), (3,), (2, 2)),
    "output_activation": ("tanh", "sigmoid", "linear"),
    "loss": ("cross-entropy", "squared-error", "huber"),
    "start": ("xavier", "zeros", "he"),
    "scaling": ("none", "standardise"),
    "seed": (1, 2, 3),
    "train_share": (1.0, 0.5),
    "learning_rate": (0.01, 0.05),
    "batch_size": (1, 3, "all"),
    "optimizer": ("momentum", "gradient-descent"),
    "shuffle": (True, False),
    "epochs": (50, 70),
}


def settings_edit(chance: random.Random) -> Callable[[Experiment], Experiment]:
    field = chance.choice(sorted(SETTINGS))
    value = chance.choice(SETTINGS[field])
    return lambda experiment: experiment.changed(**fitting(experiment, field, value))


def shape_edit(chance: random.Random) -> Callable[[Experiment], Experiment]:
    share, truth = chance.random(), chance.random() < 0.5
    name = chance.choice(["tanh", "relu", "sigmoid"])

    def reshape(experiment: Experiment) -> Experiment:
        count = len(experiment.hidden)
        layer = int(share * count)
        if not count or (truth and count < 3 and share < 0.3):
            return with_layer(experiment, layer)
        if truth and share < 0.5:
            return without_layer(experiment, layer)
        if share < 0.7:
            return with_more_neurons(experiment, layer, 1 if truth or experiment.hidden[layer] == 1 else -1)
        return with_activation(experiment, layer, name) if truth else with_bias(experiment, layer, share < 0.85)

    return reshape


def alter(team: Team, number: int, change: Callable[[Experiment], Experiment], go_on: bool) -> None:
    """Change one of the networks as the window does: in the middle of training where that can be."""
    experiments = list(team.experiments)
    before, experiments[number] = experiments[number], change(experiments[number])
    names = [name for name in before.to_plain() if getattr(before, name) != getattr(experiments[number], name)]
    if set(names) <= LIVE_FIELDS:
        team.change(experiments, go_on)
    else:
        team.begin_anew(experiments, team.generation + 1, go_on)


def edit_weight(team: Team, number: int, chance: random.Random) -> None:
    sizes = team.experiments[number].architecture.sizes
    layer = chance.randrange(1, len(sizes))
    weight = Quantity("weight", layer, chance.randrange(sizes[layer]), chance.randrange(sizes[layer - 1]))
    team.edit(weight, chance.uniform(-1, 1), (number,), go_on=chance.random() < 0.2)


def edit_any(team: Team, chance: random.Random) -> None:
    number = chance.randrange(len(team.trainers))
    kind = chance.randrange(5)
    ghosts = len(team.trainers[number].snapshot().ghosts)
    if kind == 0:
        edit_weight(team, number, chance)
    elif kind == 1:
        alter(team, number, shape_edit(chance), go_on=False)
    elif kind == 2 and ghosts:
        walk_to_end(team.enter_branch(chance.randrange(ghosts), number))
    elif kind == 3 and chance.random() < 0.3:
        team.begin_anew(team.experiments, team.generation + 1)
    else:
        alter(team, number, settings_edit(chance), go_on=chance.random() < 0.2)


def move(team: Team, chance: random.Random) -> None:
    """Train a little, or go elsewhere, or nothing."""
    if team.why_not_trainable:
        return
    kind = chance.randrange(4)
    with suppress(DivergedError):
        _move(team, chance, kind)


def _move(team: Team, chance: random.Random, kind: int) -> None:
    if kind == 0:
        size = chance.choice([StepSize.TERM, StepSize.SAMPLE, StepSize.BATCH, StepSize.EPOCH, StepSize.TEN_EPOCHS])
        walk_to_end(team.step(size, chance.randrange(len(team.trainers))))
    elif kind == 1:
        walk_to_end(team.run(team.epochs[1] + chance.randrange(1, 8), 0.001))
    elif kind == 2:
        walk_to_end(team.seek(chance.randrange(team.epochs[1] + 1)))


def everything(team: Team) -> tuple[object, ...]:
    return team.generation, [moment(trainer) for trainer in team.trainers]


def depth_of(team: Team) -> int:
    """How many changes can be taken back: some go on with the one before."""
    return len(team._changes._undo)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("networks", [1, 2])
def test_any_fifty_changes_are_undone_to_the_first_moment_and_redone_to_the_last(networks, seed):
    chance = random.Random(seed)
    team = Team(XOR[-networks:])
    walk_to_end(team.step(StepSize.TEN_EPOCHS, 0))
    undo_to, changes = [], 0
    while changes < EDITS:
        before, change, depth = everything(team), team.undoes, depth_of(team)
        edit_any(team, chance)
        if depth_of(team) > depth:
            undo_to.append(before)
        changes += team.undoes is not change
        move(team, chance)
    end = everything(team)
    redo_to = []
    while team.undoes is not None:
        redo_to.append(everything(team))
        walk_to_end(team.undo())
        assert everything(team) == undo_to.pop()
    assert not undo_to
    while redo_to:
        walk_to_end(team.redo())
        assert everything(team) == redo_to.pop()
    assert everything(team) == end
    assert team.redoes is None
