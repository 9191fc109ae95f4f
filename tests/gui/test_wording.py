"""Steps in words: what the operation is, of which neuron, of which row."""

import pytest

from engine.experiment import Experiment
from engine.ladder import StepSize
from engine.trainer import Trainer
from gui.figures import whole
from gui.wording import size_names, subtitle_of, title_of
from tests.gui.helpers import trained
from tests.gui.walks import LESSON, TOGETHER, WIDE, every_step, standing


def title_at(operation: str, layer: int, neuron: int = 0, term: int = 0) -> str:
    trainer = standing(LESSON, operation, layer, neuron, term)
    return title_of(trainer.walk, trainer.snapshot())


def subtitle(trainer: Trainer, size: StepSize) -> str:
    return subtitle_of(trainer.walk, trainer.snapshot(), size)


@pytest.mark.parametrize(
    ("place", "title"),
    [
        (("multiply", 1, 1, 0), "Forward: one product of the sum of h₂"),
        (("multiply", 1, 1, 1), "Forward: the sum of h₂"),
        (("add bias", 1, 1), "Forward: the bias of h₂"),
        (("activate", 2), "Forward: the activation of ŷ"),
        (("loss", 2), "Loss: how wrong the answer is"),
        (("loss derivative", 2), "Loss: how it changes with ŷ"),
        (("delta", 2), "Backward: the error of ŷ"),
        (("weight gradient", 1, 0, 1), "Backward: the gradients of the weights of h₁"),
        (("bias gradient", 1, 1), "Backward: the gradient of the bias of h₂"),
        (("back through the weights", 2, 1), "Backward: the error's way to h₂"),
        (("update", 1, 1, 0), "Update: the weights of h₂ move"),
    ],
)
def test_every_operation_has_a_title_that_names_its_neuron(place, title):
    assert title_at(*place) == title


def test_dropout_says_who_is_out_and_who_stays():
    titles = {
        title_of(trainer.walk, trainer.snapshot())
        for trainer in every_step(LESSON.changed(hidden=(6,), dropout=0.5), StepSize.NEURON)
        if trainer.walk.stage.operation.startswith("drop out")
    }
    out = {title.split(" ")[-2] for title in titles if title.startswith("Forward: dropout leaves")}
    stay = {title.split(" ")[1] for title in titles if title.endswith("stays, and counts for more")}
    assert out | stay == {"h₁", "h₂", "h₃", "h₄", "h₅", "h₆"}
    assert not out & stay
    assert {f"Backward: no error comes to {name}, which is out" for name in out} <= titles
    assert {f"Backward: the error comes to {name}, which stays" for name in stay} <= titles


def test_the_last_step_of_a_batch_says_that_all_weights_have_moved():
    trainer = trained(LESSON, StepSize.BATCH)
    assert title_of(trainer.walk, trainer.snapshot()) == "Update: all weights have moved"


@pytest.mark.parametrize("experiment", [LESSON, WIDE, TOGETHER.changed(hidden=()), LESSON.changed(dropout=0.5)])
def test_each_phase_of_a_batch_is_named_at_the_front(experiment):
    for trainer in every_step(experiment):
        begins = title_of(trainer.walk, trainer.snapshot()).split(":")[0]
        assert begins.lower() == trainer.walk.stage.phase


@pytest.mark.parametrize("size", [StepSize.TERM, StepSize.NEURON, StepSize.LAYER])
@pytest.mark.parametrize("experiment", [LESSON, TOGETHER, WIDE])
def test_steps_are_counted_from_one_to_the_last_in_each_row(experiment, size):
    numbers: dict[int, list[str]] = {}
    for trainer in every_step(experiment, size):
        numbers.setdefault(trainer.walk.cursor.row, []).append(subtitle(trainer, size))
    for row, texts in numbers.items():
        for count, text in enumerate(texts, start=1):
            name = LESSON.dataset.row_names[row]
            assert text.startswith(f"{name}: step {whole(count)} of {whole(len(texts))}")


def test_whoever_goes_by_samples_counts_neurons():
    for size in (StepSize.SAMPLE, StepSize.EPOCH):
        trainer = standing(LESSON, "activate", 1, neuron=1)
        assert subtitle(trainer, size) == subtitle(trainer, StepSize.NEURON)


def test_a_row_among_others_is_counted_and_one_alone_is_not():
    assert subtitle(standing(TOGETHER, "loss", 2, row=2), StepSize.TERM).endswith(" · row 3 of 4 in this batch")
    assert "batch" not in subtitle(standing(LESSON, "loss", 2), StepSize.TERM)


def test_a_row_of_a_shuffled_batch_has_its_own_name():
    trainer = standing(TOGETHER.changed(shuffle=True, seed=3), "loss", 2, row=0)
    place = trainer.walk.batch.table_rows[0]
    assert place != 0, "another seed is needed"
    assert subtitle(trainer, StepSize.TERM).startswith(LESSON.dataset.row_names[place])


def test_every_size_of_a_step_has_a_name_smallest_first():
    names = size_names()
    assert list(names) == list(StepSize)
    assert len(set(names.values())) == len(names)


def test_one_of_several_outputs_has_its_number_and_its_name():
    digits = Experiment("digits", output_activation="softmax", batch_size=2)
    trainer = standing(digits, "activate", 1, 3)
    assert title_of(trainer.walk, trainer.snapshot()) == "Forward: the activation of ŷ₄ (3)"
