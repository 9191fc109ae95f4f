"""Handing back: scripts and tables of the moment that is shown, whole or not at all, also while training goes on."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

import engine.export.script
from engine.lessons import load_lesson
from tests.gui.helpers import find, go_fast, press, press_only, settle, text, trained, wait_until

FILES = {"export-code": "mine.py", "export-history": "mine.csv", "export-predictions": "mine.csv"}


class Asked:
    """The file dialog answers at once, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer = ""
        self.suggested: list[str] = []

    def __call__(self, parent: QWidget, title: str, suggestion: str, kinds: str) -> tuple[str, str]:
        self.suggested.append(suggestion)
        return self.answer, kinds


@pytest.fixture
def asked(monkeypatch):
    asked = Asked()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
    return asked


def export(window, name: str) -> None:
    """Take the action, and wait until the file is written."""
    window.action(name).trigger()
    wait_until(lambda: not window.exporter.busy, "the file is written")


def run(path: Path) -> dict:
    names: dict = {"__name__": "network"}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), names)
    return names


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_keys_save_script_history_and_predictions(window, asked, tmp_path):
    press(window, "Ctrl+8", "Right")
    for key, name in (("Ctrl+E", "it.py"), ("Ctrl+Alt+H", "history.csv"), ("Ctrl+Alt+P", "predictions.csv")):
        asked.answer = str(tmp_path / name)
        press_only(window, key)
        wait_until(lambda: not window.exporter.busy, "the file is written")
        assert text(window, "said") == f"Saved {tmp_path / name}."
    snapshot = trained(window.controller.experiment, 100).snapshot()
    found = run(tmp_path / "it.py")
    np.testing.assert_allclose(found["predict"](found["ROWS"]), snapshot.predictions, rtol=1e-12)
    assert "lesson:  'Height and weight'" in found["__doc__"]
    _, *history = rows_of(tmp_path / "history.csv")
    assert [[float(cell) for cell in row[:2]] for row in history] == snapshot.curves.table[:2].T.tolist()
    _, *predicted = rows_of(tmp_path / "predictions.csv")
    assert [row[0] for row in predicted] == ["Alice", "Bob", "Charlie", "Diana"]
    assert [float(row[-1]) for row in predicted] == snapshot.predictions[:, 0].tolist()
    assert asked.suggested == ["height-weight.py", "height-weight-history.csv", "height-weight-predictions.csv"]


def test_the_script_is_of_the_network_in_focus(open_window, asked, tmp_path):
    window = open_window("xor")
    window.controller.set_focus(1)
    asked.answer = str(tmp_path / "it.py")
    export(window, "export-code")
    found = run(tmp_path / "it.py")
    assert f"lesson:  '{load_lesson('xor').title}: hidden layer'" in found["__doc__"]
    assert found["W1"].tolist() == window.controller.snapshot.layers[0].W.tolist()


@pytest.mark.parametrize("name", FILES)
def test_it_is_written_while_training_goes_on(window, asked, tmp_path, name):
    asked.answer = str(tmp_path / FILES[name])
    go_fast(window)
    window.controller.edit("epochs", 0)
    press_only(window, "Space")
    wait_until(lambda: window.controller.running and window.controller.snapshot.epoch > 5)
    export(window, name)
    written = window.controller.snapshot.epoch
    assert window.controller.running
    wait_until(lambda: window.controller.snapshot.epoch > written, "training goes on")
    press_only(window, "Space")
    settle(window)
    assert Path(asked.answer).stat().st_size > 100


@pytest.mark.parametrize("name", FILES)
def test_a_folder_that_refuses_is_said_once_and_nothing_is_written(window, asked, tmp_path, name):
    said = []
    window.controller.warned.connect(said.append)
    asked.answer = str(tmp_path / "no" / FILES[name])
    export(window, name)
    assert len(said) == 1
    assert asked.answer in text(window, "banner-text")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_written_when_nobody_says_where(window, asked, tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    export(window, name)
    assert len(asked.suggested) == 1
    assert not list(tmp_path.iterdir())
    assert find(window, QWidget, "banner").isHidden()
    assert not text(window, "said")


def test_an_ending_is_added_but_writes_over_nothing_unasked(window, asked, tmp_path):
    asked.answer = str(tmp_path / "mine")
    export(window, "export-code")
    former = (tmp_path / "mine.py").read_bytes()
    press(window, "Right")
    export(window, "export-code")
    assert "already" in text(window, "banner-text")
    assert (tmp_path / "mine.py").read_bytes() == former
    asked.answer += ".PY"
    export(window, "export-code")
    assert (tmp_path / "mine.PY").exists()


def test_where_there_is_nothing_to_write_it_says_why_and_asks_nothing(open_window, asked, monkeypatch):
    monkeypatch.setattr(engine.export.script, "MOST_PARAMETERS", 8)
    window = open_window("feedforward")
    export(window, "export-history")
    assert "the data has no targets" in text(window, "banner-text")
    export(window, "export-code")
    assert "a network of 9 parameters" in text(window, "banner-text")
    assert not asked.suggested


@pytest.mark.parametrize(
    ("lesson_id", "suggested"),
    [
        ("houses.csv", "houses.py"),
        ("../../.bashrc", "bashrc.py"),
        ("C:\\a/b|c", "C-a-b-c.py"),
        ("Häuser 3", "Häuser-3.py"),
        ("\ud800\n", "gradwalk.py"),
        ("x" * 999, "x" * 80 + ".py"),
    ],
)
def test_what_a_table_is_called_leads_into_no_other_folder(window, asked, monkeypatch, lesson_id, suggested):
    monkeypatch.setattr(window.controller, "lesson", replace(window.controller.lesson, id=lesson_id))
    export(window, "export-code")
    assert asked.suggested == [suggested]


def test_a_file_that_is_being_written_when_the_window_closes_is_written(open_window, asked, tmp_path):
    window = open_window("playground")
    asked.answer = str(tmp_path / "it.csv")
    window.action("export-predictions").trigger()
    window.close()
    assert len(rows_of(tmp_path / "it.csv")) == 501
