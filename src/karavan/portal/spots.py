"""What's on by place: buildings with their numbers of events as a list, and the map that is drawn from it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.results import Spot, Where
from karavan.portal import cards, labels
from karavan.portal.answer import Visit, render
from karavan.portal.asking import Asked
from karavan.portal.events import list_context, total_words
from karavan.portal.filters import Addresses, Variants
from karavan.portal.ground import ground_url
from karavan.portal.site import with_query
from karavan.ui import typography
from karavan.ui.parts import Link


@dataclass(frozen=True)
class Row:
    """A building with its number of events; ``kind`` is a family of colours, degrees are as text."""

    spot: Spot
    name: str
    address: str
    events: str
    url: str
    kind: str

    @property
    def point(self) -> str:
        """Longitude and latitude, as a map takes them; "" where no point is known."""
        return "" if self.spot.lat is None else f"{self.spot.lon},{self.spot.lat}"


@dataclass(frozen=True)
class Group:
    """Buildings of a district, most events first."""

    title: str
    rows: Sequence[Row]


def map_view(visit: Visit, asked: Asked[EventFilter]) -> HttpResponse:
    """Every place that has an answer to the question, with its number of events, by district."""
    found = queries.count_facets(asked.question, now=visit.now)
    where = queries.find_where(asked.question, lang=visit.lang, now=visit.now)
    lists = Variants(Addresses(asked.addresses.path), asked.question)
    rows = [_row(lists, spot, msgspec.json.decode(where.places[spot.place_id])) for spot in where.spots]
    context = list_context(visit, asked, found, asked.notices) | {
        "groups": by_district(visit, [row for row in rows if row.point]),
        "pointless": [row for row in rows if not row.point],
        "elsewhere": _elsewhere(asked, where),
        "nowhere": _nowhere(where),
        "map": {
            "feed": with_query("/feeds/events.geojson", _feed_query(asked, visit.lang)),
            "ground": ground_url(visit),
            "tiles": settings.MAP_TILES,
            "tiles_credit": settings.MAP_ATTRIBUTION,
        },
    }
    return render(visit, "portal/events_map.html", context, query=asked.canonical)


def _feed_query(asked: Asked[EventFilter], lang: str) -> str:
    """The question without a place: the map adds one."""
    query = Addresses("").changed(asked.question, place=None).removeprefix("?")
    return "&".join(filter(None, [query, "" if lang == "ru" else f"lang={lang}"]))


def _row(lists: Variants, spot: Spot, place: Mapping[str, Any]) -> Row:
    return Row(
        spot=spot,
        name=place["name"],
        address=place["address"],
        events=total_words(spot.events),
        url=lists.of(place=str(spot.place_id)),
        kind=cards.EVENT_FAMILIES[spot.kind],
    )


def by_district(visit: Visit, rows: Sequence[Row]) -> list[Group]:
    """Buildings by district, the district with most events first; those of none come last."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.spot.district].append(row)
    groups = sorted(
        found.items(), key=lambda item: (not item[0], -sum(row.spot.events for row in item[1]), item[0])
    )
    return [
        Group(labels.district(code, visit.version.stamp) if code else _("Outside the districts"), members)
        for code, members in groups
    ]


def _elsewhere(asked: Asked[EventFilter], where: Where) -> list[Link]:
    """What is at no known place: online, and what has not been told."""
    links = []
    if where.online:
        url = Addresses(asked.addresses.path).of(replace(asked.question, online=True))
        links.append(Link(_("Online: %(events)s") % {"events": total_words(where.online)}, url))
    if where.untold:
        links.append(Link(_("Place not told yet: %(events)s") % {"events": total_words(where.untold)}))
    return links


def _nowhere(where: Where) -> str:
    """«Ещё 12 событий без точки на карте»."""
    if not where.nowhere:
        return ""
    words = ngettext(
        "%(count)s more event has no point on the map",
        "%(count)s more events have no point on the map",
        where.nowhere,
    )
    return words % {"count": typography.number(where.nowhere)}
