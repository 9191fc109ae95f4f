"""The calculation below the network: panes come to the front by key, and those that are hidden cost nothing."""

from collections import Counter

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QTabWidget

from engine.ladder import StepSize
from engine.quantity import Quantity
from gui.calculation import SIDE_BY_SIDE
from gui.figures import DIGITS, digits_now
from gui.painting.pull_bars import LINE_HEIGHT
from gui.views.pulls_chart import PullsChart
from tests.gui.helpers import click, find, go_fast, press, press_only, settle, text, wait_until

TABS = {"F3": "code", "F4": "weights", "F5": "pulls", "F6": "trial", "F7": "check"}
WIDE, NARROW = (1700, 900), (1100, 1000)


@pytest.fixture
def shows(window, monkeypatch):
    """Counts how often each pane is shown something."""
    seen: Counter[str] = Counter()
    panes = window.calculation
    for name in ("maths", *TABS.values()):
        view = getattr(panes, name)
        for method in ("show_walk", "show_snapshot"):
            if hasattr(view, method):
                monkeypatch.setattr(view, method, counting(seen, name, getattr(view, method)))
    return seen


def counting(seen, name, show):
    def count(*given):
        seen[name] += 1
        show(*given)

    return count


def step(window) -> None:
    """A step, wherever the focus is: in a table arrows go from cell to cell."""
    window.controller.step()
    settle(window)


def resize(window, size: tuple[int, int]) -> None:
    window.resize(*size)
    QApplication.processEvents()


def is_beside(window) -> bool:
    """Whether the formula stands beside the tabs."""
    panes = window.calculation
    left, right = (pane.mapTo(window, pane.rect().topLeft()) for pane in (panes.maths, panes.tabs))
    return left.x() < right.x() and panes.orientation() is Qt.Orientation.Horizontal


# Showing and hiding.


def test_a_key_shows_and_hides_the_calculation(window):
    assert not window.calculation.isVisible()
    high = window.network.height()
    press(window, "M")
    assert window.calculation.isVisible()
    assert window.action("calculation").isChecked()
    assert window.network.height() < high
    press(window, "M")
    assert not window.calculation.isVisible()
    assert window.network.height() == high


@pytest.mark.parametrize(("key", "name"), TABS.items())
def test_function_keys_bring_each_pane_to_the_front(window, key, name):
    press(window, key)
    pane = getattr(window.calculation, name)
    assert window.calculation.isVisible()
    assert window.calculation.tabs.currentWidget() is pane
    assert pane.isVisible()
    focus = window.focusWidget()
    assert focus is pane or pane.isAncestorOf(focus)


def test_every_tab_tells_its_key(window):
    tabs = find(window, QTabWidget, "calculation-tabs")
    told = {tabs.widget(place): tabs.tabToolTip(place) for place in range(tabs.count())}
    for key, name in TABS.items():
        assert f"({key})" in told[getattr(window.calculation, name)]


def test_a_pane_is_chosen_with_the_mouse(window):
    press(window, "M")
    bar = window.calculation.tabs.tabBar()
    click(bar, bar.tabRect(window.calculation.tabs.indexOf(window.calculation.weights)).center())
    assert window.calculation.weights.isVisible()


@pytest.mark.parametrize(("lesson", "pane"), [("derivation", "code"), ("weight-search", "trial"), ("or-gate", "")])
def test_a_lesson_begins_with_its_own_pane(open_window, lesson, pane):
    window = open_window(lesson)
    assert window.calculation.isVisible() == bool(pane)
    if pane:
        assert getattr(window.calculation, pane).isVisible()


# Work.


def test_only_the_panes_that_are_seen_are_computed(window, shows):
    press(window, "Right")
    assert not shows, "all of it is hidden"
    resize(window, WIDE)
    press(window, "F4")
    shows.clear()
    step(window)
    assert set(shows) == {"maths", "weights"}
    shows.clear()
    press(window, "F7")
    assert shows["check"]
    assert not {"code", "pulls", "trial"} & set(shows)


