"""One batch worked out with plain loops, number by number: nothing here is taken from the engine but names."""

import math
from collections.abc import Callable, Mapping, Sequence

from engine.experiment import Experiment
from engine.quantity import Quantity

Numbers = Sequence[float]


def _gelu(z: float) -> float:
    return z / 2.0 * (1.0 + math.tanh(math.sqrt(2.0 / math.pi) * (z + 0.044715 * z**3)))


def _gelu_slope(z: float, a: float) -> float:
    t = math.tanh(math.sqrt(2.0 / math.pi) * (z + 0.044715 * z**3))
    return (1.0 + t) / 2.0 + z / 2.0 * (1.0 - t * t) * math.sqrt(2.0 / math.pi) * (1.0 + 3.0 * 0.044715 * z * z)


def _sigmoid(z: float) -> float:
    return 1.0 / (1.0 + math.exp(-z))


# Value and derivative of each activation; the derivative is given z and a.
ACTIVATIONS: Mapping[str, tuple[Callable[[float], float], Callable[[float, float], float]]] = {
    "sigmoid": (_sigmoid, lambda z, a: _sigmoid(z) * (1.0 - _sigmoid(z))),
    "tanh": (math.tanh, lambda z, a: 1.0 - math.tanh(z) ** 2),
    "relu": (lambda z: max(z, 0.0), lambda z, a: float(z > 0)),
    "leaky-relu": (lambda z: z if z > 0 else 0.01 * z, lambda z, a: 1.0 if z > 0 else 0.01),
    "elu": (lambda z: z if z > 0 else math.exp(z) - 1.0, lambda z, a: 1.0 if z > 0 else math.exp(z)),
    "swish": (lambda z: z * _sigmoid(z), lambda z, a: _sigmoid(z) * (1.0 + z * (1.0 - _sigmoid(z)))),
    "gelu": (_gelu, _gelu_slope),
    "softplus": (lambda z: math.log(1.0 + math.exp(z)), lambda z, a: _sigmoid(z)),
    "linear": (lambda z: z, lambda z, a: 1.0),
    "sigmoid-slip": (_sigmoid, lambda z, a: _sigmoid(a) * (1.0 - _sigmoid(a))),
}


def loss_of(name: str, p: Numbers, y: Numbers) -> float:
    if name == "cross-entropy":
        return -sum(t * math.log(o) + (1.0 - t) * math.log(1.0 - o) for o, t in zip(p, y, strict=True))
    if name == "categorical-cross-entropy":
        return -sum(t * math.log(o) for o, t in zip(p, y, strict=True))
    distances = [abs(o - t) for o, t in zip(p, y, strict=True)]
    if name == "absolute-error":
        return sum(distances) / len(p)
    if name == "huber":
        return sum(d * d / 2.0 if d <= 1.0 else d - 0.5 for d in distances) / len(p)
    squares = sum((o - t) ** 2 for o, t in zip(p, y, strict=True))
    return squares / len(p) if name == "squared-error" else squares / 2.0


def loss_derivative_of(name: str, p: float, y: float, outputs: int) -> float:
    if name == "cross-entropy":
        return (1.0 - y) / (1.0 - p) - y / p
    if name == "categorical-cross-entropy":
        return -y / p
    if name == "absolute-error":
        return math.copysign(1.0, p - y) / outputs if p != y else 0.0
    if name == "huber":
        return max(-1.0, min(1.0, p - y)) / outputs
    return 2.0 * (p - y) / outputs if name == "squared-error" else p - y


