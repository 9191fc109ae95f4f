"""A controller, the hooks for faults, or how numbers and colours are shown, for one test; then all is as usual."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from gui import theme
from gui.app import make_faults
from gui.controller import Controller
from gui.fault_log import LOG
from gui.faults import Faults
from gui.figures import USUAL_DIGITS, set_decimal_point, set_digits
from gui.theme import Theme


@pytest.fixture(params=[theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def colours(qapp, request) -> Iterator[Theme]:
    """Each theme in turn."""
    theme.apply(request.param)
    yield request.param
    theme.apply(theme.of_system())


@pytest.fixture
def digits() -> Iterator[Callable[[int], None]]:
    """Sets the count of digits."""
    yield set_digits
    set_digits(USUAL_DIGITS)


@pytest.fixture
def comma() -> Iterator[None]:
    """Decimals after a comma."""
    set_decimal_point(",")
    yield
    set_decimal_point(".")


@pytest.fixture
def controller(qapp) -> Iterator[Controller]:
    """A controller without a window."""
    controller = Controller()
    yield controller
    assert controller.close()


@pytest.fixture
def faults(window, tmp_path, monkeypatch) -> Iterator[Faults]:
    """The hooks of a running program, for the window; they write into a folder of the test's.

    `kept` stands for saving what is unsaved.
    """
    monkeypatch.setenv("GRADWALK_DATA", str(tmp_path))
    kept = Mock()
    faults = make_faults(window, SimpleNamespace(autosave=SimpleNamespace(now=kept)))
    faults.kept = kept
    faults.install()
    yield faults
    faults.uninstall()
    window.controller.failed.disconnect(faults.note)
    window.controller.faulted.disconnect(faults.write_down)
    window.banner.hide()


def logged(faults: Faults) -> str:
    log = faults._folder / LOG
    return log.read_text(encoding="utf-8") if log.exists() else ""
