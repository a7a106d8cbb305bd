"""Sixteen times side by side in one vector register, for kernels.

A plain loop over sixteen lanes stays scalar: LLVM cannot know that the rows do not overlap, and numba
widens a sum of two 32-bit numbers. These intrinsics say what is meant; where a processor has no registers
of 512 bits, LLVM splits them into two or four. Comparisons are unsigned, since UNREACHED + UNREACHED = 2³¹
only fits without a sign.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic, models, register_model

from reach.times import LANES, UNREACHED

WORD = ir.IntType(32)
VECTOR = ir.VectorType(WORD, LANES)
CACHE_LINE = 64


class _Lanes(types.Type):
    """The type of a row held in registers."""


class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, described: Any) -> None:
        super().__init__(manager, described, VECTOR)  # type: ignore[no-untyped-call]


LANES_TYPE: Any = _Lanes(name="Lanes")
register_model(_Lanes)(_LanesModel)


def rows(count: int) -> npt.NDArray[np.int32]:
    """Uninitialised int32[count, 16] whose rows are whole cache lines: a row across two lines costs twice."""
    spare = CACHE_LINE // 4
    raw = np.empty(count * LANES + spare, np.int32)
    first = (-raw.ctypes.data % CACHE_LINE) // 4
    return raw[first : first + count * LANES].reshape(count, LANES)


def _address(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    table = context.make_array(signature.args[0])(context, builder, args[0])
    row = context.cast(builder, args[1], signature.args[1], types.int64)
    first = builder.gep(table.data, [builder.mul(row, ir.Constant(ir.IntType(64), LANES))])
    return builder.bitcast(first, VECTOR.as_pointer())


def _spread(context: Any, builder: Any, number: Any, kind: Any) -> Any:
    word = context.cast(builder, number, kind, types.int32)
    empty = ir.Constant(VECTOR, ir.Undefined)
    single = builder.insert_element(empty, word, ir.Constant(WORD, 0))
    return builder.shuffle_vector(single, empty, ir.Constant(VECTOR, [0] * LANES))


def _load(typing: Any, table: Any, row: Any) -> Any:
    """Row ``row`` of an int32[:, 16]."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        loaded = builder.load(_address(context, builder, signature, args))
        loaded.align = 4
        return loaded

    return LANES_TYPE(table, row), generate


def _store(typing: Any, table: Any, row: Any, lanes: Any) -> Any:
    """Write ``lanes`` to row ``row`` of an int32[:, 16]."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        stored = builder.store(args[2], _address(context, builder, signature, args))
        stored.align = 4
        return context.get_dummy_value()

    return types.void(table, row, lanes), generate


def _add(typing: Any, lanes: Any, number: Any) -> Any:
    """``number`` added to every lane, modulo 2³²."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.add(args[0], _spread(context, builder, args[1], signature.args[1]))

    return LANES_TYPE(lanes, number), generate


def _least(typing: Any, lanes: Any, others: Any) -> Any:
    """The smaller of both, lane by lane."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.select(builder.icmp_unsigned("<", args[0], args[1]), args[0], args[1])

    return LANES_TYPE(lanes, others), generate


def _unreached(typing: Any) -> Any:
    """A row in which nothing is reached."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return ir.Constant(VECTOR, [int(UNREACHED)] * LANES)

    return LANES_TYPE(), generate


def _lowest_bit(typing: Any, word: Any) -> Any:
    """The number of the lowest set bit of an int64 that is not 0."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.int64), generate


load: Any = intrinsic(_load)
store: Any = intrinsic(_store)
add: Any = intrinsic(_add)
least: Any = intrinsic(_least)
unreached: Any = intrinsic(_unreached)
lowest_bit: Any = intrinsic(_lowest_bit)
