"""Qt's application, with the one thing more that the system may ask of it while it runs."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    file_asked = Signal(str)  # the path of a file to open

    def event(self, event: QEvent) -> bool:
        """On macOS a double click comes as an event, to the program that runs already too."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_asked.emit(event.file())
            return True
        return super().event(event)
