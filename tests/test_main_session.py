"""Sessions on the command line."""

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

import main as program
from engine.lessons import load_lesson
from engine.session.files import packed
from engine.session.session import Session
from engine.trainer import Trainer


@pytest.fixture
def run(capsys):
    def run(*argv):
        code = program.main([str(word) for word in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def saved(path: Path, lesson_id: str = "or-gate", epochs: int = 5) -> Path:
    """The file of a session that was trained for so many epochs."""
    lesson = load_lesson(lesson_id)
    trainers = [Trainer(variant.experiment) for variant in lesson.variants]
    for trainer in trainers:
        trainer.train(epochs)
    path.write_bytes(packed(Session(lesson, tuple(trainer.kept() for trainer in trainers))))
    return path


def test_training_goes_on_with_the_same_bits(run, tmp_path):
    path = saved(tmp_path / "a.gradwalk")
    code, out, err = run("train", path, "--epochs", 12, "--json")
    assert code == 0, err
    plain = json.loads(out)
    assert plain["epochs"] == 12
    straight = Trainer(load_lesson("or-gate").experiment)
    straight.train(12)
    np.testing.assert_array_equal(plain["layers"][0]["weights"], straight.parameters[:2].reshape(1, 2))


def test_networks_side_by_side_go_on_together(run, tmp_path):
    path = saved(tmp_path / "a.gradwalk", "xor")
    _, out, _ = run("train", path, "--epochs", 7, "--json")
    assert [variant["epochs"] for variant in json.loads(out)["variants"]] == [7, 7]
    name = load_lesson("xor").variants[1].name
    _, out, _ = run("train", path, "--epochs", 7, "--variant", name, "--json")
    assert len(json.loads(out)["initial"]) == 2


def test_what_is_further_already_stays_there(run, tmp_path):
    code, out, _ = run("train", saved(tmp_path / "a.gradwalk"), "--epochs", 3, "--json")
    assert code == 0
    assert json.loads(out)["epochs"] == 5


def test_live_settings_are_taken(run, tmp_path):
    _, out, _ = run("train", saved(tmp_path / "a.gradwalk"), "--epochs", 6, "--set", "learning_rate=0.25", "--json")
    assert json.loads(out)["experiment"]["learning_rate"] == 0.25


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--set", "hidden=3"], "hidden cannot be set where training goes on; what can be is batch_size"),
        (["--seed", "2"], "--seed"),
        (["--runs", "3"], "--runs"),
        (["--variant", "none such"], "'none such'"),
    ],
)
def test_what_cannot_be_asked_of_a_session_is_refused(run, tmp_path, words, named):
    code, out, err = run("train", saved(tmp_path / "a.gradwalk"), *words)
    assert (code, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["train"], ["picture"]])
def test_a_damaged_or_missing_file_is_refused_in_one_line(run, tmp_path, command):
    bad = tmp_path / "bad.gradwalk"
    bad.write_bytes(b"PK\x03\x04")
    for path in (bad, tmp_path / "gone.gradwalk"):
        code, _, err = run(*command, path, *([tmp_path / "a.png"] if command == ["picture"] else []))
        assert code == 2
        assert path.name in err
        assert err.count("\n") == 1


def test_a_picture_shows_it_as_it_was_saved(run, qapp, tmp_path):
    path = saved(tmp_path / "a.gradwalk", "xor")
    for name, more in (("a.png", []), ("b.png", ["--epochs", 60])):
        code, _, err = run("picture", path, tmp_path / name, "--size", "1024x700", *more)
        assert code == 0, err
    assert QImage(str(tmp_path / "a.png")).width() == 1024
    assert QImage(str(tmp_path / "a.png")) != QImage(str(tmp_path / "b.png"))


def test_the_window_opens_with_it(run, tmp_path, monkeypatch):
    import gui.app

    asked = []
    monkeypatch.setattr(gui.app, "run_window", lambda *words: asked.append(words) or 0)
    path = saved(tmp_path / "a.gradwalk")
    assert run("open", path)[0] == 0
    assert asked[0][1] == str(path)
