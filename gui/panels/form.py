"""A panel of labelled editors: one row a field, every label with a key."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFormLayout, QWidget

from engine.experiment import Experiment
from gui.bindings import Editor
from gui.controller import Controller
from gui.labels import make_label
from gui.panels.scroll import ScrollPanel

# Whether an experiment has a use for a row.
Applies = Callable[[Experiment], bool]


class FormPanel(ScrollPanel):
    """Shows the experiment in focus and hands edits to the controller."""

    def __init__(self, name: str, controller: Controller) -> None:
        super().__init__(f"panel-{name}")
        self.controller = controller
        self._editors: dict[str, Editor] = {}
        self._sometimes: list[tuple[QWidget, Applies]] = []
        self.column.setSpacing(12)
        self._rows = QFormLayout()
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._rows.setVerticalSpacing(4)
        self.column.addLayout(self._rows)
        self.note = make_label("muted", wrap=True)
        self.column.addWidget(self.note)
        self.column.addStretch(1)
        controller.experiments_changed.connect(self.show_experiments)

    def add(self, field: str, label: str, tip: str, editor: Editor, applies: Applies | None = None) -> None:
        """One more row: a field of the experiment, its label with its key marked by &, and its editor.

        A row that applies only sometimes is hidden until it does.
        """
        widget: Any = editor.widget
        # The pane with the table is called "data" already.
        widget.setObjectName("data_set" if field == "data" else field)
        widget.setAccessibleName(label.replace("&", ""))
        widget.setToolTip(tip)
        if label:
            caption = make_label("caption", label)
            caption.setBuddy(widget)
            caption.setContentsMargins(0, 6, 0, 0)
            self.add_widget(caption, applies)
        self.add_widget(widget, applies)
        editor.chosen = partial(self.controller.edit, field)
        self._editors[field] = editor

    def add_widget(self, widget: QWidget, applies: Applies | None = None) -> None:
        """One more row that edits nothing."""
        self._rows.addRow(widget)
        if applies is not None:
            self._sometimes.append((widget, applies))

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        self.show_experiment(experiments[self.controller.focus])

    def show_experiment(self, experiment: Experiment) -> None:
        for field, editor in self._editors.items():
            editor.show(getattr(experiment, field))
        for widget, applies in self._sometimes:
            self._rows.setRowVisible(widget, applies(experiment))
