"""Whatever is done with the window, in any order: nothing breaks, and what is shown is what is trained."""

from collections.abc import Iterator

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
)

from engine.ladder import StepSize
from engine.quantity import Quantity
from gui.actions import ACTIONS
from gui.pacing import PACES
from tests.gui.anything.answers import Answers, answer_import, answer_question, close_what_is_open
from tests.gui.anything.faults import Faults
from tests.gui.anything.hands import (
    choose_entry,
    click_in,
    drag_in,
    pick,
    press_button,
    reachable,
    settings_field,
    slide,
    tick,
    turn,
    type_text,
)
from tests.gui.anything.keeper import Keeper, at_rest, await_files
from tests.gui.anything.sequence import Sequence, run_sequences, step
from tests.gui.anything.shown import check_replay, check_shown
from tests.gui.helpers import activate

# Which of what there is, or where in a widget.
numbers = st.integers(0, 255)
places = st.tuples(numbers, numbers)
# What closes the window, and what opens a dialog of its own, have rules of their own.
EXPORTS = tuple(row.name for row in ACTIONS if row.name.startswith("export-"))
ASKING = ("open", "open-recent", "paste", "save", "save-as", *EXPORTS)
PLAIN = [row.name for row in ACTIONS if row.name not in (*ASKING, "quit")]
CHOICES = ("activation", "output_activation", "start", "scaling", "schedule", "optimizer", "loss", "reduction")
COUNTS = ("points", "noise", "classes", "train_share", "seed", "schedule_epochs", "batch_size", "dropout", "epochs")
TYPED = ("learning_rate", "momentum", "weight_decay", "turns", "l1", "l2", "clip")
LAYERS = ("", "1", "4, 2", "3,3,3", "20", "1,1,1,1", "x", "0", "2000", "4,,2")
TEXTS = ("0.1", "0", "0.9", "0.001", "1", "5", "-1", "1e3", "1e400", "nan", "abc", "1,5", "")
SIZES = ((1280, 800), (1000, 640), (1600, 1000), (640, 480))
KEYS = ("Space", "Right", "Left", "Esc", "Tab", "Ctrl+Z", "Ctrl+Y", "B", "G", "Up", "Down", "Return", "Del", "5", "F2")
# How many sequences; `make soak` takes a part of the many on each processor.
FEW, PARTS, PART = 200, 20, 500


