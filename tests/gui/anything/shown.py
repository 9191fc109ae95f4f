"""What the window shows, held against what is trained."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QSlider, QSpinBox, QWidget

from engine.experiment import Experiment
from engine.snapshot import Snapshot
from gui.bindings import ChoiceEditor, Editor, SizesEditor
from gui.figures import figure, fixed, percent, typed_number, whole
from gui.main_window import MainWindow
from gui.panels.form import FormPanel
from gui.probe import probe_of_row
from tests.gui.helpers import bits, column, find, settle, text


def check_shown(window: MainWindow) -> None:
    """After all is settled every pane speaks of the same moment."""
    controller = window.controller
    assert controller.report is not None
    assert controller.experiments == tuple(shot.experiment for shot in controller.report.snapshots)
    check_bar(window, controller.snapshot)
    check_timeline(window, controller.snapshot)
    check_rows(window, controller.snapshot)
    for view, shot in zip(window.network.views, controller.report.snapshots, strict=True):
        assert view.experiment == shot.experiment
    for panel in window.findChildren(FormPanel):
        check_fields(panel, controller.experiment)


def check_bar(window: MainWindow, snapshot: Snapshot) -> None:
    assert controller_title(window) in window.windowTitle()
    assert text(window, "figure-epoch") == whole(snapshot.epoch)
    assert text(window, "figure-loss") == figure(snapshot.loss)
    assert text(window, "figure-accuracy") == percent(snapshot.accuracy)


def controller_title(window: MainWindow) -> str:
    lesson = window.controller.lesson
    assert lesson is not None
    return lesson.title


def check_timeline(window: MainWindow, snapshot: Snapshot) -> None:
    slider = find(window, QSlider, "timeline-slider")
    assert (slider.value(), slider.maximum()) == (snapshot.epoch, snapshot.furthest)


def check_rows(window: MainWindow, snapshot: Snapshot) -> None:
    """The first row and the last, worked out anew from the parameters."""
    count = snapshot.data.dataset.row_count
    assert window.data.model.rowCount() == count
    if not count:
        return
    several = len(snapshot.data.dataset.output_names) > 1
    rows = (0, count - 1)
    for row, shown in zip(rows, column(window, "largest ŷ" if several else "ŷ", rows), strict=True):
        output = snapshot.predict(probe_of_row(snapshot, row).inputs)[0]
        assert shown == fixed(float(output.max())), f"row {row}"


# The settings.


def check_fields(panel: FormPanel, experiment: Experiment) -> None:
    for field, editor in panel._editors.items():
        shown, value = shown_in(editor, experiment), getattr(experiment, field)
        assert shown == written(editor, value), f"{field}: {shown} is shown for {value}"


def shown_in(editor: Editor, experiment: Experiment) -> Any:
    """What one reads in an editor."""
    for kind, read in READERS.items():
        if isinstance(editor.widget, kind):
            return read(editor)
    raise AssertionError(editor)


def typed(editor: Any) -> Any:
    """What is meant; who typed it may have written it in another way."""
    text = editor.widget.text()
    if isinstance(editor, SizesEditor):
        return tuple(int(part) for part in text.split(",") if part.strip())
    return typed_number(text)


def ticked(editor: Any) -> tuple[str, ...]:
    items = [editor.widget.item(row) for row in range(editor.widget.count())]
    return tuple(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)


READERS: dict[type[QWidget], Callable[[Any], Any]] = {
    QLineEdit: typed,
    QSpinBox: lambda editor: editor.widget.value(),
    QCheckBox: lambda editor: editor.widget.checkState(),
    QComboBox: lambda editor: editor._choices[editor.widget.currentIndex()][1],
    QListWidget: ticked,
}


def written(editor: Any, value: Any) -> Any:
    """How an editor writes a value."""
    widget = editor.widget
    if isinstance(editor, ChoiceEditor):
        return value
    if isinstance(widget, QLineEdit):
        return value
    if isinstance(widget, QSpinBox):
        return min(editor._to_number(value), widget.maximum())
    if isinstance(widget, QListWidget):
        return value or editor._columns
    flags = set(value) if isinstance(value, tuple) else {value}
    states = {frozenset({True}): Qt.CheckState.Checked, frozenset({False}): Qt.CheckState.Unchecked}
    return states.get(frozenset(flags), Qt.CheckState.PartiallyChecked)


# The past.


def check_replay(window: MainWindow, epoch: int) -> None:
    """Who goes back and returns finds the very bits, and they are those that are shown."""
    snapshot, slider = window.controller.snapshot, find(window, QSlider, "timeline-slider")
    if window.controller.why_not_trainable or snapshot.position.row or snapshot.walk or epoch >= snapshot.epoch:
        return
    for place in (epoch, snapshot.epoch):
        slider.setValue(place)
        settle(window)
    assert bits(window.controller.snapshot) == bits(snapshot)
