"""Which class an answer speaks for: the accuracy, the confusion matrix and the name beside an answer all go by that."""

import numpy as np
import pytest

from engine.classes import UNDECIDED, classes_of
from engine.datasets import data_sources
from engine.metrics import correct


def test_one_output_speaks_for_the_class_on_its_side_of_the_middle():
    answers = np.array([[-0.9], [0.0], [0.3], [np.nan]])
    assert classes_of(answers, middle=0.0).tolist() == [0, UNDECIDED, 1, UNDECIDED]


def test_of_several_outputs_the_largest_is_the_class():
    answers = np.array([[0.1, 0.7, 0.2], [0.5, 0.1, 0.4], [np.nan, 1.0, 0.0]])
    assert classes_of(answers).tolist() == [1, 0, UNDECIDED]


@pytest.mark.parametrize("name", ["iris", "or"])
def test_what_is_no_number_has_no_class_name_and_is_never_right(name):
    table = data_sources[name].load()
    answers = np.full_like(table.targets, np.nan)
    assert table.class_name_of(answers[0]) == ""
    assert not correct(answers, table.targets, table.middle).any()
    assert correct(table.targets, table.targets, table.middle).all()
