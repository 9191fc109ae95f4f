"""Which inputs matter: their first weights, and what goes wrong when one of them is shuffled."""

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QToolTip, QVBoxLayout, QWidget

from engine.influence import Importance, ImportanceRun, can_measure, weight_influence
from engine.snapshot import Snapshot
from gui import theme
from gui.figures import UNKNOWN, percent, whole
from gui.labels import make_label
from gui.painting.influence_bars import InfluenceBars, importance_text, weight_text
from gui.sliced import SlicedWork
from gui.tips import show_tip


class InfluenceView(QWidget):
    """Weights are shown always; inputs are shuffled only at rest, a few at a time. The most important comes first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("influence")
        self.setAccessibleName(self.tr("Influence of the inputs"))
        self._snapshot: Snapshot | None = None
        self._resting = False
        self._run: ImportanceRun | None = None
        self.importance: Importance | None = None
        self._order: tuple[int, ...] = ()
        self._work = SlicedWork(self)
        self._work.worked.connect(self._take)
        self._state = make_label("caption", name="influence-state", wrap=True)
        self._state.setContentsMargins(theme.MARGIN, 4, theme.MARGIN, 0)
        self._bars = Bars(self)
        scroll = QScrollArea()
        scroll.setObjectName("influence-scroll")
        scroll.setAccessibleName(self.tr("Influence of the inputs"))
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._bars)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GAP)
        column.setSpacing(4)
        column.addWidget(self._state)
        column.addWidget(scroll, 1)

    # What is shown.

    def show_snapshot(self, snapshot: Snapshot, resting: bool) -> None:
        """Show a moment; `resting` says whether it stays, so that there is time to shuffle."""
        before = self._snapshot
        same = before is not None and _is_same(before, snapshot) and resting == self._resting
        if before is not None and before.data is not snapshot.data:
            self._order = ()
        self._snapshot, self._resting = snapshot, resting
        if not same:
            self._begin()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()

    def hideEvent(self, event: QHideEvent) -> None:
        self._work.stop()
        super().hideEvent(event)

    def _begin(self) -> None:
        snapshot = self._snapshot
        if snapshot is None or not self.isVisible():
            return
        if self._run is None or not _is_same(self._run.snapshot, snapshot):
            self._run, self.importance = None, None
            if self._resting and can_measure(snapshot):
                self._run = ImportanceRun(snapshot)
        if self._run is not None and not self._run.finished and self._resting:
            self._work.begin(iter(self._run.advance, False))
        else:
            self._work.stop()
        self._show()

    def _take(self) -> None:
        """What has been found after a slice of the shuffling."""
        assert self._run is not None
        if self._run.finished:
            self.importance = self._run.importance
            self._order = tuple(np.argsort(-np.nan_to_num(self.importance.mean), kind="stable").tolist())
        self._show()

    def _show(self) -> None:
        assert self._snapshot is not None
        self._state.setText(self._what_it_is(self._snapshot))
        self._bars.show_bars(self.bars_in(float(self._bars.width())))

    def bars_in(self, width: float) -> InfluenceBars | None:
        """The bars as they are now, in a room of a width."""
        snapshot = self._snapshot
        if snapshot is None:
            return None
        weights = weight_influence(snapshot)
        order = self._order or tuple(np.argsort(-np.abs(np.nan_to_num(weights)), kind="stable").tolist())
        return InfluenceBars(snapshot.data.dataset.input_names, weights, self.importance, order, width)

    def _what_it_is(self, snapshot: Snapshot) -> str:
        """One line: what the two columns show."""
        single = len(snapshot.layers[0].W) == 1
        weights = self.tr("weight") if single else self.tr("sum of |weights|")
        if not can_measure(snapshot):
            return weights
        if self.importance is None:
            share = percent(self._run.share, 0) if self._run is not None else ""
            waiting = self.tr("shuffling, {0}").format(share) if self._run else self.tr("shuffled when training pauses")
            return f"{weights} · {waiting}"
        found = self.importance
        rows = self.tr("{0} test rows") if found.of_tests else self.tr("{0} training rows")
        drop = self.tr("drop of accuracy when shuffled") if found.of_accuracy else self.tr("rise of loss when shuffled")
        return f"{weights} · {drop}, {rows.format(whole(found.rows))}"

    def reading(self, place: int) -> str:
        """What is known of an input, in words."""
        snapshot, found = self._snapshot, self.importance
        if snapshot is None:
            return ""
        weight = weight_text(float(weight_influence(snapshot)[place]))
        mean = importance_text(found, float(found.mean[place])) if found else UNKNOWN
        std = importance_text(found, float(found.std[place])).lstrip("+") if found else UNKNOWN
        text = self.tr("{0}: weight {1}, when shuffled {2} ± {3}")
        return text.format(snapshot.data.dataset.input_names[place], weight, mean, std)


def _is_same(before: Snapshot, after: Snapshot) -> bool:
    """Whether what was measured of a moment holds of another: of the same weights and the same rows."""
    return before.parameters is after.parameters and before.data is after.data


class Bars(QWidget):
    """Paints the bars, as high as they are many."""

    def __init__(self, view: InfluenceView) -> None:
        super().__init__(view)
        self.setObjectName("influence-bars")
        self.setMouseTracking(True)
        self._view = view
        self._bars: InfluenceBars | None = None

    def show_bars(self, bars: InfluenceBars | None) -> None:
        self._bars = bars
        self.setMinimumHeight(round(bars.height) if bars else 0)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        bars = self._view.bars_in(float(self.width()))
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour(theme.current().surface))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if bars is not None:
                bars.paint(painter)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._bars.line_at(event.position().y()) if self._bars else None
        if place is None:
            QToolTip.hideText()
        else:
            show_tip(event.globalPosition().toPoint(), self._view.reading(place), self)
