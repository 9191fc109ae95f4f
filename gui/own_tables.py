"""The learner's own tables, which can be chosen again for as long as the window is open."""

from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from engine.datasets import OWN, Dataset
from engine.experiment import Experiment
from engine.lessons import Lesson, Variant
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

    def renamed(self, lesson: Lesson) -> Lesson:
        """The lesson of a table that is opened, under a name of its own."""
        own = lesson.experiment.own
        if own is None or (table := self.named_apart(own)) is own:
            return lesson
        experiment = replace(lesson.experiment, own=table)
        return replace(lesson, id=table.name, title=table.name, variants=(Variant("", experiment),))

    def named_apart(self, table: Dataset) -> Dataset:
        """A table that is new here; one that is called like another gets a number, so that both are kept."""
        names = (f"{table.name} ({number})" if number > 1 else table.name for number in count(1))
        name = next(name for name in names if name not in self._seen or _alike(self._seen[name].own, table))
        return table if name == table.name else replace(table, name=name)

    def choices(self, experiment: Experiment) -> Options:
        """All of them by their names, the one in use among them."""
        in_use = experiment.own.name if experiment.own is not None else None
        return [(name, OWN if name == in_use else self._seen[name]) for name in sorted(self._seen)]


def _alike(one: Dataset, other: Dataset) -> bool:
    """Whether two tables hold the same, so that there is no need for both."""
    arrays = (one.inputs, other.inputs), (one.targets, other.targets)
    names = [(table.input_names, table.output_names, table.class_names) for table in (one, other)]
    return names[0] == names[1] and all(np.array_equal(a, b) for a, b in arrays)  # type: ignore[arg-type]
