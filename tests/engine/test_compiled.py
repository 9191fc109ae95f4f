"""The compiled kernel is used where it is at hand; whatever is wrong with it, numpy trains and the status says why."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine import compiled
from engine.compiled import SEAL, Status
from engine.trainer import Trainer
from tests.engine.helpers import MIXED, wait_for

ROOT = compiled.ENGINE.parent


@pytest.fixture
def fresh(monkeypatch, tmp_path) -> Path:
    """The state of a program that has just started, with a folder for its caches that is not there yet."""
    root = tmp_path / "caches"
    monkeypatch.delenv("GRADWALK_ENGINE", raising=False)
    monkeypatch.setenv("GRADWALK_CACHE", str(root))
    monkeypatch.setattr(compiled, "_kernel", None)
    monkeypatch.setattr(compiled, "_status", Status.UNKNOWN)
    monkeypatch.setattr(compiled, "folder", cache(compiled.folder.__wrapped__))
    monkeypatch.setattr(compiled, "_process", lambda: pytest.fail("a compiler was started"))
    return root


@pytest.fixture
def with_numba(fresh) -> Path:
    pytest.importorskip("numba")
    return fresh


def compile_by(monkeypatch, *command: str) -> list[int]:
    """Have another program in the place of the compiler; how each that was started ended."""
    ends: list[int] = []

    def start() -> Any:
        process = subprocess.Popen([sys.executable, "-c", *command])
        return SimpleNamespace(wait=lambda: ends.append(process.wait()) or ends[-1])

    monkeypatch.setattr(compiled, "_process", start)
    return ends


def numpy_trains(status: Status) -> None:
    assert compiled.status() is status
    assert (compiled.kernel(), compiled.preferred()) == (None, "numpy")
    trainer = Trainer(MIXED)
    trainer.train(1)
    assert (trainer.engine, trainer.place.epoch) == ("numpy", 1)


# What may be missing or in the way.


def test_without_numba_nothing_is_compiled(fresh, monkeypatch):
    def version(name: str) -> str:
        if name in ("numba", "llvmlite"):
            raise PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr("importlib.metadata.version", version)
    compiled.prepare()
    numpy_trains(Status.MISSING)


@pytest.mark.parametrize("module", ["numba", "llvmlite"])
def test_a_numba_that_cannot_be_imported_leaves_a_filled_folder_alone(with_numba, monkeypatch, module):
    fill_with(monkeypatch, {"a.nbc": b"1"})
    before = contents(with_numba)
    monkeypatch.setitem(sys.modules, module, None)
    compiled.prepare()
    numpy_trains(Status.MISSING)
    assert contents(with_numba) == before


@pytest.mark.parametrize("fault", [RuntimeError("no home"), OSError("no home"), KeyError("HOME")])
def test_a_system_that_knows_no_place_for_caches(with_numba, monkeypatch, fault):
    def user_cache_path(*_: Any) -> Path:
        raise fault

    monkeypatch.delenv("GRADWALK_CACHE")
    monkeypatch.setattr("platformdirs.user_cache_path", user_cache_path)
    compile_by(monkeypatch, "raise SystemExit(1)")
    compiled.prepare()
    numpy_trains(Status.FAILED)


def test_without_platformdirs_numpy_trains(with_numba, monkeypatch):
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    compiled.prepare()
    numpy_trains(Status.MISSING)


def test_a_file_in_the_place_of_the_folder_cannot_be_filled_and_is_left_alone(with_numba, monkeypatch):
    """Nobody may write there, whoever runs it; the compiler itself is asked, and does not begin."""
    with_numba.write_text("not a folder")
    monkeypatch.undo()
    monkeypatch.setenv("GRADWALK_CACHE", str(with_numba))
    ended = run(["-m", "engine.compiled"])
    assert ended.returncode != 0
    assert "FileExistsError" in ended.stderr or "NotADirectoryError" in ended.stderr
    assert with_numba.read_text() == "not a folder"


@pytest.mark.parametrize("place", ["root", "folder", "seal"])
def test_what_cannot_be_read_is_compiled_anew_and_without_success_numpy_trains(with_numba, monkeypatch, place):
    """A file where a folder is looked for, or a folder where a file is, cannot be read by anybody."""
    folder = compiled.folder()
    {"root": with_numba, "folder": folder, "seal": folder / SEAL}[place].parent.mkdir(parents=True, exist_ok=True)
    if place == "seal":
        (folder / SEAL).mkdir()
    else:
        (with_numba if place == "root" else folder).write_text("in the way")
    ends = compile_by(monkeypatch, "raise SystemExit(1)")
    compiled.prepare()
    numpy_trains(Status.FAILED)
    assert ends == [1]


def test_switched_off_nothing_is_looked_for(fresh, monkeypatch):
    monkeypatch.setenv("GRADWALK_ENGINE", "numpy")
    monkeypatch.setattr(compiled, "folder", lambda: pytest.fail("looked for"))
    compiled.prepare()
    numpy_trains(Status.SWITCHED_OFF)


# The compiler.


@pytest.mark.parametrize("end", ["import os; os.abort()", "raise SystemExit(1)", "pass"])
def test_a_compiler_that_is_killed_or_fails_or_leaves_nothing(with_numba, monkeypatch, end):
    ends = compile_by(monkeypatch, end)
    compiled.prepare()
    numpy_trains(Status.FAILED)
    assert len(ends) == 1
    compiled.prepare()
    assert len(ends) == 1, "one try is enough until the next start"


def test_a_compiler_that_cannot_be_started(with_numba, monkeypatch):
    def start() -> Any:
        raise OSError("too many processes")

    monkeypatch.setattr(compiled, "_process", start)
    compiled.prepare()
    numpy_trains(Status.FAILED)


def test_while_it_is_compiled_numpy_trains(with_numba, monkeypatch):
    go_on = threading.Event()
    monkeypatch.setattr(compiled, "_process", lambda: SimpleNamespace(wait=go_on.wait))
    compiled.prepare_in_background()
    wait_for(lambda: compiled.status() is Status.COMPILING)
    numpy_trains(Status.COMPILING)
    go_on.set()
    wait_for(lambda: compiled.status() is Status.FAILED)


def test_the_compiler_is_python_with_our_module_and_lets_others_go_first(with_numba, monkeypatch):
    monkeypatch.undo()
    asked: dict[str, Any] = {}
    monkeypatch.setattr(subprocess, "Popen", lambda command, **how: asked.update(how, command=command))
    compiled._process()
    assert asked["command"] == [sys.executable, "-P", "-m", "engine.compiled"]
    assert asked["env"]["PYTHONPATH"].split(os.pathsep)[0] == str(ROOT)
    assert asked["cwd"] == ROOT
    assert asked["creationflags"] == (0 if os.name == "posix" else asked["creationflags"] | 0x40)


# The folder.


def contents(root: Path) -> dict[str, tuple[int, int]]:
    found = [(path, path.stat()) for path in sorted(root.rglob("*")) if path.is_file()]
    return {str(path.relative_to(root)): (status.st_size, status.st_mtime_ns) for path, status in found}


def fill_with(monkeypatch, files: dict[str, bytes], before_the_end: Callable[[], None] = lambda: None) -> None:
    """Fill the folder as the compiler does, with other files than compiled code."""

    def compile_into(folder: Path) -> Any:
        def warm_up() -> None:
            for name, content in files.items():
                (folder / name).write_bytes(content)
            before_the_end()

        return SimpleNamespace(warm_up=warm_up)

    with monkeypatch.context() as patch:
        patch.setattr(compiled, "_imported", compile_into)
        compiled.fill()


def is_sealed() -> bool:
    return (compiled.folder() / SEAL).read_text("utf-8") == compiled._seal(compiled.folder())


def test_a_folder_is_in_its_place_only_when_it_is_complete(with_numba, monkeypatch):
    there_before_the_end = []
    fill_with(monkeypatch, {"a.nbc": b"1"}, lambda: there_before_the_end.append(compiled.folder().exists()))
    assert there_before_the_end == [False]
    assert is_sealed()
    assert [path.name for path in with_numba.iterdir()] == [compiled.folder().name]


def test_a_compiler_that_fails_leaves_nothing_behind_and_what_was_there_alone(with_numba, monkeypatch):
    fill_with(monkeypatch, {"a.nbc": b"1"})
    before = contents(with_numba)

    def fail() -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        fill_with(monkeypatch, {"a.nbc": b"2"}, fail)
    assert contents(with_numba) == before


def test_what_is_left_of_a_damaged_folder_is_not_taken_over(with_numba, monkeypatch):
    compiled.folder().mkdir(parents=True)
    (compiled.folder() / "broken.nbc").write_bytes(b"")
    fill_with(monkeypatch, {"a.nbc": b"1"})
    assert is_sealed()
    assert sorted(path.name for path in compiled.folder().iterdir()) == ["a.nbc", SEAL]


def test_of_two_compilers_at_once_the_last_one_is_right_too(with_numba, monkeypatch):
    def another() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda: 0)
            patch.setattr(compiled, "PATIENCE", 0.0)
            fill_with(patch, {"a.nbc": b"of the first to end"})
        assert is_sealed()

    fill_with(monkeypatch, {"a.nbc": b"of the last to end"}, another)
    assert is_sealed()
    assert (compiled.folder() / "a.nbc").read_bytes() == b"of the last to end"
    assert [path.name for path in with_numba.iterdir()] == [compiled.folder().name]


def test_who_comes_while_another_fills_the_folder_waits_and_takes_what_it_made(with_numba, monkeypatch):
    others = compiled.folder().with_name(f"{compiled.folder().name}.{os.getppid()}")
    others.mkdir(parents=True)
    (others / SEAL).write_text("by the other")
    looks = []

    def look(_: float) -> None:
        looks.append(others.exists())
        others.replace(compiled.folder())

    monkeypatch.setattr("time.sleep", look)
    fill_with(monkeypatch, {}, lambda: pytest.fail("compiled a second time"))
    assert looks == [True]
    assert (compiled.folder() / SEAL).read_text() == "by the other"


def test_who_was_waited_for_in_vain_is_replaced(with_numba, monkeypatch):
    others = compiled.folder().with_name(f"{compiled.folder().name}.{os.getppid()}")
    others.mkdir(parents=True)
    monkeypatch.setattr("time.sleep", lambda _: shutil.rmtree(others))
    fill_with(monkeypatch, {"a.nbc": b"1"})
    assert is_sealed()


@pytest.mark.skipif(os.name != "posix", reason="only there the system tells without harm")
def test_who_was_killed_is_not_waited_for(with_numba, monkeypatch):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    compiled.folder().with_name(f"{compiled.folder().name}.{ended.pid}").mkdir(parents=True)
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("waited"))
    fill_with(monkeypatch, {"a.nbc": b"1"})
    assert is_sealed()


def test_folders_that_nobody_uses_are_removed_and_others_stay(with_numba, monkeypatch):
    day = 86_400
    ages = {"kernel-a": 31, "kernel-b": 29, "kernel-c.7": 2, "kernel-d.7": 0.9, "others": 99}
    for name, days in ages.items():
        (with_numba / name).mkdir(parents=True)
        os.utime(with_numba / name, (time.time() - days * day,) * 2)
    fill_with(monkeypatch, {"a.nbc": b"1"})
    left = {path.name for path in with_numba.iterdir()} - {compiled.folder().name}
    assert left == {"kernel-b", "kernel-d.7", "others"}


def test_several_who_prepare_at_once_start_one_compiler(with_numba, monkeypatch):
    started, go_on = [], threading.Event()
    monkeypatch.setattr(compiled, "_process", lambda: started.append(1) or SimpleNamespace(wait=go_on.wait))
    for _ in range(3):
        compiled.prepare_in_background()
    wait_for(lambda: started)
    go_on.set()
    wait_for(lambda: all(thread.name != "compiler" for thread in threading.enumerate()))
    assert started == [1]


@pytest.mark.parametrize(
    "damage", ["another processor", "truncated", "overwritten", "missing", "one too many", "no seal", "no text"]
)
def test_a_folder_that_is_not_as_it_was_sealed_is_not_loaded(with_numba, monkeypatch, damage):
    fill_with(monkeypatch, {"a.nbc": b"12", "a.nbi": b"3"})
    folder = compiled.folder()
    seal, code = folder / SEAL, folder / "a.nbc"
    {
        "another processor": lambda: seal.write_text(seal.read_text("utf-8").replace("+", "-", 1), "utf-8"),
        "truncated": lambda: code.write_bytes(b"1"),
        "overwritten": lambda: code.write_bytes(b"10"),
        "missing": code.unlink,
        "one too many": lambda: (folder / "b.nbc").write_bytes(b""),
        "no seal": seal.unlink,
        "no text": lambda: seal.write_bytes(b"\xff\xfe\xff"),
    }[damage]()
    monkeypatch.setattr(compiled, "_imported", lambda _: pytest.fail("loaded"))
    assert not compiled.load()
    numpy_trains(Status.UNKNOWN)


def test_other_sources_in_another_place_of_another_time_or_version_have_another_folder(
    with_numba, monkeypatch, tmp_path
):
    source = tmp_path / "source.py"
    source.write_text("a = 1")

    def name() -> str:
        return compiled.folder.__wrapped__().name

    monkeypatch.setattr(compiled, "SOURCES", (source,))
    names = [name()]
    os.utime(source, ns=(0, 0))
    names.append(name())
    source.write_text("a = 2")
    os.utime(source, ns=(0, 0))
    names.append(name())
    monkeypatch.setattr(compiled, "ENGINE", tmp_path)
    names.append(name())
    monkeypatch.setattr("importlib.metadata.version", lambda package: f"{package} 9")
    names.append(name())
    monkeypatch.setattr(sys, "version", "3.99")
    names.append(name())
    assert len(set(names)) == len(names)


def test_all_that_is_compiled_is_among_the_sources():
    names = {str(source.relative_to(compiled.ENGINE)) for source in compiled.SOURCES}
    assert {"kernel.py", "activations.py", "optimizers.py", str(Path("kernels", "together.py"))} <= names
    assert {path.name for path in (compiled.ENGINE / "kernels").glob("*.py")} <= {Path(name).name for name in names}


# With the compiled code itself, in a process that is new.


def run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name != "GRADWALK_ENGINE"}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture
def filled(compiled_kernel, monkeypatch, tmp_path) -> Path:
    """A copy of the filled folder, for new processes to load from."""
    original = compiled.folder()
    shutil.copytree(original, tmp_path / original.name)
    monkeypatch.setenv("GRADWALK_CACHE", str(tmp_path))
    return tmp_path / original.name


def told_by_a_new_process(script: str) -> Any:
    """What a script prints, as JSON; it may not write anything else."""
    ended = run(["-c", script])
    assert ended.returncode == 0, ended.stderr
    assert not ended.stderr
    return json.loads(ended.stdout)


LOAD_AND_TRAIN = """
import json
from engine import compiled
from engine.trainer import Trainer
from tests.engine.helpers import MIXED
compiled.load()
trainer = Trainer(MIXED)
trainer.train(2)
print(json.dumps([compiled.status().name, trainer.engine, trainer.place.epoch]))
"""

EVERY_KIND = """
import json
from engine import compiled
assert compiled.load()
from engine.kernel import measure, train
from engine.quantity import Quantity
from engine.trainer import Trainer
from tests.engine.helpers import walk_to_end
from tests.engine.kernels.cases import HIDDEN, TRAINABLE, Case, _fits
from engine.losses import losses
from engine.optimizers import optimizers

