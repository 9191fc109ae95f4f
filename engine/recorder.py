"""What is written down of training as it goes, and followed where it comes by again.

A stepper knows no past, and a branch is one. The recorder stands between them: it writes history, trail and
checkpoints, takes up the changes that were made by hand where training comes by again, and goes back to a checkpoint.
"""

from engine.arrays import Array
from engine.batch import Place
from engine.branch import Branch
from engine.history import recorded
from engine.meter import Meter
from engine.stepper import Stepper
from engine.ways import Ways

# Work between two checkpoints, in multiplications; a batch costs as much as this many by itself.
WORK_OF_A_BATCH = 20_000
KERNEL_WORK_OF_A_BATCH = 100
WORK_BETWEEN = 8_000_000


class Recorder:
    """Keeps the past of one network. Checkpoints there are always, history and trail where it `records`."""

    def __init__(self, stepper: Stepper, ways: Ways, meter: Meter, records: bool) -> None:
        self._stepper, self._ways, self._meter = stepper, ways, meter
        self.records = records
        # Since the last checkpoint.
        self._work = 0

    @property
    def _branch(self) -> Branch:
        return self._ways.branch

    @property
    def _weights(self) -> int:
        return self._stepper.experiment.architecture.weight_count

    def after_batch(self) -> None:
        """Training has gone through one batch, by steps."""
        done = self._stepper.done
        assert done is not None
        self._after(WORK_OF_A_BATCH + len(done) * self._weights)

    def after_run(self, before: Place, measured: tuple[Array, Array] | None) -> None:
        """Training has run here by the kernel, which `measured` epochs on the way: these, and their figures."""
        rows = self._stepper.rows_since(before)
        batches = rows / self._stepper.batch_size
        self._after(round(batches * KERNEL_WORK_OF_A_BATCH + rows * self._weights), measured)

    def _after(self, work: int, measured: tuple[Array, Array] | None = None) -> None:
        """Record, follow what is known of the run, make a checkpoint where it is time."""
        place, branch = self._stepper.place, self._branch
        self._work += work
        self._meter.forget()
        if place <= branch.furthest:
            self.follow()
            return
        branch.furthest = place
        if measured is not None:
            branch.history.extend(*measured)
        self.record()
        if self._work > WORK_BETWEEN:
            self.keep()

    def record(self) -> bool:
        """Put this moment into history and trail, if it belongs there; whether it is in the history only now."""
        history, place = self._branch.history, self._stepper.place
        if self.records and place.row == 0:
            self._branch.trail.add(place.epoch, self._stepper.parameters)
        due = self.records and place.row == 0 and place.epoch > history.last_epoch and recorded(place.epoch)
        # What is not measured, because a command came, is measured before training goes on.
        if not due or not self._meter.find():
            return False
        history.append(place.epoch, *self._meter.metrics())
        return True

    def keep(self, pinned: bool = False) -> None:
        """Make a checkpoint of this moment; in the middle of a batch, of where the batch began."""
        self._work = 0
        self._branch.checkpoints.add(self._stepper.state(), pinned)

    def follow(self) -> None:
        """Take up a change that was made here when training came by the first time."""
        change = self._branch.checkpoints.pinned_at(self._stepper.place)
        if change is not None:
            self._stepper.take_up(change)

    def go_another_way(self, other_data: bool = False) -> None:
        """From here training goes on as it never did."""
        self._meter.forget()
        self._ways.fork(self._stepper.place, other_data)
        self.keep(pinned=True)
        self.record()

    def restore(self, place: Place) -> None:
        """Stand at the last checkpoint before a place."""
        self._stepper.restore(self._branch.checkpoints.before(place))
        self._meter.forget()
        self._work = 0
