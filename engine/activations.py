"""Activation functions: what a neuron makes of its weighted sum. To add one, add one entry.

Every entry has a value a = f(z), a derivative f'(z) that is given both z and a (so that each formula can use what is
simplest), and both formulas as text. All arrays have the same shape, (rows, neurons). Of all but the softmax every
neuron's activation depends on its own z only.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.registry import Registry


@dataclass(frozen=True)
class Activation:
    """One activation function.

    `formula` and `derivative_formula` are short texts; `tex` and `derivative_tex` the same for typesetting, with <z>
    and <a> where z and a stand; `symbol` is what the function is called in formulas. `range` holds the smallest and
    largest value that f can give. `trainable` is false where the derivative carries no information, `exact` is false
    where it is deliberately not the derivative of the value. One that is `kinked` bends at 0, where differences cannot
    tell its slope. Where it is not `elementwise`, a neuron's activation depends on the z of its whole layer; its
    derivative is then ∂aⱼ/∂zⱼ alone.
    """

    name: str
    label: str
    value: Callable[[Array], Array]
    derivative: Callable[[Array, Array], Array]
    formula: str
    derivative_formula: str
    symbol: str
    tex: str
    derivative_tex: str
    range: tuple[float, float]
    trainable: bool = True
    exact: bool = True
    kinked: bool = False
    elementwise: bool = True


LEAK = 0.01
# √(8/π), the share of the cube, and how far z may be from 0 before σ has come to its end.
GELU_SCALE, GELU_CUBE, GELU_REACH = 1.5957691216057308, 0.044715, 40.0
# The values next to 0 and 1 that a sigmoid gives: far above what would underflow, and the last number below 1.
SMALLEST, LARGEST = 1e-300, 1.0 - 2.0**-53

activations: Registry[Activation] = Registry("activation")


def sigmoid(z: Array) -> Array:
    """σ(z) = 1 / (1 + e⁻ᶻ), written so that e is never raised to a large positive number.

    For z < 0 the same value is eᶻ / (1 + eᶻ); e^-|z| serves both sides. Where rounding would give exactly 0 or 1 the
    result stays just inside, as the true value does: so a(1 - a) never vanishes, and cross-entropy never divides by 0.
    """
    e = np.exp(-np.abs(z))
    return np.minimum(np.maximum(np.where(z >= 0, 1.0, e) / (1.0 + e), SMALLEST), LARGEST)


def sigmoid_derivative(z: Array, a: Array) -> Array:
    """σ'(z) = σ(z)(1 - σ(z)) = a(1 - a)."""
    return a * (1.0 - a)


def sigmoid_slip_derivative(z: Array, a: Array) -> Array:
    """The slip of a published article: the output, not the net input, is fed to the derivative: σ(a)(1 - σ(a)).

    It is never 0, so it learns, but it is not the gradient of the loss.
    """
    s = sigmoid(a)
    return s * (1.0 - s)


def tanh_derivative(z: Array, a: Array) -> Array:
    """tanh'(z) = 1 - tanh²(z) = 1 - a²."""
    return 1.0 - a * a


def relu(z: Array) -> Array:
    """max(0, z). Nair and Hinton 2010."""
    return np.maximum(z, 0.0)


def relu_derivative(z: Array, a: Array) -> Array:
    """1 where z > 0, else 0; at the kink itself 0."""
    return np.where(z > 0, 1.0, 0.0)


def leaky_relu(z: Array) -> Array:
    """z where z > 0, else 0.01 z. Maas, Hannun and Ng 2013."""
    return np.where(z > 0, z, LEAK * z)


def leaky_relu_derivative(z: Array, a: Array) -> Array:
    """1 where z > 0, else 0.01."""
    return np.where(z > 0, 1.0, LEAK)


def elu(z: Array) -> Array:
    """z where z > 0, else eᶻ - 1. Clevert, Unterthiner and Hochreiter 2015, with their α = 1."""
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))


def elu_derivative(z: Array, a: Array) -> Array:
    """1 where z > 0, else eᶻ = a + 1."""
    return np.where(z > 0, 1.0, a + 1.0)


def swish(z: Array) -> Array:
    """z σ(z). Ramachandran, Zoph and Le 2017; also called SiLU."""
    return z * sigmoid(z)


def swish_derivative(z: Array, a: Array) -> Array:
    """σ(z) + z σ(z)(1 - σ(z)) = σ(z) + a (1 - σ(z))."""
    s = sigmoid(z)
    return s + a * (1.0 - s)


