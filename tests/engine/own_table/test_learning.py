"""From columns to what is learned: kinds, roles, gaps, classes and units."""

from dataclasses import replace

import numpy as np
import pytest

from engine.own_table.choices import (
    Gaps,
    Role,
    propose,
    with_gaps,
    with_inputs_named,
    with_target_named,
    with_task,
)
from engine.own_table.column import Kind
from engine.own_table.learning import plan
from engine.own_table.refusal import TableError
from tests.engine.own_table.helpers import dataset_of, plan_of, table_of

PEOPLE = """name,age,colour,smokes,price
Ann,30,red,no,120000
Bob,40,blue,yes,150000
Cy,,green,no,130000
Di,50,red,yes,250000
Ed,60,blue,no,190000
"""


def kinds(text: str) -> list[Kind]:
    return [column.kind for column in table_of(text).columns]


def test_each_column_is_what_it_seems_to_be():
    assert kinds(PEOPLE) == [Kind.TEXT, Kind.NUMBER, Kind.CATEGORY, Kind.CATEGORY, Kind.NUMBER]


@pytest.mark.parametrize("date", ["2024-01-31", "31.01.2024", "1/31/24", "2024-01-31T10:00", "10:45"])
def test_dates_are_seen(date):
    assert kinds(f"d,y\n{date},1\n{date},2\n")[0] is Kind.DATE


def test_a_category_becomes_an_input_for_each_of_its_values_and_one_where_there_are_two():
    data = dataset_of(PEOPLE)
    assert data.input_names == ("age", "colour = blue", "colour = green", "colour = red", "smokes = yes")
    assert data.inputs[1].tolist() == [40, 1, 0, 0, 1]


def test_what_is_different_in_every_row_and_what_is_the_same_is_left_out():
    table = table_of("id,c,x,y\na,1,1,2\nb,1,2,3\nc,1,3,4\n")
    assert [choice.role for choice in propose(table)] == [Role.LEFT_OUT, Role.LEFT_OUT, Role.INPUT, Role.TARGET]


@pytest.mark.parametrize("name", ["class", "Target", "y"])
def test_a_usual_name_makes_the_target(name):
    table = table_of(f"{name},a,b\n1,2,3\n2,3,5\n3,9,1\n")
    assert propose(table)[0].role is Role.TARGET


def test_a_quantity_is_counted_in_a_power_of_ten_that_its_name_tells():
    made = plan_of(PEOPLE)
    assert made.dataset().output_names == ("price in 100,000",)
    assert made.dataset().targets[:, 0].tolist() == [1.2, 1.5, 1.3, 2.5, 1.9]
    small = plan_of("x,y\n1,0.0002\n2,0.0005\n3,0.0003\n")
    assert small.target_name == "y in 0.0001"
    assert small.dataset().targets[:, 0].tolist() == pytest.approx([2, 5, 3])


def test_a_quantity_near_one_stays_as_it_is():
    assert dataset_of("x,y\n1,0.5\n2,7.5\n3,2\n").output_names == ("y",)


def test_two_classes_are_one_output_and_three_are_three():
    two = dataset_of(PEOPLE, target="smokes")
    assert (two.output_names, two.class_names) == (("smokes = yes",), ("no", "yes"))
    assert two.targets[:, 0].tolist() == [0, 1, 0, 1, 0]
    three = dataset_of(PEOPLE, target="colour")
    assert three.output_names == three.class_names == ("blue", "green", "red")
    assert three.targets.sum(axis=1).tolist() == [1] * 5
    assert three.class_name_of(three.targets[0]) == "red"


def test_a_few_whole_numbers_are_classes_unless_they_are_wanted_as_a_quantity():
    table = table_of("x,y\n1,0\n2,1\n3,2\n4,0\n5,1\n6,2\n7,1\n")
    assert plan(table, propose(table)).class_names == ("0", "1", "2")
    assert not plan(table, with_task(propose(table), Kind.NUMBER)).classes


def test_a_row_with_a_gap_goes_or_is_filled_with_the_mean_of_those_that_stay():
    table = table_of(PEOPLE)
    left = plan(table, with_gaps(propose(table), Gaps.LEAVE_OUT))
    assert (left.row_count, left.left_out_count, left.dataset().row_names) == (4, 1, ("1", "2", "4", "5"))
    filled = plan(table, with_gaps(propose(table), Gaps.FILL))
    assert (filled.row_count, filled.filled_count) == (5, 1)
    assert filled.dataset().inputs[2, 0] == np.mean([30, 40, 50, 60])


def test_a_gap_in_a_category_is_filled_with_the_most_frequent():
    table = table_of("c,y\nred,1.5\nblue,2\nred,3\n,4\ngreen,5\n")
    made = plan(table, with_gaps(propose(table), Gaps.FILL)).dataset()
    assert made.inputs[3].tolist() == made.inputs[0].tolist()


def test_an_answer_is_never_made_up():
    table = table_of("x,y\n1,1.5\n2,\n3,2.5\n")
    assert plan(table, with_gaps(propose(table), Gaps.FILL)).row_count == 2


def test_inputs_and_target_are_chosen_by_name():
    table = table_of(PEOPLE)
    choices = with_inputs_named(table, with_target_named(table, propose(table), "smokes"), ("age", "price"))
    assert plan(table, choices).input_names == ("age", "price")


def test_an_unknown_column_lists_those_there_are():
    table = table_of(PEOPLE)
    with pytest.raises(TableError, match='no column "size"; there are name, age, colour, smokes, price'):
        with_target_named(table, propose(table), "size")


def test_a_text_that_is_taken_as_a_number_is_refused_with_its_line():
    table = table_of(PEOPLE)
    choices = tuple(replace(choice, kind=Kind.NUMBER) for choice in propose(table))
    with pytest.raises(TableError, match=r'data\.csv, line 2, column "colour": "red" is not a number'):
        plan(table, choices)


def test_the_line_of_a_slip_counts_blank_lines_and_line_ends_inside_cells():
    rows = "".join(f"{n},{n}.5\n" for n in range(10))
    with pytest.raises(TableError, match='line 15, column "x": "oops"'):
        plan_of('x,y\n\n"4\n",1.5\n' + rows + "oops,2\n")


def test_names_of_inputs_are_all_different():
    data = dataset_of("a,a = z,y\nx,1,1.5\nz,2,2.5\nx,3,3\nz,4,4\n")
    assert len(set(data.input_names)) == len(data.input_names) == 2
