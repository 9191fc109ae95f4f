"""Whether the compiled training loop is at hand, and the process that compiles it.

To compile takes many seconds, and would take Python from the window meanwhile. So a process of its own does it, once,
with low priority: `python -m engine.compiled` fills a folder, and when all is there and sealed, puts it in its place.
Whoever trains loads from a folder that is sealed, in half a second, and never compiles. Without numba, without a folder
that can be written to, or when the process is killed, numpy trains, and the next start tries again.

A folder serves one state of the sources, where they lie now, of numba and of Python. `GRADWALK_ENGINE=numpy` does
without it all.
"""

import os
import sys
import threading
import time
from contextlib import suppress
from enum import Enum
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from engine.checkpoints import Engine
from engine.priority import step_back

# What takes time to import is imported where it is needed: this module is part of every start.
if TYPE_CHECKING:
    import subprocess

ENGINE = Path(__file__).parent
# What the compiled code is made from.
SOURCES = (
    *sorted((ENGINE / "kernels").glob("*.py")),
    *(
        ENGINE / f"{name}.py"
        for name in ("kernel", "activations", "dropout", "optimizers", "regularizers", "schedules")
    ),
)
SEAL = "complete"
LOWEST_PRIORITY = 19
# In seconds: how long another process that fills a folder is waited for, and how often one looks whether it is done;
# how old a folder is that is removed, when it was never completed and when nobody has loaded from it since.
PATIENCE, LOOK = 600.0, 0.5
INCOMPLETE, UNUSED = 86_400.0, 30 * 86_400.0


class Status(Enum):
    """How far the compiled code is."""

    UNKNOWN = "not looked for yet"
    SWITCHED_OFF = "switched off by GRADWALK_ENGINE=numpy"
    MISSING = "numba is not installed"
    COMPILING = "being compiled"
    FAILED = "could not be compiled"
    READY = "ready"


_preparing = threading.Lock()
_kernel: ModuleType | None = None
_status = Status.UNKNOWN


def kernel() -> ModuleType | None:
    """The module `engine.kernel`, once it is loaded."""
    return _kernel


def status() -> Status:
    return _status


def preferred() -> Engine:
    """The best engine that there is by now."""
    return "numpy" if _kernel is None else "kernel"


@cache
def folder() -> Path:
    """Where the compiled code of exactly these sources is."""
    import hashlib
    from importlib.metadata import version

    from platformdirs import user_cache_path

    made_from = hashlib.sha256()
    for source in SOURCES:
        made_from.update(source.read_bytes())
        # numba would compile anew, before our eyes, what lies elsewhere or, for its older versions, was touched.
        made_from.update(str(source.stat().st_mtime_ns).encode())
    for text in (str(ENGINE), version("numba"), version("llvmlite"), version("numpy"), sys.version):
        made_from.update(text.encode())
    root = os.environ.get("GRADWALK_CACHE")
    return (Path(root) if root else user_cache_path("gradwalk", False)) / f"kernel-{made_from.hexdigest()[:16]}"


def load() -> bool:
    """Load the compiled code if it is there; whether it is."""
    global _kernel, _status
    if _kernel is not None:
        return True
    if os.environ.get("GRADWALK_ENGINE") == "numpy":
        _status = Status.SWITCHED_OFF
        return False
    try:
        if (folder() / SEAL).read_text("utf-8") == _seal(folder()):
            _kernel = _loaded()
            _status = Status.READY if _kernel else Status.FAILED
            if _kernel is not None:
                _leave_processors_to_the_kernel()
    except ImportError:
        _status = Status.MISSING
    except Exception:  # no folder yet, none that may be read, a damaged file: numpy trains until it is filled anew
        pass
    return _kernel is not None


