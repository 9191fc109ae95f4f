"""Settings of the network: layers, activations, biases, starting weights."""

from engine.activations import activations
from engine.experiment import Experiment
from engine.experiment_fields import GIVEN, LEAST_SQUARES
from engine.initializers import initializers
from gui.bindings import CheckEditor, ChoiceEditor, Options, SizesEditor, WholeEditor, choices_of
from gui.controller import SEEDS, Controller
from gui.panels.form import FormPanel


class NetworkPanel(FormPanel):
    def __init__(self, controller: Controller) -> None:
        super().__init__("network", controller)
        self.setAccessibleName(self.tr("Network settings"))
        self.note.setText(self.tr("Every change here starts training again at epoch 0; an undo brings it back."))
        self._activation = ChoiceEditor([])
        self._start = ChoiceEditor([])
        self._add_layers()
        self._add_start()

    def _add_layers(self) -> None:
        self.add(
            "hidden",
            self.tr("Hi&dden layers"),
            self.tr("Neurons of each hidden layer, with commas between: 4, 2; empty for none"),
            SizesEditor(),
        )
        self.add(
            "activation",
            self.tr("Activatio&n of the hidden layers"),
            self.tr("What a hidden neuron makes of its weighted sum; for one layer alone, see the picture"),
            self._activation,
        )
        self.add(
            "output_activation",
            self.tr("Activation of the &output"),
            self.tr("What an output neuron makes of its weighted sum"),
            ChoiceEditor(choices_of(activations)),
        )
        self.add(
            "bias",
            "",
            self.tr("Whether every neuron has a bias that is learned"),
            CheckEditor(self.tr("&Biases")),
        )

    def _add_start(self) -> None:
        self.add("start", self.tr("Starting &weights"), self.tr("Where the weights and biases begin"), self._start)
        self.add(
            "seed",
            self.tr("&Seed"),
            self.tr("All that is random comes from this number: the same seed, the same run"),
            WholeEditor(0, SEEDS - 1),
        )

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer what this experiment can have, then show what it has."""
        one_for_all: Options = [(entry.label, (entry.name,)) for entry in activations if entry.elementwise]
        if len(experiment.activation) != 1:
            one_for_all.append((", ".join(experiment.activation) or "–", experiment.activation))
        self._activation.set_choices(one_for_all)
        # Given numbers belong to the lesson; once they are gone there are none to choose.
        given = [(self.tr("given by the lesson"), GIVEN)] if experiment.given else []
        has_formula = not experiment.hidden and experiment.output_activation == "linear"
        formula = [(self.tr("least squares, by formula"), LEAST_SQUARES)] if has_formula else []
        self._start.set_choices([*given, *choices_of(initializers), *formula])
        super().show_experiment(experiment)
