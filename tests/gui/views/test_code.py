"""The code pane: the line that was run is lit, and what its names hold is what the trace has kept."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from engine.code_names import CodeName
from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.trace import source
from engine.trainer import Trainer
from engine.walk import Walk
from gui import theme
from gui.figures import exact, number, plain
from gui.selection import Selection
from gui.views.code import CodeView
from gui.views.code_listing import listing
from gui.views.code_values import GAP
from tests.engine.helpers import walk_to_end
from tests.gui.helpers import click, text

LESSON = load_lesson("height-weight").experiment
# What the line of each operation begins with.
BEGINNINGS = {
    "multiply": "products =",
    "add bias": "z[n] =",
    "activate": "a[n] =",
    "loss": "value =",
    "loss derivative": "da = loss",
    "delta": "delta =",
    "weight gradient": "dW =",
    "bias gradient": "db =",
    "back through the weights": "da = delta",
    "update": "updated = parameters",
}


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def view(qtbot, selection):
    view = CodeView(selection)
    qtbot.addWidget(view)
    view.resize(620, 300)
    view.show()
    return view


def walked(experiment: Experiment = LESSON) -> Iterator[Walk]:
    """A walk at every place of the first batch."""
    trainer = Trainer(experiment)
    while trainer.place == (0, 0):
        walk_to_end(trainer.advance(StepSize.TERM))
        yield trainer.walk


def at(operation: str, experiment: Experiment = LESSON) -> Walk:
    """The first place of an operation."""
    return next(walk for walk in walked(experiment) if walk.stage.operation == operation)


def named(view: CodeView, label: str) -> CodeName:
    return next(name for name in view.values.names if name.label == label)


def on_line(view: CodeView, label: str) -> QPoint:
    """The middle of a name on the lit line."""
    return view.lines.boxes_of(named(view, label))[0].center().toPoint()


def in_list(view: CodeView, label: str) -> QPoint:
    return view.values.box_of(view.values.names.index(named(view, label))).center().toPoint()


# What is shown.


def test_the_line_of_every_operation_of_a_row_is_lit(view):
    seen = set()
    for walk in walked():
        view.show_walk(walk)
        lit = view.lines.lit_line
        assert lit.number == walk.operation.line
        assert lit.text.strip() == source(walk.operation.file)[lit.number - 1].strip()
        assert lit.text.strip().startswith(BEGINNINGS[walk.stage.operation])
        assert text(view, "code-file") == walk.operation.file
        seen.add(walk.stage.operation)
    assert seen == set(BEGINNINGS)


@pytest.mark.parametrize("experiment", [LESSON, LESSON.changed(batch_size="all"), LESSON.changed(hidden=(3, 2))])
def test_every_number_is_that_of_the_trace(view, experiment):
    for walk in walked(experiment):
        view.show_walk(walk)
        shown = view.shown_numbers()
        # Of a gradient the line gives the whole batch's.
        of_batch = {"row weight gradient": "weight gradient", "row bias gradient": "bias gradient"}
        assert walk.result.as_kind(of_batch.get(walk.result.kind, walk.result.kind)) in shown
        for quantity, written in shown.items():
            value = walk.value(quantity)
            given = quantity.kind in ("target", "learning rate", "rows") or quantity[:2] == ("activation", 0)
            assert written == (plain(value) if given else number(value))


def test_a_name_is_shown_with_its_shape_and_the_element_that_is_meant(view):
    view.show_walk(at("multiply", LESSON.changed(batch_size="all")))
    shown = {name.label: view.values.texts_of(name) for name in view.values.names}
    assert shown["a[n - 1]"] == ("(4, 2)", "[0, 0] →", "−2")
    assert shown["layer.W"] == ("(2, 2)", "[0, 0] →", number(at("multiply").value(Quantity("weight", 1))))
    assert shown["n"] == ("", "", "1")
    assert shown["products"][:2] == ("(4, 2)", "term 1/2 →")


def test_the_source_is_shown_without_what_computes_nothing():
    lines = listing("engine/backprop.py", at("delta").operation.line)
    assert lines[0].text.startswith("# Forwards")
    assert lines[-1].text == "return gradients"
    assert not [line for line in lines if "yield" in line.text or '"""' in line.text]
    for line in lines:
        assert line.text.strip() == source()[line.number - 1].strip()


def test_an_update_shows_the_optimizers_own_function():
    walk = at("update")
    signature, formula, answer = listing(walk.operation.file, walk.operation.line)
    assert signature.text.startswith("def gradient_descent(")
    assert formula == (walk.operation.line, "    updated = parameters - learning_rate * gradient")
    assert answer.text == "    return updated, memory"


