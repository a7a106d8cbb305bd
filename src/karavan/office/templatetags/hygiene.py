"""The city in three figures above the list of institutions."""

from statistics import median
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.hygiene import queries
from karavan.hygiene.rules import GOOD_ENOUGH
from karavan.office.desk import Desk

register = template.Library()


@register.inclusion_tag("office/hygiene/_city.html")
def hygiene_city(desk: Desk) -> dict[str, Any]:
    """Median, share of those well told of, contradictions of long standing; one query."""
    rows = queries.visible_to(desk.seeing)
    if desk.organisation is not None:
        rows = rows.filter(path__startswith=desk.organisation.path)
    found = list(queries.with_scores(rows, timezone.now()).order_by().values_list("score", "stale"))
    values = [score for score, _stale in found if score is not None]
    if not values:
        return {"figures": []}
    good = round(100 * sum(1 for value in values if value >= GOOD_ENOUGH) / len(values))
    stale = sum(number or 0 for _score, number in found)
    return {
        "figures": [
            (round(median(values)), _("of 100 is the median"), "?sort=score", False),
            (
                good,
                ngettext("per cent has 90 or more", "per cent have 90 or more", good),
                "?band=high",
                False,
            ),
            (
                stale,
                ngettext(
                    "contradiction stands for over 48 hours", "contradictions stand for over 48 hours", stale
                ),
                "?stale=yes",
                stale > 0,
            ),
        ]
    }
