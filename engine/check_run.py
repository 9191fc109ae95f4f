"""The check of a whole batch's gradient, bit by bit: who is asked for first, then one after the other."""

from collections.abc import Iterator

from engine.gradient_check import MOST_CHECKED, ParameterCheck, check_parameters, parameters_to_check
from engine.quantity import Quantity
from engine.walk import Walk


class CheckRun:
    """What is known of a batch so far: `checked` of `of` parameters, how many of them differ, and the worst of all.

    Those that differ where the differences cross a kink are counted by themselves: there is nothing to agree on.
    """

    def __init__(self, walk: Walk, most: int = MOST_CHECKED) -> None:
        self.walk = walk
        architecture = walk.batch.experiment.architecture
        self.of = min(architecture.parameter_count, most)
        self.checked = self.differing = self.at_kinks = 0
        self.worst: ParameterCheck | None = None
        self._all: Iterator[ParameterCheck | None] = check_parameters(walk, parameters_to_check(architecture, most))
        self._asked: Iterator[ParameterCheck | None] = iter(())
        self._found: dict[Quantity, ParameterCheck] = {}

    @property
    def finished(self) -> bool:
        return self.checked == self.of

    def ask(self, parameter: Quantity) -> None:
        """Check this parameter before all others."""
        self._asked = iter(()) if parameter in self._found else check_parameters(self.walk, [parameter])

    def result(self, parameter: Quantity) -> ParameterCheck | None:
        """The check of a parameter, if it has been made."""
        return self._found.get(parameter)

    def advance(self) -> bool:
        """Do a bit of work; false when nothing is left to do."""
        for work, keep in ((self._asked, self._keep), (self._all, self._count)):
            for check in work:
                if check is not None:
                    keep(check)
                return True
        return False

    def _keep(self, check: ParameterCheck) -> None:
        self._found[check.parameter] = check

    def _count(self, check: ParameterCheck) -> None:
        self._keep(check)
        self.checked += 1
        if check.crosses_kink and not check.agrees:
            self.at_kinks += 1
            return
        self.differing += not check.agrees
        if self.worst is None or check.relative_error > self.worst.relative_error:
            self.worst = check
