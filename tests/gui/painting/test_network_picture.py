"""The picture of a step: what is at work stands out, values travel along their edges, the legend says what is what."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from engine.experiment_fields import GivenLayer
from engine.ladder import StepSize
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui import theme
from gui.figures import number, whole
from gui.painting import network_picture
from gui.painting.edge_choice import MOST_EDGES
from gui.painting.network_picture import FADED, MOST_LABELS
from tests.gui.helpers import trained
from tests.gui.painting.pictures import Painted, paint
from tests.gui.walks import LESSON, WIDE, every_step, standing

ONES = ((1.0, 1.0), (1.0, 1.0))
# All edges as wide as can be, so that a point on one has its colour and no other.
STRONG = LESSON.changed(start="given", given=(GivenLayer(ONES, (0.0, 0.0)), GivenLayer(((1.0, 1.0),), (0.0,))))
# Points of an edge that no label comes to: where others leave with it, apart from all others, where others arrive.
BEGIN, APART, END = 0.1, 0.75, 0.9
GRADIENT_ENTRY = "gradient on its way back"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def legend(monkeypatch):
    """The texts of the legend that was painted last."""
    texts: list[str] = []

    def note(painter, entries, *_):
        texts[:] = [entry.text for entry in entries]

    monkeypatch.setattr(network_picture, "draw_legend", note)
    return texts


def edge(layer: int, neuron: int, source: int) -> Quantity:
    return Quantity("weight", layer, neuron, source)


def eased(progress: float) -> float:
    """How far along its edge a disc is."""
    return progress * progress * (3 - 2 * progress)


# What is at work.


def test_edges_at_work_are_strong_and_the_others_faded(colours):
    painted = paint(standing(STRONG, "multiply", 1, neuron=0, term=1))
    strong, faded = QColor(colours.positive), theme.blend(colours.surface, colours.positive, FADED)
    assert painted.colour_on(edge(1, 0, 0), BEGIN) == painted.colour_on(edge(1, 0, 1), END) == strong
    assert painted.colour_on(edge(1, 1, 1), END) == painted.colour_on(edge(2, 0, 0), BEGIN) == faded


@pytest.mark.parametrize("trainer", [Trainer(STRONG), trained(STRONG, StepSize.BATCH), standing(STRONG, "loss", 2)])
def test_without_edges_at_work_all_are_strong_or_all_are_faded(trainer):
    painted = paint(trainer)
    inks = {painted.colour_on(edge(1, neuron, neuron), BEGIN).name() for neuron in range(2)}
    faded = theme.blend(theme.current().surface, theme.current().positive, FADED).name()
    looking_at_the_loss = trainer.walk is not None and not trainer.walk.finished
    assert inks == {faded if looking_at_the_loss else QColor(theme.current().positive).name()}


@pytest.mark.parametrize(
    ("operation", "ink"), [("activate", "accent"), ("delta", "gradient"), ("bias gradient", "gradient")]
)
def test_the_neuron_at_work_has_a_ring_in_the_colour_of_its_direction(colours, operation, ink):
    painted = paint(standing(STRONG, operation, 1, neuron=1))
    assert ring_of(painted, 1, 1) == QColor(getattr(colours, ink))
    assert ring_of(painted, 1, 0) != QColor(getattr(colours, ink))


def ring_of(painted: Painted, layer: int, neuron: int) -> QColor:
    """The colour of a neuron's outline at its top, where no edge arrives."""
    x, y = painted.picture.layout.layers[layer][neuron].tolist()
    return painted.image.pixelColor(round(x), round(y - painted.picture.layout.radii[layer]))


def test_a_neuron_that_is_out_is_crossed_through_and_no_other():
    trainer = standing(LESSON.changed(hidden=(6,), dropout=0.5), "multiply", 2)
    painted, walk = paint(trainer), trainer.walk
    layout = painted.picture.layout
    # Where the ends of a cross are, outside of the disc: to the right only edges of the neuron itself go by.
    reach = 0.8 * layout.radii[1]
    ends = {neuron: (round(x + reach), round(y - reach)) for neuron, (x, y) in enumerate(layout.layers[1].tolist())}
    surface = QColor(theme.current().surface)
    crossed = {neuron for neuron, end in ends.items() if painted.image.pixelColor(*end) != surface}
    assert crossed == {neuron for neuron in range(6) if walk.value(Quantity("kept", 1, neuron)) == 0.0}
    assert 0 < len(crossed) < 6


