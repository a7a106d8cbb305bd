"""A line of the last weeks, drawn on the server."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 100, 24
SPAN: Final = 20
"""Fewest points from the lower edge to the upper: a step of one is seen, and does not look like a leap."""


def sparkline(points: Sequence[tuple[date, int]]) -> SafeString:
    """Figures of 0 to 100 by day, the oldest first, as a line with its words; "" for fewer than two.

    The line has the height for itself: its edges are the lowest and highest figures, or ``SPAN`` apart.
    """
    if len(points) < 2:
        return mark_safe("")  # nothing
    first, last = points[0][0], points[-1][0]
    span = max(1, (last - first).days)
    lowest, highest = min(value for _day, value in points), max(value for _day, value in points)
    height = max(SPAN, highest - lowest)
    floor = min(max(0.0, (lowest + highest - height) / 2), 100.0 - height)
    drawn = " ".join(
        f"{WIDTH * (day - first).days / span:.1f},{HEIGHT - 2 - (HEIGHT - 4) * (value - floor) / height:.1f}"
        for day, value in points
    )
    words = _("%(days)d days ago %(first)d, now %(last)d") % {
        "days": (last - first).days,
        "first": points[0][1],
        "last": points[-1][1],
    }
    # Numbers and escaped words.
    return mark_safe(
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><polyline points="{drawn}" fill="none" stroke="currentColor" stroke-width="2" '
        f'vector-effect="non-scaling-stroke"/></svg><span class="vh">{escape(words)}</span>'
    )
