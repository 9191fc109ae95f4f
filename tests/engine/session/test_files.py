"""A session comes back as it was: its lesson, its networks, how it was looked at; and who cannot open it says why."""

import json
from dataclasses import replace

import numpy as np
import pytest

from engine.datasets.drawing import with_row_of_class, without_rows
from engine.lessons import lesson_ids, load_lesson
from engine.session import archive, files
from engine.session.files import packed, read_session, trainers_of, unpacked
from engine.session.opened import opened as open_file
from engine.session.refusal import SessionError
from engine.session.session import ABOUT
from engine.trail import MOST_PARAMETERS
from engine.trainer import Trainer
from tests.engine.helpers import experiment
from tests.engine.session.helpers import NAME, everything, lesson_of, opened, session_of

VIEW = {"pane": "code", "sizes": [1, 2.5, None], "é": {"deep": [True, "\u2028"]}}


def trained(*experiments, epochs=3):
    trainers = tuple(map(Trainer, experiments))
    for trainer in trainers:
        trainer.train(epochs)
    return trainers


def test_a_session_comes_back_with_all_that_it_says():
    trainers = trained(*(variant.experiment for variant in load_lesson("xor").variants))
    session = unpacked(packed(session_of(trainers, "xor", focus=1, view=VIEW, saved_by="1.2")), NAME)
    assert session.lesson is load_lesson("xor")
    assert (session.focus, session.view, session.saved_by, len(session.networks)) == (1, VIEW, "1.2", 2)


def test_the_same_session_gives_the_same_file_however_often_it_is_opened():
    trainers = trained(experiment(), experiment(hidden=(3,)))
    content = packed(session_of(trainers, view=VIEW))
    session, again = opened(content)
    assert packed(session) == content
    assert packed(replace(session, networks=tuple(one.kept() for one in again))) == content


@pytest.mark.parametrize("lesson", lesson_ids())
def test_every_lesson_is_kept_as_it_is_opened(lesson):
    """Also one in which there is nothing to train."""
    trainers = trained(*(variant.experiment for variant in load_lesson(lesson).variants), epochs=0)
    session, again = opened(packed(session_of(trainers, lesson)))
    assert session.lesson is load_lesson(lesson)
    assert [everything(trainer) for trainer in again] == [everything(trainer) for trainer in trainers]


def test_a_page_on_which_nothing_is_drawn_yet_is_kept():
    choices = experiment(data="own", own=without_rows(experiment().table))
    (again,) = opened(packed(session_of(trained(choices, epochs=0))))[1]
    table = with_row_of_class(with_row_of_class(again.experiment.table, np.ones((3, 2)), 0), np.zeros((3, 2)), 1)
    assert again.experiment.why_not_trainable == "the table has no rows yet"
    again.change(again.experiment.changed(own=table))
    again.train(2)
    assert again.place.epoch == 2


def test_a_lesson_that_the_program_does_not_know_is_told_by_the_session():
    trainers = trained(experiment(), experiment(hidden=(3,)))
    lesson = unpacked(packed(session_of(trainers)), NAME).lesson
    known = lesson_of(trainers)
    assert (lesson.id, lesson.title, lesson.see, lesson.attempt, lesson.notice) == ("mine", *["text"] * 4)
    assert [variant.name for variant in lesson.variants] == [variant.name for variant in known.variants]
    assert [variant.experiment for variant in lesson.variants] == [variant.experiment for variant in known.variants]


def test_a_lesson_that_has_other_networks_by_now_is_told_by_the_session():
    trainers = trained(experiment())
    lesson = replace(lesson_of(trainers), id="xor")
    session = replace(session_of(trainers), lesson=lesson)
    assert unpacked(packed(session), NAME).lesson.title == "text"


def test_a_large_network_is_kept_which_leaves_no_trail():
    trainers = trained(experiment(hidden=(1024, 4), batch_size="all", optimizer="adam"))
    (again,) = opened(packed(session_of(trainers)))[1]
    assert len(again.parameters) > MOST_PARAMETERS
    assert everything(again) == everything(trainers[0])


def test_networks_share_their_tables_again():
    own = experiment().table
    trainers = trained(experiment(data="own", own=own), experiment(data="own", own=own, hidden=(3,)))
    one, other = opened(packed(session_of(trainers)))[1]
    assert one.experiment.own is other.experiment.own
    assert one.experiment.own is not own


def test_rows_keep_their_names_whether_numbers_or_not():
    table = experiment().table
    count = table.row_count
    for names in (
        tuple(str(number) for number in range(1, count + 1)),
        tuple(str(7 * number) for number in range(count)),
        tuple(f"0{number}" for number in range(count)),
        tuple("9" * (15 + number) for number in range(count)),
        tuple("x" * number for number in range(count)),
    ):
        trainers = trained(experiment(data="own", own=replace(table, row_names=names)))
        assert opened(packed(session_of(trainers)))[1][0].experiment.own.row_names == names


