"""Why did it move? What each row of the batch had to say to one weight or bias."""

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from engine.arrays import Array
from engine.quantity import Quantity, memory_of, updated
from engine.snapshot import Snapshot
from engine.walk import Walk
from gui import theme
from gui.figures import MINUS, exact, number, plain, whole
from gui.labels import make_label
from gui.painting.network_names import symbol_of
from gui.painting.parameter_names import parameter_or_first, parameter_path, parameter_symbol
from gui.selection import Selection
from gui.views.pulls_chart import Pulls, PullsChart
from gui.views.quantity_label import QuantityLabel


class PullsView(QWidget):
    """The step of the chosen weight or bias in words, and the pulls of the rows that it is the sum of."""

    row_chosen = Signal(int)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pulls")
        self.setAccessibleName(self.tr("Why did it move?"))
        self._selection = selection
        self._walk: Walk | None = None
        self._snapshot: Snapshot | None = None
        self._shown: Pulls | None = None
        self._lay_out()
        selection.changed.connect(self._follow)
        self._parameter: Quantity | None = None

    def sizeHint(self) -> QSize:
        return QSize(360, 240)

    def _lay_out(self) -> None:
        self._headline = QuantityLabel(self._selection, "heading", "pulls-headline")
        self._headline.setWordWrap(True)
        self._caption = make_label("caption", name="pulls-caption", wrap=True)
        self._largest_first = QCheckBox(self.tr("largest first"))
        self._largest_first.setObjectName("pulls-largest-first")
        self._largest_first.setAccessibleName(self.tr("Largest pulls first"))
        self._largest_first.setToolTip(self.tr("Largest pulls first, or rows in their order in the batch"))
        self._largest_first.toggled.connect(self._show)
        self._chart = PullsChart()
        self._chart.row_chosen.connect(self.row_chosen)
        head = QHBoxLayout()
        head.addWidget(self._caption, 1)
        head.addWidget(self._largest_first)
        texts = QVBoxLayout()
        texts.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 0)
        texts.setSpacing(2)
        texts.addWidget(self._headline)
        texts.addLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addLayout(texts)
        column.addWidget(self._chart, 1)

    # What is shown.

    def show_walk(self, walk: Walk | None, snapshot: Snapshot) -> None:
        """Show the batch of a walk; None where there is none to look at."""
        self._walk, self._snapshot = walk, snapshot
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _follow(self) -> None:
        if self._walk is not None and self._chosen != self._parameter:
            self._show()

    @property
    def _chosen(self) -> Quantity:
        assert self._walk is not None
        return parameter_or_first(self._selection.parameter, self._walk.batch.experiment.architecture)

    def shown_numbers(self) -> list[tuple[str, str]]:
        """Every row's name and number from the top down, the sum last."""
        pulls = self._shown
        if pulls is None:
            return []
        rows = [(pulls.name(row), number(float(pulls.values[row]))) for row in pulls.order.tolist()]
        return [*rows, (pulls.sum_name, number(pulls.sum))]

    def _show(self) -> None:
        if not self.isVisible():
            return
        walk = self._walk
        self._caption.setVisible(walk is not None)
        self._largest_first.setVisible(walk is not None and len(walk.batch) > 1)
        if walk is None or self._snapshot is None:
            self._shown = self._parameter = None
            self._headline.show_text(self._what_is_missing(), None)
        else:
            self._parameter = self._chosen
            self._shown = self._pulls(walk, self._parameter)
            self._headline.show_text(self._in_words(walk, self._shown), self._parameter)
            self._caption.setText(self._from_to(walk, self._snapshot, self._parameter))
        self._chart.show_pulls(self._shown)

    def _pulls(self, walk: Walk, parameter: Quantity) -> Pulls:
        values = walk.pulls(parameter)
        largest_first = self._largest_first.isChecked()
        return Pulls(
            values=values,
            order=np.argsort(-np.abs(values), kind="stable") if largest_first else np.arange(len(values)),
            name=self._name,
            describe=self._describe,
            sum_name=self._sum_name(walk, parameter),
            sum_tip=self._describe_sum(walk, parameter, values),
            step=_step(walk, parameter, values),
            marked=None if walk.finished else walk.cursor.row,
        )

    def _name(self, row: int) -> str:
        assert self._walk is not None
        assert self._snapshot is not None
        return self._snapshot.data.dataset.row_names[self._walk.batch.table_rows[row]]

    def _sum_name(self, walk: Walk, parameter: Quantity) -> str:
        if walk.batch.optimizer.slots or not walk.pulls_add_up(parameter):
            return self.tr("sum of all pulls")
        return self.tr("step taken") if walk.finished else self.tr("step to come")

    # In words.

    def _what_is_missing(self) -> str:
        """Why no pulls are shown: there was no step, or there will be none."""
        why = self._snapshot.experiment.why_not_trainable if self._snapshot else ""
        if why:
            return self.tr("{0}, and so there is no gradient, and no row pulls.").format(why[0].upper() + why[1:])
        return self.tr("Take a step: here you will see which rows pulled, and how hard.")

    def _in_words(self, walk: Walk, pulls: Pulls) -> str:
        assert self._parameter is not None
        hardest = int(np.abs(pulls.values).argmax())
        who = "none" if not pulls.values[hardest] else "alone" if len(pulls.values) == 1 else "hardest"
        done, to_come = {
            "none": (self.tr("{0} did not move: no row pulled."), self.tr("{0} will not move: no row pulls.")),
            "alone": (
                self.tr("{0} moved by {1}: {2} alone pulled."),
                self.tr("{0} will move by {1}: {2} alone pulls."),
            ),
            "hardest": (
                self.tr("{0} moved by {1}: {2} pulled hardest."),
                self.tr("{0} will move by {1}: {2} pulls hardest."),
            ),
        }[who]
        symbol = parameter_symbol(self._parameter, walk.batch.experiment.architecture)
        text = done if walk.finished else to_come
        name = pulls.name(hardest)
        # Rows without names are numbered.
        puller = self.tr("row {0}").format(name) if name.isdecimal() else name
        if who == "none" and pulls.step:
            text = self.tr("{0} moved by {1}: no row pulled.") if walk.finished else self.tr("{0} will move by {1}.")
        return text.format(symbol, number(pulls.step), puller)

    def _from_to(self, walk: Walk, snapshot: Snapshot, parameter: Quantity) -> str:
        before, after = walk.value(parameter), walk.value(updated(parameter))
        path = parameter_path(parameter, snapshot)
        text = self.tr("{0}, from {1} to {2}").format(path, number(before), number(after))
        if not walk.pulls_add_up(parameter):
            return self.tr("{0}; this is not the sum of the pulls: {1}").format(text, self._why_not(walk, parameter))
        if not walk.batch.optimizer.slots:
            return text
        return self.tr("{0}; {1} of it by the velocity of before").format(text, number(_brought_along(walk, parameter)))

    def _why_not(self, walk: Walk, parameter: Quantity) -> str:
        """Why the step is not what the rows pull together."""
        optimizer = walk.batch.optimizer
        reasons = [] if optimizer.adds_up else [self.tr("{0} makes a step of its own").format(optimizer.label)]
        if walk.has_penalty(parameter):
            reasons.append(self.tr("the penalty pulls too"))
        if walk.is_clipped:
            reasons.append(self.tr("the gradient is clipped"))
        return self.tr(", and ").join(reasons)

    def _describe(self, row: int) -> str:
        """A row's pull, exactly, and what it is the product of."""
        walk, snapshot, parameter = self._walk, self._snapshot, self._parameter
        if walk is None or snapshot is None or parameter is None:
            return ""
        _, layer, neuron, source = parameter[:4]
        symbols = [MINUS + "η", "δ"]
        numbers = [MINUS + plain(walk.value(Quantity("learning rate")))]
        numbers.append(_factor(number(float(walk.traced("delta", layer).result[row, neuron]))))
        said = self.tr("δ of {0}").format(symbol_of(snapshot, layer, neuron))
        if parameter.kind == "weight":
            a = float(walk.activations[layer - 1][row, source])
            symbols.append("a")
            numbers.append(_factor(plain(a) if layer == 1 else number(a)))
            said += self.tr(", a of {0}").format(symbol_of(snapshot, layer - 1, source))
        by = walk.batch.divisor
        left = " · ".join(symbols) + (" / n" if by > 1 else "")
        right = " · ".join(numbers) + (f" / {whole(by)}" if by > 1 else "")
        pull = exact(float(walk.pulls(parameter)[row]))
        return f"{self._name(row)}: {pull}\n{left} = {right}\n{said}"

    def _describe_sum(self, walk: Walk, parameter: Quantity, values: Array) -> str:
        moved = walk.value(updated(parameter)) - walk.value(parameter)
        pulled, stepped = exact(float(values.sum())), exact(moved)
        return self.tr("sum of all pulls: {0}\nnew weight {2} weight: {1}").format(pulled, stepped, MINUS)


def _step(walk: Walk, parameter: Quantity, pulls: Array) -> float:
    """How far the parameter moves; as a sum of what moves it where it is one, which has more digits."""
    if walk.pulls_add_up(parameter):
        return float(pulls.sum()) + _brought_along(walk, parameter)
    return walk.value(updated(parameter)) - walk.value(parameter)


def _brought_along(walk: Walk, parameter: Quantity) -> float:
    """What the velocity of before adds to the step; without momentum nothing."""
    if not walk.batch.optimizer.slots:
        return 0.0
    momentum = walk.value(Quantity("setting", part="momentum"))
    return -walk.batch.learning_rate * momentum * walk.value(memory_of(parameter, "velocity"))


def _factor(text: str) -> str:
    """A number as a factor of a product."""
    return f"({text})" if text.startswith(MINUS) else text
