"""Loops over rows of 16 numbers that must become vector code, written as LLVM's vectors.

Left to itself the compiler widens short integers and keeps sums in memory, which makes these few loops
three to ten times slower. They are for kernels only, do not check bounds, and take arrays of ``int16`` or
``int32`` whose rows are 16 long.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils as untyped_tools
from numba.extending import intrinsic
from numba.np.arrayobj import make_array as untyped_array

from reach.times import LANES

cgutils: Any = untyped_tools
make_array: Any = untyped_array

SECONDS = 60
"""From one departure to the next in :func:`fill_minutes`."""

COUNTED = 4
"""Rows counted at a time by :func:`halve`."""


def vectors(building: Callable[..., Any]) -> Any:
    """A function of kernels, built by hand from LLVM's instructions."""
    return intrinsic(building)


class Rows:
    """Rows of 16 in an array, while a kernel is being built."""

    def __init__(self, context: Any, builder: Any, kind: Any, array: Any) -> None:
        element = context.get_value_type(kind.dtype)
        self.builder = builder
        self.vector = ir.VectorType(element, LANES)
        # An array view may begin anywhere, so no more than its elements' own alignment is promised.
        self.align = element.width // 8
        data = make_array(kind)(context, builder, array).data
        self.first = builder.bitcast(data, self.vector.as_pointer())

    def load_two(self, row: Any) -> Any:
        """Two rows at once: 32 numbers."""
        pair = ir.VectorType(self.vector.element, 2 * LANES)
        first = self.builder.bitcast(self.builder.gep(self.first, [row]), pair.as_pointer())
        return self.builder.load(first, align=self.align)

    def load(self, row: Any) -> Any:
        return self.builder.load(self.builder.gep(self.first, [row]), align=self.align)

    def store(self, values: Any, row: Any) -> None:
        self.builder.store(values, self.builder.gep(self.first, [row]), align=self.align)

    def same(self, number: int) -> Any:
        """A row of one number."""
        return ir.Constant(self.vector, [number] * LANES)

    def spread(self, value: Any) -> Any:
        """A row of one integer, known only when the kernel runs."""
        element = self.vector.element
        if value.type.width > element.width:
            value = self.builder.trunc(value, element)
        elif value.type.width < element.width:
            value = self.builder.sext(value, element)
        single = self.builder.insert_element(
            ir.Constant(self.vector, ir.Undefined), value, ir.Constant(ir.IntType(32), 0)
        )
        return shuffled(self.builder, single, ir.Constant(self.vector, ir.Undefined), [0] * LANES)

    def least(self, one: Any, other: Any) -> Any:
        return self.builder.select(self.builder.icmp_signed("<", one, other), one, other)

    def most(self, one: Any, other: Any) -> Any:
        return self.builder.select(self.builder.icmp_signed(">", one, other), one, other)


def shuffled(builder: Any, one: Any, other: Any, order: list[int]) -> Any:
    """The numbers at the positions ``order`` of two vectors put one behind the other."""
    pattern = ir.Constant(ir.VectorType(ir.IntType(32), len(order)), order)
    return builder.shuffle_vector(one, other, pattern)


def element(context: Any, builder: Any, kind: Any, array: Any, index: Any) -> Any:
    """One element of an array of indices, as wide as the machine's own."""
    data = make_array(kind)(context, builder, array).data
    value = builder.load(builder.gep(data, [index]))
    return builder.sext(value, index.type) if value.type.width < index.type.width else value


