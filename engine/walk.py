"""A moment in the middle of a batch: which operation was done last, and every number there is, by what it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.arrays import Array
from engine.batch import Batch
from engine.ladder import Cursor, Stage
from engine.network import Layer
from engine.quantity import Kind, Quantity, gradient_of, parameter_of, update_of
from engine.trace import TracedOperation

# Which operation gives a number of a kind. What is not here is there before the batch begins.
MADE_BY: Mapping[Kind, str] = {
    "product": "multiply",
    "sum": "multiply",
    "z": "add bias",
    "activation": "activate",
    "full activation": "activate",
    "full activation gradient": "drop out gradient",
    "loss": "loss",
    "slope": "delta",
    "shared gradient": "delta",
    "delta": "delta",
    "row weight gradient": "weight gradient",
    "row bias gradient": "bias gradient",
    "weight gradient": "weight gradient",
    "bias gradient": "bias gradient",
    "back product": "back through the weights",
    "new weight": "update",
    "new bias": "update",
    "weight update": "update",
    "bias update": "update",
    "shared update": "update",
}


@dataclass(frozen=True, eq=False)
class Walk:
    """A batch and the operation of it that was done last; all numbers are those of the cursor's row.

    Values come from the trace of the running code, never from a second calculation.
    """

    batch: Batch
    cursor: Cursor

    @property
    def stage(self) -> Stage:
        return self.batch.ladder.stage_of(self.cursor)

    @property
    def finished(self) -> bool:
        """Whether this is the end of the batch: the weights have been moved."""
        return self.cursor == self.batch.ladder.last

    @property
    def table_row(self) -> int:
        """The row of the table that is being walked through."""
        return int(self.batch.table_rows[self.cursor.row])

    @property
    def depth(self) -> int:
        """The number of layers that have weights."""
        return len(self.batch.layers)

    def inputs_of(self, layer: int) -> int:
        """How many inputs the neurons of a layer have."""
        return self._sizes[layer - 1]

    @property
    def operation(self) -> TracedOperation:
        """The traced operation that the cursor is at."""
        return self.traced(self.stage.operation, self.stage.layer)

    @property
    def result(self) -> Quantity:
        """The number that the cursor's operation gives."""
        result = _RESULTS[self.stage.operation](self.stage, self.cursor, self._sizes)
        return self.before_dropout(result) if self.stage.operation == "activate" else result

    def traced(self, operation: str, layer: int) -> TracedOperation:
        return self._operations[operation, 0 if operation == "update" else layer]

    def drops(self, layer: int) -> bool:
        """Whether neurons of a layer are left out."""
        return layer in self.batch.kept

    def before_dropout(self, quantity: Quantity) -> Quantity:
        """An activation, or its gradient, as it is before dropout; the same where nothing is left out."""
        if not self.drops(quantity.layer):
            return quantity
        return quantity.as_kind("full activation" if quantity.kind == "activation" else "full activation gradient")

    # Numbers.

    def value(self, quantity: Quantity) -> float:
        """The value that a number has in this batch and row, whether or not the walk has come to it yet."""
        kind, layer, neuron, source = quantity[:4]
        row = self.cursor.row
        if kind == "weight":
            return float(self.batch.layers[layer - 1].W[neuron, source])
        if kind == "bias":
            return float(self.batch.layers[layer - 1].b[neuron])
        if kind == "activation":
            return float(self.activations[layer][row, neuron])
        if kind in ("sum", "z", "delta", "row bias gradient"):
            name = {"sum": "multiply", "z": "add bias"}.get(kind, "delta")
            return float(self.traced(name, layer).result[row, neuron])
        return self._further(quantity)

    def _further(self, quantity: Quantity) -> float:
        kind, layer, neuron, source = quantity[:4]
        row = self.cursor.row
        if kind == "loss":
            return float(self.traced("loss", self.depth).result[row])
        if kind == "target":
            return float(self.batch.y[row, neuron])
        if kind == "activation gradient":
            return float(self.activation_gradient(layer)[row, neuron])
        if kind in ("full activation", "full activation gradient"):
            return float(self.traced(MADE_BY[kind], layer).result[row, neuron])
        if kind == "kept":
            return float(self.batch.kept[layer][row, neuron])
        if kind == "slope":
            return self._slope(layer, neuron)
        if kind == "shared gradient":
            return float(self._shared_gradient(layer)[row, 0])
        if kind in ("product", "row weight gradient", "back product"):
            first, second = factors(quantity)
            return self.value(first) * self.value(second)
        if kind in ("weight gradient", "bias gradient"):
            result = self.traced(kind, layer).result
            return float(result[neuron, source] if kind == "weight gradient" else result[neuron])
        if kind in ("new weight", "new bias"):
            after = self.layers_after[layer - 1]
            return float(after.W[neuron, source] if kind == "new weight" else after.b[neuron])
        if kind == "setting":
            return float(getattr(self.batch.experiment, quantity.part))
        if kind in ("learning rate", "rows"):
            return self.batch.learning_rate if kind == "learning rate" else float(len(self.batch))
        return self._of_update(quantity)

    def known(self, quantity: Quantity) -> bool:
        """Whether the walk has come to a number already."""
        made = self.made_at(quantity)
        return made is None or made <= self.cursor

    def made_at(self, quantity: Quantity) -> Cursor | None:
        """The place, in this row, of the operation that gives a number; None for what the batch begins with.

        A gradient of the batch is complete at its last row, where the updates are too.
        """
        kind, layer, neuron, source = quantity[:4]
        find = self.batch.ladder.find
        row = self.cursor.row
        if kind == "activation gradient":
            if layer == self.depth:
                return find("loss derivative", layer, row, neuron)
            return find("back through the weights", layer + 1, row, neuron, self._sizes[layer + 1] - 1)
        if kind == "loss":
            return find(MADE_BY[kind], self.depth, row)
        if kind not in MADE_BY or (kind == "activation" and layer == 0):
            return None
        if kind in ("weight gradient", "bias gradient") or MADE_BY[kind] == "update":
            row = len(self.batch) - 1
        if kind == "back product":
            return find(MADE_BY[kind], layer, row, source, neuron)
        if kind == "shared update":
            return find("update", 1, row)
        inputs = self._sizes[layer - 1]
        term = {"sum": inputs - 1, "new bias": inputs, "bias update": inputs}.get(kind, source)
        made_by = "drop out" if kind == "activation" and self.drops(layer) else MADE_BY[kind]
        return find(made_by, layer, row, neuron, term)

    # Arrays, of all rows of the batch.

    @cached_property
    def activations(self) -> tuple[Array, ...]:
        """What every layer makes of the rows, the inputs first, each of shape (rows, neurons)."""
        layers = range(1, self.depth + 1)
        return (self.batch.x, *(self.traced("drop out" if self.drops(n) else "activate", n).result for n in layers))

    def activation_gradient(self, layer: int) -> Array:
        """∂L/∂a of a layer, for each row."""
        if layer == self.depth:
            return self.traced("loss derivative", layer).result
        return self.traced("back through the weights", layer + 1).result

    def _slope(self, layer: int, neuron: int) -> float:
        """f′(z) of a neuron: the derivative that stands on the line of delta, called with what is there."""
        results = (self.traced(name, layer).result for name in ("add bias", "activate"))
        z, a = (result[self.cursor.row, neuron : neuron + 1] for result in results)
        with np.errstate(over="ignore", invalid="ignore"):
            return float(self.batch.layers[layer - 1].activation.derivative(z, a)[0])

    def _shared_gradient(self, layer: int) -> Array:
        """Σ ŷ ∂L/∂ŷ of each row, as it stands on the line of a softmax's delta, shape (rows, 1)."""
        with np.errstate(over="ignore", invalid="ignore"):
            return (self.activation_gradient(layer) * self.activations[layer]).sum(axis=1, keepdims=True)

    def _of_update(self, quantity: Quantity) -> float:
        """What the optimizer remembers of a parameter, or what the update works out of it."""
        parameter = parameter_of(quantity)
        # What all parameters share stands at every place of the memory.
        place = self.batch.experiment.architecture.place_of(parameter) if parameter else 0
        if quantity.kind.endswith("memory"):
            return float(self.batch.memory[self.batch.optimizer.slots.index(quantity.part), place])
        held = self.traced("update", 0).parts[quantity.part]
        return float(held[place] if parameter else held)

    def moving_gradient(self, parameter: Quantity) -> Quantity:
        """The gradient of a weight or bias as the optimizer is given it: with its penalty, clipped, or as it is."""
        if self.batch.experiment.clip:
            return update_of(parameter, "clipped")
        return update_of(parameter, "penalised") if self.has_penalty(parameter) else gradient_of(parameter)

    def has_penalty(self, parameter: Quantity) -> bool:
        """Whether L1 or L2 pulls at a weight or bias."""
        experiment = self.batch.experiment
        return parameter.kind == "weight" and bool(experiment.l1 or experiment.l2)

    @property
    def is_clipped(self) -> bool:
        """Whether the gradient of the batch was too long."""
        return bool(self.batch.experiment.clip) and self.value(Quantity("shared update", part="share")) < 1.0

    @cached_property
    def layers_after(self) -> tuple[Layer, ...]:
        """The layers as the update leaves them."""
        return self.batch.experiment.architecture.layers(self.traced("update", 0).result)

    def pulls(self, parameter: Quantity) -> Array:
        """What each row of the batch has to say to a weight or bias: its part of the step, shape (rows,).

        That is -η ∂L/∂w of the row, by the rows' number for the mean. Where `pulls_add_up`, they sum to the step that
        is taken, with momentum to it without what the velocity of before adds.
        """
        gradient = self.traced("delta", parameter.layer).result[:, parameter.neuron]
        # A weight set by hand may be so large that there is nothing to say but infinity.
        with np.errstate(over="ignore", invalid="ignore"):
            if parameter.kind == "weight":
                gradient = gradient * self.activations[parameter.layer - 1][:, parameter.input]
            return -self.batch.learning_rate * gradient / self.batch.divisor

    def pulls_add_up(self, parameter: Quantity) -> bool:
        """Whether the step of a parameter is the sum of the rows' pulls, and of its velocity where there is one."""
        return self.batch.optimizer.adds_up and not self.has_penalty(parameter) and not self.is_clipped

    @cached_property
    def _operations(self) -> Mapping[tuple[str, int], TracedOperation]:
        return {(operation.name, operation.layer): operation for operation in self.batch.trace}

    @property
    def _sizes(self) -> tuple[int, ...]:
        return self.batch.experiment.architecture.sizes


