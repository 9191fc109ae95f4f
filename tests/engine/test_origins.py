"""From any number one comes to the operation that gave it."""

import pytest

from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.trainer import Trainer
from tests.engine.by_hand import ByHand
from tests.engine.helpers import after, experiment, moment, walk_to_end

SMALL = experiment(hidden=(2, 2), batch_size=2, seed=1)
STANDS = [(0, (StepSize.TERM,)), (2, ()), (2, (StepSize.BATCH,)), (2, (StepSize.SAMPLE, StepSize.NEURON))]


def numbers_of(trainer: Trainer) -> dict[Quantity, float]:
    """Every number of the row and the batch that a trainer stands in."""
    walk = trainer.walk
    by_hand = ByHand(SMALL, walk.batch.parameters.tolist(), walk.batch.x.tolist(), walk.batch.y.tolist())
    return {quantity: walk.value(quantity) for quantity in by_hand.rows[walk.cursor.row] | by_hand.whole}


@pytest.mark.parametrize(("epochs", "sizes"), STANDS)
def test_the_origin_of_a_number_is_where_it_is_the_result_or_part_of_it(epochs, sizes):
    trainer = after(SMALL, epochs, *sizes)
    place, cursor = trainer.place, trainer.cursor
    for quantity, value in numbers_of(trainer).items():
        made = trainer.walk.made_at(quantity)
        if made is not None:
            walk_to_end(trainer.go_to_origin(quantity))
            assert trainer.walk.cursor == made
            assert trainer.walk.value(quantity) == value
            walk_to_end(trainer.jump(place, cursor))


@pytest.mark.parametrize(("epochs", "sizes"), STANDS[1:])
def test_a_weight_or_bias_comes_from_the_update_of_the_batch_before(epochs, sizes):
    trainer = after(SMALL, epochs, *sizes)
    for parameter in (Quantity("weight", 2, 1, 0), Quantity("bias", 3, 0)):
        value, began = trainer.walk.value(parameter), trainer.walk.batch.place
        new = parameter.as_kind("new weight" if parameter.kind == "weight" else "new bias")
        walk_to_end(trainer.go_to_origin(parameter))
        assert trainer.walk.result == new
        assert trainer.walk.value(new) == value
        assert trainer.walk.batch.place < began


def test_what_a_batch_begins_with_otherwise_has_no_origin():
    trainer = after(SMALL, 2, StepSize.TERM)
    start = moment(trainer)
    for quantity in (Quantity("activation", 0, 1), Quantity("target"), Quantity("learning rate"), Quantity("rows")):
        walk_to_end(trainer.go_to_origin(quantity))
        assert moment(trainer) == start


def test_the_first_weights_and_those_set_by_hand_come_from_nowhere_so_one_stays():
    first = after(SMALL, 0, StepSize.TERM)
    edited = after(SMALL, 2)
    edited.edit(Quantity("weight", 2, 1, 0), 0.5)
    walk_to_end(edited.advance(StepSize.TERM))
    finished = after(SMALL, 0, StepSize.BATCH)
    for trainer in (first, edited, finished):
        here = moment(trainer)
        walk_to_end(trainer.go_to_origin(Quantity("weight", 2, 1, 0)))
        assert moment(trainer) == here
