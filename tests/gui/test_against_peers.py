"""What other programs that teach neural networks have, row by row of a comparison with them: the window has it too.

Each test is one row; its second sentence says how far the best of the others goes.
"""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from engine.activations import activations
from engine.lessons import lesson_ids, load_lesson
from engine.losses import losses
from engine.optimizers import optimizers
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui.main_window import MainWindow
from tests.gui.hands import WEIGHT, drag_edge, value_in, value_of
from tests.gui.helpers import (
    activate,
    bits,
    choose,
    choose_in_menu,
    click,
    click_button,
    column,
    field,
    find,
    press,
    press_only,
    settle,
    surface_made,
    text,
    trained,
    type_into,
    wait_until,
)
from tests.gui.own_table.conftest import read
from tests.gui.walks import agrees, step_to

STEP_SIZES = ("1 term", "1 neuron", "1 layer", "1 sample", "1 batch", "1 epoch", "10 epochs", "100 epochs")
FIRST_HIDDEN_WEIGHT = Quantity("row weight gradient", 1, 0, 0)


@pytest.fixture
def playground(open_window) -> MainWindow:
    """Points in the plane, two hidden layers of 4 and 2."""
    window = open_window("playground")
    window.controller.output.change(kind="")
    return window


def keys_to_picture(window: MainWindow, *keys: str) -> None:
    """Press keys where no field takes them."""
    window.network.views[0].setFocus()
    for key in keys:
        press(window, key)


def choose_field(window: MainWindow, name: str, label: str) -> None:
    choose(field(window, name, QComboBox), label)
    settle(window)


def type_field(window: MainWindow, name: str, typed: str, kind: type[QWidget] = QLineEdit) -> None:
    type_into(field(window, name, kind), typed)
    settle(window)


def labels_of(combo: QComboBox) -> list[str]:
    return [combo.itemText(row) for row in range(combo.count())]


def assert_learns(window: MainWindow) -> None:
    """From its start, one epoch on: the very weights of the engine, shown without a complaint."""
    keys_to_picture(window, "R", "Ctrl+6", "Right")
    assert text(window, "figure-epoch") == "1"
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 1))
    assert not window.banner.isVisible()


# Data and network.


def test_own_data_are_read_from_a_file_and_learned(open_window, tmp_path, monkeypatch):
    """Texts, a decimal comma, a missing value: as it is. Others read numbers from a table, or want code."""
    places = ["town", "land", "", "town"] * 6
    rows = [f"{'yes' if n > 11 else 'no'};{n},5;{place};{n % 5}" for n, place in enumerate(places)]
    path = tmp_path / "loans.csv"
    path.write_text("\n".join(["paid;income;place;children", *rows]))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window = open_window()
    press_only(window, "Ctrl+O")
    dialog = read(window)
    choose(find(dialog, QComboBox, "import-target"), "paid")
    assert text(dialog, "import-verdict-text").startswith("3 inputs from 3 columns; 2 classes of paid")
    click(find(dialog, QPushButton, "import-accept"))
    wait_until(lambda: window.tables.dialog is None, "the dialog closes")
    activate(window)
    keys_to_picture(window, "Ctrl+8", "Right", "Right")
    assert text(window, "lesson-title") == "loans.csv"
    assert text(window, "figure-accuracy") == "100.0 %"
    assert text(window, "figure-epoch") == "200"


def test_hidden_layers_and_neurons_are_added_one_by_one_and_typed(window):
    """0 to 10 layers of 1 to 1,024 neurons. The others have 0 to 6 of 1 to 8, with buttons."""
    for _ in range(7):
        click_seen(window, "layer-1-more")
    assert sizes_shown(window) == [2, 9, 1]
    for _ in range(5):
        click_seen(window, "add-layer-2")
    assert len(sizes_shown(window)) == 8
    for _ in range(4):
        keys_to_picture(window, "Ctrl+H")
    assert len(sizes_shown(window)) == 12
    assert_learns(window)
    for typed, sizes in (("", [2, 1]), ("1024", [2, 1024, 1])):
        type_field(window, "hidden", typed)
        assert sizes_shown(window) == sizes
        assert_learns(window)


