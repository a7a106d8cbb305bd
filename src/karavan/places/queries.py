"""Shared reads of places.

A place takes over from the nearest place above it what it has not itself: survey, hours, address, district,
coordinates, and a state that closes it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import StartsWith

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import today
from karavan.kernel.periods import on, span_of
from karavan.kernel.provenance import Certainty
from karavan.people.rules import Reach, editing_reach, seeing_reach
from karavan.people.sharing import shared_ids
from karavan.places.enums import Access, AccessProfile, PlaceState
from karavan.places.hours import CLOSING_STATES, DayException, Schedule, StateSpan, WeeklyRow, state_on
from karavan.places.models import (
    AccessSurvey,
    District,
    HoursException,
    Place,
    PlacePhoto,
    PlaceStateRow,
    WeeklyHours,
    ZoneAssessment,
)
from karavan.places.rules import NOT_SURVEYED, assessments_of, needs_help, summarise
from karavan.places.views import AccessReport, Heritage, Photo, PlaceView

HIDDEN: Final = Q(is_public=False) | Q(certainty=Certainty.C)
SHARED_TYPE: Final = "places.place"
"""What a place is called in :mod:`karavan.people.sharing`."""
CHUNK: Final = 10_000
"""Ids in one SQL condition; databases limit its length."""

T = TypeVar("T")


def districts() -> QuerySet[District]:
    """All districts by name."""
    return District.objects.order_by("name", "pk")


def public() -> QuerySet[Place]:
    """Places residents may see: neither they nor a place above them is hidden or waits for a check."""
    return Place.objects.filter(~_in_one_of(Place.objects.filter(HIDDEN)))


def _in_one_of(places: QuerySet[Place]) -> Exists:
    """The condition on places: it is one of these, or lies in one."""
    return Exists(places.filter(StartsWith(OuterRef("path"), F("path"))))


def visible_to(actor: Actor | None) -> QuerySet[Place]:
    """What the actor may see: public places, those of organisations where the actor has a role, and what is
    shared with the actor, with all below it.
    """
    reach = seeing_reach(actor)
    if reach.everything:
        return Place.objects.all()
    shared = Place.objects.filter(pk__in=shared_ids(actor, SHARED_TYPE))
    hidden = Place.objects.filter(HIDDEN)
    # The cheap condition first, and the others by row: a list of all public places would be made for one.
    return Place.objects.filter(reach.query("organisation__") | ~_in_one_of(hidden) | _in_one_of(shared))


def editable_by(actor: Actor | None) -> QuerySet[Place]:
    """What the actor may edit: agrees with :func:`karavan.places.rules.can_edit_place`."""
    reach: Reach = editing_reach(actor)
    return Place.objects.filter(reach.query("organisation__"))


def path_to(place: Place) -> list[Place]:
    """The places from the site down to this one: site → building → hall; one query."""
    return list(Place.objects.filter(pk__in=place.lineage_ids).order_by("path"))


@dataclass(frozen=True)
class _Lineages:
    """Which places to read for the ones asked: each id leads to itself and what lies above, nearest first."""

    nearest_first: Mapping[int, tuple[int, ...]]

    @property
    def everyone(self) -> set[int]:
        return {pk for lineage in self.nearest_first.values() for pk in lineage}

    def nearest(self, pk: int, found: Mapping[int, T]) -> T | None:
        """What the place itself or the nearest one above it has."""
        return next((found[step] for step in self.nearest_first[pk] if step in found), None)


def _lineages(paths: Iterable[tuple[int, str]]) -> _Lineages:
    return _Lineages(
        {pk: (pk, *(int(step) for step in reversed(path.split("/")[1:-2]))) for pk, path in paths}
    )


def access_reports(ids: Collection[int]) -> dict[int, AccessReport]:
    """Accessibility by place id: its newest survey, else the nearest one above; three queries.

    Places without any survey have a report too: all unknown, no date.
    """
    lineages = _lineages(Place.objects.filter(pk__in=set(ids)).values_list("pk", "path"))
    return _access_reports(lineages)


def access_summaries(ids: Collection[int]) -> dict[int, dict[AccessProfile, Access]]:
    """The three-valued answer for every profile by place id: see :func:`access_reports`."""
    return {pk: dict(report.access) for pk, report in access_reports(ids).items()}


def _access_reports(lineages: _Lineages) -> dict[int, AccessReport]:
    newest: dict[int, AccessSurvey] = {}
    surveys = AccessSurvey.objects.filter(place__in=lineages.everyone).order_by("-surveyed_on", "-pk")
    for survey in surveys:
        newest.setdefault(survey.place_id, survey)
    chosen = {pk: lineages.nearest(pk, newest) for pk in lineages.nearest_first}
    zones: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    wanted = {survey.pk for survey in chosen.values() if survey is not None}
    rows = ZoneAssessment.objects.filter(survey__in=wanted)
    for survey_id, zone, category, state in rows.values_list("survey_id", "zone", "category", "state"):
        zones[survey_id].append((zone, category, state))
    return {
        pk: NO_SURVEY if survey is None else _report(survey, zones[survey.pk])
        for pk, survey in chosen.items()
    }


NO_SURVEY: Final = AccessReport(access=NOT_SURVEYED)


def _report(survey: AccessSurvey, rows: list[tuple[int, str, str]]) -> AccessReport:
    assessments = assessments_of(rows)
    return AccessReport(
        access=summarise(assessments),
        with_help=frozenset(profile for profile, helps in needs_help(assessments).items() if helps),
        surveyed_place_id=survey.place_id,
        surveyed_on=survey.surveyed_on,
        surveyor=survey.surveyor,
        is_demo=survey.is_demo,
        assessments=assessments,
    )


def schedules_of(ids: Collection[int], *, from_day: date | None = None) -> dict[int, Schedule]:
    """All that decides the hours of places from a day (today) on, by id; four queries."""
    lineages = _lineages(Place.objects.filter(pk__in=set(ids)).values_list("pk", "path"))
    return _schedules(lineages, from_day or today())


def _schedules(lineages: _Lineages, day: date) -> dict[int, Schedule]:
    everyone = lineages.everyone
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    weekly: dict[int, list[WeeklyRow]] = defaultdict(list)
    weeks = WeeklyHours.objects.filter(still, place__in=everyone).order_by("weekday", "opens", "pk")
    # Plain rows: a page of places has hundreds of hours, and a model for each costs more than all the rest.
    for pk, weekday, opens, closes, first, last, demo in weeks.values_list(
        "place_id", "weekday", "opens", "closes", "valid_from", "valid_to", "is_demo"
    ):
        weekly[pk].append(WeeklyRow(weekday, opens, closes, first, last, demo))
    exceptions: dict[int, dict[date, DayException]] = defaultdict(dict)
    others = HoursException.objects.filter(place__in=everyone, day__gte=day).order_by("day")
    for pk, when, since, until, reason in others.values_list("place_id", "day", "opens", "closes", "reason"):
        exceptions[pk][when] = DayException(when, since, until, reason)
    states: dict[int, list[StateSpan]] = defaultdict(list)
    facts = PlaceStateRow.objects.filter(still, place__in=everyone).order_by("valid_from", "pk")
    for pk, state, begun, over, why in facts.values_list(
        "place_id", "state", "valid_from", "valid_to", "reason"
    ):
        states[pk].append(StateSpan(PlaceState(state), begun, over, why))
    return {
        pk: Schedule(
            weekly=tuple(lineages.nearest(pk, weekly) or ()),
            exceptions=_exceptions(pk, lineages, exceptions),
            states=_closing_first(pk, lineages, states),
        )
        for pk in lineages.nearest_first
    }


def _exceptions(
    pk: int, lineages: _Lineages, found: Mapping[int, Mapping[date, DayException]]
) -> tuple[DayException, ...]:
    """Exceptions by day, the nearest place's first choice."""
    merged: dict[date, DayException] = {}
    for step in reversed(lineages.nearest_first[pk]):
        merged |= found.get(step, {})
    return tuple(merged[day] for day in sorted(merged))