# What travels.


@pytest.mark.parametrize("progress", [0.1, 0.2, 0.3, 0.9])
def test_values_travel_forwards_from_the_input_to_the_neuron(colours, progress):
    trainer = standing(STRONG, "multiply", 1, neuron=0, term=0)
    painted = paint(trainer, progress=progress)
    assert painted.colour_on(edge(1, 0, 0), eased(progress)) == QColor(colours.accent)
    assert painted.colour_on(edge(1, 1, 1), eased(progress)) != QColor(colours.accent)


@pytest.mark.parametrize("progress", [0.1, 0.2, 0.3, 0.9])
def test_gradients_travel_backwards_in_their_own_colour(colours, progress):
    painted = paint(standing(STRONG, "weight gradient", 1, neuron=0, term=0), progress=progress)
    assert painted.colour_on(edge(1, 0, 0), 1 - eased(progress)) == QColor(colours.gradient)
    assert painted.colour_on(edge(1, 0, 0), eased(progress)) != QColor(colours.gradient)


@pytest.mark.parametrize("operation", ["multiply", "weight gradient", "back through the weights"])
def test_before_it_leaves_and_when_it_has_arrived_nothing_travels(operation):
    trainer = standing(STRONG, operation, 2)
    begin, middle, end = (paint(trainer, progress=progress).image for progress in (0.0, 0.3, 1.0))
    assert begin == end != middle


@pytest.mark.parametrize("operation", ["add bias", "activate", "loss", "delta"])
def test_what_happens_inside_a_neuron_travels_nowhere(operation):
    trainer = standing(STRONG, operation, 2)
    assert paint(trainer, progress=0.3).image == paint(trainer).image


def test_a_step_of_one_term_sends_one_disc_and_a_step_of_a_layer_one_along_each_edge():
    trainer = standing(STRONG, "multiply", 1, neuron=1, term=1)
    accent, share = QColor(theme.current().accent), eased(0.25)
    for size, sent in ((StepSize.TERM, {(1, 1)}), (StepSize.NEURON, {(1, 0), (1, 1)}), (StepSize.LAYER, set(PAIRS))):
        painted = paint(trainer, size=size, progress=0.25)
        assert {pair for pair in PAIRS if painted.colour_on(edge(1, *pair), share) == accent} == sent


PAIRS = [(neuron, source) for neuron in range(2) for source in range(2)]


def test_in_an_update_the_weight_of_the_step_grows_and_the_others_stay():
    trainer = standing(LESSON, "update", 1, neuron=0, term=1)
    walk = trainer.walk
    moved, before_it, later = edge(1, 0, 1), edge(1, 0, 0), edge(1, 1, 0)
    old, new = walk.value(moved), walk.value(moved.as_kind("new weight"))
    for progress in (0.0, 0.25, 1.0):
        painted = paint(trainer, progress=progress)
        drawn = {
            weight: painted.picture._weights()[painted.picture._number(weight)] for weight in (moved, before_it, later)
        }
        assert drawn[moved] == pytest.approx(old + progress * (new - old), rel=1e-12)
        assert drawn[before_it] == walk.value(before_it.as_kind("new weight"))
        assert drawn[later] == walk.value(later)


# Bands.


def test_a_band_of_its_colour_runs_beside_an_edge_along_which_a_gradient_comes_back(colours):
    painted = paint(standing(LESSON, "weight gradient", 1, neuron=0, term=0))
    band = theme.blend(colours.surface, colours.gradient, 0.3)
    assert band_beside(painted, edge(1, 0, 0)) == band
    assert band_beside(painted, edge(1, 1, 1)) == QColor(colours.surface)


def test_what_is_pointed_at_has_a_band_in_the_colour_of_the_mouse(colours):
    for thing in (edge(1, 1, 1), edge(1, 1, 1).as_kind("new weight"), edge(1, 1, 1).as_kind("row weight gradient")):
        painted = paint(Trainer(LESSON), lit=(thing,))
        assert band_beside(painted, edge(1, 1, 1)) == theme.blend(colours.surface, colours.accent, 0.35)
        assert band_beside(painted, edge(1, 0, 0)) == QColor(colours.surface)


