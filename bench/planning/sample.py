"""A month of a large city, made up: most of it in the evenings, much of it in the same houses."""

from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from karavan.kernel.localtime import local
from karavan.planning.occasions.columns import Columns, audience_mask, weight_of_size
from karavan.planning.occasions.parts import part_number
from karavan.programme.enums import Audience

MONTH = datetime(2027, 9, 1, tzinfo=UTC).timestamp()
AUDIENCES = [each.value for each in Audience]


def columns(count: int, seed: int = 7, days: int = 30) -> Columns:
    """Occasions of a span, in order of start."""
    rng = np.random.default_rng(seed)
    hours = rng.choice([5, 6, 8, 10, 12, 13, 13.5, 14], count, p=[0.1, 0.1, 0.1, 0.15, 0.15, 0.2, 0.1, 0.1])
    starts = np.sort(MONTH + rng.integers(0, days, count) * 86400 + hours * 3600)
    lengths = rng.choice([1, 1.5, 2, 3, 5], count) * 3600
    houses = rng.integers(0, 120, count)
    sizes = rng.choice([15, 40, 100, 300, 900, 3000], count, p=[0.3, 0.3, 0.2, 0.12, 0.06, 0.02])
    bounds = list(pairwise(range(0, 121 * 4, 4)))
    at_hall = rng.random(count) < 0.5
    rows = []
    for number in range(count):
        left, right = bounds[houses[number]]
        hall = bool(at_hall[number])
        some = rng.choice(AUDIENCES, rng.integers(1, 3), replace=False).tolist()
        rows.append(
            (
                starts[number],
                starts[number] + lengths[number],
                float(houses[number] % 11) * 1.3,
                float(houses[number] // 11) * 1.7,
                weight_of_size(int(sizes[number])),
                audience_mask(some),
                part_number(local(datetime.fromtimestamp(starts[number], UTC))),
                left + 1 if hall else left,
                left + 2 if hall else right,
                number,
                hall,
                False,
            )
        )
    return Columns.of(rows)
