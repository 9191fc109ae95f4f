"""Light and dark: legible in both, switched by key, and following the system."""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui import theme
from tests.gui.helpers import find, press

THEMES = {"light": theme.LIGHT, "dark": theme.DARK}


def luminance(colour: str) -> float:
    """Relative luminance, by the definition of WCAG 2."""
    channels = np.array(QColor(colour).getRgbF()[:3])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    """Contrast ratio, by the definition of WCAG 2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def shown_surface(window) -> QColor:
    return window.network.views[0].grab().toImage().pixelColor(2, 2)


def test_contrast_is_computed_as_wcag_defines_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "positive", "negative"])
def test_every_ink_can_be_read_on_the_surface(name, ink):
    colours = THEMES[name]
    assert contrast(getattr(colours, ink), colours.surface) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_every_class_can_be_seen_on_the_surface_and_has_a_colour_of_its_own(name):
    colours = THEMES[name]
    assert min(contrast(ink, colours.surface) for ink in colours.classes) >= 3
    assert len(set(colours.classes)) == len(colours.classes) == 10


@pytest.mark.parametrize("name", THEMES)
def test_a_third_class_leaves_the_first_two_their_colours(name):
    colours = THEMES[name]
    assert colours.classes[:2] == (colours.negative, colours.positive)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [("text", "raised"), ("text", "selection"), ("on_accent", "accent"), ("text", "warning_surface")],
)
def test_text_can_be_read_on_every_ground(name, ink, ground):
    assert contrast(getattr(THEMES[name], ink), getattr(THEMES[name], ground)) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_positive_and_negative_are_told_apart_by_more_than_colour_blindness_takes(name):
    blue, orange = (QColor(ink).getRgb()[:3] for ink in (THEMES[name].positive, THEMES[name].negative))
    # Red-green blindness leaves the blue channel.
    assert abs(blue[2] - orange[2]) > 100


def test_the_themes_differ_in_every_colour_of_text_and_surface():
    for field in ("surface", "text", "muted", "accent", "positive", "negative"):
        assert getattr(theme.LIGHT, field) != getattr(theme.DARK, field)


@pytest.mark.parametrize(("key", "name"), [("Ctrl+Alt+1", "light"), ("Ctrl+Alt+2", "dark")])
def test_a_theme_can_be_chosen_by_key(window, key, name):
    press(window, key)
    expected = QColor(THEMES[name].surface)
    assert QApplication.palette().color(QPalette.ColorRole.Window) == expected
    assert shown_surface(window) == expected
    assert window.curves.grab().toImage().pixelColor(2, window.curves.height() - 2) == expected
    assert window.action(f"theme-{name}").isChecked()
    checked = [other for other in ("system", "light", "dark") if window.action(f"theme-{other}").isChecked()]
    assert checked == [name]


@pytest.fixture
def system(monkeypatch):
    """The system asks for light or dark, and says so."""

    def ask(colours: theme.Theme) -> None:
        monkeypatch.setattr(theme, "of_system", lambda: colours)
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Unknown)

    yield ask
    monkeypatch.undo()
    theme.apply(theme.of_system())


def test_the_window_follows_the_system(window, system):
    system(theme.DARK)
    assert shown_surface(window) == QColor(theme.DARK.surface)
    system(theme.LIGHT)
    assert shown_surface(window) == QColor(theme.LIGHT.surface)


def test_whoever_chose_a_theme_keeps_it(window, system):
    press(window, "Ctrl+Alt+1")
    system(theme.DARK)
    assert shown_surface(window) == QColor(theme.LIGHT.surface)
    press(window, "Ctrl+Alt+0")
    assert shown_surface(window) == QColor(theme.DARK.surface)


def test_the_figures_have_one_width(window):
    figure = find(window, type(window.lesson._title), "figure-loss")
    widths = {figure.fontMetrics().horizontalAdvance(digit * 6) for digit in "0123456789"}
    assert len(widths) == 1


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_blending_goes_from_one_colour_to_the_other(share):
    for low, high in itertools.product(("#000000", "#804020"), ("#ffffff", "#204080")):
        blended = theme.blend(low, high, share).getRgb()[:3]
        expected = np.array(QColor(low).getRgb()[:3]) * (1 - share) + np.array(QColor(high).getRgb()[:3]) * share
        assert blended == pytest.approx(expected, abs=0.51)
