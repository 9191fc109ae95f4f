"""The tools beside the title of the output with which points are drawn: on or off, of which class, away with all."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from engine.datasets.drawing import next_class
from gui.bindings import TEXT_MARGINS
from gui.drawing import Drawing
from gui.elided_combo import ElidedCombo
from gui.tips import as_text

# Of the field for a value, and how wide it is.
LARGEST_VALUE, VALUE_WIDTH, LEAST_WIDTH = 1e6, 104, 52


class DrawBar(QWidget):
    """Shown where points can be drawn."""

    def __init__(self, drawing: Drawing, draw: QAction, clear: QAction) -> None:
        super().__init__()
        self.setObjectName("draw-bar")
        self._drawing, self._draw, self._clear = drawing, draw, clear
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(6)
        self._classes = self._make_classes()
        self._value = self._make_value()
        self._away = self._button(clear, self.tr("Clear"))
        row.addWidget(self._classes)
        row.addWidget(self._value)
        row.addWidget(self._away)
        row.addWidget(self._button(draw, self.tr("Draw")))
        drawing.changed.connect(self._show)
        self._show()

    def _button(self, action: QAction, text: str) -> QToolButton:
        """A button of an action, with a shorter text than the menu's."""
        action.setIconText(text)
        button = QToolButton()
        button.setDefaultAction(action)
        button.setObjectName(f"{action.objectName()}-button")
        button.setAccessibleName(action.text())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        return button

    def _make_classes(self) -> QComboBox:
        classes = ElidedCombo()
        classes.setObjectName("draw-class")
        classes.setAccessibleName(self.tr("Class that a click adds"))
        classes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        # Beside the title there may be little room.
        classes.setMinimumContentsLength(3)
        classes.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        classes.activated.connect(self._drawing.choose_class)
        return classes

    def _make_value(self) -> QDoubleSpinBox:
        value = QDoubleSpinBox()
        value.setObjectName("draw-value")
        value.setAccessibleName(self.tr("Value that a click adds"))
        value.setToolTip(self.tr("What a point that a click adds should give"))
        value.lineEdit().setTextMargins(*TEXT_MARGINS)
        value.setRange(-LARGEST_VALUE, LARGEST_VALUE)
        value.setSingleStep(0.1)
        # Beside the title there may be little room.
        value.setMinimumWidth(LEAST_WIDTH)
        value.setMaximumWidth(VALUE_WIDTH)
        value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        value.valueChanged.connect(self._drawing.choose_value)
        return value

    def _show(self) -> None:
        drawing = self._drawing
        self.setVisible(drawing.possible)
        self._draw.setChecked(drawing.on)
        self._clear.setEnabled(drawing.possible)
        self._away.setVisible(drawing.on)
        self._classes.setVisible(drawing.on and bool(drawing.class_names))
        self._value.setVisible(drawing.on and drawing.takes_value)
        with QSignalBlocker(self._classes):
            self._classes.clear()
            self._classes.addItems([f"{number}: {name}" for number, name in enumerate(self._offered, start=1)])
            self._classes.setCurrentIndex(drawing.number)
        tip = self.tr("The class that a click adds (1 to 9): {0}; with Shift the second one")
        self._classes.setToolTip(as_text(tip.format(self._classes.currentText())))

    @property
    def _offered(self) -> list[str]:
        """The classes that there are, and a new one."""
        names = self._drawing.class_names
        new = next_class(names)
        return [*names, self.tr("{0} (new)").format(new)] if new else list(names)
