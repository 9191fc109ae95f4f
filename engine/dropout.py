"""Dropout: in every training batch other hidden neurons are left out, so that none can rely on another.

Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent neural networks from
overfitting", 2014, in the inverted form: a neuron is out with probability p, for each row anew, and the others are
multiplied by 1 / (1 - p), so that what the next layer gets is on average the same. Measuring uses the whole network.

Who is out depends on nothing but the seed, the epoch, the row's place in it, the layer and the neuron, whose numbers
are mixed into 64 random bits. So every batch can be walked through again, by any engine, with the same neurons out.

Mixing is that of splitmix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
"""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array

INCREMENT, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
# Of a word the layer has the upper bits and the neuron the lower ones.
LAYER_BITS = 32

Words = NDArray[np.uint64]


def kept(seed: int, epoch: int, first_row: int, rows: int, layer: int, neurons: int, dropout: float) -> Array:
    """What the activations of a layer are multiplied by in some rows of an epoch: 0 or 1 / (1 - p), (rows, neurons)."""
    whole_epoch = mixed(mixed(np.array([seed], np.uint64)) + np.uint64(epoch))
    each_row = mixed(whole_epoch + np.arange(first_row, first_row + rows).astype(np.uint64))
    numbers = np.arange(neurons).astype(np.uint64) + np.uint64(layer << LAYER_BITS)
    # The upper 53 bits as a number from 0 to 1.
    shares = (mixed(each_row[:, None] + numbers) >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return np.where(shares < dropout, 0.0, 1.0 / (1.0 - dropout))


def mixed(words: Words) -> Words:
    """Each word made into another, in which all bits depend on all bits."""
    words = words + np.uint64(INCREMENT)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(FIRST)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(SECOND)
    return words ^ (words >> np.uint64(31))
