"""The command line in a process of its own, where that is what matters."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import main as program
from gui.display import why_no_window

ROOT = Path(program.__file__).parent


def process(*argv, env=None, cwd=ROOT, **options):
    changed = {"PYTHONPATH": str(ROOT)} | (env or {})
    kept = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, *argv], env=kept | changed, cwd=cwd, capture_output=True, text=True, timeout=60, **options
    )


@pytest.mark.parametrize("argv", [["lessons"], ["train", "or-gate", "--epochs", "1", "--json"]])
def test_no_qt_without_a_window(argv):
    code = (
        "import sys, main; code = main.main(sys.argv[1:]);"
        "sys.exit(code or any(name.startswith(('PySide6', 'pyqtgraph', 'gui')) for name in sys.modules))"
    )
    assert process("-c", code, *argv).returncode == 0


def test_listing_lessons_opens_no_data_set():
    code = "import sys, main; main.main(['lessons']); sys.exit('sklearn' in sys.modules)"
    assert process("-c", code).returncode == 0


def test_help_and_version_need_nothing():
    code = "import sys, main; code = main.main(sys.argv[1:]); sys.exit(code or 'numpy' in sys.modules)"
    for option in ("--help", "--version"):
        result = process("-c", code, option)
        assert (result.returncode, result.stderr) == (0, "")
        assert "gradwalk" in result.stdout


def test_errors_of_a_process_are_one_line():
    result = process("main.py", "train", "nothing")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise on Windows")
def test_a_reader_that_leaves_is_no_error():
    command = [sys.executable, "main.py", "train", "xor", "--epochs", "1", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == program.READER_GONE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no signals")
def test_ctrl_c_ends_training_without_a_traceback():
    # The bar of a terminal is what tells that training is under way.
    code = "import sys, main; sys.stderr.isatty = lambda: True; sys.exit(main.main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "train", "or-gate", "--epochs", "1000000000"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        shown = running.stderr.read(20)
        running.send_signal(signal.SIGINT)
        shown += running.stderr.read()
    assert running.returncode == program.STOPPED_BY_USER
    assert shown.startswith(b"\ror-gate [")
    assert shown.endswith(b"\ngradwalk: stopped\n")
    assert b"Traceback" not in shown


# Without a display.


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
def test_a_start_without_a_display_trains_and_draws(tmp_path):
    result = process(str(ROOT / "main.py"), env={"QT_QPA_PLATFORM": ""}, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("\n") == 1
    assert "no display" in result.stderr
    assert "Emily" in result.stdout
    picture = tmp_path / "gradwalk-height-weight.png"
    assert str(picture) in result.stdout
    assert [entry.name for entry in tmp_path.iterdir()] == [picture.name]
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
@pytest.mark.parametrize("name", ["PySide6", "QtGui"])
def test_without_qt_training_goes_on_and_the_remedy_is_said(tmp_path, name):
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text(f"raise ImportError('libGL.so.1 is missing', name={name!r})")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import main; sys.exit(main.main([]))"
    for platform in ("", "offscreen"):
        result = process("-c", code, env={"QT_QPA_PLATFORM": platform}, cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        assert "Emily" in result.stdout
        assert "libGL.so.1 is missing" in result.stderr
        assert "make install" in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
def test_a_display_that_does_not_answer_is_no_display(monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":98765")
    assert why_no_window()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert why_no_window() == ""


def test_a_picture_is_drawn_in_the_size_that_is_asked_for(tmp_path):
    result = process("main.py", "picture", "or-gate", str(tmp_path / "a.png"), "--epochs", "3", "--size", "1200x700")
    assert (result.returncode, result.stderr) == (0, "")
    header = (tmp_path / "a.png").read_bytes()[:24]
    assert (int.from_bytes(header[16:20]), int.from_bytes(header[20:24])) == (1200, 700)
