"""Bars of the shown row's classes, and the confusion matrix, beside counting by hand."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from engine.experiment import Experiment
from engine.lessons import load_lesson
from engine.network import forward
from gui import theme
from gui.figures import percent
from gui.probe import probe_of_row, probe_of_values

DIGITS = Experiment(
    "digits",
    hidden=(12,),
    activation=("relu",),
    output_activation="softmax",
    loss="categorical-cross-entropy",
    batch_size=32,
    train_share=0.8,
)


@pytest.fixture
def look(shown):
    """Shows one picture of an experiment after some epochs, with a row in it."""

    def show(experiment: Experiment, kind: str, epochs: int = 2, row: int = 0, **choices):
        view = shown(experiment, epochs)
        view._choice.change(kind=kind, **choices)
        view.show_probe(probe_of_row(view._snapshot, row))
        return view

    return show


def answers(view, places) -> np.ndarray:
    """The engine's own word for some rows."""
    snapshot = view._snapshot
    return forward(snapshot.layers, snapshot.data.scale(snapshot.data.dataset.inputs[list(places)]))[-1]


# Bars.


def test_every_class_has_a_bar_as_long_as_it_is_sure(look):
    view = look(DIGITS, "bars", row=5)
    image, p = view.grab().toImage(), answers(view, [5])[0]
    for number, share in enumerate(p.tolist()):
        box = view.picture.bar(number)
        assert view.picture.reading(box.center()) == f"{number}: ŷ = {share:.6f}"
        if share > 0.05:
            inside = QPointF(box.left() + box.width() * share * 0.6, box.center().y()).toPoint()
            assert image.pixelColor(inside) == QColor(theme.current().classes[number])
        if share < 0.9:
            beyond = QPointF(box.left() + box.width() * (share + 1) / 2, box.center().y()).toPoint()
            assert image.pixelColor(beyond) == QColor(theme.current().grid)


def test_one_output_says_the_rest_for_the_other_class(look):
    view = look(load_lesson("breast-cancer").experiment, "bars", row=3)
    p = float(answers(view, [3])[0, 0])
    assert view.picture.shares == pytest.approx([1 - p, p])
    assert view.picture.right_class == int(view._snapshot.data.dataset.targets[3, 0])


def test_what_was_typed_has_no_right_class(look):
    view = look(DIGITS, "bars")
    view.show_probe(probe_of_values("mine", (0.5,) * 64))
    assert view.picture.right_class is None
    assert view.picture.shares.sum() == pytest.approx(1.0)
    view.grab()


# The confusion matrix.


def by_hand(view, places) -> np.ndarray:
    """Row after row, which class was taken for which."""
    table = view._snapshot.data.dataset
    counts = np.zeros((len(table.class_names), len(table.class_names)), dtype=int)
    for place, p in zip(places, answers(view, places), strict=True):
        target = table.targets[place]
        if len(p) > 1:
            counts[list(target).index(1), list(p).index(max(p))] += 1
        else:
            counts[int(target[0] > table.middle), int(p[0] > table.middle)] += 1
    return counts


@pytest.mark.parametrize("tests", [True, False])
@pytest.mark.parametrize("experiment", [DIGITS, load_lesson("breast-cancer").experiment], ids=["digits", "cancer"])
def test_every_cell_counts_the_rows_of_the_test_or_those_that_train(look, experiment, tests):
    view = look(experiment, "confusion", tests=tests)
    data = view._snapshot.data
    expected = by_hand(view, (data.test if tests else data.train).places)
    assert (view.picture.confusion.counts == expected).all()
    view.grab()


def test_a_cell_says_what_it_counts_and_how_well_its_classes_are_told_apart(look):
    view = look(DIGITS, "confusion")
    counts = by_hand(view, view._snapshot.data.test.places)
    text = view.picture.reading(view.picture.cell(4, 4).center())
    lines = text.split("\n")
    assert lines[0].startswith(f"{counts[4, 4]} rows of 4 are taken for 4")
    precision, recall = counts[4, 4] / counts[:, 4].sum(), counts[4, 4] / counts[4].sum()
    assert lines[1] == f"4: precision {percent(precision)}, recall {percent(recall)}"


def test_ten_classes_have_their_numbers_in_the_smallest_window_too(look):
    view = look(DIGITS, "confusion")
    view.resize(261, 200)
    assert view.picture.size_of("91") > 0
    assert view.picture.size_of("9,999") == 0


def test_a_click_on_a_cell_shows_its_first_row(look, qtbot):
    view = look(DIGITS, "confusion")
    places = view._snapshot.data.test.places
    p, targets = answers(view, places), view._snapshot.data.dataset.targets
    said, right = p.argmax(axis=1), targets[list(places)].argmax(axis=1)
    rows = np.flatnonzero(said != right)
    i, j = int(right[rows[0]]), int(said[rows[0]])
    with qtbot.waitSignal(view.row_chosen) as chosen:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.picture.cell(i, j).center().toPoint())
    row = chosen.args[0]
    assert row in places
    assert targets[row].argmax() == i
    assert answers(view, [row])[0].argmax() == j


def test_an_empty_cell_shows_no_row(look):
    view = look(load_lesson("breast-cancer").experiment, "confusion", epochs=0)
    counts = view.picture.confusion.counts
    for i, j in np.argwhere(counts == 0).tolist():
        assert view.row_at(view.picture.cell(i, j).center()) is None
    assert view.row_at(QPointF(1, 1)) is None
