"""Reads of circumstances: what, other than occasions, makes a day good or bad for one."""

from datetime import date

from django.db.models import Q, QuerySet

from karavan.kernel.actor import Actor
from karavan.people.rules import editing_reach
from karavan.planning.models import Circumstance


def circumstances(first: date, last: date) -> QuerySet[Circumstance]:
    """What holds on these days, or may hold on them as far as the moon is not confirmed; in order.

    All staff may know all of it.
    """
    sure = Q(first_day__lte=last, last_day__gte=first)
    return Circumstance.objects.filter(sure | _by_the_moon(first, last)).select_related(
        "place", "district", "organisation"
    )


def _by_the_moon(first: date, last: date) -> Q:
    near = Q(pk__in=[])
    for margin in (1, 2, 3):
        near |= Q(
            margin_days__gte=margin,
            first_day__lte=date.fromordinal(last.toordinal() + margin),
            last_day__gte=date.fromordinal(first.toordinal() - margin),
        )
    return near


def editable_by(actor: Actor | None) -> QuerySet[Circumstance]:
    """Circumstances the actor may change: agrees with ``circumstances.rules.can_edit_circumstance``."""
    reach = editing_reach(actor)
    if reach.everything:
        return Circumstance.objects.all()
    return Circumstance.objects.filter(reach.query("organisation__"), organisation__isnull=False)


def to_confirm(today: date) -> QuerySet[Circumstance]:
    """Feasts to come whose day somebody has yet to confirm, the nearest first."""
    return Circumstance.objects.filter(margin_days__gt=0, last_day__gte=today)
