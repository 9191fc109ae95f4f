"""The command line, mostly through `main`, and through a process of its own where that is what matters."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import main as program
from engine.cli.progress import Progress
from engine.cli.settings import apply_settings, parse_setting
from engine.experiment import Experiment
from engine.experiment_fields import ExperimentError, GivenLayer
from engine.lessons import lesson_ids
from gui.display import why_no_window

ROOT = Path(program.__file__).parent
OBJECT = {
    "lesson",
    "seed",
    "epochs",
    "seconds",
    "engine",
    "initial",
    "layers",
    "train",
    "test",
    "predictions",
    "experiment",
}


@pytest.fixture
def run(capsys):
    """Run the command line; gives exit code, standard output and the lines of standard error."""

    def run(*argv):
        code = program.main(list(argv))
        out, err = capsys.readouterr()
        return code, out, err.splitlines()

    return run


@pytest.fixture
def train(run):
    """Train and give the JSON object; anything but success fails."""

    def train(*argv):
        code, out, err = run("train", *argv, "--json")
        assert code == 0, err
        return json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))

    return train


def process(*argv, env=None, cwd=ROOT, **options):
    changed = {"PYTHONPATH": str(ROOT)} | (env or {})
    kept = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, *argv], env=kept | changed, cwd=cwd, capture_output=True, text=True, timeout=60, **options
    )


# Listing.


def test_lessons_are_listed_by_id_and_title(run):
    code, out, err = run("lessons")
    assert (code, err) == (0, [])
    assert [line.split()[0] for line in out.splitlines()] == list(lesson_ids())


def test_lessons_are_listed_as_json(run):
    _, out, _ = run("lessons", "--json")
    listed = json.loads(out)
    assert [entry["id"] for entry in listed] == list(lesson_ids())
    assert all(entry["title"] for entry in listed)


# Training.


def test_the_json_object_has_the_keys_that_are_promised(train):
    plain = train("height-weight", "--epochs", "3", "--seed", "5")
    assert set(plain) == OBJECT
    assert (plain["lesson"], plain["seed"], plain["epochs"], plain["engine"]) == ("height-weight", 5, 3, "numpy")
    assert plain["seconds"] > 0
    assert [set(layer) for layer in plain["initial"] + plain["layers"]] == [{"weights", "biases", "activation"}] * 4
    assert set(plain["train"]) == {"loss", "accuracy"}
    assert plain["test"] is None
    assert [point["name"] for point in plain["predictions"]] == ["Emily", "Frank", "Steve"]
    assert [len(point["output"]) for point in plain["predictions"]] == [1, 1, 1]


def test_the_or_gate_ends_where_the_article_does(train):
    plain = train("or-gate")
    assert plain["initial"] == [{"weights": [[0.1, 0.2]], "biases": [0.3], "activation": "sigmoid"}]
    (layer,) = plain["layers"]
    assert layer["weights"][0] == pytest.approx([5.36546322, 5.36551912], abs=1e-6)
    assert layer["biases"] == pytest.approx([-2.42759823], abs=1e-6)


def test_one_neuron_gives_the_number_of_the_article_and_has_nothing_to_learn(run):
    code, out, err = run("train", "neuron", "--json")
    plain = json.loads(out)
    assert code == 0
    assert plain["predictions"][0]["output"] == [pytest.approx(0.9990889488055994, abs=1e-15)]
    assert (plain["train"], plain["test"], plain["epochs"]) == (None, None, 0)
    assert plain["layers"] == plain["initial"]
    assert len(err) == 1
    assert "nothing to learn" in err[0]


PATIENT = ("hidden=3", "activation=tanh", "learning_rate=1", "shuffle=true", "train_share=0.6", "seed=5", "patience=7")


def test_training_stops_early_and_says_where_it_was_best(run):
    settings = [argument for setting in PATIENT for argument in ("--set", setting)]
    plain = json.loads(run("train", "virus", "--epochs", "60", "--json", *settings)[1])
    early = plain["stopped_early"]
    assert plain["epochs"] == early["best_epoch"] + 7 < 60
    assert early["best_loss"] == plain["test"]["loss"]
    assert early["rows"] == "test"
    best = json.loads(run("train", "virus", "--epochs", str(early["best_epoch"]), "--json", *settings)[1])
    for key in ("layers", "train", "test", "predictions"):
        assert best[key] == plain[key]
    assert "stopped_early" not in best
    text = run("train", "virus", "--epochs", "60", *settings)[1]
    assert (
        f"no lower test loss for 7 epochs; all figures and weights are of the best epoch, {early['best_epoch']}" in text
    )


def test_biases_are_null_in_the_layer_that_has_none(train):
    plain = train("height-weight", "--epochs", "1", "--set", "bias=true,false")
    assert [layer["biases"] is None for layer in plain["layers"]] == [False, True]
    assert plain["experiment"]["bias"] == [True, False]


def test_biases_are_null_where_there_are_none(train):
    plain = train("height-weight", "--epochs", "1", "--set", "bias=false")
    assert [layer["biases"] for layer in plain["layers"]] == [None, None]


def test_test_metrics_are_there_where_rows_are_kept_for_testing(train):
    plain = train("breast-cancer", "--epochs", "2")
    assert set(plain["test"]) == {"loss", "accuracy"}
    assert plain["predictions"] == []


def test_a_seed_repeats_a_start_and_another_gives_another(train):
    first, again, other = (train("height-weight", "--epochs", "1", "--seed", seed) for seed in "334")
    assert first["layers"] == again["layers"]
    assert first["initial"] != other["initial"]


def test_variants_are_all_listed_and_the_first_is_the_main_one(train):
    plain = train("xor", "--epochs", "2")
    one, hidden = plain["variants"]
    assert (one["name"], hidden["name"]) == ("one neuron", "hidden layer")
    assert set(one) == OBJECT | {"name"}
    assert plain["layers"] == one["layers"]
    assert len(hidden["layers"]) == 2


def test_one_variant_can_be_asked_for(train):
    plain = train("xor", "--epochs", "2", "--variant", "hidden layer")
    assert set(plain) == OBJECT
    assert len(plain["layers"]) == 2


def test_runs_are_listed_without_layers_and_summed_up(train):
    plain = train("breast-cancer", "--epochs", "2", "--runs", "3", "--seed", "7")
    assert [result["seed"] for result in plain["runs"]] == [7, 8, 9]
    assert not any("layers" in result or "initial" in result for result in plain["runs"])
    accuracies = [result["test"]["accuracy"] for result in plain["runs"]]
    mean = sum(accuracies) / 3
    deviation = (sum((value - mean) ** 2 for value in accuracies) / 2) ** 0.5
    assert plain["summary"]["test_accuracy_mean"] == pytest.approx(mean)
    assert plain["summary"]["test_accuracy_std"] == pytest.approx(deviation)
    assert set(plain["summary"]) == {
        "test_accuracy_mean",
        "test_accuracy_std",
        "total_accuracy_mean",
        "total_accuracy_std",
        "train_loss_mean",
        "train_loss_std",
        "test_loss_mean",
        "test_loss_std",
    }


def test_rows_are_predicted_when_the_data_is_not_the_lessons(train):
    plain = train("height-weight", "--epochs", "1", "--set", "data=virus")
    assert len(plain["predictions"]) == 8
    assert len(plain["predictions"][0]["input"]) == 4


def test_training_that_diverges_says_so_and_keeps_the_last_finite_weights(run):
    linear = ["--set", "activation=linear", "--set", "output_activation=linear", "--set", "learning_rate=1e6"]
    code, out, err = run("train", "height-weight", "--json", *linear)
    plain = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    assert code == 1
    assert len(err) == 1
    assert "beyond all bounds" in err[0]
    assert "beyond all bounds" in plain["diverged"]


def test_the_summary_is_readable(run):
    _, out, _ = run("train", "or-gate")
    assert "10,000 epochs" in out
    assert "W = [[5.365, 5.366]], b = [-2.428]" in out
    assert "(1, 0) → 0.9497" in out


# Settings.

GIVEN_OR = Experiment("or", start="given", given=(GivenLayer(((0.1, 0.2),), (0.3,)),))


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("learning_rate=0.5", "learning_rate", 0.5),
        ("learning_rate = 1e-3", "learning_rate", 0.001),
        ("learning_rate=.5", "learning_rate", 0.5),
        ("train_share=1", "train_share", 1.0),
        ("epochs=20", "epochs", 20),
        ("seed=0", "seed", 0),
        ("hidden=8,8", "hidden", (8, 8)),
        ("hidden=4", "hidden", (4,)),
        ("hidden=", "hidden", ()),
        ("activation=tanh", "activation", ("tanh",)),
        ("activation=tanh, relu", "activation", ("tanh", "relu")),
        ("inputs=x₁", "inputs", ("x₁",)),
        ("batch_size=all", "batch_size", "all"),
        ("batch_size=16", "batch_size", 16),
        ("shuffle=true", "shuffle", True),
        ("bias=False", "bias", False),
        ("bias=true,false", "bias", (True, False)),
        ("split_shuffled=false", "split_shuffled", False),
        ("loss=cross-entropy", "loss", "cross-entropy"),
        ("data=xor", "data", "xor"),
        ("points=200", "points", 200),
        ("noise=0.1", "noise", 0.1),
        ("data_seed=3", "data_seed", 3),
        ("turns=2", "turns", 2.0),
        ("classes=4", "classes", 4),
        ('given=[{"weights": [[1, 2]], "biases": [3]}]', "given", (GivenLayer(((1, 2),), (3,)),)),
    ],
)
def test_a_setting_is_read(text, name, value):
    assert parse_setting(text) == (name, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "learning_rate",
        "=1",
        "rate=1",
        "learning_rate=",
        "learning_rate=fast",
        "learning_rate=nan",
        "learning_rate=inf",
        "learning_rate=1_0",
        "learning_rate=0,5",
        "learning_rate=１",
        "epochs=1.5",
        "epochs=1e3",
        "epochs=" + "9" * 5000,
        "hidden=8,",
        "hidden=a",
        "batch_size=half",
        "shuffle=yes",
        "shuffle=true,false",
        "bias=true,",
        "given=5",
        "given=[1]",
        "given=[{}]",
        "given=" + "[" * 100_000,
    ],
)
def test_a_setting_that_cannot_be_read_is_refused(text):
    with pytest.raises(ExperimentError):
        parse_setting(text)


def test_of_two_settings_of_one_field_the_last_counts():
    assert apply_settings(GIVEN_OR, ["epochs=5", "epochs=6"]).experiment.epochs == 6


def test_given_numbers_stay_as_long_as_they_fit():
    changed = apply_settings(GIVEN_OR, ["data=xor-gate", "epochs=5"])
    assert changed.experiment.given == GIVEN_OR.given
    assert changed.notes == ()


@pytest.mark.parametrize("setting", ["hidden=3", "data=virus", "inputs=x₁"])
def test_given_numbers_that_no_longer_fit_make_room_for_random_ones_and_a_note(setting):
    changed = apply_settings(GIVEN_OR, [setting])
    assert (changed.experiment.start, changed.experiment.given) == ("normal", ())
    assert len(changed.notes) == 1
    assert "start is now normal" in changed.notes[0]


def test_given_weights_outlive_their_biases():
    bare = apply_settings(GIVEN_OR, ["bias=false"]).experiment
    assert bare.given == (GivenLayer(((0.1, 0.2),)),)
    assert apply_settings(bare, ["bias=true"]).experiment.given == (GivenLayer(((0.1, 0.2),), (0.0,)),)


def test_the_or_gate_without_a_bias_ends_where_the_article_does(train):
    (layer,) = train("or-gate", "--set", "bias=false")["layers"]
    assert layer["weights"][0] == pytest.approx([3.36072259, 3.36211564], abs=1e-6)


def test_given_numbers_can_be_set():
    experiment = apply_settings(Experiment("or"), ['given=[{"weights": [[1, 2]], "biases": [3]}]']).experiment
    assert (experiment.start, experiment.given) == ("given", (GivenLayer(((1, 2),), (3,)),))


def test_one_activation_stays_one_whatever_the_number_of_hidden_layers():
    experiment = Experiment("or", hidden=(2,), activation=("tanh",))
    assert apply_settings(experiment, ["hidden=8,8"]).experiment.activation == ("tanh",)
    assert apply_settings(experiment, ["hidden="]).experiment.activation == ("tanh",)


def test_biases_of_other_layers_are_adapted_with_a_note():
    changed = apply_settings(Experiment("or", hidden=(2,), bias=(True, False)), ["hidden=3,3"])
    assert changed.experiment.bias == (True, True, False)
    assert changed.notes == ("bias is now true,true,false, to go with the new hidden",)


def test_activations_of_other_layers_are_adapted_with_a_note():
    experiment = Experiment("or", hidden=(2, 2), activation=("tanh", "relu"))
    changed = apply_settings(experiment, ["hidden=3,3,3"])
    assert changed.experiment.hidden == (3, 3, 3)
    assert len(changed.notes) == 1
    assert changed.notes[0].startswith("activation is now tanh")


def test_inputs_of_other_data_are_dropped_with_a_note():
    changed = apply_settings(Experiment("or", inputs=("x₁",)), ["data=height-weight"])
    assert changed.experiment.inputs == ()
    assert len(changed.notes) == 1
    assert "inputs is now all" in changed.notes[0]


# Refusals.


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["dance"], "dance"),
        (["--dance"], "--dance"),
        (["open", "nowhere.toml"], "height-weight"),
        (["train"], "LESSON"),
        (["train", "no-such-lesson"], "height-weight"),
        (["train", "or-gate", "--epochs", "-1"], "epochs"),
        (["train", "or-gate", "--epochs", "ten"], "epochs"),
        (["train", "or-gate", "--seed", "1.5"], "seed"),
        (["train", "or-gate", "--runs", "0"], "--runs"),
        (["train", "or-gate", "--runs", "1_0"], "--runs"),
        (["train", "or-gate", "--set", "speed=9"], "learning_rate"),
        (["train", "or-gate", "--set", "learning_rate=-1"], "learning_rate"),
        (["train", "or-gate", "--set", "activation=wild"], "sigmoid"),
        (["train", "or-gate", "--variant", "other"], "no variants"),
        (["train", "xor", "--variant", "other"], "one neuron"),
        (["train", "xor", "--set", "activation=tanh,relu"], "one neuron"),
        (["picture", "no-such-lesson", "out.png"], "height-weight"),
        (["picture", "or-gate", "out.png", "--size", "big"], "--size"),
        (["picture", "or-gate", "out.png", "--size", "1x1"], "pixels"),
        (["picture", "or-gate", "out.png", "--theme", "pink"], "light"),
        (["picture", "or-gate", "out.png", "--epochs", "x"], "epochs"),
        (["picture", "or-gate", "out.jpg"], ".png"),
        (["picture", "or-gate", "no/such/folder/out.png"], "no/such/folder"),
    ],
)
def test_bad_input_is_refused_in_one_line(run, argv, words):
    code, out, err = run(*argv)
    assert code == 2
    assert out == ""
    assert len(err) == 1
    assert err[0].startswith("gradwalk: ")
    assert words in err[0]


def test_a_folder_is_no_target_for_a_picture(run, tmp_path):
    (tmp_path / "a.png").mkdir()
    code, _, err = run("picture", "or-gate", str(tmp_path / "a.png"))
    assert code == 2
    assert "is a folder" in err[0]


def test_an_error_of_our_own_is_one_line_too(run, monkeypatch):
    monkeypatch.setitem(program.COMMANDS, "lessons", lambda options: 1 // 0)
    code, _, err = run("lessons")
    assert code == 1
    assert len(err) == 1
    assert "ZeroDivisionError" in err[0]


def test_stopping_is_no_error_with_a_traceback(run, monkeypatch):
    def stop(options):
        raise KeyboardInterrupt

    monkeypatch.setitem(program.COMMANDS, "lessons", stop)
    assert run("lessons") == (130, "", ["gradwalk: stopped"])


# The progress bar.


class Terminal:
    def __init__(self, isatty):
        self.isatty = lambda: isatty
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_a_terminal_gets_a_bar_that_ends_on_a_line_of_its_own():
    terminal = Terminal(True)
    with Progress("xor", terminal) as progress:
        progress(0.5)
        progress(1.0)
    assert terminal.text.startswith("\rxor [")
    assert terminal.text.endswith("] 100%\n")


def test_a_log_hears_of_long_training_only(monkeypatch):
    clock = iter([0.0, 1.0, 3.0, 4.0, 5.0])
    monkeypatch.setattr("engine.cli.progress.monotonic", lambda: next(clock))
    log = Terminal(False)
    with Progress("xor", log) as progress:
        for share in (0.1, 0.34, 0.38, 1.0):
            progress(share)
    assert log.text.split("\n") == ["xor  30%", "xor 100%", ""]


# In a process of its own.


@pytest.mark.parametrize("argv", [["lessons"], ["train", "or-gate", "--epochs", "1", "--json"]])
def test_no_qt_without_a_window(argv):
    code = (
        "import sys, main; code = main.main(sys.argv[1:]);"
        "sys.exit(code or any(name.startswith(('PySide6', 'pyqtgraph', 'gui')) for name in sys.modules))"
    )
    assert process("-c", code, *argv).returncode == 0


def test_listing_lessons_opens_no_data_set():
    code = "import sys, main; main.main(['lessons']); sys.exit('sklearn' in sys.modules)"
    assert process("-c", code).returncode == 0


def test_help_and_version_need_nothing():
    code = "import sys, main; code = main.main(sys.argv[1:]); sys.exit(code or 'numpy' in sys.modules)"
    for option in ("--help", "--version"):
        result = process("-c", code, option)
        assert (result.returncode, result.stderr) == (0, "")
        assert "gradwalk" in result.stdout


def test_errors_of_a_process_are_one_line():
    result = process("main.py", "train", "nothing")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise on Windows")
def test_a_reader_that_leaves_is_no_error():
    command = [sys.executable, "main.py", "train", "xor", "--epochs", "1", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == program.READER_GONE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no signals")
def test_ctrl_c_ends_training_without_a_traceback():
    # The bar of a terminal is what tells that training is under way.
    code = "import sys, main; sys.stderr.isatty = lambda: True; sys.exit(main.main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "train", "or-gate", "--epochs", "1000000000"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        shown = running.stderr.read(20)
        running.send_signal(signal.SIGINT)
        shown += running.stderr.read()
    assert running.returncode == program.STOPPED_BY_USER
    assert shown.startswith(b"\ror-gate [")
    assert shown.endswith(b"\ngradwalk: stopped\n")
    assert b"Traceback" not in shown


# Without a display.


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
def test_a_start_without_a_display_trains_and_draws(tmp_path):
    result = process(str(ROOT / "main.py"), env={"QT_QPA_PLATFORM": ""}, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("\n") == 1
    assert "no display" in result.stderr
    assert "Emily" in result.stdout
    picture = tmp_path / "gradwalk-height-weight.png"
    assert str(picture) in result.stdout
    assert [entry.name for entry in tmp_path.iterdir()] == [picture.name]
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
@pytest.mark.parametrize("name", ["PySide6", "QtGui"])
def test_without_qt_training_goes_on_and_the_remedy_is_said(tmp_path, name):
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text(f"raise ImportError('libGL.so.1 is missing', name={name!r})")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import main; sys.exit(main.main([]))"
    for platform in ("", "offscreen"):
        result = process("-c", code, env={"QT_QPA_PLATFORM": platform}, cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        assert "Emily" in result.stdout
        assert "libGL.so.1 is missing" in result.stderr
        assert "make install" in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
def test_a_display_that_does_not_answer_is_no_display(monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":98765")
    assert why_no_window()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert why_no_window() == ""


def test_a_picture_is_drawn_in_the_size_that_is_asked_for(tmp_path):
    result = process("main.py", "picture", "or-gate", str(tmp_path / "a.png"), "--epochs", "3", "--size", "1200x700")
    assert (result.returncode, result.stderr) == (0, "")
    header = (tmp_path / "a.png").read_bytes()[:24]
    assert (int.from_bytes(header[16:20]), int.from_bytes(header[20:24])) == (1200, 700)
