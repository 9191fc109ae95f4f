"""The lines of an operation: each says what is computed, and its numbers work out."""

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from engine.explain import Line, explain
from engine.explain.writing import MOST_TERMS
from engine.ladder import Cursor, StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trainer import Trainer
from engine.walk import Walk
from tests.engine.explained import NETWORKS, several_outputs, walks_of
from tests.engine.helpers import walk_to_end
from tests.engine.tex_value import NotANumberError, value_of

SLOT = re.compile(r"<(s\d+)>")
MAIN = ("rule", "here", "numbers")


@pytest.fixture(params=NETWORKS)
def walks(request) -> Iterator[Iterator[Walk]]:
    with several_outputs():
        yield walks_of(request.param)


def line_of(walk: Walk, label: str) -> Line:
    (line,) = [line for line in explain(walk) if line.label == label]
    return line


def sides(walk: Walk, line: Line) -> list[float]:
    """What stands on each side of = and ←, as far as it can be worked out; a symbol is worth what it stands for."""
    slots = {name: walk.value(slot.quantity) for name, slot in line.slots.items()}
    activation = walk.batch.layers[walk.stage.layer - 1].activation
    found = []
    for side in re.split(r" = | \\leftarrow ", line.template):
        try:
            found.append(value_of(side, slots, lambda z: float(activation.value(np.array(z)))))
        except NotANumberError:
            continue
    return found


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-12, abs=1e-12)


# Every operation of every network.


def test_slots_are_in_the_template_and_nowhere_else(walks):
    for walk in walks:
        for line in explain(walk):
            assert set(SLOT.findall(line.template)) == set(line.slots), line.template
            assert "<" not in SLOT.sub("", line.template)
            assert line.template.count("{") == line.template.count("}")


def test_each_operation_has_its_rule_the_rule_here_and_its_numbers(walks):
    more = {
        "delta": ["slope", "where"],
        "update": ["where"],
        "weight gradient": ["where", "batch", "next"],
        "bias gradient": ["where", "batch", "next"],
    }
    for walk in walks:
        labels = [line.label for line in explain(walk)]
        assert [label for label in labels if label in MAIN] == list(MAIN)
        assert set(labels) - set(MAIN) <= set(more.get(walk.stage.operation, []))
        assert len(labels) == len(set(labels))


def test_one_result_is_strong_and_it_is_that_of_the_operation(walks):
    for walk in walks:
        strong = [slot for slot in line_of(walk, "numbers").slots.values() if slot.strong]
        assert [(slot.quantity, slot.as_value) for slot in strong] == [(walk.result, True)]


def test_the_numbers_work_out_to_the_result(walks):
    seen: Counter[str] = Counter()
    for walk in walks:
        line = line_of(walk, "numbers")
        worked_out = sides(walk, line)
        assert worked_out == [close(walk.value(walk.result))] * len(worked_out), line.template
        alone = walk.stage.operation == "add bias" and not walk.batch.layers[walk.stage.layer - 1].has_bias
        if r"\dots" not in line.template and r"\text" not in line.template and not alone:
            assert len(worked_out) == 2, line.template
        seen[walk.stage.operation] += 1
    assert len(seen) >= 8


def test_the_symbols_say_the_same_as_the_numbers(walks):
    for walk in walks:
        for label in MAIN[:2]:
            line = line_of(walk, label)
            worked_out = sides(walk, line)
            assert worked_out == [close(walk.value(walk.result))] * len(worked_out), line.template


def test_what_stands_beside_the_numbers_is_right_too(walks):
    for walk in walks:
        for line in explain(walk):
            if line.label not in MAIN:
                worked_out = sides(walk, line)
                assert len(worked_out) >= 2 or r"\text" in line.template or r"\dots" in line.template
                assert worked_out == [close(worked_out[0])] * len(worked_out), line.template


def test_a_negative_number_after_an_operator_or_under_a_power_is_fenced(walks):
    for walk in walks:
        for line in explain(walk):
            for name, slot in line.slots.items():
                before = [part.rstrip()[-5:] for part in line.template.split(f"<{name}>")[:-1]]
                runs_into = any(text.endswith(("+", "-", r"\cdot")) for text in before)
                assert slot.fenced == (runs_into or f"<{name}>^" in line.template), line.template


# What single lines say.


def at(network: str, operation: str, layer: int, neuron: int = 0, term: int = 0, row: int = 0) -> Walk:
    """The walk of a network at one of its operations."""
    walk = next(walks_of(network))
    return Walk(walk.batch, walk.batch.ladder.find(operation, layer, row, neuron, term))


def quantities(line: Line, values: bool = True) -> list[Quantity]:
    """What the slots of a line stand for, in the order in which they are written."""
    names = dict.fromkeys(SLOT.findall(line.template))
    return [line.slots[name].quantity for name in names if line.slots[name].as_value == values]


