"""Several ways to train the same network: each gives back how many seconds an epoch took.

All get the same rows in the same order, the same batches, learning rate and momentum, and as many cores as they take.
What a rival does not have (a tanh at the output, half a squared error of a sigmoid) is replaced by the nearest that it
has.
"""

import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from engine.checkpoints import Engine
from engine.experiment import Experiment
from engine.trainer import Trainer
from tests.benchmarks.scripts import Task
from tests.benchmarks.workloads import Workload

# What trains one workload for some epochs: seconds, and the parameters where they are those of the engine.
Way = Callable[[int], tuple[float, np.ndarray | None]]


def seconds_of(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def trainer_of(experiment: Experiment, engine: Engine) -> Trainer:
    """At the start, and without curves: what is timed is training alone."""
    trainer = Trainer(experiment, record=False)
    trainer.use(engine)
    assert trainer.engine == engine
    return trainer


def engine_way(experiment: Experiment, engine: Engine) -> Way:
    def train(epochs: int) -> tuple[float, np.ndarray]:
        trainer = trainer_of(experiment, engine)
        return seconds_of(lambda: trainer.train(epochs)), trainer.parameters

    return train


def script_way(workload: Workload, experiment: Experiment) -> Way | None:
    script = workload.script
    if script is None:
        return None

    def train(epochs: int) -> tuple[float, np.ndarray]:
        task = Task.of(Trainer(experiment, record=False), epochs)
        return seconds_of(lambda: script(task)), task.parameters

    return train


def scikit_way(experiment: Experiment) -> Way:
    """An MLPClassifier, or where -1 and 1 are wanted an MLPRegressor: it has no tanh at its output."""
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    task = Task.of(Trainer(experiment, record=False), 0)
    kind = MLPRegressor if task.y.min() < 0 else MLPClassifier
    target = task.y.argmax(axis=1) if task.classes else task.y[:, 0]
    names = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}

    def train(epochs: int) -> tuple[float, None]:
        model = kind(
            hidden_layer_sizes=experiment.hidden,
            activation=names[experiment.activation[0]],
            solver="sgd",
            alpha=0.0,
            batch_size=task.batch,
            learning_rate_init=task.rate,
            momentum=task.momentum,
            nesterovs_momentum=False,
            shuffle=experiment.shuffle,
            max_iter=epochs,
            n_iter_no_change=epochs,
            random_state=0,
        )
        with warnings.catch_warnings():
            # It says that it has not converged.
            warnings.simplefilter("ignore")
            seconds = seconds_of(lambda: model.fit(task.x, target))
        assert model.n_iter_ == epochs
        return seconds, None

    return train


def torch_way(experiment: Experiment) -> Way | None:
    """PyTorch as one writes it, if it is installed."""
    if find_spec("torch") is None:
        return None
    import torch

    task = Task.of(Trainer(experiment, record=False), 0)
    kinds = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
    x, y = (torch.tensor(table) for table in (task.x, task.y))
    target = y.argmax(dim=1) if task.classes else y
    loss_of = torch.nn.CrossEntropyLoss() if task.classes else torch.nn.MSELoss()

    def train(epochs: int) -> tuple[float, None]:
        model = torch.nn.Sequential()
        for number, (w, b) in enumerate(task.layers, 1):
            model.append(torch.nn.Linear(w.shape[1], w.shape[0], bias=b is not None, dtype=torch.float64))
            if number < len(task.layers):
                model.append(kinds[experiment.activation[0]]())
            elif not task.classes:
                model.append(kinds[experiment.output_activation]())
        optimizer = torch.optim.SGD(model.parameters(), lr=task.rate, momentum=task.momentum)

        def run() -> None:
            for _ in range(epochs):
                for begin in range(0, len(x), task.batch):
                    optimizer.zero_grad()
                    loss = loss_of(model(x[begin : begin + task.batch]), target[begin : begin + task.batch])
                    loss.backward()
                    optimizer.step()

        return seconds_of(run), None

    return train


def rivals_of(workload: Workload, experiment: Experiment) -> dict[str, Way]:
    """All but the kernel, by name."""
    ways = {
        "numpy": engine_way(experiment, "numpy"),
        "scikit-learn": scikit_way(experiment),
        "script": script_way(workload, experiment),
        "PyTorch": torch_way(experiment),
    }
    return {name: way for name, way in ways.items() if way is not None}
