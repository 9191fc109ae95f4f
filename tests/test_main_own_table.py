"""The command line with a learner's own table."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import main as program

HOUSES = "city;area;price\n" + "".join(
    f"{city};{50 + 7 * n},5;{100_000 + 2_000 * n}\n" for n, city in enumerate(["Rome", "Bonn", "Oslo", "Rome"] * 5)
)


@pytest.fixture
def houses(tmp_path: Path) -> str:
    path = tmp_path / "houses.csv"
    path.write_text(HOUSES)
    return str(path)


@pytest.fixture
def run(capsys):
    """Run the command line; gives exit code, standard output and standard error."""

    def run(*argv):
        code = program.main(list(argv))
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def train(run, houses):
    """Train on the table with some settings; gives the JSON object."""

    def train(*settings):
        argv = [word for setting in settings for word in ("--set", setting)]
        code, out, err = run("train", houses, "--epochs", "20", "--json", *argv)
        assert code == 0, err
        return json.loads(out)

    return train


def sizes(plain) -> list[int]:
    return [len(plain["layers"][0]["weights"][0]), *(len(layer["weights"]) for layer in plain["layers"])]


def test_a_quantity_is_learned(train):
    plain = train("target=price")
    assert plain["lesson"] == "houses.csv"
    assert sizes(plain) == [4, 4, 1]
    assert plain["train"]["accuracy"] is None
    assert len(plain["predictions"]) == 20


def test_classes_are_learned(train):
    plain = train("target=city", "hidden=5")
    assert sizes(plain) == [2, 5, 3]
    assert plain["layers"][-1]["activation"] == "softmax"
    assert plain["test"]["accuracy"] is not None


def test_a_setting_of_the_experiment_and_one_of_the_table_go_together(train):
    plain = train("target=price", "inputs=area", "missing=fill", "learning_rate=0.01", "decimal=,", "encoding=utf-8")
    assert sizes(plain) == [1, 4, 1]
    assert plain["experiment"]["learning_rate"] == 0.01


def test_it_is_said_what_is_learned_and_in_which_unit(run, houses):
    code, out, err = run("train", houses, "--epochs", "1", "--set", "target=price")
    assert code == 0
    assert out.startswith("houses.csv\n")
    assert "20 rows, 4 inputs. The network learns price in 100,000, a quantity." in err


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("target=size", 'houses.csv: there is no column "size"; there are city, area, price'),
        ("inputs=price", 'houses.csv: column "price" is the target'),
        ("missing=guess", "missing: 'guess' is not allowed; known are leave-out, fill"),
        ("task=guess", "known are regression, classification"),
        ("delimiter=comma", "houses.csv"),
        ("encoding=klingon", "known are utf-8-sig"),
        ("target", 'no column ""'),
    ],
)
def test_what_is_wrong_is_said_in_one_line(run, houses, setting, said):
    code, out, err = run("train", houses, "--set", setting)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert said in err


@pytest.mark.parametrize("command", [("train",), ("picture",)])
def test_a_file_that_is_not_there_is_refused(run, tmp_path, command):
    code, _, err = run(*command, str(tmp_path / "none.csv"), *(["out.png"] if command == ("picture",) else []))
    assert code == 2
    assert "none.csv: it cannot be read" in err


def test_a_folder_is_refused(run, tmp_path):
    code, _, err = run("train", str(tmp_path))
    assert code == 2
    assert "this is a folder" in err


def test_a_picture_of_it_is_drawn(run, houses, tmp_path, qapp, monkeypatch):
    # The command sets them for its process; other tests are not to find them.
    monkeypatch.setenv("QT_LOGGING_RULES", "")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    target = tmp_path / "houses.png"
    code, _, err = run("picture", houses, str(target), "--epochs", "2", "--size", "1024x700")
    assert code == 0
    assert "the inputs are standardised" in err
    assert target.stat().st_size > 10_000


def test_without_a_screen_open_trains_and_draws(houses, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(Path(program.__file__).parent)}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    if sys.platform != "linux":
        pytest.skip("there is always a screen")
    command = [sys.executable, program.__file__, "open", houses]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("the inputs are standardised") == 1
    assert (tmp_path / "gradwalk-houses.png").exists()


def test_a_window_is_opened_with_the_file(houses, monkeypatch):
    import gui.app
    import gui.display

    asked = []
    monkeypatch.setattr(gui.display, "why_no_window", lambda: "")
    monkeypatch.setattr(gui.app, "run_window", lambda *words: asked.append(words) or 0)
    assert program.main(["open", houses]) == 0
    assert asked == [("height-weight", houses)]


def test_what_was_done_to_the_table_is_said(run, tmp_path):
    path = tmp_path / "gaps.csv"
    rows = [f"{'' if n % 5 == 0 else 10 * n},{'' if n == 39 else n},same,{n * n / 7}" for n in range(40)]
    path.write_text("often,once,same,y\n" + "\n".join(rows) + "\n")
    code, _, err = run("train", str(path), "--epochs", "1")
    assert code == 0
    assert 'column "same" is left out: it is the same in every row' in err
    assert "rows left out because a value is missing: 1\n" in err
    assert "most frequent value: 8\n" in err
    assert "the inputs are standardised" in err
    # Whoever has chosen the scaling is told nothing else.
    assert "standardised" not in run("train", str(path), "--epochs", "1", "--set", "scaling=none")[2]
