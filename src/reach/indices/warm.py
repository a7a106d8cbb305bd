"""Compile every kernel of this room, on next to nothing."""

import numpy as np

from reach.indices.blocks import collect
from reach.indices.choice import ChoiceWithin, TimeToKinds
from reach.indices.closest import CostToClosest
from reach.indices.competition import FloatingCatchmentArea
from reach.indices.cumulative import BalancingCost, CumulativeCutoff
from reach.indices.decay import decay_binary, decay_exponential
from reach.indices.gravity import Gravity


def warm() -> None:
    """Run each kernel once; they are cached on disk from then on."""
    decay, slow = decay_binary(60), decay_exponential(0.1)
    collect(
        np.ones((2, 2), np.int32),
        CumulativeCutoff(60),
        BalancingCost((1, 1)),
        CostToClosest(),
        Gravity(decay),
        FloatingCatchmentArea("2sfca", decay, (1, 1)),
        FloatingCatchmentArea("2sfca", slow, (1, 1)),
        ChoiceWithin((0, 1), 60),
        TimeToKinds((0, 1)),
    )
