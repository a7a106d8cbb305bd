"""JSON-LD with schema.org events."""

import msgspec

from karavan.api.feeds.feed import Feed
from karavan.catalogue.schemaorg import document, event_node

CONTENT_TYPE = "application/ld+json; charset=utf-8"


def write(feed: Feed) -> bytes:
    """The events of a feed as one graph."""
    nodes = (event_node(feed.whole(card), city=feed.city, time_zone=feed.time_zone) for card in feed.cards)
    return msgspec.json.encode(document(nodes))
