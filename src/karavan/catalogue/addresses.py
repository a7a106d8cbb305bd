"""Which pages the catalogue has: what site maps and crawlers ask."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from karavan.catalogue.models import Entry

_PAGE_OF = {"event": "/events/", "place": "/places/", "organisation": "/organisations/"}


@dataclass(frozen=True)
class Address:
    """Path of a page on the portal (without language prefix) and when it changed last."""

    path: str
    changed_at: datetime


def count() -> int:
    """Number of pages. One query."""
    return Entry.objects.count()


def addresses(first: int, number: int) -> list[Address]:
    """Pages by position, in a stable order. One query, and one more where programmes are among them."""
    rows = list(
        Entry.objects.order_by("kind", "object_id").values_list("pk", "kind", "object_id", "changed_at")[
            first : first + number
        ]
    )
    programmes = [pk for pk, kind, _object_id, _changed_at in rows if kind == "programme"]
    slugs: dict[int, str] = {}
    if programmes:
        for pk, card in Entry.objects.filter(pk__in=programmes).values_list("pk", "card_ru"):
            slugs[pk] = msgspec.json.decode(bytes(card))["slug"]
    return [
        Address(
            f"/programmes/{slugs[pk]}/" if kind == "programme" else f"{_PAGE_OF[kind]}{object_id}/",
            changed_at,
        )
        for pk, kind, object_id, changed_at in rows
        if kind != "programme" or pk in slugs
    ]
