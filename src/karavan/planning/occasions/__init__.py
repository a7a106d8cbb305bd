"""Occasions: what lies in the city diary, dates of events and plans alike, as somebody may know it."""

from karavan.planning.occasions.reading import occasions, scene
from karavan.planning.occasions.record import Occasion, Scene, SizeBasis, SpotBasis
from karavan.planning.occasions.words import apart, described

__all__ = ["Occasion", "Scene", "SizeBasis", "SpotBasis", "apart", "described", "occasions", "scene"]
