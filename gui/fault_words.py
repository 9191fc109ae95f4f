"""A fault in plain words, and its details for whoever is to mend it."""

import platform
import re
import traceback

from PySide6.QtCore import QCoreApplication, qVersion

from engine.export import ExportError
from engine.own_table.refusal import TableError
from engine.session.refusal import SessionError
from engine.version import version

# What the world does to files and memory, and what is refused: a fault of nobody, with a remedy of its own.
EXPECTED = (OSError, MemoryError, SessionError, TableError, ExportError)
# What is put before the words of a fault where it passes through Qt.
WAY_THROUGH_QT = re.compile(r"^(Error calling Python override of [\w:]+\(\): )+")


def tr(text: str) -> str:
    return QCoreApplication.translate("faults", text)


def words_of(fault: BaseException) -> str:
    """One or two sentences, without a word of Python's where there are better ones."""
    if isinstance(fault, MemoryError):
        return tr("There was not enough memory for that. Close other programs, or choose a smaller network or table.")
    reason = WAY_THROUGH_QT.sub("", str(fault)) or type(fault).__name__
    return tr("Something went wrong in the program: {0}. It goes on; what you see may not be complete.").format(
        reason.removesuffix(".")
    )


def is_own(error: BaseException | None) -> bool:
    """Whether the program itself is at fault: neither more room nor another file would help."""
    return error is not None and not isinstance(error, EXPECTED)


def reason_of(error: BaseException | None) -> str:
    """Why something could not be done, for a sentence that says what."""
    reason = str(error) or type(error).__name__
    return tr("the program itself has a fault ({0})").format(reason.removesuffix(".")) if is_own(error) else reason


def details_of(fault: BaseException) -> str:
    """Version, system and traceback."""
    return "\n".join(
        [
            f"Gradwalk {version() or '?'}, Python {platform.python_version()}, Qt {qVersion()}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            "".join(traceback.format_exception(fault)),
        ]
    )
