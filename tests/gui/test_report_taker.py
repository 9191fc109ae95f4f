"""What comes from the trainer's thread: which report is shown, what is said of it, and which row."""

from dataclasses import replace

import pytest

from engine.datasets.drawing import begun, without_rows
from gui.probe import probe_of_values
from tests.gui.helpers import bits, press, rest, trained


@pytest.fixture
def taker(controller):
    """At rest in a lesson of one neuron; `told` is what it has said since, signal by signal."""
    controller.open_lesson("or-gate")
    rest(controller)
    controller.told = []
    for name in ("reported", "warned", "blew_up", "failed", "said"):
        getattr(controller, name).connect(lambda word, name=name: controller.told.append((name, word)))
    return controller


def arrives(taker, **changes):
    """Another report comes as the last one, but for these changes."""
    report = replace(taker.report, **changes)
    taker._line.arrived.emit(report)
    return report


# Which report is shown.


def test_the_newest_report_is_shown(taker):
    report = arrives(taker, until=7)
    assert taker.report is report
    assert taker.told == [("reported", report)]


def test_what_belongs_to_a_lesson_left_behind_is_never_shown(controller):
    shown = []
    controller.reported.connect(lambda report: shown.append(report.snapshots[0].experiment.data))
    controller.open_lesson("height-weight")
    controller.set_speed(None)
    controller.run()
    controller.open_lesson("or-gate")
    rest(controller)
    assert set(shown) == {"or"}


def test_a_report_of_what_is_being_replaced_is_not_shown(taker):
    before = taker.report
    taker.reset()
    arrives(taker, handled=before.handled)
    assert taker.report is before
    assert not taker.fresh
    rest(taker)
    assert taker.fresh


def test_a_report_without_networks_shows_nothing(taker):
    before = taker.report
    arrives(taker, snapshots=())
    assert taker.report is before


def test_the_thread_is_asked_no_more_once_all_is_answered(taker):
    taker.step()
    assert taker._line._timer.isActive()
    assert not taker.settled
    rest(taker)
    assert taker.settled
    assert not taker._line._timer.isActive()


def test_what_takes_long_to_find_out_is_waited_for(taker):
    rest(taker)
    taker.step_back()
    arrives(taker, handled=taker._line.sent, whole=False)
    assert taker.answered
    assert not taker.settled
    assert taker._line._timer.isActive()
    rest(taker)
    assert taker.settled
    assert taker.report.whole


def test_figures_are_those_of_the_moment_however_long_they_take(window, monkeypatch):
    monkeypatch.setattr("engine.trainer.MUCH_TO_FIND_OUT", 0)
    shown = [window.controller.snapshot.train.loss]
    for key in ("Right", "Right", "Left", "Left"):
        press(window, key)
        shown.append(window.controller.snapshot.train.loss)
    expected = [trained(window.controller.experiment, epoch).snapshot().train.loss for epoch in (0, 1, 2, 1, 0)]
    assert shown == expected


def test_what_was_asked_is_known_until_its_report_comes(taker):
    taker.run_to(3)
    assert taker.running
    rest(taker)
    assert not taker.running
    assert bits(taker.snapshot) == bits(trained(taker.experiment, 3))


def test_a_hand_that_is_faster_than_the_trainer_is_followed_to_where_it_ends(taker):
    taker.run_to(30)
    rest(taker)
    sent = []
    taker.asked.connect(sent.append)
    for epoch in (5, 20, 11, 4):
        taker.seek(epoch)
    rest(taker)
    assert [command.epoch for command in sent] == [5, 4]
    assert taker.snapshot.epoch == 4


# What is said of it.


def test_a_message_is_said_once_and_again_after_another_try(taker):
    arrives(taker, message="Too few rows.")
    arrives(taker, message="Too few rows.")
    assert [word for name, word in taker.told if name == "warned"] == ["Too few rows."]
    arrives(taker, message="Too few rows.", handled=taker.report.handled + 1)
    arrives(taker, message="Too many.", handled=taker.report.handled)
    assert [word for name, word in taker.told if name == "warned"] == ["Too few rows.", "Too few rows.", "Too many."]


