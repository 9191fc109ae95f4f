"""The bar below everything: what was said last, how far a long run is, which engine trains."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QProgressBar, QStatusBar, QToolButton

from engine.commands import Report, State
from gui import theme
from gui.controller import Controller
from gui.elided_label import ElidedLabel
from gui.engine_label import EngineLabel
from gui.labels import dress

STEPS = 1000


class StatusBar(QStatusBar):
    def __init__(self, controller: Controller, cancel: QAction) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(0, 0, theme.GAP, 0)
        self._controller = controller
        # However much there is to say, it does not make the window wider.
        self.said = ElidedLabel()
        self.said.setObjectName("said")
        dress(self.said, "muted")
        self.said.setContentsMargins(12, 0, 0, 0)
        self.progress = QProgressBar()
        self.progress.setObjectName("progress")
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(220)
        self.progress.setRange(0, STEPS)
        self._cancel = QToolButton()
        self._cancel.setObjectName("cancel-button")
        self._cancel.setDefaultAction(cancel)
        self.engine = EngineLabel(controller)
        self.addWidget(self.said, 1)
        self.addPermanentWidget(self.progress)
        self.addPermanentWidget(self._cancel)
        self.addPermanentWidget(self.engine)
        self._show_busy(False)
        # Whether what was said is of the start of training.
        self._of_start = False
        controller.said.connect(self._say)
        controller.start_said.connect(self._mark_start)
        controller.reported.connect(self._show_report)

    def _show_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self._cancel.setVisible(busy)

    def _say(self, text: str) -> None:
        self._of_start = False
        self.said.setText(text)

    def _mark_start(self) -> None:
        self._of_start = True

    def _show_report(self, report: Report) -> None:
        if self._of_start and self._is_beyond_start(report):
            self._say("")
        share = self._share(report)
        self._show_busy(share is not None)
        if share is not None:
            self.progress.setValue(round(share * STEPS))

    def _is_beyond_start(self, report: Report) -> bool:
        """Whether training went on from the start that was spoken of, and rests now."""
        return self._controller.fresh and report.state is not State.RUNNING and self._controller.snapshot.epoch > 0

    def _share(self, report: Report) -> float | None:
        """How much of the work is done, from 0 to 1; None without work that has an end."""
        if report.state is State.STARTING and report.starts is not None:
            return report.starts.share
        if report.state is State.RUNNING and report.until is not None:
            done = self._controller.snapshot.epoch - report.since
            return done / max(1, report.until - report.since)
        return None
