"""The experiment that is made for a table learns something from the first press of Run."""

import numpy as np
import pytest

from engine.own_table.suitable import own_lesson, suitable_experiment
from engine.trainer import Trainer
from tests.engine.own_table.helpers import dataset_of

RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 2)) * (1.0, 1000.0)


def text(answers) -> str:
    return "a,b,y\n" + "".join(f"{a:.4f},{b:.4f},{y}\n" for (a, b), y in zip(X, answers, strict=True))


TABLES = {
    "quantity": text(np.round(200_000 + 5_000 * X[:, 0] + 20 * X[:, 1])),
    "two classes": text(np.where(X[:, 0] + X[:, 1] / 1000 > 0, "yes", "no")),
    "three classes": text(np.array(["low", "mid", "high"])[np.digitize(X[:, 0], [-0.5, 0.5])]),
}


@pytest.mark.parametrize("name", TABLES)
def test_it_learns(name):
    experiment = suitable_experiment(dataset_of(TABLES[name]))
    assert not experiment.why_not_trainable
    trainer = Trainer(experiment)
    before = trainer.snapshot().test.loss
    trainer.train(60)
    after = trainer.snapshot().test
    assert after.loss < 0.3 * before
    if name != "quantity":
        assert after.accuracy > 0.9


def test_output_and_loss_suit_the_target():
    chosen = {name: suitable_experiment(dataset_of(table)) for name, table in TABLES.items()}
    assert [(one.output_activation, one.loss) for one in chosen.values()] == [
        ("linear", "squared-error"),
        ("sigmoid", "cross-entropy"),
        ("softmax", "categorical-cross-entropy"),
    ]


def test_inputs_of_different_scales_are_standardised_and_others_left_alone():
    assert suitable_experiment(dataset_of(TABLES["quantity"])).scaling == "standardise"
    assert suitable_experiment(dataset_of("a,b,y\n1,0,5.5\n0,1,2\n1,1,3\n0,0,1\n")).scaling == "none"


def test_a_few_rows_are_all_trained_and_of_many_a_quarter_tests():
    assert suitable_experiment(dataset_of("a,b,y\n1,0,5.5\n0,1,2\n1,1,3\n0,0,1\n")).train_share == 1.0
    assert suitable_experiment(dataset_of(TABLES["quantity"])).train_share == 0.75


def test_the_lesson_says_what_is_learned():
    lesson = own_lesson(dataset_of(TABLES["three classes"]))
    assert lesson.title == "data.csv"
    assert "120 rows, 2 inputs" in lesson.see
    assert "3 classes: high, low, mid" in lesson.see
