"""RSS 2.0: an item for each event."""

from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from karavan.api.feeds import wording
from karavan.api.feeds.feed import Feed, Record

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
GEORSS = "http://www.georss.org/georss"
MINUTES_TO_LIVE = "60"

ET.register_namespace("atom", ATOM)
ET.register_namespace("georss", GEORSS)


def write(feed: Feed) -> bytes:
    """The channel of a feed."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.page)
    _text(channel, "description", feed.description)
    _text(channel, "language", feed.lang)
    _text(channel, "lastBuildDate", format_datetime(feed.changed_at, usegmt=True))
    _text(channel, "ttl", MINUTES_TO_LIVE)
    _link(channel, "self", feed.address)
    if feed.following:
        _link(channel, "next", feed.following)
    for card in feed.cards:
        _item(channel, card, feed)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _item(channel: ET.Element, card: Record, feed: Feed) -> None:
    item = ET.SubElement(channel, "item")
    cancelled = card["status"] == "cancelled" or (card["next"] or {}).get("status") == "cancelled"
    prefix = f"{_('Cancelled')}: " if cancelled else ""
    _text(item, "title", f"{prefix}{card['title']} — {wording.when(card)}".removesuffix(" — "))
    _text(item, "link", card["url"])
    guid = _text(item, "guid", f"event-{card['id']}@{feed.host}")
    guid.set("isPermaLink", "false")
    _text(item, "pubDate", format_datetime(datetime.fromisoformat(card["updated"])))
    _text(item, "category", card["kind_label"])
    if card["demo"]:
        _text(item, "category", _("demo"))
    lines = [wording.when(card), wording.where(card)]
    _text(item, "description", wording.description(card, [line for line in lines if line]))
    place = card["place"]
    if place and place["lat"] is not None and place["lon"] is not None:
        _text(item, f"{{{GEORSS}}}point", f"{place['lat']} {place['lon']}")


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = wording.clean(text)
    return element


def _link(parent: ET.Element, relation: str, address: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", rel=relation, href=address, type="application/rss+xml")