def gelu(z: Array) -> Array:
    """z Φ(z), Φ the share of a normal distribution below z; by Hendrycks' and Gimpel's closed form, 2016.

    That is ½ z (1 + tanh(√(2/π) (z + 0.044715 z³))), within 0.0005 of z Φ(z), and what most programs mean by GELU.
    Because ½ (1 + tanh u) = σ(2u) it is written by σ, which keeps its digits where tanh would come next to -1.
    """
    return z * sigmoid(_gelu_inner(z))


def gelu_derivative(z: Array, a: Array) -> Array:
    """σ(u) + z σ(u)(1 - σ(u)) u' = σ(u) + a (1 - σ(u)) u', u = √(8/π) (z + 0.044715 z³)."""
    s = sigmoid(_gelu_inner(z))
    z = np.clip(z, -GELU_REACH, GELU_REACH)
    return s + a * (1.0 - s) * (GELU_SCALE * (1.0 + 3.0 * GELU_CUBE * z * z))


def _gelu_inner(z: Array) -> Array:
    """u = √(8/π) (z + 0.044715 z³); beyond ±40, where σ(u) has long come to its end, u stays what it is there."""
    z = np.clip(z, -GELU_REACH, GELU_REACH)
    return GELU_SCALE * (z + GELU_CUBE * z * z * z)


def softplus(z: Array) -> Array:
    """ln(1 + eᶻ), a ReLU without a kink. Dugas et al. 2001. Written so that e is never raised to a positive number."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def softplus_derivative(z: Array, a: Array) -> Array:
    """σ(z)."""
    return sigmoid(z)


def linear(z: Array) -> Array:
    """The sum itself."""
    return z.copy()


def linear_derivative(z: Array, a: Array) -> Array:
    """1 everywhere."""
    return np.ones_like(z)


def step(z: Array) -> Array:
    """1 where z > 0, else 0. Rosenblatt's perceptron, 1958."""
    return np.where(z > 0, 1.0, 0.0)


def step_derivative(z: Array, a: Array) -> Array:
    """0 everywhere: nothing flows back, so nothing can be learned through it."""
    return np.zeros_like(z)


def softmax(z: Array) -> Array:
    """e^zⱼ / Σₖ e^zₖ, the sum over the neurons of a row, shape (rows, neurons): positive shares that sum to 1.

    Bridle 1990. The largest z of a row is taken from all of them first, which changes nothing but that e is never
    raised to a positive number. A share that rounding would make 0 stays just above, as that of the sigmoid does: so an
    answer that is as wrong as can be still learns.
    """
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.maximum(e / e.sum(axis=1, keepdims=True), SMALLEST)


def softmax_derivative(z: Array, a: Array) -> Array:
    """∂aⱼ/∂zⱼ = aⱼ(1 - aⱼ): of a neuron's own z alone. The other z change it too, by ∂aⱼ/∂zₖ = -aⱼ aₖ."""
    return a * (1.0 - a)


INFINITE = float("inf")
_GELU_SHARE = r"\sigma \paren{\sqrt{\frac{8}{\pi}} \, \paren{<z> + 0.044715 \cdot <z>^3}}"
_GELU_INNER_SLOPE = r"\sqrt{\frac{8}{\pi}} \, \paren{1 + 0.134145 \cdot <z>^2}"

