"""What the picture of a network shows of one moment: the values that are known, and what is at work."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from engine.arrays import Array
from engine.quantity import Quantity, updated
from engine.snapshot import Snapshot
from engine.walk import Walk
from gui.theme import Theme
from gui.walk_focus import Focus

# What is not at work is drawn this strong.
FADED = 0.5


@dataclass(frozen=True, eq=False)
class NetworkState:
    """One moment of one network for one row. Without a walk through that row everything is known and all is at work.

    `activations` holds the values of each layer, inputs first, NaN where the walk has not come to them yet. `trail` is
    a walk that has just ended: its weights have moved.
    """

    snapshot: Snapshot
    activations: list[Array]
    walk: Walk | None = None
    focus: Focus = field(default_factory=Focus)
    trail: Walk | None = None

    @cached_property
    def weights(self) -> Array:
        """All weights, in the order of the edges: during an update those that have moved already are new."""
        walk = self.walk
        if walk is None or walk.stage.phase != "update":
            return self.snapshot.weights
        weights = self.snapshot.weights.copy()
        start = 0
        for number, layer in enumerate(walk.layers_after, start=1):
            moved = self._moved_in(number)
            weights[start : start + layer.W.size][moved] = layer.W.ravel()[moved]
            start += layer.W.size
        return weights

    @cached_property
    def weights_before(self) -> Array:
        """All weights as they were before the update of the walk."""
        walk = self.walk or self.trail
        return self.weights if walk is None else np.concatenate([layer.W.ravel() for layer in walk.batch.layers])

    def _moved_in(self, layer: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Which weights of a layer the walk has updated."""
        assert self.walk is not None
        neuron, term = self.walk.cursor.neuron, self.walk.cursor.term
        of = self.walk.stage
        inputs = self.walk.inputs_of(layer)
        count = self.snapshot.layers[layer - 1].W.size
        if layer != of.layer:
            return np.full(count, layer < of.layer)
        places = np.arange(count)
        return np.asarray(places // inputs * (inputs + 1) + places % inputs <= neuron * (inputs + 1) + term)

    def moved(self, parameter: Quantity) -> bool:
        """Whether the walk, in the middle of an update, has moved a parameter already."""
        walk = self.walk
        if walk is None or walk.stage.phase != "update":
            return False
        return walk.known(updated(parameter))

    def bias(self, place: tuple[int, int]) -> float | None:
        """The bias of a neuron; None where it has none."""
        layer, neuron = place
        if layer == 0 or not self.snapshot.layers[layer - 1].has_bias:
            return None
        quantity = Quantity("bias", layer, neuron)
        if self.walk is not None and self.moved(quantity):
            return self.walk.value(updated(quantity))
        return float(self.snapshot.layers[layer - 1].b[neuron])

    def at_work(self, place: tuple[int, int]) -> bool:
        """Whether a neuron has to do with the operation done last; without one all have."""
        focus = self.focus
        if not focus.neurons and not focus.edges:
            return True
        return (
            place in focus.neurons
            or place in self._ends
            or (focus.layer > 0 and place[0] in (focus.layer - 1, focus.layer))
        )

    @cached_property
    def _ends(self) -> frozenset[tuple[int, int]]:
        """The neurons at both ends of the edges at work."""
        edges = self.focus.edges
        return frozenset((e.layer - 1, e.input) for e in edges) | frozenset((e.layer, e.neuron) for e in edges)

    def at_work_in(self, layer: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Which neurons of a layer have to do with the operation done last."""
        focus, count = self.focus, len(self.activations[layer])
        if not focus.neurons and not focus.edges:
            return np.ones(count, dtype=bool)
        at_work = np.full(count, focus.layer > 0 and layer in (focus.layer - 1, focus.layer))
        at_work[[neuron for of, neuron in focus.neurons | self._ends if of == layer]] = True
        return at_work

    def is_out(self, place: tuple[int, int]) -> bool:
        """Whether the walk has come to where dropout leaves a neuron out."""
        layer, neuron = place
        if self.walk is None or not self.walk.drops(layer):
            return False
        activation = Quantity("activation", layer, neuron)
        return self.walk.value(activation.as_kind("kept")) == 0.0 and self.walk.known(activation)

    def filled(self, place: tuple[int, int]) -> float:
        """How much of a neuron's sum, from 0 to 1, is done, before its activation is known."""
        walk = self.walk
        layer, neuron = place
        if walk is None or layer == 0:
            return 0.0
        if walk.known(Quantity("sum", layer, neuron)):
            return 1.0
        stage, cursor = walk.stage, walk.cursor
        if stage.operation == "multiply" and (stage.layer, cursor.neuron) == place:
            return (cursor.term + 1) / stage.terms
        return 0.0

    def phase_colour(self, colours: Theme) -> str:
        """The colour of what is going on: forwards, or backwards."""
        phase = self.walk.stage.phase if self.walk else "forward"
        return colours.gradient if phase in ("loss", "backward") else colours.accent


def state_of(snapshot: Snapshot, inputs: Array, walk: Walk | None, focus: Focus) -> NetworkState:
    """The state for a row of inputs as one reads them; for the walk's own row the walk tells what is known."""
    if walk is None or walk.finished:
        answers = [values[0] for values in snapshot.activations(inputs)]
        return NetworkState(snapshot, answers, focus=focus, trail=walk)
    row = walk.cursor.row
    activations = [walk.activations[0][row]]
    for layer in range(1, walk.depth + 1):
        values = walk.activations[layer][row].copy()
        values[_known(walk, Quantity("activation", layer)) :] = np.nan
        if walk.drops(layer):
            dropped = _known(walk, Quantity("activation", layer))
            known = _known(walk, Quantity("full activation", layer))
            values[dropped:known] = walk.traced("activate", layer).result[row, dropped:known]
        activations.append(values)
    return NetworkState(snapshot, activations, walk, focus)


def _known(walk: Walk, of_first: Quantity) -> int:
    """How many activations of a layer the walk has come to; that of its first neuron tells of which kind."""
    first = walk.made_at(of_first)
    assert first is not None
    cursor = walk.cursor
    if cursor.stage < first.stage:
        return 0
    return cursor.neuron + 1 if cursor.stage == first.stage else len(walk.activations[of_first.layer][0])
