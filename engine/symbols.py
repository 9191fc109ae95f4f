"""What the numbers of a network are called in formulas, in the TeX subset of `gui.painting.maths`."""

from collections.abc import Mapping

from engine.network import Architecture
from engine.optimizers import optimizers
from engine.quantity import Kind, Quantity

_LETTERS: Mapping[Kind, str] = {"sum": "s", "z": "z", "delta": r"\delta", "full activation": "a", "kept": "r"}

# The settings of an update, by their fields.
SETTINGS: Mapping[str, str] = {
    "momentum": r"\mu",
    "weight_decay": r"\lambda",
    "l1": r"\lambda_1",
    "l2": r"\lambda_2",
    "clip": "c",
}
# What an update works out, by its names in the code.
UPDATE_SYMBOLS: Mapping[str, str] = {
    "penalised": "g",
    "norm": "|g|",
    "share": r"\alpha",
    "clipped": "g",
    **{part.name: part.symbol for optimizer in optimizers for part in optimizer.parts},
}


def symbol(quantity: Quantity, architecture: Architecture) -> str:
    """The symbol of a number: w with W[out, in] as index, layers in brackets above where there are several."""
    kind, layer, neuron, source = quantity[:4]
    if kind in ("weight", "new weight"):
        return rf"w_{{{_pair(neuron, source)}}}" + _layer(layer, architecture)
    if kind in ("bias", "new bias"):
        return _indexed("b", layer, neuron, architecture)
    if kind == "activation":
        return _activation(layer, neuron, architecture)
    if kind in _LETTERS:
        letter = _LETTERS[kind]
        return _indexed(letter, layer, neuron, architecture)
    if kind == "slope":
        name = architecture.activations[layer - 1].symbol
        return rf"{name}'({symbol(quantity.as_kind('z'), architecture)})"
    if kind == "target":
        return "y" if architecture.sizes[-1] == 1 else f"y_{{{neuron + 1}}}"
    return _derived(quantity, architecture)


def _derived(quantity: Quantity, architecture: Architecture) -> str:
    kind = quantity.kind
    if kind == "setting":
        return SETTINGS[quantity.part]
    if kind.endswith((" memory", " update")):
        return _of_update(quantity, architecture)
    if kind == "shared gradient":
        return r"\sum_k \hat{y}_k \cdot " + partial("L", r"\hat{y}_k")
    of = {
        "activation gradient": "activation",
        "full activation gradient": "full activation",
        "row weight gradient": "weight",
        "weight gradient": "weight",
        "row bias gradient": "bias",
        "bias gradient": "bias",
    }
    if kind in of:
        return partial("L", symbol(quantity.as_kind(of[kind]), architecture))  # type: ignore[arg-type]
    weight = symbol(quantity.as_kind("weight"), architecture)
    if kind == "product":
        return weight + r" \cdot " + _activation(quantity.layer - 1, quantity.input, architecture)
    if kind == "back product":
        return symbol(quantity.as_kind("delta"), architecture) + r" \cdot " + weight
    return {"loss": "L", "learning rate": r"\eta", "rows": "n"}[kind]


def _of_update(quantity: Quantity, architecture: Architecture) -> str:
    """A letter with the index of its weight, or with its bias as index."""
    letter = UPDATE_SYMBOLS[quantity.part]
    if quantity.kind.startswith("shared"):
        return letter
    _, layer, neuron, source = quantity[:4]
    if quantity.kind.startswith("weight"):
        return rf"{letter}_{{{_pair(neuron, source)}}}" + _layer(layer, architecture)
    bias = f"b_{{{neuron + 1}}}" if architecture.sizes[layer] > 1 else "b"
    return rf"{letter}_{{{bias}}}" + _layer(layer, architecture)


def partial(of: str, by: str) -> str:
    """A partial derivative as a fraction."""
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


def _activation(layer: int, neuron: int, architecture: Architecture) -> str:
    if layer == 0:
        return f"x_{{{neuron + 1}}}" if architecture.sizes[0] > 1 else "x"
    if layer == len(architecture.sizes) - 1:
        return r"\hat{y}" + (f"_{{{neuron + 1}}}" if architecture.sizes[-1] > 1 else "")
    above = rf"^{{({layer})}}" if len(architecture.sizes) > 3 else ""
    return f"h_{{{neuron + 1}}}{above}"


def _indexed(letter: str, layer: int, neuron: int, architecture: Architecture) -> str:
    index = f"_{{{neuron + 1}}}" if architecture.sizes[layer] > 1 else ""
    return letter + index + _layer(layer, architecture)


def _layer(layer: int, architecture: Architecture) -> str:
    return rf"^{{({layer})}}" if len(architecture.sizes) > 2 else ""


def _pair(neuron: int, source: int) -> str:
    comma = "," if max(neuron, source) >= 9 else ""
    return f"{neuron + 1}{comma}{source + 1}"
