"""A controller of its own, or how numbers and colours are shown, for one test; afterwards they are as usual."""

from collections.abc import Callable, Iterator

import pytest

from gui import theme
from gui.controller import Controller
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
