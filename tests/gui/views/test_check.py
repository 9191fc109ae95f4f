"""Is it right? The pane says what the engine's check says, and works only while somebody looks."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from engine.check_run import CheckRun
from engine.experiment import Experiment
from engine.experiment_fields import GivenLayer
from engine.gradient_check import check_parameter
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui import sliced, theme
from gui.figures import number
from gui.selection import Selection
from gui.views.check import CheckView
from tests.gui.helpers import click, find, text, trained, wait_until

HEIGHT_WEIGHT = load_lesson("height-weight").experiment
SLIP = load_lesson("or-gate-as-published").experiment


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def view(qtbot, selection):
    view = CheckView(selection)
    qtbot.addWidget(view)
    view.resize(360, 220)
    view.show()
    return view


def show(view: CheckView, trainer: Trainer) -> None:
    view.show_snapshot(trainer.snapshot(), trainer.walk)


def finish(view: CheckView) -> None:
    wait_until(lambda: not view._work.busy, "the check is finished")


def after(experiment: Experiment, *steps: StepSize | int) -> Trainer:
    return trained(experiment, *(steps or (2, StepSize.BATCH)))


def numbers(trainer: Trainer, parameter: Quantity) -> list[str]:
    check = check_parameter(trainer.walk, parameter)
    return [number(value) for value in (check.analytic, check.numeric, check.relative_error)]


# The numbers.


def test_before_a_choice_the_first_weight_is_checked(view):
    trainer = after(HEIGHT_WEIGHT)
    show(view, trainer)
    finish(view)
    assert list(view.shown_numbers().values()) == numbers(trainer, Quantity("weight", 1))
    assert list(view.shown_numbers()) == ["by back-propagation", "by differences", "relative difference"]
    assert text(view, "check-verdict").startswith("✓")
    assert "w⁽¹⁾₁₁" in text(view, "check-title")


@pytest.mark.parametrize("parameter", [Quantity("weight", 2, 0, 1), Quantity("bias", 1, 1)])
def test_the_chosen_weight_or_bias_is_checked(view, selection, parameter):
    trainer = after(HEIGHT_WEIGHT)
    show(view, trainer)
    selection.choose(parameter)
    finish(view)
    assert list(view.shown_numbers().values()) == numbers(trainer, parameter)


def test_a_number_that_belongs_to_a_weight_chooses_it(view, selection):
    trainer = after(HEIGHT_WEIGHT)
    show(view, trainer)
    selection.choose(Quantity("weight gradient", 2, 0, 1))
    finish(view)
    assert list(view.shown_numbers().values()) == numbers(trainer, Quantity("weight", 2, 0, 1))


def test_a_choice_of_another_network_counts_as_none(view, selection):
    selection.choose(Quantity("bias", 7, 3))
    trainer = after(HEIGHT_WEIGHT)
    show(view, trainer)
    finish(view)
    assert list(view.shown_numbers().values()) == numbers(trainer, Quantity("weight", 1))


def test_in_the_middle_of_a_batch_the_batch_is_checked_as_a_whole(view):
    begun, ended = after(HEIGHT_WEIGHT, 2, StepSize.TERM), after(HEIGHT_WEIGHT)
    show(view, begun)
    finish(view)
    assert list(view.shown_numbers().values()) == numbers(ended, Quantity("weight", 1))


# The verdict.


def test_when_all_is_checked_the_worst_is_told(view):
    trainer = after(HEIGHT_WEIGHT)
    show(view, trainer)
    finish(view)
    run = CheckRun(trainer.walk)
    while run.advance():
        pass
    said = text(view, "check-progress")
    assert said.startswith("✓ 9 of 9")
    assert number(run.worst.relative_error) in said


def test_the_articles_slip_fails_and_the_pane_says_why(view):
    show(view, after(SLIP))
    finish(view)
    assert text(view, "check-verdict").startswith("✗")
    assert "σ(a) (1 − σ(a)), not σ′(z)" in text(view, "check-verdict")
    assert text(view, "check-progress").startswith("✗ 3 of 3")


def test_a_kink_is_called_one(view):
    at_kink = Experiment(
        "height-weight",
        inputs=("weight − 135 lb",),
        output_activation="relu",
        start="given",
        given=(GivenLayer(((1.0,),), (2.001,)),),
    )
    show(view, after(at_kink, StepSize.TERM))
    finish(view)
    assert "kink" in text(view, "check-verdict")
    assert text(view, "check-progress") == "2 cross a kink and are left out."


def test_a_click_on_the_worst_chooses_it(view, selection):
    show(view, after(HEIGHT_WEIGHT))
    finish(view)
    click(find(view, QPushButton, "check-worst"))
    assert selection.parameter == view._run.worst.parameter
    finish(view)
    assert "✓" in text(view, "check-verdict")


def test_without_a_step_the_pane_says_what_to_do(view):
    show(view, Trainer(HEIGHT_WEIGHT))
    assert not view._work.busy
    assert "Take a step" in text(view, "check-progress")
    assert not find(view, QPushButton, "check-worst").isVisible()


@pytest.mark.parametrize(
    ("experiment", "said"),
    [
        (load_lesson("sigmoid").experiment, "There is nothing to learn here: the data has no targets"),
        (HEIGHT_WEIGHT.changed(output_activation="step"), "step cannot be trained: its derivative is 0 everywhere"),
    ],
)
def test_where_nothing_can_be_learned_the_pane_says_so(view, experiment, said):
    show(view, Trainer(experiment))
    whole = f"{said[0].upper()}{said[1:]}, and so there is no gradient to check."
    assert text(view, "check-progress") == whole


# When it works.


def test_the_same_batch_is_not_checked_again(view):
    trainer = after(HEIGHT_WEIGHT, 2, StepSize.TERM)
    show(view, trainer)
    finish(view)
    run = view._run
    for _ in trainer.advance(StepSize.NEURON):
        pass
    show(view, trainer)
    assert view._run is run
    assert not view._work.busy


def test_other_weights_or_rows_are_checked_anew(view):
    trainer = after(HEIGHT_WEIGHT, 2, StepSize.TERM)
    show(view, trainer)
    finish(view)
    runs = [view._run]
    trainer.edit(Quantity("weight", 1), 0.5)
    show(view, trainer)
    runs.append(view._run)
    for _ in trainer.advance(StepSize.BATCH):
        pass
    for _ in trainer.advance(StepSize.TERM):
        pass
    show(view, trainer)
    runs.append(view._run)
    assert len(set(map(id, runs))) == 3
    finish(view)
    assert list(view.shown_numbers().values()) == numbers(trainer, Quantity("weight", 1))


def test_a_hidden_pane_does_nothing(view):
    view.hide()
    show(view, after(HEIGHT_WEIGHT))
    assert view._run is None
    assert not view._work.busy
    view.show()
    finish(view)
    assert view._run.finished


def test_hiding_stops_the_check_and_showing_goes_on_with_it(view, monkeypatch):
    monkeypatch.setattr(sliced, "SLICE", 0.0)
    show(view, after(HEIGHT_WEIGHT))
    assert view._work.busy
    view.hide()
    assert not view._work.busy
    run, checked = view._run, view._run.checked
    assert checked < run.of
    monkeypatch.undo()
    view.show()
    finish(view)
    assert view._run is run
    assert run.finished


def test_nothing_to_check_any_more_stops_it(view, monkeypatch):
    monkeypatch.setattr(sliced, "SLICE", 0.0)
    trainer = after(HEIGHT_WEIGHT)
    show(view, trainer)
    assert view._work.busy
    view.show_snapshot(trainer.snapshot(), None)
    assert not view._work.busy


def test_a_large_network_is_checked_bit_by_bit(view, monkeypatch):
    # No time at all: what the pane does at once is then the least that it can do.
    monkeypatch.setattr(sliced, "SLICE", 0.0)
    large = Experiment("breast-cancer", hidden=(512, 256), activation=("tanh",), batch_size=32)
    show(view, after(large, StepSize.TERM))
    assert view._run.checked == 0
    assert view._run.of < large.architecture.parameter_count
    assert "checked 0 of" in text(view, "check-progress")


def test_pointing_at_the_gradient_points_at_it_everywhere(view, selection, qtbot):
    show(view, after(HEIGHT_WEIGHT))
    finish(view)
    label = find(view, QLabel, "check-analytic")
    label.enterEvent(None)
    assert selection.hovered == Quantity("weight gradient", 1)
    label.leaveEvent(None)
    assert selection.hovered is None


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def test_a_number_that_is_pointed_at_lights(view, selection, colours):
    theme.apply(colours)
    show(view, after(HEIGHT_WEIGHT))
    finish(view)
    label = find(view, QLabel, "check-analytic")
    dark = label.grab().toImage()
    selection.hover(Quantity("weight gradient", 1))
    lit = label.grab().toImage()
    theme.apply(theme.of_system())
    assert dark != lit
    colour = lit.pixelColor(lit.width() // 2, 1)
    assert np.abs(np.subtract(colour.getRgb(), theme.colour(colours.highlight).getRgb())).max() <= 2
