"""Shared reads of uploads."""

from typing import Any

from django.db.models import Q, QuerySet

from karavan.integrations.sheets.enums import Kind
from karavan.integrations.sheets.models import Batch, Source
from karavan.integrations.sheets.rules import upload_reach
from karavan.kernel.actor import Actor


def visible_to(actor: Actor | None) -> QuerySet[Batch]:
    """Uploads for organisations that the actor may upload for, and their own that name none.

    Lists of people are seen by directors only.
    """
    return Batch.objects.filter(_within(actor, Batch))


def sources_of(actor: Actor | None) -> QuerySet[Source]:
    """Named lists of the same organisations."""
    return Source.objects.filter(_within(actor, Source)).select_related("organisation")


def _within(actor: Actor | None, model: Any) -> Q:
    people, others = upload_reach(actor, Kind.MEMBERS), upload_reach(actor, Kind.EVENTS)
    condition = Q(kind=Kind.MEMBERS) & _condition(people)
    condition |= ~Q(kind=Kind.MEMBERS) & _condition(others)
    if model is Batch and actor is not None and actor.pk is not None and (others.everything or others.paths):
        own = Q(organisation__isnull=True, author=actor.pk)
        condition |= own if people.everything or people.paths else own & ~Q(kind=Kind.MEMBERS)
    return condition


def _condition(reach: Any) -> Q:
    return Q() if reach.everything else reach.query("organisation__")
