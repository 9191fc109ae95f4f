"""Python source in colours."""

import pytest
from PySide6.QtGui import QColor

from gui import theme
from gui.painting.highlight import code_font, laid_out, spans_of

LINES = ["def f(x):  # why", '    return "a" if x else 1.5']


def kinds(lines: list[str]) -> list[tuple[str, str]]:
    spans = zip(lines, spans_of(lines), strict=True)
    return [(text[begin:end], kind) for text, line in spans for begin, end, kind in line]


def test_keywords_comments_strings_and_numbers_are_told_apart():
    assert kinds(LINES) == [
        ("def", "keyword"),
        ("# why", "comment"),
        ("return", "keyword"),
        ('"a"', "string"),
        ("if", "keyword"),
        ("else", "keyword"),
        ("1.5", "number"),
    ]


def test_names_are_plain_text():
    assert kinds(["products = a[n] @ layer.W.T"]) == []


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def test_comments_are_quiet_and_keywords_are_bold(qapp, colours):
    first = laid_out(LINES, code_font(), colours, 1000)[0]
    keyword, comment = first.formats()
    assert keyword.format.fontWeight() > code_font().weight()
    assert comment.format.foreground().color() == QColor(colours.muted)


def test_what_is_too_long_ends_in_dots(qapp):
    first, second = laid_out(LINES, code_font(), theme.LIGHT, 120)
    assert first.text() != LINES[0]
    assert first.text().endswith("…")
    assert first.lineAt(0).naturalTextWidth() <= 120
    assert second.text().endswith("…")
