"""A new group's network on the same streets: weigh and customise, beside building a network anew in
pandana.
"""

import numpy as np

from bench.reach.inputs import porto, porto_hierarchy
from bench.reach.rivals import pandana_nearest, trees
from bench.reach.shape import Case, Outcome, Plan, Profile, Verdict, alternate, installed
from reach.hierarchy.metric import Metric
from reach.streets.profiles import load_profiles
from reach.times import UNREACHED

GROUP = "wheelchair_or_unknown"
ROOTS = 40


def group() -> str:
    """A profile that closes part of the streets."""
    names = list(load_profiles())
    return next(name for name in (GROUP, *names) if name in names and name != "adult")


def measure(plan: Plan) -> Outcome:
    """From the name of a profile to a network that answers."""
    graph, hierarchy, profile = porto(), porto_hierarchy(), load_profiles()[group()]

    def ours() -> Metric:
        return hierarchy.customise(*profile.costs(graph))

    forward, backward = profile.costs(graph)
    sides = {"reach": ours}
    missing = installed("pandana")
    if not missing:
        # pandana knows streets that are open both ways only, so it gets the dearer direction.
        is_open = np.maximum(forward, backward) < UNREACHED
        tail, head = graph.tail[is_open], graph.head[is_open]
        cost = np.maximum(forward, backward)[is_open] / 1000
        sides["pandana"] = lambda: pandana_nearest.network(graph.latitude, graph.longitude, tail, head, cost)
    timings, found = alternate(sides, plan.rounds, warm=2)
    outcome = Outcome(timings=timings)
    middle = timings[0].middle * 1000
    outcome.verdicts.append(Verdict("a new group's network on the streets of Porto", middle, 50, "ms"))
    outcome.ratio("a new group's network: pandana / reach", None, "pandana", note=missing)
    outcome.verdicts.append(_equality(found["reach"], forward, backward))
    where = Profile()
    with where("costs of each piece"):
        forward, backward = profile.costs(graph)
    with where("customise"):
        hierarchy.customise(forward, backward)
    outcome.where = where.rows()
    closed = int(np.count_nonzero(np.minimum(forward, backward) >= UNREACHED))
    outcome.remarks.append(
        f"The group is «{profile.title}», to which {closed:,} of {graph.pieces:,} pieces are closed. Both "
        "start from arrays in memory; pandana contracts the graph anew (one thread), as its network knows "
        "one set of open streets only."
    )
    return outcome


def _equality(metric: Metric, forward: np.ndarray, backward: np.ndarray) -> Verdict:
    """Nodes of forty trees that differ from Dijkstra on the streets that are open, to the millisecond."""
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    graph = porto()
    cost = np.concatenate([forward, backward]).astype(np.float64)
    is_open = cost < UNREACHED
    ends = (
        np.concatenate([graph.tail, graph.head])[is_open],
        np.concatenate([graph.head, graph.tail])[is_open],
    )
    roots = np.random.default_rng(2).choice(np.unique(ends[0]), ROOTS).astype(np.int32)
    exact = dijkstra(trees.sparse(graph.nodes, *ends, cost[is_open]), indices=roots)
    exact = np.where(np.isfinite(exact), exact, UNREACHED)
    start, none = np.arange(ROOTS + 1, dtype=np.int32), np.zeros(ROOTS, np.int32)
    wrong = 0
    for part, block in metric.trees(start, roots, none, toward=False):
        wrong += int(np.count_nonzero(exact[part] != block[:, : part.stop - part.start].T))
    note = f"{ROOTS} trees, == to Dijkstra on the filtered graph"
    return Verdict("a new group's network: nodes with another time", wrong, 0, note=note, digits=0)


CASE = Case(
    "group", "a new group's network on the same streets in ≤ 50 ms, equal to Dijkstra on them", measure
)
