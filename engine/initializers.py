"""Rules for the starting weights. To add one, add one entry.

A rule draws the weights W of one layer, shape (neurons, inputs), and its biases, shape (neurons,), from the
experiment's one random generator. Layers are drawn from the first to the last, weights before biases.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.registry import Registry

# Shape in, numbers out: (neurons, inputs) for weights, (neurons,) for biases.
Draw = Callable[[np.random.Generator, tuple[int, ...]], Array]


@dataclass(frozen=True)
class Initializer:
    name: str
    label: str
    weights: Draw
    biases: Draw
    random: bool = True


initializers: Registry[Initializer] = Registry("start")


def zeros(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """0 everywhere."""
    return np.zeros(shape)


def standard_normal(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """N(0, 1)."""
    return rng.standard_normal(shape)


def uniform(limit: float) -> Draw:
    """Uniform between -limit and limit."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
        return rng.uniform(-limit, limit, shape)

    return draw


def xavier(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Uniform between ±√(6 / (inputs + neurons)). Glorot and Bengio 2010, equation 16."""
    limit = np.sqrt(6.0 / sum(shape))
    return rng.uniform(-limit, limit, shape)


def xavier_normal(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """N(0, 2 / (inputs + neurons)): the variance of Glorot and Bengio 2010, equation 12."""
    return rng.standard_normal(shape) * np.sqrt(2.0 / sum(shape))


def he(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """N(0, 2 / inputs). He, Zhang, Ren and Sun 2015, equation 10."""
    return rng.standard_normal(shape) * np.sqrt(2.0 / shape[1])


def he_uniform(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Uniform between ±√(6 / inputs), whose variance is that of `he`."""
    limit = np.sqrt(6.0 / shape[1])
    return rng.uniform(-limit, limit, shape)


def lecun(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """N(0, 1 / inputs). LeCun, Bottou, Orr and Müller 1998, "Efficient BackProp", equation 16."""
    return rng.standard_normal(shape) / np.sqrt(shape[1])


initializers.add(Initializer("zeros", "zeros", zeros, zeros, random=False))
initializers.add(Initializer("normal", "N(0, 1)", standard_normal, standard_normal))
initializers.add(Initializer("uniform", "uniform (−1, 1)", uniform(1.0), uniform(1.0)))
initializers.add(Initializer("uniform-half", "uniform (−½, ½)", uniform(0.5), uniform(0.5)))
initializers.add(Initializer("xavier", "Xavier", xavier, zeros))
initializers.add(Initializer("xavier-normal", "Xavier, normal", xavier_normal, zeros))
initializers.add(Initializer("he", "He", he, zeros))
initializers.add(Initializer("he-uniform", "He, uniform", he_uniform, zeros))
initializers.add(Initializer("lecun", "LeCun", lecun, zeros))
