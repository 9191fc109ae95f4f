"""Which engine trains, at the edge of the status bar; and how it comes that another one will."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel

from engine import compiled
from engine.commands import Report
from engine.compiled import Status
from gui.controller import Controller
from gui.labels import dress

# How often to look whether the compiled code is ready.
LOOK_MS = 250


class EngineLabel(QLabel):
    """Says numpy or compiled; `prepare` begins to look for the compiled code."""

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("engine")
        self.setAccessibleName(self.tr("Engine"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        dress(self, "muted")
        self._controller = controller
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        controller.reported.connect(self._show_report)

    def prepare(self) -> None:
        """Have the compiled code loaded, or made; nobody waits for it."""
        compiled.prepare_in_background()
        self._timer.start()

    def _look(self) -> None:
        status = compiled.status()
        if status not in (Status.UNKNOWN, Status.COMPILING):
            self._timer.stop()
        if status is Status.READY:
            self._controller.use_compiled()
        elif self._controller.report:
            self._show_report(self._controller.report)

    def _show_report(self, report: Report) -> None:
        status = compiled.status()
        if self._controller.snapshot.engine == "kernel":
            text, why = (
                self.tr("Engine: compiled"),
                self.tr("The training loop is compiled: it leaves numpy far behind."),
            )
        elif status is Status.COMPILING:
            text = self.tr("Engine: numpy (compiling …)")
            why = self.tr("The training loop is being compiled. It takes over at the end of an epoch.")
        else:
            text, why = self.tr("Engine: numpy"), self._why(status)
        self.setText(text)
        self.setToolTip(why)

    def _why(self, status: Status) -> str:
        """Why numpy trains."""
        return {
            Status.MISSING: self.tr("numba is not installed: training is slower, and all else is as it is with it."),
            Status.FAILED: self.tr(
                "The training loop could not be compiled: training is slower, and all else is as it is with it."
            ),
            Status.SWITCHED_OFF: self.tr("GRADWALK_ENGINE=numpy switches the compiled training loop off."),
        }.get(status, self.tr("What moved the weights last was plain numpy."))