def test_an_update_with_momentum_shows_how_its_velocity_comes_about():
    walk = at("update", LESSON.changed(optimizer="momentum"))
    lines = [line.text.strip() for line in listing(walk.operation.file, walk.operation.line)]
    assert lines[-3:] == [
        "velocity = momentum * memory[0] + gradient",
        "updated = parameters - learning_rate * velocity",
        "return updated, velocity[np.newaxis]",
    ]


def test_an_update_shows_what_penalties_and_clipping_do_before_the_optimizer(view):
    walk = at("update", LESSON.changed(optimizer="adam", l1=0.1, clip=0.5))
    view.show_walk(walk)
    shown = [line.text.strip() for line in view.lines._lines]
    wanted = ("penalised = gradient + ", "clipped = share * gradient", "v_hat = v / ", "updated = parameters - ")
    places = [next(n for n, line in enumerate(shown) if line.startswith(text)) for text in wanted]
    assert places == sorted(places)
    assert view.lines.lit_line.text.strip() == shown[places[-1]]
    assert text(view, "code-file") == "engine/regularizers.py, engine/optimizers.py"


@pytest.mark.parametrize("size", [(360, 220), (620, 300), (900, 260), (240, 150)])
def test_the_lit_line_can_be_seen_at_every_size(view, size):
    view.resize(*size)
    for walk in walked():
        view.show_walk(walk)
        top = view.area.verticalScrollBar().value()
        band = view.lines.lit_band
        assert top <= band.top()
        assert band.bottom() <= top + view.area.viewport().height()


def test_a_line_that_can_be_seen_already_does_not_move(view):
    view.show_walk(at("delta"))
    before = view.area.verticalScrollBar().value()
    assert before > 0
    view.show_walk(at("weight gradient"))
    assert view.area.verticalScrollBar().value() == before


@pytest.mark.parametrize("size", [(360, 220), (620, 300), (900, 260)])
def test_no_value_is_cut_off(view, size):
    view.resize(*size)
    view.show_walk(at("delta"))
    boxes = [view.values.box_of(place) for place in range(len(view.values.names))]
    assert all(box.top() >= 0 and box.bottom() <= view.values.height() for box in boxes)
    assert view.list.viewport().height() >= view.values.height()
    assert view.values.row_width <= view.values.width() * (1 if boxes[-1].left() < 20 else 0.5)


def test_without_a_walk_the_source_stays_and_nothing_is_lit(view):
    view.show_walk(None)
    assert text(view, "code-file") == "engine/backprop.py"
    assert view.lines.lit_line is None
    assert view.shown_numbers() == {}
    view.show_walk(at("update"))
    view.show_walk(None)
    assert text(view, "code-file") == "engine/optimizers.py"
    assert view.lines.lit_line is None


def test_the_line_is_told_to_a_screen_reader(view):
    walk = at("add bias")
    view.show_walk(walk)
    assert view.accessibleDescription() == f"line {walk.operation.line}: z[n] = products + layer.b"
    assert f"layer.b (2,) [0] → {number(walk.value(Quantity('bias', 1)))}" in view.values.accessibleDescription()


# Pointing and asking.


def test_pointing_at_a_name_on_the_line_points_at_its_number(view, selection):
    walk = at("delta")
    view.show_walk(walk)
    for label, kind in (("da", "activation gradient"), ("derivative", "slope"), ("a[n]", "activation")):
        box = view.lines.boxes_of(named(view, label))[0]
        # The call has other names inside it: its own begins at its left.
        QTest.mouseMove(view.lines, (box.topLeft() + QPointF(4, 8)).toPoint())
        assert selection.hovered == Quantity(kind, 2)
        assert QToolTip.text().endswith(exact(walk.value(Quantity(kind, 2))))
    QTest.mouseMove(view.lines, QPoint(10, 5))
    assert selection.hovered is None
    QToolTip.hideText()


def test_pointing_at_a_name_in_the_list_points_at_its_number(view, selection):
    view.show_walk(at("multiply"))
    QTest.mouseMove(view.values, in_list(view, "layer.W"))
    assert selection.hovered == Quantity("weight", 1)
    QTest.mouseMove(view.values, in_list(view, "n"))
    assert selection.hovered is None
    QToolTip.hideText()


