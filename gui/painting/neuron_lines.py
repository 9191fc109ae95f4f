"""What is written below a neuron: its bias, in a walk what else is known of it, at an output what it should be."""

from PySide6.QtCore import QCoreApplication

from engine.quantity import Quantity, updated
from gui.figures import fixed, number, plain
from gui.painting.network_state import NetworkState
from gui.probe import Probe
from gui.theme import Theme

# Texts side by side, each with the number it tells and its ink.
Line = list[tuple[str, Quantity | None, str]]


def lines_of(state: NetworkState, probe: Probe, place: tuple[int, int], colours: Theme) -> list[Line]:
    """The lines from top to bottom."""
    layer, neuron = place
    walk = state.walk
    lines: list[Line] = []
    bias = state.bias(place)
    if bias is not None:
        kind = Quantity("bias", *place)
        kind = updated(kind) if state.moved(kind) else kind
        lines.append([(f"b {number(bias) if walk else fixed(bias)}", kind, colours.muted)])
    if walk is not None and layer > 0:
        known = [("s", "sum", colours.muted), ("z", "z", colours.muted), ("δ", "delta", colours.gradient)]
        texts: Line = []
        for letter, kind_name, ink in known:
            quantity = Quantity(kind_name, layer, neuron)  # type: ignore[arg-type]
            if walk.known(quantity) and not (letter == "s" and walk.known(quantity.as_kind("z"))):
                texts.append((f"{letter} {number(walk.value(quantity))}", quantity, ink))
        if texts:
            lines.append(texts)
    target = probe.target
    if layer == len(state.activations) - 1 and target is not None and neuron < len(target):
        text = QCoreApplication.translate("NetworkView", "target {0}").format(plain(float(target[neuron])))
        lines.append([(text, Quantity("target", 0, neuron), colours.text)])
        loss = Quantity("loss")
        if walk is not None and len(target) == 1 and walk.known(loss):
            text = QCoreApplication.translate("NetworkView", "loss {0}").format(number(walk.value(loss)))
            lines[-1].append((text, loss, colours.gradient))
    return lines
