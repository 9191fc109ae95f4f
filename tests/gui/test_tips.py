"""Tool tips are text."""

import pytest
from PySide6.QtGui import QTextDocument

from gui.tips import as_text


@pytest.mark.parametrize("text", ["<b>x</b>", "<img src=y> & more", "a < b", "plain", "two\nlines"])
def test_a_name_is_shown_letter_by_letter(text):
    tip = as_text(text)
    document = QTextDocument()
    if tip == text:
        document.setPlainText(tip)
    else:
        document.setHtml(tip)
    assert document.toPlainText() == text


def test_what_looks_like_markup_is_not_left_as_it_is(qapp):
    assert as_text("<b>x</b>") != "<b>x</b>"
    assert as_text("plain") == "plain"
