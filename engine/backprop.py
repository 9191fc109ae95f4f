"""Back-propagation, one batch, one formula a line. This is the text that the learner reads.

A batch goes forwards through the layers, the loss says how wrong the result is, and the chain rule carries the error
backwards: every layer learns how much each of its weights and biases has to answer for.

    x       the rows of the batch, shape (rows, inputs)
    y       what they should give, shape (rows, outputs)
    W, b    weights of a layer, shape (neurons, inputs), and its biases, shape (neurons,)
    z[n]    weighted sum of every neuron of layer n, shape (rows, neurons)
    a[n]    its activation, a = f(z); a[0] is x, for the inputs are the layer before the first
    kept[n] with dropout, what a[n] is multiplied by, r in formulas: 0 for a neuron that is out, shape (rows, neurons)
    delta   ∂L/∂z, how much the loss changes with z: the error that a neuron has to answer for
    dW, db  ∂L/∂W and ∂L/∂b over the whole batch, as their sum or as their mean

Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from engine.arrays import Array
from engine.losses import Loss
from engine.network import Layer

Reduction = Literal["sum", "mean"]
# By layer, where neurons are left out.
Kept = Mapping[int, Array]
ALL: Kept = MappingProxyType({})


class Gradient(NamedTuple):
    """∂L/∂W and ∂L/∂b of one layer, of the shapes of W and b."""

    dW: Array
    db: Array


@dataclass(frozen=True)
class Operation:
    """One step of the calculation: what it is called, in which layer (1 is the first after the inputs), its result."""

    name: str
    layer: int
    result: Array


def backpropagation(
    layers: Sequence[Layer], x: Array, y: Array, loss: Loss, reduction: Reduction, kept: Kept = ALL
) -> Generator[Operation, None, list[Gradient]]:
    """Walk one batch forwards and backwards, yield every operation, return the gradient of every layer.

    Nothing is changed: what to do with the gradients is the optimizer's business.
    """
    # Forwards: every layer weighs what the layer before it says, and answers.
    z: dict[int, Array] = {}
    a: dict[int, Array] = {0: x}
    active: dict[int, Array] = {}
    for n, layer in enumerate(layers, start=1):
        products = a[n - 1] @ layer.W.T
        yield Operation("multiply", n, products)
        z[n] = products + layer.b
        yield Operation("add bias", n, z[n])
        a[n] = layer.activation.value(z[n])
        yield Operation("activate", n, a[n])
        if n in kept:
            active[n] = a[n]
            a[n] = active[n] * kept[n]
            yield Operation("drop out", n, a[n])

    # How wrong is the answer, and how does that change with the answer?
    output = len(layers)
    value = loss.value(a[output], y)
    yield Operation("loss", output, value)
    da = loss.derivative(a[output], y)
    yield Operation("loss derivative", output, da)

    # Backwards: every layer takes its share of the error and hands the rest to the layer before it.
    divisor = len(x) if reduction == "mean" else 1
    gradients: list[Gradient] = []
    for n, layer in reversed(list(enumerate(layers, start=1))):
        if n in kept:
            a[n] = active[n]
            da = da * kept[n]
            yield Operation("drop out gradient", n, da)
        if layer.activation.elementwise:
            delta = da * layer.activation.derivative(z[n], a[n])
            yield Operation("delta", n, delta)
        else:
            # Softmax: a larger z takes from all the other outputs what it gives to its own.
            delta = a[n] * (da - (da * a[n]).sum(axis=1, keepdims=True))
            yield Operation("delta", n, delta)
        dW = delta.T @ a[n - 1] / divisor
        yield Operation("weight gradient", n, dW)
        db = delta.sum(axis=0) / divisor
        yield Operation("bias gradient", n, db)
        gradients.insert(0, Gradient(dW, db))
        if n > 1:
            da = delta @ layer.W
            yield Operation("back through the weights", n, da)
    return gradients


def gradients_of(
    layers: Sequence[Layer], x: Array, y: Array, loss: Loss, reduction: Reduction, kept: Kept = ALL
) -> list[Gradient]:
    """The gradients of one batch: `backpropagation`, walked to its end."""
    walk = backpropagation(layers, x, y, loss, reduction, kept)
    while True:
        try:
            next(walk)
        except StopIteration as end:
            return end.value
