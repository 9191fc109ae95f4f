"""What the steps of a walk are called."""

from PySide6.QtCore import QCoreApplication

from engine.ladder import StepSize
from engine.snapshot import Snapshot
from engine.walk import Walk
from gui.figures import whole
from gui.painting.network_names import name_of, symbol_of


def tr(text: str) -> str:
    return QCoreApplication.translate("walk", text)


def title_of(walk: Walk, snapshot: Snapshot) -> str:
    """What the operation done last is, in one line."""
    stage, cursor = walk.stage, walk.cursor
    layer = stage.layer - 1 if stage.operation == "back through the weights" else stage.layer
    name = name_of if len(snapshot.data.dataset.output_names) > 1 else symbol_of
    neuron = name(snapshot, layer, cursor.neuron)
    text = {
        "multiply": tr("Forward: the sum of {0}"),
        "add bias": tr("Forward: the bias of {0}"),
        "activate": tr("Forward: the activation of {0}"),
        "drop out": tr("Forward: {0} stays, and counts for more"),
        "drop out gradient": tr("Backward: the error comes to {0}, which stays"),
        "loss": tr("Loss: how wrong the answer is"),
        "loss derivative": tr("Loss: how it changes with {0}"),
        "delta": tr("Backward: the error of {0}"),
        "weight gradient": tr("Backward: the gradients of the weights of {0}"),
        "bias gradient": tr("Backward: the gradient of the bias of {0}"),
        "back through the weights": tr("Backward: the error's way to {0}"),
        "update": tr("Update: the weights of {0} move"),
    }[stage.operation]
    if walk.finished:
        return tr("Update: all weights have moved")
    if stage.operation == "drop out" and _is_out(walk):
        text = tr("Forward: dropout leaves {0} out")
    if stage.operation == "drop out gradient" and _is_out(walk):
        text = tr("Backward: no error comes to {0}, which is out")
    if stage.operation == "multiply" and walk.result.kind == "product":
        text = tr("Forward: one product of the sum of {0}")
    return text.format(neuron)


def _is_out(walk: Walk) -> bool:
    return walk.value(walk.result.as_kind("kept")) == 0.0


def subtitle_of(walk: Walk, snapshot: Snapshot, size: StepSize) -> str:
    """Which row, and how far through it."""
    row = snapshot.data.dataset.row_names[walk.table_row]
    counted = size if size in (StepSize.TERM, StepSize.LAYER) else StepSize.NEURON
    step, of = walk.batch.ladder.number_in_row(walk.cursor, counted)
    text = tr("{0}: step {1} of {2}").format(row, whole(step), whole(of))
    rows = len(walk.batch)
    if rows > 1:
        text += " · " + tr("row {0} of {1} in this batch").format(whole(walk.cursor.row + 1), whole(rows))
    return text


def size_names() -> dict[StepSize, str]:
    """What the sizes of a step are called, smallest first."""
    return {
        StepSize.TERM: tr("1 term"),
        StepSize.NEURON: tr("1 neuron"),
        StepSize.LAYER: tr("1 layer"),
        StepSize.SAMPLE: tr("1 sample"),
        StepSize.BATCH: tr("1 batch"),
        StepSize.EPOCH: tr("1 epoch"),
        StepSize.TEN_EPOCHS: tr("10 epochs"),
        StepSize.HUNDRED_EPOCHS: tr("100 epochs"),
    }
