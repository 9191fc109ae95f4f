"""A note above the formula: the operation that is shown is where the numbers grew beyond all bounds."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.snapshot import Snapshot
from engine.walk import Walk
from gui import theme
from gui.blow_up_words import began_text, what_happened, what_to_try
from gui.labels import make_label


class BlowUpNote(QWidget):
    """A heading and what to try; hidden for as long as all numbers are finite."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("blow-up-note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.began = make_label("heading", name="blow-up-began", wrap=True)
        self.try_this = make_label(name="blow-up-try", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 6)
        column.setSpacing(2)
        column.addWidget(self.began)
        column.addWidget(self.try_this)
        self.hide()

    def show_walk(self, walk: Walk | None, snapshot: Snapshot) -> None:
        """Say of an operation that it is where it began; None hides the note."""
        self.setVisible(walk is not None)
        if walk is not None:
            self.began.setText(began_text(walk, snapshot))
            self.try_this.setText(f"{what_happened(walk)} {what_to_try(snapshot)}")
            self.setAccessibleName(self.began.text())
            self.setAccessibleDescription(self.try_this.text())
