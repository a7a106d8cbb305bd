"""What travel times mean: how much is within reach, how much choice, and how evenly it is spread.

Names and results are those of the R package ``accessibility`` where it has the index. Times enter as whole
seconds, ``int32[origins, venues]``, either at once or as a stream of blocks of venues
(:mod:`reach.indices.blocks`); what cannot be reached is ∞ and counts as that: outside every cutoff, without
weight in every decay, last in every order. No index is a mean over what happens to be reachable.

Durations (cutoffs, steps, increments) are seconds; the two rates of :mod:`reach.indices.decay` are per
minute, as they are published. Sums run over venues in their order, so that a result is the same to the byte
for any size of block.
"""
