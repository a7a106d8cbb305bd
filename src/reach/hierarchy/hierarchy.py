"""The hierarchy of a street graph: built once, customised in milliseconds for each profile."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reach.errors import BadInput
from reach.hierarchy import customising
from reach.hierarchy.build import Layout, lay_out
from reach.hierarchy.metric import Metric
from reach.hierarchy.order import Order, check_topology, digest_of
from reach.times import UNREACHED, Int32s


@dataclass(frozen=True)
class Hierarchy:
    """``nodes`` nodes and ``m`` pieces ``tail`` → ``head``, with an elimination order and what follows from
    it.
    """

    nodes: int
    tail: Int32s
    head: Int32s
    order: Order
    layout: Layout

    @classmethod
    def build(cls, nodes: int, tail: Int32s, head: Int32s, order: Order) -> "Hierarchy":
        """Complete the graph chordally in the order given.

        Raises:
            BadInput: if the order was made for another graph, or is no permutation.
        """
        tail, head = np.ascontiguousarray(tail, np.int32), np.ascontiguousarray(head, np.int32)
        check_topology(nodes, tail, head)
        if order.digest != digest_of(nodes, tail, head):
            raise BadInput("the order was made for another street graph; order this one anew")
        if not np.array_equal(np.sort(order.rank), np.arange(nodes)):
            raise BadInput(f"the order does not rank each of the {nodes} nodes once")
        return cls(nodes, tail, head, order, lay_out(nodes, tail, head, order.rank))

    def save(self, path: Path) -> None:
        """Write order and topology; the same hierarchy gives the same bytes."""
        with path.open("wb") as file:
            np.savez(
                file,
                nodes=np.int64(self.nodes),
                tail=self.tail,
                head=self.head,
                rank=self.order.rank,
                digest=np.bytes_(self.order.digest.encode()),
            )

    @classmethod
    def load(cls, path: Path, digest: str) -> "Hierarchy":
        """Read what :meth:`save` wrote, for the graph with this digest.

        Raises:
            BadInput: if the file is broken or belongs to another graph.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                nodes, rank = int(stored["nodes"]), stored["rank"]
                tail, head = stored["tail"], stored["head"]
                found = bytes(stored["digest"]).decode()
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise BadInput(f"no hierarchy can be read: {error}", file=path) from error
        if found != digest:
            raise BadInput("the hierarchy belongs to another street graph; build it anew", file=path)
        try:
            return cls.build(nodes, tail, head, Order(rank, found))
        except BadInput as error:
            raise BadInput(str(error), file=path) from error

    def customise(self, forward_ms: Int32s, backward_ms: Int32s, *, perfect: bool = True) -> Metric:
        """Weights for one profile.

        Args:
            forward_ms: int32[m], ms from tail to head of each piece; UNREACHED forbids it.
            backward_ms: int32[m], ms from head to tail.
            perfect: drop the arcs that no shortest path needs; answers are the same, sweeps faster.

        Raises:
            BadInput: if costs are missing, negative or above UNREACHED.
        """
        forward, backward = self._costs(forward_ms, "forward"), self._costs(backward_ms, "backward")
        fringe, core = self.layout.fringe, self.layout.core
        hung = 2 * len(fringe.node_of)
        arcs = hung + len(core.head)
        weights = customising.weigh(forward, backward, self.layout.slot, fringe.third, arcs)
        inner = weights[hung:]
        customising.customise(core.start, core.third, inner)
        basic = inner
        if perfect:
            basic = inner.copy()
            customising.perfect(core.start, core.third, inner)
        up = customising.needed(core.start, core.head, basic, inner, 0)
        down = customising.needed(core.start, core.head, basic, inner, 1)
        lengths = customising.fringe_lengths(fringe.parents, fringe.ends, fringe.node_of, weights, self.nodes)
        return Metric(self.layout, weights, *up, *down, *lengths)

    def _costs(self, costs: Int32s, name: str) -> Int32s:
        if len(costs) != len(self.tail):
            raise BadInput(f"{len(costs)} {name} costs for {len(self.tail)} pieces")
        if not np.issubdtype(costs.dtype, np.integer):
            raise BadInput(f"{name} costs are {costs.dtype}: whole milliseconds are wanted")
        if len(costs) and (costs.min() < 0 or costs.max() > UNREACHED):
            piece = int(np.flatnonzero((costs < 0) | (costs > UNREACHED))[0])
            raise BadInput(f"piece {piece}: a {name} cost of {int(costs[piece])} ms")
        return np.require(costs, np.int32, ["C", "W"])