def factors(quantity: Quantity) -> tuple[Quantity, Quantity]:
    """The two factors of a product: weight × activation, delta × activation, delta × weight."""
    kind, layer, neuron, source = quantity[:4]
    weight = Quantity("weight", layer, neuron, source)
    activation = Quantity("activation", layer - 1, source)
    delta = Quantity("delta", layer, neuron)
    return {
        "product": (weight, activation),
        "row weight gradient": (delta, activation),
        "back product": (delta, weight),
    }[kind]


def _sum_or_term(stage: Stage, cursor: Cursor, sizes: tuple[int, ...]) -> Quantity:
    whole = cursor.term == stage.terms - 1
    return Quantity("sum", stage.layer, cursor.neuron) if whole else _at("product")(stage, cursor, sizes)


def _back(stage: Stage, cursor: Cursor, sizes: tuple[int, ...]) -> Quantity:
    if cursor.term == stage.terms - 1:
        return Quantity("activation gradient", stage.layer - 1, cursor.neuron)
    return Quantity("back product", stage.layer, cursor.term, cursor.neuron)


def _new(stage: Stage, cursor: Cursor, sizes: tuple[int, ...]) -> Quantity:
    if cursor.term == sizes[stage.layer - 1]:
        return Quantity("new bias", stage.layer, cursor.neuron)
    return Quantity("new weight", stage.layer, cursor.neuron, cursor.term)


Result = Callable[[Stage, Cursor, tuple[int, ...]], Quantity]


def _at(kind: Kind) -> Result:
    return lambda stage, cursor, sizes: Quantity(kind, stage.layer, cursor.neuron, cursor.term)


_RESULTS: Mapping[str, Result] = {
    "multiply": _sum_or_term,
    "add bias": _at("z"),
    "activate": _at("activation"),
    "drop out": _at("activation"),
    "drop out gradient": _at("full activation gradient"),
    "loss": lambda stage, cursor, sizes: Quantity("loss"),
    "loss derivative": _at("activation gradient"),
    "delta": _at("delta"),
    "weight gradient": _at("row weight gradient"),
    "bias gradient": _at("row bias gradient"),
    "back through the weights": _back,
    "update": _new,
}