class ByHand:
    """Every number of a batch: `rows[r]` those of a row, `whole` those of the batch."""

    def __init__(
        self,
        choices: Experiment,
        parameters: Numbers,
        x: Sequence[Numbers],
        y: Sequence[Numbers],
        velocities: Numbers = (),
    ) -> None:
        self.choices = choices
        self.sizes = choices.architecture.sizes
        self.biases = choices.architecture.biases
        self.names = [activation.name for activation in choices.architecture.activations]
        self.start = self._parameters(parameters)
        self.velocities = list(velocities)
        self.rows = [self._row(*pair) for pair in zip(x, y, strict=True)]
        self.whole = self._whole()

    def _parameters(self, parameters: Numbers) -> dict[Quantity, float]:
        """The flat vector: of each layer the weights, neuron by neuron, then the biases."""
        numbers = iter(parameters)
        named = {}
        for n in range(1, len(self.sizes)):
            for j in range(self.sizes[n]):
                for i in range(self.sizes[n - 1]):
                    named[Quantity("weight", n, j, i)] = next(numbers)
            for j in range(self.sizes[n]):
                named[Quantity("bias", n, j)] = next(numbers) if self.biases[n - 1] else 0.0
        return named

    def _row(self, x: Numbers, y: Numbers) -> dict[Quantity, float]:
        q = dict(self.start)
        q |= {Quantity("activation", 0, i): value for i, value in enumerate(x)}
        q |= {Quantity("target", 0, k): value for k, value in enumerate(y)}
        for n in range(1, len(self.sizes)):
            for j in range(self.sizes[n]):
                self._sum(q, n, j)
            for j in range(self.sizes[n]):
                q[Quantity("activation", n, j)] = self._activation(q, n, j)
        last = len(self.sizes) - 1
        p = [q[Quantity("activation", last, k)] for k in range(len(y))]
        q[Quantity("loss")] = loss_of(self.choices.loss, p, y)
        for k, (o, t) in enumerate(zip(p, y, strict=True)):
            q[Quantity("activation gradient", last, k)] = loss_derivative_of(self.choices.loss, o, t, len(y))
        if self.names[-1] == "softmax":
            shares = [o * q[Quantity("activation gradient", last, k)] for k, o in enumerate(p)]
            q[Quantity("shared gradient", last)] = math.fsum(shares)
        for n in range(last, 0, -1):
            for j in range(self.sizes[n]):
                self._backward(q, n, j)
            for i in range(self.sizes[n - 1] if n > 1 else 0):
                products = [q[Quantity("back product", n, j, i)] for j in range(self.sizes[n])]
                q[Quantity("activation gradient", n - 1, i)] = math.fsum(products)
        return q

    def _sum(self, q: dict[Quantity, float], n: int, j: int) -> None:
        total = 0.0
        for i in range(self.sizes[n - 1]):
            product = q[Quantity("weight", n, j, i)] * q[Quantity("activation", n - 1, i)]
            q[Quantity("product", n, j, i)] = product
            total += product
        q[Quantity("sum", n, j)] = total
        q[Quantity("z", n, j)] = total + q[Quantity("bias", n, j)]

    def _activation(self, q: dict[Quantity, float], n: int, j: int) -> float:
        z = q[Quantity("z", n, j)]
        if self.names[n - 1] != "softmax":
            return ACTIVATIONS[self.names[n - 1]][0](z)
        powers = [math.exp(q[Quantity("z", n, k)]) for k in range(self.sizes[n])]
        return math.exp(z) / math.fsum(powers)

    def _backward(self, q: dict[Quantity, float], n: int, j: int) -> None:
        if self.names[n - 1] == "softmax":
            delta = self._softmax_delta(q, n, j)
        else:
            slope = ACTIVATIONS[self.names[n - 1]][1](q[Quantity("z", n, j)], q[Quantity("activation", n, j)])
            delta = q[Quantity("activation gradient", n, j)] * slope
            q[Quantity("slope", n, j)] = slope
        q[Quantity("delta", n, j)] = delta
        if self.biases[n - 1]:
            q[Quantity("row bias gradient", n, j)] = delta
        for i in range(self.sizes[n - 1]):
            q[Quantity("row weight gradient", n, j, i)] = delta * q[Quantity("activation", n - 1, i)]
            if n > 1:
                q[Quantity("back product", n, j, i)] = delta * q[Quantity("weight", n, j, i)]

    def _softmax_delta(self, q: dict[Quantity, float], n: int, j: int) -> float:
        """Every answer changes with this z: ∂aₖ/∂zⱼ is aⱼ(1 - aⱼ) for its own and -aₖ aⱼ for the others."""
        a = [q[Quantity("activation", n, k)] for k in range(self.sizes[n])]
        slopes = [a[j] * (1.0 - a[j]) if k == j else -a[k] * a[j] for k in range(len(a))]
        return math.fsum(slope * q[Quantity("activation gradient", n, k)] for k, slope in enumerate(slopes))

    def _whole(self) -> dict[Quantity, float]:
        rate = self.choices.learning_rate
        divisor = len(self.rows) if self.choices.reduction == "mean" else 1
        q = {Quantity("learning rate"): rate, Quantity("rows"): float(len(self.rows))}
        velocities = iter(self.velocities)
        for parameter, value in self.start.items():
            of_row = parameter.as_kind("row weight gradient" if parameter.kind == "weight" else "delta")
            gradient = math.fsum(row[of_row] for row in self.rows) / divisor
            q[parameter.as_kind("weight gradient" if parameter.kind == "weight" else "bias gradient")] = gradient
            if parameter.kind == "weight" or self.biases[parameter.layer - 1]:
                new = parameter.as_kind("new weight" if parameter.kind == "weight" else "new bias")
                step = gradient
                if self.choices.optimizer == "momentum":
                    velocity = parameter.as_kind("weight velocity" if parameter.kind == "weight" else "bias velocity")
                    q[velocity] = next(velocities)
                    step = 0.9 * q[velocity] + gradient
                    q[velocity.as_kind("new " + velocity.kind)] = step
                q[new] = value - rate * step
        return q
