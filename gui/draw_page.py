"""Draw your own: the pad, and what goes with it. What is drawn is the row that the network shows."""

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.arrays import Array
from engine.pixels import image_side
from engine.snapshot import Snapshot
from gui import theme
from gui.controller import Controller
from gui.probe import Probe, probe_of_values
from gui.views.draw_pad import DrawPad


class DrawPage(QWidget):
    """Pixels as one draws them are from 0 to 1; the network gets them between the smallest and largest of the table."""

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("draw")
        self.setAccessibleName(self.tr("Draw your own"))
        self._controller = controller
        self._table: object = None
        self._limits = (0.0, 1.0)
        self._side = 0
        self.pad = DrawPad()
        self.pad.drawn.connect(self._show_drawing)
        clear = QPushButton(self.tr("Clear"))
        clear.setObjectName("draw-clear")
        clear.setAccessibleName(self.tr("Clear"))
        clear.setToolTip(self.tr("Nothing but paper (Delete)"))
        clear.setProperty("role", "small")
        clear.clicked.connect(self.pad.clear)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(clear)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, 4, 0, theme.GAP)
        column.setSpacing(4)
        column.addWidget(self.pad, 1)
        column.addLayout(foot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Another table has another side, and other shades of ink."""
        table = snapshot.data.dataset
        if table is not self._table:
            self._table, self._side = table, image_side(table) or 0
            self._limits = float(table.inputs.min(initial=0.0)), float(table.inputs.max(initial=0.0))
            if self._controller.probe is not None:
                self.show_probe(self._controller.probe)

    def show_probe(self, probe: Probe) -> None:
        """The image of the row that is shown."""
        low, high = self._limits
        if self._side and probe.inputs.shape[1] == self._side**2 and high > low:
            pixels = (probe.inputs[0] - low) / (high - low)
            self.pad.show_pixels(np.asarray(pixels).reshape(self._side, self._side), own=probe.place is None)

    def _show_drawing(self, pixels: Array) -> None:
        low, high = self._limits
        if self._side:
            values = low + (high - low) * pixels
            self._controller.show_probe(probe_of_values(self.tr("your drawing"), tuple(values.tolist())))
