"""The update: penalties, clipping, what the optimizer makes of the gradient, and the new parameter."""

from collections.abc import Callable

from engine.explain.writing import Label, Line, Writing
from engine.optimizers import Optimizer, Part
from engine.quantity import Quantity, gradient_of, memory_of, update_of
from engine.symbols import SETTINGS, partial
from engine.walk import Walk

# How a number is written into a formula: its symbol or its value.
Write = Callable[[Quantity], str]


def explain_update(walk: Walk) -> tuple[Line, ...]:
    """A parameter moves against its gradient."""
    writing = Writing(walk)
    parameter = walk.result.as_kind("weight" if walk.result.kind == "new weight" else "bias")
    writing.add("rule", _rule(walk, parameter))
    here = new_parameter(writing, parameter, writing.symbol)
    writing.add("here", rf"{writing.symbol(walk.result)} \leftarrow {here}")
    right = new_parameter(writing, parameter, writing.value)
    writing.add("numbers", f"{right} = {writing.value(walk.result, strong=True)}")
    _penalty(writing, parameter)
    _clipping(writing, parameter)
    for part in walk.batch.optimizer.parts:
        _part(writing, parameter, part)
    return tuple(writing.lines)


def new_parameter(writing: Writing, parameter: Quantity, write: Write) -> str:
    """The formula of the new parameter, in symbols or values."""
    return _filled(writing.walk.batch.optimizer.tex, _names(writing.walk, parameter, write))


def _rule(walk: Walk, parameter: Quantity) -> str:
    """What the optimizer does, in general: its parts, but for the count of updates, then the parameter."""
    optimizer = walk.batch.optimizer
    letter = "w" if parameter.kind == "weight" else "b"
    changed = walk.moving_gradient(parameter) != gradient_of(parameter)
    gradient = "g" if changed else partial("L", letter)
    squared = "g^2" if changed else rf"\paren{{{gradient}}}^2"
    names = {"<w>": letter, "<rate>": r"\eta", "<g>^2": squared, "<g>": gradient}
    names |= {f"<{field}>": SETTINGS[field] for field in optimizer.uses}
    for part in optimizer.parts:
        names |= {f"<{part.name}>": part.symbol, f"<{part.name} before>": part.symbol}
    parts = [part for part in optimizer.parts if not part.shared]
    clauses = [f"{part.symbol} {_arrow(optimizer, part)} {_filled(part.tex, names)}" for part in parts]
    return r" , \quad ".join([*clauses, rf"{letter} \leftarrow {_filled(optimizer.tex, names)}"])


def _penalty(writing: Writing, parameter: Quantity) -> None:
    """The gradient with what L1 and L2 add to it; biases have no penalty."""
    experiment = writing.walk.batch.experiment
    if not writing.walk.has_penalty(parameter):
        return
    new = update_of(parameter, "penalised")

    def right(write: Write) -> str:
        terms = [write(gradient_of(parameter))]
        if experiment.l1:
            terms.append(rf"{write(_setting('l1'))} \cdot \sgn({write(parameter)})")
        if experiment.l2:
            terms.append(rf"{write(_setting('l2'))} \cdot {write(parameter)}")
        return " + ".join(terms)

    _line(writing, "penalty", new, "=", right)


def _clipping(writing: Writing, parameter: Quantity) -> None:
    """How much of the gradient is left, of all parameters alike, and the gradient that is."""
    experiment = writing.walk.batch.experiment
    if not experiment.clip:
        return
    share, norm = (Quantity("shared update", part=name) for name in ("share", "norm"))
    penalised = writing.walk.has_penalty(parameter)
    before = update_of(parameter, "penalised") if penalised else gradient_of(parameter)
    limit = _setting("clip")
    _line(
        writing, "clip", share, "=",
        lambda write: rf"\min\paren{{1, \frac{{{write(limit)}}}{{{write(norm)} + 10^{{-6}}}}}}",
    )  # fmt: skip
    _line(
        writing, "clip", update_of(parameter, "clipped"), r"\leftarrow",
        lambda write: rf"{write(share)} \cdot {write(before)}",
    )  # fmt: skip


def _part(writing: Writing, parameter: Quantity, part: Part) -> None:
    """A number on the optimizer's way, from what it remembered before."""
    walk = writing.walk
    new = Quantity("shared update", part=part.name) if part.shared else update_of(parameter, part.name)
    arrow = _arrow(walk.batch.optimizer, part)
    _line(writing, "where", new, arrow, lambda write: _filled(part.tex, _names(walk, parameter, write)))


def _line(writing: Writing, label: Label, new: Quantity, arrow: str, right: Callable[[Write], str]) -> None:
    """A number, its formula in symbols and in values, and its value."""
    symbols, values = right(writing.symbol), right(writing.value)
    writing.add(label, f"{writing.symbol(new)} {arrow} {symbols} = {values} = {writing.value(new)}")


def _names(walk: Walk, parameter: Quantity, write: Write) -> dict[str, str]:
    """What stands for each name in the formulas of an optimizer."""
    optimizer = walk.batch.optimizer
    names = {
        "<w>": write(parameter),
        "<rate>": write(Quantity("learning rate")),
        "<g>": write(walk.moving_gradient(parameter)),
    }
    names |= {f"<{field}>": write(_setting(field)) for field in optimizer.uses}
    for part in optimizer.parts:
        new, old = update_of(parameter, part.name), memory_of(parameter, part.name)
        if part.shared:
            new, old = (Quantity(kind, part=part.name) for kind in ("shared update", "shared memory"))
        names[f"<{part.name}>"] = write(new)
        if part.name in optimizer.slots:
            names[f"<{part.name} before>"] = write(old)
    return names


def _arrow(optimizer: Optimizer, part: Part) -> str:
    return r"\leftarrow" if part.name in optimizer.slots else "="


def _setting(field: str) -> Quantity:
    return Quantity("setting", part=field)


def _filled(tex: str, names: dict[str, str]) -> str:
    """A formula with its names in their places."""
    for name, text in names.items():
        tex = tex.replace(name, text)
    return tex
