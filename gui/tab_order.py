"""The order in which Tab goes through the window: as one reads it, area by area."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QTabWidget, QWidget


def set_tab_order(areas: Iterable[QWidget]) -> None:
    """Let Tab go through the controls of each area, and then on to the next area."""
    controls = [control for area in areas for control in _reading_order(area) if _takes_tab(control)]
    for before, after in pairwise(controls):
        QWidget.setTabOrder(before, after)


def leave_focus_to_bar(tabs: QTabWidget) -> None:
    """The bar of tabs takes the focus by itself; as their focus proxy it would break the order of Tab."""
    tabs.setFocusProxy(None)  # type: ignore[arg-type]
    tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def _reading_order(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all that is inside it, tabs before their pages."""
    yield widget
    children = [child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow()]
    if isinstance(widget, QTabWidget):
        children.sort(key=lambda child: child is not widget.tabBar())
    for child in children:
        yield from _reading_order(child)


def _takes_tab(widget: QWidget) -> bool:
    # The inside of such a control hands its focus on to it, and is no stop of its own. To ask for its `focusProxy()`
    # would keep a plot in memory for ever.
    inside = isinstance(widget.parent(), QAbstractSpinBox | QAbstractScrollArea)
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not inside
