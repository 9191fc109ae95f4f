"""Points to predict: the lesson's own, and one that the learner types."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.lessons import FormField, Lesson
from engine.snapshot import Snapshot
from gui import theme
from gui.bindings import TEXT_MARGINS
from gui.controller import Controller
from gui.figures import UNKNOWN, fixed
from gui.labels import make_label
from gui.probe import probe_of_values


class PredictPanel(QWidget):
    """A line for each point, with what the network says of it now; a click shows it in the network."""

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("predict")
        self.setAccessibleName(self.tr("Predict"))
        self._controller = controller
        self._lesson: Lesson | None = None
        self._snapshot: Snapshot | None = None
        self._results: list[QLabel] = []
        self._fields: list[QDoubleSpinBox] = []
        self._own: QLabel | None = None
        self._body: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(make_label("heading", self.tr("Predict")))
        self._column = column

    def show_lesson(self, lesson: Lesson) -> None:
        """Make the lines anew."""
        self._lesson, self._snapshot = lesson, None
        self._results, self._fields, self._own = [], [], None
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget()
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setColumnStretch(0, 1)
        for number in range(len(lesson.points)):
            self._add_point(grid, number)
        if lesson.form:
            self._add_form(grid, lesson.form)
        self._column.addWidget(self._body)
        self.setVisible(bool(lesson.points or lesson.form))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Say of every point what the network says now."""
        self._snapshot = snapshot
        lesson = self._lesson
        fits = lesson is not None and snapshot.experiment.data == lesson.experiment.data
        fits = fits and snapshot.experiment.inputs == lesson.experiment.inputs  # type: ignore[union-attr]
        self.setEnabled(fits)
        if not fits or lesson is None:
            for result in (*self._results, *([self._own] if self._own else [])):
                result.setText(UNKNOWN)
            return
        for point, result in zip(lesson.points, self._results, strict=True):
            result.setText(_answer(snapshot, point.input))
        if self._own is not None:
            self._own.setText(_answer(snapshot, self._typed()))

    # Lines.

    def _add_point(self, grid: QGridLayout, number: int) -> None:
        assert self._lesson is not None
        point = self._lesson.points[number]
        button = QPushButton(point.name)
        button.setObjectName(f"point-{number}")
        button.setAccessibleName(self.tr("Show {0} in the network").format(point.name))
        button.setToolTip(self.tr("Show {0} in the network").format(point.name))
        button.clicked.connect(partial(self._show_point, number))
        result = self._result(f"prediction-{number}")
        grid.addWidget(button, number, 0)
        grid.addWidget(result, number, 1)
        self._results.append(result)

    def _add_form(self, grid: QGridLayout, form: tuple[FormField, ...]) -> None:
        row = grid.rowCount()
        for field in form:
            grid.addWidget(self._caption(field), row, 0, 1, 2)
            grid.addWidget(self._editor(field), row + 1, 0)
            row += 2
        self._own = self._result("prediction-own")
        grid.addWidget(self._own, row - 1, 1)
        for field, editor in zip(form, self._fields, strict=True):
            editor.setValue(field.value)
            editor.valueChanged.connect(self._type)

    def _caption(self, field: FormField) -> QLabel:
        unit = f", {field.unit}" if field.unit else ""
        return make_label("caption", self.tr("Your {0}{1}").format(field.label, unit))

    def _result(self, name: str) -> QLabel:
        result = make_label("result", name=name)
        result.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return result

    def _editor(self, field: FormField) -> QDoubleSpinBox:
        editor = QDoubleSpinBox()
        editor.setObjectName(f"own-{len(self._fields)}")
        editor.setAccessibleName(self.tr("Your {0}").format(field.label))
        editor.setToolTip(self.tr("Type your own {0}; the network answers at once").format(field.label))
        editor.setDecimals(1)
        editor.lineEdit().setTextMargins(*TEXT_MARGINS)
        editor.setRange(field.minimum, field.maximum)
        self._fields.append(editor)
        return editor

    # What the learner does.

    def _show_point(self, number: int) -> None:
        assert self._lesson is not None
        point = self._lesson.points[number]
        self._controller.show_probe(probe_of_values(point.name, point.input))

    def _type(self) -> None:
        self._controller.show_probe(probe_of_values(self.tr("you"), self._typed()))
        if self._own is not None and self._snapshot is not None:
            self._own.setText(_answer(self._snapshot, self._typed()))

    def _typed(self) -> tuple[float, ...]:
        assert self._lesson is not None
        pairs = zip(self._lesson.form, self._fields, strict=True)
        return tuple(field.to_input(editor.value()) for field, editor in pairs)


def _answer(snapshot: Snapshot, values: tuple[float, ...]) -> str:
    """The largest output, and the class that it speaks for."""
    p = snapshot.predict(probe_of_values("", values).inputs)[0]
    return f"{fixed(float(p.max()))}  {snapshot.data.dataset.class_name_of(p)}".rstrip()
