"""Colours, digits and the place of the window are remembered."""

import pytest

from gui import settings
from gui.session.remembered import is_on_a_screen
from tests.gui.helpers import make_as_new


def test_colours_digits_and_place_are_remembered(start, own_folder, digits):
    window, _ = start()
    window.set_theme("dark")
    window.set_digits(7)
    window.resize(1100, 720)
    window.close()
    again, _ = start()
    assert again.theme_name == "dark"
    assert settings.text("digits") == "7"
    make_as_new(again, "height-weight")


def test_72_a_window_on_no_screen_is_seen(qapp):
    place = qapp.primaryScreen().availableGeometry()
    assert is_on_a_screen(place.adjusted(0, 0, -10, -10))
    assert not is_on_a_screen(place.translated(20_000, 0))
    assert not is_on_a_screen(place.translated(0, -5_000))


ODD = b"geometry=@ByteArray(x)\ndigits=99\ntheme=pink\nrecent-files=@Invalid()"


@pytest.mark.parametrize("damage", [b"", b"\x00\xff[[[=\n", ODD])
def test_72_damaged_settings_are_as_if_not_there(start, own_folder, damage):
    (own_folder.parent / "settings.ini").write_bytes(damage)
    window, _ = start()
    assert window.theme_name == "system"
    assert settings.texts("recent-files") == []
    assert is_on_a_screen(window.geometry())