def test_a_pane_that_comes_to_the_front_shows_this_moment(window):
    press(window, "Ctrl+1", "Right", "F4")
    press(window, "F3")
    step(window)
    press(window, "F4")
    assert window.calculation.weights._walk is window.controller.walk
    step(window)
    press(window, "F3")
    assert window.calculation.code.lines.lit_line.number == window.controller.walk.operation.line


def test_a_formula_that_gave_its_room_away_is_not_computed(window, shows):
    resize(window, NARROW)
    press(window, "F6", "Ctrl+1", "Right")
    assert not window.calculation.maths.isVisible()
    assert not shows["maths"]
    press(window, "Right", "F3")
    assert shows["maths"]
    assert window.calculation.maths._walk is window.controller.walk


def test_while_it_runs_flat_out_nothing_is_computed(window, shows):
    press(window, "F4")
    window.controller.edit("epochs", 200)
    window.network.setFocus()
    go_fast(window)
    shows.clear()
    press_only(window, "Space")
    wait_until(lambda: window.controller.snapshot.epoch > 20)
    if window.controller.running:
        assert not shows
    settle(window)
    assert shows["weights"], "the end is shown"


@pytest.mark.parametrize("key", ["F4", "F6", "F8"])
def test_a_network_that_is_new_is_shown_even_while_it_runs_flat_out(window, key):
    press(window, key)
    window.controller.edit("epochs", 0)
    window.controller.set_speed(None)
    settle(window)
    window.controller.edit("hidden", (1,))
    window.controller.run()
    wait_until(lambda: window.controller.fresh and window.controller.snapshot.epoch > 3)
    assert window.calculation.tabs.currentWidget()._snapshot.experiment.hidden == (1,)
    window.controller.pause()
    settle(window)


def test_a_pane_that_comes_to_the_front_while_it_runs_flat_out_shows_the_network_of_now(window):
    press(window, "F4", "F6")
    window.controller.edit("hidden", (1,))
    window.controller.edit("epochs", 0)
    window.controller.set_speed(None)
    window.controller.run()
    wait_until(lambda: window.controller.fresh and window.controller.snapshot.epoch > 3)
    press_only(window, "F4")
    assert window.calculation.weights._snapshot.experiment.hidden == (1,)
    window.controller.pause()
    settle(window)


# Room.


def test_in_a_wide_window_the_panes_stand_side_by_side(window):
    press(window, "Ctrl+1", "Right")
    resize(window, WIDE)
    assert window.calculation.width() >= SIDE_BY_SIDE
    assert is_beside(window)
    resize(window, NARROW)
    panes = window.calculation
    assert not is_beside(window)
    assert panes.maths.isVisible()
    assert (
        panes.maths.mapTo(window, panes.maths.rect().bottomLeft()).y()
        < panes.tabs.mapTo(window, panes.tabs.rect().topLeft()).y()
    )


def test_in_a_low_window_the_formula_is_one_of_the_tabs(window):
    press(window, "Ctrl+1", "Right")
    resize(window, (1100, 620))
    tabs = window.calculation.tabs
    assert tabs.tabText(0) == "Maths"
    press(window, "F4")
    assert not window.calculation.maths.isVisible()
    step(window)
    window.network.setFocus()
    press(window, "F2")
    assert window.calculation.maths.isVisible()
    assert window.calculation.maths._walk is window.controller.walk
    resize(window, WIDE)
    assert tabs.tabText(0) == "Code"
    assert is_beside(window)


def test_the_formula_is_shown_when_there_is_room_for_it_again(window):
    resize(window, NARROW)
    press(window, "F6", "Ctrl+1", "Right", "Right")
    assert not window.calculation.maths.isVisible()
    resize(window, WIDE)
    assert window.calculation.maths.isVisible()
    assert window.calculation.maths._walk is window.controller.walk


@pytest.mark.parametrize("size", [WIDE, NARROW, (1100, 620)])
def test_a_key_leads_to_the_formula_wherever_it_stands(window, size):
    resize(window, size)
    press(window, "F6", "Ctrl+1", "Right")
    press(window, "F2")
    assert window.calculation.maths.isVisible()
    assert window.focusWidget() is window.calculation.maths


