"""Forwards: sums, biases, activations, and how wrong the answer is."""

from collections.abc import Callable

from engine.explain.writing import Line, Writing, some
from engine.quantity import Quantity
from engine.symbols import partial
from engine.walk import Walk, factors


def explain_forward(walk: Walk) -> tuple[Line, ...]:
    """A product or a sum of products, a bias added, or an activation."""
    writing = Writing(walk)
    {"multiply": _multiply, "add bias": _add_bias, "activate": _activate, "drop out": _drop_out}[walk.stage.operation](
        writing
    )
    return tuple(writing.lines)


def explain_loss(walk: Walk) -> tuple[Line, ...]:
    """The loss of the row, or how it changes with an answer."""
    writing = Writing(walk)
    (_loss if walk.stage.operation == "loss" else _loss_derivative)(writing)
    return tuple(writing.lines)


def _multiply(writing: Writing) -> None:
    walk = writing.walk
    layer, neuron = walk.stage.layer, walk.cursor.neuron
    before = "x" if layer == 1 else "h"
    writing.add("rule", rf"s_j = \sum_i w_{{ji}} \cdot {before}_i")
    if walk.result.kind == "product":
        _product(writing, walk.result)
        return
    products = [Quantity("product", layer, neuron, term) for term in range(walk.stage.terms)]
    result = walk.result
    pairs = some(len(products), lambda n: r" \cdot ".join(map(writing.symbol, factors(products[n]))))
    writing.add("here", f"{writing.symbol(result)} = {writing.total(pairs)}")
    pairs = some(len(products), lambda n: r" \cdot ".join(map(writing.value, factors(products[n]))))
    writing.add("numbers", f"{writing.total(pairs)} = {writing.value(result, strong=True)}")


def _product(writing: Writing, product: Quantity) -> None:
    first, second = factors(product)
    writing.add("here", rf"{writing.symbol(first)} \cdot {writing.symbol(second)}")
    writing.add(
        "numbers",
        rf"{writing.value(first)} \cdot {writing.value(second)} = {writing.value(product, strong=True)}",
    )


def _add_bias(writing: Writing) -> None:
    z = writing.walk.result
    total, bias = z.as_kind("sum"), z.as_kind("bias")
    if not writing.walk.batch.layers[z.layer - 1].has_bias:
        writing.add("rule", "z_j = s_j")
        writing.add("here", f"{writing.symbol(z)} = {writing.symbol(total)}")
        writing.add("numbers", writing.value(z, strong=True))
        return
    writing.add("rule", "z_j = s_j + b_j")
    writing.add("here", f"{writing.symbol(z)} = {writing.symbol(total)} + {writing.symbol(bias)}")
    writing.add("numbers", f"{writing.value(total)} + {writing.value(bias)} = {writing.value(z, strong=True)}")


def _activate(writing: Writing) -> None:
    walk, a = writing.walk, writing.walk.result
    z = a.as_kind("z")
    if not walk.batch.layers[walk.stage.layer - 1].activation.elementwise:
        _softmax(writing, z)
        return
    function = walk.batch.layers[walk.stage.layer - 1].activation
    writing.add("rule", f"a = {function.symbol}(z) = {function.tex.replace('<z>', 'z')}")
    writing.add("here", f"{writing.symbol(a)} = {function.symbol}({writing.symbol(z)})")
    value = function.tex.replace("<z>", writing.value(z))
    # A function whose formula is in words shows no number by itself.
    left = value if "<" in value else f"{function.symbol}({writing.value(z)})"
    writing.add("numbers", f"{left} = {writing.value(a, strong=True)}")


def _drop_out(writing: Writing) -> None:
    """A neuron that is out gives nothing; the others give more, so that on average the sum stays."""
    h = writing.walk.result
    r, a = h.as_kind("kept"), h.as_kind("full activation")
    writing.add("rule", r"h_j = r_j \cdot a_j , \quad r_j = \text{0 or } \frac{1}{1 - p}")
    writing.add("here", rf"{writing.symbol(h)} = {writing.symbol(r)} \cdot {writing.symbol(a)}")
    writing.add("numbers", rf"{writing.value(r)} \cdot {writing.value(a)} = {writing.value(h, strong=True)}")


