"""The table of a layer's weights: its keys, its headers and the widths of its columns."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui import theme
from gui.figures import number
from gui.views.weights_delegate import PADDING
from gui.views.weights_model import WeightsModel

ROW_HEIGHT = 22
HEADER_WIDTH = 68
# Numbers as wide as they get.
WIDEST = (-0.00012345678901, -1.2345678901e-11)
# Names of columns that are looked at, and as wide as they may make them.
SAMPLE = 20
WIDEST_NAME = 130
# What the window's own style sheet has no rules for.
STYLE = """
QTableCornerButton::section { background: transparent; border: none; }
QHeaderView::section:vertical { border: none; }
"""
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FIGURES = "0123456789.,+-−"


class WeightsTable(QTableView):
    """Arrows go from cell to cell, Enter is as a click, a figure begins to type."""

    entered_by_key = Signal(QModelIndex)
    left = Signal()

    def __init__(self, model: WeightsModel) -> None:
        super().__init__()
        self.setObjectName("weights-table")
        self.setAccessibleName(self.tr("Weights, their gradients and last changes"))
        self.setToolTip(self.tr("Double-click a weight, or type over it, to change it"))
        self.setModel(model)
        self.setFont(theme.font(theme.SMALL))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self._set_looks()

    def _set_looks(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setStyleSheet(STYLE)
        # An empty one between the scroll bars, in place of the style's own, which draws a frame.
        self.setCornerWidget(QWidget())
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
            header.setTextElideMode(Qt.TextElideMode.ElideRight)
            header.setFont(theme.font(theme.SMALL))
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setFixedWidth(HEADER_WIDTH)

    def size_columns(self) -> None:
        """All columns are as wide as a number may get; where there is room for it, as wide as their names."""
        metrics = QFontMetrics(theme.font(theme.SMALL, bold=True))
        width = max(metrics.horizontalAdvance(number(value)) for value in WIDEST)
        count = self.model().columnCount()
        names = (self.model().headerData(n, Qt.Orientation.Horizontal) for n in range(min(count, SAMPLE)))
        wished = min(WIDEST_NAME, max(map(metrics.horizontalAdvance, names), default=0))
        if (wished + 2 * PADDING) * count <= self.width() - HEADER_WIDTH:
            width = max(width, wished)
        self.horizontalHeader().setDefaultSectionSize(width + 2 * PADDING)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.size_columns()
        if self.is_typed_into:
            self.scrollTo(self.currentIndex())
            self.updateEditorGeometries()

    # The keys.

    @property
    def is_typed_into(self) -> bool:
        """Whether somebody is typing another value."""
        return self.state() == QAbstractItemView.State.EditingState

    def event(self, event: QEvent) -> bool:
        # Arrows and figures are keys of the window too: here they are kept before the window hears of them.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._keeps(event):
            event.accept()
            return True
        return super().event(event)

    def _keeps(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        current = self.currentIndex()
        can_type = current.isValid() and bool(current.flags() & Qt.ItemFlag.ItemIsEditable)
        begins = event.text() != "" and event.text() in FIGURES
        return plain and (event.key() in ARROWS or (can_type and (begins or event.key() == Qt.Key.Key_F2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not self.is_typed_into:
            self.entered_by_key.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyboardSearch(self, search: str) -> None:
        """Nothing is looked for: what one types is a number."""
