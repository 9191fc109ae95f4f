"""The same trainings in the manner of the articles: short scripts of numpy, one network each.

They share no line with the engine, so that what they come to checks it too. What the articles print meanwhile, they do
not: only training is timed.
"""

from dataclasses import dataclass

import numpy as np

from engine.trainer import Trainer


@dataclass
class Task:
    """What a script is given, and the parameters that it changes: for each layer W[out, in] and b[out], or no b."""

    x: np.ndarray
    y: np.ndarray
    rate: float
    batch: int
    epochs: int
    layers: list[tuple[np.ndarray, np.ndarray | None]]
    momentum: float
    classes: bool

    @classmethod
    def of(cls, trainer: Trainer, epochs: int) -> "Task":
        """Where a trainer stands."""
        chosen, rows = trainer.experiment, trainer.data.train
        layers = chosen.architecture.layers(trainer.parameters.copy())
        return cls(
            x=rows.x,
            y=rows.y,
            rate=chosen.learning_rate,
            batch=len(rows) if chosen.batch_size == "all" else chosen.batch_size,
            epochs=epochs,
            layers=[(layer.W, layer.b if layer.has_bias else None) for layer in layers],
            momentum=0.9 if chosen.optimizer == "momentum" else 0.0,
            classes=chosen.output_activation == "softmax",
        )

    @property
    def parameters(self) -> np.ndarray:
        return np.concatenate([part.ravel() for layer in self.layers for part in layer if part is not None])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


def one_number_at_a_time(task: Task) -> None:
    """Two inputs, two hidden neurons, one output: every weight has a name, and a chain of derivatives of its own."""
    net = Names(task)
    # The article's table is of whole numbers.
    rows, answers = task.x.astype(int), task.y[:, 0].astype(int)
    for _ in range(task.epochs):
        for x, y in zip(rows, answers, strict=True):
            z1 = net.w1 * x[0] + net.w2 * x[1] + net.b1
            z2 = net.w3 * x[0] + net.w4 * x[1] + net.b2
            h1, h2 = sigmoid(z1), sigmoid(z2)
            z3 = net.w5 * h1 + net.w6 * h2 + net.b3
            dp = -2 * (y - sigmoid(z3))
            dh1 = net.w5 * sigmoid_slope(z3)
            dh2 = net.w6 * sigmoid_slope(z3)
            dw5 = h1 * sigmoid_slope(z3)
            dw6 = h2 * sigmoid_slope(z3)
            db3 = sigmoid_slope(z3)
            dw1 = x[0] * sigmoid_slope(z1)
            dw2 = x[1] * sigmoid_slope(z1)
            db1 = sigmoid_slope(z1)
            dw3 = x[0] * sigmoid_slope(z2)
            dw4 = x[1] * sigmoid_slope(z2)
            db2 = sigmoid_slope(z2)
            net.w1 -= task.rate * dp * dh1 * dw1
            net.w2 -= task.rate * dp * dh1 * dw2
            net.b1 -= task.rate * dp * dh1 * db1
            net.w3 -= task.rate * dp * dh2 * dw3
            net.w4 -= task.rate * dp * dh2 * dw4
            net.b2 -= task.rate * dp * dh2 * db2
            net.w5 -= task.rate * dp * dw5
            net.w6 -= task.rate * dp * dw6
            net.b3 -= task.rate * dp * db3
    task.layers = net.layers()


class Names:
    """The nine numbers of that network."""

    def __init__(self, task: Task) -> None:
        (hidden, hidden_bias), (out, out_bias) = task.layers
        self.w1, self.w2, self.w3, self.w4 = hidden.ravel()
        self.b1, self.b2 = hidden_bias
        self.w5, self.w6, self.b3 = *out[0], out_bias[0]

    def layers(self) -> list[tuple[np.ndarray, np.ndarray]]:
        hidden = np.array([[self.w1, self.w2], [self.w3, self.w4]])
        return [
            (hidden, np.array([self.b1, self.b2])),
            (np.array([[self.w5, self.w6]]), np.array([self.b3])),
        ]


def all_rows_at_once(task: Task) -> None:
    """One neuron, the whole table in every product, the gradient summed."""
    weights, bias = task.layers[0][0].T, task.layers[0][1]
    for _ in range(task.epochs):
        z = np.dot(task.x, weights)
        z = z if bias is None else z + bias
        delta = (sigmoid(z) - task.y) * sigmoid_slope(z)
        weights = weights - task.rate * np.dot(task.x.T, delta)
        if bias is not None:
            for d in delta:
                bias = bias - task.rate * d
    task.layers = [(weights.T, bias)]


def row_after_row(task: Task) -> None:
    """Any layers: a row goes forwards and back by itself, a batch moves the weights by its mean."""
    velocity = [(np.zeros_like(w), np.zeros_like(b)) for w, b in task.layers]
    for _ in range(task.epochs):
        for begin in range(0, len(task.x), task.batch):
            xs, ys = task.x[begin : begin + task.batch], task.y[begin : begin + task.batch]
            sums = [(np.zeros_like(w), np.zeros_like(b)) for w, b in task.layers]
            for x, y in zip(xs, ys, strict=True):
                a = forwards(task, x)
                backwards(task, a, y, sums)
            for (w, b), (dw, db), (vw, vb) in zip(task.layers, sums, velocity, strict=True):
                vw[:] = task.momentum * vw + dw / len(xs)
                vb[:] = task.momentum * vb + db / len(xs)
                w -= task.rate * vw
                b -= task.rate * vb


def forwards(task: Task, x: np.ndarray) -> list[np.ndarray]:
    """What every layer makes of a row."""
    a = [x]
    for number, (w, b) in enumerate(task.layers, 1):
        z = np.dot(w, a[-1]) + b
        if not task.classes:
            a.append(np.tanh(z))
        elif number < len(task.layers):
            a.append(np.maximum(z, 0))
        else:
            e = np.exp(z - z.max())
            a.append(e / e.sum())
    return a


def backwards(task: Task, a: list[np.ndarray], y: np.ndarray, sums: list[tuple[np.ndarray, np.ndarray]]) -> None:
    """Add the gradient of a row."""
    delta = a[-1] - y
    if not task.classes:
        delta = delta * (1 - a[-1] ** 2)
    for number in range(len(sums) - 1, -1, -1):
        sums[number][0][:] += np.outer(delta, a[number])
        sums[number][1][:] += delta
        if number:
            slope = a[number] > 0 if task.classes else 1 - a[number] ** 2
            delta = np.dot(task.layers[number][0].T, delta) * slope