@vectors
def extremes(typing: Any, buffer: Any, rows: Any, found: Any) -> tuple[Any, Callable[..., Any]]:
    """The least and the largest value of each lane of ``buffer[:rows]`` into ``found[:2]``."""
    signature = types.void(buffer, types.intp, found)

    def build(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        kinds = signature.args
        values = Rows(context, builder, kinds[0], given[0])
        out = Rows(context, builder, kinds[2], given[2])
        zero, one = (ir.Constant(given[1].type, number) for number in (0, 1))
        least = cgutils.alloca_once_value(builder, values.load(zero))
        most = cgutils.alloca_once_value(builder, values.load(zero))
        with cgutils.for_range_slice(builder, one, given[1], one) as (row, _):
            value = values.load(row)
            builder.store(values.least(builder.load(least), value), least)
            builder.store(values.most(builder.load(most), value), most)
        out.store(builder.load(least), zero)
        out.store(builder.load(most), one)
        return context.get_dummy_value()

    return signature, build


@vectors
def halve(typing: Any, buffer: Any, rows: Any, rank: Any, ends: Any) -> tuple[Any, Callable[..., Any]]:
    """Keep the half of each lane's range ``ends[0]`` to ``ends[1]`` that holds its value number ``rank`` of
    ``buffer[:rows]``.

    ``rows`` is a multiple of 4. A range of one value stays.
    """
    signature = types.void(buffer, types.intp, types.intp, ends)

    def build(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        kinds = signature.args
        values = Rows(context, builder, kinds[0], given[0])
        held = Rows(context, builder, kinds[3], given[3])
        zero, one, step = (ir.Constant(given[1].type, number) for number in (0, 1, COUNTED))
        low, high = held.load(zero), held.load(one)
        middle = builder.add(low, builder.ashr(builder.sub(high, low), values.same(1)))
        # Two rows fill the widest registers there are, and two sums do not wait for each other.
        both = shuffled(builder, middle, middle, [*range(LANES), *range(LANES)])
        nothing = ir.Constant(both.type, [0] * 2 * LANES)
        totals = [cgutils.alloca_once_value(builder, nothing) for _ in range(COUNTED // 2)]
        with cgutils.for_range_slice(builder, zero, given[1], step) as (row, _):
            for pair, total in enumerate(totals):
                two = values.load_two(builder.add(row, ir.Constant(row.type, 2 * pair)))
                inside = builder.sext(builder.icmp_signed("<=", two, both), both.type)
                builder.store(builder.sub(builder.load(total), inside), total)
        wide = builder.add(*(builder.load(total) for total in totals))
        halves = (shuffled(builder, wide, wide, list(range(at, at + LANES))) for at in (0, LANES))
        below = builder.icmp_signed(">=", builder.add(*halves), values.spread(given[2]))
        above = values.least(builder.add(middle, values.same(1)), high)
        held.store(builder.select(below, low, above), zero)
        held.store(builder.select(below, middle, high), one)
        return context.get_dummy_value()

    return signature, build


@vectors
def hand_back(
    typing: Any, table: Any, row: Any, onward: Any, moment: Any, near: Any, stop: Any, never: Any,
    other: Any, chosen: Any, first: Any, last: Any,
) -> tuple[Any, Callable[..., Any]]:  # fmt: skip
    """``table[row]`` = the least of ``table[onward]``, ``moment + near[stop]`` and
    ``other[chosen[first:last]]``.

    ``near`` is ``int32``; what exceeds ``never``, the ∞ of ``table``, becomes it.
    """
    whole = types.intp
    signature = types.void(table, whole, whole, whole, near, whole, whole, other, chosen, whole, whole)

    def build(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        kinds = signature.args
        own = Rows(context, builder, kinds[0], given[0])
        walks = Rows(context, builder, kinds[4], given[4])
        others = Rows(context, builder, kinds[7], given[7])
        came = builder.add(walks.load(given[5]), walks.spread(given[3]))
        came = walks.least(came, walks.spread(given[6]))
        if own.vector.element.width < walks.vector.element.width:
            came = builder.trunc(came, own.vector)
        least = cgutils.alloca_once_value(builder, own.least(own.load(given[2]), came))
        with cgutils.for_range_slice(builder, given[9], given[10], ir.Constant(given[9].type, 1)) as (at, _):
            choice = element(context, builder, kinds[8], given[8], at)
            builder.store(own.least(builder.load(least), others.load(choice)), least)
        own.store(builder.load(least), given[1])
        return context.get_dummy_value()

    return signature, build


@vectors
def fill_minutes(
    typing: Any, table: Any, chosen: Any, bound: Any, direct: Any, beyond: Any, buffer: Any, ends: Any
) -> tuple[Any, Callable[..., Any]]:
    """Travel times for each minute of departure, from the last to the first.

    At step ``k`` the rows ``chosen[bound[k]:bound[k + 1]]`` of ``table`` (arrivals in seconds) become
    available besides those of the steps before; the minute is then ``len(bound) - 2 - k``. Into row
    ``minute`` of ``buffer`` goes the least arrival less ``60 * minute``, or ``direct`` where that is less,
    and never more than ``beyond``. ``ends[0]`` and ``ends[1]`` get the extremes of each lane; ``ends[3]``
    holds the ∞ of ``table``.
    """
    signature = types.void(table, chosen, bound, direct, types.intp, buffer, ends)

    def build(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        kinds = signature.args
        arrivals = Rows(context, builder, kinds[0], given[0])
        out = Rows(context, builder, kinds[5], given[5])
        held = Rows(context, builder, kinds[6], given[6])
        zero, one, three = (ir.Constant(given[4].type, number) for number in (0, 1, 3))
        walk = Rows(context, builder, kinds[3], given[3]).load(zero)
        beyond, never = out.spread(given[4]), held.load(three)
        minute_of_one = out.same(SECONDS)
        shape = make_array(kinds[2])(context, builder, given[2]).shape
        steps = builder.sub(builder.extract_value(shape, 0), one)
        acc = cgutils.alloca_once_value(builder, never)
        least = cgutils.alloca_once_value(builder, never)
        most = cgutils.alloca_once_value(builder, out.same(0))
        last = builder.sub(steps, one)
        latest = out.spread(builder.mul(last, ir.Constant(last.type, SECONDS)))
        moment = cgutils.alloca_once_value(builder, latest)
        begin = cgutils.alloca_once_value(builder, element(context, builder, kinds[2], given[2], zero))
        with cgutils.for_range_slice(builder, zero, steps, one) as (step, _):
            end = element(context, builder, kinds[2], given[2], builder.add(step, one))
            with cgutils.for_range_slice(builder, builder.load(begin), end, one) as (at, _):
                choice = element(context, builder, kinds[1], given[1], at)
                builder.store(out.least(builder.load(acc), arrivals.load(choice)), acc)
            builder.store(end, begin)
            now = builder.load(moment)
            time = out.least(builder.sub(builder.load(acc), now), walk)
            time = out.least(time, beyond)
            out.store(time, builder.sub(last, step))
            builder.store(out.least(builder.load(least), time), least)
            builder.store(out.most(builder.load(most), time), most)
            builder.store(builder.sub(now, minute_of_one), moment)
        held.store(builder.load(least), zero)
        held.store(builder.load(most), one)
        return context.get_dummy_value()

    return signature, build
