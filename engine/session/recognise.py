"""Whether a file is a session, seen from how it begins and not only from its name."""

from pathlib import Path

from engine.session.session import ABOUT, SIGNATURE, SUFFIX

# Where in an archive the name of its first part stands.
NAME = 30


def is_session_file(path: str) -> bool:
    """Whether it is called a session, or begins as one; what cannot be read is none unless it is called so."""
    if Path(path).suffix.lower() == SUFFIX:
        return True
    try:
        if not Path(path).is_file():
            return False
        with Path(path).open("rb") as file:
            start = file.read(NAME + len(ABOUT))
    except (OSError, ValueError):
        return False
    return start.startswith(SIGNATURE) and start[NAME:] == ABOUT.encode()
