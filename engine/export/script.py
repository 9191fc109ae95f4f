"""A trained network as one file of Python that needs numpy alone, and checks itself when it is run."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from engine.datasets.derived import Column
from engine.export import ExportError
from engine.export.about import about
from engine.export.functions import called, definitions
from engine.export.literals import array, docstring, names, number
from engine.network import Layer
from engine.snapshot import Snapshot

# More numbers than these are nothing to read, and slow to import.
MOST_PARAMETERS = 100_000
# Rows of the table whose answers a script compares with those that were given here.
MOST_ROWS = 10


def script(snapshot: Snapshot, title: str, when: datetime) -> str:
    """The text of a script whose `predict` gives what the network gives, but for the order in which sums are rounded.

    `predict(rows)` takes the columns of the table that the network makes use of, shape (rows, columns), not scaled,
    and returns shape (rows, outputs); scaling and inputs that follow from others are done inside. A column of texts
    is there as the inputs that were made of it. Parameters, scaling and answers are written exactly, each name as a
    literal. `title` is that of the lesson. A network of more than 100,000 parameters is an `ExportError`.
    """
    count = snapshot.experiment.architecture.parameter_count
    if count > MOST_PARAMETERS:
        raise ExportError(
            f"a network of {count:,} parameters makes no script that one could read: up to {MOST_PARAMETERS:,} are "
            "written; save the session instead, whose format is documented"
        )
    constants, functions = definitions([layer.activation.value for layer in snapshot.layers])
    head = [docstring(about(snapshot, title, when)), "import sys", "import numpy as np", constants]
    data = [*_names(snapshot), *_scaling(snapshot), *_layers(snapshot), *_rows(snapshot)]
    blocks = ["\n\n".join(filter(None, [*head, *data])), *functions, _network(snapshot), _predict(snapshot)]
    return "\n\n\n".join([*blocks, *_class_of(snapshot), SHOWN, _main(snapshot)]) + "\n"


def _names(snapshot: Snapshot) -> Iterator[str]:
    data = snapshot.data
    raw = tuple(data.table.input_names[place] for place in data.raw_places)
    held = {"INPUTS": raw, "OUTPUTS": data.dataset.output_names}
    if data.dataset.is_classification:
        held["CLASSES"] = data.dataset.class_names
    lines = [f"{name} = {names(texts)}" for name, texts in held.items()]
    yield "\n".join(["# What a row holds, one number each, and what is answered.", *lines])


def _scaling(snapshot: Snapshot) -> Iterator[str]:
    offset, divisor = array(snapshot.data.offset), array(snapshot.data.divisor)
    yield f"# The inputs are scaled: (input - OFFSET) / DIVISOR.\nOFFSET = {offset}\nDIVISOR = {divisor}"


def _layers(snapshot: Snapshot) -> Iterator[str]:
    """W[out, in] and b of each layer, in full."""
    for n, layer in enumerate(snapshot.layers, start=1):
        neurons, inputs = layer.W.shape
        of = f"# Layer {n}: {neurons} × {inputs} weights, W[out, in], {layer.activation.name}"
        yield f"{of}.\nW{n} = {array(layer.W)}\nb{n} = {_biases(layer)}"


def _biases(layer: Layer) -> str:
    return array(layer.b) if layer.has_bias else f"np.zeros({layer.b.shape})  # it has none"


def _rows(snapshot: Snapshot) -> Iterator[str]:
    """Some rows of the table, and what the network makes of them here."""
    data, chosen = snapshot.data, _chosen(snapshot.data.table.row_count)
    rows, given = data.table.inputs[chosen][:, data.raw_places], snapshot.predict(data.dataset.inputs[chosen])
    lines = [
        "# Rows of the table, and what Gradwalk gave for them.",
        f"ROW_NAMES = {names(data.table.row_names[place] for place in chosen)}",
        f"ROWS = {array(rows)}",
        f"GIVEN = {array(given)}",
    ]
    yield "\n".join(lines)


def _chosen(rows: int) -> NDArray[np.intp]:
    """Places of a few rows, evenly spread over all."""
    return np.linspace(0, max(0, rows - 1), min(rows, MOST_ROWS)).round().astype(np.intp)


def _network(snapshot: Snapshot) -> str:
    layers = [
        f"    (W{n}, b{n}, {called(layer.activation.value)})," for n, layer in enumerate(snapshot.layers, start=1)
    ]
    return "\n".join(["# Weights, biases and activation of each layer.", "LAYERS = (", *layers, ")"])


def _predict(snapshot: Snapshot) -> str:
    return PREDICT.replace("<inputs>", _made_inputs(snapshot))


def _made_inputs(snapshot: Snapshot) -> str:
    """The chosen inputs, of the columns that a row holds; nothing where they are those columns."""
    data = snapshot.data
    if data.is_raw:
        return ""
    made = [_made(column, data.raw_places) for column in data.columns]
    return "\n".join(["", "    x = np.column_stack([", *(f"        {one}," for one in made), "    ])"])


def _made(column: Column, raw_places: list[int]) -> str:
    """One input, by the rule that makes it."""
    parts = ", ".join(f"x[:, {raw_places.index(place)}]" for place in column.raw)
    return f"{called(column.rule)}({parts})" if isinstance(column.rule, np.ufunc) else parts


def _class_of(snapshot: Snapshot) -> Iterator[str]:
    table = snapshot.data.dataset
    if table.is_classification:
        yield ONE_OF_TWO.replace("<middle>", number(table.middle)) if len(table.output_names) == 1 else ONE_OF_MANY


def _main(snapshot: Snapshot) -> str:
    classes = ", shown(class_of(answer))" if snapshot.data.dataset.is_classification else ""
    return MAIN.replace("<classes>", classes)


PREDICT = '''def predict(rows):
    """The answers for rows of INPUTS, shape (rows, inputs): shape (rows, outputs)."""
    x = np.atleast_2d(np.asarray(rows, dtype=float))
    if x.shape[1] != len(INPUTS):
        raise ValueError(f"a row has {len(INPUTS)} numbers, one for each of INPUTS, not {x.shape[1]}")<inputs>
    a = (x - OFFSET) / DIVISOR
    for W, b, activation in LAYERS:
        products = a @ W.T
        z = products + b
        a = activation(z)
    return a'''

ONE_OF_TWO = '''def class_of(answer):
    """The class that an answer speaks for: the second above <middle>, the first below, none in between."""
    if answer[0] > <middle>:
        return CLASSES[1]
    return CLASSES[0] if answer[0] < <middle> else ""'''

ONE_OF_MANY = '''def class_of(answer):
    """The class that an answer speaks for: that of the largest output."""
    return "" if np.isnan(answer).any() else CLASSES[np.argmax(answer)]'''

SHOWN = '''def shown(name):
    """A name as every terminal can print it."""
    encoding = sys.stdout.encoding or "ascii"
    return repr(name).encode(encoding, "backslashreplace").decode(encoding)'''

MAIN = """if __name__ == "__main__":
    answers = predict(ROWS)
    for name, answer, given in zip(ROW_NAMES, answers, GIVEN):
        print("row", shown(name), "gives", answer<classes>, "and gave", given, "in Gradwalk")
    print("largest difference:", np.abs(answers - GIVEN).max(initial=0.0))"""
