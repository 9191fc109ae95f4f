"""Of a past that is too long for a file, the newest part is kept, and it goes on as it would have."""

from dataclasses import replace

import numpy as np
import pytest

from engine.checkpoints import Checkpoint
from engine.datasets.drawing import begun, with_row_of_class
from engine.quantity import Quantity
from engine.session import bounds, files, strict_json
from engine.session.bounds import TABLE, bounded
from engine.session.files import packed
from engine.session.refusal import SessionError
from engine.trainer import Trainer
from tests.engine.helpers import experiment, walk_to_end
from tests.engine.session.helpers import everything, reopened, session_of

DRAWN = experiment(data="own", own=begun(experiment(data="height-weight").table, "mine"), batch_size=2, seed=2)
# Room for some of the tables that are drawn.
LITTLE = 10 * TABLE


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "BUDGET", LITTLE)


def drawing(times: int) -> Trainer:
    """A network to whose table a row is drawn in each epoch, with a ghost."""
    trainer = Trainer(DRAWN)
    for number in range(times):
        draw(trainer, number)
    walk_to_end(trainer.seek(times - 2))
    trainer.edit(Quantity("weight", 1, 0, 0), 0.5)
    trainer.train(1)
    return trainer


def draw(trainer: Trainer, number: int) -> None:
    table = with_row_of_class(trainer.experiment.table, np.array([[number, -number]], dtype=float), number % 2)
    trainer.change(trainer.experiment.changed(own=table))
    trainer.train(1)


def tables(moments: tuple[Checkpoint, ...]) -> set[int]:
    return {id(moment.experiment.own) for moment in moments}


def test_of_many_tables_the_newest_that_fit_are_kept(little_room):
    whole = drawing(40).kept()
    (kept,) = bounded([whole])
    left_out = len(whole.branch.checkpoints) - len(kept.branch.checkpoints)
    assert kept.branch.checkpoints == whole.branch.checkpoints[left_out:]
    # Beside those there is room for are those where one stands and where each run ends.
    assert 5 <= len(tables(kept.checkpoints)) <= LITTLE // TABLE + 3 < len(tables(whole.checkpoints))
    assert (kept.now, kept.done) == (whole.now, whole.done)


def test_what_all_have_is_kept_whole():
    whole = drawing(40).kept()
    (kept,) = bounded([whole])
    assert [run.checkpoints for run in kept.branches] == [run.checkpoints for run in whole.branches]


def test_networks_share_the_room_equally(little_room):
    whole = drawing(40).kept()
    (alone,), (one, other) = bounded([whole]), bounded([whole, whole])
    assert len(one.checkpoints) == len(other.checkpoints) < len(alone.checkpoints)


def test_where_one_stands_and_the_end_of_each_run_are_always_kept(monkeypatch):
    monkeypatch.setattr(bounds, "BUDGET", 0)
    whole = drawing(10).kept()
    (kept,) = bounded([whole])
    assert [run.checkpoints for run in kept.branches] == [run.checkpoints[-1:] for run in whole.branches]
    assert kept.now is whole.now


def test_a_large_table_that_is_kept_in_any_case_leaves_room_for_others(monkeypatch):
    monkeypatch.setattr(bounds, "BUDGET", LITTLE)
    large = with_row_of_class(DRAWN.table, np.arange(40_000.0).reshape(-1, 2), 1)
    assert bounds.size_of(large) > LITTLE
    trainer = Trainer(DRAWN.changed(own=large, batch_size="all"))
    for rate in (0.1, 0.2, 0.3):
        trainer.change(trainer.experiment.changed(learning_rate=rate))
        trainer.train(1)
    whole = trainer.kept()
    (kept,) = bounded([whole])
    assert kept.branch.checkpoints == whole.branch.checkpoints


def test_what_is_left_goes_on_with_the_same_bits(little_room):
    trainer = drawing(40)
    (again,) = reopened([trainer])
    assert everything(again) == everything(trainer)
    for one in (trainer, again):
        draw(one, 3)
        walk_to_end(one.seek(one.furthest - 2))
        one.train(2)
    assert everything(again) == everything(trainer)


def test_who_goes_back_beyond_what_was_kept_stands_at_its_beginning(little_room):
    (again,) = reopened([drawing(40)])
    first = again.kept().branch.checkpoints[0]
    walk_to_end(again.seek(0))
    assert (again.place, again.parameters.tobytes()) == (first.place, first.parameters.tobytes())
    again.train(1)
    assert again.place.epoch == first.place.epoch + 1


def test_a_session_that_could_not_be_opened_is_not_written(monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    with pytest.raises(SessionError, match=r"cannot be saved: it has .* bytes, and 1,000 are the most; train on fewer"):
        packed(session_of([drawing(3)]))


def test_the_archive_counts_too(monkeypatch):
    session = session_of([drawing(3)])
    monkeypatch.setattr(files, "MOST_BYTES", len(packed(session)) - 1)
    with pytest.raises(SessionError, match="are the most; train on fewer"):
        packed(session)


def test_names_of_rows_that_could_not_be_read_are_not_written(monkeypatch):
    rows = DRAWN.table.row_count
    named = DRAWN.changed(own=replace(DRAWN.table, row_names=tuple("x" * 5000 + str(row) for row in range(rows))))
    monkeypatch.setattr(strict_json, "MOST_BYTES", 5000 * rows)
    with pytest.raises(SessionError, match=r"cannot be saved, tables/0: it has .* bytes of text, .*; train on fewer"):
        packed(session_of([Trainer(named)]))
