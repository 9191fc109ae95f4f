"""What is known of a data set before it is loaded, which may take a second."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.datasets.dataset import Dataset
from engine.datasets.generated import DEFAULTS
from engine.datasets.target import YES_NO, Target, one_of


@dataclass(frozen=True)
class DataSource:
    """A data set that can be loaded by name; loading is left until it is asked for.

    `load` is given the `options` of an experiment that the data set makes use of, by their names. `target` is what it
    asks for, None for nothing; `scaling` what its inputs need; `points` how many it usually has, where that can be
    chosen; `input_names` its columns, empty where only loading
    tells.
    """

    name: str
    label: str
    load: Callable[..., Dataset]
    group: str = ""
    options: tuple[str, ...] = ()
    target: Target | None = YES_NO
    scaling: str = "none"
    input_names: tuple[str, ...] = ()
    points: int = int(DEFAULTS["points"])

    def target_with(self, classes: int) -> Target | None:
        """What it asks for, where the number of its classes is an option."""
        return one_of(classes) if "classes" in self.options else self.target
