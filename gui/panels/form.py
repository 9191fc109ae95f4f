"""A panel of labelled editors: one row a field, every label with a key."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QScrollArea, QVBoxLayout, QWidget

from engine.experiment import Experiment
from gui import theme
from gui.bindings import Commit, Editor
from gui.controller import Controller
from gui.labels import make_label


class FormPanel(QScrollArea):
    """Shows the experiment in focus and hands edits to the controller."""

    def __init__(self, name: str, controller: Controller) -> None:
        super().__init__()
        self.setObjectName(f"panel-{name}")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.controller = controller
        self._editors: list[Editor] = []
        body = QWidget()
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        self.column.setSpacing(12)
        self._rows = QFormLayout()
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._rows.setVerticalSpacing(4)
        self.column.addLayout(self._rows)
        self.note = make_label("muted", wrap=True)
        self.column.addWidget(self.note)
        self.column.addStretch(1)
        self.setWidget(body)
        controller.experiments_changed.connect(self.show_experiments)

    def commit(self, field: str) -> Commit:
        """What an editor calls with the field's new value."""
        return lambda value: self.controller.edit(field, value)

    def add(self, field: str, label: str, tip: str, editor: Editor) -> None:
        """One more row. `label` has its key marked by &."""
        widget: Any = editor.widget
        # The pane with the table is called "data" already.
        widget.setObjectName("data_set" if field == "data" else field)
        widget.setAccessibleName(label.replace("&", ""))
        widget.setToolTip(tip)
        caption = make_label("caption", label)
        caption.setBuddy(widget)
        caption.setContentsMargins(0, 6, 0, 0)
        if label:
            self._rows.addRow(caption)
        self._rows.addRow(widget)
        self._editors.append(editor)

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        experiment = experiments[self.controller.focus]
        for editor in self._editors:
            editor.show(experiment)
