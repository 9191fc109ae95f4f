"""The head of the output: which picture it is, and of the map which inputs and how."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from engine.snapshot import Snapshot
from gui import theme
from gui.labels import make_label
from gui.output_choice import OutputChoice
from gui.output_kinds import kind_of, kinds_of
from gui.painting.output_plane import plane_names

# Pictures in which rows that only test can be told from those that train.
WITH_TESTS = ("curve", "map", "strip", "confusion")
# The list of pictures is never narrower.
LEAST_WIDTH = 76
SPACING = 6


class OutputHead(QWidget):
    """Beside the title: the picture, and two buttons for how it looks.

    `axes` are a line of their own below it; `below` is one under the picture, for the buttons where the head is narrow.
    """

    def __init__(self, choice: OutputChoice, discrete: QAction, tests: QAction) -> None:
        super().__init__()
        self.setObjectName("picture-head")
        self._choice = choice
        self._known: tuple[object, ...] = ()
        self._snapshot: Snapshot | None = None
        self._has_steps = self._has_tests = False
        self.kind = self._combo("picture-kind", self.tr("Picture of the output"))
        self.kind.activated.connect(lambda place: choice.change(kind=self.kind.itemData(place)))
        self._discrete, self._tests = self._button(discrete), self._button(tests)
        self.below = QWidget()
        self.below.setObjectName("output-tools")
        self._line, self._line_below = _line_in(self), _line_in(self.below)
        self._line.addStretch(1)
        self._line.addWidget(self.kind)
        self._line_below.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 6)
        self._line_below.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.axes = AxesLine(choice)
        choice.changed.connect(self._show)

    def minimumSizeHint(self) -> QSize:
        """The buttons go elsewhere where there is little room."""
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        """All that are of use beside the list of pictures, or all of them below."""
        useful = {self._discrete: self._has_steps, self._tests: self._has_tests}
        needed = sum(button.sizeHint().width() + SPACING for button, is_useful in useful.items() if is_useful)
        fits = self.kind.sizeHint().width() + needed <= self.width()
        for place, (button, is_useful) in enumerate(useful.items()):
            if fits and button.parent() is not self:
                # Behind the stretch.
                self._line.insertWidget(place + 1, button)
            elif not fits and button.parent() is not self.below:
                self._line_below.insertWidget(place, button)
            button.setVisible(is_useful)
        self.below.setVisible(needed > 0 and not fits)

    def _combo(self, name: str, text: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(text)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setMinimumWidth(LEAST_WIDTH)
        return combo

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{action.objectName()}-button")
        button.setDefaultAction(action)
        button.setAccessibleName(action.statusTip())
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setProperty("role", "small")
        return button

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Offer what there is of this network."""
        data = snapshot.data
        known = (data, snapshot.experiment.architecture)
        self._snapshot = snapshot
        if known != self._known:
            self._known = known
            self._show()

    def _show(self) -> None:
        snapshot, settings = self._snapshot, self._choice.settings
        if snapshot is None:
            return
        name = kind_of(snapshot, settings)
        with QSignalBlocker(self.kind):
            self.kind.clear()
            for place, kind in enumerate(kinds_of(snapshot)):
                self.kind.addItem(kind.label, kind.name)
                self.kind.setItemData(place, kind.explanation, Qt.ItemDataRole.ToolTipRole)
            self.kind.setCurrentIndex(self.kind.findData(name))
        self.kind.setToolTip(self.tr("{0} (O)").format(self.kind.currentData(Qt.ItemDataRole.ToolTipRole)))
        self.kind.setEnabled(self.kind.count() > 1)
        self._has_steps = name == "map"
        self._has_tests = len(snapshot.data.test) > 0 and name in WITH_TESTS
        self._fit_buttons()
        names = plane_names(snapshot.data)
        self.axes.setVisible(name == "map" and len(names) > 2)
        if name == "map":
            self.axes.show_names(names)


def _line_in(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 4, 0, 4)
    line.setSpacing(SPACING)
    return line


class AxesLine(QWidget):
    """The two inputs of the map."""

    def __init__(self, choice: OutputChoice) -> None:
        super().__init__()
        self.setObjectName("output-axes")
        self._choice = choice
        self._names: tuple[str, ...] = ()
        self.across = self._combo("map-across", self.tr("Input to the right"))
        self.upwards = self._combo("map-upwards", self.tr("Input upwards"))
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 4)
        line.setSpacing(SPACING)
        for text, combo in ((self.tr("→"), self.across), (self.tr("↑"), self.upwards)):
            line.addWidget(make_label("muted", text))
            line.addWidget(combo, 1)
        self.hide()

    def _combo(self, name: str, text: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(text)
        combo.setToolTip(self.tr("{0}; the others stay as they are in the shown row").format(text))
        combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        combo.setMaxVisibleItems(20)
        combo.activated.connect(lambda _: self._tell(combo))
        return combo

    def show_names(self, names: Sequence[str]) -> None:
        places = self._choice.settings.places(names)
        for combo, place in zip((self.across, self.upwards), places, strict=True):
            with QSignalBlocker(combo):
                if names != self._names:
                    combo.clear()
                    combo.addItems(list(names))
                combo.setCurrentIndex(place)
        self._names = tuple(names)

    def _tell(self, changed: QComboBox) -> None:
        """The input of one axis on the other as well: they change places."""
        across, upwards = self.across.currentText(), self.upwards.currentText()
        if across == upwards:
            old = [self._names[place] for place in self._choice.settings.places(self._names)]
            across, upwards = (across, old[0]) if changed is self.across else (old[1], upwards)
        self._choice.change(axes=(across, upwards))