def _closing_first(
    pk: int, lineages: _Lineages, found: Mapping[int, Sequence[StateSpan]]
) -> tuple[StateSpan, ...]:
    """States but open: first what closes the place, the nearest first. A hall is shut with its building."""
    spans = [span for step in lineages.nearest_first[pk] for span in found.get(step, ())]
    closing = [span for span in spans if span.state in CLOSING_STATES]
    return (*closing, *(span for span in spans if span.state == PlaceState.MOVED))


def load_places(ids: Collection[int], *, day: date | None = None) -> dict[int, PlaceView]:
    """Views of places by id as of a day (today), hidden ones too (``is_public`` says so).

    Eight queries whatever the count, up to :data:`CHUNK` places; as many again for each further chunk.
    """
    wanted = sorted(set(ids))
    views: dict[int, PlaceView] = {}
    for start in range(0, len(wanted), CHUNK):
        views |= _load(wanted[start : start + CHUNK], day or today())
    return views


def _load(ids: list[int], day: date) -> dict[int, PlaceView]:
    lineages = _lineages(Place.objects.filter(pk__in=ids).values_list("pk", "path"))
    related = Place.objects.select_related("district", "heritage").filter(pk__in=lineages.everyone)
    places = {place.pk: place for place in related}
    reports = _access_reports(lineages)
    schedules = _schedules(lineages, day)
    photos: dict[int, list[Photo]] = defaultdict(list)
    shown = PlacePhoto.objects.filter(place__in=ids).exclude(Q(author="") | Q(source="") | Q(rights=""))
    for photo in shown.order_by("position", "pk"):
        photos[photo.place_id].append(
            Photo(str(photo.image.name), photo.alt, photo.author, photo.source, photo.rights, photo.is_demo)
        )
    return {
        pk: _view([places[step] for step in lineage], reports[pk], schedules[pk], tuple(photos[pk]), day)
        for pk, lineage in lineages.nearest_first.items()
    }


