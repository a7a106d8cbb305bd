"""Finding a date: which days of a window suit something large, where, and why not another day."""

from karavan.planning.finder.search import Found, Judged, find
from karavan.planning.finder.wish import Wish

__all__ = ["Found", "Judged", "Wish", "find"]
