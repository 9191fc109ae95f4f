"""An experiment that suits a table of the learner's own: a beginning that learns something, to be changed at will."""

import numpy as np

from engine.datasets import OWN, Dataset
from engine.datasets.target import target_of
from engine.experiment import Experiment
from engine.lessons import Lesson, Variant

# Fewer rows than this are all trained: the quarter that is left for testing would say nothing.
FEW_ROWS = 12
# Inputs that reach further, or whose spreads differ more, are standardised.
FAR, DIFFERENT = 5.0, 5.0
# Rows that are gone through in a run, about.
ROWS_A_RUN = 2_000_000


def suitable_experiment(table: Dataset) -> Experiment:
    """One small hidden layer, and the output activation and loss that go with the target."""
    few = table.row_count < FEW_ROWS
    target = target_of(table)
    assert target is not None, "a table of one's own has a target"
    output, loss = target.usual
    return Experiment(
        data=OWN,
        own=table,
        hidden=(4,) if len(table.input_names) <= 4 else (8,),
        activation=("tanh",),
        output_activation=output,
        loss=loss,
        learning_rate=0.1 if table.class_names else 0.03,
        batch_size=_batch(table.row_count),
        shuffle=True,
        start="xavier",
        train_share=1.0 if few else 0.75,
        split_shuffled=not few,
        scaling="standardise" if _differs(table) else "none",
        epochs=max(10, min(500, ROWS_A_RUN // table.row_count)),
    )


def own_lesson(table: Dataset) -> Lesson:
    """The table as a lesson, with the experiment that suits it."""
    return Lesson(
        id=table.name,
        order=0,
        title=table.name,
        article="",
        see=_see(table),
        attempt="Press Run. Then change the network: fewer neurons, another layer, another rate.",
        notice="The rows that test were never trained on: how far is their loss from that of the others?",
        variants=(Variant("", suitable_experiment(table)),),
        points=(),
        form=(),
    )


def _see(table: Dataset) -> str:
    count = len(table.input_names)
    inputs = "one input" if count == 1 else f"{count:,} inputs"
    if not table.class_names:
        learned = f"{table.output_names[0]}, a quantity"
        return f"Your own table: {table.row_count:,} rows, {inputs}. The network learns {learned}."
    names = ", ".join(table.class_names[:6]) + (" …" if len(table.class_names) > 6 else "")
    what = f"{len(table.class_names)} classes: {names}"
    return f"Your own table: {table.row_count:,} rows, {inputs}. The network learns to tell {what}."


def _batch(rows: int) -> int:
    return 10 if rows < 2_000 else 32 if rows < 20_000 else 128


def _differs(table: Dataset) -> bool:
    spreads = table.inputs.std(axis=0)
    spreads = spreads[spreads > 0]
    far = float(np.abs(table.inputs).max()) > FAR
    return far or (len(spreads) > 0 and float(spreads.max() / spreads.min()) > DIFFERENT)
