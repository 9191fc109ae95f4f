"""Sessions of networks in training, and all that tells one network from another."""

from collections.abc import Sequence
from typing import Any

from engine.explain import explain
from engine.lessons import Lesson, Variant, load_lesson
from engine.session.files import packed, trainers_of, unpacked
from engine.session.session import Session
from engine.team import Team
from engine.trainer import Trainer

NAME = "lesson.gradwalk"


def lesson_of(trainers: Sequence[Trainer]) -> Lesson:
    """A lesson that the program does not know."""
    texts = dict.fromkeys(("title", "article", "see", "attempt", "notice"), "text")
    variants = tuple(Variant(f"network {number}", one.experiment) for number, one in enumerate(trainers))
    return Lesson(id="mine", order=0, **texts, variants=variants, points=(), form=())


def session_of(trainers: Sequence[Trainer], lesson: str = "", **parts: Any) -> Session:
    """The session of some trainers, of a lesson of the program or of none."""
    about = load_lesson(lesson) if lesson else lesson_of(trainers)
    return Session(about, tuple(trainer.kept() for trainer in trainers), **parts)


def reopened(trainers: Sequence[Trainer], lesson: str = "") -> tuple[Trainer, ...]:
    """The trainers that one has who opens the file of these."""
    return trainers_of(unpacked(packed(session_of(trainers, lesson)), NAME), NAME)


def opened(content: bytes) -> tuple[Session, tuple[Trainer, ...]]:
    """What becomes of the bytes of a file: a session whose networks stand, or a `SessionError`."""
    session = unpacked(content, NAME)
    return session, trainers_of(session, NAME)


def everything(trainer: Trainer) -> dict[str, Any]:
    """All that one can see of a network, bit by bit; the numbers of the operation that was done last among it."""
    shown = trainer.snapshot()
    return {
        "place": (trainer.place, trainer.cursor, trainer.position, trainer.furthest, shown.same_data),
        "experiment": trainer.experiment.to_plain(),
        "engine": trainer.engine,
        "parameters": shown.parameters.tobytes(),
        "memory": shown.memory.tobytes(),
        "rows": (shown.data.train.x.tobytes(), shown.data.train.places, shown.data.test.places),
        "metrics": (shown.train, shown.test),
        "curves": [curves.table.tobytes() for curves in (shown.curves, *shown.ghosts)],
        "trail": [part.tobytes() for part in shown.path],
        **operation(trainer),
    }


def operation(trainer: Trainer) -> dict[str, Any]:
    """The numbers of the operation that was done last."""
    walk = trainer.walk
    if walk is None:
        return {"walk": None}
    traced = [operation.result.tobytes() for operation in walk.batch.trace]
    return {
        "walk": walk.cursor,
        "traced": traced,
        "formula": explain(walk),
        "table rows": walk.batch.table_rows.tolist(),
    }


def all_of(team: Team) -> list[dict[str, Any]]:
    return [everything(trainer) for trainer in team.trainers]


def check_refusal(message: str) -> None:
    """Which file it is, what is wrong, and what to do, in one line."""
    assert message.startswith(NAME)
    assert message.isprintable()
    assert "; " in message
    assert len(message) < 700
