"""What was done to a run by hand."""

from dataclasses import dataclass

from engine.quantity import Quantity


@dataclass(frozen=True)
class Change:
    """A weight or bias that was set, fields of the settings that were changed, or neither: another branch was entered.

    It is known by what it is, so that it can be undone by name.
    """

    parameter: Quantity | None = None
    fields: tuple[str, ...] = ()
