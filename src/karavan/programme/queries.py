"""Shared reads of programmes, events, sessions and benefit categories."""

from collections.abc import Collection, Sequence

from django.db.models import Prefetch, QuerySet

from karavan.programme.models import (
    Event,
    EventOrganiser,
    EventPerformer,
    Tariff,
)

CHUNK = 500


def loaded() -> QuerySet[Event]:
    """Events with everything that hangs on them: eight queries, whatever the number of events."""
    return Event.objects.select_related("programme", "place", "place__district").prefetch_related(
        Prefetch("organisers", EventOrganiser.objects.select_related("organisation")),
        Prefetch("performers", EventPerformer.objects.select_related("organisation")),
        "sessions__place",
        "hours",
        "day_exceptions",
        Prefetch("tariffs", Tariff.objects.select_related("category").order_by("category__position", "id")),
        "place__hours",
    )


def load_events(ids: Collection[int]) -> list[Event]:
    """The events of these ids, loaded as by :func:`loaded`, in the order of their ids."""
    wanted: Sequence[int] = sorted(set(ids))
    found: list[Event] = []
    for start in range(0, len(wanted), CHUNK):
        found.extend(loaded().filter(pk__in=wanted[start : start + CHUNK]).order_by("pk"))
    return found
