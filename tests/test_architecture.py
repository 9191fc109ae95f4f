"""The engine knows no window, and nothing heavy is imported before it is needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path.relative_to(ROOT) for path in (ROOT / "engine").rglob("*.py"))
FORBIDDEN = {"PySide6", "shiboken6", "pyqtgraph", "gui", "main"}

IMPORT_EVERYTHING = """
import importlib, pkgutil, sys
import engine
for module in pkgutil.walk_packages(engine.__path__, "engine."):
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        # The compiled engine alone may be out of reach.
        if error.name not in ("numba", "llvmlite"):
            raise
"""
LOADED = "\nprint(*sorted({name.partition('.')[0] for name in sys.modules}))"


def modules_loaded_by(script: str) -> set[str]:
    """The top-level modules that a new interpreter has loaded after `script`."""
    command = [sys.executable, "-c", script + LOADED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def imported_by(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_module_of_the_engine_names_the_window(path):
    assert not imported_by(path) & FORBIDDEN


def test_importing_every_module_of_the_engine_loads_no_qt():
    loaded = modules_loaded_by(IMPORT_EVERYTHING)
    assert {"engine", "numpy"} <= loaded
    assert not loaded & FORBIDDEN


def test_reading_all_lessons_opens_no_data_set_of_scikit_learn():
    loaded = modules_loaded_by(IMPORT_EVERYTHING + "from engine.lessons import lessons\nassert lessons()")
    assert "sklearn" not in loaded


def test_opening_a_data_set_of_scikit_learn_loads_it():
    loaded = modules_loaded_by(
        IMPORT_EVERYTHING + "from engine.datasets import data_sources\ndata_sources['breast-cancer'].load()"
    )
    assert "sklearn" in loaded
