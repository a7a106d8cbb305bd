"""A hierarchy under the costs of one profile: trees, nearest places, bounded searches."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reach.errors import BadInput
from reach.hierarchy.bounded import Links, bounded, directed, leaves_of
from reach.hierarchy.build import Layout
from reach.hierarchy.choice import SAMPLE, choose, gathered
from reach.hierarchy.nearest import nearest
from reach.hierarchy.sweep import Climb, Seeds, Sweep, Workspace, grow, restrict, workspace
from reach.lanes.registers import rows
from reach.times import LANES, UNREACHED, Int32s


class Selection:
    """The targets of restricted sweeps, with the part of the core above them, for one metric."""

    def __init__(self, metric: "Metric", targets: Int32s | None) -> None:
        self.metric = metric
        self.targets = targets

    def __len__(self) -> int:
        return self.metric.nodes if self.targets is None else len(self.targets)

    @cached_property
    def toward(self) -> Sweep:
        """Sweeps for times from the targets to the roots."""
        metric = self.metric
        return self._sweep(metric.up_start, metric.up_arcs, metric.leaving)

    @cached_property
    def away(self) -> Sweep:
        """Sweeps for times from the roots to the targets."""
        metric = self.metric
        return self._sweep(metric.down_start, metric.down_arcs, metric.arriving)

    def links(self, toward: bool) -> Links:
        """The streets of the core for bounded searches, the targets as leaves."""
        return self._links_toward if toward else self._links_away

    @cached_property
    def _links_toward(self) -> Links:
        return self._links(self.metric.leaving, 1)

    @cached_property
    def _links_away(self) -> Links:
        return self._links(self.metric.arriving, 0)

    def _links(self, lengths: Int32s, turn: int) -> Links:
        core, fringe = self.metric.layout.core, self.metric.layout.fringe
        ends = fringe.ends
        if self.targets is not None:
            ends, lengths = ends[self.targets], lengths[self.targets]
        arcs = directed(core.links, self.metric.weights, turn)
        return Links(core.link_start, arcs, *leaves_of(len(core.parent), ends, lengths))

    def _sweep(self, start: Int32s, arcs: Int32s, lengths: Int32s) -> Sweep:
        fringe = self.metric.layout.fringe
        if self.targets is None:
            every = np.arange(len(start) - 1, dtype=np.int32)
            places = np.arange(len(fringe.node_of), dtype=np.int32)
            return Sweep(every, start, arcs, fringe.ends, lengths, places, fringe.node_of)
        own_lengths = lengths[self.targets]
        core, start, arcs, ends = restrict(start, arcs, fringe.ends[self.targets], own_lengths)
        places = fringe.place_of[self.targets]
        by_place = np.argsort(places, kind="stable").astype(np.int32)
        by_place = by_place[np.searchsorted(places[by_place], 0) :]
        return Sweep(core, start, arcs, ends, own_lengths, places[by_place], by_place.copy())


@dataclass(frozen=True)
class Metric:
    """One profile's travel times on a street graph; immutable, so any number of threads may ask it.

    ``up_*`` and ``down_*`` are the needed arcs of the core, CSR of (head, weight in ms) from the lower end;
    ``leaving`` and ``arriving`` int32[n, 2] lead from every node to its core nodes and back.
    """

    layout: Layout
    weights: Int32s
    up_start: Int32s
    up_arcs: Int32s
    down_start: Int32s
    down_arcs: Int32s
    leaving: Int32s
    arriving: Int32s
    _free: list[Workspace] = field(default_factory=list, repr=False, compare=False)

    @property
    def nodes(self) -> int:
        return len(self.leaving)

    @cached_property
    def everything(self) -> Selection:
        """All nodes of the graph, in its own numbering."""
        return Selection(self, None)

    def selection(self, targets: Int32s) -> Selection:
        """Restrict sweeps to ``targets`` int32[t], nodes in any order, repeated or not; rows come in that
        order.

        Raises:
            BadInput: if a target is no node.
        """
        wanted = np.ascontiguousarray(targets, np.int32)
        _check_nodes(wanted, self.nodes, "target")
        return Selection(self, wanted)

    def trees(
        self,
        start: Int32s,
        node: Int32s,
        cost: Int32s,
        *,
        toward: bool,
        selection: Selection | None = None,
        block: slice | None = None,
    ) -> Iterator[tuple[slice, Int32s]]:
        """Travel times between roots and targets, sixteen roots at a time.

        Args:
            start: int32[k+1], where each root's seeds begin.
            node: int32[], the nodes where a root can be entered or left.
            cost: int32[], ms between the root and that node.
            toward: the time from every target to each root; otherwise from each root to every target.
            selection: the targets, all nodes if none is given.
            block: only these roots; threads share work so.

        Yields:
            The roots as a slice and int32[t, 16] in ms, UNREACHED where there is no way; lanes beyond the
            slice are UNREACHED. The array is overwritten by the next step.

        Raises:
            BadInput: if seeds do not fit the graph.
        """
        seeds = checked_seeds(start, node, cost, self.nodes)
        chosen = self.everything if selection is None else selection
        sweep = chosen.toward if toward else chosen.away
        climb = self.climb(toward)
        out = rows(len(sweep.ends))
        first, last, _ = (block or slice(None)).indices(len(seeds.start) - 1)
        space = self._workspace()
        try:
            for root in range(first, last, LANES):
                roots = slice(root, min(root + LANES, last))
                grow(roots.start, roots.stop, seeds, self.layout.fringe, climb, sweep, space, out)
                yield roots, out
        finally:
            self._free.append(space)

    def nearest(
        self,
        start: Int32s,
        node: Int32s,
        cost: Int32s,
        *,
        count: int = 1,
        toward: bool = True,
        selection: Selection | None = None,
    ) -> tuple[Int32s, Int32s]:
        """The ``count`` nearest of all roots for every target, without a limit of distance.

        Seeds, ``toward`` and ``selection`` as for :meth:`trees`.

        Returns:
            Times int32[t, count] in ms, ascending, UNREACHED where fewer can be reached, and the roots
            int32[t, count], -1 there; of equally near roots the first.

        Raises:
            BadInput: if seeds do not fit the graph or ``count`` is not positive.
        """
        if count < 1:
            raise BadInput(f"the nearest {count}: at least one is wanted")
        seeds = checked_seeds(start, node, cost, self.nodes)
        chosen = self.everything if selection is None else selection
        sweep = chosen.toward if toward else chosen.away
        found: tuple[Int32s, Int32s] = nearest(
            seeds, self.layout.fringe, self.climb(toward), sweep, np.int64(count)
        )
        return found

    def bounded(
        self,
        start: Int32s,
        node: Int32s,
        cost: Int32s,
        *,
        limit: int,
        toward: bool,
        selection: Selection | None = None,
        block: slice | None = None,
    ) -> tuple[npt.NDArray[np.int64], Int32s, Int32s]:
        """The targets within ``limit`` ms (inclusive) of each root; faster than trees where few are.

        Seeds, ``toward``, ``selection`` and ``block`` as for :meth:`trees`.

        Returns:
            CSR by root: start int64[k+1], target int32[] ascending within a root (a node, or a row of the
            selection) and ms int32[].

        Raises:
            BadInput: if seeds do not fit the graph or the limit is negative or not below UNREACHED.
        """
        if not 0 <= limit < UNREACHED:
            raise BadInput(f"a limit of {limit} ms")
        seeds = checked_seeds(start, node, cost, self.nodes)
        chosen = self.everything if selection is None else selection
        sweep = chosen.toward if toward else chosen.away
        first, last, _ = (block or slice(None)).indices(len(seeds.start) - 1)
        found: tuple[npt.NDArray[np.int64], Int32s, Int32s] = bounded(
            first,
            max(first, last),
            seeds,
            self.layout.fringe,
            self.climb(toward),
            chosen.links(toward),
            sweep,
            np.int64(limit),
        )
        return found

    def within(
        self,
        start: Int32s,
        node: Int32s,
        cost: Int32s,
        *,
        limit: int,
        toward: bool,
        selection: Selection | None = None,
    ) -> tuple[npt.NDArray[np.int64], Int32s, Int32s]:
        """The same as :meth:`bounded`, by searches or by trees, whichever a few roots show to be faster.

        The answer does not depend on which is taken; :func:`reach.hierarchy.choice.choose` holds the rule.
        """
        chosen = self.everything if selection is None else selection
        roots = len(start) - 1
        step = max(1, roots // SAMPLE)
        reached = 0
        for root in range(0, roots, step):
            part = slice(root, root + 1)
            found = self.bounded(start, node, cost, limit=limit, toward=toward, selection=chosen, block=part)
            reached += len(found[1])
        share = reached / max(1, len(range(0, roots, step)) * len(chosen))
        core = len((chosen.toward if toward else chosen.away).core)
        if choose(share, targets=len(chosen), core=core, all_core=len(self.layout.core.parent)) == "bounded":
            return self.bounded(start, node, cost, limit=limit, toward=toward, selection=chosen)
        trees = self.trees(start, node, cost, toward=toward, selection=chosen)
        return gathered(trees, roots, limit)

    def climb(self, toward: bool) -> Climb:
        """What leads from seeds upwards: against the streets if ``toward``."""
        parent = self.layout.core.parent
        if toward:
            return Climb(parent, self.down_start, self.down_arcs, self.arriving, self.weights, np.int64(1))
        return Climb(parent, self.up_start, self.up_arcs, self.leaving, self.weights, np.int64(0))

    def _workspace(self) -> Workspace:
        """Room for one thread's sweeps, used before if any is free: fresh memory costs as much as a sweep."""
        try:
            return self._free.pop()
        except IndexError:
            return workspace(len(self.layout.core.parent), self.layout.fringe)


