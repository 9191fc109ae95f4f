"""How much of the past a session takes along: of a long one the newest part, so that a file can always be opened again.

Every row that is drawn makes another table, and a long afternoon of drawing would make a file beyond all bounds.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from engine.checkpoints import Checkpoint
from engine.datasets import Dataset
from engine.experiment_fields import DATA_FIELDS
from engine.kept import KeptBranch, KeptNetwork
from engine.session import strict_json

# Weighted bytes of all networks together, of what their moments need: numbers, tables, choices. A byte of a number is
# one, a byte of text is `TEXT`, for the text of a session is bounded more narrowly; and each table is `TABLE` more, for
# it is made anew where it is opened.
BUDGET = 256 * 2**20
TEXT, TABLE = 16, 2**17


def bounded(networks: Sequence[KeptNetwork]) -> tuple[KeptNetwork, ...]:
    """The networks with as much of their past as there is room for, an equal share each; always where they stand.

    What is left out is always the oldest: from what stays on, all that was done by hand is repeated as it was.
    """
    return tuple(_bounded(network, BUDGET // len(networks)) for network in networks)


def _bounded(network: KeptNetwork, budget: int) -> KeptNetwork:
    room = Room(budget)
    room.add(network.now)
    if network.done:
        room.add(network.done.began)
    branch, *ghosts = (_newest(branch, room) for branch in network.branches)
    return replace(network, branch=branch, ghosts=tuple(ghosts))


def _newest(branch: KeptBranch, room: "Room") -> KeptBranch:
    """The run with its last moment, and those before it for which there is room."""
    *before, last = branch.checkpoints
    room.add(last)
    newest = [last, *takewhile(room.try_add, reversed(before))]
    return replace(branch, checkpoints=tuple(reversed(newest)))


class Room:
    """What is left of so many weighted bytes; what moments share is counted once."""

    def __init__(self, budget: int) -> None:
        self._left = budget
        self._known: set[object] = set()

    def try_add(self, moment: Checkpoint) -> bool:
        """Whether there was room for a moment, which then has it."""
        costs = self._costs(moment)
        fits = sum(costs.values()) <= self._left
        if fits:
            self._left -= sum(costs.values())
            self._known |= costs.keys()
        return fits

    def add(self, moment: Checkpoint) -> None:
        """A moment that is kept in any case leaves as much room as there was."""
        self._known |= self._costs(moment).keys()

    def _costs(self, moment: Checkpoint) -> dict[object, int]:
        """The weighted bytes of what a moment needs and no other has needed."""
        experiment = moment.experiment
        data = tuple(getattr(experiment, field) for field in DATA_FIELDS)
        costs: dict[object, int] = {id(moment): 0 if id(moment) in self._known else moment.size}
        if id(experiment) not in self._known:
            costs[id(experiment)] = TEXT * len(strict_json.write(experiment.to_plain(id)))
        if data not in self._known:
            costs[data] = TABLE + (size_of(experiment.own) if experiment.own else 0)
        return costs


def size_of(table: Dataset) -> int:
    """The weighted bytes of a table and of the names of its rows, which may be more than its numbers."""
    assert table.targets is not None, "there is something to learn in a table of one's own"
    return table.inputs.nbytes + table.targets.nbytes + TEXT * sum(map(len, table.row_names))
