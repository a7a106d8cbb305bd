"""One event, whole."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin

from karavan.catalogue import queries, schemaorg
from karavan.catalogue.families import EVENT_FAMILIES
from karavan.catalogue.preview import preview_event
from karavan.catalogue.records import over_at
from karavan.kernel.localtime import local
from karavan.portal import labels, staff, wording
from karavan.portal.answer import Visit, page, render
from karavan.portal.cards import event_path, organisation_path, place_path, programme_path
from karavan.portal.hours import exceptions_table, weekly_table
from karavan.portal.locator import locator
from karavan.portal.printed.door import WIDTHS, door_data
from karavan.portal.printed.previews import record_meta
from karavan.portal.printed.when import when
from karavan.portal.site import here, own, with_query
from karavan.ui import typography
from karavan.ui.parts import Column, Fact, Link, Table

NEXT_SHOWN = 8
LANGUAGE_NAMES = {"ru": "Русский", "en": "English", "tt": "Татарча", "ba": "Башҡортса"}


@page
def event_page(visit: Visit, event_id: int) -> HttpResponse:
    """When, where, for whom, for how much, and what it is."""
    found = queries.detail("event", event_id, lang=visit.lang)
    if found is None:
        raise Http404
    record: dict[str, Any] = msgspec.json.decode(found.payload)
    context = event_context(visit, record) | {
        "provenance": staff.provenance_of_event(visit.staff, event_id),
        "edit_path": staff.path_to_edit_event(visit.staff, event_id),
    }
    return render(visit, "portal/event.html", context)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})  # type: ignore[arg-type]
@page
def event_preview(visit: Visit, event_id: int) -> HttpResponse:
    """An event as residents would see it, published or not, for those who may see it in the office."""
    if not staff.may_preview_event(visit.staff, event_id):
        raise Http404
    payload = preview_event(event_id, lang=visit.lang)
    if payload is None:
        raise Http404
    context = event_context(visit, msgspec.json.decode(payload)) | {"preview": True, "staff": None}
    return render(visit, "portal/event.html", context)


def event_context(visit: Visit, record: dict[str, Any]) -> dict[str, Any]:
    """What the page of an event says of its whole record."""
    event_id = int(record["id"])
    coming, past = sessions(record, visit.now)
    return {
        "title": record["title"],
        "description": record["summary"],
        "og_title": record["title"],
        "og_type": "article",
        **record_meta("event", record, visit.now),
        "door": door_data(record, when(record, visit.now)),
        "door_posters": [
            (size.upper(), here(f"/events/{record['id']}/poster-{size}.pdf")) for size in WIDTHS
        ],
        "event": record,
        "family": EVENT_FAMILIES[record["kind"]],
        "picture_url": own(record["picture"]["url"]) if record["picture"] else "",
        "crumbs": _crumbs(record),
        "badges": wording.status_badges(record),
        "event_path": event_path(event_id),
        "is_cancelled": record["status"] == "cancelled",
        "first": coming[0] if coming else None,
        "coming": coming[:NEXT_SHOWN],
        "later": coming[NEXT_SHOWN:],
        "past": past,
        "period": wording.period(record),
        "weekly": weekly_table(record["hours"], _("Opening hours")),
        "exceptions": exceptions_table(record["exceptions"]),
        "price": wording.price(record["price"]),
        "tariffs": tariff_table(record),
        "must_check": any(tariff["check_with_city"] for tariff in record["tariffs"]),
        "locator": locator(record["places"][0]) if record["places"] else None,
        "places": [{**place, "path": place_path(place["id"])} for place in record["places"]],
        "step_free": wording.step_free(record) if record["place"] else None,
        "access": wording.access_list(record),
        "survey": wording.survey(record["survey"]),
        "facts": _facts(record),
        "text": _clean(record["text"]),
        "easy_text": _clean(record["easy_text"]),
        "facilities": wording.facilities(record),
        "other_titles": [
            (code, LANGUAGE_NAMES[code], title)
            for code, title in record["other_titles"].items()
            if code != visit.lang
        ],
        "in_other_language": record["lang"] != visit.lang,
        "calendar_url": "" if is_over(record, coming, visit.now) else calendar_url(record, visit.lang),
        "json_url": with_query(
            f"/api/v1/events/{record['id']}", "" if visit.lang == "ru" else f"lang={visit.lang}"
        ),
        "jsonld": jsonld(record),
    }


def _clean(html: str) -> SafeString:
    # The catalogue holds texts as karavan.kernel.html cleaned them when they were saved.
    return mark_safe(html)


def _crumbs(record: Mapping[str, Any]) -> list[Link]:
    line = [Link(item["title"], programme_path(item["slug"])) for item in record["programmes"]]
    first = Link(_("Programmes"), here("/programmes/")) if line else Link(_("What's on"), here("/events/"))
    return [first, *line, Link(record["title"])]


def sessions(record: Mapping[str, Any], now: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Sessions to come or going on and past ones, each in words."""
    coming: list[dict[str, Any]] = []
    past: list[dict[str, Any]] = []
    main = record["place"]["id"] if record["place"] else None
    for session in record["sessions"]:
        start = wording.moment(session["start"])
        end = wording.moment(session["end"]) if session["end"] else None
        place = session["place"]
        shown = {
            "day": start.date(),
            "start": start,
            "words": _day_words(start, now),
            "time": typography.time_range(start, end if end and end.date() == start.date() else None),
            "until": typography.date_short(end) if end and end.date() != start.date() else "",
            "badges": wording.status_badges({**record, "demo": False}, session["status"]),
            "cancelled": "cancelled" in {session["status"], record["status"]},
            "note": session["note"],
            "moved_from": moved_words(session["moved_from"]),
            "place": None
            if place is None or place["id"] == main
            else Link(place["name"], place_path(place["id"])),
            "price": wording.price(session["price"]) if session["price"] != record["price"] else "",
            "facilities": [labels.label("facility", name) for name in session["facilities"]]
            if session["facilities"] != record["facilities"]
            else [],
        }
        (coming if over_at(session) > now else past).append(shown)
    return coming, past[::-1]


