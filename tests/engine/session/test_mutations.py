"""Whatever becomes of a session's file: it opens, and its networks train on, or it is refused in one line."""

import numpy as np
import pytest

from engine.ladder import StepSize
from engine.session import archive
from engine.session.files import packed
from engine.session.refusal import SessionError
from engine.stepper import DivergedError
from tests.engine.helpers import walk_to_end
from tests.engine.session.cases import worked_on
from tests.engine.session.helpers import check_refusal, everything, opened, session_of
from tests.engine.session.mutations import mutated

MUTATIONS, MANY = 300, 10_000
# Compared networks with tables drawn on the way, in the middle of a batch that leaves neurons out, and others.
SAVED = ("drawn, compared", "dropout", "generated", "own table", "lesson xor")
# Nobody waits in a test until a run is repeated that is said to be longer.
FAR = 1000


@pytest.fixture(scope="module")
def saved() -> tuple[bytes, ...]:
    """Files of small sessions, with ghosts and tables in them."""
    return tuple(packed(session_of(team.trainers, view={"panes": ["a", {"b": 1}]})) for team in map(worked_on, SAVED))


@pytest.mark.parametrize(
    "seeds", [pytest.param(range(MUTATIONS)), pytest.param(range(MUTATIONS, MANY), marks=pytest.mark.soak)], ids=str
)
def test_it_opens_or_is_refused_in_one_line(saved, seeds):
    parts = [archive.read(content) for content in saved]
    refused = 0
    for seed in seeds:
        number = seed % len(saved)
        try:
            use(mutated(saved[number], parts[number], seed))
        except SessionError as error:
            refused += 1
            check_refusal(str(error))
        except Exception as error:
            raise AssertionError(f"mutation {seed} of {SAVED[number]}") from error
    # Else they would test nothing, of the one or of the other.
    assert 0.5 * len(seeds) < refused < 0.95 * len(seeds)


def use(content: bytes) -> None:
    """Open a session, look at it, go through its past, and train on."""
    session, trainers = opened(content)
    assert len(session.lesson.variants) == len(trainers) > session.focus
    for trainer in trainers:
        everything(trainer)
        table = trainer.experiment.table
        assert table.class_name_of(np.ones(len(table.output_names))) in ("", *table.class_names)
        try:
            walk_to_end(trainer.seek(0))
            if trainer.furthest < FAR:
                walk_to_end(trainer.seek(trainer.furthest))
            if not trainer.experiment.why_not_trainable:
                trainer.train(2)
                walk_to_end(trainer.advance(StepSize.NEURON))
        except DivergedError:
            # Weights may have become so large that they cannot go on; that is no fault of the file.
            pass
        everything(trainer)
