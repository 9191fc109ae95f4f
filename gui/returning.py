"""The undo or redo that is under way, and the changes that wait for where it leads."""

from collections.abc import Callable
from contextlib import ExitStack

from engine.commands import Redo, Undo


class Returning:
    """True while the trainer is on its way back; what is changed meanwhile is changed there."""

    def __init__(self) -> None:
        self._command: Undo | Redo | None = None
        self._waiting: list[Callable[[], object]] = []

    def __bool__(self) -> bool:
        return self._command is not None

    @property
    def undoes(self) -> bool:
        return isinstance(self._command, Undo)

    def begin(self, command: Undo | Redo) -> None:
        self._command = command

    def later(self, intent: Callable[[], object]) -> bool:
        """Whether an intent has to wait; it is kept then."""
        if self:
            self._waiting.append(intent)
        return bool(self)

    def end(self) -> None:
        """Carry out what waited, in its order; an intent that fails does not keep the others from it."""
        waiting = self._waiting
        self.forget()
        with ExitStack() as stack:
            for intent in reversed(waiting):
                stack.callback(intent)

    def forget(self) -> None:
        """Another lesson has nothing to return to."""
        self._command, self._waiting = None, []
