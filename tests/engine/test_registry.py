"""Entries are found by name, and whoever asks for another name is told the known ones."""

from dataclasses import dataclass

import pytest

from engine.registry import Registry, UnknownNameError


@dataclass(frozen=True)
class Fruit:
    name: str


@pytest.fixture
def fruits() -> Registry[Fruit]:
    registry: Registry[Fruit] = Registry("fruit")
    for name in ("pear", "apple", "fig"):
        registry.add(Fruit(name))
    return registry


def test_an_entry_is_found_by_its_name(fruits):
    assert fruits["apple"] == Fruit("apple")
    assert "apple" in fruits
    assert "plum" not in fruits


def test_entries_keep_the_order_in_which_they_were_added(fruits):
    assert fruits.names == ("pear", "apple", "fig")
    assert [fruit.name for fruit in fruits] == ["pear", "apple", "fig"]


def test_adding_gives_the_entry_back(fruits):
    plum = Fruit("plum")
    assert fruits.add(plum) is plum


def test_an_unknown_name_lists_the_known_ones(fruits):
    with pytest.raises(UnknownNameError, match="unknown fruit 'plum'; known are pear, apple, fig"):
        fruits["plum"]


def test_a_name_that_is_taken_is_refused_and_the_first_entry_stays(fruits):
    first = fruits["pear"]
    with pytest.raises(ValueError, match="fruit 'pear' is registered twice"):
        fruits.add(Fruit("pear"))
    assert fruits["pear"] is first
