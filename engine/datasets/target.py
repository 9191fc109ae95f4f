"""What a table asks of a network: yes or no, one of several classes, or a quantity; and which output can answer."""

from dataclasses import dataclass

from engine.activations import activations
from engine.datasets.dataset import Dataset
from engine.losses import losses

LETTERS = "ABCDEFGHI"
MOST_CLASSES = len(LETTERS)
INFINITE = float("inf")


@dataclass(frozen=True)
class Target:
    """`outputs` numbers from `low` to `high` for each row; `classes` is 0 where they are quantities."""

    outputs: int
    classes: int
    low: float
    high: float

    def suits(self, output_activation: str, loss: str) -> bool:
        """Whether the output can give what is asked for, and the loss can tell how wrong it is."""
        output = activations[output_activation]
        reaches = output.range[0] <= self.low and self.high <= output.range[1]
        if not (reaches and losses[loss].takes(output) and output.trainable):
            return False
        if not self.classes:
            return output.elementwise
        # Of several classes the answers are shares; one yes or no is no matter of the right class alone.
        if self.outputs > 1:
            return output.range == (0.0, 1.0)
        bounded = output.range[0] > -INFINITE and output.range[1] < INFINITE
        return bounded and output.elementwise and loss != "categorical-cross-entropy"

    @property
    def usual(self) -> tuple[str, str]:
        """The output activation and the loss that one takes for it."""
        if not self.classes:
            return "linear", "squared-error"
        if self.outputs > 1:
            return "softmax", "categorical-cross-entropy"
        return ("tanh", "half-squared-error") if self.low < 0 else ("sigmoid", "cross-entropy")


YES_NO = Target(1, 2, 0.0, 1.0)
PLUS_MINUS = Target(1, 2, -1.0, 1.0)
# Answers of a quantity may lie anywhere.
QUANTITY = Target(1, 0, -INFINITE, INFINITE)


def one_of(classes: int) -> Target:
    """One output for each class, 1 for the right one; two classes are -1 and 1."""
    return PLUS_MINUS if classes == 2 else Target(classes, classes, 0.0, 1.0)


def target_of(table: Dataset) -> Target | None:
    """What a table asks for; None where it asks for nothing."""
    if table.targets is None:
        return None
    outputs = len(table.output_names)
    if not table.is_classification:
        return Target(outputs, 0, -INFINITE, INFINITE)
    return Target(outputs, len(table.class_names), *table.class_values)


def class_letters(count: int) -> tuple[str, ...]:
    """Names of classes that have none: A, B, C …"""
    return tuple(LETTERS[:count])
