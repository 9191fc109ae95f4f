"""What a hand does with weights in the window, and with the timeline."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider

from engine.quantity import Quantity
from engine.snapshot import Snapshot
from engine.trainer import Trainer
from gui.main_window import MainWindow
from tests.gui.helpers import find, settle

WEIGHT, BIAS = Quantity("weight", 2, 0, 1), Quantity("bias", 1, 1)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def value_in(of: Trainer | Snapshot, parameter: Quantity) -> float:
    """The value of a weight or bias."""
    return float(of.parameters[of.experiment.architecture.place_of(parameter)])


def value_of(window: MainWindow, parameter: Quantity, network: int = 0) -> float:
    """The value of a weight or bias of one of the networks that are shown."""
    return value_in(window.controller.report.snapshots[network], parameter)


def drag(window: MainWindow, begin: QPointF, *ways: int, network: int = 0) -> None:
    """Drag in a network, by so many pixels upwards one after the other."""
    view = window.network.views[network]
    QTest.mousePress(view, LEFT, NONE, begin.toPoint())
    for way in ways:
        QTest.mouseMove(view, begin.toPoint() - QPoint(0, way))
    QTest.mouseRelease(view, LEFT, NONE, begin.toPoint() - QPoint(0, ways[-1]))
    settle(window)


def drag_edge(window: MainWindow, *ways: int, edge: Quantity = WEIGHT, network: int = 0) -> None:
    drag(window, window.network.views[network].position_on(edge, 0.3), *ways, network=network)


def run_to(window: MainWindow, epoch: int) -> None:
    window.controller.run_to(epoch)
    settle(window)


def go_to(window: MainWindow, epoch: int) -> None:
    """Move the timeline."""
    find(window, QSlider, "timeline-slider").setValue(epoch)
    settle(window)
