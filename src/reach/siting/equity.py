"""Fairness of new places: the worst group first, and what each place adds for whom.

The covered share of the worst group is made as large as can be (Rawls' maximin; see Ogryczak, "Inequality
measures and equitable approaches to location problems", EJOR 122 (2000)), and then the people covered in all.
"""

import time
from dataclasses import dataclass
from fractions import Fraction

import highspy
import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.siting.answer import Answer, Bools, Claim, Int64s
from reach.siting.cover import most_covered
from reach.siting.linear import Floats, Rows, solver

MILLION = 1_000_000
"""Shares are told in millionths."""


@dataclass(frozen=True, eq=False)
class Equitable:
    """Sites that lift the worst group, and how far they lift each.

    Shares are of ``people`` int64[groups], those whom some site could cover: a group nobody can help does not
    hide the others. ``answer.value`` and ``answer.bound`` are the covered share of the worst group in
    millionths, rounded down (the total covered is made large after it, without a bound); ``before`` and
    ``after`` int64[groups] are people covered.
    """

    answer: Answer
    people: Int64s
    before: Int64s
    after: Int64s
    floor: float

    @property
    def missing(self) -> Int64s:
        """How many people more each group would need covered to reach the floor, int64[groups]."""
        wanted = [-(-total * round(self.floor * MILLION) // MILLION) for total in self.people.tolist()]
        found: Int64s = np.maximum(np.array(wanted, np.int64) - self.after, 0)
        return found

    @property
    def attainable(self) -> bool:
        """False where it is proved that no choice of sites reaches the floor."""
        return self.answer.bound >= int(self.floor * MILLION)


@dataclass(frozen=True, eq=False)
class Step:
    """One more place: its site, and how many people of each group it brings within reach, int64[groups]."""

    site: int
    gained: Int64s


def equity_sites(
    covered: Bools,
    people: Int64s,
    k: int,
    *,
    existing: npt.ArrayLike = (),
    floor: float = 1.0,
    seconds: float = 30.0,
    seed: int = 0,
) -> Equitable:
    """The ``k`` new sites that make the smallest covered share of any group largest, then the total.

    Args:
        covered: bool[groups, n, m], whether a person of the group at demand i is within reach of site j.
        people: int64[groups, n]; groups may be those of the city, or each group in each district.
        k: how many new sites.
        existing: sites that are open already.
        floor: the share of these people that every group should have covered; it is told how far each
            group stays below it, and does not steer the choice.
        seconds: time limit.
        seed: of the search behind the bound.

    Raises:
        BadInput: shapes or numbers will not do.
    """
    started = time.perf_counter()
    covered, people, there, left = _checked(covered, people, k, existing, floor)
    helped = covered.any(axis=2)
    unserved = int((people * ~helped).sum())
    people = people * helped
    base = covered[:, :, there].any(axis=2)
    before, total = (people * base).sum(axis=1), people.sum(axis=1)
    group, demand = np.nonzero((people > 0) & ~base & covered[:, :, left].any(axis=2))
    reach = np.ascontiguousarray(covered[group, demand][:, left])
    weights = people[group, demand]
    counted = np.flatnonzero(total > 0)
    sites, duals = _fair(reach, weights, group, before, total, k, seconds)
    after = before + _by_group(reach[:, sites].any(axis=1) * weights, group, len(total))
    value = min((after[one] * MILLION // total[one] for one in counted), default=MILLION)
    bound, claim = _most(reach, weights, group, before, total, k, duals, started + seconds, seed)
    bound = max(bound, int(value))
    proved = bound == value and claim is not None
    spent = time.perf_counter() - started
    chosen = left[sites].tolist()
    answer = Answer("equity", chosen, int(value), bound, proved, spent, unserved, claim)
    return Equitable(answer, total, before, after, floor)


def marginal(
    covered: Bools, people: Int64s, sites: npt.ArrayLike, *, existing: npt.ArrayLike = ()
) -> list[Step]:
    """What each of ``sites`` adds, the one that adds most first; arrays are as in :func:`equity_sites`."""
    left = list(dict.fromkeys(np.asarray(sites, np.int64).reshape(-1).tolist()))
    missed = people * ~covered[:, :, np.asarray(existing, np.int64).reshape(-1)].any(axis=2)
    steps = []
    while left:
        gains = [int((missed * covered[:, :, site]).sum()) for site in left]
        site = left.pop(int(np.argmax(gains)))
        steps.append(Step(site, (missed * covered[:, :, site]).sum(axis=1)))
        missed = missed * ~covered[:, :, site]
    return steps


def _checked(
    covered: Bools, people: Int64s, k: int, existing: npt.ArrayLike, floor: float
) -> tuple[Bools, Int64s, Int64s, Int64s]:
    covered, people = np.asarray(covered), np.asarray(people)
    if covered.ndim != 3 or covered.dtype != np.bool_ or 0 in covered.shape:
        raise BadInput(f"covered has to be bool[groups, demands, sites], not {covered.dtype}{covered.shape}")
    if people.shape != covered.shape[:2] or people.dtype.kind not in "iu" or people.min() < 0:
        raise BadInput(f"people have to be whole numbers from 0 on, of the shape {covered.shape[:2]}")
    if not 0 <= floor <= 1:
        raise BadInput(f"the floor is {floor}, a share from 0 to 1 is needed")
    there = np.unique(np.asarray(existing, np.int64).reshape(-1))
    if len(there) and (there[0] < 0 or there[-1] >= covered.shape[2]):
        raise BadInput(f"existing sites have to be columns from 0 to {covered.shape[2] - 1}")
    left = np.setdiff1d(np.arange(covered.shape[2]), there)
    if not 1 <= k <= len(left):
        raise BadInput(f"{k} new sites are asked for, from 1 to {len(left)} are possible")
    return covered, people.astype(np.int64), there, left


def _by_group(weights: Int64s, group: Int64s, groups: int) -> Int64s:
    found = np.zeros(groups, np.int64)
    np.add.at(found, group, weights)
    return found


def _fair(
    reach: Bools, weights: Int64s, group: Int64s, before: Int64s, total: Int64s, k: int, seconds: float
) -> tuple[Int64s, Floats]:
    """Sites by a mixed integer program, first for the floor, then for the total; duals of the groups."""
    n, m = reach.shape
    if not n:
        return np.arange(k), np.ones(len(total))
    rows = _program(reach, weights, group, before, total, k)
    relaxed = solver(seconds / 4)
    relaxed.passModel(rows.model())
    relaxed.run()
    duals = np.array(relaxed.getSolution().row_dual)
    shares = np.abs(duals[: len(total)]) if len(duals) else np.ones(len(total))
    sites = _greedy(reach, weights, group, before, total, k)
    best = _worth(reach, weights, group, before, total, sites)
    for stage in range(2):
        if stage:
            # The floor is held, and the total counts.
            rows.cost[-1] = 0.0
            rows.cost[m : m + n] = -weights / max(1, int(weights.sum()))
            rows.lower[-1] = float(best[0]) - 1e-9
        highs = solver(seconds / 4)
        highs.passModel(rows.model(m))
        highs.run()
        values = np.array(highs.getSolution().col_value)
        if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible or len(values) != m + n + 1:
            continue
        found = np.sort(np.argsort(-values[:m], kind="stable")[:k])
        worth = _worth(reach, weights, group, before, total, found)
        if worth > best:
            sites, best = found, worth
    return sites, shares


def _program(reach: Bools, weights: Int64s, group: Int64s, before: Int64s, total: Int64s, k: int) -> Rows:
    """Columns: site open, demand covered, share of the worst group; the share is made largest."""
    n, m = reach.shape
    cost = np.zeros(m + n + 1)
    cost[-1] = -1.0
    rows = Rows(cost, np.ones(m + n + 1))
    groups = np.flatnonzero(total > 0)
    each = np.arange(n)
    rows.add(
        len(total),
        np.concatenate([group, groups]),
        np.concatenate([m + each, np.full(len(groups), m + n)]),
        np.concatenate([weights / total[group], -np.ones(len(groups))]),
        -before / np.maximum(total, 1),
        np.inf,
    )
    row, column = np.nonzero(reach)
    rows.add(
        n,
        np.concatenate([row, each]),
        np.concatenate([column, m + each]),
        np.concatenate([np.ones(len(row)), -np.ones(n)]),
        0.0,
        np.inf,
    )
    rows.add(1, np.zeros(m), np.arange(m), 1.0, -np.inf, k)
    return rows


def _worth(
    reach: Bools, weights: Int64s, group: Int64s, before: Int64s, total: Int64s, sites: Int64s
) -> tuple[Fraction, int]:
    after = before + _by_group(reach[:, sites].any(axis=1) * weights, group, len(total))
    shares = [Fraction(int(after[one]), int(total[one])) for one in np.flatnonzero(total > 0)]
    return min(shares, default=Fraction(1)), int(after.sum())


def _greedy(reach: Bools, weights: Int64s, group: Int64s, before: Int64s, total: Int64s, k: int) -> Int64s:
    """Each time the site after which the worst group is best off, then the total."""
    sites: list[int] = []
    for _ in range(k):
        others = [site for site in range(reach.shape[1]) if site not in sites]
        worth = [_worth(reach, weights, group, before, total, np.array([*sites, site])) for site in others]
        sites.append(others[max(range(len(others)), key=worth.__getitem__)])
    return np.array(sorted(sites), np.int64)


def _most(
    reach: Bools,
    weights: Int64s,
    group: Int64s,
    before: Int64s,
    total: Int64s,
    k: int,
    shares: Floats,
    deadline: float,
    seed: int,
) -> tuple[int, Claim | None]:
    """A bound on the share of the worst group, in millionths.

    The worst share is at most the mean of all shares by any factors; factors near the duals of the program
    make that a maximal cover with a small bound, which is then proved like any other.
    """
    shares = np.where(total > 0, shares, 0.0)
    if shares.sum() <= 0:
        shares = (total > 0).astype(np.float64)
    # Factors a person, in whole numbers, the largest about a thousand.
    each = shares / np.maximum(total, 1)
    factors = np.rint(1000 * each / max(float(each.max()), 1e-300)).astype(np.int64)
    whole = int((factors * total).sum())
    if not whole:
        return MILLION, None
    base = int((factors * before).sum())
    scaled = weights * factors[group]
    use = np.flatnonzero(scaled > 0)
    if not len(use):
        return base * MILLION // whole, None
    _, _, claim = most_covered(np.ascontiguousarray(reach[use]), scaled[use], k, deadline, seed)
    most = base + int(scaled.sum()) - claim.bound
    return min(MILLION, most * MILLION // whole), claim
