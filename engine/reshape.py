"""Another shape for a network: layers and neurons more or fewer, each layer with its own choices.

Hidden layers are counted from 0. What is said of a layer moves with it; a new one is as the one beside it.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from engine.experiment import Experiment

Choice = TypeVar("Choice")

# Neurons of a first hidden layer.
FIRST_LAYER = 4


def with_neurons(experiment: Experiment, layer: int, count: int) -> Experiment:
    """So many neurons in a hidden layer."""
    return _reshaped(experiment, hidden=_replaced(experiment.hidden, layer, count))


def with_more_neurons(experiment: Experiment, layer: int, more: int) -> Experiment:
    """So many neurons more in a hidden layer; a negative number makes them fewer."""
    return with_neurons(experiment, layer, experiment.hidden[layer] + more)


def with_layer(experiment: Experiment, place: int) -> Experiment:
    """One hidden layer more, before the one that is at that place now, as the one before it (or behind it) is."""
    hidden = experiment.hidden
    model = max(place - 1, 0)
    size = hidden[model] if hidden else FIRST_LAYER
    names = activations_of(experiment)
    activation = names[model] if names else experiment.activation[0] if experiment.activation else "tanh"
    biases = experiment.architecture.biases
    return _reshaped(
        experiment,
        hidden=(*hidden[:place], size, *hidden[place:]),
        activation=(*names[:place], activation, *names[place:]),
        bias=(*biases[:place], biases[model], *biases[place:]),
    )


def with_last_layer(experiment: Experiment) -> Experiment:
    """One hidden layer more, before the output."""
    return with_layer(experiment, len(experiment.hidden))


def without_layer(experiment: Experiment, layer: int) -> Experiment:
    """The network without one of its hidden layers."""
    names = activations_of(experiment)
    return _reshaped(
        experiment,
        hidden=_without(experiment.hidden, layer),
        # Where no hidden layer is left, its activation waits for the next.
        activation=_without(names, layer) or names,
        bias=_without(experiment.architecture.biases, layer),
    )


def with_activation(experiment: Experiment, layer: int, name: str) -> Experiment:
    """Another activation for one hidden layer."""
    return _reshaped(experiment, activation=_replaced(activations_of(experiment), layer, name))


def with_bias(experiment: Experiment, layer: int, bias: bool) -> Experiment:
    """Biases for one layer, or none; the output is the layer after the last hidden one."""
    return _reshaped(experiment, bias=_replaced(experiment.architecture.biases, layer, bias))


def activations_of(experiment: Experiment) -> tuple[str, ...]:
    """The names of the activations of all hidden layers, one for each."""
    return tuple(activation.name for activation in experiment.architecture.activations[:-1])


def _reshaped(experiment: Experiment, **changes: Any) -> Experiment:
    """What is the same for all layers is said once."""
    if "activation" in changes and len(set(changes["activation"])) == 1:
        changes["activation"] = changes["activation"][:1]
    if "bias" in changes and len(set(changes["bias"])) == 1:
        changes["bias"] = changes["bias"][0]
    return experiment.changed(**changes)


def _replaced(choices: Sequence[Choice], place: int, choice: Choice) -> tuple[Choice, ...]:
    return (*choices[:place], choice, *choices[place + 1 :])


def _without(choices: Sequence[Choice], place: int) -> tuple[Choice, ...]:
    return (*choices[:place], *choices[place + 1 :])
