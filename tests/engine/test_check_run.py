"""The check of a batch goes on bit by bit, and can be asked for one parameter first."""

from engine.check_run import CheckRun
from engine.gradient_check import check_parameter, parameters_to_check
from engine.quantity import Quantity
from engine.walk import Walk
from tests.engine.helpers import experiment
from tests.engine.test_gradient_check import line, walk_of


def finished_run(walk: Walk) -> CheckRun:
    run = CheckRun(walk)
    while run.advance():
        pass
    return run


def test_a_run_checks_all_and_knows_the_worst():
    walk = walk_of(experiment(hidden=(3,)))
    run = finished_run(walk)
    checks = [check_parameter(walk, parameter) for parameter in parameters_to_check(walk.batch.experiment.architecture)]
    assert run.finished
    assert run.checked == run.of == len(checks)
    assert run.worst == max(checks, key=lambda check: check.relative_error)
    assert (run.differing, run.at_kinks) == (0, 0)


def test_who_is_asked_for_is_checked_before_all_others():
    walk = walk_of(experiment(hidden=(3,)))
    run = CheckRun(walk)
    last = Quantity("bias", 2)
    run.ask(last)
    assert run.result(last) is None
    assert run.advance()
    assert run.result(last) == check_parameter(walk, last)
    assert run.checked == 0
    run.ask(last)
    assert run.advance()
    assert run.checked == 1


def test_a_parameter_can_be_asked_for_when_all_is_done():
    walk = walk_of(experiment(hidden=(3,)))
    run = CheckRun(walk, most=2)
    while run.advance():
        pass
    assert run.of == run.checked == 2
    parameter = Quantity("weight", 1, 1, 1)
    assert run.result(parameter) is None
    run.ask(parameter)
    while run.advance():
        pass
    assert run.result(parameter) is not None
    assert run.checked == 2


def test_wrong_gradients_are_counted():
    run = finished_run(walk_of(experiment(hidden=(), output_activation="sigmoid-slip")))
    assert run.differing == run.of == 3


def test_kinks_are_counted_apart_and_are_never_the_worst():
    run = finished_run(walk_of(line(1.0, 2.001, output_activation="relu"), epochs=0))
    assert run.at_kinks == run.of == 2
    assert run.differing == 0
    assert run.worst is None
