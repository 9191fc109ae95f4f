"""At the start: work that a crash has left behind is offered, and nobody has to answer."""

from pathlib import Path

from PySide6.QtCore import QEvent, QFileInfo, QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gui.fault_words import reason_of
from gui.icons import icon
from gui.labels import make_label
from gui.own_table.reading_line import ReadingLine
from gui.session.document import Document
from gui.session.folder import sessions_folder
from gui.session.leftovers import Leftover, SetAside, Unopened, looking
from gui.session.saving import Saving
from gui.session.tidying import time_of

# So many damaged files are named.
MOST_NAMES = 3


class Recovery(QWidget):
    """A banner of its own: what is offered here is not to be hidden by a message."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.setObjectName("recovery")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self.offered: Leftover | None = None
        # What was opened and not saved anew yet, by the number of its document: until then the file stays.
        self._open: dict[int, Leftover] = {}
        # What was found to be damaged since the start.
        self._damaged: list[SetAside] = []
        # And what cannot be opened.
        self._unopened: list[Unopened] = []
        # How many were opened or discarded.
        self._dealt_with = 0
        document.saver.finished.connect(self._look_whether_saved_anew)
        self.line = ReadingLine(self)
        self.line.told.connect(self._take)
        self.line.failed.connect(self._fail)
        self._mark = QLabel()
        self.text = make_label(name="recovery-text", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        # The letters of these words are keys of the panels.
        self.accept = self._button(self.tr("Open it"), "recovery-open", self.tr("Go on with that work"), "Alt+K")
        self.discard = self._button(self.tr("Discard"), "recovery-discard", self.tr("Delete that work"), "Alt+X")
        self.accept.clicked.connect(self._accept)
        self.discard.clicked.connect(self._discard)
        row.addWidget(self.accept)
        row.addWidget(self.discard)
        self._mark.setPixmap(icon("warning").pixmap(20, 20))
        self.hide()

    def _button(self, text: str, name: str, tip: str, key: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setShortcut(QKeySequence(key))
        shown = button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{tip} ({shown})")
        return button

    def look(self) -> None:
        """Look for what was left behind, meanwhile."""
        self.line.start(looking(sessions_folder()))

    def close_all(self) -> None:
        self.line.close()
        for leftover in (self.offered, *self._open.values()):
            if leftover is not None:
                leftover.lock.unlock()

    def forget_all(self) -> None:
        """What was opened from here is not wanted any more, or is in other files."""
        for number in list(self._open):
            self._forget(self._open.pop(number))

    def _look_whether_saved_anew(self, saving: Saving) -> None:
        """What was opened from here may be in another file now."""
        if saving.written and saving.number in self._open:
            self._forget(self._open.pop(saving.number))

    def _take(self, news: object) -> None:
        if isinstance(news, SetAside):
            self._damaged.append(news)
            self._document.warn(self._words_of_bad())
        elif isinstance(news, Unopened):
            self._unopened.append(news)
            self._document.warn(self._words_of_bad(), news.error)
        elif isinstance(news, Leftover):
            self._offer(news)

    def _fail(self, fault: BaseException) -> None:
        text = self.tr("What a crash may have left behind could not be looked at: {0}.")
        self._document.warn(text.format(reason_of(fault)), fault)

    def _words_of_bad(self) -> str:
        """One message of all: it takes the place of the one before."""
        words = [self._words_of_damaged()] if self._damaged else []
        return " ".join([*words, *map(self._words_of_unopened, self._unopened[:MOST_NAMES])])

    def _words_of_unopened(self, one: Unopened) -> str:
        text = self.tr("Work that was left behind cannot be opened. It stays as {0}: {1}.")
        return text.format(one.path, reason_of(one.error).removesuffix("."))

    def _words_of_damaged(self) -> str:
        first = self._damaged[0]
        if len(self._damaged) == 1:
            text = self.tr("Work that a crash left behind is damaged. It is kept as {0}. {1}")
            return text.format(first.path, first.problem)
        names = ", ".join(one.path.name for one in self._damaged[:MOST_NAMES])
        more = ", …" if len(self._damaged) > MOST_NAMES else ""
        text = self.tr("{0} damaged files that crashes left behind are kept in {1}: {2}")
        return text.format(len(self._damaged), first.path.parent, names + more)

    def _offer(self, leftover: Leftover) -> None:
        self.offered = leftover
        text = self.tr("Gradwalk ended in the middle of its work. “{0}” was kept, as it was on {1}.")
        name = self._file_of(leftover) or leftover.found.session.lesson.title
        words = [text.format(Path(name).name, _time_of(leftover.path))]
        if self._dealt_with or leftover.more:
            which = self._dealt_with + 1
            words.append(self.tr("This is {0} of {1}.").format(which, which + leftover.more))
        self.text.setText(" ".join(words))
        self.setAccessibleName(self.text.text())
        self.show()

    def _accept(self) -> None:
        leftover, self.offered = self.offered, None
        self.hide()
        if leftover is not None:
            self._document.leave(lambda: self._go_on(leftover), lambda: self._offer(leftover))

    def _go_on(self, leftover: Leftover) -> None:
        # Where another program works on its file by now it has none.
        self._document.show(leftover.found, self._file_of(leftover), recovered=True)
        self._open[self._document.number] = leftover
        self._go_to_next()

    def _discard(self) -> None:
        leftover, self.offered = self.offered, None
        self.hide()
        if leftover is not None:
            self._forget(leftover)
            self._go_to_next()

    def _go_to_next(self) -> None:
        """Each has its turn. What is open is held, and not offered again."""
        self._dealt_with += 1
        self.look()

    def _forget(self, leftover: Leftover) -> None:
        try:
            leftover.path.unlink(missing_ok=True)
        except OSError as error:
            self._document.warn(f"{leftover.path}: {error.strerror}")
        leftover.lock.unlock()

    def _file_of(self, leftover: Leftover) -> str:
        """The file of the learner's that it was, if it was one, and if that was not saved since."""
        file = leftover.found.session.view.get("file", "")
        return file if isinstance(file, str) and time_of(Path(file)) <= time_of(leftover.path) else ""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._mark.setPixmap(icon("warning").pixmap(20, 20))
        super().changeEvent(event)


def _time_of(path: Path) -> str:
    return QLocale().toString(QFileInfo(str(path)).lastModified(), QLocale.FormatType.ShortFormat)
