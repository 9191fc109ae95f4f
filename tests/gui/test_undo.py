"""Everything that was changed in the window is taken back by name, and made again, in one order."""

import random
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox

from engine.change import Change, change_between
from engine.datasets.drawing import begun, with_row_of_class, without_row, without_rows
from engine.experiment import Experiment
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.reshape import with_layer, with_more_neurons, without_layer
from engine.trainer import Trainer
from gui.change_words import words_of
from gui.controller import Controller
from tests.engine.tables import table
from tests.gui.hands import drag_edge, run_to, value_of
from tests.gui.helpers import bits, choose, field, press, press_only, rest, set_rate, settle, text, trained, wait_until

LESSON = load_lesson("height-weight").experiment


def state(controller: Controller) -> tuple[object, ...]:
    """What the trainer shows and what the controller believes; the same thing, whenever all is at rest."""
    shots = controller.report.snapshots
    assert controller.experiments == tuple(shot.experiment for shot in shots)
    return (
        controller.experiments,
        bits(*shots),
        [shot.position for shot in shots],
        [shot.memory.tobytes() for shot in shots],
    )


def names(window) -> tuple[str, str]:
    return window.action("undo").text(), window.action("redo").text()


# By name.


def test_menus_name_the_change_with_its_old_and_new_value(window):
    assert names(window) == ("Undo", "Redo")
    set_rate(window, "0.5")
    assert names(window) == ("Undo: learning rate 0.1 → 0.5", "Redo")
    window.controller.edit("hidden", (4, 2))
    settle(window)
    assert names(window) == ("Undo: hidden layers 2 → 4, 2", "Redo")
    window.network.setFocus()
    press(window, "Ctrl+Z")
    assert names(window) == ("Undo: learning rate 0.1 → 0.5", "Redo: hidden layers 2 → 4, 2")
    assert text(window, "said") == "Taken back: hidden layers 2 → 4, 2."
    press(window, "Ctrl+Y")
    assert text(window, "said") == "Made again: hidden layers 2 → 4, 2."


def test_every_kind_of_change_has_a_name(window):
    controller = window.controller
    for change, name in (
        (lambda: controller.edit_parameter(Quantity("weight", 1, 1, 0), 0.5), "w⁽¹⁾₂₁"),
        (lambda: controller.edit("data", "or"), "data set Height and weight → OR gate"),
        (lambda: controller.edit("activation", ("tanh",)), "activation sigmoid → tanh"),
        (lambda: controller.edit("output_activation", "tanh"), "output activation sigmoid → tanh"),
        (lambda: controller.edit("bias", False), "biases on → off"),
        (lambda: controller.edit("start", "he"), "starting weights"),
        (lambda: controller.edit("shuffle", True), "shuffle each epoch off → on"),
        (lambda: controller.edit("train_share", 0.5), "rows that train 100 % → 50 %"),
        (lambda: controller.edit("epochs", 5), "epochs of a run 1000 → 5"),
        (controller.reset, "reset"),
        (controller.new_start, "new start, seed"),
    ):
        change()
        settle(window)
        assert names(window)[0].startswith(f"Undo: {name}"), names(window)[0]


# Exactly.


def test_a_network_that_was_replaced_comes_back_trained_as_it_was(window):
    run_to(window, 40)
    before, curves = state(window.controller), window.controller.snapshot.curves.table.tobytes()
    choose(field(window, "activation", QComboBox), "tanh")
    settle(window)
    window.network.setFocus()
    run_to(window, 7)
    after = state(window.controller)
    press(window, "Ctrl+Z")
    assert state(window.controller) == before
    assert window.controller.snapshot.curves.table.tobytes() == curves
    assert text(window, "figure-epoch") == "40"
    run_to(window, 60)
    assert bits(window.controller.snapshot) == bits(trained(LESSON, 60))
    press(window, "Ctrl+Y")
    assert state(window.controller) == after


def test_the_past_of_a_network_that_came_back_can_be_travelled(window):
    run_to(window, 40)
    press(window, "R")
    press(window, "Ctrl+Z")
    window.controller.seek(11)
    settle(window)
    assert bits(window.controller.snapshot) == bits(trained(LESSON, 11))