def click_seen(window: MainWindow, name: str) -> None:
    """Click a button above the network that can be seen."""
    button = find(window.network, QToolButton, name)
    assert button.isVisible()
    click(button)
    settle(window)


def sizes_shown(window: MainWindow) -> list[int]:
    return [len(layer) for layer in window.network.views[0].layout_now().layers]


def test_activations_are_chosen_for_each_layer_by_itself(playground):
    """Ten that learn, in any mixture. The others have four for all layers, or three for each."""
    names = [entry.label for entry in activations if entry.elementwise and entry.trainable]
    assert len(names) >= 10
    for first, second in zip(names[::2], names[1::2], strict=True):
        choose_in_menu(playground, "layer-1-kind", first)
        choose_in_menu(playground, "layer-2-kind", second)
        shown = [find(playground.network, QToolButton, f"layer-{n}-kind").toolTip() for n in (1, 2)]
        assert f", {first}, " in shown[0]
        assert f", {second}, " in shown[1]
        assert_learns(playground)


def test_losses_are_chosen_and_learned_with(playground):
    """Six. The others have one, or four."""
    choose_field(playground, "data_set", "Heaps")
    offered = labels_of(field(playground, "loss", QComboBox))
    assert offered == [entry.label for entry in losses]
    assert len(offered) >= 6
    seen = set()
    for label in offered:
        choose_field(playground, "loss", label)
        assert_learns(playground)
        seen.add(text(playground, "figure-loss"))
    assert len(seen) == len(offered)


def test_multi_class_tables_are_told_apart_with_a_bar_for_each_class(playground):
    """Softmax, bars and a confusion matrix. Others have one class against the rest, or classes without a picture."""
    choose_field(playground, "data_set", "Iris")
    keys_to_picture(playground, "Ctrl+8", "Right")
    assert percent_shown(playground, "figure-accuracy") > 90
    choose(find(playground, QComboBox, "picture-kind"), "Classes")
    picture = playground.output.picture
    said = [picture.reading(picture.bar(number).center()) for number in range(3)]
    assert [line.split(":")[0] for line in said] == ["setosa", "versicolor", "virginica"]
    assert sum(float(line.split("= ")[1]) for line in said) == pytest.approx(1, abs=1e-5)
    choose(find(playground, QComboBox, "picture-kind"), "Confusion")
    counts = playground.output.picture.confusion.counts
    assert counts.sum() == 75
    assert f"{100 * np.trace(counts) / 75:.1f} %" == text(playground, "figure-test-accuracy")


def percent_shown(window: MainWindow, name: str) -> float:
    return float(text(window, name).removesuffix(" %"))


# Training.


def test_optimizers_are_chosen_and_trained_with(playground):
    """Seven. The others have four, or whatever one writes in code."""
    offered = labels_of(field(playground, "optimizer", QComboBox))
    assert offered == [entry.label for entry in optimizers]
    assert len(offered) >= 7
    seen = set()
    for label in offered:
        choose_field(playground, "optimizer", label)
        assert_learns(playground)
        seen.update(bits(playground.controller.snapshot))
    assert len(seen) == len(offered)


def test_regularisation_is_typed_and_holds_the_weights_back(playground):
    """L1, L2, dropout and clipping, with decay in AdamW. The others have L1 and L2."""
    field(playground, "learning_rate", QLineEdit)
    if not find(playground, QToolButton, "penalties").isChecked():
        click(find(playground, QToolButton, "penalties"))
    plain = size_after_ten_epochs(playground)
    for name, typed in (("l1", "0.05"), ("l2", "0.05"), ("clip", "0.01")):
        type_field(playground, name, typed)
        assert size_after_ten_epochs(playground) < plain
        type_field(playground, name, "0")
    assert size_after_ten_epochs(playground) == plain
    type_field(playground, "dropout", "30", QSpinBox)
    assert playground.controller.experiment.dropout == 0.3
    assert size_after_ten_epochs(playground) != plain


def size_after_ten_epochs(window: MainWindow) -> float:
    """The length of all that was learned, which the window shows as the engine has it."""
    keys_to_picture(window, "R", "Ctrl+7", "Right")
    assert bits(window.controller.snapshot) == bits(trained(window.controller.experiment, 10))
    return float(np.linalg.norm(window.controller.snapshot.parameters))


