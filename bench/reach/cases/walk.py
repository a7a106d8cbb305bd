"""Walk trees: the sweeps of the hierarchy beside Dijkstra of three libraries, and how exact they are."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from bench.reach.inputs import Floats, Ints, porto
from bench.reach.rivals import trees
from bench.reach.shape import Case, Outcome, Plan, Profile, Verdict, alternate, installed, say
from reach.hierarchy.hierarchy import Hierarchy
from reach.hierarchy.metric import Metric
from reach.hierarchy.order import nested_dissection
from reach.streets.profiles import load_profiles
from reach.times import UNREACHED

TREES = 40
FINER = 1000
RIVALS = {"scipy": trees.scipy_trees, "igraph": trees.igraph_trees, "networkit": trees.networkit_trees}


def directed(forward: Ints, backward: Ints) -> tuple[Ints, Ints, Ints]:
    """Tail, head and place among ``forward`` then ``backward`` of every arc that is open."""
    graph = porto()
    cost = np.concatenate([forward, backward])
    is_open = np.flatnonzero(cost < UNREACHED)
    tail = np.concatenate([graph.tail, graph.head])[is_open]
    head = np.concatenate([graph.head, graph.tail])[is_open]
    return tail, head, is_open.astype(np.int32)


def unrounded(name: str = "adult") -> Floats:
    """Milliseconds of all pieces, forward then backward, before they are rounded: from streets 1000 times as
    long.

    Waiting at crossings does not grow with a street: it is what stays when the length goes.
    """
    graph, profile = porto(), load_profiles()[name]
    long = np.concatenate(profile.costs(replace(graph, length=graph.length * FINER))).astype(np.float64)
    still = np.concatenate(profile.costs(replace(graph, length=graph.length * 0))).astype(np.float64)
    still[still <= 1] = 0
    return still + (long - still) / FINER


def errors(found: Ints, exact: Floats) -> tuple[float, float, float]:
    """Largest and 99.9th relative error, largest error in ms; both must agree on what is reached."""
    reached = found < UNREACHED
    if not np.array_equal(reached, np.isfinite(exact)):
        raise AssertionError("reached nodes differ")
    known = reached & (exact > 0)
    error = np.abs(found[known] - exact[known])
    relative = error / exact[known]
    return float(relative.max()), float(np.quantile(relative, 0.999)), float(error.max())


def _exactness(outcome: Outcome, metric: Metric, roots: Ints, forward: Ints, backward: Ints) -> None:
    """The trees against Dijkstra in float64: on the costs as given, and on those before they were rounded."""
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    nodes = porto().nodes
    tail, head, place = directed(forward, backward)
    start, none = np.arange(len(roots) + 1, dtype=np.int32), np.zeros(len(roots), np.int32)
    found = np.empty((len(roots), nodes), np.int32)
    for part, block in metric.trees(start, roots, none, toward=False):
        found[part] = block[:, : part.stop - part.start].T
    worst = []
    for cost in (np.concatenate([forward, backward])[place].astype(np.float64), unrounded()[place]):
        graph = trees.sparse(nodes, tail, head, cost)
        worst.append(errors(found, dijkstra(graph, indices=roots)))
    note = "every node of 40 trees, against Dijkstra in float64"
    outcome.verdicts += [
        Verdict(
            "largest relative error, costs in whole ms as the engine takes them", worst[0][0], 1e-6, note=note
        ),
        Verdict("largest relative error, costs before rounding to ms", worst[1][0], 1e-6, note=note),
    ]
    outcome.remarks.append(
        f"Against costs before rounding to whole milliseconds a time is at most {worst[1][2]:.1f} ms off, "
        f"{worst[1][1]:.1e} of itself on 99.9 % of nodes; the largest share falls to nodes next to a root."
    )


def measure(plan: Plan) -> Outcome:
    """Forty trees from random roots to every node."""
    graph, where = porto(), Profile()
    with where("order (once for a graph)"):
        order = nested_dissection(graph.nodes, graph.tail, graph.head)
    with where("chordal completion (once for a graph)"):
        built = Hierarchy.build(graph.nodes, graph.tail, graph.head, order)
    forward, backward = load_profiles()["adult"].costs(graph)
    built.customise(forward, backward)
    with where("customise (once for a profile)"):
        metric = built.customise(forward, backward)
    roots = np.random.default_rng(1).integers(0, graph.nodes, TREES).astype(np.int32)
    start, none = np.arange(TREES + 1, dtype=np.int32), np.zeros(TREES, np.int32)

    def ours() -> None:
        for _ in metric.trees(start, roots, none, toward=False):
            pass

    sides: dict[str, Callable[[], object]] = {"reach": ours}
    shares, missing = {}, []
    tail, head, place = directed(forward, backward)
    cost = np.concatenate([forward, backward])[place].astype(np.float64)
    some = roots[: TREES // (8 if plan.quick else 4)]
    for name, make in RIVALS.items():
        said = installed(name)
        if said:
            missing.append(said)
            continue
        run = make(graph.nodes, tail, head, cost)
        asked = roots if name == "scipy" else some
        sides[name] = partial(run, asked)
        shares[name] = len(asked) / TREES
    timings, _ = alternate(sides, plan.rounds, work=shares)
    outcome = Outcome(timings=timings, remarks=missing, where=where.rows())
    each = timings[0].middle / TREES / graph.nodes * 1e9
    outcome.verdicts.append(Verdict("walk trees, all nodes of Porto", each, 1.5, "ns per node and tree"))
    outcome.ratio("walk trees: scipy dijkstra / reach", 120, "scipy")
    outcome.ratio("walk trees: igraph / reach", 200, "igraph")
    outcome.ratio("walk trees: networkit / reach", 200, "networkit")
    say("  errors on every node")
    _exactness(outcome, metric, roots, forward, backward)
    outcome.remarks.append(
        f"{graph.nodes:,} nodes, {graph.pieces:,} pieces, {len(tail):,} directed arcs at an adult's speed; "
        f"{TREES} random roots, 16 at a time. igraph and networkit were given {len(some)} of the roots, as "
        "they take as long for each; networkit's distances stay in its own memory."
    )
    return outcome


CASE = Case("walk", "40 walk trees on Porto, one thread, beside scipy, igraph and networkit", measure)