number = 0
for loss in losses.names:
    for output in filter(lambda name: _fits(name, loss), TRAINABLE):
        number += 1
        choices = dict(
            hidden=(3,) * (number % 3),
            activation=(HIDDEN[number % len(HIDDEN)],),
            output_activation=output,
            loss=loss,
            optimizer=optimizers.names[number % 2],
            bias=number % 4 > 1,
            shuffle=number % 2 > 0,
            batch_size=(1, 3, 5, "all")[number % 4],
            train_share=(0.7, 1)[number % 2],
            dropout=(0.0, 0.3)[number // 2 % 2],
            learning_rate=0.001,
        )
        case = Case(9, 1 + number % 4, 1 + (output == "softmax"), False, number % 3 == 0, choices)
        with case.experiment() as experiment:
            trainer = Trainer(experiment)
            trainer.train(3)
            trainer.edit(Quantity("weight", 1, 0, 0), 1.0)
            walk_to_end(trainer.seek(1))
            trainer.train(2)
            trainer.change(trainer.experiment.changed(learning_rate=1, optimizer=optimizers.names[0]))
            trainer.train(1)
print(json.dumps([number, len(train.signatures), len(measure.signatures),
    sum(train.stats.cache_misses.values()) + sum(measure.stats.cache_misses.values())]))
"""


def test_a_new_process_loads_what_is_there_and_compiles_nothing_for_whatever_kind_of_experiment(filled):
    before = contents(filled)
    kinds, of_train, of_measure, compiled_anew = told_by_a_new_process(EVERY_KIND)
    assert kinds > 15
    # With dropout it is other code than without.
    assert (of_train, compiled_anew) == (2, 0)
    # Parameters that are asked for may not be written to; those that train may.
    assert of_measure <= 2
    assert contents(filled) == before


def test_damage_that_the_seal_does_not_tell_leaves_numpy_training_until_the_folder_is_filled_anew(filled):
    good = filled.parent / "good"
    shutil.copytree(filled, good)
    for path in filled.rglob("*.nbc"):
        path.write_bytes(path.read_bytes()[:5000])
    (filled / SEAL).write_text(compiled._seal(filled), "utf-8")
    assert told_by_a_new_process(LOAD_AND_TRAIN) == ["UNKNOWN", "numpy", 2]
    fill_anew = f"""
import shutil
from engine import compiled
class Process:
    def wait(self):
        shutil.rmtree(r"{filled}")
        shutil.copytree(r"{good}", r"{filled}")
compiled._process = Process
compiled.prepare()
"""
    assert told_by_a_new_process(fill_anew + LOAD_AND_TRAIN) == ["READY", "kernel", 2]


@pytest.mark.parametrize(("refused", "status"), [("kernel-", "FAILED"), ("", "UNKNOWN")])
def test_a_folder_that_cannot_be_written_to_is_not_used_for_numba_would_compile(filled, refused, status):
    """numba wants to write where it reads, else it looks elsewhere; here it may write nowhere at all, or not there."""
    refuse = f"""
import tempfile
make = tempfile.TemporaryFile
def refuse(*_, dir=None, **how):
    if "{refused}" in str(dir):
        raise PermissionError("read-only")
    return make(dir=dir, **how)
tempfile.TemporaryFile = refuse
"""
    before = contents(filled)
    assert told_by_a_new_process(refuse + LOAD_AND_TRAIN) == [status, "numpy", 2]
    assert contents(filled) == before
