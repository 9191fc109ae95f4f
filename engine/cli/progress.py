"""A progress bar for a terminal, or a line now and then for a log."""

from time import monotonic
from types import TracebackType
from typing import TextIO

WIDTH = 40
# A terminal's bar is redrawn at this pace; a log is spoken to only by training that takes this long, every tenth.
REDRAW_SECONDS = 0.1
LOG_AFTER_SECONDS = 2.0
LOG_STEPS = 10


class Progress:
    """Use it as a context and call it with the share done, from 0 to 1."""

    def __init__(self, label: str, stream: TextIO) -> None:
        self._label = label
        self._stream = stream
        self._terminal = stream.isatty()
        self._began = monotonic()
        self._drawn = -1.0
        self._logged = 0
        self._share = 0.0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the terminal on a line of its own, also when training was stopped."""
        if self._terminal:
            self._draw()
            print(file=self._stream, flush=True)

    def __call__(self, share: float) -> None:
        self._share = share
        passed = monotonic() - self._began
        if self._terminal and passed - self._drawn >= REDRAW_SECONDS:
            self._drawn = passed
            self._draw()
        elif not self._terminal and passed >= LOG_AFTER_SECONDS:
            self._log()

    def _draw(self) -> None:
        done = round(self._share * WIDTH)
        bar = "#" * done + "." * (WIDTH - done)
        print(f"\r{self._label} [{bar}] {self._share:4.0%}", end="", file=self._stream, flush=True)

    def _log(self) -> None:
        step = int(self._share * LOG_STEPS)
        if step > self._logged:
            self._logged = step
            print(f"{self._label} {step / LOG_STEPS:4.0%}", file=self._stream, flush=True)
