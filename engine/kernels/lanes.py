"""Eight numbers that are worked on at once: a vector type for numba, and what can be done with it.

numba leaves it to the compiler to find loops that can be vectorised, and the compiler does not find ours. So they are
written with vectors of eight 64-bit floats, which the compiler maps to whatever the processor has: one register of 512
bits, two of 256 or four of 128.

Everything that is arithmetic here also takes plain numbers, so that a formula is written once for one and for eight.
No function checks an index.
"""

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function
from numba.core.extending import intrinsic as _intrinsic
from numba.core.extending import models, overload, register_model

WIDTH = 8

# What it makes of a function takes one argument less than the function says: a checker of types cannot know.
intrinsic: Any = _intrinsic

_NUMBER, _WHOLE, _INDEX = ir.DoubleType(), ir.IntType(64), ir.IntType(32)
_NUMBERS, _WHOLES = ir.VectorType(_NUMBER, WIDTH), ir.VectorType(_WHOLE, WIDTH)


class LanesType(types.Type):
    """The type of eight numbers."""

    def __init__(self) -> None:
        super().__init__(name="Lanes")


LANES = LanesType()


@register_model(LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _NUMBERS)


def _is_numeric(kind: Any) -> bool:
    return isinstance(kind, LanesType | types.Float)


def _spread(builder: Any, number: Any) -> Any:
    """The same number in all lanes."""
    one = builder.insert_element(ir.Constant(_NUMBERS, ir.Undefined), number, ir.Constant(_INDEX, 0))
    return builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(_INDEX, WIDTH), [0] * WIDTH))


def _constant(kind: Any, value: float) -> Any:
    return ir.Constant(_NUMBERS, [value] * WIDTH) if kind == _NUMBERS else ir.Constant(_NUMBER, value)


def _whole_constant(kind: Any, value: int) -> Any:
    return ir.Constant(_WHOLES, [value] * WIDTH) if kind == _NUMBERS else ir.Constant(_WHOLE, value)


def _whole_type(kind: Any) -> Any:
    return _WHOLES if kind == _NUMBERS else _WHOLE


def _call(builder: Any, name: str, arguments: Any) -> Any:
    """An operation that the compiler knows, of arguments of one type."""
    kind = arguments[0].type
    suffix = f"v{WIDTH}f64" if kind == _NUMBERS else "f64"
    declared = ir.FunctionType(kind, [kind] * len(arguments))
    return builder.call(get_or_insert_function(builder.module, declared, f"{name}.{suffix}"), arguments)


# Memory.


def _address(context: Any, builder: Any, kind: Any, array: Any, place: Any) -> Any:
    """Where in memory a number of an array is, or one behind a pointer."""
    begin = array if isinstance(kind, types.CPointer) else context.make_array(kind)(context, builder, array).data
    return builder.gep(begin, [place])


@intrinsic
def pointer(typing: Any, array: Any) -> Any:
    """Where the numbers of an array begin. Handed on from function to function it costs nothing, where an array has its
    shape, its strides and a count of those who use it. Somebody must hold the array meanwhile.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, arguments[0]).data

    return types.CPointer(array.dtype)(array), generate


@intrinsic
def load(typing: Any, array: Any, place: Any) -> Any:
    """array[place : place + 8]."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _address(context, builder, signature.args[0], *arguments)
        return builder.load(builder.bitcast(address, _NUMBERS.as_pointer()), align=8)

    return LANES(array, types.intp), generate


@intrinsic
def store(typing: Any, array: Any, place: Any, value: Any) -> Any:
    """array[place : place + 8] = value."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _address(context, builder, signature.args[0], arguments[0], arguments[1])
        builder.store(arguments[2], builder.bitcast(address, _NUMBERS.as_pointer()), align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, LANES), generate


@intrinsic
def at(typing: Any, array: Any, place: Any) -> Any:
    """array[place], which may not count from the end: that saves a comparison."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(_address(context, builder, signature.args[0], *arguments))

    return array.dtype(array, types.intp), generate


@intrinsic
def put(typing: Any, array: Any, place: Any, value: Any) -> Any:
    """array[place] = value, in the same way."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.store(arguments[2], _address(context, builder, signature.args[0], arguments[0], arguments[1]))
        return context.get_dummy_value()

    return types.void(array, types.intp, array.dtype), generate


@intrinsic
def store_turned(typing: Any, array: Any, place: Any, step: Any, turned: Any, to: Any, to_step: Any) -> Any:
    """Eight times eight numbers from one array to another, rows as columns: they lie `step` and `to_step` apart."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, place, step, turned, to, to_step = arguments
        kinds, rows = signature.args, []
        for _ in range(WIDTH):
            address = _address(context, builder, kinds[0], array, place)
            rows.append(builder.load(builder.bitcast(address, _NUMBERS.as_pointer()), align=8))
            place = builder.add(place, step)
        # Blocks beside the diagonal change places: of four times four numbers, of two times two, of one.
        for half in (4, 2, 1):
            for n in (n for n in range(WIDTH) if not n & half):
                rows[n], rows[n + half] = (
                    builder.shuffle_vector(rows[n], rows[n + half], ir.Constant(ir.VectorType(_INDEX, WIDTH), places))
                    for places in _exchanged(half)
                )
        for row in rows:
            address = _address(context, builder, kinds[3], turned, to)
            builder.store(row, builder.bitcast(address, _NUMBERS.as_pointer()), align=8)
            to = builder.add(to, to_step)
        return context.get_dummy_value()

    return types.void(array, types.intp, types.intp, turned, types.intp, types.intp), generate