def _view(
    lineage: Sequence[Place], report: AccessReport, schedule: Schedule, photos: tuple[Photo, ...], day: date
) -> PlaceView:
    place = lineage[0]
    located = next((step for step in lineage if step.lat is not None), place)
    district = next((step.district for step in lineage if step.district is not None), None)
    state = state_on(day, schedule.states)
    heritage = getattr(place, "heritage", None)
    return PlaceView(
        id=place.pk,
        lineage_ids=tuple(place.lineage_ids),
        name=place.name,
        name_en=place.name_en,
        kind=place.kind,
        category=place.category,
        level=place.level,
        address=next((step.address for step in lineage if step.address), ""),
        district_id=None if district is None else district.pk,
        district_code="" if district is None else district.code,
        district_name="" if district is None else district.name,
        district_name_en="" if district is None else district.name_en,
        lat=located.lat,
        lon=located.lon,
        coord_accuracy=located.coord_accuracy,
        state=state.state,
        state_reason=state.reason,
        state_until=state.valid_to,
        capacity=place.capacity,
        report=report,
        schedule=schedule,
        weekly_hours=tuple(
            (row.weekday, row.opens, row.closes) for row in schedule.weekly if day in span_of(row)
        ),
        photos=photos,
        heritage=None
        if heritage is None
        else Heritage(heritage.protection, heritage.register_number, heritage.built),
        organisation_id=place.organisation_id,
        website=place.website,
        how_to_get_in=place.how_to_get_in,
        description=place.description,
        description_en=place.description_en,
        certainty=place.certainty,
        is_public=all(step.is_public and step.certainty != Certainty.C for step in lineage),
        is_demo=place.is_demo,
    )


def history_of(place: Place) -> dict[str, list[Any]]:
    """Names, addresses and states with their days, oldest first, for staff; three queries."""
    order = F("valid_from").asc(nulls_first=True)
    return {
        "names": list(place.names.order_by(order, "pk")),
        "addresses": list(place.addresses.select_related("district").order_by(order, "pk")),
        "states": list(place.states.order_by(order, "pk")),
    }


def state_mark(place: Place) -> str:
    """A mark of all that is recorded of a place's states; another one means that somebody changed them."""
    rows = place.states.order_by("pk").values_list("pk", "state", "valid_from", "valid_to")
    return sha256(repr(list(rows)).encode()).hexdigest()[:16]


def name_on(place: Place, day: date) -> str:
    """The name a place bore on a day; where none is known for that day, the name of today."""
    row = on(place.names.all(), day)
    return place.name if row is None else row.name


def address_on(place: Place, day: date) -> str | None:
    """The address of a place on a day, or None where it is not known."""
    row = on(place.addresses.all(), day)
    return None if row is None else row.address