activations.add(
    Activation(
        name="sigmoid",
        label="sigmoid",
        value=sigmoid,
        derivative=sigmoid_derivative,
        formula="σ(z) = 1 / (1 + e⁻ᶻ)",
        derivative_formula="σ′(z) = a (1 − a)",
        symbol=r"\sigma",
        tex=r"\frac{1}{1 + e^{-<z>}}",
        derivative_tex=r"<a> \, \paren{1 - <a>}",
        range=(0.0, 1.0),
    )
)
activations.add(
    Activation(
        name="tanh",
        label="tanh",
        value=np.tanh,
        derivative=tanh_derivative,
        formula="tanh(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)",
        derivative_formula="tanh′(z) = 1 − a²",
        symbol=r"\tanh",
        tex=r"\frac{e^{<z>} - e^{-<z>}}{e^{<z>} + e^{-<z>}}",
        derivative_tex=r"1 - <a>^2",
        range=(-1.0, 1.0),
    )
)
activations.add(
    Activation(
        name="relu",
        label="ReLU",
        value=relu,
        derivative=relu_derivative,
        formula="max(0, z)",
        derivative_formula="1 if z > 0, else 0",
        symbol=r"f",
        tex=r"\max \paren{0, <z>}",
        derivative_tex=r"\text{1 if z > 0, else 0}",
        range=(0.0, INFINITE),
        kinked=True,
    )
)
activations.add(
    Activation(
        name="leaky-relu",
        label="leaky ReLU",
        value=leaky_relu,
        derivative=leaky_relu_derivative,
        formula="z if z > 0, else 0.01 z",
        derivative_formula="1 if z > 0, else 0.01",
        symbol=r"f",
        tex=r"\text{z if z > 0, else 0.01 z}",
        derivative_tex=r"\text{1 if z > 0, else 0.01}",
        range=(-INFINITE, INFINITE),
        kinked=True,
    )
)
activations.add(
    Activation(
        name="elu",
        label="ELU",
        value=elu,
        derivative=elu_derivative,
        formula="z if z > 0, else eᶻ − 1",
        derivative_formula="1 if z > 0, else a + 1",
        symbol=r"f",
        tex=r"\text{z if z > 0, else } e^{<z>} - 1",
        derivative_tex=r"\text{1 if z > 0, else } <a> + 1",
        range=(-1.0, INFINITE),
        kinked=True,
    )
)
activations.add(
    Activation(
        name="swish",
        label="swish",
        value=swish,
        derivative=swish_derivative,
        formula="z σ(z)",
        derivative_formula="σ(z) + a (1 − σ(z))",
        symbol=r"f",
        tex=r"<z> \cdot \sigma(<z>)",
        derivative_tex=r"\sigma(<z>) + <a> \, \paren{1 - \sigma(<z>)}",
        range=(-0.2784645427610738, INFINITE),
    )
)
activations.add(
    Activation(
        name="gelu",
        label="GELU",
        value=gelu,
        derivative=gelu_derivative,
        formula="z σ(u), u = √(8/π) (z + 0.044715 z³)",
        derivative_formula="σ(u) + a (1 − σ(u)) u′, u = √(8/π) (z + 0.044715 z³)",
        symbol=r"f",
        tex=rf"<z> \cdot {_GELU_SHARE}",
        derivative_tex=rf"{_GELU_SHARE} + <a> \, \paren{{1 - {_GELU_SHARE}}} \cdot {_GELU_INNER_SLOPE}",
        range=(-0.17004075057125412, INFINITE),
    )
)
activations.add(
    Activation(
        name="softplus",
        label="softplus",
        value=softplus,
        derivative=softplus_derivative,
        formula="ln(1 + eᶻ)",
        derivative_formula="σ(z)",
        symbol=r"f",
        tex=r"\ln (1 + e^{<z>})",
        derivative_tex=r"\sigma(<z>)",
        range=(0.0, INFINITE),
    )
)
activations.add(
    Activation(
        name="linear",
        label="linear",
        value=linear,
        derivative=linear_derivative,
        formula="z",
        derivative_formula="1",
        symbol=r"f",
        tex=r"<z>",
        derivative_tex=r"1",
        range=(-INFINITE, INFINITE),
    )
)
activations.add(
    Activation(
        name="step",
        label="step (to look at)",
        value=step,
        derivative=step_derivative,
        formula="1 if z > 0, else 0",
        derivative_formula="0",
        symbol=r"f",
        tex=r"\text{1 if z > 0, else 0}",
        derivative_tex=r"0",
        range=(0.0, 1.0),
        trainable=False,
    )
)
activations.add(
    Activation(
        name="sigmoid-slip",
        label="sigmoid, slope taken at the output (the article's slip)",
        value=sigmoid,
        derivative=sigmoid_slip_derivative,
        formula="σ(z) = 1 / (1 + e⁻ᶻ)",
        derivative_formula="σ(a) (1 − σ(a)), not σ′(z)",
        symbol=r"\sigma",
        tex=r"\frac{1}{1 + e^{-<z>}}",
        derivative_tex=r"\sigma(<a>) \, \paren{1 - \sigma(<a>)}",
        range=(0.0, 1.0),
        exact=False,
    )
)
activations.add(
    Activation(
        name="softmax",
        label="softmax",
        value=softmax,
        derivative=softmax_derivative,
        formula="e^zⱼ / Σ e^zₖ",
        derivative_formula="∂aⱼ/∂zⱼ = aⱼ (1 − aⱼ), ∂aⱼ/∂zₖ = −aⱼ aₖ",
        symbol=r"\text{softmax}",
        tex=r"\frac{e^{<z>}}{\sum_k e^{z_k}}",
        derivative_tex=r"<a> \, \paren{1 - <a>}",
        range=(0.0, 1.0),
        elementwise=False,
    )
)
