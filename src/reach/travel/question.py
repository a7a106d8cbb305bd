"""A question in full: from where, to what, as whom and when. It fits a command line and a task on another
machine.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from reach import release
from reach.times import UNREACHED
from reach.transit.hours import Hours
from reach.travel.city import City
from reach.travel.tables import ALWAYS, Origins, Venues, read_origins, read_venues
from reach.travel.times import Network, Ride, TravelTimes


@dataclass(frozen=True)
class Question:
    """Travel times from the table ``origins`` to the table ``venues`` in the current release of ``home``.

    On foot only where ``start`` is None. With ``open`` one must arrive while a venue lets people in: the
    hours of the table count, and a venue without any is taken as always open. The rest is as in
    :class:`reach.travel.times.Ride`.
    """

    home: Path
    origins: Path
    venues: Path
    profile: str = "adult"
    limit: float = 200.0
    """Metres that a point may lie off the streets."""
    start: int | None = None
    minutes: int = 120
    most: int = 7200
    access: int = 1200
    footpath: int = 600
    change: int = 60
    budget: int | None = None
    percentiles: tuple[float, ...] = (50,)
    open: bool = False
    profiles: Path | None = None
    """A table of profiles other than the engine's own."""

    def ride(self, city: City) -> Ride | None:
        """How one travels by timetable, if one does."""
        if self.start is None:
            return None
        return Ride(
            city.timetable_for(self.profile),
            self.start,
            self.minutes,
            self.most,
            self.access,
            self.footpath,
            self.change,
            self.budget,
        )

    def anywhere(self) -> "Question":
        """What is left without origins and venues: questions alike in it share their preparations."""
        return replace(self, origins=Path(), venues=Path(), percentiles=(50,), open=False)

    def as_whom(self, profile: str) -> "Question":
        """The same for another profile."""
        return replace(self, profile=profile)


@dataclass(frozen=True)
class Asked:
    """A question with all it takes to answer it."""

    question: Question
    city: City
    origins: Origins
    venues: Venues
    times: TravelTimes

    def lines(self) -> list[str]:
        """What the answer rests on, and what is left out of it."""
        told = [f"basis: {self.times.basis}"]
        for what, spots, table in (
            ("origins", self.times.origins, self.origins),
            ("venues", self.times.venues, self.venues),
        ):
            lost = [one for one, placed in zip(table.ids, spots.placed, strict=True) if not placed]
            if lost:
                more = ", …" if len(lost) > 5 else ""
                told.append(
                    f"{len(lost)} of {len(table)} {what} are farther than {self.question.limit:g} m from any "
                    f"street that {self.question.profile} can use: {', '.join(lost[:5])}{more}"
                )
        return told


def ask(question: Question, *, threads: int = 1) -> Asked:
    """Load and join what the question names.

    Raises:
        BadInput: a table, the release or a setting will not do.
    """
    folder = release.current(question.home).folder
    city = _city(question.home, folder, question.profiles)
    origins, venues = read_origins(question.origins), read_venues(question.venues)
    walk = city.walk(question.profile, limit=question.limit)
    times = TravelTimes(
        walk,
        walk.spots(origins.latitude, origins.longitude),
        walk.spots(venues.latitude, venues.longitude),
        network=_network(question.anywhere(), folder),
        percentiles=question.percentiles,
        hours=hours_of(venues) if question.open else None,
        threads=threads,
    )
    return Asked(question, city, origins, venues, times)


def hours_of(venues: Venues) -> Hours:
    """The hours of a table: one interval a venue, all day and night where it tells none."""
    pairs = zip(venues.opens.tolist(), venues.last_entry.tolist(), strict=True)
    return Hours.of([[(opens if last < ALWAYS else -int(UNREACHED), last)] for opens, last in pairs])


@lru_cache(maxsize=2)
def _city(home: Path, folder: Path, profiles: Path | None) -> City:
    """The city of ``home``; ``folder`` is the release, so that a newer one is loaded anew."""
    return City.load(home, profiles=profiles)


@lru_cache(maxsize=2)
def _network(question: Question, folder: Path) -> Network | None:
    """The timetable joined to the streets, if one rides; the same for all origins and venues."""
    city = _city(question.home, folder, question.profiles)
    ride = question.ride(city)
    return None if ride is None else Network(city.walk(question.profile, limit=question.limit), ride)
