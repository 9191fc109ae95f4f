"""A session as the bytes of its file, and back. FORMAT.md says what stands where."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.experiment import Experiment
from engine.lessons import Lesson, Variant, lessons
from engine.session import archive, networks, strict_json
from engine.session.bounds import bounded
from engine.session.experiments import Reader, Shelf
from engine.session.parts import Parts, object_in
from engine.session.refusal import DamagedError, NewerError, SessionError, reading
from engine.session.session import ABOUT, SIGNATURE, Session
from engine.trainer import Trainer

FORMAT, VERSION = "gradwalk-session", 1
MOST_NETWORKS = 16
# What makes of the plain data of an older version those of the next; each stays for ever.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}

# The most that is read of a file.
MOST_BYTES = 2**30
TOO_LARGE, FEWER = "This session cannot be saved", "train on fewer rows"
CHOOSE = "choose a file that Gradwalk has saved"
DAMAGED = "open another copy of it, or an earlier one"


def packed(session: Session) -> bytes:
    """The file of a session; one that could not be opened again is a `SessionError`."""
    if len(session.lesson.variants) != len(session.networks):
        raise SessionError(TOO_LARGE, "there are more networks than its lesson has, or fewer; open the lesson anew")
    try:
        content = archive.write(_parts(session))
    except DamagedError as error:
        raise SessionError(TOO_LARGE, f"{error.problem}; {FEWER}", error.place) from error
    _check_size(len(content))
    return content


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise SessionError(TOO_LARGE, f"it has {size:,} bytes, and {MOST_BYTES:,} are the most; {FEWER}")


def _parts(session: Session) -> dict[str, bytes]:
    """The parts of the archive, the one that says what it is first."""
    shelf, parts, plain_networks = Shelf(), dict[str, bytes](), []
    for number, network in enumerate(bounded(session.networks)):
        plain, own_parts = networks.write(network, shelf, f"networks/{number}")
        plain_networks.append(plain)
        parts |= own_parts
    about = {
        "format": FORMAT,
        "version": VERSION,
        "saved_by": session.saved_by,
        "lesson": _plain_lesson(session.lesson, shelf),
        "focus": session.focus,
        "networks": plain_networks,
        "view": dict(session.view),
    }
    about["experiments"] = shelf.plain()
    parts |= shelf.parts()
    # Before as much memory is taken once more.
    _check_size(sum(map(len, parts.values())))
    with reading(ABOUT):
        return {ABOUT: strict_json.write(about)} | parts


def _plain_lesson(lesson: Lesson, shelf: Shelf) -> dict[str, Any]:
    """What is needed of a lesson where the program does not know it by its id."""
    return {
        "id": lesson.id,
        "title": lesson.title,
        "see": lesson.see,
        "try": lesson.attempt,
        "notice": lesson.notice,
        "variants": [{"name": v.name, "experiment": shelf.number_of(v.experiment)} for v in lesson.variants],
    }


def read_session(path: Path) -> Session:
    """The session in a file; what is none, or damaged, is a `SessionError`, what cannot be read an `OSError`."""
    size = path.stat().st_size
    if not path.is_file():
        raise SessionError(path.name, f"it is no file; {CHOOSE}")
    if size > MOST_BYTES:
        raise SessionError(path.name, f"it has {size:,} bytes, and {MOST_BYTES:,} are the most; {CHOOSE}")
    with path.open("rb") as file:
        if file.read(len(SIGNATURE)) != SIGNATURE:
            raise SessionError(path.name, f"it is no session of Gradwalk; {CHOOSE}", damaged=True)
        file.seek(0)
        # One that grows meanwhile is not read for ever.
        return unpacked(file.read(size), path.name)


def unpacked(content: bytes, name: str) -> Session:
    """The session in the bytes of a file of that name; anything else is a `SessionError`."""
    try:
        return _session(archive.read(content))
    except DamagedError as error:
        raise SessionError(name, f"{error.problem}; {DAMAGED}", error.place, damaged=True) from error
    except NewerError as error:
        raise SessionError(name, str(error)) from error


def trainers_of(session: Session, name: str) -> tuple[Trainer, ...]:
    """Trainers that stand where those of the session stood; where none can have stood is a `SessionError`."""
    try:
        return tuple(Trainer.from_kept(network) for network in session.networks)
    except (ValueError, ArithmeticError) as error:
        raise SessionError(name, f"{error}; {DAMAGED}", damaged=True) from error


def _session(parts: Parts) -> Session:
    about = _about(parts)
    with reading(ABOUT):
        reader = Reader(about.get("experiments"), parts)
        plain, focus, view, saved_by = (about.get(name) for name in ("networks", "focus", "view", "saved_by"))
        if not isinstance(plain, list) or not 1 <= len(plain) <= MOST_NETWORKS:
            raise DamagedError(f"a session has 1 to {MOST_NETWORKS} networks")
        if type(focus) is not int or not 0 <= focus < len(plain):
            raise DamagedError("it does not say which network is in focus")
        if not isinstance(view, dict) or not isinstance(saved_by, str):
            raise DamagedError("it does not say how it was looked at, or what saved it")
        lesson, rows_of = _lesson(about.get("lesson"), reader, len(plain)), Rows()
        kept = (networks.read(one, parts, f"networks/{n}", reader, rows_of) for n, one in enumerate(plain))
        return Session(lesson, tuple(kept), focus, view, saved_by)


def _about(parts: Parts) -> dict[str, Any]:
    about = object_in(parts, ABOUT)
    if about.get("format") != FORMAT or type(about.get("version")) is not int:
        raise DamagedError("it does not say that it is a session of Gradwalk", ABOUT)
    version = about["version"]
    if version > VERSION:
        raise NewerError(
            f"a newer Gradwalk saved it (format {version}, this one knows {VERSION}); update Gradwalk to open it"
        )
    while version < VERSION:
        if version not in UPGRADES:
            raise DamagedError(f"there was never a format {version}", ABOUT)
        about = UPGRADES[version](about)
        version += 1
    return about


class Rows:
    """How many rows an experiment trains on; asked once for each."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def __call__(self, experiment: Experiment) -> int:
        if id(experiment) not in self._known:
            self._known[id(experiment)] = experiment.train_count
        return self._known[id(experiment)]


def _lesson(plain: Any, reader: Reader, count: int) -> Lesson:
    """The program's lesson of that id where there is one with as many networks, else what the session tells of it."""
    try:
        texts = {name: plain[name] for name in ("id", "title", "see", "try", "notice")}
        named = [(variant["name"], variant["experiment"]) for variant in plain["variants"]]
    except (TypeError, KeyError) as error:
        raise DamagedError("it does not say which lesson it belongs to") from error
    if not all(isinstance(text, str) for text in (*texts.values(), *(name for name, _ in named))):
        raise DamagedError("what it tells of its lesson must be texts")
    if len(named) != count:
        raise DamagedError("its lesson has as many networks as there are")
    variants = tuple(Variant(name, reader.experiment(number)) for name, number in named)
    for lesson in lessons():
        if lesson.id == texts["id"] and len(lesson.variants) == count:
            return lesson
    attempt = texts.pop("try")
    return Lesson(**texts, order=0, article="", attempt=attempt, variants=variants, points=(), form=())
