"""Reads about the quality of information: the facts behind a figure, figures, findings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import RowNumber

from karavan.hygiene.checks import EventFacts, Facts, Forgotten, PlaceFacts
from karavan.hygiene.enums import FOUNDERS, INSTITUTIONS, Answer
from karavan.hygiene.models import LONG, Finding, Score
from karavan.hygiene.norms import norms_on
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.localtime import at, local, today
from karavan.kernel.provenance import Certainty
from karavan.people.enums import FounderLevel
from karavan.people.models import Organisation
from karavan.people.rules import Reach
from karavan.places.enums import PlaceCategory, PlaceState
from karavan.places.hours import Schedule
from karavan.places.missing import DOORS, GROUNDS
from karavan.places.models import AccessSurvey, Place, PlacePhoto, WeeklyHours
from karavan.programme.enums import Calendar, EventStatus, OrganiserRole, SessionStatus
from karavan.programme.lacks import NO_DATES, WITHOUT_PLACE, WITHOUT_PRICE, Dates, lacks_of
from karavan.programme.models import Event, EventOrganiser, Session

AHEAD: Final = timedelta(days=30)
BEHIND: Final = timedelta(days=180)
READ: Final = (
    "title age_mark calendar date_from date_to place_id online_url price_kind price_min picture picture_alt "
    "picture_author picture_source picture_rights updated_at"
).split()
"""Fields of an event that the checks read."""
MIDNIGHT: Final = datetime.min.time()
TREND: Final = 30
"""Days of history that a trend shows."""


def scored() -> QuerySet[Organisation]:
    """Public institutions of the city: those that residents expect something of."""
    rows = Organisation.objects.filter(kind__in=INSTITUTIONS, founder_level__in=FOUNDERS, is_public=True)
    return rows.exclude(certainty=Certainty.C)


def facts_of(organisations: Iterable[Organisation], now: datetime) -> dict[int, Facts]:
    """What the checks read, by organisation. Nine queries, whatever the number of records."""
    rows = list(organisations)
    ids = [row.pk for row in rows]
    day = local(now).date()
    above = _above(rows)
    touched = _touched(ids)
    leads = _leads(ids, rows)
    found = {row.pk: _facts(row, above, touched.get(row.pk)) for row in rows}
    for organisation, place in _places(ids):
        found[organisation].places.append(place)
    ahead, by_organisation = _events(leads, now)
    for pk, led in by_organisation.items():
        if pk in found:
            found[pk].events += [ahead[event] for event in led if event in ahead]
    busy = {leads[pk] for pk in by_organisation if pk in leads}
    for row in rows:
        found[row.pk].has_events = any(path.startswith(row.path) for path in busy)
    for pk, draft in _forgotten(ids, day):
        found[pk].forgotten.append(draft)
    return found


def _above(rows: Sequence[Organisation]) -> dict[int, Organisation]:
    wanted = {pk for row in rows for pk in row.lineage_ids}
    fields = ("pk", "path", "website", "phone", "email")
    return {one.pk: one for one in Organisation.objects.filter(pk__in=wanted).only(*fields)}


def _facts(row: Organisation, above: dict[int, Organisation], touched: date | None) -> Facts:
    line = [above[pk] for pk in reversed(row.lineage_ids) if pk in above]

    def inherited(name: str) -> str:
        return next((str(getattr(one, name)) for one in line if getattr(one, name)), "")

    return Facts(
        pk=row.pk,
        name=str(row),
        website=inherited("website"),
        phone=inherited("phone"),
        email=inherited("email"),
        description=row.description,
        since=row.since,
        founder_known=row.founder_level != FounderLevel.UNKNOWN,
        certainty=row.certainty,
        touched=touched,
        has_events=False,
    )


def _touched(ids: Collection[int]) -> dict[int, date]:
    lines = JournalLine.objects.filter(subject_type="people.organisation", subject_id__in=ids)
    last = lines.order_by().values("subject_id").annotate(last=Max("at")).values_list("subject_id", "last")
    return {pk: local(moment).date() for pk, moment in last if moment is not None}


def _leads(ids: Collection[int], rows: Sequence[Organisation]) -> dict[int, str]:
    """Paths of all organisations at or below the given ones."""
    tops = {row.lineage_ids[0] for row in rows if row.lineage_ids}
    below = Q(pk__in=[])
    for pk in sorted(tops):
        below |= Q(path__startswith=f"/{pk}/")
    return dict(Organisation.objects.filter(below | Q(pk__in=ids)).values_list("pk", "path"))


def _places(ids: Collection[int]) -> list[tuple[int, PlaceFacts]]:
    visited = (Q(level__in=DOORS) | Q(kind__in=GROUNDS)) & ~Q(category=PlaceCategory.HERITAGE)
    last = (
        AccessSurvey.objects.filter(place=OuterRef("pk")).order_by("-surveyed_on").values("surveyed_on")[:1]
    )
    rows = list(
        Place.objects.filter(visited, organisation__in=ids, is_public=True)
        .annotate(
            surveyed_on=Subquery(last), has_photos=Exists(PlacePhoto.objects.filter(place=OuterRef("pk")))
        )
        .order_by("name", "pk")
        .values_list(
            "pk", "organisation_id", "parent_id", "name", "address", "state", "surveyed_on", "how_to_get_in",
            "lat", "has_photos",
        )
    )  # fmt: skip
    wanted = {pk for row in rows for pk in (row[0], row[2]) if pk is not None}
    weekly: dict[int, list[Any]] = defaultdict(list)
    hours = WeeklyHours.objects.filter(place__in=wanted).values_list("place_id", "valid_from", "valid_to")
    for place, first, last_day in hours.distinct().order_by("place_id"):
        weekly[place].append(SimpleNamespace(valid_from=first, valid_to=last_day))
    found = []
    for pk, organisation, parent, name, address, state, surveyed, way, lat, photos in rows:
        assert organisation is not None
        own = weekly.get(pk) or weekly.get(parent or 0) or []
        facts = PlaceFacts(
            pk=pk,
            name=name,
            address=address,
            is_open=state == PlaceState.OPEN,
            schedule=Schedule(weekly=tuple(own)),
            surveyed_on=surveyed,
            way_in=bool(way),
            point=lat is not None,
            photos=photos,
        )
        found.append((organisation, facts))
    return found


def _events(leads: Collection[int], now: datetime) -> tuple[dict[int, EventFacts], dict[int, list[int]]]:
    """Public events of the days ahead, and by organisation which of them it leads."""
    day = local(now).date()
    soon = Session.objects.filter(
        event=OuterRef("pk"), starts_at__gte=now, starts_at__lt=at(day + AHEAD, MIDNIGHT)
    ).exclude(status=SessionStatus.CANCELLED)
    running = Q(calendar__in=(Calendar.PERIODIC, Calendar.PERMANENT)) & (
        Q(date_to__isnull=True) | Q(date_to__gte=day)
    )
    running &= Q(date_from__isnull=True) | Q(date_from__lt=day + AHEAD)
    rows = Event.objects.filter(running | Exists(soon), status=EventStatus.PUBLISHED)
    events = rows.order_by().values("pk")
    counted = Session.objects.filter(event__in=events).order_by().values("event")
    columns = counted.annotate(number=Count("pk"), place=WITHOUT_PLACE, price=WITHOUT_PRICE)
    dates = {row["event"]: row for row in columns}
    by: dict[int, list[int]] = defaultdict(list)
    organised = set()
    parts = EventOrganiser.objects.filter(event__in=events).order_by("event")
    for organisation, event_id, role in parts.values_list("organisation_id", "event_id", "role"):
        organised.add(event_id)
        if role == OrganiserRole.LEAD and organisation in leads:
            by[organisation].append(event_id)
    found = {}
    for event in rows.only(*READ).order_by("pk"):
        row = dates.get(event.pk)
        told = NO_DATES if row is None else Dates(row["number"], row["place"], row["price"])
        found[event.pk] = EventFacts(
            pk=event.pk,
            title=event.title,
            lacks=frozenset(lacks_of(event, told, has_organisers=event.pk in organised)),
            has_picture=bool(event.picture),
            open_ended=event.calendar == Calendar.PERIODIC and event.date_to is None,
            touched=local(event.updated_at).date(),
        )
    return found, by


def _forgotten(ids: Collection[int], day: date) -> list[tuple[int, Forgotten]]:
    last = Session.objects.filter(event=OuterRef("event")).order_by("-starts_at").values("starts_at")[:1]
    rows = EventOrganiser.objects.filter(
        organisation__in=ids,
        role=OrganiserRole.LEAD,
        event__status__in=(EventStatus.DRAFT, EventStatus.READY),
    ).annotate(last=Subquery(last))
    over = Q(last__range=(at(day - BEHIND, MIDNIGHT), at(day, MIDNIGHT))) | Q(
        last__isnull=True, event__date_to__range=(day - BEHIND, day - timedelta(days=1))
    )
    columns = ("organisation_id", "event_id", "event__title", "last", "event__date_to")
    return [
        (pk, Forgotten(event, title, local(moment).date() if moment else date_to))
        for pk, event, title, moment, date_to in rows.filter(over).order_by("event_id").values_list(*columns)
    ]


def visible_to(reach: Reach) -> QuerySet[Organisation]:
    """The scored organisations within reach."""
    return scored() if reach.everything else scored().filter(reach.query())


def with_scores(rows: QuerySet[Organisation], now: datetime) -> QuerySet[Any]:
    """Organisations with their last figure, its worst gap, and how many contradictions stand too long."""
    last = Score.objects.filter(organisation=OuterRef("pk")).order_by("-day")
    gaps = open_findings().filter(organisation=OuterRef("pk"))
    stale = gaps.filter(code__in=contradictions(), since__lt=now - LONG)
    counted = stale.order_by().values("organisation").annotate(number=Count("pk")).values("number")
    return rows.annotate(
        score=Subquery(last.values("value")[:1], output_field=IntegerField()),
        score_known=Subquery(last.values("known")[:1], output_field=IntegerField()),
        worst=Subquery(gaps.order_by("-weight", "since", "pk").values("code")[:1], output_field=CharField()),
        stale=Subquery(counted, output_field=IntegerField()),
    )


def contradictions() -> list[str]:
    """Codes of items whose gaps say two different things to a resident."""
    return [item.code for item in norms_on(today()).items if item.contradiction]


def open_findings() -> QuerySet[Finding]:
    """Gaps that wait for somebody: neither gone nor set aside."""
    return Finding.objects.filter(resolved_at__isnull=True).exclude(answer=Answer.ASIDE)


def findings_of(organisation: Organisation) -> QuerySet[Finding]:
    """All gaps of one organisation that are not gone, also those set aside, the heaviest first."""
    rows = Finding.objects.filter(organisation=organisation, resolved_at__isnull=True)
    return rows.select_related("answered_by").order_by("-weight", "since", "pk")


def trends(ids: Collection[int]) -> dict[int, list[tuple[date, int]]]:
    """The last figures by organisation, the oldest first; one query."""
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    numbered = Score.objects.filter(organisation__in=ids, day__gt=today() - timedelta(days=TREND))
    for pk, day, value in numbered.order_by("day").values_list("organisation_id", "day", "value"):
        found[pk].append((day, value))
    return found


def last_score(organisation: Organisation) -> Score | None:
    """The newest figure of an organisation."""
    return Score.objects.filter(organisation=organisation).order_by("-day").first()


def worst_gaps(ids: Collection[int], most: int = 1) -> dict[int, list[Finding]]:
    """The heaviest gaps of each organisation; one query."""
    place = Window(RowNumber(), partition_by="organisation", order_by=[F("weight").desc(), "since", "pk"])
    rows = open_findings().filter(organisation__in=ids).annotate(place=place).filter(place__lte=most)
    found: dict[int, list[Finding]] = defaultdict(list)
    for row in rows.order_by("organisation", "place"):
        found[row.organisation_id].append(row)
    return found
