"""Fault 67: code or a formula in a name, then exported.

`tests/engine/session/test_faults.py` says that such a name stays a name in a session and in what is shown.
"""

import ast
import csv
import io
import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.export.cells import harmless
from engine.export.table import predictions
from tests.engine.export.helpers import renamed, run, written

NAMES = (
    '"""\nimport os; os.system("touch X")\n"""',
    '"""',
    "'''",
    "'; print(1)#",
    "'); raise SystemExit #",
    "\\N{BELL}",
    "\\N{...}",
    "\\x41\\u0041{0.__class__}%s",
    "\ud800",
    "\udc00=1",
    "\n",
    "a\r\nimport os",
    "\u2028import os",
    "\u0085\x0c\x00\x1a",
    "\u202e\u2066",
    "at the end \\",
    "\\",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1+1",
    "\t=1",
    "\r=1",
    ' "=1',
    "\uff1d1",
    "a;=1",
    'a;"=1"',
    "a\n=1",
    "a,=1",
    "",
)
FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"
# What stands before the sign may not count for a spreadsheet.
BEGINS_FORMULA = re.compile(rf"[\s\"]*[{re.escape(FORMULA)}]")
texts = st.text(st.characters(exclude_categories=()), max_size=30)
# Texts of what matters more often than of anything.
signs = st.text(st.sampled_from("=+-@\t\r\n;,\"'\\ {}#\u2028\ud800aN1"), max_size=12)


def shape(text: str) -> str:
    """A script as Python reads it, but for what its strings say."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


HARMLESS = shape(written(renamed("size")))


def check_script(name: str) -> None:
    """The script is that of a harmless name, but for its strings; these are the name."""
    snapshot = renamed(name)
    text = written(snapshot, title=name)
    assert shape(text) == HARMLESS
    # What a person sees is what Python reads: no line ends but these, nothing that turns the direction.
    assert all(character == "\n" or character.isprintable() for character in text)
    found = run(text, "__main__")
    assert found["INPUTS"] == snapshot.data.table.input_names[1:]
    assert found["OUTPUTS"] == snapshot.data.dataset.output_names
    assert found["CLASSES"] == snapshot.data.dataset.class_names
    assert set(found["ROW_NAMES"]) == {name}
    assert f"lesson:  {name!r}\n" in found["__doc__"]
    assert len(found["printed"].splitlines()) == len(found["ROW_NAMES"]) + 1
    text.encode()


def check_table(name: str) -> None:
    """No cell begins a formula, also where a spreadsheet expects another delimiter, and so takes quotes amiss."""
    text = b"".join(predictions(renamed(name))).decode()
    for delimiter in ",;\t":
        for cell in (cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for cell in row):
            assert is_number(cell) or not BEGINS_FORMULA.match(cell), (delimiter, cell)
            assert delimiter != "," or cell[:1] not in ("\t", "\r", "\n")


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", NAMES)
def test_67_a_name_in_a_script_is_a_string(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environment = dict(os.environ)
    check_script(name)
    assert not list(tmp_path.iterdir())
    assert dict(os.environ) == environment


@pytest.mark.parametrize("name", NAMES)
def test_67_a_name_in_a_table_is_no_formula(name):
    check_table(name)


@settings(max_examples=40)
@given(texts | signs)
def test_67_any_name_is_a_string_and_no_formula(name):
    check_script(name)
    check_table(name)


@given(texts | signs)
def test_67_what_is_harmless_stays_as_it_is(name):
    """Nothing but apostrophes is put in."""
    assert harmless(name).replace("'", "") == name.replace("'", "")
    if not set(name) & set(FORMULA + "\t\r\n"):
        assert harmless(name) == name