def _day_words(start: datetime, now: datetime) -> str:
    """What stands beside the big number of a day; the year only where it is another one."""
    line = f"{typography.month(start)}, {typography.weekday(start)}"
    return f"{line}, {start.year}" if start.year != now.year else line


def moved_words(text: str | None) -> str:
    """From when a session was moved."""
    if not text:
        return ""
    old = wording.moment(text)
    return _("moved from %(day)s, %(time)s") % {
        "day": typography.date_short(old),
        "time": typography.time_text(old),
    }


def tariff_table(record: Mapping[str, Any]) -> Table | None:
    """What each benefit category pays; None without tariffs."""
    if not record["tariffs"]:
        return None
    rows = [[_("Everybody else"), wording.price(record["price"]), ""]]
    rows = [
        [
            tariff["name"],
            _tariff_price(tariff),
            typography.glue("; ".join(filter(None, _conditions(tariff)))),
        ]
        for tariff in record["tariffs"]
    ] + rows
    columns = [Column(_("Who")), Column(_("Price")), Column(_("On what terms"))]
    return Table(_("Price by benefit"), columns, rows, stacked=True)


def _tariff_price(tariff: Mapping[str, Any]) -> str:
    if tariff["price"] is not None:
        return typography.price_range(wording.amount(tariff["price"]))
    return _("free") if tariff["kind"] == "free" else _("price not stated")


def _conditions(tariff: Mapping[str, Any]) -> list[str]:
    terms = []
    if tariff["days_of_month"]:
        days = ", ".join(map(str, tariff["days_of_month"]))
        terms.append(_("on these days of the month: %(days)s") % {"days": days})
    if tariff["quota"]:
        terms.append(
            ngettext("%(count)d place", "%(count)d places", tariff["quota"]) % {"count": tariff["quota"]}
        )
    if tariff["proof"]:
        terms.append(_("show: %(proof)s") % {"proof": tariff["proof"]})
    if tariff["companion_free"]:
        terms.append(_("a companion enters free"))
    terms.append(tariff["legal_basis"])
    return terms


def _facts(record: Mapping[str, Any]) -> list[Fact]:
    languages = [labels.label("language", code) for code in record["languages"]]
    audiences = [labels.label("audience", code) for code in record["audiences"]]
    performers = [
        f"{item['name']} — {item['part']}" if item["part"] else item["name"] for item in record["performers"]
    ]
    organisers = [
        Link(
            item["name"] if item["role"] == "lead" else f"{item['name']} ({item['role_label'].lower()})",
            organisation_path(item["id"]),
        )
        for item in record["organisers"]
    ]
    # Where nobody has said, nothing is said: a row without values is not shown.
    payment: dict[bool | None, list[str]] = {
        True: [_("the Pushkin card is taken")],
        False: [_("the Pushkin card is not taken")],
    }
    return [
        Fact(_("Payment"), payment.get(record.get("pushkin_card"), [])),
        Fact(_("Performers"), performers),
        Fact(_("For whom"), audiences),
        Fact(_("Language"), languages),
        Fact(_("Offered besides"), [labels.label("facility", name) for name in record["facilities"]]),
        Fact(_("Organisers"), organisers),
    ]


def is_over(record: Mapping[str, Any], coming: Sequence[Mapping[str, Any]], now: datetime) -> bool:
    """Whether neither a session nor a day of the period is to come: a calendar would get nothing."""
    if record["sessions"]:
        return not coming
    return record["to"] is not None and date.fromisoformat(record["to"]) < local(now).date()


def calendar_url(record: Mapping[str, Any], lang: str) -> str:
    """The calendar of this event alone."""
    query = f"event={record['id']}"
    return with_query("/feeds/events.ics", query if lang == "ru" else f"{query}&lang={lang}")


_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def jsonld(record: Mapping[str, Any]) -> SafeString:
    """The event for search engines, safe inside a script element."""
    city = (
        settings.CITY_NAME_EN if record["url"].startswith(f"{settings.SITE_URL}/en/") else settings.CITY_NAME
    )
    node = schemaorg.event_node(record, city=city, time_zone=settings.TIME_ZONE)
    text = msgspec.json.encode(schemaorg.document([node])).decode()
    return mark_safe(text.translate(_ESCAPES))
