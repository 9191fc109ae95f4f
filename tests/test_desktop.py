"""A double click opens a session: the entries for desktops on Linux name what there is."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from configparser import RawConfigParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QMimeDatabase

from engine.cli.arguments import command_line
from engine.session.session import SUFFIX

ROOT = Path(__file__).parents[1]
KIND = "application/x-gradwalk"
XML = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="this system has no sh")


@pytest.fixture
def desktop(tmp_path) -> Callable[..., Path]:
    def run(*words: str) -> Path:
        surroundings = os.environ | {"XDG_DATA_HOME": str(tmp_path / "a home")}
        subprocess.run(["sh", ".ci/desktop", *words], cwd=ROOT, env=surroundings, check=True, timeout=60)
        return tmp_path / "a home"

    return run


def test_a_double_click_starts_this_program_with_the_file(desktop):
    data = desktop("install", sys.executable)
    parser = RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(data / "applications" / "gradwalk.desktop")
    entry = parser["Desktop Entry"]
    python, script, *words = shlex.split(entry["Exec"])
    assert [python, Path(script)] == [sys.executable, ROOT / "main.py"]
    assert words == ["open", "%f"]
    assert command_line().parse_args(["open", f"a{SUFFIX}"]).lesson == f"a{SUFFIX}"
    assert entry["MimeType"].split(";") == [KIND, ""]
    icon = data / "icons" / "hicolor" / "scalable" / "apps" / f"{entry['Icon']}.svg"
    assert ElementTree.parse(icon).getroot().tag.endswith("svg")
    assert "currentColor" not in icon.read_text()


def test_sessions_are_a_kind_of_file(desktop):
    kinds = ElementTree.parse(desktop("install", sys.executable) / "mime" / "packages" / "gradwalk.xml")
    (kind,) = kinds.findall("m:mime-type", XML)
    assert kind.get("type") == KIND
    assert [glob.get("pattern") for glob in kind.findall("m:glob", XML)] == [f"*{SUFFIX}"]
    (parent,) = kind.findall("m:sub-class-of", XML)
    assert QMimeDatabase().mimeTypeForName(str(parent.get("type"))).isValid()


def test_what_was_put_there_is_taken_away_again(desktop):
    data = desktop("install", sys.executable)
    assert list(data.rglob("gradwalk.*"))
    desktop("remove")
    assert list(data.rglob("gradwalk.*")) == []
