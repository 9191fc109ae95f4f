"""The formulas of one operation: its rule, the rule for this neuron, and the rule with this moment's numbers.

What is said here is what `engine.backprop` computes; every number in a line is a `Quantity` of the walk, so that it is
the same number in every pane.
"""

from engine.explain.backward import explain_backward
from engine.explain.forward import explain_forward, explain_loss
from engine.explain.update import explain_update
from engine.explain.writing import Label, Line, Slot
from engine.walk import Walk

__all__ = ["Label", "Line", "Slot", "explain"]

_PHASES = {
    "forward": explain_forward,
    "loss": explain_loss,
    "backward": explain_backward,
    "update": explain_update,
}


def explain(walk: Walk) -> tuple[Line, ...]:
    """The lines of the operation that was done last."""
    return _PHASES[walk.stage.phase](walk)
