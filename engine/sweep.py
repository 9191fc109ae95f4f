"""A sweep: one weight or bias takes other values, all others are held, and every row's loss follows.

Nothing below the parameter's neuron changes, and in the neuron's own layer nothing but the neuron itself; of the layer
after it one term of every sum changes. So a sweep goes forward from there, for all values at once, and even in a large
network one value of a weight costs far less than a whole pass.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.arrays import Array
from engine.backprop import ALL, Kept
from engine.losses import Loss
from engine.network import Layer, forward
from engine.quantity import Quantity


@dataclass(frozen=True, eq=False)
class Sweep:
    """Rows that have gone through a network once, and the parameter that is to move.

    `layers` begin with the parameter's own. `fed` is what the parameter is multiplied with, shape (rows,): the
    activation of its input, or 1 for a bias. `z` are the weighted sums of its layer, shape (rows, neurons), `z_after`
    those of the layer after it, if there is one. `kept` is of each of the layers what dropout multiplies its
    activations by, shape (rows, neurons); None where none is left out.
    """

    layers: tuple[Layer, ...]
    neuron: int
    fed: Array
    z: Array
    z_after: Array | None
    y: Array
    loss: Loss
    kept: tuple[Array | None, ...]

    def __len__(self) -> int:
        return len(self.fed)

    @property
    def work(self) -> int:
        """About how many multiplications one row takes for one value of the parameter."""
        return int(sum(layer.W.size for layer in self.layers[2:])) + sum(len(layer.b) for layer in self.layers[:2])

    def of_rows(self, part: slice) -> "Sweep":
        """The sweep of some of the rows."""
        after = None if self.z_after is None else self.z_after[part]
        kept = tuple(None if one is None else one[part] for one in self.kept)
        return replace(self, fed=self.fed[part], z=self.z[part], z_after=after, y=self.y[part], kept=kept)

    def activations(self, moves: Array) -> list[Array]:
        """What the neuron, the layer after it and so on make of the rows, for the parameter moved by each of `moves`.

        The shapes are (moves · rows, neurons), with all rows of the first move first. Of the parameter's own layer
        there is the one neuron that changes, or the whole layer where it is the last.
        """
        own, *after = self.layers
        with np.errstate(over="ignore", invalid="ignore"):
            moved = (self.z[:, self.neuron] + moves[:, None] * self.fed).reshape(-1, 1)
            if self.z_after is None:
                z = np.tile(self.z, (len(moves), 1))
                z[:, self.neuron] = moved[:, 0]
                return [own.activation.value(z)]
            own_kept = None if self.kept[0] is None else self.kept[0][:, [self.neuron]]
            a = _dropped(own.activation.value(moved), own_kept)
            before = _dropped(own.activation.value(self.z[:, [self.neuron]]), own_kept)
            change = a - np.tile(before, (len(moves), 1))
            z_after = np.tile(self.z_after, (len(moves), 1)) + change * after[0].W[:, self.neuron]
            found = [a, _dropped(after[0].activation.value(z_after), self.kept[1])]
            for layer, kept in zip(after[1:], self.kept[2:], strict=True):
                found.append(_dropped(forward([layer], found[-1])[-1], kept))
            return found

    def losses(self, outputs: Array) -> Array:
        """The loss of every row for every move, shape (moves, rows), from the last of `activations`."""
        targets = np.tile(self.y, (len(outputs) // len(self), 1))
        with np.errstate(over="ignore", invalid="ignore"):
            return self.loss.value(outputs, targets).reshape(-1, len(self))


def _dropped(a: Array, kept: Array | None) -> Array:
    """Activations for several moves, one after the other, after dropout."""
    return a if kept is None else a * np.tile(kept, (len(a) // len(kept), 1))


def sweep(
    layers: Sequence[Layer],
    a: Sequence[Array],
    z: Callable[[int], Array],
    y: Array,
    loss: Loss,
    parameter: Quantity,
    kept: Kept = ALL,
) -> Sweep:
    """The sweep over a parameter of rows whose activations `a`, inputs first, and sums `z` of every layer are known."""
    _, layer, neuron, source = parameter[:4]
    rows = len(a[0])
    return Sweep(
        layers=tuple(layers[layer - 1 :]),
        neuron=neuron,
        fed=a[layer - 1][:, source] if parameter.kind == "weight" else np.ones(rows),
        z=z(layer),
        z_after=z(layer + 1) if layer < len(layers) else None,
        y=y,
        loss=loss,
        kept=tuple(kept.get(n) for n in range(layer, len(layers) + 1)),
    )
