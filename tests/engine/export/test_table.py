"""The tables read back as what they were made of."""

import csv
import io

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.export import ExportError
from engine.export.table import BLOCK, history, predictions
from engine.trainer import Trainer
from tests.engine.export.helpers import EMPTY, LAMPS_SHOWN, UNASKED, moment


def read(parts) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows."""
    text = b"".join(parts).decode()
    assert text.endswith("\n")
    assert "\r" not in text
    heads, *rows = csv.reader(io.StringIO(text, newline=""))
    assert {len(row) for row in rows} == {len(heads)}
    return heads, rows


def numbers(rows: list[list[str]], *columns: int) -> np.ndarray:
    """Some columns; NaN where a cell is empty."""
    return np.array([[float(row[column]) if row[column] else np.nan for column in columns] for row in rows])


def test_a_history_has_every_recorded_epoch():
    trainer = Trainer(Experiment(data="virus", train_share=0.5, batch_size="all"))
    trainer.train(BLOCK + 7)
    snapshot = trainer.snapshot()
    heads, rows = read(history(snapshot))
    assert heads == ["epoch", "loss", "accuracy", "test loss", "test accuracy"]
    assert [row[0] for row in rows] == [str(epoch) for epoch in range(BLOCK + 8)]
    np.testing.assert_array_equal(numbers(rows, 0, 1, 2, 3, 4), snapshot.curves.table.T)


def test_where_there_is_no_number_a_cell_is_empty():
    _, rows = read(history(moment(Experiment(data="plane", points=20, output_activation="linear"), 3)))
    assert [row[2:] for row in rows] == [["", "", ""]] * 4
    assert not np.isnan(numbers(rows, 1)).any()


def test_before_training_there_is_the_loss_of_the_start():
    snapshot = moment(LAMPS_SHOWN, 0)
    _, rows = read(history(snapshot))
    assert rows == [["0", repr(snapshot.loss), repr(snapshot.accuracy), "", ""]]


def test_without_targets_there_is_no_history_and_it_says_why():
    with pytest.raises(ExportError, match=r"there is no loss .* the data has no targets"):
        history(moment(UNASKED))


def test_predictions_have_inputs_targets_and_answers_of_every_row():
    snapshot = moment(LAMPS_SHOWN)
    heads, rows = read(predictions(snapshot))
    assert heads == ["row", *LAMPS_SHOWN.inputs, "target on = yes", "prediction on = yes"]
    assert [row[0] for row in rows] == ["a", "b", "c", "d", "e"]
    np.testing.assert_array_equal(numbers(rows, 1, 2, 3), snapshot.data.dataset.inputs)
    np.testing.assert_array_equal(numbers(rows, 4), snapshot.data.dataset.targets)
    np.testing.assert_array_equal(numbers(rows, 5), snapshot.predictions)


def test_predictions_of_several_outputs_and_of_a_long_table_are_complete():
    snapshot = moment(Experiment(data="digits", output_activation="softmax", loss="categorical-cross-entropy"), 1)
    heads, rows = read(predictions(snapshot))
    count = len(snapshot.data.dataset.output_names)
    assert len(heads) == 1 + 64 + 2 * count
    assert len(rows) == snapshot.data.dataset.row_count > BLOCK
    answers = numbers(rows, *range(65 + count, 65 + 2 * count))
    np.testing.assert_allclose(answers, snapshot.predictions, rtol=1e-12, atol=1e-300)


def test_without_targets_there_are_answers():
    heads, rows = read(predictions(moment(UNASKED)))
    assert heads == ["row", "a", "b", "c", "d", "prediction on = yes"]
    assert len(rows) == 5


def test_one_row_is_a_table_too():
    _, rows = read(predictions(moment(Experiment(data="derivation"))))
    assert [row[0] for row in rows] == list(Experiment(data="derivation").table.row_names)


def test_without_rows_there_is_nothing_to_predict():
    with pytest.raises(ExportError, match="the table has no rows yet"):
        predictions(moment(EMPTY))
