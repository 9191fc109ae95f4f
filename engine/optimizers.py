"""Optimizers: how a gradient moves the parameters. To add one, add one entry.

An optimizer may remember numbers from one update to the next, as momentum remembers how fast every parameter moves.
They stand in its `slots`; its memory has the shape (slots, parameters) and is zero at the start of a run.

The function of an optimizer is what the learner is shown, and its `parts` are the same in symbols. It is walked as
`engine.backprop` is: where it yields, the new parameters have just been worked out, and whoever wants to know what its
names hold can ask. Then it returns the new parameters and the new memory; what it was given stays as it is. Constants
are those that PyTorch begins with.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from engine.arrays import Array
from engine.registry import Registry

Updating: TypeAlias = Generator[None, None, tuple[Array, Array]]


@dataclass(frozen=True)
class Part:
    """A number that an optimizer works out of every parameter on the way to its update.

    `name` is what it is called in the code, `symbol` in formulas. `tex` is its formula, with <w>, <rate> and <g> where
    the parameter, the learning rate and the gradient stand, <NAME> for another part, <NAME before> for what is
    remembered of it, and the settings that the optimizer uses by the names of their fields. A `shared` part is one
    number for all parameters.
    """

    name: str
    symbol: str
    tex: str
    shared: bool = False


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    `update` is given the parameters, shape (n,), the gradient, the learning rate and the memory, shape (slots, n), and
    by their names those fields of the experiment that it `uses`. `slots` are the parts that it remembers. `tex` is the
    formula of the new parameter, written as those of the parts are. `adds_up` says that a step is the sum of what all
    rows want, and of a velocity where there is one.
    """

    name: str
    label: str
    update: Callable[..., Updating]
    formula: str
    tex: str
    parts: tuple[Part, ...] = ()
    slots: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    adds_up: bool = False

    def settings(self, experiment: Any) -> dict[str, float]:
        """The fields of an experiment that the optimizer uses."""
        return {field: float(getattr(experiment, field)) for field in self.uses}


# The shares that RMSProp and Adam keep of what they remember, from one update to the next.
ALPHA = 0.99
BETA_1, BETA_2 = 0.9, 0.999
# Added to what is divided by, so that it is never zero.
EPSILON, SMALL_EPSILON = 1e-8, 1e-10

optimizers: Registry[Optimizer] = Registry("optimizer")


def gradient_descent(parameters: Array, gradient: Array, learning_rate: float, memory: Array) -> Updating:
    """w ← w - η g. Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées", 1847."""
    updated = parameters - learning_rate * gradient
    yield
    return updated, memory


def heavy_ball(parameters: Array, gradient: Array, learning_rate: float, memory: Array, momentum: float) -> Updating:
    """v ← μ v + g, w ← w - η v: a ball that rolls on.

    Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, in the form of PyTorch's SGD.
    """
    velocity = momentum * memory[0] + gradient
    updated = parameters - learning_rate * velocity
    yield
    return updated, velocity[np.newaxis]


def nesterov(parameters: Array, gradient: Array, learning_rate: float, memory: Array, momentum: float) -> Updating:
    """v ← μ v + g, u = g + μ v, w ← w - η u: a ball that looks where it will be.

    Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)", 1983, as in Sutskever et
    al., "On the importance of initialization and momentum in deep learning", 2013, and PyTorch's SGD.
    """
    velocity = momentum * memory[0] + gradient
    ahead = gradient + momentum * velocity
    updated = parameters - learning_rate * ahead
    yield
    return updated, velocity[np.newaxis]


def adagrad(parameters: Array, gradient: Array, learning_rate: float, memory: Array) -> Updating:
    """v ← v + g², w ← w - η g / (√v + ε): the more a parameter has been pulled at, the shorter its steps.

    Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011.
    """
    v = memory[0] + gradient**2
    updated = parameters - learning_rate * gradient / (np.sqrt(v) + SMALL_EPSILON)
    yield
    return updated, v[np.newaxis]


def rmsprop(parameters: Array, gradient: Array, learning_rate: float, memory: Array) -> Updating:
    """v ← 0.99 v + 0.01 g², w ← w - η g / (√v + ε): as AdaGrad, but what is long ago is forgotten.

    Tieleman and Hinton, "Lecture 6.5: RMSProp", Neural networks for machine learning, 2012.
    """
    v = ALPHA * memory[0] + (1 - ALPHA) * gradient**2
    updated = parameters - learning_rate * gradient / (np.sqrt(v) + EPSILON)
    yield
    return updated, v[np.newaxis]


