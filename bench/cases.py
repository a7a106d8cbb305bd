"""What is asked. Every case rotates through several addresses, so that no cache holds one answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode

import msgspec

from karavan.kernel.localtime import today

Fetch = Callable[[str], tuple[int, bytes, str]]
"""Address → (status, body, ETag)."""

API = "/api/v1/events"
UNCHANGED = 304
COMMON_WORDS = ("событие", "афиша", "челябинск", "мероприятие")


@dataclass(frozen=True)
class Case:
    """Addresses of one kind, in the order asked. ``expected`` is the status of the answers: with 304 the
    client has them already and sends their ETags, which it renews before every round, as a list is another
    one after five minutes.
    """

    name: str
    addresses: list[str]
    expected: int = 200

    def headers(self, fetch: Fetch) -> list[dict[str, str]]:
        """What a client sends with each address."""
        if self.expected != UNCHANGED:
            return [{} for _ in self.addresses]
        return [{"If-None-Match": fetch(address)[2]} for address in self.addresses]


def _days(number: int) -> Iterator[str]:
    for step in range(number):
        yield (today() + timedelta(days=23 * step)).isoformat()


def _with(base: str, **parameters: str) -> list[str]:
    """The address from now on and from several days of the year."""
    fixed = urlencode(parameters)
    return [
        f"{base}?{fixed}".rstrip("?"),
        *(f"{base}?{fixed}&from={day}".replace("?&", "?") for day in _days(7)),
    ]


def cases(fetch: Fetch) -> list[Case]:
    """All cases against the data that ``fetch`` sees."""
    lists = _with(API)
    ids = _ids(fetch)
    return [
        Case("constant, open data", ["/api/v1/bench-constant"]),
        Case("constant, page", ["/bench-constant/"]),
        Case("list of 20", lists),
        Case("list of 20, text that all match", _with(API, q=common_words(fetch)[0])),
        Case("list of 20, narrow text", [f"{API}?q={quote(word)}" for word in NARROW]),
        Case(
            "list of 20, five conditions",
            _with(API, kind="concert", max_price="500", age="12", access="wheelchair", sure="false"),
        ),
        Case("facets", _with(API, facets="true")),
        Case("facets, text that all match", _with(API, facets="true", q=common_words(fetch)[0])),
        Case("deep page of 20", [_deep(fetch, address, 0.75) for address in lists[:3]]),
        Case("one event", [f"{API}/{number}" for number in ids]),
        Case("not modified (304)", lists, expected=UNCHANGED),
        Case("HTML list page", _with("/events/")),
        Case("HTML event page", [f"/events/{number}/" for number in ids]),
        Case("HTML search page", [f"/search/?q={quote(word)}" for word in NARROW]),
        Case("feed of 200, iCalendar", _with("/feeds/events.ics", limit="200")),
    ]


NARROW = ("концерты", "молодежный", "конерт", "concerts", "библиотека № 16", "выставка", "koncert", "сказка")


def common_words(fetch: Fetch) -> list[str]:
    """Words by the number of events they find, the commonest first."""
    return sorted(COMMON_WORDS, key=lambda word: -_total(fetch, word))


def _total(fetch: Fetch, word: str) -> int:
    answer = msgspec.json.decode(fetch(f"{API}?limit=1&q={quote(word)}")[1])
    return int(answer.get("total") or 0)


def totals(fetch: Fetch) -> dict[str, int]:
    """How many events there are from now on, and how many the common word finds."""
    everything = msgspec.json.decode(fetch(f"{API}?limit=1")[1])
    return {"all": int(everything["total"]), "text": _total(fetch, common_words(fetch)[0])}


def _ids(fetch: Fetch) -> list[str]:
    items = msgspec.json.decode(fetch(f"{API}?limit=200")[1])["items"]
    return [item["id"] for item in items[::10]]


def _deep(fetch: Fetch, address: str, share: float) -> str:
    """The page of 20 behind a share of all results, reached by cursors of 200."""
    mark = "&" if "?" in address else "?"
    answer = msgspec.json.decode(fetch(f"{address}{mark}limit=200")[1])
    cursor, passed, total = answer["next"], 200, answer["total"]
    while answer["next"] and passed < share * total:
        cursor = answer["next"]
        answer = msgspec.json.decode(fetch(f"{address}{mark}limit=200&cursor={cursor}")[1])
        passed += 200
    return f"{address}{mark}limit=20&cursor={cursor}"
