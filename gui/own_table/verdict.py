"""What a table will teach, or why it teaches nothing: one text, and a mark that tells the two apart without colour."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui import theme
from gui.icons import icon
from gui.labels import make_label

MARK = 20


class Verdict(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import-verdict")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.refused = False
        self._mark = QLabel()
        self.text = make_label(name="import-verdict-text", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(theme.GAP)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 1)
        # Two lines have room from the first: the tables above do not jump.
        self.text.setMinimumHeight(2 * self.text.fontMetrics().lineSpacing())
        self.text.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def show_summary(self, text: str) -> None:
        self._show(text, refused=False)

    def show_refusal(self, text: str) -> None:
        self._show(text, refused=True)

    def _show(self, text: str, refused: bool) -> None:
        self.text.setText(text)
        self.setAccessibleName(text)
        self.refused = refused
        self._mark.setVisible(refused)
        if refused:
            self._mark.setPixmap(icon("warning").pixmap(MARK, MARK))
        self.setProperty("refused", refused)
        # A style sheet looks at a property only when it is asked to.
        self.style().polish(self)
