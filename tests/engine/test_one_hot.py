"""Inputs that stand for the categories of one text are known to belong together."""

from dataclasses import replace

import pytest

from engine.arrays import frozen
from engine.datasets import Dataset
from engine.one_hot import OneHot, one_hots
from engine.own_table.suitable import own_lesson
from engine.trainer import Trainer
from tests.engine.own_table.helpers import dataset_of

ROWS = "".join(f"{city},{50 + 7 * n},{'jn'[n % 2]},{n * n}\n" for n, city in enumerate(["Rome", "Bonn", "Oslo"] * 5))
CITIES = ("city = Bonn", "city = Oslo", "city = Rome")


@pytest.fixture
def houses() -> Dataset:
    return dataset_of("city,area,garden,price\n" + ROWS)


def test_the_categories_of_a_text_belong_together_and_of_two_there_is_one_input(houses):
    assert set(houses.input_names) == {*CITIES, "area", "garden = n"}
    (found,) = one_hots(houses)
    assert found.name == "city"
    assert [houses.input_names[place] for place in found.places] == [f"city = {name}" for name in found.categories]


def test_names_alone_do_not_make_a_choice(houses):
    changed = houses.inputs.copy()
    changed[0, houses.input_names.index("city = Oslo")] = 1.0
    assert one_hots(replace(houses, inputs=frozen(changed))) == ()
    assert one_hots(replace(houses, input_names=tuple("abcde"))) == ()


def test_two_texts_side_by_side_are_two_choices():
    table = dataset_of("a,b,y\n" + "".join(f"{'xyz'[n % 3]},{'uvw'[n // 3 % 3]},{n}\n" for n in range(18)))
    assert one_hots(table) == (OneHot("a", (0, 1, 2), tuple("xyz")), OneHot("b", (3, 4, 5), tuple("uvw")))


def test_the_axes_of_a_map_are_numbers_before_what_is_only_yes_or_no(houses):
    data = Trainer(own_lesson(houses).experiment).data
    names = [houses.input_names[place] for place in data.map_places]
    assert names == ["area", *(name for name in houses.input_names if name != "area")]
    assert sorted(data.map_places) == sorted(data.raw_places)
