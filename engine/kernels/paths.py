"""Which way a batch is gone through, by its size and the network's."""

from collections.abc import Sequence
from itertools import pairwise

ONE_BY_ONE, TOGETHER, WIDE = range(3)

# Fewer rows than these do not fill a vector of eight well enough.
FEW_ROWS = 4
# From so many weights in a layer on the matrix products of the BLAS are quicker than our own sums.
WIDE_LAYER = 16_384


def path_of(sizes: Sequence[int], batch: int, dropout: float = 0.0) -> int:
    """The way of a network with so many neurons in each layer, inputs first, and batches of so many rows.

    A row by itself knows no dropout: one argument more would cost it a sixth of its speed.
    """
    largest = max(before * after for before, after in pairwise(sizes))
    if largest >= WIDE_LAYER:
        return WIDE
    return ONE_BY_ONE if batch < FEW_ROWS and not dropout else TOGETHER
