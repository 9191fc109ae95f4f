"""The learner's own tables are remembered by name, each as it was last, with what was chosen for it."""

from dataclasses import replace

from engine.datasets import OWN
from engine.experiment import Experiment
from engine.own_table.suitable import own_lesson
from gui.own_tables import MOST, OwnTables
from tests.engine.tables import table

CIRCLE = Experiment(data="circle")


def experiment_of(name: str, rows: int = 4) -> Experiment:
    return CIRCLE.changed(own=table(name, rows, 2))


def seen(*experiments: Experiment) -> OwnTables:
    tables = OwnTables()
    for experiment in experiments:
        tables.look(experiment)
    return tables


def test_there_are_none_at_first():
    assert seen(CIRCLE).choices(CIRCLE) == []


def test_all_can_be_chosen_again_with_what_was_chosen_for_them():
    one, two = replace(experiment_of("one"), inputs=("x1",), scaling="standardise"), experiment_of("two")
    (name, first), in_use = seen(one, two).choices(two)
    assert (name, in_use) == ("one", ("two", OWN))
    again = two.changed(**vars(first))
    assert (again.own, again.inputs, again.scaling, again.data) == (one.own, ("x1",), "standardise", OWN)
    assert [value == OWN for _, value in seen(one, two).choices(CIRCLE)] == [False, False]


def test_of_a_table_that_was_changed_there_is_the_last_version():
    before, after = experiment_of("mine", 4), experiment_of("mine", 5)
    ((_, chosen),) = seen(before, after).choices(CIRCLE)
    assert chosen.own is after.own


def test_those_that_were_not_seen_for_longest_are_forgotten():
    many = [experiment_of(f"table {number}") for number in range(MOST)]
    names = [name for name, _ in seen(*many, many[0], experiment_of("another")).choices(CIRCLE)]
    assert len(names) == MOST
    assert {"table 0", "another"} < set(names)
    assert "table 1" not in names


def test_another_table_of_the_same_name_gets_a_number_and_the_same_table_does_not():
    first, second, third = (table("mine", rows, 2) for rows in (4, 5, 6))
    tables, names = OwnTables(), []
    for opened in (first, second, replace(second), third, first):
        lesson = tables.renamed(own_lesson(opened))
        tables.look(lesson.experiment)
        names.append(lesson.title)
        assert lesson.experiment.own.name == lesson.title
    assert names == ["mine", "mine (2)", "mine (2)", "mine (3)", "mine"]
    assert [name for name, _ in tables.choices(CIRCLE)] == ["mine", "mine (2)", "mine (3)"]
