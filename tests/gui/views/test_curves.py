"""The curves: loss and accuracy against epochs, as the engine recorded them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from engine.history import History
from engine.lessons import load_lesson
from engine.quantity import Quantity
from engine.starts import StartsRun
from gui import theme
from gui.views.plot import MARGIN
from tests.gui.helpers import click, find, go_fast, press, press_only, run_flat_out, settle, trained, wait_until

LESSON = load_lesson("height-weight").experiment


def points(line):
    """What a plotted line was given: epochs and values."""
    x, y = line.getOriginalDataset()
    return np.zeros((2, 0)) if x is None else np.array([x, y])


def assert_line_is(line, epochs, values):
    assert points(line) == pytest.approx(np.array([epochs, values]), nan_ok=True)


def curves_of(experiment, epochs):
    return trained(experiment, epochs).snapshot().curves


def test_the_lines_are_the_engines_curves(open_window):
    window = open_window("breast-cancer")
    press(window, "Ctrl+7", "Right", "Right", "Right")
    expected = curves_of(window.controller.experiment, 30)
    loss, accuracy = window.curves.plots["loss"], window.curves.plots["accuracy"]
    assert_line_is(loss.train, expected.epochs, expected.train_loss)
    assert_line_is(loss.test, expected.epochs, expected.test_loss)
    assert_line_is(accuracy.train, expected.epochs, 100 * expected.train_accuracy)
    assert_line_is(accuracy.test, expected.epochs, 100 * expected.test_accuracy)


def test_where_quantities_are_learned_the_loss_has_all_the_room(open_window):
    window = open_window("line-fit")
    loss, accuracy = (window.curves.canvases[name] for name in ("loss", "accuracy"))
    assert not accuracy.isVisible()
    assert window.curves.plots["loss"].getAxis("bottom").label.toPlainText().strip() == "epoch"
    height = loss.height()
    window.controller.open_lesson("or-gate")
    settle(window)
    assert accuracy.isVisible()
    assert loss.height() < height
    assert not window.curves.plots["loss"].getAxis("bottom").label.isVisible()


def test_after_a_run_no_epoch_is_missing(window):
    run_flat_out(window)
    expected = curves_of(window.controller.experiment, 100)
    assert len(expected) == 101
    assert_line_is(window.curves.plots["loss"].train, expected.epochs, expected.train_loss)


def test_without_test_rows_there_is_no_line_for_them(window):
    press(window, "Right")
    assert points(window.curves.plots["loss"].test).shape == (2, 0)


def test_reset_empties_the_curves(window):
    press(window, "Ctrl+7", "Right", "R")
    assert points(window.curves.plots["loss"].train).shape == (2, 1)


def test_the_lines_grow_while_it_trains(open_window):
    window = open_window("breast-cancer-hidden")
    go_fast(window)
    press_only(window, "Space")
    lengths = set()
    line = window.curves.plots["loss"].train
    wait_until(lambda: lengths.add(points(line).shape[1]) or len(lengths) >= 4)
    press(window, "Esc")


def test_train_is_solid_and_test_is_dashed(window):
    for plot in window.curves.plots.values():
        assert plot.train.opts["pen"].style() is Qt.PenStyle.SolidLine
        assert plot.test.opts["pen"].style() is Qt.PenStyle.DashLine


# Side by side.


def test_the_other_network_of_a_lesson_stays_in_the_background(open_window):
    window = open_window("xor")
    press(window, "Ctrl+7", "Right")
    lone, hidden = (curves_of(variant.experiment, 10) for variant in load_lesson("xor").variants)
    loss = window.curves.plots["loss"]
    assert_line_is(loss.train, lone.epochs, lone.train_loss)
    assert_line_is(loss.rivals[0], hidden.epochs, hidden.train_loss)
    click(window.network.views[1])
    assert_line_is(loss.train, hidden.epochs, hidden.train_loss)
    assert_line_is(loss.rivals[0], lone.epochs, lone.train_loss)


# Runs that were left.


def leave_run(window, at: int = 10, value: float = 5.0):
    """Run to epoch 30, go back, change a weight there, and go on; the curves of the run that was left."""
    window.controller.run_to(30)
    settle(window)
    left = window.controller.snapshot.curves
    window.controller.seek(at)
    settle(window)
    window.controller.edit_parameter(Quantity("weight", 2), value)
    window.controller.run_to(20)
    settle(window)
    return left


def test_a_run_that_was_left_stays_as_a_pale_dashed_curve(window, colours):
    left = leave_run(window)
    for name, values in (("loss", left.train_loss), ("accuracy", 100 * left.train_accuracy)):
        plot = window.curves.plots[name]
        (ghost,) = plot.ghosts
        assert_line_is(ghost, left.epochs, values)
        pen = ghost.opts["pen"]
        assert pen.style() is Qt.PenStyle.DashDotLine
        assert pen.color() == theme.blend(colours.surface, colours.muted, 0.55)
        assert ghost.zValue() < plot.train.zValue()
    low, high = window.curves.plots["loss"].getViewBox().viewRange()[0]
    assert low <= 0 < 30 <= high, "all of it can be seen"


def test_the_legend_tells_of_runs_that_were_left(window):
    def texts():
        return [entry[0] for entry in window.curves.legend._entries()]

    assert texts() == ["train"]
    leave_run(window)
    assert texts() == ["train", "left runs (B)"]
    press(window, "Ctrl+Z")
    assert texts() == ["train"]
    assert points(window.curves.plots["loss"].ghosts[0]).shape == (2, 0)


def test_a_click_on_a_run_that_was_left_returns_to_it(window):
    leave_run(window)
    plot = window.curves.plots["loss"]
    click_on(window, plot, plot.ghosts[0], epoch=25)
    settle(window)
    assert window.controller.snapshot.parameters.tobytes() == trained(LESSON, 30).parameters.tobytes()


def test_each_of_several_runs_that_were_left_can_be_clicked(window):
    runs = [leave_run(window), leave_run(window, at=5, value=-3.0)]
    plot = window.curves.plots["loss"]
    assert len(plot.ghosts) == 2
    for number in (1, 0):
        click_on(window, plot, plot.ghosts[number], epoch=25)
        settle(window)
        assert_line_is(plot.train, runs[number].epochs, runs[number].train_loss)


def click_on(window, plot, line, epoch: int) -> None:
    """Click on a point of a line."""
    x, y = line.getData()
    place = int(np.abs(x - epoch).argmin())
    canvas = find(window, QWidget, "loss-canvas")
    at = plot.getViewBox().mapViewToScene(QPointF(x[place], y[place]))
    click(canvas.viewport(), canvas.mapFromScene(at))


def test_the_legend_takes_another_line_where_one_is_too_short(window):
    legend = window.curves.legend
    leave_run(window)
    assert legend.height() == 18
    window.controller.edit("epochs", 5)
    press(window, "T")
    wait_until(lambda: legend.height() == 36)
    metrics = QFontMetricsF(theme.font(theme.SMALL))
    for (text, *_), at in zip(legend._entries(), legend.places(), strict=True):
        assert at.x() + 30 + metrics.horizontalAdvance(text) <= legend.width()


# Ten starts.


def test_ten_starts_draw_their_mean_and_spread(open_window):
    window = open_window("breast-cancer")
    window.controller.edit("epochs", 20)
    press(window, "T")
    run = StartsRun(window.controller.experiment, 10)
    for _ in run.walk():
        pass
    starts = run.starts()
    loss, accuracy = window.curves.plots["loss"], window.curves.plots["accuracy"]
    for plot, train, test, factor in (
        (loss, starts.train_loss, starts.test_loss, 1),
        (accuracy, starts.train_accuracy, starts.test_accuracy, 100),
    ):
        for spread, mean, band in zip((train, test), plot.means, plot.bands, strict=True):
            assert_line_is(mean, starts.epochs, factor * spread.mean)
            assert_line_is(band.curves[0], starts.epochs, factor * (spread.mean - spread.deviation))
            assert_line_is(band.curves[1], starts.epochs, factor * (spread.mean + spread.deviation))
        assert all(band.isVisible() and not band.path().isEmpty() for band in plot.bands)
    press(window, "R")
    for plot in (loss, accuracy):
        assert points(plot.means[0]).shape == (2, 0)
        assert not any(band.isVisible() for band in plot.bands)


# The logarithmic axis.


def test_the_logarithmic_axis_is_switched_by_key_button_and_menu(window):
    press(window, "Ctrl+8", "Right")
    loss = window.curves.plots["loss"]
    straight = loss.getViewBox().viewRange()[1]
    expected = curves_of(window.controller.experiment, 100).train_loss
    press(window, "L")
    assert loss.getAxis("left").logMode
    assert loss.train.getData()[1].max() == pytest.approx(np.log10(expected.max()))
    low, high = loss.getViewBox().viewRange()[1]
    assert low <= np.log10(expected.min()) < np.log10(expected.max()) <= high
    click(find(window, QToolButton, "log-loss-button"))
    assert not loss.getAxis("left").logMode
    assert loss.getViewBox().viewRange()[1] == straight
    window.action("log-loss").trigger()
    assert loss.getAxis("left").logMode


def test_a_loss_of_nothing_is_drawn_on_the_logarithmic_axis_without_a_warning(open_window):
    window = open_window("or-gate")
    press(window, "L", "Ctrl+8", "Right")
    settle(window)
    window.curves.grab()


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([0, 5e-10, 1.5e-9], ["0", "5·10⁻¹⁰", "1.5·10⁻⁹"]),
        ([0, 2.5e6], ["0", "2.5·10⁶"]),
        ([0, 0.1, 0.2], ["0", "0.1", "0.2"]),
    ],
)
def test_powers_on_an_axis_are_written_as_everywhere(window, values, written):
    axis = window.curves.plots["loss"].getAxis("left")
    assert axis.tickStrings(values, 1.0, values[1]) == written
    room = axis.width() - QFontMetricsF(axis.label.font()).height()
    assert max(map(QFontMetricsF(theme.font(11)).horizontalAdvance, written)) < room


# Reading.


def test_hovering_tells_the_values_of_an_epoch(open_window):
    window = open_window("breast-cancer")
    press(window, "Ctrl+7", "Right", "Right", "Right")
    curves = curves_of(window.controller.experiment, 30)
    canvas = find(window, QWidget, "loss-canvas")
    plot = window.curves.plots["loss"]
    low, high = plot.getViewBox().viewRange()[1]
    place = plot.getViewBox().mapViewToScene(QPointF(20, (low + high) / 2))
    QTest.mouseMove(canvas.viewport(), canvas.mapFromScene(place))
    wait_until(lambda: plot.reading.text)
    assert plot.reading.text == f"epoch 20: train {curves.train_loss[20]:.4f}, test {curves.test_loss[20]:.4f}"
    assert window.curves.plots["accuracy"].reading.text == (
        f"epoch 20: train {100 * curves.train_accuracy[20]:.1f} %, test {100 * curves.test_accuracy[20]:.1f} %"
    )
    assert plot.cursor.isVisible()
    # The mouse may be over either plot.
    below = find(window, QWidget, "accuracy-canvas")
    other = window.curves.plots["accuracy"]
    place = other.getViewBox().mapViewToScene(QPointF(10, 50))
    QTest.mouseMove(below.viewport(), below.mapFromScene(place))
    wait_until(
        lambda: plot.reading.text == f"epoch 10: train {curves.train_loss[10]:.4f}, test {curves.test_loss[10]:.4f}"
    )
    QTest.mouseMove(window.network.views[0], QPoint(5, 5))
    wait_until(lambda: not plot.reading.text)


# Calm axes.


def test_the_ranges_grow_in_round_steps_and_never_dance(window):
    press(window, "Ctrl+7")
    ranges = []
    for _ in range(30):
        press(window, "Right")
        ranges.append(window.curves.plots["loss"].getViewBox().viewRange())
    ends = [x[1] for x, _ in ranges]
    tops = [y[1] for _, y in ranges]
    assert ends == sorted(ends)
    assert tops == sorted(tops)
    assert len(set(ends)) <= 6
    assert len(set(tops)) <= 3
    assert len({x[0] for x, _ in ranges}) <= len(set(ends))


def test_accuracy_always_goes_from_0_to_100(window):
    press(window, "Ctrl+7", "Right")
    low, high = window.curves.plots["accuracy"].getViewBox().viewRange()[1]
    assert -30 < low <= 0
    assert 100 <= high < 130


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800)])
def test_accuracy_has_the_figure_of_all_right_however_low_the_plot_is(window, size):
    window.resize(*size)
    axis = window.curves.plots["accuracy"].getAxis("left")
    paper = QPixmap(400, 400)
    with QPainter(paper) as painter:
        wait_until(lambda: [text for *_, text in axis.generateDrawSpecs(painter)[2]] == ["0", "50", "100"])


def test_a_plot_that_is_low_has_a_short_label_in_its_middle(window):
    axis = window.curves.plots["accuracy"].getAxis("left")
    for size, label in (((1280, 1000), "accuracy, %"), ((1024, 700), "%"), ((1280, 1000), "accuracy, %")):
        window.resize(*size)
        wait_until(lambda label=label: axis.labelText == label)
        assert axis.label.boundingRect().width() <= axis.height() + 3 * MARGIN
        box = axis.mapRectFromItem(axis.label, axis.label.boundingRect())
        assert box.center().y() == pytest.approx(axis.height() / 2, abs=1.5)


def test_no_label_of_a_plot_is_cut_however_high_the_window_is(window):
    for height in range(700, 1001, 25):
        window.resize(1280, height)
        QApplication.processEvents()
        for name, plot in window.curves.plots.items():
            axis = plot.getAxis("left")
            margin = axis.label.document().documentMargin()
            text = axis.mapRectToScene(axis.mapRectFromItem(axis.label, axis.label.boundingRect()))
            assert text.top() + margin >= 0
            assert text.bottom() - margin <= window.curves.canvases[name].viewport().height()


def test_both_plots_share_their_epochs(window):
    press(window, "Ctrl+8", "Right")
    plots = window.curves.plots
    assert plots["loss"].getViewBox().viewRange()[0] == pytest.approx(plots["accuracy"].getViewBox().viewRange()[0])


def test_whoever_zooms_is_left_alone_until_the_fit_key(window):
    press(window, "Ctrl+7", "Right")
    box = window.curves.plots["loss"].getViewBox()
    fitted = box.viewRange()
    canvas = find(window, QWidget, "loss-canvas")
    centre = canvas.mapFromScene(box.sceneBoundingRect().center())
    turn_wheel(canvas.viewport(), centre)
    zoomed = box.viewRange()
    assert zoomed != fitted
    press(window, "Right")
    assert box.viewRange() == zoomed
    press(window, "R", "Ctrl+7", "Right", "0")
    assert box.viewRange() == fitted


def turn_wheel(widget, at):
    event = QWheelEvent(
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        QPoint(0, 0),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


# Long runs.


def show_long_run(window):
    """A loss that is all noise, over 20,000 epochs."""
    history, noise = History(), np.random.default_rng(0).random(20_000)
    history.extend(np.arange(20_000.0), np.column_stack([noise, noise * 0, noise * 0 + 0.5, noise * 0]))
    window.curves.show_snapshot(replace(window.controller.snapshot, curves=history.curves()))
    return noise


def test_of_a_long_run_both_lines_are_thin_where_one_is_restless(open_window):
    window = open_window("breast-cancer")
    noise = show_long_run(window)
    loss, accuracy = window.curves.plots["loss"], window.curves.plots["accuracy"]
    assert points(loss.train).shape[1] < 2 * window.curves.width()
    assert [line.opts["pen"].widthF() for line in (loss.train, loss.test)] == [1, 1]
    assert [line.opts["pen"].widthF() for line in (accuracy.train, accuracy.test)] == [2, 2]
    low, high = loss.getViewBox().viewRange()[1]
    assert low <= 0 < noise.max() <= high


def test_whoever_looks_closer_at_a_long_run_sees_every_point(open_window):
    window = open_window("breast-cancer")
    noise = show_long_run(window)
    loss = window.curves.plots["loss"]
    loss.getViewBox().setXRange(5000, 5100, padding=0)
    assert_line_is(loss.train, np.arange(5000, 5101), noise[5000:5101])
    window.fit()
    assert points(loss.train)[0, [0, -1]].tolist() == [0, 19_999]


def test_between_powers_of_ten_the_logarithmic_axis_has_only_2_and_5(window):
    axis = window.curves.plots["loss"].getAxis("left")
    for low, high, written in ((0.011, 0.11, [0.02, 0.05, 0.1]), (0.65, 0.95, [0.7, 0.8, 0.9])):
        ((_, exponents),) = axis.logTickValues(np.log10(low), np.log10(high), 100, [])
        assert 10 ** np.array(exponents) == pytest.approx(written)
