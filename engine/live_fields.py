"""Which choices may change while training goes on, and which ask for a new start."""

from dataclasses import fields, replace

from engine.experiment import Experiment, differ
from engine.experiment_fields import DATA_FIELDS

# Fields that say how long a run is to last.
LIMITS = frozenset({"epochs", "patience"})
# What may be changed in the middle of a run; every other field asks for a new start.
LIVE_FIELDS = LIMITS | {
    *("learning_rate", "optimizer", "momentum", "weight_decay", "schedule", "schedule_epochs", "l1", "l2", "clip"),
    *("batch_size", "shuffle", "reduction", "dropout"),
}
# What may never be.
FIXED_FIELDS = frozenset(field.name for field in fields(Experiment)) - LIVE_FIELDS - set(DATA_FIELDS)


def goes_on(before: Experiment, after: Experiment) -> bool:
    """Whether training goes on with the weights that there are: other live fields, or rows of the same network."""
    if differ(FIXED_FIELDS, before, after):
        return False
    return not differ(DATA_FIELDS, before, after) or before.architecture.sizes == after.architecture.sizes


def with_limits_of(newer: Experiment, experiment: Experiment) -> Experiment:
    """The experiment as it is but for the limits of a run: they move no weight, so what was said last counts."""
    limits = {field: getattr(newer, field) for field in LIMITS}
    same = all(getattr(experiment, field) == limit for field, limit in limits.items())
    return experiment if same else replace(experiment, **limits)
