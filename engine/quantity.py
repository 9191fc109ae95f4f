"""What a number is: the identity by which the same number is known in every pane."""

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
    "delta",  # ∂L/∂z, of the row
    "row weight gradient",  # ∂L/∂w of the row alone
    "row bias gradient",  # ∂L/∂b of the row alone: its delta
    "back product",  # delta × weight, a term of ∂L/∂a of the layer before
    "weight gradient",  # ∂L/∂w of the batch, the sum or mean over its rows
    "bias gradient",
    "new weight",  # after the update
    "new bias",
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


def parameter_of(quantity: Quantity) -> Quantity | None:
    """The weight or bias that a number belongs to: itself, its gradient, its value after the update; or None."""
    if quantity.kind in ("weight", "row weight gradient", "weight gradient", "new weight", "product", "back product"):
        return quantity.as_kind("weight")
    if quantity.kind in ("bias", "row bias gradient", "bias gradient", "new bias"):
        return quantity.as_kind("bias")
    return None


def gradient_of(parameter: Quantity) -> Quantity:
    """The gradient of a weight or bias over the batch."""
    return parameter.as_kind("weight gradient" if parameter.kind == "weight" else "bias gradient")


def row_gradient_of(parameter: Quantity) -> Quantity:
    """The gradient of a weight or bias in one row."""
    return parameter.as_kind("row weight gradient" if parameter.kind == "weight" else "row bias gradient")


def updated(parameter: Quantity) -> Quantity:
    """A weight or bias after the update."""
    return parameter.as_kind("new weight" if parameter.kind == "weight" else "new bias")
