"""Where neurons stand: inside the pane, apart from each other, layers from left to right."""

import itertools

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.trainer import Trainer
from gui.painting.network_layout import lay_out
from gui.views.network import NetworkView

NETWORKS = {
    "1-1": (1, 1),
    "2-2-1": (2, 2, 1),
    "30-5-1": (30, 5, 1),
    "64-32-10": (64, 32, 10),
    "ten hidden layers": (2, *[4] * 10, 1),
}
NONE = np.zeros(0, dtype=np.intp)
MILLION = (784, 1024, 256, 10)
PANES = [(500, 500), (1024, 640), (2000, 1200)]


def discs(layout):
    """(layer, x, y, radius) of every neuron."""
    return [
        (number, *centre, layout.radii[number])
        for number, layer in enumerate(layout.layers)
        for centre in layer.tolist()
    ]


def assert_well_laid_out(layout, sizes, width, height):
    """All neurons inside, none touching another, layers from left to right and neurons from top to bottom."""
    assert tuple(len(layer) for layer in layout.layers) == sizes
    for _, x, y, radius in discs(layout):
        assert radius <= x <= width - radius
        assert radius <= y <= height - radius
    for (_, x1, y1, r1), (_, x2, y2, r2) in itertools.combinations(discs(layout), 2):
        assert np.hypot(x2 - x1, y2 - y1) > r1 + r2
    columns = [layer[:, 0] for layer in layout.layers]
    assert all((column == column[0]).all() for column in columns)
    assert (np.diff([column[0] for column in columns]) > 0).all()
    assert all((np.diff(layer[:, 1]) > 0).all() for layer in layout.layers)


@pytest.mark.parametrize("sizes", NETWORKS.values(), ids=NETWORKS)
@pytest.mark.parametrize(("width", "height"), PANES)
def test_every_neuron_has_its_place(sizes, width, height):
    assert_well_laid_out(lay_out(sizes, width, height, 110, 80), sizes, width, height)


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment("height-weight", inputs=("weight − 135 lb",)),
        Experiment("height-weight", hidden=(2,)),
        Experiment("breast-cancer", hidden=(5,)),
        Experiment("virus", hidden=(4,) * 10),
    ],
    ids=["1-1", "2-2-1", "30-5-1", "ten hidden layers"],
)
@pytest.mark.parametrize(("width", "height"), PANES)
def test_the_view_leaves_room_for_the_names(qtbot, experiment, width, height):
    view = NetworkView()
    qtbot.addWidget(view)
    view.resize(width, height)
    view.show_snapshot(Trainer(experiment).snapshot())
    layout = view.layout_now()
    assert_well_laid_out(layout, experiment.architecture.sizes, width, height)
    # The network is the hero: it takes most of the width.
    assert layout.layers[-1][0, 0] - layout.layers[0][0, 0] > 0.4 * width


@pytest.mark.parametrize("sizes", NETWORKS.values(), ids=NETWORKS)
def test_edges_join_their_neurons_in_the_order_of_the_weights(sizes):
    layout = lay_out(sizes, 1000, 700, 100, 80)
    edge = iter(layout.edges)
    for number in range(1, len(sizes)):
        for neuron in range(sizes[number]):
            for source in range(sizes[number - 1]):
                x1, y1, x2, y2 = next(edge)
                assert (x1, y1) == pytest.approx(layout.layers[number - 1][source] + [layout.radii[number - 1], 0])
                assert (x2, y2) == pytest.approx(layout.layers[number][neuron] - [layout.radii[number], 0])
    assert next(edge, None) is None


@pytest.mark.parametrize("sizes", NETWORKS.values(), ids=NETWORKS)
def test_every_neuron_is_found_at_its_centre(sizes):
    layout = lay_out(sizes, 1000, 700, 100, 80)
    for number, layer in enumerate(layout.layers):
        for neuron, (x, y) in enumerate(layer.tolist()):
            assert layout.neuron_at(x, y) == (number, neuron)


@pytest.mark.parametrize("sizes", [(1, 1), (2, 2, 1), (30, 5, 1)])
def test_every_edge_is_found_near_its_start(sizes):
    layout = lay_out(sizes, 1000, 700, 100, 80)
    for edge in range(layout.edge_count):
        points = np.array([layout.point_on(edge, share) for share in np.linspace(0, 1, 17)])
        found = [layout.edge_at(*point, 0.5, NONE) for point in points[1:-1].tolist()]
        assert edge in found


def test_nothing_is_found_in_the_margin():
    layout = lay_out((2, 2, 1), 1000, 700, 100, 80)
    assert layout.neuron_at(5, 5) is None
    assert layout.edge_at(5, 5, 6, NONE) is None


def test_the_heaviest_edges_of_two_neighbours_do_not_touch():
    for sizes in NETWORKS.values():
        layout = lay_out(sizes, 1024, 640, 100, 80)
        assert layout.widest <= max(1.5, min(layout.gaps))


@pytest.mark.parametrize("sizes", NETWORKS.values(), ids=NETWORKS)
def test_the_edges_of_a_neuron_begin_or_end_there(sizes):
    layout = lay_out(sizes, 1000, 700, 100, 80)
    for layer, count in enumerate(sizes):
        for neuron in (0, count - 1):
            x, y = layout.layers[layer][neuron]
            starts = np.isclose(layout.edges[:, 1], y) & np.isclose(layout.edges[:, 0], x + layout.radii[layer])
            ends = np.isclose(layout.edges[:, 3], y) & np.isclose(layout.edges[:, 2], x - layout.radii[layer])
            assert sorted(layout.edges_of(layer, neuron)) == np.flatnonzero(starts | ends).tolist()


def test_of_a_million_edges_those_that_are_drawn_can_be_pointed_at():
    layout = lay_out(MILLION, 1000, 600, 100, 80)
    drawn = np.array([layout.edge_number(1, 200, 30), layout.edge_number(2, 30, 900), layout.edge_number(3, 9, 0)])
    for edge in drawn.tolist():
        assert layout.edge_at(*layout.point_on(edge, 0.4), 0.5, drawn) == edge
    assert layout.edge_at(*layout.point_on(layout.edge_number(1, 1000, 700), 0.4), 6, drawn) is None


def test_a_million_edges_are_never_laid_out_one_by_one():
    layout = lay_out(MILLION, 1000, 600, 100, 80)
    layout.edge_at(300, 300, 6, np.arange(400))
    layout.shapes.lines([1, 1_000_000])
    assert not {"edges", "edge_points"} & set(vars(layout))


def test_neurons_without_room_for_a_disc_each_are_crowded():
    layout = lay_out(MILLION, 1000, 600, 100, 80)
    assert [layout.crowded(layer) for layer in range(4)] == [True, True, True, False]
    assert layout.neuron_at(*layout.layers[1][700]) == (1, 700)
