"""What it costs to show, of one moment, fifty neurons' faces and the map of the output."""

from dataclasses import replace
from itertools import cycle

import pytest

from engine.arrays import frozen
from engine.experiment import Experiment
from engine.trainer import Trainer
from gui.output_choice import OutputSettings
from gui.painting.faces import Faces
from gui.painting.heat import Heat
from gui.painting.output_plane import plane_of
from gui.probe import probe_of_row


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_fifty_faces_and_a_map(benchmark, qapp, activation):
    """Seven layers, forty-nine neurons; the map has 100 × 100 points."""
    experiment = Experiment("circle", inputs=("x₁", "x₂"), hidden=(8,) * 6, activation=(activation,))
    start = Trainer(experiment).snapshot()
    moments = cycle([replace(start, parameters=frozen(start.parameters * scale)) for scale in (1.0, 1.1)])
    plane = plane_of(start, OutputSettings(), probe_of_row(start, 0))
    faces, heat = Faces(), Heat()

    def frame() -> None:
        moment = replace(next(moments))
        faces.update(moment, plane, discrete=False)
        heat.of(moment, plane, discrete=False, neuron=None)

    benchmark.pedantic(frame, rounds=200 if benchmark.enabled else 1, warmup_rounds=2)
    assert heat.of(start, plane, discrete=False, neuron=None).image.width() == 100