def test_a_click_asks_where_a_number_comes_from(view, qtbot):
    view.show_walk(at("bias gradient"))
    asked = []
    view.asked.connect(asked.append)
    view.area.ensureVisible(*on_line(view, "delta").toTuple())
    click(view.lines, on_line(view, "delta"))
    click(view.values, in_list(view, "db"))
    click(view.lines, QPoint(10, 5))
    assert asked == [Quantity("delta", 2), Quantity("bias gradient", 2)]


def test_keys_go_from_name_to_name_and_ask(view, selection):
    view.show_walk(at("add bias"))
    asked = []
    view.asked.connect(asked.append)
    view.setFocus()
    assert QApplication.focusWidget() in (None, view.values)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(view.values, key)
    assert selection.hovered == Quantity("z", 1)
    QTest.keyClick(view.values, Qt.Key.Key_Up)
    assert selection.hovered == Quantity("bias", 1)
    QTest.keyClick(view.values, Qt.Key.Key_Return)
    assert asked == [Quantity("bias", 1)]


def test_keys_bring_names_into_view_where_there_is_little_room(view):
    view.resize(300, 150)
    view.show_walk(at("delta"))
    for _ in view.values.names:
        QTest.keyClick(view.values, Qt.Key.Key_Down)
    last = view.values.box_of(len(view.values.names) - 1)
    top = view.list.verticalScrollBar().value()
    assert top <= last.top()
    assert last.bottom() <= top + view.list.viewport().height()


@pytest.mark.parametrize("width", [300, 614, 900])
def test_no_text_of_the_list_runs_into_the_next(view, width):
    view.resize(width, 150)
    for walk in walked(load_lesson("xor").experiment):
        view.show_walk(walk)
        for place, name in enumerate(view.values.names):
            end = view.values.box_of(place).left()
            for begin, text_end in spans(view, place, name):
                assert end <= begin + 0.01
                end = text_end
            assert end <= view.values.box_of(place).right()


def spans(view: CodeView, place: int, name: CodeName) -> Iterator[tuple[float, float]]:
    """Where each text of a row begins and ends."""
    left = view.values.box_of(place).left() + theme.GAP
    for written, width, font, _, align in view.values._cells(place, name):
        wide = QFontMetricsF(font).horizontalAdvance(written)
        begin = left + width - wide if align & Qt.AlignmentFlag.AlignRight else left
        if written:
            yield begin, begin + wide
        left += width + GAP


@pytest.mark.parametrize("size", [(614, 131), (614, 150), (300, 180), (900, 110), (900, 240)])
def test_rows_of_the_list_are_whole_wherever_it_is_scrolled_to(view, size):
    view.resize(*size)
    view.show_walk(at("delta"))
    height, bar = view.list.viewport().height(), view.list.verticalScrollBar()
    for _ in range(3):
        rows = [view.values.box_of(n).translated(0, -bar.value()) for n in range(len(view.values.names))]
        assert not [row for row in rows if row.top() < 0 < row.bottom() or row.top() < height < row.bottom()]
        QTest.keyClick(view.values, Qt.Key.Key_Down)
        QTest.keyClick(view.values, Qt.Key.Key_Down)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def test_a_number_that_is_pointed_at_elsewhere_lights_on_the_line_and_in_the_list(view, selection, colours):
    theme.apply(colours)
    view.show_walk(at("multiply"))

    def grounds() -> tuple[QColor, QColor]:
        box = view.lines.boxes_of(named(view, "layer.W"))[0]
        line, row = view.lines.grab().toImage(), view.values.box_of(2)
        inside = (box.left() + box.width() / 2, box.top() + 1.5)
        values = view.values.grab().toImage()
        return line.pixelColor(QPointF(*inside).toPoint()), values.pixelColor(
            QPointF(row.right() - 6, row.top() + 4).toPoint()
        )

    assert QColor(colours.highlight) not in grounds()
    selection.hover(Quantity("weight", 1))
    assert grounds() == (QColor(colours.highlight), QColor(colours.highlight))
    selection.hover(Quantity("weight", 1, 1))
    assert QColor(colours.highlight) not in grounds()
    theme.apply(theme.of_system())


@pytest.mark.parametrize(("operation", "ink"), [("multiply", "accent"), ("delta", "gradient"), ("update", "accent")])
def test_the_band_is_in_the_colour_of_the_way_that_values_flow(view, operation, ink):
    view.show_walk(at(operation))
    band = view.lines.lit_band
    colours = theme.current()
    shown = view.lines.grab().toImage().pixelColor(QPointF(2, band.center().y()).toPoint())
    assert shown == theme.blend(colours.surface, getattr(colours, ink), 0.14)