def _seal(filled: Path) -> str:
    """What is written on a complete folder: which processor its code is for, and what the files are to the last bit:
    one that is damaged would take the whole program down.
    """
    import hashlib

    from llvmlite import binding

    files = sorted((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in filled.rglob("*.nb?"))
    return f"{binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()} {files}"


def _imported(cache_folder: Path) -> ModuleType:
    """`engine.kernel`, whose compiled code numba looks for in a folder, and puts there."""
    import numba

    numba.config.CACHE_DIR = str(cache_folder)
    from engine import kernel

    return kernel


def _loaded() -> ModuleType | None:
    """`engine.kernel` with its code from our folder; one small training loads it. None where numba refuses the folder,
    as one that cannot be written to: it would compile.
    """
    kernel = _imported(folder())
    if not all(Path(place).is_relative_to(folder()) for place in kernel.cache_folders()):
        return None
    kernel.warm_up()
    with suppress(OSError):
        os.utime(folder())
    return kernel


def fill() -> None:
    """Compile, in a folder of our own, and put it in its place. The process that did it should end then."""
    import shutil

    if _others_filled():
        return
    partial = folder().with_name(f"{folder().name}.{os.getpid()}")
    # Where no folder can be made, numba would compile all the same, and put it elsewhere.
    partial.mkdir(parents=True, exist_ok=True)
    try:
        _imported(partial).warm_up()
        (partial / SEAL).write_text(_seal(partial), "utf-8")
        shutil.rmtree(folder(), ignore_errors=True)
        partial.replace(folder())
        for path in _left_behind():
            shutil.rmtree(path, ignore_errors=True)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _others_filled() -> bool:
    """Whether other processes are at it: then wait for them."""
    waited = False
    while any(map(_is_being_filled, folder().parent.glob(f"{folder().name}.*"))):
        time.sleep(LOOK)
        waited = True
    return waited and (folder() / SEAL).exists()


def _is_being_filled(path: Path) -> bool:
    """Whether the process in a folder's name is still at it, as far as the system says."""
    if os.name == "posix":
        try:
            os.kill(int(path.suffix[1:]), 0)
        except (ProcessLookupError, ValueError):
            return False
        except PermissionError:
            pass  # it is somebody else's
    return _age(path) < PATIENCE


def _left_behind() -> list[Path]:
    """Folders that nobody has loaded from for long, and those of processes that were killed."""
    folders = (path for path in folder().parent.glob("kernel-*") if path != folder())
    return [path for path in folders if _age(path) > (INCOMPLETE if path.suffix else UNUSED)]


def _age(path: Path) -> float:
    """Seconds since a folder was changed or loaded from; 0 where it has gone."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def prepare() -> None:
    """Load the compiled code; where there is none, have it compiled, which takes a while."""
    global _status
    with _preparing:
        if not load() and _status is Status.UNKNOWN:
            _status = Status.COMPILING
            _fill_elsewhere()
            # Even if that failed: another program may have filled the folder meanwhile.
            if not load():
                _status = Status.FAILED


def _leave_processors_to_the_kernel() -> None:
    """Let numpy's products take one processor from now on.

    The kernel's products have threads of their own. Were numpy to start as many beside them, a small product for the
    window would wait until the large ones are done; and they go round and round for a while after each product, so that
    on two processors the window or the trainer waits for its turn.
    """
    from threadpoolctl import ThreadpoolController

    for library in ThreadpoolController().lib_controllers:
        if library.user_api == "blas" and "numpy" in library.filepath:
            library.set_num_threads(1)


def prepare_in_background() -> None:
    """Load the compiled code, or have it compiled, while others go on."""

    def prepare_behind() -> None:
        # The threads of the BLAS begin here. Were they not to stand back as the trainer does, the two might wait for
        # each other on one processor.
        step_back()
        prepare()

    threading.Thread(target=prepare_behind, name="compiler", daemon=True).start()


def _fill_elsewhere() -> None:
    """Fill the folder in another process, and wait for it."""
    with suppress(OSError):
        _process().wait()


def _process() -> "subprocess.Popen[bytes]":
    """The process that compiles. It may outlive this one: then the next start has what it made."""
    import subprocess

    low = getattr(subprocess, "IDLE_PRIORITY_CLASS", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    # Where it is to look for us is said by the very path that we have. By a link it would have another folder.
    path = os.pathsep.join(filter(None, [str(ENGINE.parent), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "engine.compiled"],
        env={**os.environ, "PYTHONPATH": path},
        cwd=ENGINE.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=low,
    )


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(LOWEST_PRIORITY)
    fill()
