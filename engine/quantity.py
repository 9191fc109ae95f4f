"""What a number is: the identity by which the same number is known in every pane."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Kind = Literal[
    "weight",  # W[neuron, input] of a layer, before the batch's update
    "bias",
    "activation",  # a; of layer 0 an input x; with dropout what of it the next layer gets
    "full activation",  # a before dropout
    "kept",  # with dropout, what a is multiplied by
    "product",  # weight × activation, a term of a neuron's sum
    "sum",  # all products of a neuron
    "z",
    "target",  # y
    "loss",  # L of the row
    "activation gradient",  # ∂L/∂a, of the row
    "full activation gradient",  # the same of a before dropout
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
    "weight memory",  # what the optimizer remembers of a weight, before the batch's update
    "bias memory",
    "shared memory",  # of all parameters together
    "weight update",  # what the update works out of a weight on its way to the new one
    "bias update",
    "shared update",  # of all parameters together
    "learning rate",  # of the batch
    "setting",  # a number that the learner has chosen
    "rows",  # of the batch
]


class Quantity(NamedTuple):
    """One number of a network: its kind, its layer (0 for the inputs), its neuron and, of a weight, its input.

    `part` says which number of an update is meant, by its name in the code, or which field of the experiment.
    A target and an ∂L/∂ŷ count outputs by `neuron`; a `back product` is weight W[neuron, input] of its layer times the
    delta of its neuron.
    """

    kind: Kind
    layer: int = 0
    neuron: int = 0
    input: int = 0
    part: str = ""

    def as_kind(self, kind: Kind) -> "Quantity":
        """The number of another kind that belongs to the same place."""
        return self._replace(kind=kind)

    @property
    def is_count(self) -> bool:
        """Whether it counts something: rows, or how many updates there were."""
        return self.kind == "rows" or (self.kind.startswith("shared ") and self.part == "t")


_OF_WEIGHTS: tuple[Kind, ...] = (
    "weight",
    "row weight gradient",
    "weight gradient",
    "new weight",
    "weight memory",
    "weight update",
    "product",
    "back product",
)
_OF_BIASES: tuple[Kind, ...] = (
    "bias",
    "row bias gradient",
    "bias gradient",
    "new bias",
    "bias memory",
    "bias update",
)


def parameter_of(quantity: Quantity) -> Quantity | None:
    """The weight or bias that a number belongs to: itself, its gradient, its value after, …; or None."""
    if quantity.kind in _OF_WEIGHTS:
        return quantity._replace(kind="weight", part="")
    return quantity._replace(kind="bias", part="") if quantity.kind in _OF_BIASES else None


def gradient_of(parameter: Quantity) -> Quantity:
    """The gradient of a weight or bias over the batch."""
    return parameter.as_kind("weight gradient" if parameter.kind == "weight" else "bias gradient")


def row_gradient_of(parameter: Quantity) -> Quantity:
    """The gradient of a weight or bias in one row."""
    return parameter.as_kind("row weight gradient" if parameter.kind == "weight" else "row bias gradient")


def memory_of(parameter: Quantity, part: str) -> Quantity:
    """What the optimizer remembers of a weight or bias under that name."""
    return parameter._replace(kind="weight memory" if parameter.kind == "weight" else "bias memory", part=part)


def update_of(parameter: Quantity, part: str) -> Quantity:
    """What the update of a weight or bias works out under that name."""
    return parameter._replace(kind="weight update" if parameter.kind == "weight" else "bias update", part=part)


# What an update gives anew.
BEFORE_UPDATE: Mapping[Kind, Kind] = {
    "weight": "new weight",
    "bias": "new bias",
    "weight memory": "weight update",
    "bias memory": "bias update",
    "shared memory": "shared update",
}


def updated(quantity: Quantity) -> Quantity:
    """A weight or bias, or what is remembered of it, after the update."""
    return quantity.as_kind(BEFORE_UPDATE[quantity.kind])
