"""Lists and records of the open API: bytes that the catalogue keeps ready, joined."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from karavan.api import conditions
from karavan.api.asking import Asked, asked_directory, asked_events, asked_record
from karavan.api.labels import DIRECTORY_FACETS, EVENT_FACETS, label_facets
from karavan.api.problems import DOCUMENTED, Problem
from karavan.api.schemas.common import Shape
from karavan.api.schemas.directory import (
    OrganisationCard,
    OrganisationDetail,
    PlaceCard,
    PlaceDetail,
    ProgrammeCard,
    ProgrammeDetail,
)
from karavan.api.schemas.events import EventDetail, EventItem, SessionItem
from karavan.catalogue import queries
from karavan.catalogue.results import Page
from karavan.kernel.errors import Invalid

CONTENT_TYPE = "application/json"

_ID = re.compile(r"[1-9][0-9]{0,17}")
_members = msgspec.json.Decoder(dict[str, msgspec.Raw])
_encode = msgspec.json.Encoder().encode


def names_of(shape: type[Shape]) -> tuple[str, ...]:
    """Members of an object as they stand in JSON."""
    return tuple(info.alias or name for name, info in shape.model_fields.items())


@dataclass(frozen=True)
class Directory:
    """One kind of record beside events: how it is asked for and what it shows."""

    kind: str
    find: Callable[..., Page]
    card: tuple[str, ...]
    whole: tuple[str, ...]


EVENT_ITEM = names_of(EventItem)
EVENT_WHOLE = names_of(EventDetail)
SESSION_ITEM = names_of(SessionItem)
PLACES = Directory("place", queries.find_places, names_of(PlaceCard), names_of(PlaceDetail))
ORGANISATIONS = Directory(
    "organisation", queries.find_organisations, names_of(OrganisationCard), names_of(OrganisationDetail)
)
PROGRAMMES = Directory(
    "programme", queries.find_programmes, names_of(ProgrammeCard), names_of(ProgrammeDetail)
)


def list_events(request: HttpRequest) -> HttpResponse:
    """Events with the first session or opening day that answers the question."""
    asked = asked_events(request, fields=EVENT_ITEM, facets=EVENT_FACETS)
    now = conditions.slot_start()
    return _list(
        request,
        asked,
        "event",
        lambda: queries.find_events(
            asked.filter,
            lang=asked.lang,
            limit=asked.limit,
            cursor=asked.cursor,
            facets=asked.facets is not None,
            now=now,
        ),
        timely=True,
    )


def list_sessions(request: HttpRequest) -> HttpResponse:
    """Sessions and opening days one by one. Facets count events, as in the list of events."""
    asked = asked_events(request, fields=SESSION_ITEM, facets=EVENT_FACETS)
    now = conditions.slot_start()

    def find() -> Page:
        page = queries.find_sessions(
            asked.filter, lang=asked.lang, limit=asked.limit, cursor=asked.cursor, now=now
        )
        if asked.facets is None:
            return page
        counted = queries.find_events(asked.filter, lang=asked.lang, limit=1, facets=True, now=now).facets
        return Page(page.items, page.next, page.total, counted)

    return _list(request, asked, "event", find, timely=True)


def list_directory(request: HttpRequest, what: Directory) -> HttpResponse:
    """Places, organisations or programmes."""
    asked = asked_directory(request, what.kind, fields=what.card, facets=DIRECTORY_FACETS[what.kind])
    return _list(
        request,
        asked,
        what.kind,
        lambda: what.find(
            asked.filter,
            lang=asked.lang,
            limit=asked.limit,
            cursor=asked.cursor,
            facets=asked.facets is not None,
        ),
        timely=False,
    )


def _list(
    request: HttpRequest, asked: Asked[Any], kind: str, find: Callable[[], Page], *, timely: bool
) -> HttpResponse:
    """A page, or 304 before anything is looked for. ``timely`` lists move on with the clock."""
    version = queries.version()
    changed_at = version.changed_at
    state: list[object] = [version.number, version.stamp]
    if timely:
        changed_at = max(changed_at, conditions.slot_start())
        state.append(conditions.slot_start().timestamp())
    tag = conditions.etag(request, *state)
    answer = conditions.unchanged(request, tag, changed_at)
    if answer is not None:
        return answer
    try:
        page = find()
    except Invalid as error:
        raise Problem(400, str(error), error.problems) from None
    facets = None
    if page.facets is not None and asked.facets is not None:
        facets = label_facets(kind, page.facets, asked.facets)
    items = [pick(item, asked.fields) for item in page.items] if asked.fields else page.items
    return _answer(join(items, page.next, page.total, facets), tag, changed_at)


def join(items: Iterable[bytes], following: str | None, total: int | None, facets: object) -> bytes:
    """The JSON of a page around items that are JSON already."""
    return b'{"items":[%s],"next":%s,"total":%s,"facets":%s}' % (
        b",".join(items),
        _encode(following),
        _encode(total),
        _encode(facets),
    )


def pick(record: bytes, fields: Iterable[str]) -> bytes:
    """Only these members of a JSON object, in this order; what it has not is left out."""
    members = _members.decode(record)
    return _encode({name: members[name] for name in fields if name in members})


def show_event(request: HttpRequest, key: str) -> HttpResponse:
    """One whole event."""
    return _show(request, "event", key, EVENT_WHOLE)


def show_directory(request: HttpRequest, what: Directory, key: str) -> HttpResponse:
    """One whole place, organisation or programme; programmes go by slug too."""
    return _show(request, what.kind, key, what.whole)


def _show(request: HttpRequest, kind: str, key: str, fields: tuple[str, ...]) -> HttpResponse:
    look = asked_record(request, fields=fields)
    number = _number(kind, key)
    found = queries.detail(kind, number, lang=look.lang) if number is not None else None
    if found is None:
        raise Problem(404, gettext(DOCUMENTED[404]))
    tag = conditions.etag(request, found.digest)
    answer = conditions.unchanged(request, tag, found.changed_at)
    if answer is not None:
        return answer
    payload = pick(found.payload, look.fields) if look.fields else found.payload
    return _answer(payload, tag, found.changed_at)


def _number(kind: str, key: str) -> int | None:
    if _ID.fullmatch(key):
        return int(key)
    return queries.programme_id(key) if kind == "programme" else None


def _answer(body: bytes, tag: str, changed_at: Any) -> HttpResponse:
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    conditions.stamp(response, tag, changed_at)
    return response
