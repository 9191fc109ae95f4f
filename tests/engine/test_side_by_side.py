"""What experiments that stand side by side have in common."""

from engine.quantity import Quantity
from engine.side_by_side import networks_with, with_one_changed
from tests.engine.helpers import experiment

ONE, OTHER = experiment(hidden=(2,), seed=1, learning_rate=0.1), experiment(hidden=(3,), seed=1, learning_rate=0.2)
WEIGHT = Quantity("weight", 1, 0, 0)


def test_another_seed_is_that_of_all_and_another_learning_rate_that_of_one_alone():
    changed = with_one_changed((ONE, OTHER), 1, OTHER.changed(seed=7, learning_rate=0.9))
    assert [(one.hidden, one.seed, one.learning_rate) for one in changed] == [((2,), 7, 0.1), ((3,), 7, 0.9)]


def test_a_change_by_hand_is_of_the_network_in_focus_alone_where_they_are_not_linked():
    assert networks_with([WEIGHT], (ONE, ONE), focus=1, linked=False) == (1,)


def test_of_linked_networks_those_of_another_shape_are_left_alone():
    assert networks_with([WEIGHT], (ONE, OTHER, ONE), focus=0, linked=True) == (0, 2)


def test_no_network_is_changed_that_lacks_one_of_the_parameters():
    bare = ONE.changed(bias=False)
    assert networks_with([WEIGHT, Quantity("bias", 1, 0)], (ONE, bare), focus=0, linked=True) == (0,)
