"""A p-median of 2,000 demands and 300 candidates on real walking times, beside spopt and HiGHS."""

from bench.reach.rivals import spopt_siting
from bench.reach.shape import Case, NotMeasured, Outcome, Plan, Timing, Verdict, alternate, installed, say
from bench.reach.siting import p_center, p_median, walks

DEMANDS, CANDIDATES, SITES, LIMIT = 2_000, 300, 20, 60.0
THEIR_LIMIT, CENTER_LIMIT = 300.0, 10.0


def measure(plan: Plan) -> Outcome:
    """Ours in rounds, spopt once: its model alone takes longer to write than ours to solve."""
    demands, candidates = (300, 100) if plan.quick else (DEMANDS, CANDIDATES)
    costs, weights = walks(demands, candidates, seed=9)
    outcome = Outcome()
    try:
        timings, found = alternate({"reach": lambda: p_median(costs, weights, SITES, LIMIT)}, plan.rounds)
        outcome.timings += timings
        own, seconds = found["reach"], timings[0].middle
        note = "proved" if own.is_proved else f"not proved, gap {own.gap:.2%}"
    except NotMeasured as why:
        own, seconds, note = None, None, str(why)
    what = f"p-median, {demands:,} × {candidates}, p = {SITES}, on walking times of Porto"
    outcome.verdicts.append(Verdict(what, seconds, 3, "s", note=note))
    missing = installed("spopt", "pulp")
    if missing:
        outcome.remarks.append(missing)
        return outcome
    say(f"  spopt + HiGHS, p-median, {THEIR_LIMIT:.0f} s at most")
    limit = 20.0 if plan.quick else THEIR_LIMIT
    claim = spopt_siting.solve("median", costs.astype(float), weights.astype(float), SITES, limit)
    total = claim.build + claim.solve
    outcome.timings.append(Timing(f"spopt + HiGHS ({claim.status})", (total,), (total,), note="once"))
    outcome.remarks.append(
        f"spopt wrote the model in {claim.build:.0f} s and HiGHS worked {claim.solve:.0f} s with a limit of "
        f"{limit:.0f} s; " + _told(claim, None if own is None else own.objective)
    )
    outcome.remarks.append(_center(plan))
    return outcome


def _told(claim: spopt_siting.Claim, ours: int | None) -> str:
    if claim.worth is None:
        return f"it ended with «{claim.status}» and no sites at all."
    said = f"it says «{claim.status}» at {claim.claimed:,.0f}, its sites are worth {claim.worth:,.0f}"
    said += (
        ""
        if claim.is_bound_reached
        else "; the solver itself only found something, which spopt does not look at"
    )
    return said + ("." if ours is None else f". Ours: {ours:,}, {claim.worth / ours - 1:.2%} less.")


def _center(plan: Plan) -> str:
    """What spopt says of a p-center after its time limit, on a size that it can still write."""
    costs, weights = walks(500, 150, seed=10)
    say(f"  spopt + HiGHS, p-center, {CENTER_LIMIT:.0f} s at most")
    claim = spopt_siting.solve("center", costs.astype(float), weights.astype(float), SITES, CENTER_LIMIT)
    try:
        own = p_center(costs, SITES, LIMIT)
    except NotMeasured:
        own = None
    head = f"p-center, 500 × 150, p = {SITES}, spopt after {CENTER_LIMIT:.0f} s: "
    if claim.claimed is None:
        return f"{head}«{claim.status}», no sites at all."
    told = f"{head}it says «{claim.status}» at {claim.claimed:,.0f} s, its sites reach {claim.worth:,.0f} s"
    if own is None:
        return told + "."
    word = "proved" if own.is_proved else "not proved"
    return (
        told
        + f". Ours: {own.objective:,} s, {word}; the claim is {claim.claimed / own.objective:.1f} × that."
    )


CASE = Case(
    "realistic", "2,000 × 300, p = 20 on real distances: proven in ≤ 3 s, spopt + HiGHS beside it", measure
)
