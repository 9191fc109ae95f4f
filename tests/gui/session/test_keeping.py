"""The controller asks the trainer for all that is going on, and goes on where a session was left."""

import numpy as np

from engine.lessons import load_lesson
from engine.session.files import trainers_of
from engine.session.session import Session
from tests.gui.helpers import press, settle, wait_until


def kept(window):
    answer = window.controller.keep()
    wait_until(answer.done)
    return answer.result().networks


def test_what_is_kept_is_what_is_shown(window):
    press(window, "Right", "Right")
    (network,) = kept(window)
    snapshot = window.controller.snapshot
    assert network.now.place == snapshot.position[:2]
    np.testing.assert_array_equal(network.now.parameters, snapshot.parameters)
    settle(window)


def test_keeping_changes_nothing_of_what_is_asked(window):
    controller = window.controller
    controller.edit("epochs", 10**6)
    controller.set_speed(None)
    controller.run()
    wait_until(lambda: controller.snapshot.epoch > 0)
    kept(window)
    assert controller.running
    # It still counts as a run: one at another pace goes on.
    controller.set_speed(10)
    assert controller.running
    controller.pause()
    settle(window)


def test_a_session_is_restored_in_the_place_of_fewer_networks(open_window):
    window = open_window("xor")
    press(window, "Right")
    window.controller.set_focus(1)
    session = Session(load_lesson("xor"), kept(window), focus=1)
    parameters = [shot.parameters for shot in window.controller.report.snapshots]
    window.controller.open_lesson("or-gate")
    settle(window)
    window.controller.restore(session, trainers_of(session, "xor"))
    assert window.controller.snapshot is not None
    settle(window)
    controller = window.controller
    assert controller.lesson.id == "xor"
    assert controller.focus == 1
    assert controller.snapshot.epoch == 1
    for shot, before in zip(controller.report.snapshots, parameters, strict=True):
        np.testing.assert_array_equal(shot.parameters, before)


def test_what_is_restored_goes_on_with_the_same_bits(window):
    press(window, "Right")
    session = Session(load_lesson("height-weight"), kept(window))
    press(window, "Right")
    onwards = window.controller.snapshot.parameters
    window.controller.restore(session, trainers_of(session, "height-weight"))
    settle(window)
    assert window.controller.snapshot.epoch == 1
    press(window, "Right")
    np.testing.assert_array_equal(window.controller.snapshot.parameters, onwards)
