"""What was done by hand, as it is called in the list of what can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from engine.experiment import Experiment
from engine.quantity import Quantity

Kind = Literal["parameter", "settings", "reset", "other run", "opened"]


@dataclass(frozen=True)
class Change:
    """A weight or bias that was set, fields of the settings, a return to the start or to another run, what was opened.

    `before` and `after` are the values of the parameter, or of the first of the fields, in the network `network`;
    `after` is the name of what was opened.
    """

    kind: Kind
    parameter: Quantity | None = None
    fields: tuple[str, ...] = ()
    network: int = 0
    before: Any = field(default=None, compare=False)
    after: Any = field(default=None, compare=False)

    def continues(self, earlier: "Change | None") -> bool:
        """Whether it changes the very same thing once more; the first point drawn changes more than the next."""
        if earlier is not None and "own" in self.fields and "own" in earlier.fields:
            return True
        return self == earlier and self.kind in ("parameter", "settings")


def change_between(before: Sequence[Experiment], after: Sequence[Experiment]) -> Change:
    """How experiments were changed, named after the first network that was; the same ones begin again."""
    for network, (old, new) in enumerate(zip(before, after, strict=True)):
        names = tuple(each.name for each in fields(Experiment) if getattr(old, each.name) != getattr(new, each.name))
        if names:
            return Change("settings", None, names, network, _value(old, names[0]), _value(new, names[0]))
    return Change("reset")


def _value(experiment: Experiment, name: str) -> Any:
    """The value of a field; of data of one's own the table itself, for there may be several."""
    return experiment.own if name == "data" and experiment.own is not None else getattr(experiment, name)