def test_without_a_step_there_is_no_formula_and_no_empty_room_for_it(window):
    resize(window, WIDE)
    press(window, "M")
    assert not window.calculation.maths.isVisible()
    assert window.calculation.tabs.width() == window.calculation.width()
    press(window, "Right")
    assert window.calculation.maths.isVisible()


# Steps and digits.


def test_brackets_make_the_steps_smaller_and_larger(window):
    combo = find(window, QComboBox, "step-size")
    assert combo.currentData() is StepSize.EPOCH
    seen = []
    for _ in range(6):
        press(window, "[")
        seen.append(combo.currentData())
    assert seen == [StepSize.BATCH, StepSize.SAMPLE, StepSize.LAYER, StepSize.NEURON, StepSize.TERM, StepSize.TERM]
    for _ in range(8):
        press(window, "]")
    assert combo.currentData() is window.controller.settings.step_size is StepSize.HUNDRED_EPOCHS


def test_whoever_makes_steps_small_walks_slowly_and_sees_the_calculation(window):
    press(window, "[")
    assert not window.calculation.isVisible()
    press(window, "[")
    assert window.calculation.isVisible()
    assert window.controller.settings.pace == 2
    press(window, "]")
    assert window.controller.settings.pace != 2


def test_digits_are_more_or_fewer_in_every_pane_at_once(window):
    resize(window, WIDE)
    press(window, "Ctrl+3", "Right", "Right", "Right")
    weight = Quantity("weight", 1)
    for key, digits in (("Ctrl+.", 6), ("Ctrl+.", 7), ("Ctrl+,", 6)):
        press(window, key)
        assert digits_now() == digits
        assert text(window, "said") == f"{digits} significant digits."
        press(window, "F4")
        written = window.calculation.weights.shown_numbers()[weight]
        assert len(written.strip("−").replace(".", "").lstrip("0")) == digits
        z = Quantity("z", 1, 1)
        assert window.calculation.maths.shown_numbers()[z].strip("-") == painted(window)[z].strip("−")


def painted(window) -> dict[Quantity, str]:
    """The numbers in the picture of the network."""
    view = window.network.views[0]
    view.grab()
    return view.shown_numbers()


def test_digits_end_at_three_and_eight(window):
    press(window, *["Ctrl+."] * 7)
    assert digits_now() == DIGITS[-1] == 8
    press(window, *["Ctrl+,"] * 9)
    assert digits_now() == DIGITS[0] == 3


# Asking.


@pytest.mark.parametrize(
    ("parameter", "result"),
    [
        (Quantity("weight", 2, 0, 1), Quantity("row weight gradient", 2, 0, 1)),
        (Quantity("bias", 1, 1), Quantity("row bias gradient", 1, 1)),
    ],
)
def test_a_click_on_a_bar_goes_to_what_that_row_says(window, parameter, result):
    resize(window, WIDE)
    window.controller.edit("batch_size", "all")
    press(window, "Right", "F5")
    window.controller.selection.choose(parameter)
    click_bar(window, 2)
    walk = window.controller.walk
    assert (walk.cursor.row, walk.result) == (2, result)
    assert window.controller.probe.name == "Charlie"


def test_a_bar_of_a_weight_that_another_network_had_is_that_of_the_first_weight(open_window):
    window = open_window("xor")
    resize(window, WIDE)
    click(window.network.views[1])
    press(window, "Right", "F5")
    window.controller.selection.choose(Quantity("weight", 2, 0, 1))
    window.controller.set_focus(0)
    click_bar(window, 1)
    walk = window.controller.walk
    assert (walk.cursor.row, walk.result) == (1, Quantity("row weight gradient", 1))


def click_bar(window, line: int) -> None:
    """Click a bar of "Why?"."""
    chart = find(window.calculation.pulls, PullsChart, "pulls-chart")
    click(chart.viewport(), QPointF(100, chart.line_top(line) + LINE_HEIGHT / 2))
    settle(window)


def test_digits_can_be_changed_while_a_lesson_is_still_being_opened(window):
    window.controller.open_lesson("xor")
    window.change_digits(+1)
    settle(window)
    assert len(window.network.views) == len(window.controller.report.snapshots) == 2
