"""CSV (RFC 4180) for spreadsheets: a row for each event, UTF-8 with a byte order mark.

The mark makes Excel read Cyrillic. A text that begins like a formula gets an apostrophe in front, so that
opening the file runs nothing.
"""

import csv
import io

from karavan.api.feeds.feed import Feed, Record
from karavan.places.enums import AccessProfile

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

COLUMNS = (
    "id",
    "title",
    "summary",
    "kind",
    "kind_label",
    "status",
    "next_start",
    "next_end",
    "next_status",
    "from",
    "to",
    "place_id",
    "place",
    "address",
    "district",
    "lat",
    "lon",
    "online_url",
    "price_kind",
    "price_min",
    "price_max",
    "entry",
    "age_mark",
    "audiences",
    "languages",
    "facilities",
    *(f"access_{profile}" for profile in AccessProfile.values),
    "organisations",
    "programme",
    "demo",
    "updated",
    "url",
)


def write(feed: Feed) -> bytes:
    """The table of a feed. Numbers and moments are as in the API; several values are separated by "; "."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(value) for value in _row(card)] for card in feed.cards)
    return out.getvalue().encode("utf-8-sig")


def safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def _row(card: Record) -> list[object]:
    upcoming = card["next"] or {}
    place = card["place"] or {}
    price = card["price"]
    return [
        card["id"],
        card["title"],
        card["summary"],
        card["kind"],
        card["kind_label"],
        card["status"],
        upcoming.get("start"),
        upcoming.get("end"),
        upcoming.get("status"),
        card["from"],
        card["to"],
        place.get("id"),
        place.get("name"),
        place.get("address"),
        place.get("district"),
        place.get("lat"),
        place.get("lon"),
        card["online_url"],
        price["kind"],
        price["min"],
        price["max"],
        card["entry"],
        card["age_mark"],
        "; ".join(card["audiences"]),
        "; ".join(card["languages"]),
        "; ".join(card["facilities"]),
        *(card["access"].get(profile) for profile in AccessProfile.values),
        "; ".join(item["name"] for item in card["organisations"]),
        card["programme"]["title"] if card["programme"] else None,
        card["demo"],
        card["updated"],
        card["url"],
    ]
