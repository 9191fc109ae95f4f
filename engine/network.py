"""A dense network: layers that are views into one flat vector of parameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from engine.activations import Activation
from engine.arrays import Array
from engine.quantity import Quantity


@dataclass(frozen=True)
class Layer:
    """One dense layer, a = f(W x + b).

    `W` has the shape (neurons, inputs), `b` the shape (neurons,). A layer without biases has zeros in `b` that are no
    parameters and never change; `has_bias` tells.
    """

    W: Array
    b: Array
    activation: Activation
    has_bias: bool


@dataclass(frozen=True)
class Architecture:
    """The shape of a network: neurons a layer (inputs first); of each layer after the inputs its activation, and
    whether its neurons have biases.
    """

    sizes: tuple[int, ...]
    activations: tuple[Activation, ...]
    biases: tuple[bool, ...]

    @property
    def parameter_count(self) -> int:
        return self.places[-1][1].stop

    @property
    def weight_count(self) -> int:
        return sum(a * b for a, b in zip(self.sizes, self.sizes[1:], strict=False))

    @cached_property
    def is_weight(self) -> Array:
        """1 for every weight of the flat vector and 0 for every bias, shape (parameters,)."""
        marks = np.zeros(self.parameter_count)
        for layer in self.layers(marks):
            layer.W[:] = 1.0
        marks.setflags(write=False)
        return marks

    def place_of(self, parameter: Quantity) -> int:
        """Where in the flat vector a weight or a bias is; an `IndexError` where the network has no such parameter."""
        kind, layer, neuron, source = parameter[:4]
        inputs = self.sizes[layer - 1] if 1 <= layer < len(self.sizes) else 0
        fits = 0 <= neuron < (self.sizes[layer] if inputs else 0) and 0 <= source < inputs
        if not fits or kind not in ("weight", "bias") or (kind == "bias" and not self.biases[layer - 1]):
            raise IndexError(f"there is no {kind} of layer {layer}, neuron {neuron}, input {source}")
        weights, biases = self.places[layer - 1]
        return weights.start + neuron * inputs + source if kind == "weight" else biases.start + neuron

    def has(self, parameter: Quantity) -> bool:
        """Whether the network has such a weight or bias."""
        try:
            self.place_of(parameter)
        except IndexError:
            return False
        return True

    @cached_property
    def places(self) -> tuple[tuple[slice, slice], ...]:
        """Where in the flat vector the weights and the biases of each layer are: W[out, in] row by row, then b."""
        places, start = [], 0
        for (inputs, neurons), bias in zip(pairwise(self.sizes), self.biases, strict=True):
            end = start + neurons * inputs
            places.append((slice(start, end), slice(end, end + neurons * bias)))
            start = end + neurons * bias
        return tuple(places)

    def layers(self, parameters: Array) -> tuple[Layer, ...]:
        """The layers as views into `parameters`, shape (parameters,).

        Of several networks, shape (networks, parameters), W has the shape (networks, neurons, inputs) and b the shape
        (networks, 1, neurons).
        """
        layers, networks = [], parameters.shape[:-1]
        for (W, b), (inputs, neurons), activation, bias in zip(
            self.places, pairwise(self.sizes), self.activations, self.biases, strict=True
        ):
            weights = parameters[..., W].reshape(*networks, neurons, inputs)
            biases = parameters[..., b] if bias else _no_biases(neurons)
            layers.append(Layer(weights, biases[:, None] if bias and networks else biases, activation, bias))
        return tuple(layers)

    def flat(self, layers: Sequence[tuple[Array, Array | None]]) -> Array:
        """The opposite of `layers`: (W, b) of each layer, put into one new flat vector."""
        parts = []
        for (weights, biases), bias in zip(layers, self.biases, strict=True):
            parts.append(np.ravel(weights))
            if bias and biases is not None:
                parts.append(np.ravel(biases))
        return np.concatenate(parts).astype(np.float64)


def _no_biases(neurons: int) -> Array:
    zeros = np.zeros(neurons)
    zeros.setflags(write=False)
    return zeros


def forward(layers: Sequence[Layer], x: Array) -> list[Array]:
    """What every layer makes of the rows of `x`, shape (rows, inputs): a list of (rows, neurons), inputs first."""
    activations = [x]
    for layer in layers:
        activations.append(layer.activation.value(activations[-1] @ layer.W.T + layer.b))
    return activations
