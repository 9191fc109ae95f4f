"""How the compiled functions name what they are given."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

# Whole numbers: sizes, codes and the order of rows.
Ints: TypeAlias = NDArray[np.int64]
# One byte that is not 0 when work is to be left.
Flag: TypeAlias = NDArray[np.uint8]
# Where the numbers of an array begin (`lanes.pointer`); whole numbers behind it are those of `Ints`.
Pointer: TypeAlias = Any
# One number or eight of them: numba finds out which.
Number: TypeAlias = Any
