"""Parts of the editor that follow what is typed: the guess, the halls, what is missing.

Each is a context for a small template; the page draws all of them, a live answer only those asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from karavan.catalogue.families import EVENT_FAMILIES
from karavan.kernel.localtime import local
from karavan.office.desk import Desk
from karavan.office.holds.free import with_holds
from karavan.office.kit.filters import every_word
from karavan.office.programme.events.form import EventForm, label_of
from karavan.office.programme.events.rows import When
from karavan.office.programme.events.values import lacking
from karavan.places.enums import Access
from karavan.places.models import Place
from karavan.places.queries import visible_to as visible_places
from karavan.programme.checks import Problem
from karavan.programme.enums import RANGE_CALENDARS, AgeMark, Audience, EventKind
from karavan.programme.guessing import Guess, guess, past_events
from karavan.programme.halls import Hall, Span, days_of, halls_of, judge
from karavan.programme.models import Event
from karavan.ui import typography

FOUND: Final = 12
"""Places of a search."""


@dataclass(frozen=True)
class Todo:
    """One thing that is missing, and the address of the element where it is mended."""

    message: str
    href: str


def todos(problems: Sequence[Problem], form: EventForm) -> list[Todo]:
    """What is missing and what is wrong, each with where to mend it."""
    found = []
    for name, messages in form.errors.items():
        label = "" if name == "__all__" else f"{label_of(form, name)}: "
        found += [Todo(f"{label}{message}", f"#{anchor_of(name)}") for message in messages]
    known = set(form.errors)
    found += [
        Todo(one.message, f"#{anchor_of(one.path)}")
        for one in problems
        if one.path.partition(".")[0] not in known
    ]
    return found


def anchor_of(path: str) -> str:
    """The element of the page where a path is."""
    name = path.partition(".")[0]
    return "main" if name == "__all__" else f"f-{name}"


def missing_panel(form: EventForm, values: Mapping[str, Any], event: Event | None) -> dict[str, Any]:
    """What keeps the event from being published; read from the form, saved or not."""
    found = todos(lacking(values, event), form) if form.is_bound or event is None else []
    if event is not None and not form.is_bound:
        found = todos(lacking(values, event), form)
    return {"todos": found}


def guess_panel(desk: Desk, form: EventForm, values: Mapping[str, Any]) -> dict[str, Any]:
    """The kind chosen or guessed, and what similar events had; one query, none without a title."""
    title = str(values.get("title") or form["title"].value() or "")
    chosen = str(values.get("kind") or "")
    ids = [desk.organisation.pk] if desk.organisation is not None else [one.pk for one in desk.organisations]
    # Of a known event everything may have been decided: then nothing is asked.
    open_still = not (chosen and values.get("age_mark") is not None and values.get("audiences"))
    found = guess(title, past_events(ids)) if title.strip() and open_still else Guess()
    kind = chosen or found.kind
    offers = []
    if found.age_mark is not None and values.get("age_mark") is None:
        offers.append(("age_mark", str(found.age_mark), AgeMark(found.age_mark).label))
    if found.audiences and not values.get("audiences"):
        labels = ", ".join(str(Audience(one).label).lower() for one in found.audiences)
        offers.append(("audiences", " ".join(found.audiences), labels))
    return {
        "kind": kind,
        "kind_label": EventKind(kind).label if kind in EventKind.values else "",
        "kind_guessed": bool(kind) and not chosen,
        "guess": found,
        "offers": offers,
        "family": EVENT_FAMILIES.get(kind, "other"),
    }


@dataclass(frozen=True)
class ShownHall:
    """A place to choose: its words for what it is, and for what stands against it."""

    pk: int
    name: str
    above: str
    facts: str
    step_free: str
    state: str
    note: str
    chosen: bool


def spans_of(values: Mapping[str, Any]) -> list[Span]:
    """The times an event would hold its place."""
    if values.get("calendar") in RANGE_CALENDARS:
        first, last = values.get("date_from"), values.get("date_to")
        return [days_of(first, last)] if first and last and first <= last else []
    dates: Sequence[When] = values.get("sessions") or ()
    return [(one.starts_at, one.ends_at) for one in dates]


def halls_panel(
    desk: Desk, values: Mapping[str, Any], event: Event | None, *, words: str = "", ask: bool = True
) -> dict[str, Any]:
    """Own halls, those found by words, the chosen one; for their times where ``ask``.

    Where the place is known and nobody asks, it is all that is shown: nothing is asked of the database.
    """
    if not ask and event is not None and event.place is not None and event.place_id == values.get("place"):
        one = Hall(event.place, (), event.place.capacity, Access.UNKNOWN)
        return {"halls": [shown_hall(one, event.place_id, asked=False)], "halls_folded": True}
    spans = spans_of(values) if ask else []
    without = None if event is None else event.pk
    chosen = values.get("place")
    own = with_holds(desk, halls_of(desk.actor, desk.organisation, spans, without=without), spans, without)
    known = {hall.place.pk for hall in own}
    others: list[Hall] = []
    if words:
        rows = visible_places(desk.actor).filter(every_word(("name", "address"), words)).exclude(pk__in=known)
        others = judge(desk.actor, rows.order_by("name", "pk")[:FOUND], spans, without=without)
    if chosen and chosen not in known and chosen not in {hall.place.pk for hall in others}:
        others += judge(desk.actor, visible_places(desk.actor).filter(pk=chosen), spans, without=without)
    others = with_holds(desk, others, spans, without)
    return {
        "halls": [shown_hall(hall, chosen, asked=bool(spans)) for hall in own],
        "places": [shown_hall(hall, chosen, asked=bool(spans)) for hall in others],
        "place_words": words,
        "asked_for_time": bool(spans),
        "chosen_place": chosen,
    }


def shown_hall(hall: Hall, chosen: Any, *, asked: bool) -> ShownHall:
    """A hall in words."""
    place: Place = hall.place
    facts = []
    if hall.capacity:
        facts.append(_("%(count)s seats") % {"count": typography.number(hall.capacity)})
    if not hall.above and place.address:
        facts.append(place.address)
    state, note = "", ""
    if hall.is_closed:
        state, note = "closed", hall.closed
    elif hall.busy:
        state, note = "busy", "; ".join(holding_words(one) for one in hall.busy[:2])
    elif asked:
        state = "free"
        note = "; ".join(holding_words(one) for one in hall.nearby[:1])
        note = _("in the same house: %(what)s") % {"what": note} if note else ""
    return ShownHall(
        place.pk,
        place.name,
        ", ".join(hall.above),
        " · ".join(facts),
        str(hall.step_free),
        state,
        note,
        place.pk == chosen,
    )


def holding_words(one: Any) -> str:
    """What holds a hall and when."""
    begins, ends = local(one.starts_at), local(one.ends_at)
    unknown = _("a draft of another organisation") if one.event_id else _("held by another organisation")
    title = f"«{one.title}»" if one.title else unknown
    return f"{title}, {typography.date_short(begins)}, {typography.time_range(begins, ends)}"


def poster_words(values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The first date of the form as typography."""
    if values.get("calendar") in RANGE_CALENDARS:
        first, last = values.get("date_from"), values.get("date_to")
        if first and last and first <= last:
            return {"poster_when": typography.date_range(first, last)}
        return {"poster_when": typography.date_short(first) if first else ""}
    dates = sorted(values.get("sessions") or (), key=lambda one: one.starts_at)
    coming = [one for one in dates if one.starts_at >= now] or dates
    if not coming:
        return {"poster_when": ""}
    begins = local(coming[0].starts_at)
    more = len(dates) - 1
    return {
        "poster_day": begins.day,
        "poster_month": typography.month(begins),
        "poster_weekday": typography.weekday(begins),
        "poster_time": typography.time_text(begins),
        "poster_more": more,
    }
