"""A weight or bias that is dragged up and down."""

from dataclasses import dataclass

from engine.quantity import Quantity

# So far the mouse may move before a click becomes a drag.
SLACK = 4.0
# The widest weight of the picture is so many pixels of a drag.
PIXELS = 150.0


@dataclass
class WeightDrag:
    """Began at a height `start` with a value; up is larger. `scale` is the |weight| that is drawn widest."""

    parameter: Quantity
    value: float
    start: float
    scale: float
    moving: bool = False
    goes_on: bool = False

    def to(self, height: float) -> float | None:
        """The value that the mouse asks for; None while it has hardly moved."""
        way = self.start - height
        if not self.moving and abs(way) < SLACK:
            return None
        # The first value of a drag begins an edit of its own, the others go on with it.
        self.goes_on, self.moving = self.moving, True
        return round(self.value + way * self.scale / PIXELS, 3)
