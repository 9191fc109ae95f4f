"""Is it right? The gradient of the batch by back-propagation, and by differences of the loss."""

import time

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from engine.check_run import CheckRun
from engine.gradient_check import ParameterCheck
from engine.quantity import Quantity, gradient_of
from engine.snapshot import Snapshot
from engine.walk import Walk
from gui import theme
from gui.figures import UNKNOWN, exact, number, whole
from gui.labels import make_label
from gui.painting.parameter_names import parameter_or_first, parameter_path, parameter_symbol
from gui.selection import Selection
from gui.sliced import SlicedWork
from gui.views.quantity_label import QuantityLabel

# So often it is told how far the check has come.
TOLD_SECONDS = 0.1
# Longer lines are tiring to read.
WIDEST = 560


class CheckView(QWidget):
    """Both numbers for the chosen weight or bias, and how far they are apart at the worst of all."""

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("check")
        self.setAccessibleName(self.tr("Is the gradient right?"))
        self._selection = selection
        self._snapshot: Snapshot | None = None
        self._walk: Walk | None = None
        self._run: CheckRun | None = None
        self._asked: Quantity | None = None
        self._told = 0.0
        self._work = SlicedWork(self)
        self._work.worked.connect(self._tell)
        self._lay_out()
        selection.changed.connect(self._follow)
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(360, 220)

    # Layout.

    def _lay_out(self) -> None:
        self._title = QuantityLabel(self._selection, "heading", "check-title")
        self._title.setWordWrap(True)
        self._verdict = make_label(name="check-verdict", wrap=True)
        self._progress = make_label("muted", name="check-progress", wrap=True)
        body = QWidget()
        body.setMaximumWidth(WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 12)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._rows())
        column.addWidget(self._verdict)
        column.addLayout(self._foot())
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("check-scroll")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)

    def _rows(self) -> QWidget:
        """Three numbers, one below the other."""
        names = (self.tr("by back-propagation"), self.tr("by differences"), self.tr("relative difference"))
        self._analytic = QuantityLabel(self._selection, "result", "check-analytic")
        self._numeric = make_label("result", name="check-numeric")
        self._difference = make_label("result", name="check-difference")
        self._table = QWidget()
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(2, 1)
        self._numbers: dict[str, QLabel] = {}
        for row, (name, label) in enumerate(zip(names, (self._analytic, self._numeric, self._difference), strict=True)):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label.setAccessibleName(name)
            grid.addWidget(make_label(text=name), row, 0)
            grid.addWidget(label, row, 1)
            self._numbers[name] = label
        return self._table

    def _foot(self) -> QHBoxLayout:
        self._worst = QPushButton()
        self._worst.setObjectName("check-worst")
        self._worst.setAccessibleName(self.tr("Choose the worst"))
        self._worst.setToolTip(self.tr("Choose the weight or bias at which both numbers are furthest apart"))
        self._worst.clicked.connect(self._choose_worst)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        foot.addWidget(self._progress, 1)
        foot.addWidget(self._worst, 0, Qt.AlignmentFlag.AlignTop)
        return foot

    # What is checked.

    def show_snapshot(self, snapshot: Snapshot, walk: Walk | None) -> None:
        """Check the batch of a walk; as long as it is the same batch with the same weights, the check goes on."""
        self._snapshot, self._walk = snapshot, walk
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        self._work.stop()
        super().hideEvent(event)

    @property
    def _parameter(self) -> Quantity:
        assert self._run is not None
        return parameter_or_first(self._selection.parameter, self._run.walk.batch.experiment.architecture)

    def _follow(self) -> None:
        if self._run is not None and self._parameter != self._asked:
            self._ask()

    def _ask(self) -> None:
        """The chosen parameter comes first; its numbers are there at once, unless they take too long."""
        if not self.isVisible():
            return
        before = self._run.walk.batch if self._run else None
        if self._walk is None:
            self._run = None
            self._work.stop()
        elif self._walk.batch is not before:
            self._run = CheckRun(self._walk)
        if self._run is not None:
            self._asked = self._parameter
            self._run.ask(self._asked)
            self._work.begin(iter(self._run.advance, False))
            self._work.work()
        self._show()

    def _tell(self) -> None:
        """Show how far the check has come: now and then, and at its end."""
        if not self._work.busy or time.perf_counter() > self._told + TOLD_SECONDS:
            self._told = time.perf_counter()
            self._show()

    def _choose_worst(self) -> None:
        if self._run is not None and self._run.worst is not None:
            self._selection.choose(self._run.worst.parameter)

    # What is shown.

    def shown_numbers(self) -> dict[str, str]:
        """The three numbers, as they are written, by what stands before them."""
        return {name: label.text() for name, label in self._numbers.items()}

    def _show(self) -> None:
        run, snapshot = self._run, self._snapshot
        self._table.setVisible(run is not None)
        self._verdict.setVisible(run is not None)
        if run is None or snapshot is None:
            self._worst.hide()
            self._title.show_text(self.tr("Back-propagation, checked"), None)
            self._progress.setText(self._what_is_missing(snapshot))
            return
        symbol = self._symbol(self._parameter)
        text = self.tr("∂L/∂{0}, {1}").format(symbol, parameter_path(self._parameter, snapshot))
        self._title.show_text(text, self._parameter)
        self._show_check(run.result(self._parameter))
        self._progress.setText(self._how_far(run))
        self._worst.setVisible(run.worst is not None)
        if run.worst is not None:
            self._worst.setText(self.tr("Show {0}").format(self._symbol(run.worst.parameter)))

    def _what_is_missing(self, snapshot: Snapshot | None) -> str:
        """Why nothing is checked: there was no step, or there will be none."""
        why = snapshot.experiment.why_not_trainable if snapshot else ""
        if why:
            return self.tr("{0}, and so there is no gradient to check.").format(why[0].upper() + why[1:])
        return self.tr("Take a step: then the gradient of its batch is checked here.")

    def _show_check(self, check: ParameterCheck | None) -> None:
        values = (check.analytic, check.numeric, check.relative_error) if check else (None,) * 3
        for label, value in zip(self._numbers.values(), values, strict=True):
            label.setText(UNKNOWN if value is None else number(value))
            label.setToolTip("" if value is None else exact(value))
        self._analytic.show_text(self._analytic.text(), gradient_of(self._parameter))
        self._verdict.setText(self._judge(check) if check else self.tr("Being computed …"))

    def _symbol(self, parameter: Quantity) -> str:
        assert self._run is not None
        return parameter_symbol(parameter, self._run.walk.batch.experiment.architecture)

    def _judge(self, check: ParameterCheck) -> str:
        """The verdict on one parameter, and the reason where both numbers differ."""
        assert self._run is not None
        if check.agrees:
            return self.tr("✓ They agree; what is left is rounding.")
        if check.crosses_kink:
            return self.tr(
                "✗ They differ at a kink: within the small step a neuron switches on or off, "
                "and at a kink the loss has no single slope."
            )
        layers = self._run.walk.batch.layers[check.parameter.layer - 1 :]
        slips = [layer.activation.derivative_formula for layer in layers if not layer.activation.exact]
        if not slips:
            return self.tr("✗ They differ by more than rounding explains.")
        return self.tr(
            "✗ They differ, and must: for the slope this experiment takes {0}. "
            "The weights may learn, but not along the gradient of the loss."
        ).format(slips[0])

    def _how_far(self, run: CheckRun) -> str:
        """How many parameters are checked, and what the worst of them is."""
        texts = [] if run.worst is None and run.finished else [self._counted(run)]
        if run.at_kinks:
            texts.append(self.tr("{0} cross a kink and are left out.").format(whole(run.at_kinks)))
        count = run.walk.batch.experiment.architecture.parameter_count
        if run.of < count:
            texts.append(self.tr("They are spread evenly over all {0}.").format(whole(count)))
        return " ".join(texts)

    def _counted(self, run: CheckRun) -> str:
        if run.worst is None:
            return self.tr("checked {0} of {1}").format(whole(run.checked), whole(run.of))
        worst = number(run.worst.relative_error)
        # Word joiners keep a symbol on one line.
        place = "\u2060".join(self._symbol(run.worst.parameter))
        if not run.finished:
            text, count = self.tr("checked {0} of {1}, worst so far {2} at {3}"), run.checked
        elif run.differing:
            text, count = self.tr("✗ {0} of {1} differ, the worst by {2} at {3}."), run.differing
        else:
            text, count = self.tr("✓ {0} of {1} agree, the worst to {2} at {3}."), run.of - run.at_kinks
        return text.format(whole(count), whole(run.of), worst, place)
