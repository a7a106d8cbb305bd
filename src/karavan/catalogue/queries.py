"""Every question the faces may ask of the catalogue. Answers are JSON as bytes, made ready beforehand."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from django.utils import timezone

from karavan.catalogue import cursors
from karavan.catalogue.facts import Language
from karavan.catalogue.filters import MAX_LIMIT, MAX_QUERY_LENGTH, DirectoryFilter, EventFilter
from karavan.catalogue.index import directory, store
from karavan.catalogue.index.agenda import days_found
from karavan.catalogue.index.plan import EventPlan
from karavan.catalogue.index.snapshot import Snapshot
from karavan.catalogue.index.spots import where_found
from karavan.catalogue.index.timewalk import Match
from karavan.catalogue.models import Change, Entry, EntryKind, SessionEntry
from karavan.catalogue.moments import moment_head
from karavan.catalogue.results import ChangeLine, Changes, Day, Detail, FacetValue, Page, Spot, Version, Where
from karavan.kernel.localtime import day_bounds
from karavan.kernel.text import terms as analyse


def version() -> Version:
    """The version the answers of this worker are of."""
    return store.current().version


def find_events(
    question: EventFilter,
    *,
    lang: Language = "ru",
    limit: int = 20,
    cursor: str | None = None,
    facets: bool = False,
    now: datetime | None = None,
) -> Page:
    """Events with their first session or opening in the window, nearer in time first.

    With text the order is exact title, title, place, text, and within each nearer in time first. Three
    queries at most, whatever the page and the size of the catalogue.
    """
    snapshot = store.current()
    mark = cursors.mark_of((question, "events"))
    position = cursors.read(cursor, cursors.EventPosition, mark) if cursor else None
    plan = EventPlan.of(snapshot, _short(question), now or timezone.now(), position)
    limit = _bounded(limit)
    found = list(islice(plan.first_matches(), limit + 1))
    following = None
    if len(found) > limit:
        tier, last = found[limit - 1]
        following = cursors.write(plan.position(mark, tier, last.key))
    shown = with_cards(found[:limit], lang)
    return Page(
        items=[item for _, item in shown],
        next=following,
        total=plan.total,
        facets=_facet_lists(plan.facets()) if facets else None,
        correction=snapshot.correction(question.q),
        tiers=[tier for tier, _ in shown],
        window=plan.times,
    )


def count_events(question: EventFilter, *, now: datetime | None = None) -> int:
    """How many events answer. No query but the look for changes."""
    return EventPlan.of(store.current(), _short(question), now or timezone.now(), None).total


def count_by_organisation(
    question: EventFilter, *, now: datetime | None = None
) -> tuple[int, dict[int, int]]:
    """How many events answer in all, and for every organisation, those of branches with the network's own.

    Organisations without any are left out. No query but the look for changes.
    """
    plan = EventPlan.of(store.current(), _short(question), now or timezone.now(), None)
    return plan.total, {int(pk): count for pk, count in plan.by_field("organisation").items() if count}


def count_facets(question: EventFilter, *, now: datetime | None = None) -> Page:
    """How many events answer, and the facets, without the events. One query."""
    snapshot = store.current()
    plan = EventPlan.of(snapshot, _short(question), now or timezone.now(), None)
    return Page(
        items=[],
        next=None,
        total=plan.total,
        facets=_facet_lists(plan.facets()),
        correction=snapshot.correction(question.q),
    )


def find_sessions(
    question: EventFilter,
    *,
    lang: Language = "ru",
    limit: int = 20,
    cursor: str | None = None,
    now: datetime | None = None,
) -> Page:
    """Sessions and opening days one by one, in time order; they are not counted."""
    mark = cursors.mark_of((question, "sessions"))
    position = cursors.read(cursor, cursors.EventPosition, mark) if cursor else None
    plan = EventPlan.of(store.current(), _short(question), now or timezone.now(), position)
    limit = _bounded(limit)
    found = list(islice(plan.all_matches(), limit + 1))
    following = None
    if len(found) > limit:
        following = cursors.write(plan.position(mark, 0, found[limit - 1].key))
    return Page(_session_items(found[:limit], lang), following, None, window=plan.times)


def find_days(
    question: EventFilter,
    first: date,
    days: int = 7,
    *,
    lang: Language = "ru",
    limit: int = 8,
) -> list[Day]:
    """Consecutive whole days from ``first`` on, whatever times the question names, each with what it holds.

    Three queries at most.
    """
    last = first + timedelta(days=days - 1)
    whole = replace(_short(question), when="", since=day_bounds(first)[0], until=day_bounds(last)[1])
    plan = EventPlan.of(store.current(), whole, day_bounds(first)[0], None)
    found = days_found(plan, range(first.toordinal(), last.toordinal() + 1), _bounded(limit))
    items = iter(_session_items([match for day in found for match in day.first], lang))
    return [
        Day(
            date.fromordinal(day.day),
            day.events,
            day.sessions,
            dict(+day.opened),
            list(islice(items, len(day.first))),
        )
        for day in found
    ]


def find_where(question: EventFilter, *, lang: Language = "ru", now: datetime | None = None) -> Where:
    """Every building with events that answer, most events first. Two queries."""
    snapshot = store.current()
    plan = EventPlan.of(snapshot, _short(question), now or timezone.now(), None)
    found = where_found(plan, snapshot.directory)
    facts = {place_id: snapshot.directory[EntryKind.PLACE][place_id].facts for place_id in found.spots}
    cards = _cards(EntryKind.PLACE, set(found.spots), lang)
    spots = [
        Spot(
            place_id,
            spot.events,
            spot.kinds.most_common(1)[0][0],
            facts[place_id].lat,
            facts[place_id].lon,
            facts[place_id].district,
        )
        for place_id, spot in found.spots.items()
        if place_id in cards
    ]
    spots.sort(key=lambda spot: (-spot.events, facts[spot.place_id].name, spot.place_id))
    return Where(spots, cards, plan.total, found.nowhere, found.online, found.untold)


def find_places(
    question: DirectoryFilter,
    *,
    lang: Language = "ru",
    limit: int = 20,
    cursor: str | None = None,
    facets: bool = False,
) -> Page:
    """Places by name, or by distance where nearness is asked for."""
    return _find_directory(EntryKind.PLACE, question, lang, limit, cursor, facets)


def find_organisations(
    question: DirectoryFilter,
    *,
    lang: Language = "ru",
    limit: int = 20,
    cursor: str | None = None,
    facets: bool = False,
) -> Page:
    """Organisations by name."""
    return _find_directory(EntryKind.ORGANISATION, question, lang, limit, cursor, facets)


def find_programmes(
    question: DirectoryFilter,
    *,
    lang: Language = "ru",
    limit: int = 20,
    cursor: str | None = None,
    facets: bool = False,
) -> Page:
    """Programmes by first day, then by name."""
    return _find_directory(EntryKind.PROGRAMME, question, lang, limit, cursor, facets)


def detail(kind: str, object_id: int, *, lang: Language = "ru") -> Detail | None:
    """One whole record; None when there is none to be seen. One query."""
    row = (
        Entry.objects.filter(kind=kind, object_id=object_id)
        .values_list(f"detail_{lang}", "digest", "changed_at")
        .first()
    )
    return Detail(bytes(row[0]), row[1], row[2]) if row else None


def details(kind: str, object_ids: Collection[int], *, lang: Language = "ru") -> dict[int, bytes]:
    """Whole records by id. One query."""
    rows = Entry.objects.filter(kind=kind, object_id__in=list(object_ids)).values_list(
        "object_id", f"detail_{lang}"
    )
    return {object_id: bytes(payload) for object_id, payload in rows}


def programme_id(slug: str) -> int | None:
    """Id of a public programme by the word in its address."""
    for object_id, record in store.current().directory[EntryKind.PROGRAMME].items():
        if record.facts.category == slug:
            return object_id
    return None


def changes(since: int, *, lang: Language = "ru", limit: int = MAX_LIMIT) -> Changes:
    """What changed behind a position of the feed, tombstones included; from 0 on it is everything.

    An entry may come more than once; the payload is always the newest.
    """
    limit = _bounded(limit)
    lines = list(Change.objects.filter(pk__gt=since).order_by("pk")[: limit + 1])
    more, lines = len(lines) > limit, lines[:limit]
    cards: dict[tuple[str, int], bytes] = {}
    for kind in EntryKind.values:
        wanted = {line.object_id for line in lines if line.kind == kind}
        cards.update({(kind, key): card for key, card in _cards(kind, wanted, lang).items()})
    return Changes(
        items=[
            ChangeLine(line.pk, line.kind, line.object_id, line.at, cards.get((line.kind, line.object_id)))
            for line in lines
        ],
        next=lines[-1].pk if lines else since,
        more=more,
    )


def _bounded(limit: int) -> int:
    return max(1, min(limit, MAX_LIMIT))


def _short(question: EventFilter) -> EventFilter:
    if len(question.q) <= MAX_QUERY_LENGTH:
        return question
    return EventFilter(**{**question.__dict__, "q": question.q[:MAX_QUERY_LENGTH]})


def _cards(kind: str, object_ids: Collection[int], lang: Language) -> dict[int, bytes]:
    if not object_ids:
        return {}
    rows = Entry.objects.filter(kind=kind, object_id__in=list(object_ids)).values_list(
        "object_id", f"card_{lang}"
    )
    return {object_id: bytes(card) for object_id, card in rows}


def with_cards(found: Sequence[tuple[int, Match]], lang: Language) -> list[tuple[int, bytes]]:
    """(tier, card) with the moment the event was found for as the first member of the card."""
    cards = _cards(EntryKind.EVENT, {match.key[3] for _, match in found}, lang)
    return [
        (tier, b'{"next":{%s},%s' % (moment_head(match.moment, "session"), cards[match.key[3]][1:]))
        for tier, match in found
        if match.key[3] in cards
    ]


def _session_items(matches: Sequence[Match], lang: Language) -> list[bytes]:
    """Sessions with the card of their event as the last member."""
    cards = _cards(EntryKind.EVENT, {match.key[3] for match in matches}, lang)
    wanted = {match.moment.session_id for match in matches if match.moment.session_id}
    rows = SessionEntry.objects.filter(pk__in=wanted).values_list("pk", f"payload_{lang}") if wanted else ()
    own = {session_id: bytes(payload)[1:-1] + b"," for session_id, payload in rows}
    return [
        b'{%s,%s"event":%s}'
        % (moment_head(match.moment, "id"), own.get(match.moment.session_id, b""), cards[match.key[3]])
        for match in matches
        if match.key[3] in cards
    ]


def _facet_lists(counts: dict[str, Counter[str]]) -> dict[str, list[FacetValue]]:
    """Facets as lists: days in order, the rest by count."""
    lists: dict[str, list[FacetValue]] = {}
    for name, counter in counts.items():
        values = [FacetValue(value, number) for value, number in counter.items() if number]
        if name == "day":
            values.sort(key=lambda item: item.value)
        else:
            values.sort(key=lambda item: (-item.count, item.value))
        lists[name] = values
    return lists


def _find_directory(
    kind: EntryKind, question: DirectoryFilter, lang: Language, limit: int, cursor: str | None, facets: bool
) -> Page:
    snapshot = store.current()
    mark = cursors.mark_of((question, kind))
    position = cursors.read(cursor, cursors.DirectoryPosition, mark) if cursor else None
    records = find_records(snapshot, kind, question)
    if position is not None:
        behind = [item for item in records if item[0] > position.key]
    else:
        behind = records
    limit = _bounded(limit)
    shown = behind[:limit]
    following = None
    if len(behind) > limit:
        following = cursors.write(cursors.DirectoryPosition(mark, shown[-1][0]))
    cards = _cards(kind, {record.object_id for _, record in shown}, lang)
    shown = [(key, record) for key, record in shown if record.object_id in cards]
    return Page(
        items=[cards[record.object_id] for _, record in shown],
        next=following,
        total=len(records),
        facets=_facet_lists(
            directory.count((record for _, record in _unfiltered(snapshot, kind, question)), question)
        )
        if facets
        else None,
        correction=snapshot.correction(question.q),
        tiers=[key[0] for key, _ in shown],
    )


def find_records(
    snapshot: Snapshot, kind: str, question: DirectoryFilter
) -> list[tuple[directory.DirectoryKey, directory.Record]]:
    """Records of the directory that answer a question, best first."""
    query = question.q[:MAX_QUERY_LENGTH]
    words = snapshot.terms(query) if query else []
    if query and not words:
        return []
    return directory.find(snapshot.directory[kind].values(), question, words, " ".join(analyse(query)))


def _unfiltered(
    snapshot: Snapshot, kind: str, question: DirectoryFilter
) -> list[tuple[directory.DirectoryKey, directory.Record]]:
    """Records that answer the text and nearness only: what facets are counted among."""
    return find_records(snapshot, kind, DirectoryFilter(q=question.q, near=question.near))
