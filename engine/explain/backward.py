"""Backwards: the chain rule, factor by factor."""

from engine.explain.forward import answer_and_target, answer_derivative
from engine.explain.update import new_parameter
from engine.explain.writing import Line, Writing, some
from engine.network import Architecture
from engine.quantity import Kind, Quantity, updated
from engine.symbols import partial, symbol
from engine.walk import Walk, factors

# More characters than these are a formula that would fill a line by itself.
LONGEST_FACTOR = 80


def explain_backward(walk: Walk) -> tuple[Line, ...]:
    """A delta, a gradient, or a share of the error handed to the layer before."""
    writing = Writing(walk)
    {
        "drop out gradient": _drop_out_gradient,
        "delta": _delta,
        "weight gradient": _weight_gradient,
        "bias gradient": _bias_gradient,
        "back through the weights": _back,
    }[walk.stage.operation](writing)
    return tuple(writing.lines)


# The error of a neuron.


def _drop_out_gradient(writing: Writing) -> None:
    """What a neuron gives is multiplied on its way, and so is what comes back."""
    full = writing.walk.result
    da, r = full.as_kind("activation gradient"), full.as_kind("kept")
    writing.add("rule", rf"{partial('L', 'a_j')} = {partial('L', 'h_j')} \cdot r_j")
    writing.add("here", rf"{writing.symbol(full)} = {writing.symbol(da)} \cdot {writing.symbol(r)}")
    writing.add("numbers", rf"{writing.value(da)} \cdot {writing.value(r)} = {writing.value(full, strong=True)}")


def _delta(writing: Writing) -> None:
    delta = writing.walk.result
    if not writing.walk.batch.layers[delta.layer - 1].activation.elementwise:
        _softmax_delta(writing, delta)
        return
    da = writing.walk.before_dropout(delta.as_kind("activation gradient"))
    slope = delta.as_kind("slope")
    function = writing.walk.batch.layers[delta.layer - 1].activation
    error = partial("L", "a_j")
    writing.add("rule", rf"\delta_j = {partial('L', 'z_j')} = {error} \cdot {function.symbol}'(z_j)")
    _slope(writing, slope)
    here = rf"{writing.symbol(da)} \cdot {writing.symbol(slope)}"
    writing.add("here", f"{writing.symbol(delta)} = {here}")
    writing.add("numbers", rf"{writing.value(da)} \cdot {writing.value(slope)} = {writing.value(delta, strong=True)}")


def _softmax_delta(writing: Writing, delta: Quantity) -> None:
    """What the neuron's own answer wants, less what all answers together want."""
    walk, outputs = writing.walk, writing.walk.stage.neurons
    a, da = delta.as_kind("activation"), delta.as_kind("activation gradient")
    shared = Quantity("shared gradient", delta.layer)
    error, of_all = partial("L", "a_j"), partial("L", "a_k")
    rule = rf"a_j \cdot \paren{{{error} - \sum_k a_k \cdot {of_all}}}"
    writing.add("rule", rf"\delta_j = {partial('L', 'z_j')} = {rule}")
    terms = [(a._replace(neuron=k), da._replace(neuron=k)) for k in range(outputs)]
    products = some(outputs, lambda k: r" \cdot ".join(map(writing.value, terms[k])))
    writing.add("where", f"{writing.symbol(shared)} = {writing.total(products)} = {writing.value(shared)}")
    here = rf"{writing.symbol(a)} \cdot \paren{{{writing.symbol(da)} - {writing.symbol(shared)}}}"
    writing.add("here", f"{writing.symbol(delta)} = {here}")
    numbers = rf"{writing.value(a)} \cdot \paren{{{writing.value(da)} - {writing.value(shared)}}}"
    writing.add("numbers", f"{numbers} = {writing.value(walk.result, strong=True)}")


