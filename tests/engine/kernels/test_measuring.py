"""The kernel measures loss and accuracy as the engine does."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

pytest.importorskip("numba")

from engine.arrays import frozen
from engine.datasets import data_sources
from engine.experiment import Experiment
from engine.losses import losses
from engine.metrics import NO_METRICS, Metrics, measure
from engine.stepper import Stepper
from tests.engine.kernels.cases import Case, by_kernel, cases
from tests.engine.tables import known, table

pytestmark = pytest.mark.usefixtures("with_kernel")


def expected(stepper: Stepper) -> tuple[Metrics, Metrics]:
    layers = stepper.experiment.architecture.layers(stepper.parameters)
    loss, data = losses[stepper.experiment.loss], stepper.data
    return measure(layers, data.train, loss, data.dataset), measure(layers, data.test, loss, data.dataset)


def check(stepper: Stepper) -> tuple[Metrics, Metrics]:
    """The same figures up to rounding; what there is not, there is in neither."""
    found = stepper.measured()
    assert found is not None
    for one, wanted in zip(found, expected(stepper), strict=True):
        for figure, value in zip(one, wanted, strict=True):
            assert figure == (value if value is None else pytest.approx(value, rel=1e-12, abs=1e-300))
    return found


@settings(max_examples=150)
@given(case=cases())
def test_loss_and_accuracy_of_any_network_on_rows_that_train_and_that_test(case: Case):
    with case.experiment() as choices:
        for share in (0.7, 1.0):
            stepper = by_kernel(choices.changed(train_share=share))
            stepper.finish()
            train, test = check(stepper)
            assert train.loss is not None
            assert (test is NO_METRICS) == (len(stepper.data.test) == 0)
            assert (train.accuracy is None) == (not stepper.data.dataset.is_classification)


@pytest.mark.parametrize("wide", [False, True])
def test_classes_of_minus_and_plus_one_are_told_apart_at_0(wide, monkeypatch):
    monkeypatch.setattr("engine.kernels.paths.WIDE_LAYER", 0 if wide else 10**9)
    one = table("signs", rows=90, outputs=1)
    targets = np.where(one.inputs[:, :1] > 0, 1.0, -1.0)
    with known(replace(one, targets=frozen(targets), class_names=("no", "yes"), class_values=(-1.0, 1.0))):
        choices = Experiment("signs", hidden=(3,), output_activation="tanh", batch_size=8, seed=2)
        stepper = by_kernel(choices)
        for _ in range(200):
            train, _ = check(stepper)
            stepper.run(1)
    assert train.accuracy is not None
    assert 0.75 < train.accuracy <= 1.0


def test_an_answer_in_the_middle_of_two_classes_is_never_right():
    stepper = by_kernel(Experiment("or", start="zeros"))
    assert check(stepper)[0].accuracy == 0.0


def test_of_equal_answers_the_first_counts():
    with known(table("three", rows=20, outputs=3)):
        stepper = by_kernel(Experiment("three", start="zeros", output_activation="softmax"))
        right = (data_sources["three"].load().targets.argmax(axis=1) == 0).mean()
        assert check(stepper)[0].accuracy == right


def test_an_answer_that_is_no_number_is_never_right():
    with known(table("three", rows=20, outputs=3)):
        stepper = by_kernel(Experiment("three", hidden=(2,), activation=("linear",), output_activation="softmax"))
        stepper.set_parameters(np.full(len(stepper.parameters), 1e308))
        found = stepper.measured()
        with np.errstate(over="ignore", invalid="ignore"):
            assert found is not None
            assert found[0].accuracy == expected(stepper)[0].accuracy == 0.0


def test_a_loss_that_is_infinite_is_said_to_be():
    with known(table("huge", rows=6, outputs=2)):
        choices = Experiment("huge", output_activation="linear", hidden=(2,), activation=("linear",))
        stepper = by_kernel(choices)
        stepper.set_parameters(np.full(len(stepper.parameters), 1e153))
        with np.errstate(over="ignore"):
            assert check(stepper)[0].loss == np.inf


def test_what_has_no_targets_has_no_loss():
    one = replace(table("only inputs", rows=5, outputs=1), targets=None, class_names=())
    with known(one):
        assert by_kernel(Experiment("only inputs")).measured() == (NO_METRICS, NO_METRICS)
