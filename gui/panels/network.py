"""Settings of the network: layers, activations, biases, starting weights."""

from typing import Any

from engine.activations import activations
from engine.experiment import GIVEN, Experiment
from engine.initializers import initializers
from gui.bindings import CheckEditor, ChoiceEditor, SizesEditor, WholeEditor
from gui.controller import Controller
from gui.panels.form import FormPanel


class NetworkPanel(FormPanel):
    def __init__(self, controller: Controller) -> None:
        super().__init__("network", controller)
        self.setAccessibleName(self.tr("Network settings"))
        self.note.setText(self.tr("Every change here starts training again at epoch 0."))
        self.add(
            "hidden",
            self.tr("&Hidden layers"),
            self.tr("Neurons of each hidden layer, with commas between: 4, 2; empty for none"),
            SizesEditor(self.commit("hidden")),
        )
        self.add(
            "activation",
            self.tr("&Activation of the hidden layers"),
            self.tr("What a hidden neuron makes of its weighted sum"),
            ChoiceEditor(_hidden_activations, lambda experiment: experiment.activation, self.commit("activation")),
        )
        self.add(
            "output_activation",
            self.tr("Activation of the &output"),
            self.tr("What an output neuron makes of its weighted sum"),
            ChoiceEditor(
                lambda _: [(entry.label, entry.name) for entry in activations],
                lambda experiment: experiment.output_activation,
                self.commit("output_activation"),
            ),
        )
        self.add(
            "bias",
            "",
            self.tr("Whether every neuron has a bias that is learned"),
            CheckEditor(self.tr("&Biases"), lambda experiment: experiment.bias, self.commit("bias")),
        )
        self.add(
            "start",
            self.tr("Starting &weights"),
            self.tr("Where the weights and biases begin"),
            ChoiceEditor(self._starts, lambda experiment: experiment.start, self.commit("start")),
        )
        self.add(
            "seed",
            self.tr("S&eed"),
            self.tr("All that is random comes from this number: the same seed, the same run"),
            WholeEditor(0, 2**31 - 1, lambda experiment: experiment.seed, self.commit("seed")),
        )

    def _starts(self, experiment: Experiment) -> list[tuple[str, Any]]:
        choices: list[tuple[str, Any]] = [(entry.label, entry.name) for entry in initializers]
        # Given numbers belong to the lesson; once they are gone there are none to choose.
        return [(self.tr("given by the lesson"), GIVEN), *choices] if experiment.given else choices


def _hidden_activations(experiment: Experiment) -> list[tuple[str, Any]]:
    """One for all hidden layers, or what the experiment has for each."""
    choices: list[tuple[str, Any]] = [(entry.label, (entry.name,)) for entry in activations]
    if len(experiment.activation) != 1:
        choices.append((", ".join(experiment.activation) or "–", experiment.activation))
    return choices