def _slope(writing: Writing, slope: Quantity) -> None:
    """The derivative of the activation, by its formula and in numbers."""
    walk = writing.walk
    tex = walk.batch.layers[slope.layer - 1].activation.derivative_tex
    z, a = slope.as_kind("z"), walk.before_dropout(slope.as_kind("activation"))
    symbols = tex.replace("<a>", writing.symbol(a)).replace("<z>", writing.symbol(z))
    values = tex.replace("<a>", writing.value(a)).replace("<z>", writing.value(z))
    middle = f" = {values}" if "<" in tex else ""
    writing.add("slope", f"{writing.symbol(slope)} = {symbols}{middle} = {writing.value(slope)}")


# Gradients.


def _weight_gradient(writing: Writing) -> None:
    gradient = writing.walk.result
    weight = gradient.as_kind("weight")
    _chain(writing, weight, Quantity("activation", weight.layer - 1, weight.input), gradient)
    _batch(writing, weight, "weight gradient")


def _bias_gradient(writing: Writing) -> None:
    gradient = writing.walk.result
    bias = gradient.as_kind("bias")
    _chain(writing, bias, None, gradient)
    _batch(writing, bias, "bias gradient")


def _chain(writing: Writing, parameter: Quantity, last: Quantity | None, result: Quantity) -> None:
    """The whole chain rule: its links by name, as expressions, and in numbers."""
    walk = writing.walk
    of = symbol(parameter, walk.batch.experiment.architecture)
    links = _links(walk, parameter, last)
    named = [writing.text(factor, link) if factor else link for link, factor in links]
    writing.add("rule", f"{partial('L', of)} = " + r" \cdot ".join(named))
    factors = [factor for _, factor in links]
    expressions = [_expression(writing, factor) if factor else "1" for factor in factors]
    writing.add("here", r" \cdot ".join(expressions))
    values = r" \cdot ".join(writing.value(factor) if factor else "1" for factor in factors)
    writing.add("numbers", f"{values} = {writing.value(result, strong=True)}")
    first = factors[0]
    if first is not None and first.layer < walk.depth:
        _where(writing, first)


def _links(walk: Walk, parameter: Quantity, last: Quantity | None) -> list[tuple[str, Quantity | None]]:
    """The links of the chain from the loss to a parameter: ∂L/∂ŷ, ∂ŷ/∂z … ∂z/∂w, and the number each stands for.

    Where the error reaches the neuron by several ways, the chain begins at ∂L/∂a of that neuron, which is their sum;
    where it is one of a softmax, whose answers all change with its z, at ∂L/∂z. The last link is the activation that
    the weight is multiplied by, or 1 for a bias.
    """
    architecture = walk.batch.experiment.architecture
    if not walk.batch.layers[parameter.layer - 1].activation.elementwise:
        return _links_of_softmax(architecture, parameter, last)
    first = walk.depth if _one_way(walk, parameter.layer) else parameter.layer
    of = "L"
    links: list[tuple[str, Quantity | None]] = []
    for layer in range(first, parameter.layer - 1, -1):
        neuron = parameter.neuron if layer == parameter.layer else 0
        a = Quantity("activation", layer, neuron)
        into = a.as_kind("activation gradient") if layer == first else Quantity("weight", layer + 1, 0, neuron)
        z = symbol(a.as_kind("z"), architecture)
        links.append((partial(of, symbol(a, architecture)), into))
        full = walk.before_dropout(a)
        if full != a:
            links.append((partial(symbol(a, architecture), symbol(full, architecture)), a.as_kind("kept")))
        links.append((partial(symbol(full, architecture), z), a.as_kind("slope")))
        of = z
    links.append((partial(of, symbol(parameter, architecture)), last))
    return links


def _links_of_softmax(
    architecture: Architecture, parameter: Quantity, last: Quantity | None
) -> list[tuple[str, Quantity | None]]:
    delta = Quantity("delta", parameter.layer, parameter.neuron)
    z = symbol(delta.as_kind("z"), architecture)
    return [(partial("L", z), delta), (partial(z, symbol(parameter, architecture)), last)]


