"""How well a network in training does at the moment: measured when it is asked for, and once."""

import numpy as np

from engine.losses import losses
from engine.metrics import Metrics, measure
from engine.stepper import Stepper

# Of the rows that train, and of those that test.
Both = tuple[Metrics, Metrics]


class Meter:
    """Has the metrics of the moment until it is told to `forget` them; `last` are those that were asked for last."""

    def __init__(self, stepper: Stepper) -> None:
        self._stepper = stepper
        self._metrics: Both | None = None
        self.last = self.metrics()

    @property
    def has_measured(self) -> bool:
        """Whether the metrics of this moment are at hand."""
        return self._metrics is not None

    def forget(self) -> None:
        """The moment is another."""
        self._metrics = None

    def find(self) -> bool:
        """Measure this moment, if the kernel can; false when it was asked to stop meanwhile."""
        self._metrics = self._metrics or self._stepper.measured()
        return self.has_measured or not self._stepper.measures_apart

    def metrics(self) -> Both:
        """Metrics of this moment on the rows that train and the rows that test."""
        if self._metrics is None:
            self._metrics = self._stepper.measured() or self._by_numpy()
        self.last = self._metrics
        return self._metrics

    def _by_numpy(self) -> Both:
        experiment, data = self._stepper.experiment, self._stepper.data
        layers = experiment.architecture.layers(self._stepper.parameters)
        loss, table = losses[experiment.loss], data.dataset
        with np.errstate(over="ignore", invalid="ignore"):
            return measure(layers, data.train, loss, table), measure(layers, data.test, loss, table)
