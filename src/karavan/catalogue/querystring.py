"""Query strings ↔ filters: one short stable address for every question to the catalogue.

The API, the feeds and the portal read and write the same parameters with these functions, so an address
means the same everywhere. Text in, dataclasses out; what only the database knows comes in through
:class:`Lookups`. :func:`to_query` is the inverse of parsing: parameters in a fixed order, values sorted,
whatever equals the default left out.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from karavan.catalogue.filters import DirectoryFilter, EventFilter, Near
from karavan.catalogue.reader import DEFAULT_RADIUS, MAX_AGE, MAX_IDS, Pairs, Reader, wrong_values
from karavan.catalogue.windows import RELATIVE
from karavan.kernel import localtime
from karavan.kernel.money import KOPECKS, roubles
from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.places.enums import AccessProfile, PlaceCategory, PlaceKind
from karavan.programme.enums import STATE_CATEGORY, Audience, EventKind, Facility, Language

EVENT_PARAMETERS = (
    "q",
    "from",
    "to",
    "when",
    "kind",
    "district",
    "near",
    "radius",
    "age",
    "audience",
    "benefit",
    "max_price",
    "access",
    "sure",
    "language",
    "programme",
    "place",
    "organisation",
    "event",
    "facility",
    "online",
    "pushkin",
    "pushkin_pays",
)
DIRECTORY_PARAMETERS: dict[str, tuple[str, ...]] = {
    "place": (
        "q",
        "kind",
        "category",
        "founder_level",
        "district",
        "near",
        "radius",
        "access",
        "sure",
        "parent",
        "organisation",
    ),
    "organisation": ("q", "kind", "founder_level", "district", "parent"),
    "programme": ("q", "parent"),
}

EVENT_KINDS: dict[str, tuple[str, ...]] = {
    **{kind.value: (kind.value,) for kind in EventKind},
    **{
        category.value: tuple(kind.value for kind, its in STATE_CATEGORY.items() if its == category)
        for category in dict.fromkeys(STATE_CATEGORY.values())
    },
}
DIRECTORY_KINDS: dict[str, Collection[str]] = {
    "place": PlaceKind.values,
    "organisation": OrganisationKind.values,
    "programme": (),
}

FilterT = TypeVar("FilterT", EventFilter, DirectoryFilter)


@dataclass(frozen=True)
class Lookups:
    """Questions that need the database; each is asked only when its parameter is given.

    ``programme`` turns a slug into an id. ``districts`` and ``benefits`` list the known codes; None in
    their place accepts every well-formed code.
    """

    programme: Callable[[str], int | None]
    districts: Callable[[], Collection[str]] | None = None
    benefits: Callable[[], Collection[str]] | None = None


@dataclass(frozen=True)
class Parsed(Generic[FilterT]):
    """What a query string asks.

    ``filter`` holds all that could be understood. ``problems`` maps a parameter to what is wrong with it,
    in the active language. ``unknown`` names parameters that do not exist. ``rest`` carries the values of
    the parameters that the caller said it handles itself.
    """

    filter: FilterT
    problems: dict[str, list[str]]
    unknown: tuple[str, ...]
    rest: dict[str, list[str]] = field(default_factory=dict)


def _leftovers(
    reader: Reader, known: Iterable[str], also: Collection[str]
) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    names = set(known)
    unknown = tuple(sorted(name for name in reader.values if name not in names and name not in also))
    return unknown, {name: given for name, given in reader.values.items() if name in also}


def parse_events(pairs: Pairs, lookups: Lookups, *, also: Collection[str] = ()) -> Parsed[EventFilter]:
    """Read a question about events from (name, value) pairs; ``also`` names parameters to pass through."""
    reader = Reader(pairs)
    unknown, rest = _leftovers(reader, EVENT_PARAMETERS, also)
    since, until = reader.moment("from", whole_day=False), reader.moment("to", whole_day=True)
    if since is not None and until is not None and since >= until:
        reader.problem("to", _("Lies before “from”."))
    when = _relative(reader)
    sure = reader.flag("sure")
    kinds = reader.choices("kind", EVENT_KINDS)
    found = EventFilter(
        q=reader.text("q"),
        since=since,
        until=until,
        when=when,
        kinds=tuple(sorted({kind for name in kinds for kind in EVENT_KINDS[name]})),
        districts=reader.codes("district", lookups.districts),
        near=reader.near("near", "radius"),
        age=reader.whole("age", 0, MAX_AGE),
        audiences=reader.choices("audience", Audience.values),
        benefits=reader.codes("benefit", lookups.benefits),
        max_price=reader.price("max_price"),
        access=_profiles(reader),
        sure=True if sure is None else sure,
        languages=reader.choices("language", Language.values),
        programme=reader.programme("programme", lookups.programme),
        place=reader.identifier("place"),
        organisation=reader.identifier("organisation"),
        events=reader.identifiers("event", MAX_IDS),
        facilities=reader.choices("facility", Facility.values),
        online=reader.flag("online"),
        pushkin=reader.flag("pushkin") is True,
        pushkin_pays=reader.flag("pushkin_pays") is True,
    )
    return Parsed(found, reader.problems, unknown, rest)


def parse_directory(
    kind: str, pairs: Pairs, lookups: Lookups, *, also: Collection[str] = ()
) -> Parsed[DirectoryFilter]:
    """Read a question about ``kind`` ("place", "organisation" or "programme") from (name, value) pairs."""
    reader = Reader(pairs)
    known = DIRECTORY_PARAMETERS[kind]
    unknown, rest = _leftovers(reader, known, also)
    reader.values = {name: given for name, given in reader.values.items() if name in known}
    sure = reader.flag("sure")
    if kind == "programme":
        parent = reader.programme("parent", lookups.programme)
    else:
        parent = reader.identifier("parent")
    found = DirectoryFilter(
        q=reader.text("q"),
        kinds=reader.choices("kind", DIRECTORY_KINDS[kind]),
        categories=reader.choices("category", PlaceCategory.values),
        founder_levels=reader.choices("founder_level", FounderLevel.values),
        districts=reader.codes("district", lookups.districts),
        near=reader.near("near", "radius"),
        access=_profiles(reader),
        sure=True if sure is None else sure,
        parent=parent,
        organisation=reader.identifier("organisation"),
    )
    return Parsed(found, reader.problems, unknown, rest)


def _relative(reader: Reader) -> str:
    """The condition told from today, which no day of the calendar may stand beside."""
    when = reader.single("when")
    if when is None:
        return ""
    if when not in RELATIVE:
        reader.problem("when", wrong_values([when], RELATIVE))
        return ""
    if reader.values.get("from") or reader.values.get("to"):
        reader.problem("when", _("Cannot stand together with “from” or “to”."))
        return ""
    return when


def _profiles(reader: Reader) -> tuple[AccessProfile, ...]:
    return tuple(AccessProfile(value) for value in reader.choices("access", AccessProfile.values))


def to_query(asked: EventFilter | DirectoryFilter) -> str:
    """The canonical query string of a filter, without a leading ``?``; "" for the filter that asks nothing.

    Programmes go by id. Coordinates keep six decimals (0.1 m), which is all that parsing keeps too.
    """
    pairs = _event_pairs(asked) if isinstance(asked, EventFilter) else _directory_pairs(asked)
    return urlencode([(name, value) for name, value in pairs if value], safe=",:/")


def _event_pairs(asked: EventFilter) -> list[tuple[str, str]]:
    return [
        ("q", asked.q),
        ("from", _moment_text(asked.since, whole_day=False)),
        ("to", _moment_text(asked.until, whole_day=True)),
        ("when", asked.when),
        ("kind", _event_kinds_text(asked.kinds)),
        ("district", _joined(asked.districts)),
        *_near_pairs(asked.near),
        ("age", _number(asked.age)),
        ("audience", _joined(asked.audiences)),
        ("benefit", _joined(asked.benefits)),
        ("max_price", _price_text(asked.max_price)),
        ("access", _joined(asked.access)),
        ("sure", "" if asked.sure else "false"),
        ("language", _joined(asked.languages)),
        ("programme", _number(asked.programme)),
        ("place", _number(asked.place)),
        ("organisation", _number(asked.organisation)),
        ("event", ",".join(map(str, sorted(set(asked.events))))),
        ("facility", _joined(asked.facilities)),
        ("online", "" if asked.online is None else str(asked.online).lower()),
        ("pushkin", "true" if asked.pushkin else ""),
        ("pushkin_pays", "true" if asked.pushkin_pays else ""),
    ]


def _directory_pairs(asked: DirectoryFilter) -> list[tuple[str, str]]:
    return [
        ("q", asked.q),
        ("kind", _joined(asked.kinds)),
        ("category", _joined(asked.categories)),
        ("founder_level", _joined(asked.founder_levels)),
        ("district", _joined(asked.districts)),
        *_near_pairs(asked.near),
        ("access", _joined(asked.access)),
        ("sure", "" if asked.sure else "false"),
        ("parent", _number(asked.parent)),
        ("organisation", _number(asked.organisation)),
    ]


def _event_kinds_text(kinds: Collection[str]) -> str:
    """Kinds with every complete state category of several kinds named by its own code."""
    left = set(kinds)
    named: list[str] = []
    for category in dict.fromkeys(STATE_CATEGORY.values()):
        members = set(EVENT_KINDS[category.value])
        if len(members) > 1 and members <= left:
            named.append(category.value)
            left -= members
    return _joined([*named, *left])


def _joined(values: Iterable[str]) -> str:
    return ",".join(sorted(str(value) for value in set(values)))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _price_text(amount: int | None) -> str:
    if amount is None:
        return ""
    return str(roubles(amount)) if amount % KOPECKS == 0 else f"{amount // KOPECKS}.{amount % KOPECKS:02}"


def _near_pairs(near: Near | None) -> list[tuple[str, str]]:
    if near is None:
        return []
    radius = "" if near.radius == DEFAULT_RADIUS else str(near.radius)
    return [("near", f"{_degrees(near.lon)},{_degrees(near.lat)}"), ("radius", radius)]


def _degrees(value: float) -> str:
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _moment_text(moment: datetime | None, *, whole_day: bool) -> str:
    if moment is None:
        return ""
    here = localtime.local(moment)
    if here.time() == time.min:
        return (here.date() - timedelta(days=1 if whole_day else 0)).isoformat()
    clock = here.time()
    spec = "microseconds" if clock.microsecond else "seconds" if clock.second else "minutes"
    return f"{here.date().isoformat()}T{clock.isoformat(timespec=spec)}"
