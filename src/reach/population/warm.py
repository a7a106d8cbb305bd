"""What set-up does in this room, which has no kernels: a broken file of groups shows at once."""

from reach.population.groups import load_groups


def warm() -> None:
    """Read the engine's own groups."""
    load_groups()
