"""Multipliers from the linear program of what is left, where steps of a subgradient get on slowly.

The program is that of radii, with a row a demand and distinct cost: García, Labbé and Marín, "Solving large
p-median problems with a radius formulation", INFORMS Journal on Computing 23 (2011). Nothing the solver says
is believed: its duals become prices like any other.
"""

from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from reach.times import Int32s

Floats = npt.NDArray[np.float64]


class Quiet(highspy.Highs):
    """HiGHS that says nothing, not even its name when it is made."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is the library's
        """Silence it before the first thing it does."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def solver(seconds: float) -> Any:
    """HiGHS on one thread, the same every time, with a time limit."""
    made: Any = Quiet
    highs = made()
    for name, value in (
        ("threads", 1),
        ("random_seed", 1),
        ("time_limit", max(0.1, seconds)),
    ):
        highs.setOptionValue(name, value)
    return highs


class Rows:
    """A program put together by rows: ``lower ≤ Σ coefficient × column ≤ upper``, at the least cost."""

    def __init__(self, cost: Floats, upper: Floats) -> None:
        self.cost, self.lower, self.upper = cost, np.zeros(len(cost)), upper
        self.lower_row: list[Floats] = []
        self.upper_row: list[Floats] = []
        self.row: list[npt.NDArray[np.int64]] = []
        self.column: list[npt.NDArray[np.int64]] = []
        self.value: list[Floats] = []
        self.count = 0

    def add(
        self, rows: int, row: npt.ArrayLike, column: npt.ArrayLike, value: npt.ArrayLike, low: Any, high: Any
    ) -> None:
        """Add ``rows`` rows with their coefficients (``row`` counted from the first of them)."""
        self.row.append(np.asarray(row, np.int64) + self.count)
        self.column.append(np.asarray(column, np.int64))
        self.value.append(np.broadcast_to(np.asarray(value, np.float64), self.column[-1].shape))
        self.lower_row.append(np.broadcast_to(np.asarray(low, np.float64), (rows,)))
        self.upper_row.append(np.broadcast_to(np.asarray(high, np.float64), (rows,)))
        self.count += rows

    def model(self, whole: int = 0) -> Any:
        """As HiGHS takes it; the first ``whole`` columns have to be whole."""
        row, column, value = (np.concatenate(parts) for parts in (self.row, self.column, self.value))
        order = np.argsort(row, kind="stable")
        lp: Any = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), self.count
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = self.cost, self.lower, self.upper
        lp.row_lower_, lp.row_upper_ = np.concatenate(self.lower_row), np.concatenate(self.upper_row)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=self.count))])
        lp.a_matrix_.index_, lp.a_matrix_.value_ = column[order], value[order]
        if whole:
            kinds = [highspy.HighsVarType.kInteger] * whole
            lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (len(self.cost) - whole)
        return lp


def prices(
    near: Int32s,
    dear: Floats,
    length: Int32s,
    cap: Floats,
    price: Floats,
    free: npt.NDArray[np.intp],
    opened: npt.NDArray[np.intp],
    room: int,
    seconds: float,
    *,
    most: int = 15_000,
) -> Floats | None:
    """Duals of the demands, float64[n], or None where the program is empty or too large, or time is up.

    Lists of near sites are as in :mod:`reach.siting.relax`; each is cut a little above the price there is,
    and ends at ``cap`` float64[n].
    """
    n, width = near.shape
    ranks = np.arange(width)
    listed = ranks < length[:, None]
    # What lies beyond the end of a list was never written.
    near, dear = np.where(listed, near, 0), np.where(listed, dear, 0.0)
    number = np.full(1 + max(int(part.max(initial=0)) for part in (near, free, opened)), -1)
    number[free] = np.arange(len(free))
    is_open = np.zeros(len(number), np.bool_)
    is_open[opened] = True
    reach = np.where(listed & is_open[near], dear, np.inf).min(axis=1)
    # The first cost above 1.3 × price is kept as the end of the list: the price may rise up to there.
    above = np.where(listed & (dear > 1.3 * price[:, None] + 1), dear, np.inf).min(axis=1)
    end = np.minimum(np.minimum(reach, above), cap)
    used = listed & (dear < end[:, None])
    if not 0 < int(used.sum()) <= most:
        return None
    fresh = used & np.concatenate([np.ones((n, 1), np.bool_), np.diff(dear, axis=1) > 0], axis=1)
    row = fresh.ravel().cumsum().reshape(n, width) - 1
    at, place = np.nonzero(fresh)
    level = dear[at, place]
    after = np.append(level[1:], 0.0)
    last = np.append(np.diff(at) > 0, True)
    after[last] = end[at[last]]
    first = np.insert(np.diff(at) > 0, 0, True)
    count = len(at)
    sites = len(free)
    rows = Rows(np.concatenate([np.zeros(sites), after - level]), np.ones(sites + count))
    who, where = np.nonzero(used)
    later = np.flatnonzero(~first)
    rows.add(
        count,
        np.concatenate([np.arange(count), later, row[who, where]]),
        np.concatenate([sites + np.arange(count), sites + later - 1, number[near[who, where]]]),
        np.concatenate([np.ones(count), -np.ones(len(later)), np.ones(len(who))]),
        first.astype(np.float64),
        np.inf,
    )
    rows.add(1, np.zeros(sites), np.arange(sites), 1.0, -np.inf, room)
    highs = solver(seconds)
    highs.passModel(rows.model())
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    dual = np.array(highs.getSolution().row_dual)[:count][first]
    found: Floats = np.where(length > 0, np.minimum(dear[:, 0], end), end)
    found[at[first]] += np.maximum(dual, 0.0)
    return found


def cover(needs: npt.NDArray[np.bool_], p: int, seconds: float) -> npt.NDArray[np.int64] | None:
    """At most ``p`` columns that cover every row of bool[n, m], or None if the solver finds none."""
    n, m = needs.shape
    row, column = np.nonzero(needs)
    rows = Rows(np.ones(m), np.ones(m))
    rows.add(n, row, column, 1.0, 1.0, np.inf)
    rows.add(1, np.zeros(m), np.arange(m), 1.0, -np.inf, p)
    highs = solver(seconds)
    highs.setOptionValue("objective_target", float(p))
    highs.passModel(rows.model(m))
    highs.run()
    values = np.array(highs.getSolution().col_value)
    if len(values) != m:
        return None
    sites = np.flatnonzero(values > 0.5)
    return sites if len(sites) <= p and needs[:, sites].any(axis=1).all() else None
