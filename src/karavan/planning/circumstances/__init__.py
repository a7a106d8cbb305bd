"""Circumstances: feasts, days of memory, quiet hours, works on roads: what makes a day good or bad."""

from karavan.planning.circumstances.meeting import Concern, concerns, concerns_of

__all__ = ["Concern", "concerns", "concerns_of"]
