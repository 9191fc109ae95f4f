"""The lesson: which one, what it says, and points to predict."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel

from engine.commands import Report
from engine.lessons import Lesson, lessons
from gui.controller import Controller
from gui.labels import make_label
from gui.panels.predict import PredictPanel
from gui.panels.scroll import ScrollPanel


class LessonPanel(ScrollPanel):
    """The first thing a newcomer reads."""

    chosen = Signal(str)  # a lesson's id

    def __init__(self, controller: Controller) -> None:
        super().__init__("lesson")
        self.setAccessibleName(self.tr("Lesson"))
        self._controller = controller
        self._add_choice()
        self._title = self._label("title", "lesson-title")
        self._see = self._label("", "lesson-see")
        self._try_heading = self._label("heading", "lesson-try-heading", self.tr("Try"))
        self._try = self._label("", "lesson-try")
        self._notice_heading = self._label("heading", "lesson-notice-heading", self.tr("Notice"))
        self._notice = self._label("", "lesson-notice")
        self.predict = PredictPanel(controller)
        self.column.addWidget(self.predict)
        self._article = self._label("muted", "lesson-article")
        self.column.addStretch(1)
        controller.lesson_opened.connect(self._show_lesson)
        controller.reported.connect(self._show_report)

    def _add_choice(self) -> None:
        self.choice = QComboBox()
        self.choice.setObjectName("lesson-choice")
        self.choice.setAccessibleName(self.tr("Choose a lesson"))
        self.choice.setToolTip(self.tr("Choose a lesson (Ctrl+L)"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for lesson in lessons():
            self.choice.addItem(lesson.title, lesson.id)
        self.choice.setMaxVisibleItems(20)
        self.choice.activated.connect(self._open)
        self.column.addWidget(self.choice)

    def _label(self, role: str, name: str, text: str = "") -> QLabel:
        label = make_label(role, text, name, wrap=True)
        self.column.addWidget(label)
        return label

    def _open(self, place: int) -> None:
        self.chosen.emit(str(self.choice.itemData(place)))

    def show_choice(self) -> None:
        """The lesson that is open, whatever was chosen."""
        lesson = self._controller.lesson
        assert lesson is not None
        with QSignalBlocker(self.choice):
            # The learner's own table is none of the list.
            self.choice.setPlaceholderText(lesson.title)
            self.choice.setCurrentIndex(self.choice.findData(lesson.id))

    def _show_lesson(self, lesson: Lesson) -> None:
        self.show_choice()
        self._title.setText(lesson.title)
        self._see.setText(lesson.see)
        self._try.setText(lesson.attempt)
        self._notice.setText(lesson.notice)
        self._article.setVisible(bool(lesson.article))
        self._article.setText(self.tr("From the article “{0}”").format(lesson.article))
        self.predict.show_lesson(lesson)
        self.verticalScrollBar().setValue(0)

    def _show_report(self, report: Report) -> None:
        self.predict.show_snapshot(report.snapshots[self._controller.focus])
