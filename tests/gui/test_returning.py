"""What is changed while an undo is under way waits for where it leads."""

import pytest

from engine.commands import Redo, Undo
from gui.returning import Returning


@pytest.fixture
def returning():
    returning = Returning()
    returning.begin(Undo())
    return returning


def test_nothing_waits_while_nothing_is_under_way():
    done = []
    assert not Returning().later(lambda: done.append(1))
    assert not done


def test_what_waits_is_carried_out_in_its_order_when_the_way_is_at_its_end(returning):
    done = []
    assert all(returning.later(lambda number=number: done.append((number, bool(returning)))) for number in range(3))
    assert not done
    returning.end()
    assert done == [(0, False), (1, False), (2, False)]
    returning.end()
    assert len(done) == 3


def test_one_that_fails_does_not_keep_the_others_from_it(returning):
    done = []
    returning.later(lambda: done[7])
    returning.later(lambda: done.append("after it"))
    with pytest.raises(IndexError):
        returning.end()
    assert done == ["after it"]
    assert not returning


def test_what_waits_is_forgotten_with_the_lesson(returning):
    done = []
    returning.later(lambda: done.append(1))
    returning.forget()
    returning.end()
    assert not done


def test_a_redo_is_told_from_an_undo(returning):
    assert returning.undoes
    returning.begin(Redo())
    assert not returning.undoes