def test_batch_sizes_from_one_row_to_all_are_typed(playground):
    """1 to a million, or all. The others have 1 to 30, 1 to 100, or all."""
    for typed, said in (("1", "row 1 / 250"), ("30", "row 30 / 250"), ("249", "row 249 / 250"), ("0", "row 0 / 250")):
        type_field(playground, "batch_size", typed, QSpinBox)
        keys_to_picture(playground, "R", "Ctrl+5", "Right")
        assert text(playground, "caption-epoch") == f"Epoch · {said}"
    assert find(playground, QSpinBox, "batch_size").text() == "all"
    assert playground.controller.experiment.batch_size == "all"
    assert text(playground, "figure-epoch") == "1"


# The picture of the network.


def test_edge_width_is_the_size_of_the_weight(window):
    """In proportion, on a scale that the legend names. One of the others has it, one draws the gradient instead."""
    other = Quantity("weight", 2, 0, 0)
    set_weight(window, other, "2")
    widths = {}
    for typed in ("2", "1", "-1", "0.5"):
        set_weight(window, WEIGHT, typed)
        click(window.network.views[0], QPointF(4, 4))
        widths[typed] = thickness(window, WEIGHT)
    assert widths["2"] == pytest.approx(thickness(window, other), abs=1.5)
    assert widths["1"] == pytest.approx(widths["2"] / 2, abs=1.5)
    assert widths["0.5"] == pytest.approx(widths["2"] / 4, abs=1.5)
    assert widths["-1"] == pytest.approx(widths["1"], abs=1.5)


def set_weight(window: MainWindow, weight: Quantity, typed: str) -> None:
    """Click its edge and type another value beside its slider."""
    press(window, "F6")
    click(window.network.views[0], window.network.views[0].position_on(weight, 0.3))
    type_into(find(window, QLineEdit, "try-value"), typed)
    settle(window)


def thickness(window: MainWindow, weight: Quantity) -> float:
    """How thick an edge is painted, across its way: the median along a part of it without crossings or gaps."""
    view = window.network.views[0]
    image = view.grab().toImage()
    ground = image.pixel(2, 2)
    found = []
    for share in np.linspace(0.25, 0.45, 30):
        at, along = view.position_on(weight, share), view.position_on(weight, share + 0.02)
        slope = np.arctan2(along.y() - at.y(), along.x() - at.x())
        inked = sum(image.pixel(round(at.x()), round(at.y()) + dy) != ground for dy in range(-20, 21))
        found.append(inked * np.cos(slope))
    return float(np.median([width for width in found if width]))


def test_neuron_heat_maps_change_while_it_trains(playground):
    """In every neuron, and large while one points at it. One of the others has it, one for the output only."""
    before = [face(playground, layer, neuron) for layer, neuron in ((1, 0), (1, 3), (2, 1), (3, 0))]
    assert min(len(set(pixels)) for pixels in before) > 10
    for _ in range(3):
        press_only(playground, "+")
    keys_to_picture_only(playground, "Space")
    seen = {tuple(before[0])}
    wait_until(lambda: seen.add(tuple(face(playground, 1, 0))) or len(seen) > 3, "the face changes three times")
    press(playground, "Space")
    after = [face(playground, layer, neuron) for layer, neuron in ((1, 0), (1, 3), (2, 1), (3, 0))]
    assert all(now != then for now, then in zip(after, before, strict=True))


def keys_to_picture_only(window: MainWindow, key: str) -> None:
    window.network.views[0].setFocus()
    press_only(window, key)


def face(window: MainWindow, layer: int, neuron: int) -> list[int]:
    """Pixels of a neuron's lower right, where neither its value nor its bias is written."""
    view = window.network.views[0]
    image, centre = view.grab().toImage(), view.position_of(layer, neuron)
    reach = view.layout_now().radii[layer] * 0.6
    places = [QPointF(x, y) * reach for x in np.linspace(-0.4, 0.8, 7) for y in np.linspace(0.5, 1, 5)]
    return [image.pixel((centre + place).toPoint()) for place in places]


