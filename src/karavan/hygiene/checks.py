"""What our own registry lacks of an organisation. Pure: reads loaded facts, asks nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from karavan.hygiene.enums import Told
from karavan.kernel.provenance import Certainty
from karavan.places.hours import Schedule
from karavan.places.missing import OLD, SOON, hours_end
from karavan.ui import typography

YEAR: Final = timedelta(days=365)
ORGANISATION, PLACE, EVENT = "people.organisation", "places.place", "programme.event"
WHOLE: Final = frozenset({"age_mark", "dates", "place", "price", "organisers"})
"""What every event ahead tells; rights of its picture are an item of their own."""


@dataclass(frozen=True)
class PlaceFacts:
    """A place with a door, as far as the checks read it. ``schedule`` is its own or that of its ground."""

    pk: int
    name: str
    address: str
    is_open: bool
    schedule: Schedule
    surveyed_on: date | None
    way_in: bool
    point: bool
    photos: bool


@dataclass(frozen=True)
class EventFacts:
    """A public event ahead. ``ends`` None where it is a period without a last day."""

    pk: int
    title: str
    lacks: frozenset[str]
    has_picture: bool
    open_ended: bool
    touched: date


@dataclass(frozen=True)
class Forgotten:
    """A draft whose day is over."""

    pk: int
    title: str
    day: date


@dataclass
class Facts:
    """All that the checks read of one; ``website``, ``phone`` and ``email`` its own or from above."""

    pk: int
    name: str
    website: str
    phone: str
    email: str
    description: str
    since: str
    founder_known: bool
    certainty: str
    touched: date | None
    has_events: bool
    places: list[PlaceFacts] = field(default_factory=list)
    events: list[EventFacts] = field(default_factory=list)
    forgotten: list[Forgotten] = field(default_factory=list)


@dataclass(frozen=True)
class Gap:
    """One record that lacks something, with what stands there now."""

    subject_type: str
    subject_id: int
    subject: str
    quote: str = ""

    @property
    def name(self) -> str:
        """Part of the key of its finding."""
        return f"{self.subject_type}:{self.subject_id}"


@dataclass(frozen=True)
class Outcome:
    """``good`` of ``of`` records have it; ``of`` 0: there is nothing to judge, or it could not be told."""

    code: str
    good: int
    of: int
    gaps: tuple[Gap, ...] = ()

    def without(self, aside: Iterable[str]) -> "Outcome":
        """The same without the gaps that somebody set aside: they are no fault and no merit."""
        keys = set(aside)
        left = tuple(gap for gap in self.gaps if f"{self.code}:{gap.name}" not in keys)
        return Outcome(self.code, self.good, self.of - len(self.gaps) + len(left), left)


@dataclass(frozen=True)
class Seen:
    """What a look at the site gave for one item: the fragment, where it stands, what the registry says.

    ``name`` tells several of one item apart.
    """

    code: str
    told: str
    quote: str = ""
    url: str = ""
    recorded: str = ""
    name: str = ""

    def as_row(self) -> dict[str, str]:
        """For a column of JSON."""
        return {name: getattr(self, name) for name in ("code", "told", "quote", "url", "recorded", "name")}


def registry(facts: Facts, day: date) -> list[Outcome]:
    """Every item of the registry for one organisation as of a day."""
    return [*_organisation(facts, day), *_places(facts, day), *_events(facts, day)]


def site(rows: Iterable[dict[str, Any]]) -> list[Outcome]:
    """Items of the last look at the site; several rows of a code count together."""
    good: dict[str, int] = {}
    of: dict[str, int] = {}
    for row in rows:
        code = row["code"]
        good.setdefault(code, 0)
        of.setdefault(code, 0)
        if row["told"] != Told.UNKNOWN:
            of[code] += 1
            good[code] += row["told"] == Told.GOOD
    return [Outcome(code, good[code], of[code]) for code in good]


def _one(code: str, facts: Facts, *, good: bool, quote: str = "") -> Outcome:
    gaps = () if good else (Gap(ORGANISATION, facts.pk, facts.name, quote),)
    return Outcome(code, int(good), 1, gaps)


def _organisation(facts: Facts, day: date) -> Iterator[Outcome]:
    for code in ("website", "phone", "email", "description", "since"):
        yield _one(code, facts, good=bool(getattr(facts, code)))
    yield _one("founder", facts, good=facts.founder_known)
    touched = facts.touched
    told = "" if touched is None else typography.date_short(touched, year=True)
    yield _one("confirmed", facts, good=touched is not None and day - touched <= YEAR, quote=told)
    yield _one("checked", facts, good=facts.certainty == Certainty.A, quote=str(facts.certainty))


def _of_places(
    code: str,
    places: Sequence[PlaceFacts],
    is_good: Callable[[PlaceFacts], bool],
    quote: Callable[[PlaceFacts], str] | None = None,
) -> Outcome:
    bad = [one for one in places if not is_good(one)]
    gaps = tuple(Gap(PLACE, one.pk, one.name, quote(one) if quote else "") for one in bad)
    return Outcome(code, len(places) - len(bad), len(places), gaps)


def _places(facts: Facts, day: date) -> Iterator[Outcome]:
    places = facts.places
    standing = [one for one in places if one.is_open]
    known = {one.pk for one in standing if any(_in_force(row, day) for row in one.schedule.weekly)}
    ends = {one.pk: hours_end(one.schedule, day) for one in standing if one.pk in known}

    def end_of(one: PlaceFacts) -> str:
        end = ends[one.pk]
        return "" if end is None else typography.date_short(end, year=True)

    def goes_on(one: PlaceFacts) -> bool:
        end = ends[one.pk]
        return end is None or end - day > SOON

    yield _of_places("address", places, lambda one: bool(one.address))
    yield _of_places("hours", standing, lambda one: one.pk in known)
    yield _of_places("hours_end", [one for one in standing if one.pk in known], goes_on, end_of)
    yield _of_places(
        "survey",
        places,
        lambda one: one.surveyed_on is not None and day - one.surveyed_on <= OLD,
        lambda one: typography.date_short(one.surveyed_on, year=True) if one.surveyed_on else "",
    )
    yield _of_places("way_in", places, lambda one: one.way_in)
    yield _of_places("point", places, lambda one: one.point)
    yield _of_places("photos", places, lambda one: one.photos)


def _in_force(row: Any, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)


def _of_events(code: str, events: Sequence[EventFacts], bad: Sequence[EventFacts]) -> Outcome:
    gaps = tuple(Gap(EVENT, one.pk, one.title, one.title) for one in bad)
    return Outcome(code, len(events) - len(bad), len(events), gaps)


def _events(facts: Facts, day: date) -> Iterator[Outcome]:
    events = facts.events
    yield _one("events_ahead", facts, good=facts.has_events)
    yield _of_events("events_whole", events, [one for one in events if one.lacks & WHOLE])
    drawn = [one for one in events if one.has_picture]
    yield _of_events("picture_rights", drawn, [one for one in drawn if "picture" in one.lacks])
    endless = [one for one in events if one.open_ended]
    yield _of_events("never_ends", endless, [one for one in endless if day - one.touched > YEAR])
    gaps = tuple(
        Gap(EVENT, one.pk, one.title, typography.date_short(one.day, year=True)) for one in facts.forgotten
    )
    # One is asked for where there are none, so that the absence of drafts counts as order.
    yield Outcome("drafts_over", 0 if gaps else 1, max(1, len(gaps)), gaps)
