"""Points to predict: the lesson's own, and one that the learner types or slides."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.datasets import Dataset
from engine.lessons import FormField, Lesson
from engine.one_hot import OneHot
from engine.snapshot import Snapshot
from gui import theme
from gui.controller import Controller
from gui.figures import UNKNOWN, fixed
from gui.labels import make_label
from gui.panels.own_values import OwnValues, column_choices, column_fields, shortened
from gui.probe import Probe, probe_of_columns, probe_of_values, raw_of

# Values of one's own for more inputs than these wait behind a button.
MOST_AT_ONCE = 4


class PredictPanel(QWidget):
    """A line for each point, with what the network says of it now; a click shows it in the network.

    Values of one's own begin at what the lesson says, or at the row that is shown, and follow it.
    """

    rearranged = Signal()  # there are other fields

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("predict")
        self.setAccessibleName(self.tr("Predict"))
        self._controller = controller
        self._lesson: Lesson | None = None
        self._snapshot: Snapshot | None = None
        self._results: list[QLabel] = []
        self._points: QWidget | None = None
        # The table that the fields are for, and the lesson's own fields; None before there are any.
        self._table: Dataset | None = None
        self._form: tuple[FormField, ...] | None = None
        self._fields: tuple[FormField, ...] = ()
        self._choices: tuple[OneHot, ...] = ()
        self._values: OwnValues | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(make_label("heading", self.tr("Predict")))
        self._opener = self._make_opener()
        self._own = _result("prediction-own")
        self._own.hide()
        self._column = column
        column.addWidget(self._opener)
        column.addWidget(self._own)
        controller.probe_changed.connect(self._follow)

    def _make_opener(self) -> QPushButton:
        opener = QPushButton(self.tr("T&ype or slide values …"))
        opener.setObjectName("own-values")
        opener.setAccessibleName(self.tr("Type or slide values"))
        opener.setToolTip(self.tr("A field for each input, which begins at the shown row"))
        opener.clicked.connect(self._open)
        return opener

    def show_lesson(self, lesson: Lesson) -> None:
        """Make the lines anew."""
        self._lesson, self._snapshot, self._table, self._form = lesson, None, None, None
        self._results = []
        self._drop(self._points)
        self._points = QWidget()
        grid = QGridLayout(self._points)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setColumnStretch(0, 1)
        for number in range(len(lesson.points)):
            self._add_point(grid, number)
        self._column.insertWidget(1, self._points)
        self._points.setVisible(bool(lesson.points))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Say of every point what the network says now."""
        self._snapshot = snapshot
        lesson = self._lesson
        if lesson is None or self._points is None:
            return
        experiment = snapshot.experiment
        fits = (experiment.data, experiment.inputs) == (lesson.experiment.data, lesson.experiment.inputs)
        self._points.setEnabled(fits)
        self._offer(snapshot, lesson.form if fits else ())
        for point, result in zip(lesson.points, self._results, strict=True):
            result.setText(_answer(snapshot, probe_of_values(point.name, point.input)) if fits else UNKNOWN)
        if self._values is not None:
            self._own.setText(_answer(snapshot, self._probe_of(self._values.values, snapshot)))

    # One's own values.

    def _offer(self, snapshot: Snapshot, form: tuple[FormField, ...]) -> None:
        """Fields for the columns of another table: few at once, many when they are asked for."""
        table = snapshot.data.dataset
        if table is self._table and form == self._form:
            return
        fields = form or column_fields(snapshot.data)
        choices = column_choices(snapshot.data) if fields and not form else ()
        labels = [field.label for field in fields]
        same = form == self._form and labels == [field.label for field in self._fields] and choices == self._choices
        self._table, self._form, self._fields, self._choices = table, form, fields, choices
        if same and self._values is not None:
            # A point was drawn, say: whoever types a value goes on.
            self._values.show_fields(fields)
            return
        self._drop(self._values)
        self._values = None
        self._own.hide()
        # The fields of one choice are one.
        count = len(fields) - sum(len(choice.places) - 1 for choice in choices)
        self._opener.setVisible(count > MOST_AT_ONCE)
        self.setVisible(bool(self._fields or (self._lesson and self._lesson.points)))
        if 0 < count <= MOST_AT_ONCE:
            self._make_values()

    def _make_values(self) -> None:
        own = self.tr("Your {0}") if self._has_form else "{0}"
        self._values = OwnValues(self._fields, own, self._choices)
        self._values.typed.connect(self._type)
        self._column.insertWidget(self._column.indexOf(self._own), self._values)
        self._own.show()
        self.rearranged.emit()
        if self._controller.probe is not None:
            self._follow(self._controller.probe)

    def _open(self) -> None:
        self._opener.hide()
        if self._values is None:
            self._make_values()
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)

    @property
    def _has_form(self) -> bool:
        """Whether the fields are the lesson's own, with units and a place to begin."""
        return self._lesson is not None and bool(self._lesson.form) and self._fields == self._lesson.form

    def _follow(self, probe: Probe) -> None:
        """Show the values of the row that the network shows."""
        # The row may be of a table that is told of here in a moment.
        snapshot = self._controller.snapshot
        raw, places = raw_of(snapshot.data, probe), snapshot.data.raw_places
        if self._values is None or self._has_form or raw is None or len(places) != len(self._fields):
            return
        typed = probe.raw is not None
        values = tuple(value if typed else shortened(value) for value in raw[places].tolist())
        if values != self._values.values:
            self._values.show_values(values)
        # Of what the fields show, which may be fewer digits than the row has.
        self._own.setText(_answer(snapshot, self._probe_of(self._values.values, snapshot)))

    def _type(self, values: tuple[float, ...]) -> None:
        if self._snapshot is None:
            # These are the inputs of the lesson before; what the new one says is not there yet.
            return
        probe = self._probe_of(values, self._snapshot)
        self._controller.show_probe(probe)
        self._own.setText(_answer(self._snapshot, probe))

    def _probe_of(self, values: tuple[float, ...], snapshot: Snapshot) -> Probe:
        """What is typed: inputs by the lesson's form, else the columns that the inputs are made of."""
        if self._has_form:
            return probe_of_values(self.tr("you"), values)
        return probe_of_columns(self.tr("you"), values, snapshot.data)

    # The lesson's points.

    def _add_point(self, grid: QGridLayout, number: int) -> None:
        assert self._lesson is not None
        point = self._lesson.points[number]
        button = QPushButton(point.name)
        button.setObjectName(f"point-{number}")
        button.setAccessibleName(self.tr("Show {0} in the network").format(point.name))
        button.setToolTip(self.tr("Show {0} in the network").format(point.name))
        show: Callable[[], None] = partial(self._show_point, number)
        button.clicked.connect(show)
        result = _result(f"prediction-{number}")
        grid.addWidget(button, number, 0)
        grid.addWidget(result, number, 1)
        self._results.append(result)

    def _show_point(self, number: int) -> None:
        assert self._lesson is not None
        point = self._lesson.points[number]
        self._controller.show_probe(probe_of_values(point.name, point.input))

    def _drop(self, widget: QWidget | None) -> None:
        if widget is not None:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()


def _result(name: str) -> QLabel:
    result = make_label("result", name=name)
    result.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return result


def _answer(snapshot: Snapshot, probe: Probe) -> str:
    """The largest output, and the class that it speaks for."""
    p = snapshot.predict(probe.inputs)[0]
    return f"{fixed(float(p.max()))}  {snapshot.data.dataset.class_name_of(p)}".rstrip()