# Steps.


def test_steps_smaller_than_an_epoch_are_chosen_from_a_list(window):
    """Five, down to a product of a sum. The others have four stages of an epoch, or term, node and layer."""
    sizes = find(window, QComboBox, "step-size")
    assert labels_of(sizes) == list(STEP_SIZES)
    type_field(window, "batch_size", "2", QSpinBox)
    reached = []
    for label in STEP_SIZES[:6]:
        choose(sizes, label)
        click_button(window, "reset")
        click_button(window, "step")
        walk, position = window.controller.walk, window.controller.snapshot.position
        reached.append((*position[:2], walk.cursor if walk else ()))
        assert text(window, "figure-epoch") == ("1" if label == "1 epoch" else "0")
    assert reached == sorted(set(reached))


def test_step_back_restores_the_weights_of_every_step_size(window):
    """All weights, to the bit, by steps of any size. One of the others goes back, of two parameters."""
    moments = []
    for number in (8, 7, 6, 5, 4, 3, 2, 1):
        keys_to_picture(window, f"Ctrl+{number}")
        moments.append(moment(window))
        click_button(window, "step")
    for number in range(1, 9):
        press(window, f"Ctrl+{number}")
        click_button(window, "step-back")
        assert moment(window) == moments.pop()
    assert moment(window)[0] == "0"
    assert bits(window.controller.snapshot) == bits(Trainer(window.controller.experiment))


def moment(window: MainWindow) -> tuple[object, ...]:
    """What is shown of where one is, with all weights."""
    names = ("figure-epoch", "figure-loss", "caption-epoch")
    return *(text(window, name) for name in names), *bits(window.controller.snapshot)


# The calculation.


def test_live_numbers_in_the_formulas_are_those_of_this_row_and_weight(window):
    """The chain rule with its factors, as by hand, and at once those of another weight. Two of the others have some."""
    press(window, "Ctrl+1")
    step_to(window, FIRST_HIDDEN_WEIGHT)
    assert text(window, "subline").startswith("Alice: step ")
    assert "gradient" in text(window, "headline")
    before = formula_by_hand(window)
    drag_edge(window, 60, edge=Quantity("weight", 2))
    assert formula_by_hand(window)[1] != before[1]


def formula_by_hand(window: MainWindow) -> tuple[str, str]:
    """The formula's gradient and the weight on its way, which agree with the article's own sum, a number a line."""
    expected = article_gradient(window.controller.snapshot.parameters.tolist())
    shown = window.calculation.maths.shown_numbers()
    for quantity, value in expected.items():
        assert agrees(shown[quantity], value), quantity
    return shown[FIRST_HIDDEN_WEIGHT], shown[Quantity("weight", 2)]