def test_numbers_that_grew_beyond_all_bounds_are_shown_and_not_only_told(taker):
    arrives(taker, message="Numbers grew beyond all bounds.", blown=0)
    assert ("blew_up", 0) in taker.told
    assert not [name for name, _ in taker.told if name == "warned"]


def test_what_was_taken_back_and_made_again_is_named(taker):
    taker.edit("learning_rate", 0.25)
    rest(taker)
    for act, words in ((taker.undo, "Taken back: "), (taker.redo, "Made again: ")):
        taker.told.clear()
        act()
        rest(taker)
        (said,) = [word for name, word in taker.told if name == "said" and word]
        assert said.startswith(words)
        assert "0.25" in said


# What goes wrong in the thread.


def test_after_an_error_nothing_is_shown_before_the_last_command_is_answered(taker):
    before, error = taker.report, RuntimeError("the roof fell in")
    taker.step()
    taker._line.failed.emit(error)
    assert ("failed", error) in taker.told
    arrives(taker)
    assert taker.report is before
    rest(taker)
    assert taker.snapshot.epoch == 1


def test_after_an_error_the_settings_are_those_that_the_trainer_has(taker):
    changed = []
    taker.experiments = (replace(taker.experiment, learning_rate=9.0),)
    taker.experiments_changed.connect(changed.append)
    taker._line.failed.emit(RuntimeError("the roof fell in"))
    report = arrives(taker)
    assert taker.experiments == (report.snapshots[0].experiment,)
    assert changed == [taker.experiments]


def test_an_error_while_a_lesson_is_loaded_leads_back_to_the_one_before(taker):
    before = taker.report
    taker.open_lesson("xor")
    taker._line.failed.emit(RuntimeError("the roof fell in"))
    known = []
    taker.experiments_changed.connect(lambda experiments: known.append((taker.lesson.id, len(experiments))))
    # What the trainer still has is the lesson of before. Whoever hears of its network knows its lesson by then.
    taker._line.arrived.emit(replace(before, handled=taker._line.sent))
    assert set(known) == {("or-gate", 1)}
    assert taker.lesson.id == "or-gate"
    assert len(taker.experiments) == 1
    rest(taker)


# Which row.


def test_a_row_that_is_shown_stays_shown_after_a_reset(controller):
    controller.open_lesson("height-weight")
    rest(controller)
    controller.show_row(2)
    controller.reset()
    rest(controller)
    assert (controller.probe.name, controller.probe.place) == ("Charlie", 2)


def test_a_row_that_is_gone_is_not_shown(controller):
    controller.open_lesson("height-weight")
    rest(controller)
    controller.show_row(2)
    controller.show_row(controller.snapshot.data.dataset.row_count)
    assert controller.probe.place == 2


def test_values_that_are_shown_stay_shown_as_long_as_they_fit(controller):
    controller.open_lesson("height-weight")
    rest(controller)
    controller.show_probe(probe_of_values("you", (1.0, 2.0)))
    controller.reset()
    rest(controller)
    assert controller.probe.name == "you"
    controller.edit("data", "breast-cancer")
    rest(controller)
    assert controller.probe.place == 0


def test_of_a_table_without_rows_the_point_where_all_inputs_are_0_is_shown(taker):
    taker.change_table(without_rows(begun(taker.experiment.table, "mine")))
    rest(taker)
    taker.show_row(0)
    assert taker.probe.place is None
    assert not taker.probe.inputs.any()


def test_walking_by_the_sample_shows_the_row_that_was_seen(window):
    rows = []
    for _ in range(4):
        press(window, "Ctrl+4", "Right")
        rows.append(window.controller.probe.name)
    assert rows == ["Alice", "Bob", "Charlie", "Diana"]
