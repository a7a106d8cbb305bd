"""Invents small everyday events in the grain of a city: pure, and the same for the same seed.

Event ``i`` of a seed depends on nothing but the seed and ``i``: a larger programme begins with a smaller one.
Days are spread by a golden-ratio sequence over weighted days, so that any number of events covers the period.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random
from zlib import crc32

from karavan.integrations.citydata.everyday import prices
from karavan.integrations.citydata.everyday.shapes import Dated, EverydayEvent, EverydaySession, Venue
from karavan.integrations.citydata.everyday.stock import Genre, Line, Pair, Stock, load

GOLDEN = 0.6180339887498949
WEEKDAY_LOAD = (0.75, 1.0, 1.0, 1.0, 1.05, 1.3, 1.1)
MONTH_LOAD = (0.95, 1.0, 1.05, 1.05, 1.0, 0.85, 0.6, 0.65, 1.05, 1.05, 1.05, 1.15)
HOLIDAYS = frozenset({(1, 1), (1, 2), (1, 3), (1, 7), (5, 1), (5, 9), (6, 12), (11, 4), (12, 31)})
CLOSED_ON_HOLIDAYS = frozenset({"library", "children_library", "children_art_school", "education"})
DAYS = {
    "any": frozenset(range(7)),
    "weekday": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    "late": frozenset({3, 4, 5, 6}),
}
TONGUES = {"английский": ("ru", "en"), "немецкий": ("ru", "de"), "китайский": ("ru", "zh")}
FACILITIES = {
    "performance": ("audio_description", "subtitles", "induction_loop", "sign_language"),
    "puppet_show": ("relaxed", "sign_language", "audio_description"),
    "dance": ("audio_description", "relaxed"),
    "concert": ("induction_loop", "relaxed"),
    "exhibition": ("tactile", "easy_reading"),
    "excursion": ("sign_language", "tactile", "easy_reading"),
    "film": ("subtitles", "audio_description"),
}
ANY_FACILITY = ("sign_language", "easy_reading", "relaxed", "induction_loop")
ENTRY_EASY = {"open": "свободный", "registration": "по записи", "ticket": "по билету"}
SHARE_ENGLISH, SHARE_FACILITY, SHARE_SECOND_ORGANISER, SHARE_EASY = 0.6, 0.09, 0.12, 0.08
KEY = "everyday:{seed}:{number}"


@dataclass(frozen=True)
class Holding:
    """A genre on a day, and the programme it belongs to."""

    genre: Genre
    programme: str


class Everyday:
    """The everyday programme of a city for a period, event by event."""

    def __init__(
        self,
        venues: Sequence[Venue],
        dated: Sequence[Dated],
        partners: Sequence[str],
        *,
        seed: int,
        first: date,
        last: date,
    ) -> None:
        self.seed, self.first, self.last = seed, first, last
        self.stock: Stock = load()
        self.venues, self.partners = tuple(venues), tuple(partners)
        self.dated: dict[str, list[Dated]] = {}
        for programme in dated:
            self.dated.setdefault(programme.key, []).append(programme)
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        self._days = days
        self._load = list(accumulate(_load(day) for day in days))
        self._offset = Random(f"{seed}:days").random()  # noqa: S311 - repeatable on purpose
        self._held = lru_cache(maxsize=None)(self._held_on)
        self._open = lru_cache(maxsize=None)(self._open_on)

    def events(self, start: int, stop: int) -> Iterator[EverydayEvent]:
        """Events number ``start`` to ``stop`` − 1."""
        for number in range(start, stop):
            yield self.event(number)

    def event(self, number: int) -> EverydayEvent:
        """The event of this number."""
        share = (self._offset + number * GOLDEN) % 1.0
        day = self._days[min(bisect(self._load, share * self._load[-1]), len(self._days) - 1)]
        rng = Random(f"{self.seed}:{number}")  # noqa: S311 - repeatable on purpose
        holdings, weights = self._held(day)
        held = rng.choices(holdings, cum_weights=weights)[0]
        venue = rng.choice(self._open(held.genre, day.weekday(), (day.month, day.day) in HOLIDAYS))
        return _Writer(self, number, rng, held, venue, day).write()

    def _held_on(self, day: date) -> tuple[list[Holding], list[float]]:
        holiday = (day.month, day.day) in HOLIDAYS
        holdings, weights = [], []
        for genre in self.stock.genres:
            programme = self._programme(genre, day)
            if programme is None or not (day.month in genre.months or genre.around):
                continue
            if day.weekday() not in DAYS[genre.days] and not genre.late:
                continue
            if self._open(genre, day.weekday(), holiday):
                holdings.append(Holding(genre, programme))
                weights.append(genre.weight)
        return holdings, list(accumulate(weights))

    def _programme(self, genre: Genre, day: date) -> str | None:
        """Slug of the programme a genre belongs to on a day, empty for none; None: not held that day."""
        if not genre.around:
            return ""
        for programme in self.dated.get(genre.around, ()):
            first = programme.first + timedelta(days=genre.skip[0] - genre.before)
            last = programme.last + timedelta(days=genre.after - genre.skip[1])
            if first <= day <= last:
                return programme.slug
        return None

    def _open_on(self, genre: Genre, weekday: int, holiday: bool) -> tuple[Venue, ...]:
        wanted = set(genre.venues)
        return tuple(
            venue
            for venue in self.venues
            if (venue.kind in wanted or venue.key in wanted)
            and (genre.late or genre.calendar or weekday in venue.weekdays)
            and not (holiday and venue.kind in CLOSED_ON_HOLIDAYS)
        )


class _Writer:
    """Writes one event; every choice comes from its own generator, in a fixed order."""

    def __init__(
        self, city: Everyday, number: int, rng: Random, held: Holding, venue: Venue, day: date
    ) -> None:
        self.city, self.number, self.rng, self.venue, self.day = city, number, rng, venue, day
        self.genre, self.programme = held.genre, held.programme
        self.picked: dict[str, Pair] = {}

    def write(self) -> EverydayEvent:
        genre, rng = self.genre, self.rng
        title, title_en = self._say(rng.choice(genre.titles))
        summary, summary_en = self._say(rng.choice(genre.summaries))
        body, body_en = self._say(rng.choice(genre.texts))
        price_kind, low, high = prices.price(genre.price, rng)
        entry = "open" if genre.entry == "ticket" and price_kind != "paid" else genre.entry
        tail, tail_en = rng.choice(self.city.stock.common["online" if genre.online else entry])
        demo, demo_en = self.city.stock.common["demo"][0]
        offered = genre.facilities or self._facilities()
        sessions = self._sessions(offered)
        first, last = self._period()
        capacity = None if genre.capacity is None else _rounded(rng.randint(*genre.capacity))
        event = EverydayEvent(
            key=KEY.format(seed=self.city.seed, number=self.number),
            genre=genre.code,
            kind=genre.kind,
            title=title,
            summary=summary,
            text=f"<p>{body}</p><p>{tail}</p><p><em>{demo}</em></p>",
            easy_text=self._easy(title, entry),
            translations=self._translations(
                title_en, summary_en, f"<p>{body_en}</p><p>{tail_en}</p><p><em>{demo_en}</em></p>"
            ),
            age_mark=rng.choice(genre.ages),
            languages=self._languages(),
            audiences=rng.choice(genre.audiences),
            calendar=self._calendar(sessions),
            venue="" if genre.online else self.venue.key,
            online_url=f"https://example.org/live/{self.number}" if genre.online else "",
            capacity=capacity,
            facilities=offered,
            price_kind=price_kind,
            price_min=low,
            price_max=high,
            entry=entry,
            organisers=self._organisers(),
            performers=self._performers(),
            programme=self.programme,
            sessions=sessions,
            tariffs=prices.tariffs(genre.price, low, rng),
            date_from=first,
            date_to=last,
            hours=self.venue.hours if genre.calendar else (),
            closed_days=self._closed(first, last),
        )
        return replace(event, pushkin_card=prices.pushkin_card(event, genre.price, self.venue.kind))

    def _say(self, line: Line) -> Pair:
        if not line.lists:
            return line.ru, line.en
        for name in line.lists:
            if name not in self.picked:
                self.picked[name] = self.rng.choice(self.city.stock.words[name])
        ru = line.ru.format(**{name: self.picked[name][0] for name in line.lists})
        en = line.en.format(**{name: self.picked[name][1] for name in line.lists})
        return ru[0].upper() + ru[1:], en[0].upper() + en[1:]

    def _easy(self, title: str, entry: str) -> str:
        if self.rng.random() >= SHARE_EASY:
            return ""
        words = self.city.stock.common["easy"][0][0]
        where = "в интернете" if self.genre.online else self.venue.name
        return f"<p>{words.format(what=title, where=where, entry=ENTRY_EASY[entry])}</p>"

    def _translations(self, title: str, summary: str, text: str) -> dict[str, dict[str, str]]:
        found = {language: {"title": words} for language, words in self.genre.native.items()}
        if found or self.rng.random() < SHARE_ENGLISH:
            found["en"] = {"title": title, "summary": summary, "text": text}
        return found

    def _languages(self) -> tuple[str, ...]:
        language = self.genre.language
        if language == "none":
            return ("zxx",)
        if language in ("tt", "ba"):
            return (language, "ru")
        tongue = self.picked.get("tongues")
        return ("ru",) if tongue is None else TONGUES.get(tongue[0], ("ru",))

    def _facilities(self) -> tuple[str, ...]:
        if self.rng.random() >= SHARE_FACILITY:
            return ()
        return (self.rng.choice(FACILITIES.get(self.genre.kind, ANY_FACILITY)),)

    def _sessions(self, offered: tuple[str, ...]) -> tuple[EverydaySession, ...]:
        genre, rng = self.genre, self.rng
        if genre.calendar:
            return ()
        clock = time.fromisoformat(rng.choice(genre.times))
        length = timedelta(minutes=rng.choice(genre.minutes))
        count, step = rng.choice(genre.repeat), rng.choice(genre.step)
        days = [self.day + timedelta(days=step * turn) for turn in range(count)]
        sessions = []
        for day in days:
            if day > self.city.last or (day.weekday() not in self.venue.weekdays and not genre.late):
                continue
            starts = datetime.combine(day, clock)
            status, note = self._status()
            own = offered if not offered and rng.random() >= 0.02 else offered or self._facilities()
            sessions.append(EverydaySession(starts, starts + length, status, note, own))
        return tuple(sessions)

    def _status(self) -> Pair:
        chance = self.rng.random()
        if chance < 0.010:
            return "cancelled", self.rng.choice(self.city.stock.common["cancelled"])[0]
        if chance < 0.020:
            return "moved", self.rng.choice(self.city.stock.common["moved"])[0]
        if chance < 0.050 and self.genre.entry == "ticket":
            return "sold_out", ""
        return "scheduled", ""

    def _calendar(self, sessions: tuple[EverydaySession, ...]) -> str:
        return self.genre.calendar or ("single" if len(sessions) == 1 else "dates")

    def _period(self) -> tuple[date | None, date | None]:
        if self.genre.calendar != "periodic":
            return None, None
        last = self.day + timedelta(days=self.rng.randint(*self.genre.span))
        return self.day, min(last, self.city.last)

    def _closed(self, first: date | None, last: date | None) -> tuple[tuple[date, str], ...]:
        """Holidays of a period on which the house is shut."""
        if first is None or last is None or self.venue.kind == "park":
            return ()
        note = self.city.stock.common["holiday"][0][0]
        every = (first + timedelta(days=turn) for turn in range((last - first).days + 1))
        return tuple((day, note) for day in every if (day.month, day.day) in HOLIDAYS)

    def _organisers(self) -> tuple[tuple[str, str], ...]:
        leads = self.genre.organisers or self.venue.organisers
        lead = leads[0] if len(leads) == 1 else self.rng.choice(leads)
        found = [(lead, "lead")]
        if self.rng.random() < SHARE_SECOND_ORGANISER:
            second = self.rng.choice(self.city.partners)
            if second != lead:
                found.append((second, self.rng.choice(("co", "partner"))))
        return tuple(found)

    def _performers(self) -> tuple[str, ...]:
        if self.genre.kind != "concert" or self.rng.random() >= 0.4:
            return ()
        return (self.rng.choice(self.city.stock.common["performers"])[0],)


def _load(day: date) -> float:
    quiet = (
        0.15
        if (day.month, day.day) in {(1, 1), (12, 31)}
        else 0.6
        if day.month == 1 and day.day <= 8
        else 1.0
    )
    return WEEKDAY_LOAD[day.weekday()] * MONTH_LOAD[day.month - 1] * quiet


def _rounded(capacity: int) -> int:
    return capacity if capacity < 30 else round(capacity / 10) * 10


def fingerprint(events: Sequence[EverydayEvent]) -> int:
    """A checksum of generated events: the same seed gives the same on every machine."""
    return crc32("\n".join(f"{event.key} {event.title} {event.venue}" for event in events).encode())