def _softmax(writing: Writing, z: Quantity) -> None:
    """The share that e to the power of this z has in the sum of all."""
    a = writing.walk.result
    writing.add("rule", r"a_j = \frac{e^{z_j}}{\sum_k e^{z_k}}")
    writing.add("here", f"{writing.symbol(a)} = {_share(writing, z, writing.symbol)}")
    writing.add("numbers", f"{_share(writing, z, writing.value)} = {writing.value(a, strong=True)}")


def _share(writing: Writing, z: Quantity, write: Callable[[Quantity], str]) -> str:
    powers = some(writing.walk.stage.neurons, lambda k: rf"e^{{{write(z._replace(neuron=k))}}}")
    return rf"\frac{{e^{{{write(z)}}}}}{{{writing.total(powers)}}}"


# The loss.


def _loss(writing: Writing) -> None:
    walk, loss = writing.walk, writing.walk.batch.loss
    outputs = walk.batch.experiment.architecture.sizes[-1]
    result = walk.result
    if outputs > 1:
        rule = r"\sum_k " + _with_answer(loss.tex, r"\hat{y}_k", "y_k")
    else:
        rule = _with_answer(loss.tex, r"\hat{y}", "y")
    writing.add("rule", f"L = {_over_outputs(writing, rule)}")
    symbols = some(outputs, lambda k: _loss_term(writing, k, as_value=False))
    writing.add("here", f"{writing.symbol(result)} = {_over_outputs(writing, writing.total(symbols))}")
    values = some(outputs, lambda k: _loss_term(writing, k, as_value=True))
    total = _over_outputs(writing, writing.total(values))
    writing.add("numbers", f"{total} = {writing.value(result, strong=True)}")


def _loss_term(writing: Writing, output: int, as_value: bool) -> str:
    write = writing.value if as_value else writing.symbol
    p, y = answer_and_target(writing.walk, output)
    return _with_answer(writing.walk.batch.loss.tex, write(p), write(y))


def _with_answer(tex: str, p: str, y: str) -> str:
    return tex.replace("<p>", p).replace("<y>", y)


def _over_outputs(writing: Writing, total: str) -> str:
    """What is summed over the outputs, as the mean where the loss is one."""
    outputs = writing.walk.batch.experiment.architecture.sizes[-1]
    if outputs == 1 or not writing.walk.batch.loss.mean_of_outputs:
        return total
    return rf"\frac{{1}}{{{outputs}}} \paren{{{total}}}"


def _loss_derivative(writing: Writing) -> None:
    walk, result = writing.walk, writing.walk.result
    p, y = answer_and_target(walk, result.neuron)
    answer = r"\hat{y}"
    writing.add("rule", f"{partial('L', answer)} = {answer_derivative(walk, answer, 'y')}")
    here = answer_derivative(walk, writing.symbol(p), writing.symbol(y))
    writing.add("here", f"{writing.symbol(result)} = {here}")
    numbers = answer_derivative(walk, writing.value(p), writing.value(y))
    writing.add("numbers", f"{numbers} = {writing.value(result, strong=True)}")


def answer_derivative(walk: Walk, p: str, y: str) -> str:
    """∂L/∂ŷ in the symbols or numbers given."""
    loss, outputs = walk.batch.loss, walk.batch.experiment.architecture.sizes[-1]
    text = _with_answer(loss.derivative_tex, p, y)
    return rf"\frac{{1}}{{{outputs}}} \cdot {text}" if loss.mean_of_outputs and outputs > 1 else text


def answer_and_target(walk: Walk, output: int) -> tuple[Quantity, Quantity]:
    """The answer of an output, and what it should be."""
    return Quantity("activation", walk.depth, output), Quantity("target", 0, output)
