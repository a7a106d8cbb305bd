"""Compile every kernel of this room, on next to nothing."""

import numpy as np

from reach.indices.blocks import collect
from reach.indices.choice import ChoiceWithin, TimeToKinds
from reach.indices.closest import CostToClosest
from reach.indices.competition import FloatingCatchmentArea
from reach.indices.cumulative import BalancingCost, CumulativeCutoff
from reach.indices.decay import decay_binary
from reach.indices.gravity import Gravity


def warm() -> None:
    """Run each kernel once; they are cached on disk from then on."""
    decay = decay_binary(60)
    collect(
        np.ones((2, 2), np.int32),
        CumulativeCutoff(60),
        BalancingCost((1, 1)),
        CostToClosest(),
        Gravity(decay),
        FloatingCatchmentArea("2sfca", decay, (1, 1)),
        ChoiceWithin((0, 1), 60),
        TimeToKinds((0, 1)),
    )
