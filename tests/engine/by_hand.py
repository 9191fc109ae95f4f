"""One batch worked out with plain loops, number by number: nothing here is taken from the engine but names."""

import math
from collections.abc import Callable, Mapping, Sequence

from engine.experiment import Experiment
from engine.quantity import Kind, Quantity

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


def mixed(word: int) -> int:
    """The mixing of splitmix64."""
    word = (word + 0x9E3779B97F4A7C15) % 2**64
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    word = (word ^ word >> 27) * 0x94D049BB133111EB % 2**64
    return word ^ word >> 31


class ByHand:
    """Every number of a batch: `rows[r]` those of a row, `whole` those of the batch."""

    def __init__(
        self,
        choices: Experiment,
        parameters: Numbers,
        x: Sequence[Numbers],
        y: Sequence[Numbers],
        memory: Sequence[Numbers] = (),
        rate: float | None = None,
        place: tuple[int, int] = (0, 0),
    ) -> None:
        self.place = place
        self.choices = choices
        self.sizes = choices.architecture.sizes
        self.biases = choices.architecture.biases
        self.names = [activation.name for activation in choices.architecture.activations]
        self.start = self._parameters(parameters)
        self.memory = memory
        self.rate = choices.learning_rate if rate is None else rate
        self.rows = [self._row(row, *pair) for row, pair in enumerate(zip(x, y, strict=True))]
        self.whole = self._whole()

    def _kept(self, row: int, n: int, j: int) -> float:
        """0 for a neuron that is out, else 1 / (1 - p); by 64 bits mixed of the seed and of where it is."""
        choices, (epoch, first) = self.choices, self.place
        word = mixed(mixed(mixed(mixed(choices.seed) + epoch) + first + row) + (n << 32) + j)
        return 0.0 if (word >> 11) / 2**53 < choices.dropout else 1.0 / (1.0 - choices.dropout)

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

    def _row(self, row: int, x: Numbers, y: Numbers) -> dict[Quantity, float]:
        q = dict(self.start)
        q |= {Quantity("activation", 0, i): value for i, value in enumerate(x)}
        q |= {Quantity("target", 0, k): value for k, value in enumerate(y)}
        for n in range(1, len(self.sizes)):
            for j in range(self.sizes[n]):
                self._sum(q, n, j)
            for j in range(self.sizes[n]):
                a = self._activation(q, n, j)
                if self.choices.dropout and n < len(self.sizes) - 1:
                    q[Quantity("full activation", n, j)] = a
                    q[Quantity("kept", n, j)] = self._kept(row, n, j)
                    a *= q[Quantity("kept", n, j)]
                q[Quantity("activation", n, j)] = a
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
            da, a = Quantity("activation gradient", n, j), Quantity("activation", n, j)
            if Quantity("kept", n, j) in q:
                full = da.as_kind("full activation gradient")
                q[full] = q[da] * q[a.as_kind("kept")]
                da, a = full, a.as_kind("full activation")
            slope = ACTIVATIONS[self.names[n - 1]][1](q[Quantity("z", n, j)], q[a])
            delta = q[da] * slope
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
        divisor = len(self.rows) if self.choices.reduction == "mean" else 1
        q = {Quantity("learning rate"): self.rate, Quantity("rows"): float(len(self.rows))}
        for parameter in self.start:
            of_row = parameter.as_kind("row weight gradient" if parameter.kind == "weight" else "delta")
            gradient = math.fsum(row[of_row] for row in self.rows) / divisor
            q[parameter.as_kind("weight gradient" if parameter.kind == "weight" else "bias gradient")] = gradient
        moved = [
            parameter for parameter in self.start if parameter.kind == "weight" or self.biases[parameter.layer - 1]
        ]
        gradients = self._changed_gradients(q, moved)
        for place, (parameter, gradient) in enumerate(zip(moved, gradients, strict=True)):
            new = parameter.as_kind("new weight" if parameter.kind == "weight" else "new bias")
            q[new] = self._moved(q, place, parameter, gradient)
        return q

    def _changed_gradients(self, q: dict[Quantity, float], moved: Sequence[Quantity]) -> list[float]:
        """The gradients with penalties, clipped."""
        l1, l2, clip = self.choices.l1, self.choices.l2, self.choices.clip
        gradients = []
        for parameter in moved:
            w, is_weight = self.start[parameter], parameter.kind == "weight"
            gradient = q[parameter.as_kind("weight gradient" if is_weight else "bias gradient")]
            if is_weight and (l1 or l2):
                gradient += l1 * (math.copysign(1.0, w) if w else 0.0) + l2 * w
                q[_of(parameter, "update", "penalised")] = gradient
            gradients.append(gradient)
        if not clip:
            return gradients
        norm = math.sqrt(math.fsum(gradient**2 for gradient in gradients))
        share = min(1.0, clip / (norm + 1e-6))
        q |= {
            Quantity("shared update", part="norm"): norm,
            Quantity("shared update", part="share"): share,
            Quantity("setting", part="clip"): clip,
        }
        q |= {_of(parameter, "update", "clipped"): share * g for parameter, g in zip(moved, gradients, strict=True)}
        return [share * gradient for gradient in gradients]

    def _moved(self, q: dict[Quantity, float], place: int, parameter: Quantity, g: float) -> float:
        """A new parameter, and all that its optimizer works out on the way."""
        w, rate, before = self.start[parameter], self.rate, [row[place] for row in self.memory]
        optimizer, mu, decay = self.choices.optimizer, self.choices.momentum, self.choices.weight_decay

        def note(slot: str, old: float, new: float) -> float:
            q[_of(parameter, "memory", slot)] = old
            q[_of(parameter, "update", slot)] = new
            return new

        if optimizer in ("momentum", "nesterov"):
            v = note("velocity", before[0], mu * before[0] + g)
            if optimizer == "nesterov":
                v = q[_of(parameter, "update", "ahead")] = g + mu * v
            return w - rate * v
        if optimizer == "adagrad":
            return w - rate * g / (math.sqrt(note("v", before[0], before[0] + g * g)) + 1e-10)
        if optimizer == "rmsprop":
            return w - rate * g / (math.sqrt(note("v", before[0], 0.99 * before[0] + 0.01 * g * g)) + 1e-8)
        if optimizer in ("adam", "adamw"):
            t = before[2] + 1
            q[Quantity("shared memory", part="t")], q[Quantity("shared update", part="t")] = before[2], t
            m = note("m", before[0], 0.9 * before[0] + 0.1 * g) / (1 - 0.9**t)
            v = note("v", before[1], 0.999 * before[1] + 0.001 * g * g) / (1 - 0.999**t)
            q[_of(parameter, "update", "m_hat")], q[_of(parameter, "update", "v_hat")] = m, v
            shrunk = w * (1 - rate * decay) if optimizer == "adamw" else w
            return shrunk - rate * m / (math.sqrt(v) + 1e-8)
        return w - rate * g


def _of(parameter: Quantity, kind: str, part: str) -> Quantity:
    """What is remembered or worked out of a parameter."""
    kinds: dict[str, Kind] = {
        "weight memory": "weight memory",
        "weight update": "weight update",
        "bias memory": "bias memory",
        "bias update": "bias update",
    }
    return parameter._replace(kind=kinds[f"{parameter.kind} {kind}"], part=part)
