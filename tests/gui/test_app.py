"""The application: windows and pictures."""

import gc
import re
import threading

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.app import draw_picture, make_app, make_window, wait_until_settled


@pytest.fixture(autouse=True)
def system_theme(qapp):
    """Pictures choose a theme; the next test finds the system's again."""
    gc.collect()
    yield
    theme.apply(theme.of_system())


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
def test_a_picture_has_the_size_and_the_colours_that_were_asked_for(tmp_path, size, name):
    path = tmp_path / "picture.png"
    draw_picture("or-gate", str(path), 5, size, name)
    picture = QImage(str(path))
    assert (picture.width(), picture.height()) == size
    expected = QColor({"light": theme.LIGHT, "dark": theme.DARK}[name].surface)
    shades = [QColor(picture.pixel(x, y)) for x in range(0, size[0], 8) for y in range(0, size[1], 8)]
    assert shades.count(expected) > len(shades) / 3
    assert len({shade.name() for shade in shades}) > 20


def test_the_themes_pictures_differ(tmp_path):
    for name in ("light", "dark"):
        draw_picture("height-weight", str(tmp_path / f"{name}.png"), 0, (1024, 700), name)
    assert QImage(str(tmp_path / "light.png")) != QImage(str(tmp_path / "dark.png"))


def test_a_picture_of_a_trained_lesson_differs_from_one_of_its_start(tmp_path):
    for epochs in (0, 50):
        draw_picture("height-weight", str(tmp_path / f"{epochs}.png"), epochs, (1024, 700), "light")
    assert QImage(str(tmp_path / "0.png")) != QImage(str(tmp_path / "50.png"))


def test_a_lesson_that_cannot_be_trained_has_a_picture_too(tmp_path):
    draw_picture("feedforward", str(tmp_path / "picture.png"), None, (1024, 700), "light")
    assert QImage(str(tmp_path / "picture.png")).width() == 1024


@pytest.mark.parametrize("target", ["no/such/folder/picture.png", "."])
def test_an_unwritable_target_is_an_error_and_leaves_nothing(tmp_path, target):
    with pytest.raises(OSError, match=re.escape(str(tmp_path))):
        draw_picture("or-gate", str(tmp_path / target), 1, (1024, 700), "light")
    assert not list(tmp_path.iterdir())


def test_an_older_picture_survives_a_failed_one(tmp_path, monkeypatch):
    from PySide6.QtCore import QSaveFile

    path = tmp_path / "picture.png"
    path.write_bytes(b"older")
    monkeypatch.setattr(QSaveFile, "write", lambda self, content: -1)
    with pytest.raises(OSError, match=r"picture\.png"):
        draw_picture("or-gate", str(path), 1, (1024, 700), "light")
    assert path.read_bytes() == b"older"
    assert [file.name for file in tmp_path.iterdir()] == ["picture.png"]


def test_a_picture_leaves_no_thread(tmp_path):
    draw_picture("or-gate", str(tmp_path / "picture.png"), 5, (1024, 700), "light")
    assert not [thread for thread in threading.enumerate() if thread.name == "trainer"]


def test_there_is_one_application():
    assert make_app() is make_app() is QApplication.instance()


def test_a_window_that_is_not_shown_opens_its_lesson_all_the_same():
    window = make_window("xor")
    wait_until_settled(window)
    assert len(window.controller.report.snapshots) == 2
    assert window.close()
    window.deleteLater()
