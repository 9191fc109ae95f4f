"""A fault in plain words, and its details for whoever is to mend it."""

import platform
import re
import traceback

from PySide6.QtCore import QCoreApplication, qVersion

from engine.version import version

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


def details_of(fault: BaseException) -> str:
    """Version, system and traceback."""
    return "\n".join(
        [
            f"Gradwalk {version() or '?'}, Python {platform.python_version()}, Qt {qVersion()}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            "".join(traceback.format_exception(fault)),
        ]
    )
