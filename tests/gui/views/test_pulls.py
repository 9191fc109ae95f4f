"""Why did it move? Every row's pull as the engine has it, their sum, and how each comes about."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui import theme
from gui.figures import exact, number
from gui.painting.pull_bars import LINE_HEIGHT
from gui.selection import Selection
from gui.views.pulls import PullsView
from tests.gui.helpers import click, find, text, trained, wait_until

TOGETHER = load_lesson("height-weight").experiment.changed(batch_size="all")
ALONE = load_lesson("height-weight").experiment
CANCER = load_lesson("breast-cancer-hidden").experiment


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def view(qtbot, selection):
    view = PullsView(selection)
    qtbot.addWidget(view)
    view.resize(480, 300)
    view.show()
    return view


def show(view: PullsView, experiment: Experiment, *steps: StepSize | int) -> Trainer:
    trainer = trained(experiment, *(steps or (2, StepSize.BATCH)))
    view.show_walk(trainer.walk, trainer.snapshot())
    return trainer


def largest_first(view: PullsView) -> None:
    find(view, QCheckBox, "pulls-largest-first").click()


def middle_of(view: PullsView, line: int) -> QPointF:
    return QPointF(100, view._chart.line_top(line) + LINE_HEIGHT / 2)


# Numbers.


@pytest.mark.parametrize(
    "parameter", [Quantity("weight", 1, 1, 0), Quantity("weight", 2, 0, 1), Quantity("bias", 1, 0)]
)
def test_every_row_has_the_pull_that_the_engine_says(view, selection, parameter):
    selection.choose(parameter)
    trainer = show(view, TOGETHER)
    pulls = trainer.walk.pulls(parameter)
    names = trainer.data.dataset.row_names
    expected = [(names[place], number(float(pull))) for place, pull in enumerate(pulls)]
    assert view.shown_numbers() == [*expected, ("step taken", number(float(pulls.sum())))]


def test_before_a_choice_it_is_the_first_weight(view, selection):
    trainer = show(view, TOGETHER)
    first = view.shown_numbers()
    assert first[0][1] == number(float(trainer.walk.pulls(Quantity("weight", 1))[0]))
    selection.choose(Quantity("bias", 2))
    assert view.shown_numbers() != first


def test_the_sum_is_the_step_that_was_taken(view):
    trainer = show(view, TOGETHER)
    walk = trainer.walk
    step = walk.value(Quantity("new weight", 1)) - walk.value(Quantity("weight", 1))
    assert view._shown.sum == pytest.approx(step, rel=1e-12)
    assert exact(step) in view._shown.sum_tip
    assert view.shown_numbers()[-1] == ("step taken", number(step))


def test_the_largest_come_first_when_asked_for(view):
    trainer = show(view, TOGETHER)
    largest_first(view)
    sizes = np.sort(np.abs(trainer.walk.pulls(Quantity("weight", 1))))[::-1]
    shown = [abs(float(view._shown.values[row])) for row in view._shown.order]
    assert shown == sizes.tolist()


def test_rows_have_the_names_that_they_have_in_the_table(view):
    shuffled = TOGETHER.changed(shuffle=True, batch_size=2)
    trainer = show(view, shuffled)
    names = [trainer.data.dataset.row_names[row] for row in trainer.walk.batch.table_rows]
    assert [name for name, _ in view.shown_numbers()[:-1]] == names


# Words.


def test_the_headline_says_what_moved_and_who_pulled_hardest(view):
    trainer = show(view, TOGETHER)
    pulls = trainer.walk.pulls(Quantity("weight", 1))
    name = trainer.data.dataset.row_names[int(np.abs(pulls).argmax())]
    assert text(view, "pulls-headline") == f"w⁽¹⁾₁₁ moved by {number(float(pulls.sum()))}: {name} pulled hardest."


def test_before_the_end_of_the_batch_it_says_what_is_to_come(view):
    show(view, TOGETHER, 2, StepSize.LAYER)
    assert " will move by " in text(view, "pulls-headline")
    assert view.shown_numbers()[-1][0] == "step to come"
    assert view._shown.marked == 0


def test_a_row_that_is_alone_pulls_alone(view):
    show(view, ALONE)
    assert text(view, "pulls-headline").endswith("alone pulled.")
    assert not find(view, QCheckBox, "pulls-largest-first").isVisible()


def test_numbered_rows_are_called_rows(view):
    show(view, CANCER, StepSize.BATCH)
    assert ": row " in text(view, "pulls-headline")


def test_a_weight_that_nothing_pulls_at_does_not_move(view):
    # The input "low" of a gate is 0 in the first row.
    show(view, load_lesson("or-gate").experiment.changed(batch_size=1), StepSize.BATCH)
    assert text(view, "pulls-headline") == "w₁₁ did not move: no row pulled."


def test_without_a_step_the_pane_says_what_to_do(view):
    show(view, TOGETHER)
    trainer = Trainer(TOGETHER)
    view.show_walk(None, trainer.snapshot())
    assert "Take a step" in text(view, "pulls-headline")
    assert view.shown_numbers() == []
    view.grab()


def test_where_nothing_can_be_learned_the_pane_says_so(view):
    view.show_walk(None, Trainer(load_lesson("feedforward").experiment).snapshot())
    said = "There is nothing to learn here: the data has no targets, and so there is no gradient, and no row pulls."
    assert text(view, "pulls-headline") == said


def test_pointing_at_a_row_tells_how_its_pull_comes_about(view):
    trainer = show(view, TOGETHER)
    walk = trainer.walk
    tip = view._chart.tip_at(middle_of(view, 1))
    delta, a = float(walk.traced("delta", 1).result[1, 0]), float(walk.activations[0][1, 0])
    lines = tip.splitlines()
    assert lines[0] == f"Bob: {exact(float(walk.pulls(Quantity('weight', 1))[1]))}"
    assert lines[1].startswith("−η · δ · a / n = −0.1 · ")
    assert number(delta) in lines[1]
    assert lines[1].endswith(f"{a:g} / 4")
    assert lines[2] == "δ of h₁, a of weight − 135 lb"
    assert -0.1 * delta * a / 4 == pytest.approx(float(walk.pulls(Quantity("weight", 1))[1]))


def test_of_a_bias_and_of_a_sum_there_is_less_to_tell(view, selection):
    selection.choose(Quantity("bias", 2))
    show(view, TOGETHER.changed(reduction="sum"))
    assert view._chart.tip_at(middle_of(view, 0)).splitlines()[1].startswith("−η · δ = −0.1 · ")


def test_pointing_at_the_sum_tells_both_ways_to_have_it(view):
    show(view, TOGETHER)
    assert "sum of all pulls" in view._chart.tip_at(QPointF(100, view._chart.sum_top + 12))
    assert view._chart.tip_at(QPointF(100, view._chart.sum_top + 200)) == ""


# Choosing a row.


def test_a_click_on_a_bar_chooses_its_row(view, qtbot):
    show(view, TOGETHER)
    largest_first(view)
    with qtbot.waitSignal(view.row_chosen) as told:
        click(view._chart.viewport(), middle_of(view, 2))
    assert told.args == [int(view._shown.order[2])]


def test_keys_choose_a_row(view, qtbot):
    show(view, TOGETHER)
    view._chart.setFocus()
    with qtbot.waitSignal(view.row_chosen) as told:
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
            QTest.keyClick(view._chart, key)
    assert told.args == [1]


def test_keys_bring_a_line_into_sight(view):
    show(view, CANCER, StepSize.BATCH)
    for _ in range(40):
        QTest.keyClick(view._chart, Qt.Key.Key_Down)
    assert 0 <= view._chart.line_top(39) <= view._chart.sum_top - LINE_HEIGHT


# Painting.


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def test_positive_bars_go_right_and_solid_negative_ones_left_and_hatched(view, selection, colours):
    theme.apply(colours)
    selection.choose(Quantity("bias", 2))
    trainer = show(view, TOGETHER)
    chart = view._chart
    image = chart.viewport().grab().toImage()
    pulls = trainer.walk.pulls(Quantity("bias", 2))
    assert (pulls > 0).any()
    assert (pulls < 0).any()
    columns = chart._columns
    for line, pull in enumerate(pulls.tolist()):
        y = round(chart.line_top(line) + LINE_HEIGHT / 2)
        half = columns.bars[1] - columns.zero
        xs = np.arange(3, max(4, abs(pull) / view._shown.scale * half - 2)) * np.sign(pull) + columns.zero
        ink = theme.colour(colours.positive if pull > 0 else colours.negative)
        same = [distance(image.pixelColor(round(x), y), ink) < 40 for x in xs.tolist()]
        assert all(same) if pull > 0 else 0.0 < np.mean(same) < 0.8
        beyond = image.pixelColor(round(columns.zero - np.sign(pull) * 6), y)
        assert distance(beyond, ink) > 100
    theme.apply(theme.of_system())


def distance(one: QColor, other: QColor) -> int:
    return int(np.abs(np.subtract(one.getRgb()[:3], other.getRgb()[:3])).sum())


def test_only_the_rows_in_sight_are_painted(view, monkeypatch):
    show(view, CANCER, StepSize.BATCH)
    assert len(view._shown.values) > 400
    view._chart.verticalScrollBar().setValue(2000)
    painted = []
    shown = view._shown
    monkeypatch.setattr(view._chart, "_pulls", type(shown)(**{**vars(shown), "name": lambda row: painted.append(row)}))
    monkeypatch.setattr(type(view._chart), "_paint_line", lambda self, painter, top, name, *rest: None)
    view._chart.viewport().grab()
    assert 0 < len(painted) < 20
    assert view._shown.order[2000 // 22] in painted


def test_names_and_numbers_are_never_over_one_another(view):
    for width in (300, 360, 700, 900):
        view.resize(width, 200)
        show(view, CANCER, StepSize.BATCH)
        columns = view._chart._columns
        ends = [*columns.names, *columns.bars, *columns.numbers]
        assert ends == sorted(ends)
        assert columns.numbers[1] <= view._chart.viewport().width()


def test_a_hidden_pane_waits_until_it_is_shown(view):
    view.hide()
    show(view, TOGETHER)
    assert view.shown_numbers() == []
    view.show()
    wait_until(view.isVisible)
    assert len(view.shown_numbers()) == 5


# Momentum.

ROLLING = TOGETHER.changed(optimizer="momentum")


def test_with_momentum_the_step_is_more_than_the_sum_of_the_pulls(view):
    trainer = show(view, ROLLING)
    walk, parameter = trainer.walk, Quantity("weight", 1)
    pulled = float(walk.pulls(parameter).sum())
    brought_along = -ROLLING.learning_rate * 0.9 * walk.value(Quantity("weight memory", 1, part="velocity"))
    step = walk.value(Quantity("new weight", 1)) - walk.value(parameter)
    assert pulled + brought_along == pytest.approx(step, rel=1e-12)
    assert view.shown_numbers()[-1] == ("sum of all pulls", number(pulled))
    assert f"moved by {number(step)}" in text(view, "pulls-headline")
    assert text(view, "pulls-caption").endswith(f"; {number(brought_along)} of it by the velocity of before")


def test_a_weight_that_no_row_pulls_is_still_moved_by_its_velocity(view, selection):
    virus = Experiment("virus", optimizer="momentum", batch_size=1)
    selection.choose(Quantity("weight", 1, 0, 0))
    trainer = show(view, virus, StepSize.BATCH, StepSize.BATCH, StepSize.BATCH)
    assert not trainer.walk.pulls(Quantity("weight", 1)).any()
    step = trainer.walk.value(Quantity("new weight", 1)) - trainer.walk.value(Quantity("weight", 1))
    assert f"moved by {number(step)}: no row pulled" in text(view, "pulls-headline")


# Steps that are more than what the rows pull.


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"optimizer": "adam"}, "Adam makes a step of its own"),
        ({"l2": 0.1}, "the penalty pulls too"),
        ({"clip": 0.001}, "the gradient is clipped"),
        ({"l1": 0.1, "clip": 0.001}, "the penalty pulls too, and the gradient is clipped"),
    ],
)
def test_a_step_that_is_not_the_sum_of_the_pulls_says_why(view, changes, why):
    trainer = show(view, TOGETHER.changed(**changes))
    walk, parameter = trainer.walk, Quantity("weight", 1)
    step = walk.value(Quantity("new weight", 1)) - walk.value(parameter)
    assert view.shown_numbers()[-1] == ("sum of all pulls", number(float(walk.pulls(parameter).sum())))
    assert f"moved by {number(step)}" in text(view, "pulls-headline")
    assert text(view, "pulls-caption").endswith(f"; this is not the sum of the pulls: {why}")


def test_a_limit_that_no_gradient_comes_to_changes_nothing(view):
    show(view, TOGETHER.changed(clip=1000.0))
    assert view.shown_numbers()[-1][0] == "step taken"


def test_a_pull_goes_by_the_rate_of_the_schedule(view):
    scheduled = TOGETHER.changed(schedule="one-cycle")
    trainer = show(view, scheduled)
    step = trainer.walk.value(Quantity("new weight", 1)) - trainer.walk.value(Quantity("weight", 1))
    assert view.shown_numbers()[-1] == ("step taken", number(step))
    assert trainer.walk.batch.learning_rate < scheduled.learning_rate
