"""GeoJSON (RFC 7946): a feature for each event; positions are [longitude, latitude]."""

from typing import Any

import msgspec

from karavan.api.feeds.feed import Feed, Record

CONTENT_TYPE = "application/geo+json; charset=utf-8"


def write(feed: Feed) -> bytes:
    """The feature collection of a feed; an event without coordinates has no geometry."""
    return msgspec.json.encode(
        {
            "type": "FeatureCollection",
            "title": feed.title,
            "description": feed.description,
            "total": feed.total,
            "next": feed.following,
            "features": [_feature(card) for card in feed.cards],
        }
    )


def _feature(card: Record) -> dict[str, Any]:
    place = card["place"]
    geometry = None
    if place and place["lat"] is not None and place["lon"] is not None:
        geometry = {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
    properties = {name: value for name, value in card.items() if name not in {"type", "id"}}
    return {"type": "Feature", "id": card["id"], "geometry": geometry, "properties": properties}
