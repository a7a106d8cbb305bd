"""The nearest of 400 places for every node, without a limit of distance, beside pandana."""

import numpy as np

from bench.reach.inputs import Floats, Ints, porto, porto_hierarchy
from bench.reach.rivals import pandana_nearest, trees
from bench.reach.shape import Case, Outcome, Plan, Verdict, alternate, installed
from reach.streets.profiles import load_profiles

PLACES = 400


def exact(forward_cost: Ints, places: Ints) -> Floats:
    """Milliseconds from every node to its nearest place, by one Dijkstra from all places; streets are the
    same both ways.
    """
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    graph = porto()
    ends = np.concatenate([graph.tail, graph.head]), np.concatenate([graph.head, graph.tail])
    costs = trees.sparse(graph.nodes, *ends, np.concatenate([forward_cost, forward_cost]).astype(np.float64))
    found: Floats = dijkstra(costs, indices=places, min_only=True)
    return found


def measure(plan: Plan) -> Outcome:
    """Both get the same costs, the same in both directions, as pandana knows no others here."""
    graph, hierarchy = porto(), porto_hierarchy()
    forward, backward = load_profiles()["adult"].costs(graph)
    cost = np.maximum(forward, backward)
    metric = hierarchy.customise(cost, cost)
    places = np.random.default_rng(3).choice(graph.nodes, PLACES, replace=False).astype(np.int32)
    start, none = np.arange(PLACES + 1, dtype=np.int32), np.zeros(PLACES, np.int32)

    sides = {"reach": lambda: metric.nearest(start, places, none, count=1, toward=True)}
    missing = installed("pandana")
    if not missing:
        # It cuts thousandths off, so a bit more keeps whole milliseconds whole.
        net = pandana_nearest.network(
            graph.latitude, graph.longitude, graph.tail, graph.head, cost / 1000 + 2e-4
        )
        pandana_nearest.put_places(net, graph.latitude[places], graph.longitude[places])
        sides["pandana"] = lambda: pandana_nearest.nearest(net)
    timings, found = alternate(sides, plan.rounds, warm=2)
    outcome = Outcome(timings=timings)
    outcome.ratio("nearest of 400 places for all nodes: pandana / reach", 60, "pandana", note=missing)
    own = found["reach"][0][:, 0]
    outcome.verdicts.append(
        Verdict(
            "nearest of 400 places: nodes with another time than Dijkstra's",
            int((own != exact(forward_cost=cost, places=places)).sum()),
            0,
            digits=0,
        )
    )
    if not missing:
        off = np.abs(own - found["pandana"] * 1000)
        outcome.remarks.append(
            f"The farthest node is {own.max() / 60000:.0f} minutes from any place. pandana works in "
            f"thousandths of a second and got a limit of {pandana_nearest.FAR:,.0f} s; it is off by at most "
            f"{off.max():.1f} ms. Ours names the nearest place besides, pandana was not asked to (with names "
            "it takes about twice as long)."
        )
    return outcome


CASE = Case(
    "nearest",
    "the nearest of 400 places for all nodes without a limit, ≥ 60 × pandana's nearest_pois",
    measure,
)
