"""What one may ask of the catalogue."""

from dataclasses import dataclass
from datetime import datetime

from karavan.places.enums import AccessProfile


@dataclass(frozen=True)
class Near:
    """Within ``radius`` metres of a point, degrees."""

    lat: float
    lon: float
    radius: int = 2000


@dataclass(frozen=True)
class EventFilter:
    """A question about events and their sessions; all conditions must hold of one and the same session.

    ``since`` and ``until`` bound the time: a session counts when it overlaps [since, until). ``since`` None
    means now. ``when`` bounds it instead by the day on which the question is asked
    (:mod:`karavan.catalogue.windows`), and then neither of them is given. Within a tuple any value is
    enough. ``max_price`` is kopecks, 0 asks for free; what counts is the lowest known price, everybody's
    or that of one of the categories in ``benefits``. ``access`` holds needs that must all be met; with
    ``sure`` False a place not surveyed counts as possible. ``pushkin`` asks for events that surely take the
    Pushkin card; with ``pushkin_pays`` these count whatever they cost: ``max_price`` leaves none of them out.
    """

    q: str = ""
    since: datetime | None = None
    until: datetime | None = None
    when: str = ""
    kinds: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    near: Near | None = None
    age: int | None = None
    audiences: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    max_price: int | None = None
    access: tuple[AccessProfile, ...] = ()
    sure: bool = True
    languages: tuple[str, ...] = ()
    programme: int | None = None
    place: int | None = None
    organisation: int | None = None
    events: tuple[int, ...] = ()
    facilities: tuple[str, ...] = ()
    online: bool | None = None
    pushkin: bool = False
    pushkin_pays: bool = False


@dataclass(frozen=True)
class DirectoryFilter:
    """A question about places, organisations or programmes."""

    q: str = ""
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    founder_levels: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    near: Near | None = None
    access: tuple[AccessProfile, ...] = ()
    sure: bool = True
    parent: int | None = None
    organisation: int | None = None


MAX_LIMIT = 200
MAX_QUERY_LENGTH = 200
