"""Labels on edges: each where it covers nothing, with a shorter text where there is little room, or not at all."""

import itertools

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from engine.ladder import StepSize
from engine.lessons import lesson_ids, load_lesson
from engine.quantity import Quantity
from engine.trainer import Trainer
from gui import theme
from gui.painting.edge_labels import HEIGHT, PLACES, Label, Wanted, draw_label, place_labels
from gui.painting.network_layout import NetworkLayout, lay_out
from tests.gui.helpers import trained
from tests.gui.painting.pictures import paint
from tests.gui.walks import LESSON, TOGETHER, WIDE, standing

pytestmark = pytest.mark.usefixtures("qapp")

PANES = [(220, 180), (420, 260), (615, 300), (700, 500), (1400, 900)]
TRAINABLE = [lesson for lesson in lesson_ids() if not load_lesson(lesson).experiment.why_not_trainable]
MOMENTS = [
    ("multiply", 1, 0, 1),
    ("weight gradient", 2, 0, 1),
    ("back through the weights", 2, 1, 0),
    ("weight gradient", 1, 1, 1),
    ("update", 2, 0, 1),
]


def assert_covers_nothing(trainer: Trainer, pane: tuple[int, int], **choices) -> int:
    """Labels keep clear of one another, of discs and texts, and stay in the pane; how many there are."""
    painted = paint(trainer, pane=pane, all_labels=True, **choices)
    taken, boxes = painted.taken(), [label.box for label in painted.picture.labels]
    for box in boxes:
        assert QRectF(0, 0, *pane).contains(box)
        assert not any(box.intersects(other) for other in taken)
    assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
    return len(boxes)


@pytest.mark.parametrize("lesson", TRAINABLE)
def test_labels_cover_nothing_in_any_lesson(lesson):
    trainer = trained(load_lesson(lesson).experiment, StepSize.BATCH)
    for pane in PANES:
        assert_covers_nothing(trainer, pane)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment[0])
@pytest.mark.parametrize("experiment", [LESSON, WIDE], ids=["2-2-1", "2-8-3-1"])
def test_labels_cover_nothing_in_the_middle_of_a_batch(experiment, moment):
    trainer = standing(experiment, *moment)
    for pane, size in itertools.product(PANES, (StepSize.TERM, StepSize.LAYER)):
        count = assert_covers_nothing(trainer, pane, size=size)
        assert count or pane[0] < 600


@pytest.mark.parametrize("zoom", [0.5, 1.7, 4.0])
def test_labels_cover_nothing_when_one_has_zoomed(zoom):
    assert_covers_nothing(standing(WIDE, "weight gradient", 2, 1, 3), (700, 500), zoom=zoom)


def test_in_a_usual_pane_every_edge_of_a_small_network_has_its_label():
    assert assert_covers_nothing(Trainer(LESSON), (615, 400)) == 6


# One by one.


def layout() -> NetworkLayout:
    return lay_out((1, 1), 400, 200, 60, 60)


def wanted(text: str, short: str = "", neuron: int = 0) -> Wanted:
    return Wanted(Quantity("weight", 1, neuron), 0, text, theme.LIGHT.positive, short)


def placed(*labels: Wanted, taken: tuple[QRectF, ...] = (), room: QRectF | None = None) -> list[Label]:
    return place_labels(layout(), labels, list(taken), 1.0, QPointF(0, 0), room or QRectF(0, 0, 400, 200))


def width_of(text: str) -> float:
    return QFontMetricsF(theme.font(theme.SMALL, bold=True)).horizontalAdvance(text)


def test_a_label_alone_stands_in_the_middle_of_its_edge():
    (label,) = placed(wanted("w 0.12345"))
    assert label.box.center().toTuple() == pytest.approx(layout().point_on(0, 0.5))
    assert label.box.width() > width_of(label.text)
    assert label.box.height() == HEIGHT


def test_the_first_wanted_has_the_best_place_and_the_next_moves_along_the_edge():
    first, second = placed(wanted("w 1"), wanted("w 2", neuron=1))
    assert first.box.center().x() == pytest.approx(layout().point_on(0, PLACES[0])[0])
    assert any(second.box.center().x() == pytest.approx(layout().point_on(0, share)[0]) for share in PLACES[1:])


def test_the_same_number_is_labelled_once():
    assert [label.text for label in placed(wanted("0.1 → 0.2"), wanted("w 0.2"))] == ["0.1 → 0.2"]


def test_where_the_text_is_too_long_the_short_one_is_shown():
    middle = layout().point_on(0, 0.5)
    room = QRectF(middle[0] - 45, 0, 90, 200)
    long, short = "0.12345 → 0.23456", "→ 0.23456"
    assert width_of(short) < 80 < width_of(long)
    assert [label.text for label in placed(wanted(long, short), room=room)] == [short]
    assert [label.text for label in placed(wanted(long, short))] == [long]
    assert placed(wanted(long), room=room) == []


def test_what_has_no_room_at_all_is_left_out():
    assert placed(wanted("w 1", "1"), taken=(QRectF(0, 0, 400, 200),)) == []


def test_labels_of_an_update_are_shortened_where_edges_are_short():
    trainer = standing(LESSON, "update", 1, 0, 0)
    assert "→" in long_or_short(trainer, (700, 500)).split(" ")[1]
    assert long_or_short(trainer, (540, 300)).startswith("→ ")


def long_or_short(trainer: Trainer, pane: tuple[int, int]) -> str:
    """The label of the weight that the step moved."""
    labels = {label.quantity: label.text for label in paint(trainer, pane=pane).picture.labels}
    return labels[Quantity("new weight", 1)]


@pytest.mark.parametrize("lit", [False, True])
def test_a_label_that_is_pointed_at_is_lit(lit):
    image = QImage(100, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.LIGHT.surface))
    with QPainter(image) as painter:
        draw_label(painter, Label(Quantity("weight", 1), "1", theme.LIGHT.positive, QRectF(10, 10, 80, HEIGHT)), lit)
    surface = theme.LIGHT.highlight if lit else theme.LIGHT.surface
    assert image.pixelColor(25, 20) == QColor(surface)


def test_a_label_never_shows_what_the_walk_has_not_come_to():
    picture = paint(standing(TOGETHER, "activate", 1), all_labels=True).picture
    assert {label.quantity.kind for label in picture.labels} == {"weight"}
    picture = paint(standing(TOGETHER, "weight gradient", 2, 0, 0), all_labels=True).picture
    gradients = [label.quantity for label in picture.labels if label.quantity.kind == "row weight gradient"]
    assert gradients == [Quantity("row weight gradient", 2, 0, 0)]
