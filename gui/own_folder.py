"""Where the program keeps what is this user's: where the system wants it, or where GRADWALK_DATA says."""

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths


def named_folder() -> Path | None:
    """The folder that the environment names, if it does."""
    name = os.environ.get("GRADWALK_DATA")
    return Path(name) if name else None


def own_folder() -> Path:
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return named_folder() or Path(QStandardPaths.writableLocation(place))
