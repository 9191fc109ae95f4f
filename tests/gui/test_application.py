"""What the system asks of the application itself."""

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent

from engine.lessons import load_lesson
from engine.session.files import packed
from engine.session.session import Session
from engine.trainer import Trainer
from tests.gui.helpers import settle, wait_until


def test_a_file_that_the_system_asks_to_open_is_opened(qapp, window, tmp_path):
    lesson, path = load_lesson("or-gate"), tmp_path / "a session.gradwalk"
    path.write_bytes(packed(Session(lesson, (Trainer(lesson.experiment).kept(),))))
    qapp.file_asked.connect(window.tables.open_file)
    assert QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl.fromLocalFile(str(path))))
    wait_until(lambda: not window.document.line.busy)
    settle(window)
    assert window.document.path == str(path)
    qapp.file_asked.disconnect(window.tables.open_file)


def test_an_address_that_is_no_file_is_none_of_its_business(qapp):
    asked = []
    qapp.file_asked.connect(asked.append)
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.org/a.gradwalk")))
    qapp.file_asked.disconnect(asked.append)
    assert asked == []
