"""Output and loss that suit each other: whichever is chosen, the other follows only where it has to."""

import pytest

from engine.activations import activations
from engine.fitting import fitting
from engine.losses import losses
from tests.engine.helpers import experiment

YES_OR_NO, SEVERAL = experiment(data="virus"), experiment(data="digits", hidden=())


@pytest.mark.parametrize("choices", [YES_OR_NO, SEVERAL])
@pytest.mark.parametrize("loss", losses.names)
@pytest.mark.parametrize("output", activations.names)
def test_any_output_and_any_loss_can_be_chosen_in_either_order(choices, loss, output):
    first = choices.changed(**fitting(choices, "loss", loss))
    both = first.changed(**fitting(first, "output_activation", output))
    assert both.output_activation == output
    again = both.changed(**fitting(both, "loss", loss))
    assert again.loss == loss


def test_what_fits_stays():
    assert fitting(YES_OR_NO, "output_activation", "tanh") == {"output_activation": "tanh"}
    assert fitting(YES_OR_NO, "loss", "cross-entropy") == {"loss": "cross-entropy"}
    assert fitting(YES_OR_NO, "hidden", (3,)) == {"hidden": (3,)}


def test_several_classes_are_given_by_a_softmax_and_one_question_by_a_sigmoid():
    loss = "categorical-cross-entropy"
    for choices, output in ((SEVERAL, "softmax"), (YES_OR_NO, "sigmoid")):
        linear = choices.changed(output_activation="linear")
        assert fitting(linear, "loss", loss) == {"loss": loss, "output_activation": output}


def test_what_is_unknown_is_left_for_the_experiment_to_refuse():
    for field in ("loss", "output_activation"):
        assert fitting(YES_OR_NO, field, "nonsense") == {field: "nonsense"}
