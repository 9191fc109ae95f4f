"""Many batches at once by the compiled kernel, as far as nothing else is to be done on the way."""

from time import perf_counter

import numpy as np

from engine.arrays import Array
from engine.batch import Place
from engine.checkpoints import Checkpoint
from engine.history import DENSE, stride_at
from engine.recorder import Recorder
from engine.stepper import DivergedError, Stepper
from engine.waiting import Waiting
from engine.ways import Ways

# Multiplications a second, before any were timed; rather too few than too many.
GUESSED_SPEED = 1e8


class KernelRuns:
    """Runs one network by the kernel, and knows by its speed how many batches fit into a time."""

    def __init__(self, stepper: Stepper, ways: Ways, recorder: Recorder, waiting: Waiting) -> None:
        self._stepper, self._ways, self._recorder, self._waiting = stepper, ways, recorder, waiting
        self.guess_speed()

    def guess_speed(self) -> None:
        """Nothing was timed with the present choices."""
        self.rows_a_second = GUESSED_SPEED / (1 + self._stepper.experiment.architecture.weight_count)

    def epochs_in(self, seconds: float) -> int:
        """About how many whole epochs the kernel trains in that time; at least one."""
        return max(1, int(self.rows_a_second * seconds / len(self._stepper.data.train)))

    def run_towards(self, end: Place, seconds: float) -> bool:
        """Train for about so many seconds, up to a place at most; false where no batch of the usual size ends by then,
        and nothing was trained.
        """
        if self._recorder.record() and self._waiting.is_over:
            # This epoch could not be measured before.
            return True
        batches = self._stepper.batches_to(self._next_stop(end))
        if batches:
            self._run(min(batches, self._batches_in(seconds)))
        return batches > 0

    def _batches_in(self, seconds: float) -> int:
        return max(1, int(self.rows_a_second * seconds / self._stepper.batch_size))

    def _run(self, batches: int) -> None:
        stepper, stride = self._stepper, self._stride()
        before, began = stepper.place, perf_counter()
        state = stepper.state() if stride and self._waiting.has_an_end else None
        try:
            figures = stepper.run(batches, stride)
        except DivergedError:
            self._recorder.follow()
            raise
        rows = stepper.rows_since(before)
        if rows:
            self.rows_a_second = rows / max(perf_counter() - began, 1e-6)
            measured = (_epochs_after(before.epoch, stride, len(figures)), figures) if stride else None
            if state is not None and measured is not None:
                measured = self._up_to_the_pause(state, stride, measured)
            self._recorder.after_run(before, measured)

    def _next_stop(self, end: Place) -> Place:
        """Where a change by hand waits to be repeated, where the known past ends, where records get rarer, and where
        the trail is marked.
        """
        branch, place = self._ways.branch, self._stepper.place
        stops = [end, branch.checkpoints.next_pinned(place)]
        if place < branch.furthest:
            stops.append(branch.furthest)
            if self._waiting.has_an_end:
                stops.append(self._waiting.next_pause(place.epoch))
        elif self._stepper.measures_apart:
            stops.append(Place(place.epoch + 1, 0))
        else:
            stops.append(Place(stride_at(place.epoch + 1) * DENSE, 0))
        if self._recorder.records and place >= branch.furthest and branch.trail.next_epoch is not None:
            stops.append(Place(max(branch.trail.next_epoch, place.epoch + 1), 0))
        return min(stop for stop in stops if stop is not None)

    def _stride(self) -> int:
        """How far apart the epochs are that the kernel records on the way; 0 when it records none."""
        place = self._stepper.place
        if not self._recorder.records or self._stepper.measures_apart or place < self._ways.branch.furthest:
            return 0
        return stride_at(place.epoch + 1)

    def _up_to_the_pause(self, state: Checkpoint, stride: int, measured: tuple[Array, Array]) -> tuple[Array, Array]:
        """Where a run pauses within what was just trained from `state` on, train it again up to there; what is measured
        up to there.
        """
        before, stepper = state.place.epoch, self._stepper
        pause = self._waiting.next_pause(before, measured)
        if pause is None or pause >= stepper.place:
            return measured
        stepper.restore(state)
        figures = stepper.run(stepper.batches_to(pause), stride, heed=False)
        return _epochs_after(before, stride, len(figures)), figures


def _epochs_after(epoch: int, stride: int, count: int) -> Array:
    """The epochs of so many records that follow an epoch, shape (count,)."""
    first = (epoch // stride + 1) * stride
    return first + stride * np.arange(count, dtype=float)