def band_beside(painted: Painted, weight: Quantity) -> QColor:
    """The colour right above a thin level edge."""
    layout = painted.picture.layout
    x, y = layout.point_on(layout.edge_number(weight.layer, weight.neuron, weight.input), APART)
    return painted.image.pixelColor(round(x), round(y) - 3)


# The legend.


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ("multiply", False),
        ("delta", False),
        ("weight gradient", True),
        ("back through the weights", True),
        ("update", False),
    ],
)
def test_the_legend_tells_of_gradients_while_they_come_back(legend, operation, said):
    paint(standing(LESSON, operation, 2))
    assert (GRADIENT_ENTRY in legend) == said


def test_the_legend_tells_of_no_band_where_there_are_too_many_edges_for_bands(legend):
    trainer = standing(WIDE, "weight gradient", 1, neuron=7, term=1)
    assert len(paint(trainer, size=StepSize.LAYER).picture.state.focus.edges) > MOST_LABELS
    assert GRADIENT_ENTRY not in legend
    paint(trainer, size=StepSize.TERM)
    assert GRADIENT_ENTRY in legend


def test_the_legend_says_how_many_edges_are_left_out(legend):
    big = LESSON.changed(hidden=(30, 20))
    paint(Trainer(big))
    assert legend[-1] == f"the 213 strongest of {big.architecture.weight_count} edges"
    paint(Trainer(LESSON))
    assert "strongest" not in legend[-1]


# Numbers.


def test_every_number_in_the_picture_of_each_step_is_the_walks():
    for trainer in every_step(WIDE, StepSize.NEURON):
        walk = trainer.walk
        if walk.finished:
            continue
        picture = paint(trainer).picture
        labels = {label.quantity: label.text.split(" ")[-1] for label in picture.labels}
        assert labels.items() <= picture.shown.items()
        for quantity, text in picture.shown.items():
            assert walk.known(quantity), quantity
            if quantity.kind not in ("activation", "target"):
                assert text == number(walk.value(quantity)), quantity


def test_many_edges_at_work_have_no_label_but_the_last():
    trainer = standing(WIDE, "weight gradient", 1, neuron=7, term=1)
    labels = paint(trainer, size=StepSize.LAYER).picture.labels
    assert {label.quantity for label in labels} == {edge(1, 7, 1).as_kind("row weight gradient"), edge(1, 7, 1)}


BIG = LESSON.changed(hidden=(60, 20))


@pytest.fixture
def drawn(monkeypatch):
    """The edges of each picture that was painted, by number."""
    edges: list[set[int]] = []
    monkeypatch.setattr(network_picture, "draw_edges", lambda *given: edges.append(set(given[3].tolist())))
    return edges


def test_whoever_points_at_a_neuron_sees_all_of_its_edges(drawn, legend):
    trainer = Trainer(BIG)
    assert trainer.experiment.architecture.weight_count > MOST_EDGES
    of_neuron = set(paint(trainer).picture.layout.edges_of(1, 3).tolist())
    paint(trainer, lit=(Quantity("activation", 1, 3),))
    without, pointed_at = drawn
    besides = of_neuron - without
    assert besides
    assert pointed_at == without | of_neuron
    assert legend[-1] == f"the {len(without)} strongest of {whole(1340)} edges and {len(besides)} pointed at"


def test_the_edge_of_a_weight_that_is_pointed_at_is_drawn_however_weak_it_is(drawn):
    trainer = Trainer(BIG)
    weights = trainer.snapshot().layers[1].W
    neuron, source = (int(place) for place in np.unravel_index(np.abs(weights).argmin(), weights.shape))
    layout = paint(trainer).picture.layout
    paint(trainer, lit=(edge(2, neuron, source),))
    assert drawn[1] - drawn[0] == {layout.edge_number(2, neuron, source)}


@pytest.mark.parametrize(
    "thing",
    [Quantity("weight", 3), Quantity("weight", 1, 5), Quantity("weight", 1, 0, 2), Quantity("activation", 2, 1)],
)
def test_what_another_network_beside_it_has_lights_nothing(thing):
    trainer = Trainer(LESSON)
    assert paint(trainer, lit=(thing,)).image == paint(trainer).image