def _one_way(walk: Walk, layer: int) -> bool:
    """Whether the error comes from the loss to a neuron of a layer by one way alone."""
    return all(size == 1 for size in walk.batch.experiment.architecture.sizes[layer + 1 :])


def _expression(writing: Writing, factor: Quantity) -> str:
    """A link of the chain as its formula in symbols."""
    walk = writing.walk
    if factor.kind == "activation gradient" and factor.layer == walk.depth:
        p, y = answer_and_target(walk, factor.neuron)
        return _bracketed(answer_derivative(walk, writing.symbol(p), writing.symbol(y)))
    if factor.kind == "slope":
        tex = walk.batch.layers[factor.layer - 1].activation.derivative_tex
        a, z = walk.before_dropout(factor.as_kind("activation")), factor.as_kind("z")
        # A formula in words is no factor, nor is one that would fill a line by itself.
        if r"\text" not in tex and len(tex) <= LONGEST_FACTOR:
            return _bracketed(tex.replace("<a>", writing.symbol(a)).replace("<z>", writing.symbol(z)))
    return writing.symbol(factor)


def _bracketed(text: str) -> str:
    """A sum as a factor stands in brackets, unless all of it is in some already."""
    depth = 0
    for character in text:
        depth += (character in "({") - (character in ")}")
        if not depth and character in "+-":
            return rf"\paren{{{text}}}"
    return text


def _where(writing: Writing, da: Quantity) -> None:
    """∂L/∂a as the sum over the neurons of the next layer."""
    walk = writing.walk
    after = walk.batch.experiment.architecture.sizes[da.layer + 1]
    terms = [(Quantity("delta", da.layer + 1, k), Quantity("weight", da.layer + 1, k, da.neuron)) for k in range(after)]
    values = some(after, lambda k: rf"{writing.value(terms[k][0])} \cdot {writing.value(terms[k][1])}")
    writing.add("where", f"{writing.symbol(da)} = {writing.total(values)} = {writing.value(da)}")


def _batch(writing: Writing, parameter: Quantity, kind: Kind) -> None:
    """What the whole batch says, and where it will move the parameter."""
    walk = writing.walk
    gradient = parameter.as_kind(kind)
    if len(walk.batch) > 1:
        share = "" if walk.batch.divisor == 1 else rf"\frac{{1}}{{{writing.value(Quantity('rows'))}}} "
        total = rf"{share}\sum_{{\text{{rows}}}} {partial('L', symbol(parameter, walk.batch.experiment.architecture))}"
        writing.add("batch", f"{writing.symbol(gradient)} = {total} = {writing.value(gradient, strong=True)}")
    new = updated(parameter)
    right = new_parameter(writing, parameter, writing.value)
    writing.add("next", rf"{writing.symbol(new)} \leftarrow {right} = {writing.value(new)}")


# Back through the weights.


def _back(writing: Writing) -> None:
    walk = writing.walk
    stage, cursor = walk.stage, walk.cursor
    writing.add("rule", rf"{partial('L', 'h_i')} = \sum_j \delta_j \cdot w_{{ji}}")
    if walk.result.kind == "back product":
        delta, weight = factors(walk.result)
        writing.add("here", rf"{writing.symbol(delta)} \cdot {writing.symbol(weight)}")
        result = writing.value(walk.result, strong=True)
        writing.add("numbers", rf"{writing.value(delta)} \cdot {writing.value(weight)} = {result}")
        return
    terms = [factors(Quantity("back product", stage.layer, term, cursor.neuron)) for term in range(stage.terms)]
    pairs = some(len(terms), lambda n: r" \cdot ".join(map(writing.symbol, terms[n])))
    writing.add("here", f"{writing.symbol(walk.result)} = {writing.total(pairs)}")
    pairs = some(len(terms), lambda n: r" \cdot ".join(map(writing.value, terms[n])))
    writing.add("numbers", f"{writing.total(pairs)} = {writing.value(walk.result, strong=True)}")
