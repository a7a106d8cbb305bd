"""The editor: one page for a new event and for a known one."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.localtime import at
from karavan.office.desk import Desk
from karavan.office.frame import render
from karavan.office.kit.chosen import files_of, forget_chosen, keep_chosen
from karavan.office.kit.editing import ShownClash, sent
from karavan.office.kit.extras import last_change
from karavan.office.kit.merging import BASE
from karavan.office.programme.events import choices, live, panels
from karavan.office.programme.events.filling import SAVES, with_deeds
from karavan.office.programme.events.form import EventForm
from karavan.office.programme.events.merging import base_of
from karavan.office.programme.events.rows import When
from karavan.office.programme.events.saving import after_save, create, guess_kind, refused, save, shown, tell
from karavan.office.programme.events.values import fresh, initial_of
from karavan.people.models import Organisation
from karavan.programme.enums import EventStatus, OrganiserRole
from karavan.programme.models import Event
from karavan.programme.queries import load_events
from karavan.programme.releases.queries import releases_only
from karavan.ui.parts import Link


def new_page(screen: Any, desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """A new event: nothing is kept before the first save, and from then on it is a draft."""
    if not screen.may_create(desk):
        raise NotAllowed(_("You may not add a record here."))
    form = make_form(desk, None, sent(request)[0], files_of(desk, request, "picture"))
    do = asked(request)
    if request.META.get(live.HEADER):
        return live.answer(desk, request, form, None)
    if do in SAVES and form.is_valid() and guess_kind(desk, form):
        try:
            event = create(desk, form.cleaned_data)
        except (Invalid, Conflict, NotAllowed) as error:
            refused(form, error)
        else:
            forget_chosen(desk, request, "picture")
            return after_save(screen, desk, request, event, do, _("The draft is saved."))
    return answer(screen, desk, request, form, None)


def edit_page(screen: Any, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """A known event; two people's changes are merged, row by row in its lists."""
    event = load(pk)
    if not edits(desk, event):
        # Whether it may at least be seen: 403 where it may, 404 where not.
        screen.get_editable(desk, pk)
    form = make_form(desk, event, sent(request)[0], files_of(desk, request, "picture"))
    do = asked(request)
    if request.META.get(live.HEADER):
        return live.answer(desk, request, form, event)
    clashes: list[ShownClash] = []
    if do in SAVES and form.is_valid() and guess_kind(desk, form):
        try:
            merged = save(desk, event, form, request.POST)
        except (Invalid, Conflict, NotAllowed) as error:
            refused(form, error)
            # A refused change stands in the loaded records: the page shows what is kept.
            event = load(pk)
        else:
            if not merged.clashes:
                told = tell(form, merged)
                forget_chosen(desk, request, "picture")
                return after_save(screen, desk, request, event, do, told)
            clashes = shown(form, merged, last_change(screen, event))
    return answer(screen, desk, request, form, event, clashes)


def edits(desk: Desk, event: Event) -> bool:
    """Whether the person may edit a loaded event: as ``rules.can_edit_event``, and no query."""
    return any(desk.editing.covers(one) for one in leads(event)) or desk.editing.everything


def leads(event: Event) -> list[Organisation]:
    """The lead organisers of a loaded event."""
    return [row.organisation for row in event.organisers.all() if row.role == OrganiserRole.LEAD]


def directly(desk: Desk, event: Event) -> bool:
    """Whether the person publishes a loaded event without a release; one query at most."""
    if desk.managing.everything or any(desk.managing.covers(one) for one in leads(event)):
        return True
    return not releases_only(one.path for one in leads(event))


def load(pk: int) -> Event:
    """An event with all that its form shows."""
    found = load_events([pk])
    if not found:
        raise Http404
    return found[0]


def asked(request: HttpRequest) -> str:
    """What a sent form asks for; "" where none was sent. Enter in a field saves."""
    return str(request.POST.get("do", "save")) if request.method == "POST" else ""


def make_form(desk: Desk, event: Event | None, data: Any = None, files: Any = None) -> EventForm:
    """The form of an event, bound where something was sent."""
    initial = fresh(desk.organisation) | prefilled(desk) if event is None else initial_of(event)
    if data is not None:
        data = with_deeds(data)
    form = EventForm(data, files, initial=initial, auto_id="f-%s", empty_permitted=False)
    form.is_new = event is None
    form.is_public = event is not None and event.published_at is not None
    form.auto_id = "f-%s"
    choices.prepare(desk, form)
    return form


def prefilled(desk: Desk) -> dict[str, Any]:
    """What the address of a new event says: ``title``, ``place``, ``programme``, and ``starts`` from a grid.

    ``starts`` is a moment on the city's clock; a day without a time is left to :func:`live.day_asked`.
    """
    query = desk.request.GET
    found: dict[str, Any] = {}
    if query.get("title"):
        found["title"] = query["title"][:300]
    if query.get("place", "").isdecimal():
        found["place"] = int(query["place"][:18])
    if query.get("programme", "").isdecimal():
        found["programme"] = int(query["programme"][:18])
    try:
        asked_for = datetime.strptime(query.get("starts", ""), "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - the city's
        found["sessions"] = [When(None, at(asked_for.date(), asked_for.time()))]
    except (ValueError, OverflowError):
        pass
    return found


def answer(
    screen: Any,
    desk: Desk,
    request: HttpRequest,
    form: EventForm,
    event: Event | None,
    clashes: Sequence[ShownClash] = (),
) -> HttpResponse:
    """The page of the form."""
    if form.is_bound:
        keep_chosen(desk, request, form, "picture")
    values = live.values_now(form)
    do = asked(request)
    guess = panels.guess_panel(desk, form, values)
    values = {**values, "kind": guess["kind"]}
    words = live.words_of_place(request) if do else ""
    # A known event has its place already: what is free is asked when somebody wants to change it.
    ask = event is None or do == "look" or values.get("place") is None
    context: dict[str, Any] = {
        "form": form,
        "event": event,
        "base": base_text(form),
        "clashes": clashes,
        "may_publish": event is None or event.status != EventStatus.PUBLISHED,
        "directly": event is None or directly(desk, event),
        "first_errors": form.is_bound and do in SAVES and bool(form.errors),
        "back_url": screen.url("detail", event) if event else screen.url(),
        "keep_as": f"{desk.actor.pk}:{event.pk if event else 'new'}",
        **live.when_context(desk, form, event, do),
        **guess,
        **panels.halls_panel(desk, values, event, words=words, ask=ask),
        **panels.missing_panel(form, values, event),
        **panels.poster_words(values, timezone.now()),
    }
    if event is None:
        crumbs = [Link(str(screen.title), screen.url()), Link(_("New event"))]
        context |= {"screen": screen, "title": _("New event"), "crumbs": crumbs, "seed": "event-new"}
    else:
        here = screen.url("detail", event)
        crumbs = [Link(str(screen.title), screen.url()), Link(event.title, here), Link(_("Edit"))]
        context |= {"screen": screen, "title": event.title, "crumbs": crumbs, "seed": f"event-{event.pk}"}
    return render(request, desk, "office/events/edit.html", context)


def base_text(form: EventForm) -> str:
    """The hidden field of the form: digests of what this person was shown first."""
    if form.is_bound:
        return str(form.data.get(BASE, "")) or "{}"
    return json.dumps(base_of(form.initial), separators=(",", ":"))
