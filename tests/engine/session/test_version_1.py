"""A file that version 1 of the format wrote opens for ever, with the numbers that were in it.

It is never written anew: whoever changes the format adds a version, its file and its test, and what brings this one up
to date (`engine/session/files.py`). In it two networks learn a table of the learner's own, to which a row was drawn
after epoch 4; in the second a weight was set by hand at epoch 6, and it stands in the middle of a batch.
"""

from pathlib import Path

import numpy as np
import pytest

from engine.session import files
from engine.session.files import read_session, trainers_of
from engine.session.session import Session
from engine.trainer import Trainer
from tests.engine.helpers import walk_to_end

FORMAT = Path(files.__file__).with_name("FORMAT.md")
FILE = Path(__file__).parent / "files" / "version-1.gradwalk"
# What stands in the file is the same to the last bit; what is calculated of it differs a little between machines.
CLOSE = 1e-9

FIRST = [
    *(-0.1559979496490429, 0.32340598823539823, 1.699206265890686, 0.706036199154703, -2.075852429035627),
    *(-0.04173122250185739, 0.010705075286323536, -0.41554539850806715, -1.0770382404123762),
]
SECOND = [
    *(-0.9751953239903299, 0.2183481412924566, 1.4533165685350753, 0.45612668160557, -1.6210828616911082),
    *(-0.30630465083769787, -0.3000479211124541, 0.35798470553058326, -1.3059187615280403, 0.7160686757974349),
    *(-0.2726132300742109, 1.884006604403315, 0.7342921231090725),
]
LOSSES_OF_GHOST = [
    *(0.03422928418584087, 0.023574142456848052, 0.017451888711684536, 0.013136885215294906, 0.09229362691395634),
    *(0.04869606929018187, 0.0071482951758360365, 0.005195067042011853, 0.004644287362162927),
]
ANOTHER_EPOCH = [-0.9838249728517899, 0.20969856310103974, 1.4536879557321403]


@pytest.fixture
def session() -> Session:
    return read_session(FILE)


@pytest.fixture
def networks(session) -> tuple[Trainer, ...]:
    return trainers_of(session, FILE.name)


def test_its_texts(session):
    assert (session.saved_by, session.focus, session.view) == ("0.1.0", 1, {"pane": "code"})
    assert (session.lesson.id, session.lesson.title) == ("mine", "text")
    assert [variant.name for variant in session.lesson.variants] == ["network 0", "network 1"]


def test_where_its_networks_stand(networks):
    assert [trainer.parameters.tolist() for trainer in networks] == [FIRST, SECOND]
    assert [trainer.place for trainer in networks] == [(7, 3), (7, 3)]
    assert [trainer.cursor for trainer in networks] == [None, (0, 2, 0, 0)]
    assert [trainer.furthest for trainer in networks] == [8, 7]


def test_what_its_networks_learn(networks):
    one, other = (trainer.experiment for trainer in networks)
    assert one.table is other.table
    assert (one.table.name, one.table.row_names, one.table.began) == (
        "My people",
        ("Alice", "Bob", "Charlie", "Diana", "1"),
        4,
    )
    assert one.table.inputs[-1].tolist() == [1.5, -20.0]
    assert (one.hidden, one.optimizer, one.batch_size, one.shuffle, one.seed) == ((2,), "adam", 3, True, 4)
    assert (other.hidden, other.activation, other.dropout) == ((3,), ("tanh",), 0.25)


def test_the_operation_that_was_done_last(networks):
    walk = networks[1].walk
    assert (walk.stage.operation, walk.stage.layer) == ("activate", 1)
    assert walk.value(walk.result) == pytest.approx(0.999999999990139, rel=CLOSE)
    assert networks[0].walk.value(networks[0].walk.result) == pytest.approx(FIRST[-1], rel=CLOSE)


def test_its_curves_and_those_of_the_run_that_was_left(networks):
    one, other = (trainer.snapshot() for trainer in networks)
    assert one.curves.epochs.tolist() == list(range(9))
    assert other.curves.epochs.tolist() == list(range(8))
    assert one.curves.train_loss[-1] == 0.3401211853191202
    assert [ghost.train_loss.tolist() for ghost in other.ghosts] == [LOSSES_OF_GHOST]
    assert (one.same_data, other.same_data) == ((4, 8), (4, 7))


def test_its_past_leads_to_where_it_stands(networks):
    for trainer, parameters in zip(networks, (FIRST, SECOND), strict=True):
        walk_to_end(trainer.seek(0))
        assert trainer.experiment.table.row_count == 4
        walk_to_end(trainer.walk_to(7, 3))
        assert trainer.parameters.tolist() == pytest.approx(parameters, rel=CLOSE)


def test_it_goes_on(networks):
    networks[1].train(1)
    assert networks[1].parameters[:3].tolist() == pytest.approx(ANOTHER_EPOCH, rel=CLOSE)


def test_anybody_can_read_its_weights_by_the_lines_of_the_documentation(monkeypatch, capsys):
    lines = FORMAT.read_text("utf-8").split("```")[1].removeprefix("python\n")
    monkeypatch.chdir(FILE.parent)
    exec(lines.replace("lesson.gradwalk", FILE.name).replace("networks/0", "networks/1"), {})
    assert capsys.readouterr().out == f"{np.array(SECOND)}\n"
