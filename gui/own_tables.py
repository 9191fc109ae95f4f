"""The learner's own tables, which can be chosen again for as long as the window is open."""

from dataclasses import dataclass

from engine.datasets import OWN, Dataset
from engine.experiment import Experiment
from gui.bindings import Options

# So many are kept, those that were seen last.
MOST = 8


@dataclass(frozen=True, eq=False)
class TableChoices:
    """A table and what was chosen for it: fields of the experiment, by their names."""

    own: Dataset
    inputs: tuple[str, ...]
    scaling: str


class OwnTables:
    """By their names; of a table that points were drawn into, as it was when it was left."""

    def __init__(self) -> None:
        self._seen: dict[str, TableChoices] = {}

    def look(self, experiment: Experiment) -> None:
        """Remember the table of an experiment, if it is the learner's own."""
        own = experiment.own
        if own is not None:
            self._seen.pop(own.name, None)
            self._seen[own.name] = TableChoices(own, experiment.inputs, experiment.scaling)
            if len(self._seen) > MOST:
                del self._seen[next(iter(self._seen))]

    def choices(self, experiment: Experiment) -> Options:
        """All of them by their names, the one in use among them."""
        in_use = experiment.own.name if experiment.own is not None else None
        return [(name, OWN if name == in_use else self._seen[name]) for name in sorted(self._seen)]
