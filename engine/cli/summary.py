"""A result as a person reads it."""

from typing import Any

Plain = dict[str, Any]

# A layer of more weights than this is not written out.
READABLE_WEIGHTS = 16
READABLE_INPUTS = 6


def lesson_text(title: str, plain: Plain) -> str:
    """The result of a lesson; of each of its variants where there are several."""
    if "variants" not in plain:
        return result_text(title, plain)
    return "\n\n".join(result_text(f"{title}: {variant['name']}", variant) for variant in plain["variants"])


def result_text(title: str, plain: Plain) -> str:
    """The result of one experiment, as `engine.cli.results` gives it, in a few lines."""
    lines = [title, *_training(plain), *_layers(plain["layers"]), *_predictions(plain["predictions"])]
    if "summary" in plain:
        lines += _summary(len(plain["runs"]), plain["summary"])
    return "\n".join(lines)


def _training(plain: Plain) -> list[str]:
    layers, epochs = plain["layers"], plain["epochs"]
    sizes = [len(layers[0]["weights"][0]), *(len(layer["weights"]) for layer in layers)]
    names = ", ".join(layer["activation"] for layer in layers)
    how_long = f"{epochs:,} {'epoch' if epochs == 1 else 'epochs'} in {plain['seconds']:.2f} s"
    lines = [
        f"  network   {'-'.join(map(str, sizes))}, {names}",
        f"  training  {how_long}, seed {plain['seed']}",
    ]
    lines += [f"  {part:<8}  {_metrics(plain[part])}" for part in ("train", "test") if plain[part]]
    return lines + ([_stopped(plain["stopped_early"], epochs)] if "stopped_early" in plain else [])


def _stopped(early: Plain, epochs: int) -> str:
    waited = f"no lower {early['rows']} loss for {epochs - early['best_epoch']:,} epochs"
    return f"  stopped   {waited}; all figures and weights are of the best epoch, {early['best_epoch']:,}"


def _metrics(metrics: Plain) -> str:
    loss = "beyond all bounds" if metrics["loss"] is None else f"{metrics['loss']:.4g}"
    accuracy = metrics["accuracy"]
    return f"loss {loss}" + ("" if accuracy is None else f", accuracy {accuracy:.1%}")


def _layers(layers: list[Plain]) -> list[str]:
    return [f"  layer {number}   {_layer(layer)}" for number, layer in enumerate(layers, start=1)]


def _layer(layer: Plain) -> str:
    rows, biases = layer["weights"], layer["biases"]
    count = len(rows) * len(rows[0])
    if count > READABLE_WEIGHTS:
        return f"{count} weights, {'no biases' if biases is None else f'{len(biases)} biases'}"
    weights = ", ".join(f"[{_numbers(row)}]" for row in rows)
    return f"W = [{weights}]" + ("" if biases is None else f", b = [{_numbers(biases)}]")


def _predictions(points: list[Plain]) -> list[str]:
    if not points:
        return []
    width = max(len(point["name"]) for point in points)
    return ["  predictions", *(_prediction(point, width) for point in points)]


def _prediction(point: Plain, width: int) -> str:
    inputs = point["input"]
    shown = f"({_numbers(inputs)})" if len(inputs) <= READABLE_INPUTS else f"({len(inputs)} inputs)"
    # Many a row is called by its inputs, which need not be said twice.
    what = f"{point['name']:<{width}}" + ("" if point["name"] == shown else f"  {shown}")
    return f"    {what} → {_numbers(point['output'])}"


def _numbers(values: list[float | None]) -> str:
    return ", ".join("beyond all bounds" if value is None else f"{value:.4g}" for value in values)


def _summary(runs: int, summary: Plain) -> list[str]:
    lines = [f"  {runs} runs"]
    for part in ("test", "total"):
        mean, deviation = summary[f"{part}_accuracy_mean"], summary[f"{part}_accuracy_std"]
        if mean is not None:
            lines.append(f"    {part:<5} accuracy {mean:.2%}, standard deviation {deviation:.2%}")
    if summary["total_accuracy_mean"] is not None:
        return lines
    for part in ("train", "test"):
        mean, deviation = summary[f"{part}_loss_mean"], summary[f"{part}_loss_std"]
        if mean is not None:
            lines.append(f"    {part:<5} loss {mean:.4g}, standard deviation {deviation:.4g}")
    return lines