def _exchanged(half: int) -> tuple[list[int], list[int]]:
    """Which lanes of two rows, counted through, those two are made of when blocks so wide change places."""
    upper = [lane if not lane & half else WIDTH + lane - half for lane in range(WIDTH)]
    return upper, [place + half for place in upper]


# Between one number and eight.


@intrinsic
def spread(typing: Any, number: Any) -> Any:
    """The same number eight times."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _spread(builder, arguments[0])

    return LANES(types.float64), generate


def _folded(builder: Any, value: Any, half: int) -> Any:
    """Lanes 0 to half - 1, each with the one `half` further on added; the others are of no use."""
    places = [(lane + half) % WIDTH for lane in range(WIDTH)]
    moved = builder.shuffle_vector(value, value, ir.Constant(ir.VectorType(_INDEX, WIDTH), places))
    return builder.fadd(value, moved)


@intrinsic
def total(typing: Any, value: Any) -> Any:
    """The sum of the eight, always in the same order."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        folded = arguments[0]
        for half in (4, 2, 1):
            folded = _folded(builder, folded, half)
        return builder.extract_element(folded, ir.Constant(_INDEX, 0))

    return types.float64(LANES), generate


@intrinsic
def totals(typing: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any) -> Any:
    """The sums of eight times eight numbers, as eight numbers: cheaper than eight sums."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows = list(arguments)
        # Two by two: halves of the one beside halves of the other, added. Three rounds leave one number of each.
        for half in (4, 2, 1):
            near = [lane // half % 2 * WIDTH + lane // (2 * half) * (2 * half) + lane % half for lane in range(WIDTH)]
            far = [place + half for place in near]
            near_lanes, far_lanes = (ir.Constant(ir.VectorType(_INDEX, WIDTH), places) for places in (near, far))
            count = len(rows) // 2
            rows = [
                builder.fadd(
                    builder.shuffle_vector(rows[n], rows[n + count], near_lanes),
                    builder.shuffle_vector(rows[n], rows[n + count], far_lanes),
                )
                for n in range(count)
            ]
        return rows[0]

    return LANES(*(LANES,) * WIDTH), generate


# Arithmetic, of one number and of eight.


@intrinsic
def multiply_add(typing: Any, a: Any, b: Any, c: Any) -> Any:
    """a b + c, rounded once where the processor can do that quickly."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _call(builder, "llvm.fmuladd", arguments)

    return a(a, a, a), generate


def _operation(name: str, codegen: Callable[[Any, Any, Any], Any]) -> Callable[..., Any]:
    """An operation of two: eight and eight, or eight and one, or one and eight."""

    @intrinsic
    def operate(typing: Any, a: Any, b: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            left, right = (
                value if kind == LANES else _spread(builder, value)
                for kind, value in zip(signature.args, arguments, strict=True)
            )
            return codegen(builder, left, right)

        return LANES(a, b), generate

    operate.__name__ = name
    return operate


def _overload(symbol: Any, operate: Any) -> None:
    @overload(symbol, strict=False)
    def implement(a: Any, b: Any) -> Any:
        if LANES in (a, b) and _is_numeric(a) and _is_numeric(b):
            return lambda a, b: operate(a, b)
        return None


_overload(operator.add, _operation("add", lambda builder, a, b: builder.fadd(a, b)))
_overload(operator.sub, _operation("subtract", lambda builder, a, b: builder.fsub(a, b)))
_overload(operator.mul, _operation("multiply", lambda builder, a, b: builder.fmul(a, b)))
_overload(operator.truediv, _operation("divide", lambda builder, a, b: builder.fdiv(a, b)))


@intrinsic
def choose_above(typing: Any, a: Any, b: Any, then: Any, otherwise: Any) -> Any:
    """`then` where a > b, else `otherwise`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        condition = builder.fcmp_ordered(">", arguments[0], arguments[1])
        return builder.select(condition, arguments[2], arguments[3])

    return a(a, a, a, a), generate


@intrinsic
def like(typing: Any, number: Any, example: Any) -> Any:
    """A number, as often as there are numbers in the example."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _spread(builder, arguments[0]) if signature.args[1] == LANES else arguments[0]

    return example(types.float64, example), generate


@intrinsic
def magnitude(typing: Any, x: Any) -> Any:
    """|x|."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _call(builder, "llvm.fabs", arguments)

    return x(x), generate


@intrinsic
def root(typing: Any, x: Any) -> Any:
    """√x."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _call(builder, "llvm.sqrt", arguments)

    return x(x), generate


@intrinsic
def with_sign_of(typing: Any, x: Any, sign: Any) -> Any:
    """|x| with the sign of the other."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _call(builder, "llvm.copysign", arguments)

    return x(x, x), generate


@intrinsic
def power_of_two(typing: Any, shifted: Any) -> Any:
    """2ⁿ for a whole number n, given as 1.5 · 2⁵² + n: the lowest bits of that number are n."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = arguments[0].type
        bits = builder.bitcast(arguments[0], _whole_type(kind))
        # The exponent of a 64-bit float stands 52 bits from the right, and 1023 more than it means.
        exponent = builder.add(bits, _whole_constant(kind, 1023))
        return builder.bitcast(builder.shl(exponent, _whole_constant(kind, 52)), kind)

    return shifted(shifted), generate
