"""Typed reading of query parameters, with every problem noted at its parameter."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from karavan.catalogue.filters import MAX_QUERY_LENGTH, Near
from karavan.kernel import localtime
from karavan.kernel.money import kopecks

DEFAULT_RADIUS = Near(0, 0).radius
MAX_RADIUS = 50_000
MAX_AGE = 120
MAX_ROUBLES = 10_000_000
MAX_ID = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 2000, 2100
MAX_IDS = 100

_ID = re.compile(r"[1-9][0-9]{0,18}")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,80}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
_MOMENT = re.compile(rf"({_DAY.pattern})[Tt ]({_CLOCK})([Zz]|[+ -][0-9]{{2}}:?[0-9]{{2}})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}

Pairs = Iterable[tuple[str, str]]


class Reader:
    """Reads typed values out of query parameters and notes every problem at its parameter.

    An empty value counts as not given, so that a plain HTML form may send all its fields.
    """

    def __init__(self, pairs: Pairs) -> None:
        self.values: dict[str, list[str]] = {}
        self.problems: dict[str, list[str]] = {}
        for name, value in pairs:
            given = self.values.setdefault(name, [])
            if value.strip():
                given.append(value.strip())

    def problem(self, name: str, message: str) -> None:
        """Note a problem with a parameter."""
        self.problems.setdefault(name, []).append(message)

    def single(self, name: str) -> str | None:
        """The only value of a parameter."""
        given = self.values.get(name)
        if not given:
            return None
        if len(given) > 1:
            self.problem(name, _("Give one value."))
            return None
        return given[0]

    def many(self, name: str) -> list[str]:
        """All values of a parameter, repeated or separated by commas."""
        return [
            part.strip() for value in self.values.get(name, ()) for part in value.split(",") if part.strip()
        ]

    def text(self, name: str) -> str:
        """Words to look for: one line without control characters."""
        value = self.single(name) or ""
        cleaned = "".join(
            " " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in value
        )
        line = " ".join(cleaned.split())
        if len(line) > MAX_QUERY_LENGTH:
            self.problem(name, _("At most %(number)d characters.") % {"number": MAX_QUERY_LENGTH})
            return ""
        return line

    def choices(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Values out of a vocabulary, sorted and without repetition."""
        given = sorted(set(self.many(name)))
        wrong = [value for value in given if value not in allowed]
        if wrong:
            self.problem(name, wrong_values(wrong, allowed))
        return tuple(value for value in given if value in allowed)

    def codes(self, name: str, known: Callable[[], Collection[str]] | None) -> tuple[str, ...]:
        """Codes that stand in the database."""
        given = self.many(name)
        if not given:
            return ()
        if known is not None:
            return self.choices(name, known())
        return self.choices(name, {value for value in given if _CODE.fullmatch(value)})

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number in bounds."""
        value = self.single(name)
        if value is None:
            return None
        if not _WHOLE.fullmatch(value) or not least <= int(value) <= most:
            self.problem(
                name,
                _("Expected a whole number from %(least)d to %(most)d.") % {"least": least, "most": most},
            )
            return None
        return int(value)

    def flag(self, name: str) -> bool | None:
        """Yes or no."""
        value = self.single(name)
        if value is None:
            return None
        answer = _FLAGS.get(value.lower())
        if answer is None:
            self.problem(name, wrong_values([value], ["true", "false"]))
        return answer

    def identifier(self, name: str) -> int | None:
        """The id of a record."""
        value = self.single(name)
        if value is None:
            return None
        if not _ID.fullmatch(value) or int(value) > MAX_ID:
            self.problem(name, _("Expected the id of a record: a whole number above zero."))
            return None
        return int(value)

    def identifiers(self, name: str, most: int) -> tuple[int, ...]:
        """Ids of records, ascending, at most so many."""
        given = self.many(name)
        right = {int(value) for value in given if _ID.fullmatch(value) and int(value) <= MAX_ID}
        if any(not _ID.fullmatch(value) or int(value) > MAX_ID for value in given):
            self.problem(name, _("Expected ids of records: whole numbers above zero."))
        if len(right) > most:
            self.problem(name, _("At most %(number)d values.") % {"number": most})
            return ()
        return tuple(sorted(right))

    def programme(self, name: str, slug_to_id: Callable[[str], int | None]) -> int | None:
        """A programme by id or slug."""
        value = self.single(name)
        if value is None or _ID.fullmatch(value):
            return self.identifier(name)
        found = slug_to_id(value) if _CODE.fullmatch(value) else None
        if found is None:
            self.problem(name, _("There is no programme with this id or slug."))
        return found

    def price(self, name: str) -> int | None:
        """An amount in roubles, as kopecks."""
        value = self.single(name)
        if value is None:
            return None
        try:
            amount = Decimal(value) if len(value) <= len("10000000.00") else Decimal(-1)
            if amount <= MAX_ROUBLES:
                return kopecks(amount)
        except (InvalidOperation, ValueError):
            pass
        self.problem(
            name, _("Expected an amount in roubles from 0 to %(most)d, such as 300.") % {"most": MAX_ROUBLES}
        )
        return None

    def near(self, name: str, radius_name: str) -> Near | None:
        """A point as ``lon,lat`` in degrees with its radius in metres."""
        radius = self.whole(radius_name, 1, MAX_RADIUS)
        value = self.single(name)
        if value is None:
            if self.values.get(radius_name) and not self.values.get(name):
                self.problem(radius_name, _("Means nothing without “near”."))
            return None
        parts = [part.strip() for part in value.split(",")]
        if len(parts) == 2 and all(_DEGREES.fullmatch(part) for part in parts):
            lon, lat = (round(float(part), 6) + 0.0 for part in parts)
            if abs(lon) <= 180 and abs(lat) <= 90:
                return Near(lat, lon, radius or DEFAULT_RADIUS)
        self.problem(name, _("Expected longitude,latitude in degrees, such as 61.4026,55.1600."))
        return None

    def moment(self, name: str, *, whole_day: bool) -> datetime | None:
        """A day or a moment, in UTC. Without a zone it is the city's clock.

        With ``whole_day`` a day means its end (the first moment of the next day), else its beginning.
        """
        value = self.single(name)
        if value is None:
            return None
        try:
            found = _read_moment(value, whole_day=whole_day)
        except (ValueError, OverflowError):
            self.problem(
                name,
                _("Expected a date (2027-01-31) or date and time (2027-01-31T18:00), %(first)d to %(last)d.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR},
            )
            return None
        return found


def wrong_values(wrong: Iterable[str], allowed: Collection[str]) -> str:
    """Which values are not allowed, and which are."""
    return _("Unknown value: %(wrong)s. Allowed: %(allowed)s.") % {
        "wrong": ", ".join(value[:80] for value in wrong),
        "allowed": ", ".join(allowed if isinstance(allowed, (list, tuple, dict)) else sorted(allowed)) or "—",
    }


def _read_moment(value: str, *, whole_day: bool) -> datetime:
    if _DAY.fullmatch(value):
        day = date.fromisoformat(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(value)
        return localtime.day_bounds(day)[1 if whole_day else 0]
    parts = _MOMENT.fullmatch(value)
    if parts is None:
        raise ValueError(value)
    # A plus sign that was not escaped arrives as a space.
    zone = (parts[3] or "").replace(" ", "+").upper()
    found = datetime.fromisoformat(f"{parts[1]}T{parts[2]}{zone}")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(value)
    return (found if found.tzinfo else found.replace(tzinfo=localtime.city_zone())).astimezone(UTC)
