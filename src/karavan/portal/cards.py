"""Cards of the catalogue as components of the interface."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from karavan.catalogue.families import EVENT_FAMILIES
from karavan.places.hours import CLOSING_STATES
from karavan.portal import wording
from karavan.portal.site import here, own
from karavan.ui import typography
from karavan.ui.parts import Badge, Card, Poster

PLACE_FAMILIES = {
    "teatry": "theatre",
    "koncertnye-ploshchadki": "music",
    "muzei-i-galerei": "exhibition",
    "biblioteki": "book",
    "dvorcy-kultury-i-kluby": "dance",
    "kulturnoe-nasledie": "heritage",
    "obrazovatelnye-uchrezhdeniya": "lecture",
    "prochee": "tour",
}
"""Category of a place → family of its colour and poster."""

_decode = msgspec.json.Decoder().decode


def decoded(items: Iterable[bytes]) -> list[dict[str, Any]]:
    """Items of a page as dicts."""
    return [_decode(item) for item in items]


def event_path(event_id: object) -> str:
    return here(f"/events/{event_id}/")


def place_path(place_id: object) -> str:
    return here(f"/places/{place_id}/")


def organisation_path(organisation_id: object) -> str:
    return here(f"/organisations/{organisation_id}/")


def programme_path(slug: object) -> str:
    return here(f"/programmes/{slug}/")


def event_card(record: dict[str, Any], *, dated: bool = True) -> Card:
    """The card of an event; ``dated`` False where a heading above it tells the day."""
    upcoming = record["next"]
    start = wording.moment(upcoming["start"])
    end = wording.moment(upcoming["end"]) if upcoming["end"] else None
    is_open = upcoming["status"] == "open"
    when = wording.hours(start, end) if is_open else typography.time_text(start)
    note = typography.capitalised(typography.date_long(start)) if dated else ""
    if is_open and record["to"]:
        note = _("until %(day)s") % {"day": typography.date_short(wording.day(record["to"]))}
    elif is_open and not dated:
        note = _("open")
    place = record["place"]
    where = place["name"] if place else _("Online") if record["online_url"] else ""
    cancelled = record["status"] == "cancelled" or upcoming["status"] == "cancelled"
    return Card(
        title=record["title"],
        url=event_path(record["id"]),
        when=when,
        when_note=note,
        kind=EVENT_FAMILIES[record["kind"]],
        kind_label=record["kind_label"],
        age=record["age_mark"] or "",
        poster=_picture(record),
        place=where,
        price="" if cancelled else wording.price(record["price"]),
        access=wording.step_free(record) if place and not cancelled else None,
        badges=wording.status_badges(record, upcoming["status"]),
        cancelled=cancelled,
        facilities=() if cancelled else wording.offered(record),
    )


def _picture(record: dict[str, Any]) -> Poster:
    picture = record["picture"]
    if picture:
        return Poster(src=own(picture["url"]), alt=picture["alt"])
    return Poster(family=EVENT_FAMILIES[record["kind"]], seed=f"event-{record['id']}")


def place_card(record: dict[str, Any]) -> Card:
    """The card of a place."""
    badges = []
    if record["state"] in CLOSING_STATES:
        badges.append(Badge("cancelled", STATE_WORDS[record["state"]]()))
    if record["state"] == "moved":
        badges.append(Badge("moved", STATE_WORDS["moved"]()))
    if record["demo"]:
        badges.append(Badge("demo", _("demo")))
    family = PLACE_FAMILIES.get(record["category"], "other")
    return Card(
        title=record["name"],
        url=place_path(record["id"]),
        kind=family,
        kind_label=record["kind_label"],
        poster=Poster(family=family, seed=f"place-{record['id']}"),
        place=", ".join(filter(None, [record["address"], district(record)])),
        access=wording.step_free(record),
        badges=badges,
    )


STATE_WORDS = {
    "repair": lambda: _("closed for repair"),
    "paused": lambda: _("closed for a time"),
    "emergency": lambda: _("closed in an emergency"),
    "closed": lambda: _("closed for good"),
    "moved": lambda: _("moved away"),
}


def district(record: dict[str, Any]) -> str:
    """«Центральный район»; in English the name says it already."""
    name: str = record["district_name"]
    return _("%(name)s district") % {"name": name} if name and "istrict" not in name else name
