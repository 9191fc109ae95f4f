"""Pens for pictures that can be looked at from nearer."""

from PySide6.QtGui import QColor, QPen


def cosmetic(ink: QColor, width: float) -> QPen:
    """A pen that is as wide at every zoom."""
    pen = QPen(ink, width)
    pen.setCosmetic(True)
    return pen
