"""How a cell of a table is painted that holds a number that is pointed at."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import theme


class LitDelegate(QStyledItemDelegate):
    """Paints the background that the model gives, which a style sheet leaves out, and a border around it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        background = index.data(Qt.ItemDataRole.BackgroundRole)
        if background is None:
            super().paint(painter, option, index)
            return
        painter.fillRect(option.rect, background)
        unselected = QStyleOptionViewItem(option)
        unselected.state &= ~QStyle.StateFlag.State_Selected
        super().paint(painter, unselected, index)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(theme.current().text), 2))
        painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1))
