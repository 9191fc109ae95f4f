"""What the tests of several views need."""

import pytest

from engine.experiment import Experiment
from gui.views.output import OutputView
from tests.gui.helpers import trained


@pytest.fixture
def shown(qtbot, qapp):
    """Shows the rows of an experiment after some epochs, in a view of its own."""

    def show(experiment: Experiment, epochs: int, width: int = 700, height: int = 640) -> OutputView:
        view = OutputView()
        qtbot.addWidget(view)
        view.resize(width, height)
        view.show_snapshot(trained(experiment, epochs).snapshot())
        return view

    return show
