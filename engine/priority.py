"""How far a thread stands back behind others that want the processor too."""

import os
import sys
import threading
from contextlib import suppress

# From 0 to 19.
NICENESS = 5


def step_back() -> None:
    """Leave the processor to the window where this thread and it both want it; threads that this one starts do too.

    Only Linux gives a thread a priority of its own.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
