"""A message that stays until it is read: something was refused or went wrong, in plain words."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.icons import icon
from gui.labels import make_label


class Banner(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = QLabel()
        self.text = make_label(name="banner-text", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = ""
        self.copy = QToolButton()
        self.copy.setObjectName("banner-copy")
        self.copy.setText(self.tr("Copy details"))
        self.copy.setAccessibleName(self.tr("Copy details"))
        self.copy.setToolTip(self.tr("Copy what happened, for whoever is to mend it: version, system, place"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        self._close = QToolButton()
        self._close.setObjectName("banner-close")
        self._close.setAccessibleName(self.tr("Close the message"))
        self._close.setToolTip(self.tr("Close the message"))
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._recolour()
        self.hide()

    def show_message(self, text: str, details: str = "") -> None:
        """Show a message; behind one of a fault are details that can be copied."""
        self._details = details
        self.copy.setVisible(bool(details))
        self.text.setText(text)
        self.setAccessibleName(text)
        self.show()

    def _recolour(self) -> None:
        self._mark.setPixmap(icon("warning").pixmap(20, 20))
        self._close.setIcon(icon("cancel"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._recolour()
        super().changeEvent(event)
