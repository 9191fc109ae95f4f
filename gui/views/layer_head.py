"""What can be changed about one layer, above it in the picture: its neurons, its activation, its biases, itself."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QToolButton, QWidget

from engine.activations import Activation, activations
from engine.experiment import Experiment
from engine.experiment_fields import MAX_HIDDEN_LAYERS, MAX_NEURONS
from engine.fitting import fitting
from engine.reshape import with_activation, with_bias, with_layer, with_more_neurons, without_layer
from gui import theme
from gui.figures import MINUS, whole
from gui.labels import make_label

Reshape = Callable[[Experiment], Experiment]

# Of a head with all its buttons, of one with a menu and two of them below, and of every button; between two buttons.
WIDE, NARROW, HEIGHT, BETWEEN = 92, 46, 24, 2
ARROW = "▾"


def flat_button(parent: QWidget, name: str, text: str, says: str) -> QToolButton:
    """A small button that leaves the keys where they are when it is clicked; `says` is read aloud and shown as tip."""
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setText(text)
    button.setFont(theme.font(theme.SMALL))
    button.setAccessibleName(says)
    button.setToolTip(says)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setFixedHeight(HEIGHT)
    return button


class LayerHead(QWidget):
    """The head of a hidden layer, counted from 0, or of the output; asks for what its buttons say."""

    asked = Signal(object, int)  # Reshape, for how many hidden layers it is meant

    def __init__(self, prefix: str, layer: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._layer = layer
        self._experiment: Experiment | None = None
        self._title = self.tr("Output") if layer is None else self.tr("Hidden layer {0}").format(layer + 1)
        name = f"{prefix}output" if layer is None else f"{prefix}layer-{layer + 1}"
        self.setObjectName(f"{name}-head")
        self.kind = flat_button(self, f"{name}-kind", "", self._title)
        self.kind.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.kind)
        menu.setObjectName(f"{name}-menu")
        menu.aboutToShow.connect(self._fill_menu)
        self.kind.setMenu(menu)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(BETWEEN)
        # What there is beside the menu in a wide head, and in a narrow one.
        self._wide: list[QWidget] = []
        self._narrow: list[QWidget] = []
        self._is_wide: bool | None = None
        if layer is not None:
            self._add_counters(name, layer)

    def _add_counters(self, name: str, layer: int) -> None:
        says = (self.tr("{0}: one neuron fewer"), self.tr("{0}: one neuron more"), self.tr("{0}: remove"))
        fewer, more, remove = (text.format(self._title) for text in says)
        self.fewer = flat_button(self, f"{name}-fewer", MINUS, fewer)
        self.more = flat_button(self, f"{name}-more", "+", more)
        self.remove = flat_button(self, f"{name}-remove", "×", remove)
        self.count: QLabel = make_label("caption", name=f"{name}-count")
        self.count.setParent(self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button, change in (
            (self.fewer, partial(with_more_neurons, layer=layer, more=-1)),
            (self.more, partial(with_more_neurons, layer=layer, more=1)),
            (self.remove, partial(without_layer, layer=layer)),
        ):
            button.clicked.connect(partial(self._ask, change))
        self.remove.setFixedWidth(HEIGHT)
        self._wide, self._narrow = [self.fewer, self.count, self.more, self.remove], [self.fewer, self.more]

    def _ask(self, change: Reshape, *_: object) -> None:
        assert self._experiment is not None
        self.asked.emit(change, len(self._experiment.hidden))

    # What is shown.

    def show_experiment(self, experiment: Experiment, width: int) -> None:
        """Say what the layer is; what does not fit into so many pixels is in the menu."""
        self._experiment = experiment
        wide = width >= WIDE
        self._arrange(wide)
        shown = self._wide if wide else self._narrow if width >= NARROW else []
        for widget in self._wide:
            widget.setVisible(widget in shown)
        self.setFixedWidth(min(WIDE if wide or self._layer is None else NARROW, width))
        label = self._activation.label
        text = label if wide or self._layer is None else whole(experiment.hidden[self._layer])
        self.kind.setFixedWidth(self.width() - (HEIGHT + 2 if wide and self._layer is not None else 0))
        self.kind.setText(_fitting(self.kind, text, is_word=text == label))
        says = self.tr("{0}: {1}").format(self._title, self._described(experiment))
        self.kind.setAccessibleName(says)
        self.kind.setToolTip(says + "\n" + self.tr("Click for its activation, its biases, and more"))
        if self._layer is not None:
            self._show_count(experiment.hidden[self._layer])

    def _arrange(self, wide: bool) -> None:
        """Fewer, count and more above the menu; where there is less room the menu, with the count in it, above both."""
        if wide == self._is_wide:
            return
        self._is_wide = wide
        while self._grid.takeAt(0):
            pass
        self._grid.setColumnStretch(1, int(wide))
        if self._layer is None:
            self._grid.addWidget(self.kind, 0, 0)
            return
        self._grid.addWidget(self.kind, int(wide), 0, 1, 2)
        for column, widget in enumerate(self._wide[:3] if wide else self._narrow):
            self._grid.addWidget(widget, int(not wide), column)
        if wide:
            self._grid.addWidget(self.remove, 1, 2)
        for button in self._narrow:
            button.setFixedWidth(HEIGHT if wide else (NARROW - BETWEEN) // 2)

    def _show_count(self, count: int) -> None:
        self.count.setText(whole(count))
        self.count.setToolTip(self._neurons(count))
        self.fewer.setEnabled(count > 1)
        self.more.setEnabled(count < MAX_NEURONS)

    @property
    def _place(self) -> int:
        """The number of the layer among all after the inputs, from 0."""
        assert self._experiment is not None
        return len(self._experiment.hidden) if self._layer is None else self._layer

    @property
    def _activation(self) -> Activation:
        assert self._experiment is not None
        return self._experiment.architecture.activations[self._place]

    def _described(self, experiment: Experiment) -> str:
        architecture = experiment.architecture
        bias = self.tr("with biases") if architecture.biases[self._place] else self.tr("without biases")
        return f"{self._neurons(architecture.sizes[self._place + 1])}, {self._activation.label}, {bias}"

    def _neurons(self, count: int) -> str:
        return self.tr("1 neuron") if count == 1 else self.tr("{0} neurons").format(whole(count))

    # The menu.

    def _fill_menu(self) -> None:
        menu, experiment = self.kind.menu(), self._experiment
        assert experiment is not None
        menu.clear()
        if self._layer is not None:
            self._offer_neurons(menu, experiment, self._layer)
        self._offer_activations(menu)
        menu.addSeparator()
        bias = self._offer(menu, self.tr("&Biases"), partial(with_bias, layer=self._place, bias=not self._has_bias))
        bias.setCheckable(True)
        bias.setChecked(self._has_bias)
        menu.addSeparator()
        room = len(experiment.hidden) < MAX_HIDDEN_LAYERS
        self._offer(menu, self.tr("Add a layer be&fore"), partial(with_layer, place=self._place), room)
        if self._layer is not None:
            self._offer(menu, self.tr("&Add a layer after"), partial(with_layer, place=self._layer + 1), room)
            self._offer(menu, self.tr("&Remove this layer"), partial(without_layer, layer=self._layer))

    @property
    def _has_bias(self) -> bool:
        assert self._experiment is not None
        return self._experiment.architecture.biases[self._place]

    def _offer_neurons(self, menu: QMenu, experiment: Experiment, layer: int) -> None:
        count = experiment.hidden[layer]
        more, fewer = (partial(with_more_neurons, layer=layer, more=number) for number in (1, -1))
        self._offer(menu, self.tr("One neuron &more"), more, count < MAX_NEURONS)
        self._offer(menu, self.tr("One neuron f&ewer"), fewer, count > 1)
        menu.addSeparator()

    def _offer_activations(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for entry in activations:
            if self._layer is None:
                change: Reshape = partial(_with_output, name=entry.name)
            elif entry.elementwise:
                change = partial(with_activation, layer=self._layer, name=entry.name)
            else:
                continue
            action = self._offer(menu, entry.label.replace("&", "&&"), change)
            action.setCheckable(True)
            action.setChecked(entry is self._activation)
            group.addAction(action)

    def _offer(self, menu: QMenu, text: str, change: Reshape, possible: bool = True) -> QAction:
        action = menu.addAction(text)
        action.setEnabled(possible)
        action.triggered.connect(partial(self._ask, change))
        return action


def _with_output(experiment: Experiment, name: str) -> Experiment:
    return experiment.changed(**fitting(experiment, "output_activation", name))


def _fitting(button: QToolButton, text: str, is_word: bool) -> str:
    """The text and an arrow that promises a menu, or only one of them where there is no room; a word may be cut."""
    metrics, room = button.fontMetrics(), button.width() - 8
    for shown in (f"{text} {ARROW}", text):
        if metrics.horizontalAdvance(shown) <= room:
            return shown
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room) if is_word else ARROW
