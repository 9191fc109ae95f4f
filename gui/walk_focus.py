"""Which neurons and edges the operation done last is about, for the picture of the network."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from engine.ladder import StepSize
from engine.quantity import Kind, Quantity
from engine.walk import Walk
from gui.painting.edge_choice import MOST_EDGES
from gui.painting.network_layout import MOST_CURVES

Flow = Literal["forward", "backward", "update", ""]


@dataclass(frozen=True)
class Focus:
    """`neurons` as (layer, number) and `edges` as weights are what is at work; `moving` are those that the last step
    itself is about, along which values travel; `flow` is which way they travel.

    Where a whole layer with very many edges is at work, `layer` tells it in their place, else it is 0.
    """

    neurons: frozenset[tuple[int, int]] = frozenset()
    edges: tuple[Quantity, ...] = ()
    moving: tuple[Quantity, ...] = ()
    flow: Flow = ""
    layer: int = 0


def focus_of(walk: Walk, size: StepSize) -> Focus:
    """What a step of a size that ended here was about; at the end of a batch all weights are, and nothing fades."""
    operation = walk.stage.operation
    if walk.finished:
        return Focus(moving=_all_edges(walk) if size is StepSize.SAMPLE else _last_edges(walk), flow="update")
    if operation in ("loss", "loss derivative"):
        return Focus(neurons=frozenset((walk.depth, k) for k in _outputs(walk)))
    results = range(walk.stage.neurons) if size is StepSize.LAYER else range(walk.cursor.neuron, walk.cursor.neuron + 1)
    layer = walk.stage.layer
    if len(results) > 1 and len(results) * walk.stage.terms > MOST_EDGES and walk.stage.terms > 1:
        before = operation == "back through the weights"
        return Focus(frozenset((layer - before, result) for result in results), layer=layer)
    if operation == "back through the weights":
        edges = tuple(_edge(layer, term, result) for result in results for term in _terms(walk))
        neurons = frozenset((layer - 1, result) for result in results)
        return Focus(neurons, edges, _moving(walk, edges, size), "backward")
    neurons = frozenset((layer, result) for result in results)
    flow: Flow = {"multiply": "forward", "weight gradient": "backward", "update": "update"}.get(operation, "")  # type: ignore[assignment]
    if not flow:
        return Focus(neurons)
    sources = [term for term in _terms(walk) if term < walk.inputs_of(layer)]
    edges = tuple(_edge(layer, result, term) for result in results for term in sources)
    return Focus(neurons, edges, _moving(walk, edges, size), flow)


def label_kind(walk: Walk) -> Kind:
    """What the labels of the edges at work tell."""
    return {
        "weight gradient": "row weight gradient",
        "update": "new weight",
        "back through the weights": "back product",
    }.get(walk.stage.operation, "weight")  # type: ignore[return-value]


def _terms(walk: Walk) -> range:
    """The terms of the sum that are done."""
    return range(walk.cursor.term + 1)


def _moving(walk: Walk, edges: tuple[Quantity, ...], size: StepSize) -> tuple[Quantity, ...]:
    """Of a step of one term its one edge, if it is one and not the bias."""
    if size is not StepSize.TERM:
        return edges
    return edges[-1:] if len(edges) == walk.cursor.term + 1 else ()


def _last_edges(walk: Walk) -> tuple[Quantity, ...]:
    """The weights of the last neuron that an update comes to."""
    return tuple(_edge(walk.depth, walk.cursor.neuron, term) for term in range(walk.inputs_of(walk.depth)))


def _all_edges(walk: Walk) -> tuple[Quantity, ...]:
    """All weights, of a network that is small enough to show each."""
    sizes = walk.batch.experiment.architecture.sizes
    if walk.batch.experiment.architecture.weight_count > MOST_CURVES:
        return ()
    layers = enumerate(pairwise(sizes), start=1)
    return tuple(_edge(n, j, i) for n, (inputs, neurons) in layers for j in range(neurons) for i in range(inputs))


def _edge(layer: int, neuron: int, source: int) -> Quantity:
    return Quantity("weight", layer, neuron, source)


def _outputs(walk: Walk) -> range:
    return range(walk.batch.experiment.architecture.sizes[-1])
