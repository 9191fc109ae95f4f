"""Records what PyTorch makes of a sequence of gradients: `python -m tests.engine.record_torch` where it is installed.

The gradients are given, and the same for all, so that the update alone is compared. What is recorded are the parameters
after every one of the steps.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_name("torch_updates.json")
STEPS, BATCHES = 50, 5
RATE = 0.05
START = np.array([0.5, -1.2, 0.0, 2.0, -0.3, 0.8])
OPTIMIZERS: dict[str, dict[str, Any]] = {
    "gradient-descent": {},
    "momentum": {"momentum": 0.9},
    "momentum, half": {"momentum": 0.5},
    "nesterov": {"momentum": 0.9},
    "adagrad": {},
    "rmsprop": {},
    "adam": {},
    "adamw": {"weight_decay": 0.01},
    "adamw, more": {"weight_decay": 0.3},
}
# Optimizer, schedule with its length in epochs, clipping; every schedule goes on beyond its end.
CASES: dict[str, tuple[str, str, int, float]] = {
    **{name: (name, "constant", 10, 0.0) for name in OPTIMIZERS},
    **{f"{name}, clipped": (name, "constant", 10, 1.0) for name in ("gradient-descent", "momentum", "adam")},
    **{f"{name} by {schedule}": (name, schedule, length, 0.0)
       for name in ("gradient-descent", "nesterov", "adamw")
       for schedule, length in (("step", 3), ("cosine", 10), ("one-cycle", 10))},
    "adam, clipped, by one-cycle": ("adam", "one-cycle", 10, 1.0),
}  # fmt: skip


def gradients() -> np.ndarray:
    """Of all sizes, shape (steps, parameters); one parameter has none for a while."""
    k, n = np.arange(STEPS)[:, np.newaxis], np.arange(len(START))
    values = np.sin(0.7 * k + 1.3 * n) * np.exp(np.cos(0.3 * k * (n + 1)))
    values[:20, 2] = 0.0
    return values


def by_torch(case: str) -> list[list[float]]:
    """The parameters after every step; PyTorch is imported here."""
    import torch

    name, schedule, length, clip = CASES[case]
    parameters = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimizer = _optimizer(torch.optim, name, [parameters])
    scheduler = _scheduler(torch.optim.lr_scheduler, schedule, length, optimizer)
    found = []
    for number, gradient in enumerate(gradients()):
        parameters.grad = torch.tensor(gradient)
        if clip:
            torch.nn.utils.clip_grad_norm_([parameters], clip)
        optimizer.step()
        found.append(parameters.detach().tolist())
        if scheduler is not None and (schedule == "one-cycle" or (number + 1) % BATCHES == 0):
            scheduler.step()
    return found


def _optimizer(optim: Any, name: str, parameters: Any) -> Any:
    kind = name.split(",")[0]
    makers = {
        "gradient-descent": optim.SGD,
        "momentum": optim.SGD,
        "nesterov": lambda parameters, **choices: optim.SGD(parameters, nesterov=True, **choices),
        "adagrad": optim.Adagrad,
        "rmsprop": optim.RMSprop,
        "adam": optim.Adam,
        "adamw": optim.AdamW,
    }
    return makers[kind](parameters, lr=RATE, **OPTIMIZERS[name])


def _scheduler(lr_scheduler: Any, schedule: str, length: int, optimizer: Any) -> Any:
    if schedule == "step":
        return lr_scheduler.StepLR(optimizer, step_size=length, gamma=0.1)
    if schedule == "cosine":
        return lr_scheduler.CosineAnnealingLR(optimizer, T_max=length)
    if schedule == "one-cycle":
        # PyTorch's own refuses to be asked for more.
        return _UpTo(lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=length * BATCHES, cycle_momentum=False))
    return None


class _UpTo:
    """A scheduler that stays at its end."""

    def __init__(self, scheduler: Any) -> None:
        self._scheduler = scheduler

    def step(self) -> None:
        if self._scheduler.last_epoch < self._scheduler.total_steps - 1:
            self._scheduler.step()


if __name__ == "__main__":
    recorded = {case: by_torch(case) for case in CASES}
    assert all(math.isfinite(value) for steps in recorded.values() for step in steps for value in step)
    lines = (f"{json.dumps(case)}: {json.dumps(steps)}" for case, steps in recorded.items())
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