def test_a_file_is_read(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(packed(session_of(trained(experiment()))))
    assert trainers_of(read_session(path), NAME)[0].place.epoch == 3


def test_what_is_no_file_or_no_session_is_told_so(tmp_path, monkeypatch):
    with pytest.raises(SessionError, match=r"it is no file; choose a file that Gradwalk has saved"):
        read_session(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_session(tmp_path / "none.gradwalk")
    path = tmp_path / "a\nb.gradwalk"
    path.write_bytes(b"PK, but nothing more")
    with pytest.raises(SessionError) as caught:
        read_session(path)
    assert str(caught.value).startswith("a\\nb.gradwalk: it is no session of Gradwalk; choose")
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    with pytest.raises(SessionError, match=r"it has 20 bytes, and 10 are the most; choose"):
        read_session(path)


def test_only_what_will_never_open_is_damaged(tmp_path, monkeypatch):
    """With more memory, or a newer program, the others may."""
    sound = packed(session_of(trained(experiment())))
    newer = archive.read(sound)
    newer[ABOUT] = json.dumps(json.loads(newer[ABOUT]) | {"version": 99}).encode()
    contents = {"cut": sound[:-1], "other": b"PK, but no more", "empty": b"", "newer": archive.write(newer)}
    assert {name: damaged(tmp_path, content) for name, content in contents.items()} == {
        "cut": True,
        "other": True,
        "empty": True,
        "newer": False,
    }
    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "from_kept", lambda *_: fail_for_want_of_memory())
        assert not damaged(tmp_path, sound)
    monkeypatch.setattr(archive, "_part", fail_for_want_of_memory)
    assert not damaged(tmp_path, sound)


def damaged(folder, content) -> bool:
    """What is said of a file of these bytes, which does not open."""
    (folder / NAME).write_bytes(content)
    with pytest.raises(SessionError) as caught:
        open_file(str(folder / NAME))
    return caught.value.damaged


def fail_for_want_of_memory(*_):
    raise MemoryError


def test_an_older_version_is_brought_up_to_date_step_by_step(monkeypatch):
    content = packed(session_of(trained(experiment())))
    monkeypatch.setattr(files, "VERSION", 3)
    monkeypatch.setattr(
        files, "UPGRADES", {1: lambda about: about | {"saved_by": "1"}, 2: lambda about: {**about, "focus": 0}}
    )
    assert unpacked(content, NAME).saved_by == "1"
    monkeypatch.setattr(files, "UPGRADES", {})
    with pytest.raises(SessionError, match="there was never a format 1"):
        unpacked(content, NAME)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": "zip"}, "does not say that it is a session"),
        ({"experiments": {}}, "experiments must be a list"),
        ({"networks": []}, "1 to 16 networks"),
        ({"networks": [{}] * 17}, "1 to 16 networks"),
        ({"focus": 1}, "which network is in focus"),
        ({"focus": False}, "which network is in focus"),
        ({"view": []}, "how it was looked at"),
        ({"saved_by": None}, "what saved it"),
        ({"lesson": None}, "which lesson it belongs to"),
        ({"lesson": {}}, "which lesson it belongs to"),
        ({"networks": [{}, {}]}, "its lesson has as many networks as there are"),
        ({"networks": [[]]}, "networks/0: a network must be an object"),
        ({"experiments": [[]]}, "experiment 0 must be an object"),
    ],
)
def test_what_session_json_lacks_is_told_with_its_place(changes, words):
    parts = archive.read(packed(session_of(trained(experiment()))))
    about = json.dumps(json.loads(parts[ABOUT]) | changes).encode()
    with pytest.raises(SessionError) as caught:
        opened(archive.write(parts | {ABOUT: about}))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"now": -1}, "no moment -1"),
        ({"now": None}, "no moment None"),
        ({"now": 0.0}, "no moment 0.0"),
        ({"cursor": [0, 0, 0, 0]}, "no batch has begun"),
        ({"cursor": [0, 0, 0]}, "4 whole numbers are expected"),
        ({"cursor": "here"}, "4 whole numbers are expected"),
        ({"done": 0}, "none that can have come before"),
        ({"runs": []}, "1 to 9 runs"),
        ({"runs": [1]}, "a run must be an object"),
        ({"runs": [{"furthest": [0, 0], "data_changes": [0]}]}, "it does not end at or after its last moment"),
        ({"runs": [{"furthest": [10**13, 0], "data_changes": [0]}]}, "it does not end at or after its last moment"),
        ({"runs": [{"furthest": [5, 99], "data_changes": [0]}]}, "it does not end at or after its last moment"),
        ({"runs": [{"furthest": [3, 0], "data_changes": [0, 4]}]}, "begin with 0 and rise"),
        ({"runs": [{"furthest": [3, 0], "data_changes": [1]}]}, "begin with 0 and rise"),
    ],
)
def test_a_network_that_cannot_have_been_is_refused(changes, words):
    trainer = Trainer(experiment())
    trainer.train(3)
    trainer.change(experiment(learning_rate=0.5))
    parts = archive.read(packed(session_of([trainer])))
    about = json.loads(parts[ABOUT])
    about["networks"][0] |= changes
    with pytest.raises(SessionError) as caught:
        opened(archive.write(parts | {ABOUT: json.dumps(about).encode()}))
    assert words in str(caught.value)
    assert "networks/0" in str(caught.value)


def test_a_cursor_that_the_batch_does_not_have_is_refused():
    trainer = Trainer(experiment())
    trainer._stepper.begin()
    parts = archive.read(packed(session_of([trainer])))
    about = json.loads(parts[ABOUT])
    about["networks"][0]["cursor"] = [0, 99, 0, 0]
    session = unpacked(archive.write(parts | {ABOUT: json.dumps(about).encode()}), NAME)
    with pytest.raises(SessionError, match="there is no such operation in the batch that has begun; open another copy"):
        trainers_of(session, NAME)


def test_a_session_whose_lesson_has_another_number_of_networks_is_not_written():
    with pytest.raises(SessionError, match="more networks than its lesson has, or fewer"):
        packed(session_of(trained(experiment()), "xor"))