def _check_nodes(nodes: Int32s, count: int, what: str) -> None:
    wrong = np.flatnonzero((nodes < 0) | (nodes >= count))
    if len(wrong):
        place = int(wrong[0])
        raise BadInput(f"{what} {place}: {int(nodes[place])} is none of the {count} nodes")


def checked_seeds(start: Int32s, node: Int32s, cost: Int32s, nodes: int) -> Seeds:
    """Seeds that fit a graph of ``nodes`` nodes, as kernels take them."""
    seeds = Seeds(*(np.require(array, np.int32, ["C", "W"]) for array in (start, node, cost)))
    _check_nodes(seeds.node, nodes, "seed")
    if len(seeds.node) != len(seeds.cost):
        raise BadInput(f"{len(seeds.node)} seeds with {len(seeds.cost)} costs")
    if not len(seeds.start) or seeds.start[0] != 0 or seeds.start[-1] != len(seeds.node):
        raise BadInput(f"the starts of the roots do not span the {len(seeds.node)} seeds")
    if (np.diff(seeds.start) < 0).any():
        raise BadInput("the starts of the roots descend")
    wrong = np.flatnonzero((seeds.cost < 0) | (seeds.cost > UNREACHED))
    if len(wrong):
        raise BadInput(f"seed {int(wrong[0])}: a cost of {int(seeds.cost[wrong[0]])} ms")
    return seeds
