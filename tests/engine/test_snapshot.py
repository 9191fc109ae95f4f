"""What a snapshot says of the rows of its table."""

import numpy as np
import pytest

from engine.lessons import load_lesson
from tests.engine.helpers import trained


@pytest.mark.parametrize("little_work", [0, 10**9])
def test_predictions_of_some_rows_are_those_of_all(monkeypatch, little_work):
    """However the rows are gone through: all at once, or block by block where they are many."""
    monkeypatch.setattr("engine.snapshot.LITTLE_WORK", little_work)
    snapshot = trained(load_lesson("breast-cancer-hidden").experiment, 3).snapshot()
    every = snapshot.predict(snapshot.data.dataset.inputs)
    rows = np.array([0, 63, 64, 65, 300, 568])
    assert snapshot.predictions_of(rows) == pytest.approx(every[rows], rel=1e-12)
    assert [float(snapshot.prediction(int(row))[0]) for row in rows] == pytest.approx(
        every[rows, 0].tolist(), rel=1e-12
    )
