"""Steps of a sequence that are written down, so that one that breaks can be read.

What happens depends on how far the trainer's thread has come, so the same steps need not break again: the first break
ends everything, instead of being tried once more.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

STEPS = 50


class Broken(BaseException):
    """No `Exception`, which would be taken as a reason to repeat the sequence."""


class Sequence(RuleBasedStateMachine):
    """One sequence. `check` is called after each of its steps."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[str] = []

    def check(self) -> None:
        raise NotImplementedError

    @contextmanager
    def written_down(self, what: str) -> Iterator[None]:
        """A step, and what must hold after it."""
        self.steps.append(what)
        try:
            yield
            self.check()
        except Exception as fault:
            raise Broken("\n".join([*self.steps, str(fault)])) from fault


def step(**strategies: Any) -> Callable[[Callable[..., None]], Any]:
    """A rule of a sequence."""

    def decorate(function: Callable[..., None]) -> Any:
        @rule(**strategies)
        @wraps(function)
        def take(self: Sequence, **values: Any) -> None:
            written = ", ".join(f"{name}={value!r}" for name, value in values.items())
            with self.written_down(f"state.{function.__name__}({written})"):
                function(self, **values)

        return take

    return decorate


def run_sequences(make: Callable[[], Sequence], count: int, same_each_time: bool) -> None:
    """So many sequences, of fifty steps each."""
    how = settings(
        max_examples=count,
        stateful_step_count=STEPS,
        derandomize=same_each_time,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(make, settings=how)
