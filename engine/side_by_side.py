"""Experiments of a lesson that stand side by side: what they have in common, and what a change of one is to others."""

from collections.abc import Sequence

from engine.change import change_between
from engine.experiment import Experiment
from engine.experiment_fields import DATA_FIELDS
from engine.quantity import Quantity

# What decides what a row is, and what all have in common.
ROW_FIELDS = frozenset({*DATA_FIELDS, "inputs"})
SHARED_FIELDS = ROW_FIELDS | {"scaling", "train_share", "split_shuffled", "seed"}


def fields_changed(before: Experiment, after: Experiment) -> frozenset[str]:
    """The names of the fields in which one differs from the other."""
    return frozenset(change_between([before], [after]).fields)


def with_one_changed(experiments: Sequence[Experiment], network: int, changed: Experiment) -> tuple[Experiment, ...]:
    """All, with a changed one in the place of one that there is; the others share its data and its seed."""
    fields = fields_changed(experiments[network], changed) & SHARED_FIELDS
    shared = {field: getattr(changed, field) for field in fields}
    others = [other.changed(**shared) for other in experiments]
    return (*others[:network], changed, *others[network + 1 :])


def networks_with(
    parameters: Sequence[Quantity], experiments: Sequence[Experiment], focus: int, linked: bool
) -> tuple[int, ...]:
    """Which networks a change by hand concerns: the one in focus, or all that are linked and still of its shape.

    Those that lack one of the parameters are left out.
    """
    networks = [experiment.architecture for experiment in experiments]
    return tuple(
        number
        for number, network in enumerate(networks)
        if number == focus or (linked and network.sizes == networks[focus].sizes)
        if all(map(network.has, parameters))
    )
