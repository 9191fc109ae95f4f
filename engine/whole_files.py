"""Files of the user's that are written whole or not at all."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory


def check_target(target: Path, suffix: str) -> None:
    """`OSError` with a reason in words where a file cannot be written; said before hours of work, not after."""
    if target.suffix.lower() != suffix:
        raise OSError(errno.EINVAL, f"its name must end in {suffix}")
    if target.is_dir():
        raise OSError(errno.EISDIR, "it is a folder")
    if not target.parent.is_dir():
        raise OSError(errno.ENOENT, f"there is no folder {target.parent}")
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise OSError(errno.EACCES, "there is no permission to write it")


def write_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file of the same name beside the target, then put it in the target's place at once."""
    target = target.resolve()
    with TemporaryDirectory(prefix=".gradwalk-", dir=target.parent) as folder:
        made = Path(folder) / target.name
        write(made)
        made.replace(target)
