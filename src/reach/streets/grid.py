"""A grid over pieces of street, and the nearest one to a point.

Distances are measured in the plane that touches the Earth at the point itself (equirectangular, the
point's own parallel giving the width of a degree): over the few hundred metres of snapping that is exact
to millimetres, anywhere but at the poles and across the 180th meridian.
"""

import math
from typing import Any

import numpy as np

from reach.compiled import inlined, kernel
from reach.streets.sphere import METRES_A_DEGREE

DEGREE = float(METRES_A_DEGREE)
RADIAN = math.pi / 180

SLACK = 1e-4
"""Metres by which the border of a cell is trusted less than rounding would allow."""


@kernel
def build_grid(cells: Any, columns: Any, boxes: Any, kept: Any) -> Any:
    """Pieces by cell as CSR: ``start`` int32[cells + 1] and ``members`` int32, ascending in each cell.

    ``boxes`` int32[4, pieces]: first and last row, first and last column that the box around each piece
    touches.
    """
    start = np.zeros(cells + 1, dtype=np.int32)
    for piece in range(len(kept)):
        if kept[piece]:
            for row in range(boxes[0, piece], boxes[1, piece] + 1):
                for column in range(boxes[2, piece], boxes[3, piece] + 1):
                    start[row * columns + column + 1] += 1
    for cell in range(cells):
        start[cell + 1] += start[cell]
    members = np.empty(start[-1], dtype=np.int32)
    fill = start[:-1].copy()
    for piece in range(len(kept)):
        if kept[piece]:
            for row in range(boxes[0, piece], boxes[1, piece] + 1):
                for column in range(boxes[2, piece], boxes[3, piece] + 1):
                    members[fill[row * columns + column]] = piece
                    fill[row * columns + column] += 1
    return start, members


@inlined
def _nearest(north: Any, east: Any, to_north: Any, to_east: Any) -> Any:
    """Where on the stretch between two places (metres from the point) its foot lies, and how far off."""
    up, right = to_north - north, to_east - east
    span = up * up + right * right
    fraction = 0.0
    if span > 0.0:
        fraction = min(max(-(north * up + east * right) / span, 0.0), 1.0)
    foot_north, foot_east = north + fraction * up, east + fraction * right
    return fraction, foot_north * foot_north + foot_east * foot_east


@inlined
def _gap(ring: Any, offset: Any, size: Any) -> Any:
    """Metres from a point to the border of the square of ``ring`` cells around its own."""
    return (ring + min(offset, 1.0 - offset)) * size - SLACK


@kernel
def _snap_one(lat: Any, lon: Any, shape: Any, grid: Any, ends: Any, usable: Any, limit: Any) -> Any:
    """Ring after ring of cells around the point, until the next ring lies farther off than the best piece."""
    south, west, height, width, rows, columns = shape
    start, members = grid
    latitude, longitude, to_latitude, to_longitude = ends
    wide = DEGREE * math.cos(lat * RADIAN)
    row, column = math.floor((lat - south) / height), math.floor((lon - west) / width)
    up, right = (lat - south) / height - row, (lon - west) / width - column
    best, best_piece, best_fraction = limit * limit, -1, 0.0
    first = max(-row, row - rows + 1, -column, column - columns + 1, 0)
    last = max(abs(row), abs(rows - 1 - row), abs(column), abs(columns - 1 - column))
    for ring in range(first, last + 1):
        reach = min(_gap(ring - 1, up, height * DEGREE), _gap(ring - 1, right, width * wide))
        if ring > 0 and reach > 0.0 and reach * reach > best:
            break
        for line in range(max(row - ring, 0), min(row + ring, rows - 1) + 1):
            step = 1 if abs(line - row) == ring else 2 * ring
            for place in range(column - ring, column + ring + 1, step):
                cell = line * columns + place if 0 <= place < columns else -1
                for slot in range(start[cell], start[cell + 1]) if cell >= 0 else range(0):
                    piece = members[slot]
                    if not usable[piece]:
                        continue
                    fraction, square = _nearest(
                        (latitude[piece] - lat) * DEGREE,
                        (longitude[piece] - lon) * wide,
                        (to_latitude[piece] - lat) * DEGREE,
                        (to_longitude[piece] - lon) * wide,
                    )
                    if square < best or (square == best and (best_piece < 0 or piece < best_piece)):
                        best, best_piece, best_fraction = square, piece, fraction
    return best_piece, best_fraction, best


@kernel
def snap_points(shape: Any, grid: Any, ends: Any, usable: Any, points: Any, limit: Any) -> Any:
    """The nearest usable piece to each point within ``limit`` metres (the lowest of equals), -1 for none."""
    lats, lons = points
    found = np.full(len(lats), -1, dtype=np.int32)
    fractions = np.zeros(len(lats))
    distances = np.full(len(lats), np.inf)
    for point in range(len(lats)):
        piece, fraction, square = _snap_one(lats[point], lons[point], shape, grid, ends, usable, limit)
        if piece >= 0:
            found[point] = piece
            fractions[point] = fraction
            distances[point] = math.sqrt(square)
    return found, fractions, distances
