"""Shapes as SVG paths, short ones: relative steps in tenths of a pixel or coarser, nothing said twice."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from reach.drawing.frame import Box, Floats

TENTHS = 10
Ints = npt.NDArray[np.int64]


def _steps(numbers: Iterable[int]) -> str:
    """Whole numbers as SVG has them: a minus parts two numbers as well as a blank does."""
    text = " ".join(map(str, numbers))
    return text.replace(" -", "-")


def rings(outlines: Iterable[tuple[Floats, Floats]]) -> str:
    """Closed outlines in pixels as one path in tenths of a pixel."""
    parts: list[str] = []
    at = np.zeros(2, dtype=np.int64)
    for x, y in outlines:
        points = np.rint(np.stack((x, y), axis=1) * TENTHS).astype(np.int64)
        if len(points) > 1 and (points[0] == points[-1]).all():
            points = points[:-1]
        moves = np.diff(points, axis=0)
        moves = moves[moves.any(axis=1)]
        if len(moves) < 2:
            continue
        parts.append(f"m{_steps((points[0] - at).tolist())}l{_steps(moves.reshape(-1).tolist())}z")
        # A closed ring leaves the pen where it began.
        at = points[0]
    return "".join(parts)


def dots(x: Floats, y: Floats) -> str:
    """Points in pixels as a path of strokes without length, in tenths of one: round ends make them dots."""
    points = np.unique(np.rint(np.stack((x, y), axis=1) * TENTHS).astype(np.int64), axis=0)
    moves = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return "".join(f"m{_steps(move)}h0" for move in moves.tolist())


def polyline(x: Floats, y: Floats) -> str:
    """A line in pixels in tenths of a pixel."""
    points = np.rint(np.stack((x, y), axis=1) * TENTHS).astype(np.int64)
    moves = np.diff(points, axis=0)
    moves = moves[moves.any(axis=1)]
    return f"m{_steps(points[0].tolist())}l{_steps(moves.reshape(-1).tolist())}" if len(moves) else ""


def network(x: Floats, y: Floats, tail: Ints, head: Ints, box: Box, most: int) -> tuple[str, float]:
    """Pieces between points in pixels as one path on the finest grid on which it has at most ``most`` bytes.

    Pieces out of the box are left out, those that fall into one step of the grid vanish, and each pair of
    grid points is
    joined once. Returns the path in steps of the grid, and the pixels of a step.
    """
    inside = (x >= box.x) & (x <= box.x + box.width) & (y >= box.y) & (y <= box.y + box.height)
    kept = inside[tail] & inside[head]
    tail, head = tail[kept], head[kept]
    step = 0.5
    while True:
        points = np.rint(np.stack((x, y), axis=1) / step).astype(np.int64)
        start, end = _once(points, tail, head)
        if len(start) * FEWEST <= most or step > COARSEST:
            path = _joined(points, start, end)
            if len(path) <= most or step > COARSEST:
                return path, step
        step *= 1.2


FEWEST = 5
"""Bytes that a piece takes at least, on the average."""
COARSEST = 16.0


def _once(points: Ints, tail: Ints, head: Ints) -> tuple[Ints, Ints]:
    """Pieces whose ends are different points of the grid, one for each pair of those."""
    corner, numbers = np.unique(points, axis=0, return_inverse=True)
    place = numbers.reshape(-1)
    start, end = place[tail], place[head]
    pair = np.minimum(start, end) * len(corner) + np.maximum(start, end)
    pair[start == end] = -1
    found, first = np.unique(pair, return_index=True)
    first = np.sort(first[found >= 0])
    return tail[first], head[first]


def _joined(points: Ints, tail: Ints, head: Ints) -> str:
    """Pieces in their order, those that go on where the one before ended without lifting the pen."""
    if not len(tail):
        return ""
    here, there = points[tail], points[head]
    begins = np.ones(len(here), dtype=np.bool_)
    begins[1:] = (here[1:] != there[:-1]).any(axis=1)
    moves = (there - here).tolist()
    jumps = (here - np.concatenate((np.zeros((1, 2), dtype=np.int64), there[:-1]))).tolist()
    parts: list[str] = []
    for move, jump, new in zip(moves, jumps, begins.tolist(), strict=True):
        text = _steps(move)
        if new:
            parts.append(f"m{_steps(jump)}l{text}")
        else:
            parts.append(text if text[0] == "-" else f" {text}")
    return "".join(parts)
