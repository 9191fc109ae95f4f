"""Symbols: every number has one, as short as its network allows, and no two numbers of a kind share it."""

from typing import get_args

import pytest

from engine.activations import activations
from engine.network import Architecture
from engine.quantity import Kind, Quantity
from engine.symbols import SETTINGS, UPDATE_SYMBOLS, partial, symbol

NETWORKS = [(1, 1), (2, 1), (2, 2, 1), (3, 2, 2), (4, 3, 2, 1), (30, 12, 1)]


def architecture(*sizes: int, activation: str = "sigmoid") -> Architecture:
    return Architecture(sizes, (activations[activation],) * (len(sizes) - 1), (True,) * (len(sizes) - 1))


@pytest.mark.parametrize(
    ("sizes", "quantity", "expected"),
    [
        ((2, 1), Quantity("weight", 1, 0, 1), "w_{12}"),
        ((2, 1), Quantity("bias", 1), "b"),
        ((2, 1), Quantity("z", 1), "z"),
        ((2, 1), Quantity("activation", 0, 1), "x_{2}"),
        ((1, 1), Quantity("activation", 0), "x"),
        ((2, 1), Quantity("activation", 1), r"\hat{y}"),
        ((2, 2, 1), Quantity("weight", 1, 1, 0), "w_{21}^{(1)}"),
        ((2, 2, 1), Quantity("new weight", 2, 0, 1), "w_{12}^{(2)}"),
        ((2, 2, 1), Quantity("bias", 1, 1), "b_{2}^{(1)}"),
        ((2, 2, 1), Quantity("new bias", 2), "b^{(2)}"),
        ((2, 2, 1), Quantity("activation", 1, 1), "h_{2}"),
        ((2, 2, 1), Quantity("sum", 1, 1), "s_{2}^{(1)}"),
        ((2, 2, 1), Quantity("delta", 2), r"\delta^{(2)}"),
        ((2, 2, 1), Quantity("slope", 1, 1), r"\sigma'(z_{2}^{(1)})"),
        ((2, 2, 1), Quantity("target"), "y"),
        ((3, 2, 2), Quantity("target", 0, 1), "y_{2}"),
        ((3, 2, 2), Quantity("activation", 2, 1), r"\hat{y}_{2}"),
        ((4, 3, 2, 1), Quantity("activation", 2, 1), "h_{2}^{(2)}"),
        ((30, 12, 1), Quantity("weight", 1, 0, 11), "w_{1,12}^{(1)}"),
        ((2, 2, 1), Quantity("product", 1, 1, 0), r"w_{21}^{(1)} \cdot x_{1}"),
        ((2, 2, 1), Quantity("back product", 2, 0, 1), r"\delta^{(2)} \cdot w_{12}^{(2)}"),
        ((2, 2, 1), Quantity("weight gradient", 1, 1, 0), r"\frac{\partial L}{\partial w_{21}^{(1)}}"),
        ((2, 2, 1), Quantity("row weight gradient", 1, 1, 0), r"\frac{\partial L}{\partial w_{21}^{(1)}}"),
        ((2, 2, 1), Quantity("row bias gradient", 2), r"\frac{\partial L}{\partial b^{(2)}}"),
        ((2, 2, 1), Quantity("bias gradient", 2), r"\frac{\partial L}{\partial b^{(2)}}"),
        ((2, 2, 1), Quantity("activation gradient", 2), r"\frac{\partial L}{\partial \hat{y}}"),
        ((2, 2, 1), Quantity("weight memory", 1, 1, 0, "velocity"), "v_{21}^{(1)}"),
        ((2, 2, 1), Quantity("bias update", 1, 1, part="velocity"), "v_{b_{2}}^{(1)}"),
        ((2, 1), Quantity("bias memory", 1, part="velocity"), "v_{b}"),
        ((2, 2, 1), Quantity("weight update", 2, 0, 1, "m_hat"), r"\hat{m}_{12}^{(2)}"),
        ((2, 2, 1), Quantity("weight update", 1, 1, 0, "penalised"), "g_{21}^{(1)}"),
        ((2, 2, 1), Quantity("shared update", part="t"), "t"),
        ((2, 2, 1), Quantity("shared update", part="norm"), "|g|"),
        ((2, 2, 1), Quantity("setting", part="momentum"), r"\mu"),
        (
            (3, 2, 2),
            Quantity("shared gradient", 2),
            r"\sum_k \hat{y}_k \cdot \frac{\partial L}{\partial \hat{y}_k}",
        ),
        ((2, 2, 1), Quantity("loss"), "L"),
        ((2, 2, 1), Quantity("learning rate"), r"\eta"),
        ((2, 2, 1), Quantity("rows"), "n"),
    ],
)
def test_a_number_is_called(sizes, quantity, expected):
    assert symbol(quantity, architecture(*sizes)) == expected


@pytest.mark.parametrize("name", activations.names)
def test_a_slope_is_called_after_its_activation(name):
    written = symbol(Quantity("slope", 1), architecture(2, 1, activation=name))
    assert written == f"{activations[name].symbol}'(z)"


@pytest.mark.parametrize("sizes", NETWORKS)
def test_numbers_of_every_kind_have_a_symbol_of_their_own(sizes):
    network = architecture(*sizes)
    for kind in get_args(Kind):
        found = [symbol(quantity, network) for quantity in all_of(kind, sizes)]
        assert len(set(found)) == len(found), kind
        assert all(text.count("{") == text.count("}") for text in found)


def all_of(kind: Kind, sizes: tuple[int, ...]) -> list[Quantity]:
    """Every number of a kind that a network of these sizes has."""
    if kind in ("loss", "learning rate", "rows", "shared gradient"):
        return [Quantity(kind)]
    if kind == "setting":
        return [Quantity(kind, part=field) for field in ("momentum", "weight_decay", "l1", "l2", "clip")]
    if kind in ("shared memory", "shared update"):
        return [Quantity(kind, part="t")]
    if kind == "target":
        return [Quantity(kind, 0, output) for output in range(sizes[-1])]
    of_weights = ("product", "back product", *(kind for kind in get_args(Kind) if "weight" in kind))
    first = 0 if kind == "activation" else 1
    return [
        Quantity(kind, layer, neuron, source, "m" if kind.endswith((" memory", " update")) else "")
        for layer in range(first, len(sizes))
        for neuron in range(sizes[layer])
        for source in range(sizes[layer - 1] if kind in of_weights else 1)
    ]


def test_a_derivative_is_a_fraction():
    assert partial("L", "w") == r"\frac{\partial L}{\partial w}"


def test_what_dropout_multiplies_by_has_a_letter_that_no_update_uses():
    letter = symbol(Quantity("kept", 1, 1), architecture(2, 2, 1)).split("_")[0]
    assert letter == "r"
    assert letter not in {*UPDATE_SYMBOLS.values(), *SETTINGS.values()}
