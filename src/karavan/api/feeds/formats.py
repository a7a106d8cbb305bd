"""The formats of a feed by the ending of its address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from karavan.api.feeds import geojson, ics, jsonld, rss, table
from karavan.api.feeds.feed import Feed

MAX_EVENTS = 500


@dataclass(frozen=True)
class Format:
    """How to write a feed; ``whole`` formats need the whole records and not only the cards."""

    title: str
    content_type: str
    write: Callable[[Feed], bytes]
    whole: bool
    schema: dict[str, Any]


_TEXT: dict[str, Any] = {"type": "string"}

FORMATS: dict[str, Format] = {
    "ics": Format("iCalendar (RFC 5545)", ics.CONTENT_TYPE, ics.write, True, _TEXT),
    "rss": Format("RSS 2.0", rss.CONTENT_TYPE, rss.write, False, _TEXT),
    "jsonld": Format(
        "JSON-LD with schema.org/Event",
        jsonld.CONTENT_TYPE,
        jsonld.write,
        True,
        {"type": "object", "required": ["@context", "@graph"], "properties": {"@graph": {"type": "array"}}},
    ),
    "geojson": Format(
        "GeoJSON (RFC 7946), positions as [longitude, latitude]",
        geojson.CONTENT_TYPE,
        geojson.write,
        False,
        {
            "type": "object",
            "required": ["type", "features"],
            "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array"}},
        },
    ),
    "csv": Format("CSV (RFC 4180, UTF-8 with BOM)", table.CONTENT_TYPE, table.write, False, _TEXT),
}