def test_who_opens_another_lesson_comes_back_to_the_trained_one(window):
    set_rate(window, "0.5")
    run_to(window, 7)
    before = bits(window.controller.snapshot)
    choose(window.lesson.choice, "The OR gate")
    settle(window)
    assert names(window)[0] == "Undo: open The OR gate"
    assert not window.isWindowModified()
    press(window, "Ctrl+Z")
    assert window.controller.lesson.id == "height-weight"
    assert bits(window.controller.snapshot) == before
    press(window, "Ctrl+Z")
    press(window, "Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert bits(window.controller.snapshot) == bits(Trainer(load_lesson("or-gate").experiment))


def test_a_lesson_that_is_chosen_right_after_an_undo_comes_after_it(window):
    set_rate(window, "0.5")
    before = window.controller.experiments
    window.controller.undo()
    window.controller.open_lesson("or-gate")
    settle(window)
    assert window.controller.lesson.id == "or-gate"
    press(window, "Ctrl+Z")
    assert window.controller.lesson.id == "height-weight"
    assert window.controller.experiments != before
    assert window.controller.experiment.learning_rate == LESSON.learning_rate


def test_a_lesson_that_comes_back_is_walked_as_it_was(window):
    window.controller.set_speed(30.0)
    before = window.controller.settings
    choose(window.lesson.choice, "One weight, by the chain rule")
    settle(window)
    assert window.controller.settings != before
    window.controller.set_speed(5.0)
    there = window.controller.settings
    press(window, "Ctrl+Z")
    assert window.controller.settings == before
    press(window, "Ctrl+Shift+Z")
    assert window.controller.settings == there


def test_a_row_that_the_table_before_had_not_gives_way_to_one_that_it_has(window):
    window.controller.edit("data", "virus")
    settle(window)
    window.controller.show_row(5)
    press(window, "Ctrl+Z")
    assert window.controller.probe.inputs.shape == (1, 2)
    assert window.controller.probe.place < 4
    window.grab()


def test_changes_of_networks_side_by_side_are_taken_back_in_their_order(open_window):
    window = open_window("xor")
    first = state(window.controller)
    drag_edge(window, 50, edge=Quantity("weight", 1), network=1)
    second = state(window.controller)
    drag_edge(window, 50, edge=Quantity("weight", 1), network=0)
    press(window, "Ctrl+Z")
    assert state(window.controller) == second
    press(window, "Ctrl+Z")
    assert state(window.controller) == first


# Faster than the trainer.


def test_undo_redo_and_changes_pressed_at_once_are_done_one_after_the_other(window):
    run_to(window, 5)
    states = [state(window.controller)]
    for neurons in (3, 4, 5):
        window.controller.edit("hidden", (neurons,))
        settle(window)
        states.append(state(window.controller))
    for key in ("Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Y", "Ctrl+Y", "Ctrl+Z"):
        window.controller.redo() if key == "Ctrl+Y" else window.controller.undo()
    settle(window)
    assert state(window.controller) == states[1]
    window.controller.undo()
    window.controller.edit("learning_rate", 0.7)
    settle(window)
    assert window.controller.experiment == LESSON.changed(learning_rate=0.7)
    window.controller.undo()
    window.controller.new_start()
    settle(window)
    assert window.controller.experiment == LESSON.with_seed(LESSON.seed + 1)


def test_undo_in_the_midst_of_a_run_ends_it_where_the_change_was_made(window):
    run_to(window, 5)
    before = state(window.controller)
    window.controller.edit("hidden", (5,))
    window.controller.set_speed(None)
    window.controller.edit("epochs", 10**6)
    window.controller.run()
    wait_until(lambda: window.controller.snapshot.epoch > 10)
    press_only(window, "Ctrl+Z")
    press_only(window, "Ctrl+Z")
    settle(window)
    assert state(window.controller) == before
    assert not window.controller.running


def test_changes_that_go_on_are_taken_back_as_one(window):
    before = state(window.controller)
    for number, share in enumerate((0.9, 0.8, 0.7)):
        window.controller.edit("train_share", share, go_on=number > 0)
    settle(window)
    assert names(window)[0] == "Undo: rows that train 100 % → 70 %"
    press(window, "Ctrl+Z")
    assert state(window.controller) == before


# Whatever is done.

EDITS = 50
# With few points, so that it is the changes that take time.
DATA = ({"data": "xor", "points": 20}, {"data": "or"}, {"data": "circle", "points": 20})


def any_edit(controller: Controller, chance: random.Random) -> None:
    """A change of any kind, as somebody makes it who does not wait for the trainer."""
    controller.set_focus(chance.randrange(len(controller.experiments)))
    layers = len(controller.experiment.hidden)
    edits = [
        lambda: controller.edit("learning_rate", chance.uniform(0.01, 0.2)),
        lambda: controller.edit("batch_size", chance.choice([1, 2, "all"])),
        lambda: controller.alter(partial(Experiment.changed, **chance.choice(DATA))),
        lambda: controller.edit("own", table("mine", 5 + chance.randrange(5), 1, inputs=2)),
        lambda: controller.edit("output_activation", chance.choice(["tanh", "sigmoid", "linear"])),
        lambda: controller.edit("loss", chance.choice(["cross-entropy", "squared-error"])),
        lambda: controller.edit("start", chance.choice(["xavier", "he", "normal"])),
        lambda: controller.edit("epochs", chance.randrange(10, 100)),
        lambda: controller.edit_parameter(Quantity("weight", 1), chance.uniform(-1, 1)),
        controller.reset,
        controller.new_start,
        lambda: controller.alter(lambda experiment: with_layer(experiment, layers)),
        lambda: layers and controller.alter(lambda experiment: with_more_neurons(experiment, 0, 1)),
        lambda: layers and controller.alter(lambda experiment: without_layer(experiment, 0)),
    ]
    chance.choice(edits)()


def train(controller: Controller, chance: random.Random) -> None:
    """Run a little, to its end or not, step, or go back."""
    kind = chance.randrange(6)
    if kind == 0:
        controller.run_to(controller.snapshot.epoch + chance.randrange(1, 30))
    elif kind == 1:
        controller.step()
    elif kind == 2:
        rest(controller)
        controller.seek(chance.randrange(controller.snapshot.epoch + 1))
    elif kind == 3:
        controller.set_speed(None)
        controller.run()


@pytest.mark.parametrize("lesson_id", ["xor", "or-gate"])
def test_any_fifty_changes_are_undone_to_the_first_state_and_redone_to_the_last(controller, lesson_id):
    chance = random.Random(lesson_id)
    controller.open_lesson(lesson_id)
    rest(controller)
    controller.run_to(10)
    rest(controller)
    first = state(controller)
    for _ in range(EDITS):
        any_edit(controller, chance)
        train(controller, chance)
    controller.pause()
    rest(controller)
    last, undone = state(controller), 0
    while controller.report.undoes is not None:
        controller.undo()
        rest(controller)
        undone += 1
    assert undone > EDITS / 2
    assert state(controller) == first
    for _ in range(undone):
        controller.redo()
    rest(controller)
    assert state(controller) == last
    assert controller.report.redoes is None


def test_a_change_that_waits_for_an_undo_goes_to_the_network_that_it_was_meant_for(controller):
    controller.open_lesson("xor")
    rest(controller)
    controller.edit("learning_rate", 0.25)
    rest(controller)
    before = controller.experiments
    controller.undo()
    controller.edit("learning_rate", 0.75)
    controller.alter_layer(partial(with_more_neurons, more=1))
    controller.set_focus(1)
    controller.alter_layer(partial(with_more_neurons, more=1))
    rest(controller)
    assert [experiment.learning_rate for experiment in controller.experiments] == [0.75, before[1].learning_rate]
    assert [experiment.hidden for experiment in controller.experiments] == [
        before[0].hidden,
        (before[1].hidden[0] + 1,),
    ]


def test_an_undo_waits_for_nothing_that_is_not_there(window):
    run_to(window, 3)
    before = state(window.controller)
    window.controller.undo()
    window.controller.redo()
    settle(window)
    assert state(window.controller) == before
    assert value_of(window, Quantity("weight", 1)) == float(window.controller.snapshot.parameters[0])


def test_values_are_called_as_the_panels_call_them(window):
    mine = table("mine", 3, 1)
    architecture = window.controller.experiment.architecture
    for name, before, after, words in (
        ("batch_size", 1, "all", "batch size 1 → all"),
        ("dropout", 0.0, 0.2, "dropout off → 20 %"),
        ("patience", 5, 0, "patience 5 → off"),
        ("epochs", 300, 0, "epochs of a run 300 → no end"),
        ("schedule", "constant", "one-cycle", "schedule of the rate constant → one cycle"),
        ("data", mine, "iris", "data set mine → Iris"),
        ("data", "iris", mine, "data set Iris → mine"),
    ):
        change = Change("settings", None, (name,), 0, before, after)
        assert words_of(change, architecture) == words
    by_hand = replace(mine, name="Circle, changed by hand")
    for fields, before, after, words in (
        (("data", "own"), "circle", by_hand, "points drawn by hand"),
        (("own",), by_hand, replace(by_hand), "points drawn by hand"),
        (("data", "own"), "moons", by_hand, "data set Two moons → Circle, changed by hand"),
        (("own",), by_hand, mine, "data set Circle, changed by hand → mine"),
    ):
        assert words_of(Change("settings", None, fields, 0, before, after), architecture) == words


def test_what_a_hand_did_with_points_is_told_by_how_many_there_are(qapp):
    circle = Experiment("circle", points=20)
    mine = begun(circle.table, "Circle, changed by hand")
    drawn = circle.changed(own=with_row_of_class(mine, np.array([[1.0, 1.0], [2.0, 2.0]]), 0))
    fewer = without_row(drawn.table, 3)
    for before, after, words in (
        (circle, drawn.table, "points drawn by hand"),
        (circle, without_rows(mine), "points cleared"),
        (drawn, fewer, "a point taken away"),
        (drawn, without_row(fewer, 3), "points taken away"),
        (drawn, without_rows(fewer), "points cleared"),
    ):
        assert words_of(change_between([before], [before.changed(own=after)]), circle.architecture) == words
