"""The compiled kernel trains as the readable step does, over every kind of experiment."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

pytest.importorskip("numba")

from engine.activations import activations
from engine.arrays import Array
from engine.batch import Place
from engine.losses import losses
from engine.optimizers import optimizers
from engine.schedules import schedules
from engine.stepper import DivergedError, Stepper
from engine.trainer import Trainer
from tests.engine.helpers import MIXED, diverging
from tests.engine.kernels.cases import TRAINABLE, Case, by_kernel, by_numpy, cases, difference

pytestmark = pytest.mark.usefixtures("with_kernel")

EPOCHS = 100
# Relative, of every parameter and all that the optimizer remembers; see `difference`.
AFTER_A_BATCH, AFTER_THE_EPOCHS = 1e-12, 1e-9


def agree(kernel: Stepper, numpy: Stepper, tolerance: float, memory_once: Array | None = None) -> None:
    assert kernel.place == numpy.place
    assert difference(kernel.parameters, numpy.parameters) <= tolerance
    assert difference(kernel.memory, numpy.memory, memory_once) <= tolerance


def walk(stepper: Stepper, epochs: int) -> None:
    while stepper.place.epoch < epochs:
        stepper.finish()


def run(stepper: Stepper, epochs: int) -> None:
    """As `walk`, but many batches at once; a batch that cannot be finished is met by itself at last."""
    while stepper.place.epoch < epochs:
        stepper.run(stepper.batches_to(Place(epochs, 0)))


# The same 500 every time: what differs by more than rounding is news, not bad luck.
@settings(max_examples=500, derandomize=True, database=None)
@given(case=cases())
def test_kernel_and_numpy_agree_after_a_batch_and_after_a_hundred_epochs(case: Case):
    with case.experiment() as choices:
        kernel, numpy = by_kernel(choices), by_numpy(choices)
        assert kernel.kernel is not None
        assert kernel.kernel.path == case.path
        kernel.finish()
        numpy.finish()
        agree(kernel, numpy, AFTER_A_BATCH)
        first_memory = numpy.memory
        run(kernel, EPOCHS)
        walk(numpy, EPOCHS)
        agree(kernel, numpy, AFTER_THE_EPOCHS, first_memory)


@pytest.mark.parametrize("batch_size", [1, 4, "all"])
@pytest.mark.parametrize("rate", [0.3, 3.0, 1e3, 1e6])
@pytest.mark.parametrize("optimizer", ["gradient-descent", "momentum", "nesterov"])
def test_weights_that_grow_beyond_all_bounds_do_so_at_the_same_batch(batch_size, rate, optimizer):
    choices = replace(diverging(batch_size=batch_size, shuffle=True, optimizer=optimizer), learning_rate=rate)
    kernel, numpy = by_kernel(choices), by_numpy(choices)
    with pytest.raises(DivergedError) as of_numpy:
        walk(numpy, 10_000)
    with pytest.raises(DivergedError) as of_kernel:
        run(kernel, 10_000)
    assert of_kernel.value.position == of_numpy.value.position
    assert difference(kernel.parameters, numpy.parameters) < 1e-9
    with pytest.raises(DivergedError):
        kernel.finish()
    assert kernel.position == of_kernel.value.position


def test_the_kernel_knows_every_activation_loss_optimizer_and_schedule_that_can_be_trained(compiled_kernel):
    """Whoever adds one is asked here for its lines in `engine.kernels.functions` or `updates`."""
    from engine.kernels import functions, updates

    assert set(functions.ACTIVATIONS) == set(TRAINABLE)
    assert set(functions.LOSSES) == set(losses.names)
    assert set(updates.OPTIMIZERS) == set(optimizers.names)
    assert set(updates.SCHEDULES) == set(schedules.names)


@pytest.mark.parametrize(
    ("registry", "field"),
    [(activations, "activation"), (activations, "output_activation"), (losses, "loss"), (optimizers, "optimizer")],
    ids=["hidden activation", "output activation", "loss", "optimizer"],
)
def test_numpy_trains_with_what_the_kernel_does_not_know(monkeypatch, registry, field):
    known = replace(MIXED, output_activation="tanh", loss="squared-error")
    name = getattr(known, field)
    entry = registry[name[0] if field == "activation" else name]
    monkeypatch.setitem(registry._entries, "a new one", replace(entry, name="a new one"))
    unknown = replace(known, **{field: ("a new one",) if field == "activation" else "a new one"})
    trainer, same = Trainer(unknown), Trainer(known)
    assert (trainer.engine, same.engine) == ("numpy", "kernel")
    trainer.train(3)
    assert trainer.place == Place(3, 0)
    assert difference(trainer.parameters, same.parameters) > 1e-3
    same.train(3)
    assert difference(trainer.parameters, same.parameters) < 1e-12