class AnySequence(Sequence):
    """Each rule is something that a person can do, at any moment; `look` waits and looks at what has come of it."""

    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self.keeper = keeper

    @property
    def window(self):
        return self.keeper.window

    @property
    def controller(self):
        return self.keeper.window.controller

    @initialize(number=numbers)
    def begin(self, number):
        with self.written_down(f"state.begin(number={number})"):
            self.keeper.begin(number)

    # Actions.

    @step(name=st.sampled_from(PLAIN))
    def take_an_action(self, name):
        self.window.action(name).trigger()
        close_what_is_open(self.window)

    @step(number=numbers, accept=st.booleans())
    def open_a_table(self, number, accept):
        self.keeper.answers.opened = self.keeper.answers.path(number) if number % 2 else ""
        self.window.action("open").trigger()
        answer_import(self.window, accept)

    @step(number=numbers, accept=st.booleans())
    def paste_a_table(self, number, accept):
        self.keeper.answers.copy(number)
        self.window.action("paste").trigger()
        answer_import(self.window, accept)

    @step(name=st.sampled_from(EXPORTS), number=st.integers(0, 3))
    def export(self, name, number):
        folder = self.keeper.answers.folder
        self.keeper.answers.saved = ("", str(folder / "exported"), str(folder), str(folder / "no" / "x"))[number]
        self.window.action(name).trigger()

    @step(key=st.sampled_from(KEYS))
    def press_a_key(self, key):
        QTest.keySequence(self.window.focusWidget() or self.window, key)
        close_what_is_open(self.window)

    # Sessions.

    @step(name=st.sampled_from(["save", "save-as"]), number=st.integers(0, 4))
    def save(self, name, number):
        self.keeper.answers.save_as(number)
        self.window.action(name).trigger()

    @step(number=numbers)
    def open_a_session(self, number):
        self.keeper.answers.opened = self.keeper.answers.session(number)
        self.window.action("open").trigger()
        answer_import(self.window, accept=False)

    @step(number=numbers, accept=st.booleans())
    def open_one_of_the_last(self, number, accept):
        self.window.recent.menu.aboutToShow.emit()
        pick(number, self.window.recent.menu.actions()).trigger()
        answer_import(self.window, accept)

    @step(asks=st.booleans())
    def be_asked_from_now_on(self, asks):
        self.window.document.asks = asks

    @step(number=st.integers(0, 2))
    def answer_what_is_asked(self, number):
        answer_question(self.window, number)

    @step(seldom=st.integers(0, 3))
    def look_for_what_a_crash_left(self, seldom):
        if seldom == 0:
            self.keeper.leave_behind()
            self.window.recovery.look()

    @step(name=st.sampled_from(["recovery-open", "recovery-discard"]))
    def answer_what_is_offered(self, name):
        press_button(pick(0, reachable(self.window, QPushButton, name)))

    # Settings.

    @step(number=numbers)
    def choose_a_lesson(self, number):
        self.window.tabs.setCurrentIndex(0)
        choose_entry(self.window.lesson.choice, number)

    @step(number=numbers)
    def choose_a_data_set(self, number):
        choose_entry(settings_field(self.window, QComboBox, "data_set"), number)

    @step(name=st.sampled_from(CHOICES), number=numbers)
    def choose_a_setting(self, name, number):
        choose_entry(settings_field(self.window, QComboBox, name), number)

    @step(name=st.sampled_from(COUNTS), number=numbers)
    def count_a_setting(self, name, number):
        turn(settings_field(self.window, QSpinBox, name), number)

    @step(name=st.sampled_from(TYPED), typed=st.sampled_from(TEXTS))
    def type_a_setting(self, name, typed):
        type_text(settings_field(self.window, QLineEdit, name), typed)

    @step(name=st.sampled_from(["bias", "split_shuffled", "shuffle"]))
    def tick_a_setting(self, name):
        press_button(settings_field(self.window, QCheckBox, name))

    @step(number=numbers)
    def tick_an_input(self, number):
        tick(settings_field(self.window, QListWidget, "inputs"), number)

    @step(typed=st.sampled_from(LAYERS))
    def type_the_layers(self, typed):
        type_text(settings_field(self.window, QLineEdit, "hidden"), typed)

    @step()
    def show_or_hide_the_penalties(self):
        press_button(settings_field(self.window, QToolButton, "penalties"))

    @step(number=numbers, typed=st.sampled_from(TEXTS))
    def choose_a_goal(self, number, typed):
        choose_entry(settings_field(self.window, QComboBox, "goal-kind"), number)
        type_text(pick(0, reachable(self.window, QLineEdit, "goal-value")), typed)

    # The network.

    @step(number=numbers)
    def press_a_button_above_a_layer(self, number):
        strip = pick(number, self.window.network.strips)
        press_button(pick(number // 2, [b for b in reachable(strip, QToolButton) if b.menu() is None]))

    @step(number=numbers, entry=numbers)
    def choose_in_the_menu_of_a_layer(self, number, entry):
        strip = pick(number, self.window.network.strips)
        button = pick(number // 2, [b for b in reachable(strip, QToolButton) if b.menu() is not None])
        if button is not None:
            button.menu().aboutToShow.emit()
            pick(entry, button.menu().actions()).trigger()

    @step(number=numbers, place=places)
    def click_in_a_network(self, number, place):
        click_in(pick(number, self.window.network.views), *place)

    @step(number=numbers, share=numbers, way=st.integers(-90, 90))
    def drag_a_weight(self, number, share, way):
        view = pick(number, self.window.network.views)
        if view.layout_now() is None:
            return
        where = view.position_on(Quantity("weight", 1, 0, 0), share / 256)
        x, y = round(256 * where.x() / view.width()), round(256 * where.y() / view.height())
        drag_in(view, (x, y), (x, y + way // 2), (x, y + way))

    @step(typed=st.sampled_from(TEXTS), place=numbers)
    def try_a_weight(self, typed, place):
        self.window.action("pane-try").trigger()
        type_text(pick(0, reachable(self.window, QLineEdit, "try-value")), typed)
        slide(pick(0, reachable(self.window, QSlider, "try-slider")), place, 255 - place)

    @step(row=numbers, column=numbers, value=st.floats(-3, 3))
    def write_into_the_table_of_weights(self, row, column, value):
        self.window.action("pane-weights").trigger()
        model = self.window.calculation.weights.table.model()
        if model.rowCount() and model.columnCount():
            index = model.index(row % model.rowCount(), column % model.columnCount())
            if model.flags(index) & Qt.ItemFlag.ItemIsEditable:
                model.setData(index, value)

    # Training.

    @step(size=st.sampled_from(list(StepSize)))
    def choose_a_step_size(self, size):
        combo = self.window.findChild(QComboBox, "step-size")
        choose_entry(combo, combo.findData(size))

    @step(place=st.integers(0, len(PACES) - 1))
    def choose_a_pace(self, place):
        self.window.findChild(QSlider, "speed").setValue(place)

    @step(name=st.sampled_from(["play", "step", "step", "step-back", "reset", "cancel", "go-to-best", "other-branch"]))
    def train(self, name):
        press_button(pick(0, reachable(self.window, QToolButton, name)) or self.window.findChild(QToolButton, name))
        self.window.action(name).trigger()

    @step(name=st.sampled_from(["undo", "redo"]), times=st.integers(1, 3))
    def take_back_or_make_again(self, name, times):
        for _ in range(times):
            self.window.action(name).trigger()

    @step(first=numbers, last=numbers)
    def drag_the_timeline(self, first, last):
        slide(pick(0, reachable(self.window, QSlider, "timeline-slider")), first, last)

    @step(number=numbers)
    def enter_a_branch(self, number):
        ghosts = len(self.controller.snapshot.ghosts)
        if ghosts and self.window.curves is not None:
            self.window.curves.ghost_clicked.emit(number % ghosts)

    # What is looked at.

    @step(number=numbers)
    def choose_a_picture(self, number):
        choose_entry(pick(0, reachable(self.window, QComboBox, "picture-kind")), number)

    @step(number=numbers)
    def choose_an_axis(self, number):
        choose_entry(pick(number, reachable(self.window, QComboBox, "map-across", "map-upwards")), number // 2)

    @step(place=places)
    def click_in_the_output(self, place):
        click_in(self.window.output, *place)

    @step(on=places, to=places)
    def drag_in_the_output(self, on, to):
        drag_in(self.window.output, on, to)

    @step(number=numbers)
    def choose_what_is_drawn(self, number):
        press_button(pick(0, reachable(self.window, QToolButton, "draw-points-button")))
        choose_entry(pick(0, reachable(self.window, QComboBox, "draw-class")), number)
        turn(pick(0, reachable(self.window, QDoubleSpinBox, "draw-value")), number)

    @step(on=places, to=places)
    def draw_on_the_pad(self, on, to):
        drag_in(self.window._right.draw.pad, on, to)

    @step(row=numbers)
    def choose_a_row(self, row):
        table = self.window.data.table
        if table.model().rowCount():
            table.selectRow(row % table.model().rowCount())

    @step(typed=st.sampled_from(["1", "x", "0.5", "row", ""]))
    def find_a_row(self, typed):
        self.window.action("find").trigger()
        QTest.keyClicks(self.window.data.finder, typed)

    @step(number=numbers, value=numbers)
    def predict(self, number, value):
        self.window.tabs.setCurrentIndex(0)
        panel = self.window.lesson.predict
        turn(pick(number, reachable(panel, QAbstractSpinBox)), value)
        slide(pick(number, reachable(panel, QSlider)), value)
        if value % 3 == 0:
            press_button(pick(number, reachable(panel, QPushButton)))

    @step(number=numbers, place=places)
    def look_at_a_pane(self, number, place):
        self.window.show_calculation(True)
        tabs = self.window.calculation.tabs
        tabs.setCurrentIndex(number % tabs.count())
        QApplication.processEvents()
        click_in(tabs.currentWidget().childAt(tabs.currentWidget().rect().center()), *place)
        choose_entry(pick(place[0], reachable(tabs.currentWidget(), QComboBox)), place[1])

    @step(size=st.sampled_from(SIZES))
    def resize(self, size):
        self.window.resize(*size)

    # Time.

    @step(times=st.integers(1, 5))
    def let_events_run(self, times):
        for _ in range(times):
            QApplication.processEvents()

    @step(often=st.integers(0, 2))
    def look(self, often):
        if often == 0:
            self.wait_and_look()

    @step(epoch=st.integers(0, 60))
    def go_back_and_return(self, epoch):
        if epoch < 20:
            self.wait_and_look()
            check_replay(self.window, epoch)

    @step(seldom=st.integers(0, 39))
    def close_and_open_anew(self, seldom):
        if seldom == 17:
            self.keeper.open_anew()

    def wait_and_look(self):
        # What has been read asks before it takes the place of what is there.
        await_files(self.window)
        close_what_is_open(self.window)
        # What is being typed is done when the keys go elsewhere.
        activate(self.window)
        self.window.network.setFocus()
        at_rest(self.window)
        check_shown(self.window)

    def check(self):
        self.keeper.faults.check()

    def teardown(self):
        with self.written_down("state.teardown()"):
            self.wait_and_look()


@pytest.fixture
def keeper(qapp, tmp_path, monkeypatch) -> Iterator[Keeper]:
    monkeypatch.setenv("GRADWALK_DATA", str(tmp_path / "own"))
    with Faults() as faults:
        keeper = Keeper(faults, Answers(tmp_path, monkeypatch))
        yield keeper
        keeper.close()


def test_after_any_sequence_the_window_shows_what_is_trained(keeper):
    objects, experiments = keeper.objects(), keeper.experiments()
    run_sequences(lambda: AnySequence(keeper), FEW, same_each_time=True)
    assert keeper.objects() <= objects + 100, "widgets are left behind"
    assert keeper.experiments() <= experiments + 100, "experiments are left behind"


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_after_very_many_sequences_it_does_too(keeper, part):
    run_sequences(lambda: AnySequence(keeper), PART, same_each_time=False)
