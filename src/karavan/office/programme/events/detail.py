"""The page of an event: what it is, its dates, what it lacks, and what can be done with it in one tap."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.catalogue.families import EVENT_FAMILIES
from karavan.office.desk import Desk
from karavan.office.frame import staff
from karavan.office.people.sharing import shared_with
from karavan.office.planning.panel import clashes_panel
from karavan.office.programme.events import columns, panels
from karavan.office.programme.events.series import shown_date
from karavan.office.programme.events.values import initial_of
from karavan.programme.checks import missing
from karavan.programme.enums import (
    PUBLIC_STATUSES,
    Audience,
    Entry,
    EventStatus,
    Facility,
    Language,
)
from karavan.programme.models import Event
from karavan.programme.queries import load_events
from karavan.programme.releases.queries import publishes_directly
from karavan.ui.parts import Fact, Link

SHOWN = 8
"""Coming dates on the page; the rest stands on the page of the dates."""


def context(screen: Any, desk: Desk, record: Event) -> dict[str, Any]:
    """What the template needs beside what the kit gives."""
    event = load_events([record.pk])[0]
    now = timezone.now()
    dates = [shown_date(one, event) for one in event.sessions.all()]
    coming = [one for one in dates if not one["over"]]
    may_edit = screen.may_edit(desk, record)
    found = missing(event) if event.status != EventStatus.CANCELLED else []
    here = f"/office/events/{event.pk}"
    return {
        "event": event,
        "keep_as": f"{desk.actor.pk}:{event.pk}",
        "keep_new": f"{desk.actor.pk}:new",
        "family": EVENT_FAMILIES.get(event.kind, "other"),
        "seed": f"event-{event.pk}",
        "status_badge": columns.status_cell(event),
        "period": columns.period_words(event) if event.is_range else "",
        "dates": coming[:SHOWN],
        "dates_left": len(coming) - SHOWN if len(coming) > SHOWN else 0,
        "dates_past": len(dates) - len(coming),
        "todos": [panels.Todo(one.message, f"{here}/edit/#{panels.anchor_of(one.path)}") for one in found],
        "facts": facts(event, noted=staff(desk)),
        "may_edit": may_edit,
        "sharing": shared_with(desk, event, may_edit=may_edit),
        "deeds": deeds(desk, event) if may_edit else [],
        "is_public": event.status in PUBLIC_STATUSES,
        "was_public": event.published_at is not None,
        "posters": [(size.upper(), f"/events/{event.pk}/poster-{size}.pdf") for size in ("a4", "a3")]
        if event.status in PUBLIC_STATUSES
        else [],
        "dates_url": f"{here}/dates/",
        "clashing": clashes_panel(desk, event, now) if staff(desk) else None,
        "copy_url": f"{here}/copy/",
        "years": copy_years(event, now.year),
        **panels.poster_words(initial_of(event), now),
    }


def copy_years(event: Event, year: int) -> list[int]:
    """Years to which the dates of a copy may go along."""
    first = panels.spans_of(initial_of(event))
    held = min((start.year for start, _end in first), default=None)
    return [] if held is None else [one for one in (year, year + 1) if one > held]


def deeds(desk: Desk, event: Event) -> list[tuple[str, str, str]]:
    """What can be done in one tap: verb, label, icon; the first is what comes next."""
    directly = publishes_directly(desk.actor, event)
    publish, off = ("publish", _("Publish"), "send"), ("withdraw", _("Take off"), "eye-off")
    by_status: dict[str, list[tuple[str, str, str]]] = {
        EventStatus.DRAFT: [publish if directly else ("send", _("Send for release"), "send")],
        EventStatus.READY: [*([publish] if directly else []), ("take-back", _("Take back"), "undo-2")],
        EventStatus.WITHDRAWN: [publish if directly else ("send", _("Send for release"), "send")],
        EventStatus.PUBLISHED: [
            ("cancel", _("Cancel the event"), "x"),
            ("withdraw", _("Take off"), "eye-off"),
        ],
        EventStatus.CANCELLED: [off],
    }
    return by_status.get(event.status, [])


def facts(event: Event, *, noted: bool) -> list[Fact]:
    """What it is, in the order of the form; what is not stated is left out.

    ``noted``: with what colleagues say of it to one another, which is no guest's business.
    """
    place = event.place
    return [
        Fact(_("Kind"), [str(event.get_kind_display())]),
        Fact(_("When"), [columns.period_words(event)] if event.is_range else []),
        Fact(_("Place"), [Link(place.name, f"/office/places/{place.pk}/")] if place is not None else []),
        Fact(_("Online"), [Link(event.online_url, event.online_url)] if event.online_url else []),
        Fact(_("Seats"), [str(event.capacity)] if event.capacity is not None else []),
        Fact(_("Age mark"), [columns.age_cell(event)] if event.age_mark is not None else []),
        Fact(_("For whom"), _labels(Audience, event.audiences)),
        Fact(_("Price"), [columns.price_cell(event)]),
        Fact(_("How one gets in"), [str(Entry(event.entry).label)]),
        Fact(_("Tickets"), [Link(event.booking_url, event.booking_url)] if event.booking_url else []),
        Fact(_("Benefits"), [str(row.category) for row in event.tariffs.all()]),
        Fact(_("Offered besides"), _labels(Facility, event.facilities)),
        Fact(_("Language"), _labels(Language, event.languages)),
        Fact(_("Programme"), [event.programme.title] if event.programme is not None else []),
        Fact(_("Who performs"), [row.name for row in event.performers.all()]),
        Fact(_("Who holds it"), [str(row.organisation) for row in event.organisers.all()]),
        Fact(_("Source"), [event.source] if event.source else []),
        Fact(_("Note for colleagues"), [event.staff_note] if event.staff_note and noted else []),
    ]


def _labels(kind: Any, values: Sequence[str]) -> list[str]:
    return [", ".join(str(kind(one).label) for one in values if one in kind.values)] if values else []
