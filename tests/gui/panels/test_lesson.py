"""The lesson's text."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel

from engine.lessons import lesson_ids, lessons, load_lesson
from tests.gui.helpers import find, settle, text


def test_the_list_has_all_lessons_in_their_order(window):
    choice = find(window, QComboBox, "lesson-choice")
    assert [choice.itemText(number) for number in range(choice.count())] == [lesson.title for lesson in lessons()]
    assert choice.currentText() == load_lesson("height-weight").title


def test_every_part_of_the_text_is_there(window):
    lesson = load_lesson("height-weight")
    for name, part in (("see", lesson.see), ("try", lesson.attempt), ("notice", lesson.notice)):
        assert text(window, f"lesson-{name}") == part
        assert find(window, QLabel, f"lesson-{name}").isVisible()


def test_the_article_is_named(window):
    assert load_lesson("height-weight").article in text(window, "lesson-article")


def test_lessons_can_be_walked_through_with_the_arrow_keys(window):
    choice = find(window, QComboBox, "lesson-choice")
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    settle(window)
    following = lesson_ids()[lesson_ids().index("height-weight") + 1]
    assert window.controller.lesson.id == following
    assert text(window, "lesson-title") == load_lesson(following).title


def test_no_text_is_cut_off(window):
    for label in window.lesson.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())
