"""Which inputs matter: measured at rest, in slices, and told in words."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from engine.datasets.drawing import begun, without_row
from engine.influence import ImportanceRun, weight_influence
from engine.lessons import load_lesson
from gui.views.influence import InfluenceView
from tests.gui.helpers import find, settle, trained, wait_until


@pytest.fixture
def view(qtbot):
    view = InfluenceView()
    qtbot.addWidget(view)
    view.resize(340, 220)
    yield view
    view.hide()


def measured(snapshot):
    run = ImportanceRun(snapshot)
    while run.advance():
        pass
    return run.importance


def test_at_rest_every_input_is_shuffled(view):
    snapshot = trained(load_lesson("virus").experiment, 40).snapshot()
    view.show_snapshot(snapshot, resting=True)
    view.show()
    wait_until(lambda: view.importance is not None)
    expected = measured(snapshot)
    assert (view.importance.mean == expected.mean).all()
    bars = view.bars_in(340.0)
    assert list(bars.order) == np.argsort(-expected.mean, kind="stable").tolist()
    assert (bars.weights == weight_influence(snapshot)).all()
    weight = f"{weight_influence(snapshot)[0]:.4f}".replace("-", "−")
    assert view.reading(0).startswith(f"loss of smell: weight {weight}, when shuffled ")
    assert "8 training rows" in find(view, QLabel, "influence-state").text()
    view.grab()


def test_while_training_there_are_weights_only(view):
    snapshot = trained(load_lesson("virus").experiment, 5).snapshot()
    view.show()
    view.show_snapshot(snapshot, resting=False)
    assert view.importance is None
    assert view._run is None
    assert len(view.bars_in(340.0).order) == 4
    assert "when training pauses" in find(view, QLabel, "influence-state").text()
    view.grab()


def test_other_weights_are_measured_anew(view):
    experiment = load_lesson("virus").experiment
    view.show()
    view.show_snapshot(trained(experiment, 5).snapshot(), resting=True)
    wait_until(lambda: view.importance is not None)
    later = trained(experiment, 60).snapshot()
    view.show_snapshot(later, resting=True)
    wait_until(lambda: view.importance is not None)
    assert (view.importance.mean == measured(later).mean).all()


def test_other_rows_are_measured_anew_with_the_same_weights(view):
    trainer = trained(load_lesson("virus").experiment, 40)
    table = trainer.data.table
    view.show()
    view.show_snapshot(trainer.snapshot(), resting=True)
    wait_until(lambda: view.importance is not None)
    trainer.change(trainer.experiment.changed(own=without_row(begun(table, "fewer"), 0)))
    view.show_snapshot(trainer.snapshot(), resting=True)
    assert view.importance is None
    wait_until(lambda: view.importance is not None)
    assert view.importance.rows == table.row_count - 1


def test_where_it_is_hidden_nothing_is_measured(view):
    view.show_snapshot(trained(load_lesson("virus").experiment, 5).snapshot(), resting=True)
    assert view._run is None
    assert not view._work.busy


def test_in_the_window_it_takes_the_place_of_the_picture(open_window):
    window = open_window("breast-cancer")
    window.controller.output.change(kind="influence")
    settle(window)
    shown = find(window, InfluenceView, "influence")
    assert shown.isVisible()
    assert not window.output.isVisible()
    wait_until(lambda: shown.importance is not None)
    assert shown.importance.of_tests
    window.controller.output.change(kind="")
    assert window.output.isVisible()
    assert not shown.isVisible()
