"""What it costs to show, of one moment, fifty neurons' faces and the map of the output."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from engine.arrays import frozen
from engine.experiment import Experiment
from engine.snapshot import Snapshot
from engine.trainer import Trainer
from gui.output_choice import OutputSettings
from gui.painting.faces import Faces
from gui.painting.heat import Heat
from gui.painting.output_plane import plane_of
from gui.probe import probe_of_row

# Of each face in the picture of the network, and of the map beside it.
RADIUS, MAP = 24.0, 190
SIZES = (8,) * 6 + (1,)


def moments(activation: str) -> Iterator[Snapshot]:
    """Seven layers, forty-nine neurons; one moment after the other has other weights, and has worked nothing out."""
    experiment = Experiment("circle", inputs=("x₁", "x₂"), hidden=SIZES[:-1], activation=(activation,))
    start = Trainer(experiment).snapshot()
    turn = cycle([replace(start, parameters=frozen(start.parameters * scale)) for scale in (1.0, 1.1)])
    return (replace(moment) for moment in turn)


def calculation(activation: str, faces: Faces, heat: Heat) -> Callable[[], QImage]:
    """Works the faces out and the map, of 100 × 100 points, of the next moment."""
    turn = moments(activation)
    first = next(turn)
    plane = plane_of(first, OutputSettings(), probe_of_row(first, 0))

    def calculate() -> QImage:
        moment = next(turn)
        faces.update(moment, plane, discrete=False)
        return heat.of(moment, plane, discrete=False, neuron=None).image

    return calculate


def paint(canvas: QImage, faces: Faces, image: QImage) -> None:
    """Each face as a disc, and the map beside them, as smooth as the window paints them."""
    with QPainter(canvas) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for layer, size in enumerate(SIZES, start=1):
            for neuron in range(size):
                centre = QPointF(60.0 * layer, 60.0 * neuron + 30)
                painter.setBrush(faces.brush((layer, neuron), centre, RADIUS))
                painter.drawEllipse(centre, RADIUS, RADIUS)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(500, 30, MAP, MAP), image)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_fifty_faces_and_a_map(benchmark, qapp, activation):
    calculate = calculation(activation, Faces(), Heat())
    image = benchmark.pedantic(calculate, rounds=200 if benchmark.enabled else 1, warmup_rounds=2)
    assert image.width() == 100


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_fifty_faces_and_a_map_with_painting(benchmark, qapp, activation):
    faces, canvas = Faces(), QImage(720, 500, QImage.Format.Format_RGB32)
    canvas.fill(Qt.GlobalColor.magenta)
    calculate = calculation(activation, faces, Heat())
    rounds = 200 if benchmark.enabled else 1
    benchmark.pedantic(lambda: paint(canvas, faces, calculate()), rounds=rounds, warmup_rounds=2)
    middles = [(60 * layer, 60 * neuron + 30) for layer, size in enumerate(SIZES, start=1) for neuron in range(size)]
    middles.append((500 + MAP // 2, 30 + MAP // 2))
    assert all(canvas.pixelColor(*middle) != Qt.GlobalColor.magenta for middle in middles)
