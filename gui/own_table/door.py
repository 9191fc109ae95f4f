"""The ways in: a file that is chosen, dropped, pasted or named on the command line, and a table that is pasted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from engine.own_table.source import Source
from engine.session.recognise import is_session_file
from gui.controller import Controller
from gui.fault_words import is_own

if TYPE_CHECKING:
    from gui.own_table.dialog import ImportDialog


class TableDoor(QObject):
    """Opens the dialog for a table that comes in, and hands on what it makes. One at a time."""

    made = Signal(object)  # Lesson
    imported = Signal(str)  # the file of a table that was learned from
    session_chosen = Signal(str)  # a file that is no table
    began = Signal()

    def __init__(self, controller: Controller, window: QWidget) -> None:
        super().__init__(window)
        self._controller = controller
        self._window = window
        self.dialog: ImportDialog | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def choose_file(self) -> None:
        kinds = (
            self.tr("Sessions and tables (*.gradwalk *.csv *.tsv *.txt)"),
            self.tr("Sessions (*.gradwalk)"),
            self.tr("Tables (*.csv *.tsv *.txt)"),
            self.tr("All files (*)"),
        )
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open"), "", ";;".join(kinds))
        if path:
            self.open_file(path)

    def open_file(self, path: str) -> None:
        """A session, or else a table."""
        if is_session_file(path):
            self.close()
            self.session_chosen.emit(path)
        else:
            self._open(Source.of_file(path), path)

    def paste(self) -> None:
        """A table from the clipboard: cells of a spreadsheet, text, or a file that was copied."""
        self._open_mime(QApplication.clipboard().mimeData(), self.tr("Pasted table"))

    def close(self) -> None:
        """Give up what is being opened."""
        if self.dialog is not None:
            self.dialog.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dropped anywhere on the window."""
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return False
        assert isinstance(event, QDropEvent)
        if not (_path_in(event.mimeData()) or event.mimeData().hasText()):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._open_mime(event.mimeData(), self.tr("Dropped table"))
        return True

    def _open_mime(self, data: QMimeData | None, name: str) -> None:
        # An empty clipboard may be none at all.
        path, text = (_path_in(data), data.text()) if data is not None else ("", "")
        if path:
            self.open_file(path)
        elif text.strip():
            self._open(Source.of_text(text, name))
        else:
            self._controller.warned.emit(self.tr("There is no table to paste: copy cells or the text of one first."))

    def _open(self, source: Source, path: str = "") -> None:
        # Most starts need none of what reads tables.
        from gui.own_table.dialog import ImportDialog

        self.close()
        self.began.emit()
        self.dialog = ImportDialog(source, self._window)
        self.dialog.imported.connect(self.made)
        if path:
            self.dialog.imported.connect(lambda _: self.imported.emit(path))
        self.dialog.failed.connect(self._tell)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _tell(self, fault: BaseException, words: str) -> None:
        """The dialog has no place for details: the window behind it has."""
        if is_own(fault):
            self._controller.warn(words, fault)

    def _forget(self) -> None:
        self.dialog = None


def _path_in(data: QMimeData) -> str:
    """The first file of this machine among what was dropped or copied; empty where there is none."""
    return next((url.toLocalFile() for url in data.urls() if url.isLocalFile()), "")
