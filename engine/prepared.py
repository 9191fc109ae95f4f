"""What the network is trained on: the data set's rows, scaled and split, by the experiment's choices."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array, frozen
from engine.datasets import Dataset
from engine.datasets.derived import Column, columns_of, values_of
from engine.experiment import Experiment
from engine.scaling import scalings


@dataclass(frozen=True, eq=False)
class Rows:
    """Scaled inputs x, shape (rows, inputs), targets y, shape (rows, outputs), and the rows' places in the table."""

    x: Array
    y: Array
    places: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.places)

    def affordable(self, budget: int, weights: int, least: int = 1) -> "Rows":
        """As many as a network of so many weights goes through for a budget of multiplications, evenly spread."""
        most = max(least, budget // max(1, weights))
        if len(self) <= most:
            return self
        chosen = np.linspace(0, len(self) - 1, most).round().astype(np.intp)
        return Rows(self.x[chosen], self.y[chosen], tuple(self.places[place] for place in chosen.tolist()))


@dataclass(frozen=True, eq=False)
class PreparedData:
    """A data set made ready. `y` of rows without targets is NaN; nothing is ever trained on such rows.

    `table` is the data set with its own columns, the raw inputs; `dataset` has the chosen inputs, which may follow from
    those; `all_input_names` is everything that is offered.
    """

    table: Dataset
    dataset: Dataset
    all_input_names: tuple[str, ...]
    offset: Array
    divisor: Array
    train: Rows
    test: Rows

    def parts(self) -> dict[int, int]:
        """The bytes of its arrays, by the identity of each: what was prepared of the same table shares that."""
        tables = (self.table.inputs, self.table.targets, self.dataset.inputs, self.dataset.targets)
        arrays = (*tables, self.train.x, self.train.y, self.test.x, self.test.y)
        return {id(array): array.nbytes for array in arrays if array is not None}

    @property
    def is_scaled(self) -> bool:
        return bool(self.offset.any() or (self.divisor != 1).any())

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The chosen inputs, each with the places of the raw ones that it is made of."""
        return columns_of(self.dataset.input_names, self.table.input_names)

    @cached_property
    def is_raw(self) -> bool:
        """Whether every chosen input is a column of the table itself."""
        return all(column.name in self.table.input_names for column in self.columns)

    @cached_property
    def raw_places(self) -> list[int]:
        """The places of the columns that the inputs are made of, in the order in which they come."""
        return list(dict.fromkeys(place for column in self.columns for place in column.raw))

    @cached_property
    def map_places(self) -> list[int]:
        """The same places as the axes of a map have them: before a yes or no, of which there is little to see, numbers.

        Of two columns each has its axis.
        """
        places = self.raw_places
        if len(places) == 2:
            return places
        values = self.table.inputs[:, places]
        is_answer = ((values == 0) | (values == 1)).all(axis=0).tolist()
        return [place for _, place in sorted(zip(is_answer, places, strict=True), key=lambda pair: pair[0])]

    def inputs_of(self, raw: Array) -> Array:
        """The chosen inputs, shape (rows, inputs), of raw ones, shape (rows, columns of the table); not scaled."""
        return values_of(self.columns, raw)

    def scale(self, inputs: Array) -> Array:
        """Inputs as one reads them, shape (rows, inputs), as the network gets them."""
        return (inputs - self.offset) / self.divisor


def prepare(experiment: Experiment, rng: np.random.Generator) -> PreparedData:
    """Split and scale. The shuffle before the split is the first thing that is drawn from the generator.

    Without rows there is nothing to train on, nor to scale by.
    """
    table = experiment.dataset
    order = _order(experiment, table, rng)
    train, test = order[: experiment.train_count], order[experiment.train_count :]
    scaling = scalings[experiment.scaling if len(train) else "none"]
    # Inputs that follow from others may be infinite already: the experiment says so before it is trained.
    with np.errstate(over="ignore", invalid="ignore"):
        offset, divisor = scaling.fit(table.inputs, table.inputs[train])
        scaled = (table.inputs - offset) / divisor
    return PreparedData(
        table=experiment.table,
        dataset=table,
        all_input_names=experiment.all_input_names,
        offset=frozen(offset),
        divisor=frozen(divisor),
        train=_rows(table, scaled, train),
        test=_rows(table, scaled, test),
    )


def _order(experiment: Experiment, table: Dataset, rng: np.random.Generator) -> NDArray[np.intp]:
    """The rows as they are parted, the first of them to train."""
    if not experiment.split_shuffled:
        return np.arange(table.row_count)
    if experiment.own is not None:
        return np.argsort(_own_places(experiment.own, experiment.seed, rng), kind="stable")
    return rng.permutation(table.row_count)


def _own_places(table: Dataset, seed: int, rng: np.random.Generator) -> Array:
    """Where each row of a table of one's own stands in the shuffle, shape (rows,).

    A row that comes or goes leaves all others where they are: what the table began with stays where it was then, and
    every other row is drawn by its own name.
    """
    first = {str(number + 1): place for place, number in enumerate(rng.permutation(table.began).tolist())}
    chances, reach = _chances(seed), max(1, table.began)
    return np.array([first[name] if name in first else chances[name] * reach for name in table.row_names])


class Chances(dict[str, float]):
    """Of each name a number from 0 to 1 that follows from it and from a seed, and to the eye from nothing.

    It is drawn when it is first asked for: of a large table one more point costs one number.
    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed

    def __missing__(self, name: str) -> float:
        digest = blake2b(f"{self._seed} {name}".encode(), digest_size=8).digest()
        self[name] = int.from_bytes(digest) / 2.0**64
        return self[name]


# The numbers of the seeds used last.
_chances = lru_cache(maxsize=2)(Chances)


def _rows(table: Dataset, scaled: Array, places: NDArray[np.intp]) -> Rows:
    targets = table.targets
    if targets is None:
        targets = np.full((table.row_count, len(table.output_names)), np.nan)
    return Rows(frozen(scaled[places]), frozen(targets[places]), tuple(places.tolist()))
