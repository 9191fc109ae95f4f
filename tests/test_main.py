"""The command line, through `main`."""

import json
from pathlib import Path

import pytest

import main as program
from engine.lessons import lesson_ids

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


def test_the_or_gate_without_a_bias_ends_where_the_article_does(train):
    (layer,) = train("or-gate", "--set", "bias=false")["layers"]
    assert layer["weights"][0] == pytest.approx([3.36072259, 3.36211564], abs=1e-6)


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
