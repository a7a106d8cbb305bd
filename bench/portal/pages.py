"""Which pages are measured: one of every kind, with addresses that the data at hand gives."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

PROGRAMME = "cc2027"
BYTES, WIDGET_BYTES = 120_000, 30_000
PROFILE = "when=week&age=7&benefit=large-families&max_price=500&access=wheelchair&sure=false&born=1980-1989"


@dataclass(frozen=True)
class Page:
    """A page to measure. ``bytes_limit`` None: the figures are reported without limits.

    ``saved`` is what the browser has kept of events, as the JSON text of ``localStorage["karavan.saved"]``.
    """

    name: str
    address: str
    bytes_limit: int | None = BYTES
    saved: str = ""


class Asking:
    """Asks the installation itself what there is."""

    def __init__(self, port: int) -> None:
        self._port = port

    def status(self, address: str) -> int:
        """What the server answers to an address."""
        return self._get(address)[0]

    def items(self, address: str) -> list[dict[str, Any]]:
        """Records of a list of the open API."""
        found: list[dict[str, Any]] = json.loads(self._get(address)[1])["items"]
        return found

    def _get(self, address: str) -> tuple[int, bytes]:
        link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        link.request("GET", address)
        answer = link.getresponse()
        found = answer.status, answer.read()
        link.close()
        return found


def pages(asking: Asking) -> list[Page]:
    """Every kind of page; one that the installation does not have yet answers 404 and is left out there."""
    events = asking.items("/api/v1/events?kind=concert&when=week&limit=8") or asking.items("/api/v1/events")
    event = next((one for one in events if one["place"]), events[0])
    saved = [
        {
            "id": int(one["id"]),
            "title": one["title"],
            "when": one["next"]["start"],
            "path": f"/events/{one['id']}/",
        }
        for one in events
    ]
    place = event["place"]["id"] if event["place"] else asking.items("/api/v1/places?limit=1")[0]["id"]
    programme = PROGRAMME
    if asking.status(f"/programmes/{PROGRAMME}/") != 200:
        programme = asking.items("/api/v1/programmes?limit=1")[0]["slug"]
    return [
        Page("today", "/"),
        Page("events", "/events/"),
        Page("week", "/events/?view=week"),
        Page("event", f"/events/{event['id']}/"),
        Page("place", f"/places/{place}/"),
        Page("places", "/places/"),
        Page("organisation", f"/organisations/{event['organisations'][0]['id']}/"),
        Page("organisations", "/organisations/"),
        Page("programme", f"/programmes/{programme}/"),
        Page("programmes", "/programmes/"),
        Page("search", f"/search/?q={quote('концерт')}"),
        Page("me", f"/me/?{PROFILE}"),
        Page("saved", "/saved/", saved=json.dumps(saved, ensure_ascii=False)),
        Page("subscribe", "/subscribe/"),
        Page("accessibility", "/accessibility/"),
        Page("about", "/about/"),
        Page("widget maker", "/widget/"),
        Page("widget", "/widget/show/", bytes_limit=WIDGET_BYTES),
        Page("map", "/events/?view=map", bytes_limit=None),
    ]
