"""The timeline: the run so far, from its start to the furthest epoch; drag it to go back."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from engine.commands import Report
from gui import theme
from gui.controller import Controller
from gui.figures import whole
from gui.labels import make_label


class Timeline(QWidget):
    """A slider over the epochs of the run; the network, the figures and the table follow it."""

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setAccessibleName(self.tr("Timeline"))
        self._controller = controller
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("timeline-slider")
        self.slider.setAccessibleName(self.tr("Epoch of the run"))
        self.slider.setToolTip(self.tr("Drag to go back to an earlier epoch (← and Page Up go back by steps)"))
        self.slider.valueChanged.connect(controller.seek)
        self._last = make_label("caption", name="timeline-last")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 6)
        row.setSpacing(theme.GAP)
        row.addWidget(make_label("caption", self.tr("epoch 0")))
        row.addWidget(self.slider, 1)
        row.addWidget(self._last)
        controller.reported.connect(self._show_report)

    def _show_report(self, report: Report) -> None:
        snapshot = self._controller.snapshot
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, snapshot.furthest)
            # A hand on the slider is ahead of what is shown; it is not pulled back.
            if not self.slider.isSliderDown():
                self.slider.setValue(snapshot.epoch)
        self.slider.setPageStep(max(1, snapshot.furthest // 20))
        self.setEnabled(snapshot.furthest > 0)
        self._last.setText(whole(snapshot.furthest))