def test_a_gradient_is_the_chain_from_the_loss_to_the_weight():
    walk = at("2-2-1", "weight gradient", 1, neuron=1, term=0)
    expected = [
        Quantity("activation gradient", 2),
        Quantity("slope", 2),
        Quantity("weight", 2, 0, 1),
        Quantity("slope", 1, 1),
        Quantity("activation", 0, 0),
        Quantity("row weight gradient", 1, 1, 0),
    ]
    assert quantities(line_of(walk, "numbers")) == expected
    assert quantities(line_of(walk, "rule"), values=False) == expected[:-1]
    links = [slot.text for slot in line_of(walk, "rule").slots.values()]
    assert links == [
        r"\frac{\partial L}{\partial \hat{y}}",
        r"\frac{\partial \hat{y}}{\partial z^{(2)}}",
        r"\frac{\partial z^{(2)}}{\partial h_{2}}",
        r"\frac{\partial h_{2}}{\partial z_{2}^{(1)}}",
        r"\frac{\partial z_{2}^{(1)}}{\partial w_{21}^{(1)}}",
    ]


def test_a_chain_of_single_neurons_goes_through_all_of_them():
    line = line_of(at("one hidden neuron", "weight gradient", 1), "numbers")
    assert len(quantities(line)) == 2 * 3 + 1 + 1


def test_the_last_link_of_a_bias_is_one():
    line = line_of(at("2-2-1", "bias gradient", 1, neuron=1), "numbers")
    assert line.template.split(" = ")[0].endswith(r"\cdot 1")
    assert quantities(line)[-1] == Quantity("row bias gradient", 1, 1)


def test_where_the_error_comes_by_several_ways_it_is_their_sum():
    with several_outputs():
        walk = at("3-2-2", "weight gradient", 1, neuron=1)
    assert quantities(line_of(walk, "numbers"))[0] == Quantity("activation gradient", 1, 1)
    ways = [Quantity("delta", 2, 0), Quantity("weight", 2, 0, 1), Quantity("delta", 2, 1), Quantity("weight", 2, 1, 1)]
    assert quantities(line_of(walk, "where"))[:4] == ways


@pytest.mark.parametrize("network", ["a mean of rows", "a sum of rows", "rows without a bias"])
def test_the_gradient_of_a_batch_is_put_together_of_its_rows(network):
    walk = at(network, "weight gradient", 2, term=1)
    rows = range(len(walk.batch))
    own = [Walk(walk.batch, Cursor(row, 0, 0, 0)).value(Quantity("row weight gradient", 2, 0, 1)) for row in rows]
    line = line_of(walk, "batch")
    assert sides(walk, line)[0] == close(sum(own) / walk.batch.divisor)
    assert (Quantity("rows") in quantities(line)) == (walk.batch.experiment.reduction == "mean")


def test_a_row_that_is_alone_needs_no_line_for_its_batch():
    assert "batch" not in [line.label for line in explain(at("2-2-1", "weight gradient", 1))]


def test_what_follows_from_a_gradient_is_the_new_weight():
    walk = at("a mean of rows", "bias gradient", 1, neuron=1)
    line = line_of(walk, "next")
    assert quantities(line)[-1] == Quantity("new bias", 1, 1)
    update = at("a mean of rows", "update", 1, neuron=1, term=2, row=2)
    assert sides(update, line_of(update, "numbers")) == [close(sides(walk, line)[-1])] * 2


def test_a_long_sum_shows_its_first_two_terms_and_its_last():
    walk = at("sums with dots", "multiply", 2, term=5)
    assert walk.stage.terms > MOST_TERMS
    line = line_of(walk, "numbers")
    weights = [quantity.input for quantity in quantities(line) if quantity.kind == "weight"]
    assert weights == [0, 1, 5]
    assert line.template.count(r"\dots") == 1


def test_a_formula_in_words_gives_way_to_the_functions_name():
    assert line_of(at("all leaky-relu", "activate", 1), "numbers").template.startswith("f(<")
    assert r"\text" in line_of(at("all leaky-relu", "activate", 1), "rule").template


def test_several_losses_of_one_row_are_added_without_two_signs_beside_each_other():
    with several_outputs():
        line = line_of(at("3-2-2, cross-entropy", "loss", 2), "numbers")
    assert "+ -" not in line.template


# The article's own numbers.


def test_the_derivation_of_the_article_appears_along_its_walk():
    trainer = Trainer(load_lesson("derivation").experiment)
    shown = set()
    while trainer.place == (0, 0):
        walk_to_end(trainer.advance(StepSize.TERM))
        values = [slot for line in explain(trainer.walk) for slot in line.slots.values() if slot.as_value]
        shown |= {f"{trainer.walk.value(slot.quantity):.5f}" for slot in values}
    assert shown >= {"0.68997", "-0.31003", "0.21391", "-0.06632", "0.30332"}
