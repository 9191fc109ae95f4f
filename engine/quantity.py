"""What a number is: the identity by which the same number is known in every pane."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Kind = Literal[
    "weight",  # W[neuron, input] of a layer, before the batch's update
    "bias",
    "activation",  # a; of layer 0 an input x
    "product",  # weight × activation, a term of a neuron's sum
    "sum",  # all products of a neuron
    "z",
    "target",  # y
    "loss",  # L of the row
    "activation gradient",  # ∂L/∂a, of the row
    "slope",  # f′(z)
    "shared gradient",  # Σ ŷ ∂L/∂ŷ over the outputs of a softmax, of the row
    "delta",  # ∂L/∂z, of the row
    "row weight gradient",  # ∂L/∂w of the row alone
    "row bias gradient",  # ∂L/∂b of the row alone: its delta
    "back product",  # delta × weight, a term of ∂L/∂a of the layer before
    "weight gradient",  # ∂L/∂w of the batch, the sum or mean over its rows
    "bias gradient",
    "new weight",  # after the update
    "new bias",
    "weight velocity",  # what momentum remembers of a weight, before the batch's update
    "bias velocity",
    "new weight velocity",  # after it
    "new bias velocity",
    "learning rate",
    "rows",  # of the batch
]


class Quantity(NamedTuple):
    """One number of a network: its kind, its layer (0 for the inputs), its neuron and, of a weight, its input.

    A target and an ∂L/∂ŷ count outputs by `neuron`; a `back product` is weight W[neuron, input] of its layer times the
    delta of its neuron.
    """

    kind: Kind
    layer: int = 0
    neuron: int = 0
    input: int = 0

    def as_kind(self, kind: Kind) -> "Quantity":
        """The number of another kind that belongs to the same place."""
        return self._replace(kind=kind)


_OF_WEIGHTS: tuple[Kind, ...] = (
    "weight",
    "row weight gradient",
    "weight gradient",
    "new weight",
    "weight velocity",
    "new weight velocity",
    "product",
    "back product",
)
_OF_BIASES: tuple[Kind, ...] = (
    "bias",
    "row bias gradient",
    "bias gradient",
    "new bias",
    "bias velocity",
    "new bias velocity",
)


def parameter_of(quantity: Quantity) -> Quantity | None:
    """The weight or bias that a number belongs to: itself, its gradient, its velocity, its value after; or None."""
    if quantity.kind in _OF_WEIGHTS:
        return quantity.as_kind("weight")
    return quantity.as_kind("bias") if quantity.kind in _OF_BIASES else None


def gradient_of(parameter: Quantity) -> Quantity:
    """The gradient of a weight or bias over the batch."""
    return parameter.as_kind("weight gradient" if parameter.kind == "weight" else "bias gradient")


def row_gradient_of(parameter: Quantity) -> Quantity:
    """The gradient of a weight or bias in one row."""
    return parameter.as_kind("row weight gradient" if parameter.kind == "weight" else "row bias gradient")


def velocity_of(parameter: Quantity) -> Quantity:
    """What momentum remembers of a weight or bias."""
    return parameter.as_kind("weight velocity" if parameter.kind == "weight" else "bias velocity")


# What an update gives anew.
BEFORE_UPDATE: Mapping[Kind, Kind] = {
    "weight": "new weight",
    "bias": "new bias",
    "weight velocity": "new weight velocity",
    "bias velocity": "new bias velocity",
}


def updated(quantity: Quantity) -> Quantity:
    """A weight or bias, or its velocity, after the update."""
    return quantity.as_kind(BEFORE_UPDATE[quantity.kind])
