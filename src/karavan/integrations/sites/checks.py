"""What a visit tells of each item of the norms. Pure, and careful: in doubt it could not be told."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final

from rapidfuzz import fuzz

from karavan.hygiene.checks import Seen
from karavan.hygiene.enums import Told
from karavan.hygiene.norms import SITE, Item, Norms
from karavan.hygiene.rules import digits
from karavan.integrations.sites.pages import Page, at_words, dates_in, phones_in, squeeze
from karavan.integrations.sites.visiting import Visit
from karavan.places.hourtext import NotUnderstood, Row, parse_week, week_in_words

GONE: Final = frozenset({404, 410})
FRESH: Final = timedelta(days=90)
ENOUGH_PAGES, ENOUGH_LINKS, ENOUGH_DATES = 3, 10, 3
"""How much of a site must have been read before an absence tells something."""
ALIKE: Final = 90
_COMING = re.compile(r"^(скоро|анонсы?|предстоящие|ближайшие|афиша на|что впереди)", re.IGNORECASE)
_HOUSE = re.compile(r"\b(?:д(?:ом)?\.?\s*)?(\d{1,4})\s*[-/]?\s*([а-я](?![а-я]))?", re.IGNORECASE)
_STREET = re.compile(
    r"\b(улица|ул|проспект|пр-т|пр|площадь|пл|переулок|пер|шоссе|ш|бульвар|б-р|город|г|имени|им)\b\.?"
)


@dataclass(frozen=True)
class Registry:
    """What the registry says: telephones as one text, addresses, the week of its only place.

    ``was_silent``: the site did not answer the last time either.
    """

    phone: str = ""
    addresses: Sequence[str] = ()
    week: Sequence[Row] | None = None
    was_silent: bool = False


def look(visit: Visit, registry: Registry, norms: Norms, day: date) -> list[Seen]:
    """One or several results for every item that is looked for on sites."""
    found: list[Seen] = []
    for item in norms.items:
        if item.by != SITE:
            continue
        check = _CHECKS.get(item.code)
        if check is not None:
            found += check(item.code, visit, registry, day)
        else:
            found.append(_words(item, visit))
    return found


def _unknown(code: str) -> Seen:
    return Seen(code, Told.UNKNOWN)


def _answers(code: str, visit: Visit, registry: Registry, day: date) -> Iterator[Seen]:
    if visit.first == 200:
        yield Seen(code, Told.GOOD, url=visit.url)
    elif visit.first in GONE or visit.first >= 500:
        yield Seen(code, Told.FAULT, f"HTTP {visit.first}", visit.url)
    elif not visit.first and registry.was_silent:
        # Once may be our own network; two nights in a row are the site.
        yield Seen(code, Told.FAULT, visit.silence, visit.url)
    else:
        yield _unknown(code)


def _tls(code: str, visit: Visit, registry: Registry, day: date) -> Iterator[Seen]:
    if visit.tls is None:
        yield _unknown(code)
    else:
        yield Seen(code, Told.GOOD if visit.tls else Told.FAULT, "" if visit.tls else "TLS", visit.url)


def _phone(code: str, visit: Visit, registry: Registry, day: date) -> Iterator[Seen]:
    wanted = [number for each in re.split(r"[,;\n]", registry.phone) if (number := digits(each))]
    written: list[tuple[str, str]] = []
    for page in visit.pages:
        written += [(number, page.url) for number in [*page.tels, *phones_in(page.text)] if digits(number)]
    if not wanted or not written:
        yield _unknown(code)
        return
    for number, url in written:
        if any(_same_number(digits(number), one) for one in wanted):
            yield Seen(code, Told.GOOD, number, at_words(url, number), registry.phone)
            return
    number, url = written[0]
    yield Seen(code, Told.FAULT, _line_with(visit, number), at_words(url, number), registry.phone)


def _same_number(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _line_with(visit: Visit, words: str) -> str:
    """The line where the words stand, with the one before: «Касса: 263-12-34»."""
    for page in visit.pages:
        for number, line in enumerate(page.lines):
            if words in line:
                before = page.lines[number - 1] if number and len(line) < len(words) + 5 else ""
                return f"{before} {line}".strip()[:300]
    return words


def _street(address: str) -> tuple[str, str]:
    """Street and house of an address, for comparing; ("", "") where there is none."""
    folded = squeeze(address.casefold().replace("ё", "е"))
    parts = [part.strip() for part in folded.split(",") if part.strip()]
    # «г. Челябинск, ул. Труда, 92-а»: the house is the last part that begins with a number.
    for number in range(len(parts) - 1, 0, -1):
        house = _HOUSE.match(parts[number])
        if house is not None:
            street = squeeze(_STREET.sub(" ", parts[number - 1]))
            return (street, house.group(1) + (house.group(2) or "")) if len(street) > 3 else ("", "")
    return "", ""


def _address(code: str, visit: Visit, registry: Registry, day: date) -> Iterator[Seen]:
    other: Seen | None = None
    known = [(address, *_street(address)) for address in registry.addresses]
    known = [row for row in known if row[1]]
    for page in visit.pages:
        for line in page.lines:
            folded = line.casefold().replace("ё", "е")
            for address, street, house in known:
                told = _house_after(folded, street)
                if told == house:
                    yield Seen(code, Told.GOOD, line[:300], at_words(page.url, line), address)
                    return
                if told and other is None:
                    other = Seen(code, Told.FAULT, line[:300], at_words(page.url, line), address)
    yield other if other is not None and len(registry.addresses) == 1 else _unknown(code)


def _house_after(line: str, street: str) -> str:
    """The house that a line names right after the street; "" where it names none."""
    if not 5 < len(line) <= 300 or fuzz.partial_ratio(street, line) < ALIKE:
        return ""
    found = fuzz.partial_ratio_alignment(street, line)
    if found is None:
        return ""
    rest = line[found.dest_end :].lstrip(" ,.")
    house = _HOUSE.match(rest)
    return house.group(1) + (house.group(2) or "") if house is not None else ""


def _hours(code: str, visit: Visit, registry: Registry, day: date) -> Iterator[Seen]:
    if not registry.week:
        yield _unknown(code)
        return
    weeks: dict[tuple[Row, ...], tuple[str, str]] = {}
    for page in visit.pages:
        for words in _windows(page):
            try:
                rows = tuple(parse_week(words))
            except NotUnderstood:
                continue
            if len({row[0] for row in rows}) >= 3:
                weeks.setdefault(rows, (words, page.url))
    mine = tuple(registry.week)
    said = week_in_words(list(mine))
    if mine in weeks:
        words, url = weeks[mine]
        yield Seen(code, Told.GOOD, words, at_words(url, words.split(";")[0]), said)
    elif len(weeks) == 1:
        ((words, url),) = weeks.values()
        yield Seen(code, Told.FAULT, words[:300], at_words(url, words.split(";")[0]), said)
    else:
        # None, or several: of halls, of the ticket office, of summer.
        yield _unknown(code)


_DAYISH = re.compile(r"\b(пн|пон|ежедневно|вт|будни|mo|mon)", re.IGNORECASE)


def _windows(page: Page) -> Iterator[str]:
    """Lines that may be a week, longer runs of lines first: a week often takes a line a day."""
    for start, line in enumerate(page.lines):
        if len(line) <= 200 and _DAYISH.search(line):
            for length in (7, 6, 5, 4, 3, 2):
                run = page.lines[start : start + length]
                if len(run) == length and all(len(each) <= 80 for each in run):
                    try:
                        parse_week("; ".join(run))
                    except NotUnderstood:
                        continue
                    yield "; ".join(run)
                    break
            else:
                yield line
    for each in page.data:
        said = each.get("openingHours")
        if isinstance(said, str | list):
            yield "; ".join(map(str, said)) if isinstance(said, list) else said


def _past(code: str, visit: Visit, registry: Registry, day: date) -> Iterator[Seen]:
    yesterday = day - timedelta(days=1)
    over: Seen | None = None
    for page in visit.pages:
        for words, last in [*_events(page), *_announced(page)]:
            if last >= yesterday:
                yield Seen(code, Told.GOOD, words, at_words(page.url, words))
                return
            over = over or Seen(code, Told.FAULT, words, at_words(page.url, words))
    yield over or _unknown(code)


def _events(page: Page) -> Iterator[tuple[str, date]]:
    for each in page.data:
        if "Event" not in str(each.get("@type", "")):
            continue
        ends = dates_in(str(each.get("endDate") or each.get("startDate") or ""))
        if ends:
            yield f"{each.get('name', '')} {ends[0][1]}".strip()[:300], ends[0][0]


def _announced(page: Page) -> Iterator[tuple[str, date]]:
    """Dates with a year below a heading that promises what is to come; one alone may be anything."""
    headings = set(page.headings)
    for number, line in enumerate(page.lines):
        if line not in headings or not _COMING.search(line):
            continue
        found: list[tuple[str, date]] = []
        for below in page.lines[number + 1 : number + 41]:
            if below in headings and found and not dates_in(below) and _COMING.search(below):
                break
            found += [(below[:300], told) for told, _words_of in dates_in(below)]
        if len(found) > 1:
            yield from found


def _links(code: str, visit: Visit, registry: Registry, day: date) -> Iterator[Seen]:
    told = False
    for one in visit.tried:
        name = sha256(one.link.url.encode()).hexdigest()[:16]
        words = one.link.text or one.link.url
        if one.status in GONE:
            told = True
            quote = f"{words} → {one.link.url} ({one.status})"
            yield Seen(code, Told.FAULT, quote, at_words(one.page, one.link.text), name=name)
        elif one.status == 200:
            told = True
            yield Seen(code, Told.GOOD, words, one.link.url, name=name)
    if not told:
        yield _unknown(code)


def _fresh(code: str, visit: Visit, registry: Registry, day: date) -> Iterator[Seen]:
    dated = [(told, words, page.url) for page in visit.pages for told, words in dates_in(page.text)]
    past = [row for row in dated if row[0] <= day]
    if len(past) != len(dated):
        # What is announced was written lately.
        told, words, url = max(dated)
        yield Seen(code, Told.GOOD, words, at_words(url, words))
    elif len(past) < ENOUGH_DATES or len(visit.pages) < ENOUGH_PAGES:
        yield _unknown(code)
    else:
        told, words, url = max(past)
        yield Seen(code, Told.GOOD if day - told <= FRESH else Told.FAULT, words, at_words(url, words))


def _vision(code: str, visit: Visit, registry: Registry, day: date) -> Iterator[Seen]:
    for page in visit.pages:
        for words in [*(link.text for link in page.links), *page.lines]:
            if "слабовидящ" in words.casefold() or "незряч" in words.casefold():
                yield Seen(code, Told.GOOD, words[:300], page.url)
                return
    # Scripts draw such buttons, often as a picture: that none is found proves nothing.
    yield _unknown(code)


def _words(item: Item, visit: Visit) -> Seen:
    """An item that is found by the words of links and headings."""
    patterns = [_pattern(word) for word in item.words]
    links = 0
    for page in visit.pages:
        links += len(page.links)
        said: list[tuple[str, str]] = [(link.text, link.url) for link in page.links]
        said += [(heading, at_words(page.url, heading)) for heading in page.headings]
        for words, url in said:
            if any(pattern.search(words) for pattern in patterns):
                return Seen(item.code, Told.GOOD, words[:300], url)
    if item.absence_tells and len(visit.pages) >= ENOUGH_PAGES and links >= ENOUGH_LINKS:
        return Seen(item.code, Told.FAULT, url=visit.pages[0].url)
    return _unknown(item.code)


def _pattern(word: str) -> re.Pattern[str]:
    # Short words are abbreviations: «НОК» is no beginning of anything.
    end = r"\b" if len(word) <= 3 else ""
    return re.compile(rf"\b{re.escape(word)}{end}", re.IGNORECASE)


_Check = Callable[[str, Visit, Registry, date], Iterator[Seen]]
_CHECKS: dict[str, _Check] = {
    "site_answers": _answers,
    "site_tls": _tls,
    "site_phone": _phone,
    "site_address": _address,
    "site_hours": _hours,
    "site_past": _past,
    "site_links": _links,
    "site_fresh": _fresh,
    "site_vision": _vision,
}

__all__: list[Any] = ["Registry", "look"]
