"""Which record a row means: by our number, its own key, or organisation, title and date."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from karavan.integrations.sheets.kinds.base import in_chunks
from karavan.integrations.sheets.words import key_of
from karavan.kernel.localtime import local
from karavan.people.rules import Reach
from karavan.programme.enums import OrganiserRole
from karavan.programme.models import Event, EventOrganiser, Session


def natural_key(organisation_id: int, title: str, day: date | None) -> str:
    """What tells events without a number apart."""
    return f"name:{organisation_id}:{key_of(title)}:{day or ''}"


@dataclass
class Known:
    """Events that rows may mean."""

    by_name: dict[str, list[int]] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    starts: dict[int, list[datetime]] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    mine: set[int] = field(default_factory=set)
    """Events of the organisations asked for."""


def load(organisations: Collection[int], keys: Iterable[str], reach: Reach) -> Known:
    """The events of organisations, and those that bear one of the keys and may be edited."""
    known = Known()
    owners: dict[int, list[int]] = {}
    for some in in_chunks(organisations):
        leads = EventOrganiser.objects.filter(organisation__in=some, role=OrganiserRole.LEAD)
        for event_id, organisation_id in leads.values_list("event_id", "organisation_id"):
            owners.setdefault(event_id, []).append(organisation_id)
    known.mine = set(owners)
    for ids in in_chunks(known.mine):
        for event_id, moment in (
            Session.objects.filter(event__in=ids)
            .order_by("starts_at", "id")
            .values_list("event_id", "starts_at")
        ):
            known.starts.setdefault(event_id, []).append(moment)
        rows = (
            Event.objects.filter(pk__in=ids)
            .order_by("pk")
            .values_list("pk", "title", "date_from", "source_id")
        )
        for pk, title, first, key in rows:
            days: set[date | None] = {local(moment).date() for moment in known.starts.get(pk, ())} or {first}
            for organisation_id in owners[pk]:
                for day in days:
                    known.by_name.setdefault(natural_key(organisation_id, title, day), []).append(pk)
            if key:
                known.by_key[key] = pk
                known.keys[pk] = key
    _load_keys(known, {key for key in keys if key not in known.by_key}, reach)
    return known


def _load_keys(known: Known, keys: Collection[str], reach: Reach) -> None:
    wanted = sorted(keys)
    for start in range(0, len(wanted), 500):
        rows = Event.objects.filter(source_id__in=wanted[start : start + 500])
        if not reach.everything:
            own = EventOrganiser.objects.filter(reach.query("organisation__"), role=OrganiserRole.LEAD)
            rows = rows.filter(pk__in=own.values("event_id"))
        known.by_key |= {key: pk for pk, key in rows.values_list("pk", "source_id")}


def editable(ids: Collection[int], reach: Reach) -> set[int]:
    """Those of the events that may be edited."""
    found: set[int] = set()
    for some in in_chunks(ids):
        if reach.everything:
            found.update(Event.objects.filter(pk__in=some).values_list("pk", flat=True))
            continue
        own = EventOrganiser.objects.filter(
            reach.query("organisation__"), event__in=some, role=OrganiserRole.LEAD
        )
        found.update(own.values_list("event_id", flat=True))
    return found


def not_yours() -> str:
    """What to say of a number that leads to nothing within reach."""
    return _("There is no such event among yours. Empty this cell to add the row as a new event.")
