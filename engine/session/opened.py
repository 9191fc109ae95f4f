"""From a file to trainers that go on where its networks stood."""

from dataclasses import dataclass
from pathlib import Path

from engine.session.files import read_session, trainers_of
from engine.session.refusal import SessionError
from engine.session.session import Session
from engine.trainer import Trainer


@dataclass(frozen=True, eq=False)
class Opened:
    """A session, and trainers that stand where its own stood."""

    path: str
    session: Session
    trainers: tuple[Trainer, ...]


def opened(path: str) -> Opened:
    """The session in a file; a `SessionError` says why not."""
    name = Path(path).name
    try:
        session = read_session(Path(path))
        return Opened(path, session, trainers_of(session, name))
    except OSError as error:
        raise SessionError(name, f"it cannot be read ({error.strerror or error}); see that it is there") from error
    except MemoryError as error:
        raise SessionError(name, "there is not memory enough for it; close other programs") from error
