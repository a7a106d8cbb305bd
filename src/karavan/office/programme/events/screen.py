"""Events as a screen of the office: the list, a record, and the addresses of all that is done with one."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from csp.decorators import csp_update
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext, gettext_lazy

from karavan.kernel.localtime import local
from karavan.office.desk import Desk, office_page
from karavan.office.kit import CrudView, Tab
from karavan.office.kit.exporting import CHUNK
from karavan.office.kit.icalendar import Entry
from karavan.office.kit.listing import Listing
from karavan.office.programme.events import copies, deeds, detail, editor, live, preview, series
from karavan.office.programme.events.bulk import BULK
from karavan.office.programme.events.columns import (
    COLUMNS,
    FILTERS,
    ORDERED,
    in_two_steps,
    period_words,
    with_order,
)
from karavan.office.programme.events.form import EventForm
from karavan.people.models import Organisation
from karavan.programme import actions
from karavan.programme.enums import PUBLIC_STATUSES, EventStatus, SessionStatus
from karavan.programme.models import Event, EventOrganiser, Session
from karavan.programme.queries import editable_by, visible_to
from karavan.programme.rules import can_edit_event


def _organisers(organisation: Organisation) -> QuerySet[EventOrganiser]:
    """Those of an organisation and of what lies below it."""
    # The organisations first: a condition on their paths would walk every organiser of every event.
    return EventOrganiser.objects.filter(
        organisation__in=Organisation.objects.under(organisation).values("pk")
    )


class Events(CrudView):
    """Events: their editor is a page of its own (:mod:`karavan.office.programme.events.editor`)."""

    name = "events"
    model = Event
    title = gettext_lazy("Events")
    one = gettext_lazy("New event")
    icon = "calendar-days"
    has_origins = True
    search = ("title", "summary")
    ordering = ("-updated_at",)
    page_size = 40
    columns = COLUMNS
    filters = FILTERS
    bulk = BULK
    form_class = EventForm
    list_template = "office/events/list.html"
    detail_template = "office/events/detail.html"

    def visible(self, desk: Desk) -> QuerySet[Event]:
        """Events the person may see."""
        return visible_to(desk.actor)

    def editable(self, desk: Desk) -> QuerySet[Event]:
        """Events the person may change."""
        return editable_by(desk.actor)

    def is_editable(self, desk: Desk, record: Event) -> bool:
        """The same of one event, without gathering all that the person may change."""
        return can_edit_event(desk.actor, record)

    def get(self, desk: Desk, pk: int) -> Event:
        """An event the person may see, else 404."""
        record = get_object_or_404(self.listed(Event.objects.all()), pk=pk)
        # Whoever may change an event sees it, and of one event that is asked with the least.
        if not self.may_edit(desk, record) and not self.visible(desk).filter(pk=pk).exists():
            raise Http404
        return record

    def within(self, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
        """Those that an organisation, or one below it, takes part in."""
        return rows.filter(pk__in=_organisers(organisation).values("event_id"))

    def rows(self, desk: Desk, listing: Listing) -> QuerySet[Any]:
        """All rows of the list in its order; what their columns show is read for a page at a time."""
        chosen = None if listing.everywhere else desk.organisation
        # Who works for an organisation sees all its events: to ask again costs more than the list.
        inside = chosen is not None and desk.seeing.covers(chosen)
        rows = Event.objects.all() if inside else self.visible(desk)
        rows = listing.narrow(rows, self.filters, self.search)
        if chosen is None:
            return in_two_steps(self._ordered(rows, listing))
        # A page walks the index of its order and looks at each event; a count gathers the events at once, or
        # just the organisers where nothing is asked of the events themselves.
        organisers = _organisers(chosen)
        plain = inside and not listing.filters and not listing.words
        return in_two_steps(
            self._ordered(rows.filter(Exists(organisers.filter(event=OuterRef("pk")))), listing),
            counted=organisers.order_by().values("event_id").distinct()
            if plain
            else self.within(rows, chosen),
        )

    def _ordered(self, rows: QuerySet[Any], listing: Listing) -> QuerySet[Any]:
        if listing.sort.removeprefix("-") in ORDERED:
            rows = with_order(rows)
        return rows.order_by(*listing.order(self.columns, self.ordering))

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The events with what their pages name; what the columns show is read for a page at a time."""
        return rows.select_related("place", "programme").defer("text", "easy_text", "translations")

    def public_url(self, record: Event) -> str:
        """The page of residents."""
        return f"/events/{record.pk}/" if record.status in PUBLIC_STATUSES else ""

    def tabs(self, desk: Desk, record: Event) -> list[Tab]:
        """Its dates, where it has any of its own, and the preview."""
        here = desk.request.path_info
        dates, shown = f"/office/events/{record.pk}/dates/", f"/office/events/{record.pk}/preview/"
        found = [Tab(gettext("Preview"), shown, here == shown)]
        if not record.is_range:
            found.insert(0, Tab(gettext("Dates"), dates, here.startswith(dates)))
        return found

    def detail(self, desk: Desk, record: Event) -> dict[str, Any]:
        """What the page of an event tells."""
        return detail.context(self, desk, record)

    def history_subjects(self, record: Event) -> list[tuple[str, list[int]]]:
        """Lines of the event and of its dates."""
        dates = list(record.sessions.values_list("pk", flat=True))
        return [("programme.event", [record.pk]), ("programme.session", dates)]

    def remove(self, desk: Desk, record: Event) -> Any:
        """Into the trash, if it was never public."""
        return actions.remove_event(actor=desk.actor, event=record)

    def calendar(self, desk: Desk, records: Iterable[Event]) -> Iterable[Entry]:
        """Every date, and every period, of the events of a list; one query for some hundred events."""
        waiting = iter(records)
        while some := list(islice(waiting, CHUNK)):
            dates: dict[int, list[Session]] = {event.pk: [] for event in some}
            for one in Session.objects.filter(event__in=dates).select_related("place"):
                dates[one.event_id].append(one)
            for event in some:
                yield from self._entries(event, dates[event.pk])

    def _entries(self, event: Event, dates: Iterable[Session]) -> Iterable[Entry]:
        place = event.place.name if event.place else ""
        url, about = self.url("detail", event), event.summary
        off = event.status == EventStatus.CANCELLED
        if event.is_range:
            if event.date_from is not None:
                words = period_words(event)
                yield Entry(
                    f"event-{event.pk}",
                    event.title,
                    event.date_from,
                    event.date_to,
                    place,
                    words,
                    url,
                    off,
                )
            return
        for one in dates:
            yield Entry(
                f"session-{one.pk}",
                event.title,
                local(one.starts_at),
                local(one.ends_at) if one.ends_at else None,
                one.place.name if one.place else place,
                one.note or about,
                url,
                off or one.status == SessionStatus.CANCELLED,
                event.updated_at,
            )

    def new_page(self, desk: Desk, request: HttpRequest) -> HttpResponseBase:
        """The editor, empty."""
        return editor.new_page(self, desk, request)

    def edit_page(self, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The editor of an event."""
        return editor.edit_page(self, desk, request, pk)

    def urls(self) -> list[URLPattern]:
        """The kit's addresses, and those of what is done with an event."""
        return [
            path(
                "office/events/last-year/", self._page(copies.last_year_page), name="office-events-last-year"
            ),
            path("office/events/paste/", self._page(live.paste), name="office-events-paste"),
            *super().urls(),
            path("office/events/<int:pk>/copy/", self._page(copies.copy_page), name="office-events-copy"),
            path(
                "office/events/<int:pk>/preview/",
                csp_update({"frame-src": ["'self'"]})(self._page(preview.page)),
                name="office-events-preview",
            ),
            path("office/events/<int:pk>/do/<slug:verb>/", self._page(deeds.page), name="office-events-do"),
            path("office/events/<int:pk>/dates/", self._page(series.page), name="office-events-dates"),
            path(
                "office/events/<int:pk>/dates/<int:session_pk>/",
                self._page(series.one_page),
                name="office-events-date",
            ),
        ]

    def _page(self, view: Any) -> Any:
        """A view of this screen as a page of the office."""

        def shown(desk: Desk, request: HttpRequest, **given: Any) -> HttpResponseBase:
            return view(self, desk, request, **given)

        return office_page(shown)
