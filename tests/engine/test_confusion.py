"""The confusion matrix, beside counting by hand and scikit-learn's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.classes import UNDECIDED
from engine.confusion import Confusion

CLASSES = st.integers(0, 3)


def matrix(right, said) -> Confusion:
    return Confusion(np.array(right, dtype=np.intp), np.array(said, dtype=np.intp), 4)


@given(st.lists(st.tuples(CLASSES, CLASSES), min_size=1, max_size=40))
def test_every_cell_counts_its_rows(pairs):
    right, said = zip(*pairs, strict=True)
    confusion = matrix(right, said)
    for i in range(4):
        for j in range(4):
            assert confusion.counts[i, j] == pairs.count((i, j))
            assert confusion.first(i, j) == (pairs.index((i, j)) if (i, j) in pairs else None)


def test_precision_and_recall_are_scikit_learns():
    from sklearn.metrics import confusion_matrix, precision_score, recall_score

    rng = np.random.default_rng(1)
    right, said = rng.integers(0, 4, 60), rng.integers(0, 4, 60)
    confusion = matrix(right, said)
    assert (confusion.counts == confusion_matrix(right, said)).all()
    known = range(4)
    assert [confusion.precision(n) for n in known] == pytest.approx(precision_score(right, said, average=None))
    assert [confusion.recall(n) for n in known] == pytest.approx(recall_score(right, said, average=None))


def test_a_class_that_nobody_says_has_no_precision():
    confusion = matrix([0, 1], [0, 0])
    assert confusion.precision(1) is None
    assert confusion.recall(1) == 0
    assert confusion.recall(2) is None


def test_rows_without_an_answer_count_among_those_of_their_class():
    confusion = matrix([2, 2], [2, UNDECIDED])
    assert confusion.undecided == 1
    assert confusion.counts.sum() == 1
    assert confusion.recall(2) == 0.5
