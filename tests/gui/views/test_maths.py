"""The formulas of a step: every number is the trace's, to the digits one chose, and leads to where it comes from."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy, QTest

from engine.explain import explain
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trainer import Trainer
from engine.walk import Walk
from gui import theme
from gui.figures import DIGITS, exact, input_tex, number_tex
from gui.selection import Selection
from gui.views.maths import MathsView
from tests.engine.explained import NETWORKS, several_outputs, walks_of
from tests.gui.walks import LESSON, TOGETHER, agrees, every_step, standing

GRADIENT = ("weight gradient", 1, 0, 0)


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def view(qtbot, selection):
    view = MathsView(selection)
    qtbot.addWidget(view)
    view.resize(900, 260)
    view.show()
    return view


def show(view: MathsView, trainer: Trainer) -> Walk:
    walk = trainer.walk
    view.show_walk(walk, trainer.data.dataset.row_names[walk.table_row])
    return walk


def place_of(view: MathsView, quantity: Quantity, line: int = -1) -> QPoint:
    """The middle of a number or symbol in one of the lines, by default in the last that has it."""
    found = [
        hit.rect.center() + QPointF(theme.MARGIN + 64.0, row.baseline)
        for row in view._rows
        for hit in row.formula.hits
        if hit.piece.key == quantity
    ]
    return found[line].toPoint()


# Numbers.


@pytest.mark.parametrize("network", NETWORKS)
def test_every_formula_of_every_network_is_typeset(view, network):
    with several_outputs():
        for walk in walks_of(network):
            view.show_walk(walk, "row")
            assert [row.line.label for row in view._rows] == [line.label for line in explain(walk)]


@pytest.mark.parametrize("network", ["2-2-1", "three layers", "a mean of rows", "loss cross-entropy", "all tanh"])
def test_what_is_shown_is_the_trace_at_any_number_of_digits(view, digits, network):
    for count in DIGITS:
        digits(count)
        for walk in walks_of(network):
            view.show_walk(walk, "row")
            assert view.shown_numbers()
            for quantity, written in view.shown_numbers().items():
                assert agrees(written, walk.value(quantity)), (quantity, written)


def test_the_pieces_of_a_line_are_its_numbers_in_order(view):
    walk = show(view, standing(LESSON, *GRADIENT))
    numbers = next(row for row in view._rows if row.line.label == "numbers")
    shown = [hit.piece.tex.removeprefix(r"\paren{").removesuffix("}") for hit in numbers.formula.hits]
    chain = [
        ("activation gradient", 2),
        ("slope", 2),
        ("weight", 2),
        ("slope", 1),
        ("activation", 0),
        ("row weight gradient", 1),
    ]
    values = [walk.value(Quantity(kind, layer)) for kind, layer in chain]
    assert shown == [
        input_tex(value) if kind == ("activation", 0) else number_tex(value)
        for kind, value in zip(chain, values, strict=True)
    ]


def test_an_update_has_the_numbers_of_all_rows_of_its_batch(view):
    def named(operation, experiment):
        show(view, standing(experiment, operation, 1, row=3))
        return next(row.label for row in view._rows if row.line.label == "numbers")

    names = TOGETHER.table.row_names
    assert named("weight gradient", TOGETHER) == names[-1]
    assert named("update", TOGETHER) == f"{len(names)} rows"
    assert view.accessibleDescription().startswith(f"{len(names)} rows, the result is")
    show(view, standing(LESSON, "update", 1))
    assert names[0] in [row.label for row in view._rows]


def test_inputs_targets_and_rates_are_written_as_in_the_table(view):
    show(view, standing(LESSON, "multiply", 1, 0, 0))
    assert view.shown_numbers()[Quantity("activation", 0, 0)] == "-2"
    show(view, standing(LESSON, "loss", 2))
    assert view.shown_numbers()[Quantity("target")] == "1"
    show(view, standing(LESSON, "update", 1))
    assert view.shown_numbers()[Quantity("learning rate")] == "0.1"
    show(view, standing(TOGETHER, *GRADIENT))
    assert view.shown_numbers()[Quantity("rows")] == "4"


def test_decimals_stand_after_a_comma_where_one_reads_them_so(view, comma):
    show(view, standing(LESSON, *GRADIENT))
    texts = list(view.shown_numbers().values())
    assert any("," in text for text in texts)
    assert not any("." in text for text in texts)


def test_negative_factors_stand_in_brackets(view):
    show(view, standing(LESSON, *GRADIENT))
    numbers = next(row for row in view._rows if row.line.label == "numbers")
    texts = [hit.piece.tex for hit in numbers.formula.hits]
    assert texts[0].startswith("-")
    assert r"\paren{-2}" in texts


def slope_pieces(view: MathsView, trainer: Trainer) -> list[str]:
    """What stands in the formula of a slope."""
    trainer.go(trainer._stepper.begin().ladder.find("delta", 1, 0))
    show(view, trainer)
    slope = next(row for row in view._rows if row.line.label == "slope")
    return [hit.piece.tex for hit in slope.formula.hits]


def test_what_has_a_power_of_its_own_stands_in_brackets_under_another(view):
    trainer = Trainer(LESSON.changed(activation=("tanh",), hidden=(1, 1), start="zeros", bias=False))
    trainer.edit(Quantity("weight", 1), -1e-9)
    assert slope_pieces(view, trainer)[1:3] == [r"\paren{h_{1}^{(1)}}", r"\paren{2.0000 \times 10^{-9}}"]
    trainer.edit(Quantity("weight", 1), -0.25)
    assert slope_pieces(view, trainer)[2] == "0.46212"


def test_the_result_of_a_line_is_strong_and_nothing_else(view):
    walk = show(view, standing(LESSON, *GRADIENT))
    strong = [hit.piece.key for row in view._rows for hit in row.formula.hits if hit.piece.strong]
    assert strong == [walk.result]


def test_numbers_without_bounds_are_shown_too(view):
    """A network that runs away is looked at as any other."""
    trainer = Trainer(LESSON.changed(hidden=(1,), activation=("linear",), output_activation="linear"))
    for layer in (1, 2):
        trainer.edit(Quantity("weight", layer), 1e100)
    trainer.go(trainer._stepper.begin().ladder.find("loss", 2, 0))
    show(view, trainer)
    assert view.shown_numbers()[Quantity("loss")] == "∞"
    view.grab()


# The walk.


def test_the_row_that_is_walked_through_labels_its_numbers(view):
    show(view, standing(TOGETHER, "loss", 2, row=2))
    assert [row.label for row in view._rows] == ["rule", "here", "Charlie"]


def test_without_a_walk_there_are_no_formulas(view):
    show(view, standing(LESSON, "loss", 2))
    high = view.sizeHint().height()
    view.show_walk(None)
    assert view.shown_numbers() == {}
    assert view.accessibleDescription() == ""
    assert view.sizeHint().height() != high
    assert view.piece_at(QPointF(120, 40)) is None
    view.grab()


def test_whoever_cannot_see_is_told_the_result(view):
    walk = show(view, standing(LESSON, "activate", 2))
    assert view.accessibleName()
    assert "Alice" in view.accessibleDescription()
    assert view.accessibleDescription().endswith(exact(walk.value(walk.result)))


# Pointing.


def test_pointing_at_a_number_points_at_it_everywhere(view, selection):
    walk = show(view, standing(LESSON, *GRADIENT))
    for quantity in (Quantity("slope", 1), Quantity("weight", 2), walk.result):
        QTest.mouseMove(view, place_of(view, quantity))
        assert selection.hovered == quantity
        assert view.cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(view, QPoint(2, 2))
    assert selection.hovered is None
    assert view.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_a_symbol_is_the_same_thing_as_its_number(view, selection):
    show(view, standing(LESSON, *GRADIENT))
    links = [place_of(view, Quantity("slope", 2), line) for line in (0, -1)]
    assert links[0].y() < links[1].y()
    for link in links:
        QTest.mouseMove(view, link)
        assert selection.hovered == Quantity("slope", 2)
        QTest.mouseMove(view, QPoint(2, 2))


def test_a_click_asks_where_a_number_comes_from(view):
    asked = QSignalSpy(view.asked)
    show(view, standing(LESSON, *GRADIENT))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place_of(view, Quantity("slope", 2)))
    assert asked.at(0) == [Quantity("slope", 2)]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    QTest.mouseClick(view, Qt.MouseButton.RightButton, pos=place_of(view, Quantity("slope", 2)))
    assert asked.count() == 1


@pytest.mark.parametrize("how", ["hover", "choose"])
def test_what_is_pointed_at_or_chosen_lights_wherever_it_stands(view, selection, how, colours):
    show(view, standing(LESSON, *GRADIENT))
    quantity, other = Quantity("slope", 2), Quantity("slope", 1)
    getattr(selection, how)(quantity)
    assert {background(view, place_of(view, quantity, line)) for line in (0, 1, -1)} == {
        QColor(colours.highlight).name()
    }
    assert background(view, place_of(view, other)) == QColor(colours.surface).name()


def background(view: MathsView, at: QPoint) -> str:
    """The most frequent colour around a point."""
    image = view.grab().toImage()
    found = [image.pixelColor(at.x() + dx, at.y() + dy).name() for dx in range(-8, 9) for dy in range(-6, 7)]
    return max(set(found), key=found.count)


@pytest.mark.parametrize(
    ("moment", "ink"), [(("multiply", 1), "accent"), (GRADIENT, "gradient"), (("loss", 2), "gradient")]
)
def test_the_result_has_the_colour_of_its_direction(view, colours, moment, ink):
    show(view, standing(LESSON, *moment))
    image = view.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    others = {"accent", "gradient"} - {ink}
    assert QColor(getattr(colours, ink)).name() in seen
    assert not {QColor(getattr(colours, other)).name() for other in others} & seen


# Room.


def test_a_line_that_is_too_wide_is_broken_and_the_pane_grows(view):
    show(view, standing(LESSON, *GRADIENT))
    wide = view.sizeHint().height()
    view.resize(330, 260)
    assert view.sizeHint().height() > wide
    assert view.minimumSizeHint().height() == view.sizeHint().height()
    view.resize(900, 260)
    assert view.sizeHint().height() == wide


@pytest.mark.parametrize("width", [330, 420, 600, 1000])
def test_formulas_stay_inside_the_pane_and_clear_of_one_another(view, width):
    view.resize(width, 400)
    for trainer in every_step(TOGETHER, StepSize.NEURON):
        show(view, trainer)
        bottom = 0.0
        for row in view._rows:
            assert row.baseline - row.formula.ascent >= bottom
            bottom = row.baseline + row.formula.descent
            assert theme.MARGIN + 64.0 + row.formula.width <= width
        assert bottom <= view.sizeHint().height()


def test_the_derivation_of_the_article_is_written_with_its_numbers(view):
    shown = set()
    for trainer in every_step(load_lesson("derivation").experiment):
        show(view, trainer)
        shown |= set(view.shown_numbers().values())
    assert shown >= {"0.68997", "-0.31003", "0.21391", "-0.066317", "0.30332"}