def article_gradient(parameters: list[float]) -> dict[Quantity, float]:
    """∂L/∂w of the first hidden weight for Alice."""

    def sigmoid(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    w1, w2, w3, w4, b1, b2, w5, w6, b3 = parameters
    x1, x2, y = -2.0, -1.0, 1.0
    h1, h2 = sigmoid(w1 * x1 + w2 * x2 + b1), sigmoid(w3 * x1 + w4 * x2 + b2)
    p = sigmoid(w5 * h1 + w6 * h2 + b3)
    factors = {
        Quantity("activation gradient", 2): -2 * (y - p),
        Quantity("slope", 2): p * (1 - p),
        Quantity("weight", 2): w5,
        Quantity("slope", 1): h1 * (1 - h1),
        Quantity("activation", 0): x1,
    }
    return {**factors, FIRST_HIDDEN_WEIGHT: math.prod(factors.values())}


def test_code_follows_the_step_line_by_line(window):
    """The engine's own line is lit, with what its names hold. None of the others has it."""
    press(window, "F3", "Ctrl+3", "Right")
    lit = []
    while window.controller.snapshot.position.row == 0:
        walk, code = window.controller.walk, window.calculation.code
        assert code.lines.lit_line.number == walk.operation.line
        assert text(window, "code-file") == walk.operation.file
        assert code.shown_numbers()
        lit.append(code.lines.lit_line.text.strip())
        press(window, "Right")
    assert "products = " in lit[0]
    assert "dW = delta.T @ a[n - 1] / divisor" in lit
    assert len(set(lit)) >= 10


def test_weights_are_edited_by_hand_in_the_picture_and_in_the_table(window):
    """Dragged and typed, at any time, and taken back. The others have them typed, or before training only."""
    keys_to_picture(window, "Ctrl+7", "Right")
    trained_weights, loss = bits(window.controller.snapshot), text(window, "figure-loss")
    drag_edge(window, 20, 60, 90)
    assert text(window, "figure-loss") != loss
    press(window, "F4")
    type_in_table(window, Quantity("weight", 1, 1, 0), "0,75")
    by_hand = trained(window.controller.experiment, 10)
    by_hand.edit(WEIGHT, value_of(window, WEIGHT))
    by_hand.edit(Quantity("weight", 1, 1, 0), 0.75)
    assert bits(window.controller.snapshot) == bits(by_hand)
    assert column(window, "ŷ") == [f"{value:.4f}" for value in by_hand.snapshot().predictions[:, 0]]
    keys_to_picture(window, "Ctrl+Z", "Ctrl+Z")
    assert bits(window.controller.snapshot) == trained_weights


def type_in_table(window: MainWindow, weight: Quantity, typed: str) -> None:
    """Go to a weight's cell and type over it."""
    table, model = window.calculation.weights.table, window.calculation.weights.model
    cells = [model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
    table.setFocus()
    table.setCurrentIndex(next(cell for cell in cells if model.quantity_at(cell) == weight))
    QTest.keyClicks(table, typed[0])
    editor = find(table, QLineEdit, "weight-editor")
    QTest.keyClicks(editor, typed[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_until(lambda: f"{value_of(window, weight):g}" == typed.replace(",", "."))
    settle(window)


def test_loss_surface_is_over_any_two_weights_with_the_path_on_it(window):
    """Flat and as hills, along weights, chance or the path, and a click goes there. Others have contours of two."""
    axes, start = (Quantity("weight", 1), Quantity("bias", 2)), Trainer(window.controller.experiment)
    press(window, "F8")
    choose_field_of(window, "surface-second", "b⁽²⁾")
    view = surface_made(window)
    keys_to_picture(window, "Ctrl+6", "Right", "Right")
    assert view.plot.scene.route.past[0].tolist() == [value_in(start, weight) for weight in axes]
    assert view.plot.scene.route.now.tolist() == [value_of(window, weight) for weight in axes]
    before = text(window, "figure-loss")
    click(view.plot, surface_made(window).plot.map.frame.box.center())
    settle(window)
    assert text(window, "figure-loss") != before
    for cut in ("random directions", "directions of the path"):
        choose_field_of(window, "surface-cut", cut)
        assert np.ptp(surface_made(window).plot.scene.terrain.surface.losses) > 0
    click(view.solid, QPointF(8, view.solid.height() / 2))
    assert view.solid.isChecked()
    assert len(colours_of(view.plot)) > 50


def choose_field_of(window: MainWindow, name: str, label: str) -> None:
    choose(find(window.calculation, QComboBox, name), label)
    settle(window)


def colours_of(widget: QWidget) -> set[int]:
    image = widget.grab().toImage()
    return {image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)}


def test_gradient_check_of_every_weight_and_bias_finds_the_worst(window):
    """Of all, beside the article's own sum, and it says why where they differ. One of the others has it."""
    by_hand = article_gradient(window.controller.snapshot.parameters.tolist())[FIRST_HIDDEN_WEIGHT]
    keys_to_picture(window, "F7", "Ctrl+5", "Right")
    wait_until(lambda: text(window, "check-progress").startswith("✓ 9 of 9"), "all are checked")
    assert text(window, "check-verdict").startswith("✓")
    assert agrees(text(window, "check-analytic"), by_hand)
    assert agrees(text(window, "check-numeric"), by_hand)
    click(find(window, QPushButton, "check-worst"))
    worst = text(window, "check-progress").split(" at ")[1].replace("\u2060", "").rstrip(".")
    assert f"∂L/∂{worst}," in text(window, "check-title")
    choose(find(window, QComboBox, "lesson-choice"), load_lesson("or-gate-as-published").title)
    keys_to_picture(window, "F7", "Right")
    wait_until(lambda: text(window, "check-verdict").startswith("✗"), "the slip is found")


# The right side.


def test_loss_chart_has_axes_a_logarithm_values_on_hover_and_can_be_saved(playground, tmp_path, monkeypatch):
    """Train solid and test dashed. The others have a chart without axes, with them, or one that can be saved."""
    keys_to_picture(playground, "Ctrl+8", "Right")
    plots = playground.curves.plots
    assert plots["loss"].getAxis("left").labelText == "loss"
    assert "accuracy" in plots["accuracy"].getAxis("left").labelText
    assert plots["accuracy"].getAxis("bottom").labelText == "epoch"
    click(find(playground, QToolButton, "log-loss-button"))
    assert plots["loss"].getAxis("left").logMode
    canvas = find(playground, QWidget, "loss-canvas")
    QTest.mouseMove(canvas.viewport(), canvas.rect().center())
    wait_until(lambda: plots["loss"].reading.text.startswith("epoch "), "the values are told")
    assert "train " in plots["loss"].reading.text
    assert "test " in plots["loss"].reading.text
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "chart.png"), ""))
    press(playground, "Ctrl+Shift+E")
    assert QImage(str(tmp_path / "chart.png")).size() == playground.size()