def adam(parameters: Array, gradient: Array, learning_rate: float, memory: Array) -> Updating:
    """m ← 0.9 m + 0.1 g, v ← 0.999 v + 0.001 g², w ← w - η m̂ / (√v̂ + ε).

    The hats make up for both means having begun at 0: after t updates m̂ = m / (1 - 0.9ᵗ), v̂ = v / (1 - 0.999ᵗ).
    Kingma and Ba, "Adam: a method for stochastic optimization", 2015.
    """
    t = memory[2, 0] + 1
    m = BETA_1 * memory[0] + (1 - BETA_1) * gradient
    v = BETA_2 * memory[1] + (1 - BETA_2) * gradient**2
    m_hat = m / (1 - BETA_1**t)
    v_hat = v / (1 - BETA_2**t)
    updated = parameters - learning_rate * m_hat / (np.sqrt(v_hat) + EPSILON)
    yield
    return updated, np.stack([m, v, np.full_like(m, t)])


def adamw(parameters: Array, gradient: Array, learning_rate: float, memory: Array, weight_decay: float) -> Updating:
    """As Adam, and every parameter shrinks by itself: w ← w - η (m̂ / (√v̂ + ε) + λ w).

    Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.
    """
    t = memory[2, 0] + 1
    m = BETA_1 * memory[0] + (1 - BETA_1) * gradient
    v = BETA_2 * memory[1] + (1 - BETA_2) * gradient**2
    m_hat = m / (1 - BETA_1**t)
    v_hat = v / (1 - BETA_2**t)
    updated = parameters - learning_rate * (m_hat / (np.sqrt(v_hat) + EPSILON) + weight_decay * parameters)
    yield
    return updated, np.stack([m, v, np.full_like(m, t)])


VELOCITY = Part("velocity", "v", r"<momentum> \cdot <velocity before> + <g>")
MOMENTS = (
    Part("t", "t", "<t before> + 1", shared=True),
    Part("m", "m", r"0.9 \cdot <m before> + 0.1 \cdot <g>"),
    Part("v", "v", r"0.999 \cdot <v before> + 0.001 \cdot <g>^2"),
    Part("m_hat", r"\hat{m}", r"\frac{<m>}{1 - 0.9^{<t>}}"),
    Part("v_hat", r"\hat{v}", r"\frac{<v>}{1 - 0.999^{<t>}}"),
)

optimizers.add(
    Optimizer(
        name="gradient-descent",
        label="gradient descent",
        update=gradient_descent,
        formula="w ← w − η g",
        tex=r"<w> - <rate> \cdot <g>",
        adds_up=True,
    )
)
optimizers.add(
    Optimizer(
        name="momentum",
        label="momentum",
        update=heavy_ball,
        formula="v ← μ v + g, w ← w − η v",
        tex=r"<w> - <rate> \cdot <velocity>",
        adds_up=True,
        parts=(VELOCITY,),
        slots=("velocity",),
        uses=("momentum",),
    )
)
optimizers.add(
    Optimizer(
        name="nesterov",
        label="Nesterov",
        update=nesterov,
        formula="v ← μ v + g, w ← w − η (g + μ v)",
        tex=r"<w> - <rate> \cdot <ahead>",
        parts=(VELOCITY, Part("ahead", "u", r"<g> + <momentum> \cdot <velocity>")),
        slots=("velocity",),
        uses=("momentum",),
    )
)
optimizers.add(
    Optimizer(
        name="adagrad",
        label="AdaGrad",
        update=adagrad,
        formula="v ← v + g², w ← w − η g / (√v + ε)",
        tex=r"<w> - <rate> \cdot \frac{<g>}{\sqrt{<v>} + 10^{-10}}",
        parts=(Part("v", "v", "<v before> + <g>^2"),),
        slots=("v",),
    )
)
optimizers.add(
    Optimizer(
        name="rmsprop",
        label="RMSProp",
        update=rmsprop,
        formula="v ← 0.99 v + 0.01 g², w ← w − η g / (√v + ε)",
        tex=r"<w> - <rate> \cdot \frac{<g>}{\sqrt{<v>} + 10^{-8}}",
        parts=(Part("v", "v", r"0.99 \cdot <v before> + 0.01 \cdot <g>^2"),),
        slots=("v",),
    )
)
optimizers.add(
    Optimizer(
        name="adam",
        label="Adam",
        update=adam,
        formula="m ← 0.9 m + 0.1 g, v ← 0.999 v + 0.001 g², w ← w − η m̂ / (√v̂ + ε)",
        tex=r"<w> - <rate> \cdot \frac{<m_hat>}{\sqrt{<v_hat>} + 10^{-8}}",
        parts=MOMENTS,
        slots=("m", "v", "t"),
    )
)
optimizers.add(
    Optimizer(
        name="adamw",
        label="AdamW",
        update=adamw,
        formula="m ← 0.9 m + 0.1 g, v ← 0.999 v + 0.001 g², w ← w − η (m̂ / (√v̂ + ε) + λ w)",
        tex=r"<w> - <rate> \cdot \paren{\frac{<m_hat>}{\sqrt{<v_hat>} + 10^{-8}} + <weight_decay> \cdot <w>}",
        parts=MOMENTS,
        slots=("m", "v", "t"),
        uses=("weight_decay",),
    )
)
