"""Whatever is done to a run by hand, in whatever order: what was, can be returned to with the same bits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.checkpoints import BUDGET
from engine.datasets.drawing import with_row_of_class, without_row
from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.recorder import WORK_BETWEEN
from engine.undo_list import MOST_UNDONE
from engine.ways import MOST_GHOSTS
from tests.engine.expected import place_in
from tests.engine.helpers import MIXED, ROLLING, Alone, Moment, experiment, moment, walk_to_end, whole

pytestmark = pytest.mark.usefixtures("each_engine")

SMALL = experiment(hidden=(2,), activation=("tanh",), seed=5)
PARAMETERS = [Quantity("weight", 1, 0, 1), Quantity("weight", 2, 0, 0), Quantity("bias", 1, 1)]
SETTINGS = [
    *({"learning_rate": rate} for rate in (0.01, 0.3)),
    *({"batch_size": size} for size in (1, 3, "all")),
    {"shuffle": True},
    {"shuffle": False},
    {"reduction": "sum"},
    {"reduction": "mean", "learning_rate": 0.2},
    {"optimizer": "momentum"},
    {"optimizer": "gradient-descent"},
    {"optimizer": "adam", "momentum": 0.5},
    {"schedule": "one-cycle", "schedule_epochs": 4},
    {"schedule": "constant", "l1": 0.01, "clip": 0.1},
    {"epochs": 20},
]
ACTIONS = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from(PARAMETERS), st.sampled_from([-1.5, 0.0, 0.5]), st.booleans()),
    st.tuples(st.just("change"), st.sampled_from(SETTINGS)),
    st.tuples(st.just("draw"), st.integers(-3, 3), st.booleans()),
    st.tuples(st.sampled_from(["undo", "redo"])),
    st.tuples(st.just("enter"), st.integers(0, MOST_GHOSTS - 1)),
    st.tuples(st.just("on"), st.sampled_from([size for size in StepSize if size is not StepSize.HUNDRED_EPOCHS])),
    st.tuples(st.just("back"), st.sampled_from(StepSize)),
    st.tuples(st.just("seek"), st.floats(0, 1)),
    st.tuples(st.just("jump"), st.floats(0, 1)),
)


class Hand:
    """A trainer to whom things are done, and the moments to which undo and redo must return."""

    def __init__(self, trainer: Alone) -> None:
        self.trainer = trainer
        self.undo_to: list[Moment] = []
        self.redo_to: list[Moment] = []
        self._last: Quantity | None = None

    def edit(self, parameter: Quantity, value: float, go_on: bool) -> None:
        joins = go_on and self.undo_to and parameter == self._last and not self.redo_to
        if not joins:
            self._mark(parameter)
        self.trainer.edit(parameter, value, go_on)

    def change(self, changes: dict[str, Any]) -> None:
        changed = replace(self.trainer.experiment, **changes)
        if changed != self.trainer.experiment:
            self._mark()
        self.trainer.change(changed)

    def draw(self, place: int, go_on: bool) -> None:
        """Add a row to the table, or take one away, of which there are always some of both classes."""
        table = self.trainer.experiment.table
        if place >= 0 or table.row_count < 6:
            drawn = with_row_of_class(table, np.full((1, len(table.input_names)), float(place)), place % 2)
        else:
            drawn = without_row(table, table.row_count - 1)
        undoes, redoes = self.trainer.undoes, self.trainer.redoes
        if not (go_on and undoes is not None and "own" in undoes.fields and redoes is None):
            self._mark()
        self._last = None
        self.trainer.change(self.trainer.experiment.changed(own=drawn), go_on)

    def enter(self, number: int) -> None:
        ghosts = len(self.trainer.snapshot().ghosts)
        if ghosts:
            self._mark()
            walk_to_end(self.trainer.enter_branch(number % ghosts))

    def undo(self) -> None:
        self._return(self.trainer.undo, self.undo_to, self.redo_to)

    def redo(self) -> None:
        self._return(self.trainer.redo, self.redo_to, self.undo_to)

    def on(self, size: StepSize) -> None:
        walk_to_end(self.trainer.advance(size))

    def back(self, size: StepSize) -> None:
        walk_to_end(self.trainer.back(size))

    def seek(self, share: float) -> None:
        walk_to_end(self.trainer.seek(int(share * self.trainer.furthest)))

    def jump(self, share: float) -> None:
        """To some operation of the batch under way, or of the one done last."""
        if self.trainer.walk is not None:
            batch = self.trainer.walk.batch
            walk_to_end(self.trainer.jump(batch.place, place_in(batch.ladder, share)))

    def _mark(self, parameter: Quantity | None = None) -> None:
        self.undo_to = [*self.undo_to, moment(self.trainer)][-MOST_UNDONE:]
        self.redo_to = []
        self._last = parameter

    def _return(self, walk: Callable[[], None], marks: list[Moment], opposite: list[Moment]) -> None:
        here = moment(self.trainer)
        walk()
        if marks:
            opposite.append(here)
            assert moment(self.trainer) == marks.pop()
        change = self.trainer.undoes
        self._last = change.parameter if change else None


def check(hand: Hand) -> None:
    """What is always so."""
    trainer = hand.trainer
    snapshot = trainer.snapshot()
    assert len(snapshot.ghosts) <= MOST_GHOSTS
    assert (trainer.undoes is not None, trainer.redoes is not None) == (bool(hand.undo_to), bool(hand.redo_to))
    for curves in (snapshot.curves, *snapshot.ghosts):
        assert curves.epochs[0] == 0
        assert (np.diff(curves.epochs) > 0).all()
    assert snapshot.curves.epochs[-1] == snapshot.furthest >= trainer.place.epoch
    assert np.isfinite(trainer.parameters).all()


def check_replay(trainer: Alone) -> None:
    """From the start one comes to the same moment again, and nothing else is changed by the way."""
    here = whole(trainer)
    place, cursor = trainer.place, trainer.cursor
    walk_to_end(trainer.seek(0))
    walk_to_end(trainer.walk_to(*place))
    walk_to_end(trainer.jump(place, cursor))
    assert whole(trainer) == here


@settings(max_examples=100)
@given(
    choices=st.sampled_from([SMALL, MIXED, replace(SMALL, shuffle=True, batch_size=3), ROLLING]),
    actions=st.lists(ACTIONS, min_size=20, max_size=60),
    work=st.sampled_from([0, 100_000, WORK_BETWEEN]),
    budget=st.sampled_from([10_000, BUDGET]),
)
def test_whatever_is_done_all_that_was_can_be_returned_to(choices, actions, work, budget):
    with pytest.MonkeyPatch.context() as patch:
        # Checkpoints lie so close, and are so few, that a short test meets many of them and misses others.
        patch.setattr("engine.recorder.WORK_BETWEEN", work)
        patch.setattr("engine.branch.BUDGET", budget)
        patch.setattr("engine.branch.GHOST_BUDGET", min(budget, 20_000))
        hand = Hand(Alone(choices, 5))
        for name, *how in actions:
            getattr(hand, name)(*how)
            check(hand)
            check_replay(hand.trainer)
        while hand.undo_to:
            hand.undo()
            check(hand)
        while hand.redo_to:
            hand.redo()
            check(hand)
