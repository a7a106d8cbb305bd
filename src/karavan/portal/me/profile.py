"""What somebody needs, as it stands in the address of «For me»: the address is its only memory.

A profile is a question to the catalogue with three things more: who comes (:data:`WHO`), a band of birth
years, and whether there is a Pushkin card. Nothing of it is stored on the server.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from karavan.catalogue.filters import EventFilter, Near
from karavan.catalogue.lookups import LOOKUPS
from karavan.catalogue.querystring import Parsed, parse_events, to_query
from karavan.catalogue.reader import Reader
from karavan.programme.enums import Audience

SHARED = (
    "age",
    "benefit",
    "access",
    "sure",
    "max_price",
    "language",
    "when",
    "district",
    "near",
    "radius",
)
"""Parameters that mean what they mean in the list of events."""

OWN = ("as", "born", "pushkin")
PARAMETERS = (*OWN, *SHARED)

WHO: dict[str, tuple[str, ...]] = {
    "class": (Audience.CHILDREN, Audience.EVERYONE, Audience.FAMILY, Audience.SCHOOL, Audience.TEENAGERS),
    "family": (Audience.CHILDREN, Audience.EVERYONE, Audience.FAMILY),
    "pensioner": (Audience.ADULTS, Audience.EVERYONE, Audience.SENIORS),
    "student": (Audience.ADULTS, Audience.EVERYONE, Audience.TEENAGERS, Audience.YOUTH),
}
"""Who comes → for whom events may be made."""

POINT_DIGITS = 3
"""Decimals of a degree that a point keeps: about a hundred metres, a block and not a door."""

GROWN_UP = 18
FIRST_YEAR, MOST_YEARS = 1900, 20
_BAND = re.compile(r"([0-9]{4})-([0-9]{4})")


@dataclass(frozen=True, order=True)
class Band:
    """Birth years from ``first`` to ``last``, both inclusive."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"

    def least_age(self, day: date) -> int:
        """The age that everybody of the band has reached on a day."""
        return max(0, day.year - self.last - 1)


@dataclass(frozen=True)
class Profile:
    """Needs of whoever comes.

    ``asked`` holds the parameters of :data:`SHARED` and no others; its ``age`` is that of the youngest who
    comes. ``who`` is out of :data:`WHO`, sorted. ``pushkin`` says that they have a Pushkin card: a wish that
    opens what it pays for, not a condition that leaves the rest out.
    """

    asked: EventFilter = field(default_factory=EventFilter)
    who: tuple[str, ...] = ()
    born: Band | None = None
    pushkin: bool = False

    def __bool__(self) -> bool:
        return self != Profile()

    def youngest(self, day: date) -> int | None:
        """The age that age marks are held against: the one given, else what the birth years say for sure."""
        if self.asked.age is not None:
            return self.asked.age
        return self.born.least_age(day) if self.born else None

    def question(self, day: date) -> EventFilter:
        """What is asked of the catalogue on a day. A grown-up is let in everywhere.

        What the Pushkin card pays for needs no budget.
        """
        age = self.youngest(day)
        audiences = sorted({str(audience) for one in self.who for audience in WHO[one]})
        return replace(
            self.asked,
            age=age if age is not None and age < GROWN_UP else None,
            audiences=tuple(audiences),
            pushkin_pays=self.pushkin and self.asked.max_price is not None,
        )

    def asking(self, **changes: Any) -> "Profile":
        """The profile with these fields of its question changed."""
        return profile_of(replace(self.asked, **changes), self.who, self.born, pushkin=self.pushkin)

    @property
    def query(self) -> str:
        """The canonical query string: fixed order, values sorted, defaults left out."""
        own = urlencode(
            [
                (name, value)
                for name, value in (
                    ("as", ",".join(self.who)),
                    ("born", str(self.born or "")),
                    ("pushkin", "true" if self.pushkin else ""),
                )
                if value
            ],
            safe=",",
        )
        return "&".join(filter(None, [own, to_query(self.asked)]))


def profile_of(
    asked: EventFilter, who: Sequence[str] = (), born: Band | None = None, *, pushkin: bool = False
) -> Profile:
    """A profile in its normal form: a point no finer than a block, nothing that says nothing."""
    near = asked.near
    if near is not None:
        near = Near(round(near.lat, POINT_DIGITS) + 0.0, round(near.lon, POINT_DIGITS) + 0.0, near.radius)
    return Profile(
        replace(asked, near=near, sure=asked.sure or not asked.access),
        tuple(sorted(set(who))),
        born,
        pushkin,
    )


@dataclass(frozen=True)
class Given:
    """What an address said: the profile, what could not be understood of it, and where a list goes on."""

    profile: Profile
    parsed: Parsed[EventFilter]
    cursor: str | None
    is_canonical: bool


def parse(pairs: Iterable[tuple[str, str]]) -> Given:
    """Read a profile from (name, value) pairs."""
    given = list(pairs)
    reader = Reader((name, value) for name, value in given if name in OWN)
    who, born = reader.choices("as", tuple(WHO)), _band(reader)
    pushkin = reader.flag("pushkin") is True
    # A radius without a point says nothing: forms send it all the same.
    has_point = any(name == "near" and value.strip() for name, value in given)
    shared = [pair for pair in given if pair[0] in SHARED and (has_point or pair[0] != "radius")]
    found = parse_events(shared, LOOKUPS)
    others = (name for name, _value in given if name not in PARAMETERS and name != "cursor")
    parsed = replace(found, problems=reader.problems | found.problems, unknown=tuple(sorted(set(others))))
    profile = profile_of(parsed.filter, who, born, pushkin=pushkin)
    cursors = [value for name, value in given if name == "cursor" and value]
    stated = [pair for pair in given if pair[0] != "cursor"]
    # Compared decoded: however a browser or proxy writes a comma, the answer leads nowhere else.
    is_canonical = sorted(stated) == sorted(parse_qsl(profile.query))
    return Given(profile, parsed, cursors[0] if cursors else None, is_canonical)


def _band(reader: Reader) -> Band | None:
    value = reader.single("born")
    if value is None:
        return None
    parts = _BAND.fullmatch(value)
    if parts:
        band = Band(int(parts[1]), int(parts[2]))
        if FIRST_YEAR <= band.first <= band.last <= band.first + MOST_YEARS and band.last < FIRST_YEAR + 200:
            return band
    reader.problem("born", _("Expected years of birth, such as 1950-1959."))
    return None


def bands(day: date) -> list[Band]:
    """Birth years to choose from, the young ones finely: their edges are the ages that open something."""
    last = day.year - 15
    found = []
    for years in (4, 5, 7):
        found.append(Band(last - years + 1, last))
        last -= years
    while last > day.year - 90:
        found.append(Band(last - 9, last))
        last -= 10
    return found