def test_accuracy_counts_the_rows_that_are_right(open_window):
    """Of all rows that train and of those that test, live. The others have none, a summary, or that of a batch."""
    window = open_window("breast-cancer")
    keys_to_picture(window, "Ctrl+7", "Right")
    for part, figure in (("train", "figure-accuracy"), ("test", "figure-test-accuracy")):
        verdicts = [
            mark for mark, place in zip(column(window, ""), column(window, "set"), strict=True) if place == part
        ]
        assert text(window, figure) == f"{100 * verdicts.count('✓') / len(verdicts):.1f} %"
        assert 50 < verdicts.count("✓") < len(verdicts)
    assert window.curves.plots["accuracy"].train.getData()[1][-1] == pytest.approx(
        percent_shown(window, "figure-accuracy"), abs=0.06
    )


def test_runs_are_compared_with_those_that_were_left_and_with_ten_starts(window):
    """Any settings, side by side, and a key returns to the other. One of the others has four optimizers."""
    keys_to_picture(window, "Ctrl+8", "Right", "Ctrl+7", "Left", "Left")
    choose_field(window, "optimizer", "Adam")
    keys_to_picture(window, "Right")
    adam = bits(window.controller.snapshot)
    loss = window.curves.plots["loss"]
    assert loss.ghosts[0].getData()[0].max() == 100
    assert loss.train.getData()[0].max() == 90
    press(window, "B")
    assert window.controller.experiment.optimizer == "gradient-descent"
    assert loss.train.getData()[0].max() == 100
    press(window, "B")
    assert bits(window.controller.snapshot) == adam
    type_field(window, "epochs", "20", QSpinBox)
    keys_to_picture(window, "T")
    assert "10 of 10 starts" in find(window, QLabel, "starts-result").text()
    assert loss.means[0].getData()[0].max() == 20


# Lessons.


def test_lessons_are_chosen_from_a_list_and_open_as_they_say(window):
    """Seventeen. The others have four, or a link."""
    choice = find(window, QComboBox, "lesson-choice")
    assert choice.count() == len(lesson_ids()) >= 17
    for lesson_id in lesson_ids():
        lesson = load_lesson(lesson_id)
        choose(choice, lesson.title)
        settle(window)
        assert window.windowTitle() == f"{lesson.title}[*] – Gradwalk"
        assert text(window, "lesson-title") == lesson.title
        assert text(window, "figure-epoch") == "0"
        assert find(window, QWidget, "banner").isHidden()
        for view, variant in zip(window.network.views, lesson.variants, strict=True):
            shown = tuple(len(layer) for layer in view.layout_now().layers)
            assert shown == variant.experiment.architecture.sizes
        started = [Trainer(variant.experiment) for variant in lesson.variants]
        assert bits(*window.controller.report.snapshots) == bits(*started)
