"""Names, addresses and states with their days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, changes
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import today
from karavan.kernel.periods import Dated, Span, clear, on, until_next
from karavan.kernel.validation import check, plain_values, require
from karavan.people.rules import require_coordinate
from karavan.places.actions._common import (
    ADDRESS_ONLY_FIELDS,
    LOCATION_FIELDS,
    NAME_FIELDS,
    line,
    located,
    lock,
    news_of,
    require_place,
)
from karavan.places.enums import PlaceState
from karavan.places.events import PlaceClosed, PlaceReopened
from karavan.places.hours import CLOSING_STATES
from karavan.places.models import HoursException, Place, PlaceAddress, PlaceName, PlaceStateRow, WeeklyHours

_RELOCATION = (LOCATION_FIELDS | ADDRESS_ONLY_FIELDS) - {"address"}


def span_for(rows: Iterable[Dated], valid_from: date | None, valid_to: date | None) -> Span:
    """The days of a new row: up to ``valid_to``, else to the next change already recorded. Raises Invalid."""
    if valid_to is None:
        return until_next(rows, valid_from)
    try:
        return Span(valid_from, valid_to)
    except ValueError:
        raise Invalid({"valid_to": [_("The last day lies before the first.")]}) from None


@action
def rename_place(*, actor: Actor, place: Place, name: str, name_en: str = "", valid_from: date) -> Place:
    """Give a place a new name from a day on; the former one ends the day before. Raises Invalid by field.

    It lasts until the next name already recorded, if any; a day to come takes effect with
    :func:`refresh_places`.
    """
    require_place(actor, place)
    values = plain_values({"name": name, "name_en": name_en}, NAME_FIELDS)
    require(name=values["name"])
    lock(place)
    rows = list(PlaceName.objects.filter(place=place))
    span = until_next(rows, valid_from)
    row = PlaceName(place=place, valid_from=span.start, valid_to=span.end, **values)
    check(row)
    clear(rows, span)
    row.save()
    line(
        actor,
        "place.renamed",
        place,
        before={"name": place.name},
        after={"name": row.name, "valid_from": str(valid_from)},
    )
    _take(place, PlaceName.objects.filter(place=place), (), None, today())
    news_of(place)
    return place


@action
def relocate_place(
    *,
    actor: Actor,
    place: Place,
    address: str,
    valid_from: date,
    valid_to: date | None = None,
    **fields: Any,
) -> Place:
    """Let a place move to an address from a day on; the former one stays in its history.

    After ``valid_to`` it is back where it was. ``fields``: district, district_basis, lat, lon,
    coord_accuracy, coord_source, fias_id, is_temporary; what is not given is unknown at the new address.
    Raises Invalid by field.
    """
    require_place(actor, place)
    values = plain_values({**fields, "address": address}, _RELOCATION | {"address"})
    require(address=values["address"])
    lock(place)
    rows = list(PlaceAddress.objects.filter(place=place))
    span = span_for(rows, valid_from, valid_to)
    row = PlaceAddress(place=place, valid_from=span.start, valid_to=span.end, **located(values))
    check(row)
    clear(rows, span)
    row.save()
    line(
        actor,
        "place.relocated",
        place,
        before={"address": place.address},
        after={
            "address": row.address,
            "valid_from": str(valid_from),
            "valid_to": None if row.valid_to is None else str(row.valid_to),
        },
    )
    _take(place, (), PlaceAddress.objects.filter(place=place), None, today())
    news_of(place)
    return place


@action
def set_place_state(
    *,
    actor: Actor,
    place: Place,
    state: str,
    valid_from: date,
    valid_to: date | None = None,
    reason: str = "",
) -> Place:
    """Record that a place is open, in repair, moved or closed from a day on, or during a period.

    Without a last day it lasts until the next state already recorded; ``PlaceState.OPEN`` reopens. Raises
    Invalid (``state``, ``valid_to``, ``reason``).
    """
    require_place(actor, place)
    lock(place)
    rows = list(PlaceStateRow.objects.filter(place=place))
    span = span_for(rows, valid_from, valid_to)
    values = plain_values({"reason": reason}, {"reason"})
    row = PlaceStateRow(place=place, state=state, valid_from=span.start, valid_to=span.end, **values)
    check(row)
    clear(rows, span)
    row.save()
    before = {"state": str(place.state)}
    after = {
        "state": str(state),
        "valid_from": str(valid_from),
        "valid_to": None if row.valid_to is None else str(row.valid_to),
    }
    line(actor, "place.state_set", place, before=before, after=after, reason=row.reason)
    _take(place, (), (), PlaceStateRow.objects.filter(place=place), today())
    news_of(place)
    if state in CLOSING_STATES:
        announce(PlaceClosed(place.pk, str(state), row.valid_from, row.valid_to, row.reason))
    return place


@action
def reopen_place(*, actor: Actor, place: Place, day: date) -> Place:
    """End what closes a place before its time: from ``day`` on it is open, up to its next closing.

    A closing that had not begun by then is taken back whole. Raises Invalid (``day``) where nothing closes
    it that day; what closes the building above is ended there.
    """
    require_place(actor, place)
    lock(place)
    rows = list(PlaceStateRow.objects.filter(place=place))
    closing = on([row for row in rows if row.state in CLOSING_STATES], day)
    if closing is None:
        raise Invalid({"day": [_("Nothing closes this place on that day.")]})
    span = Span(day, closing.valid_to)
    before = {"state": closing.state, "valid_to": None if span.end is None else str(span.end)}
    line(actor, "place.reopened", place, before=before, after={"open_from": str(day)})
    clear([closing], span)
    _take(place, (), (), PlaceStateRow.objects.filter(place=place), today())
    news_of(place)
    announce(PlaceReopened(place.pk, day))
    return place


@action
def refresh_places(*, actor: Actor, day: date, since: date | None = None) -> list[int]:
    """Bring names, addresses and states of all places to a day, from their dated rows.

    ``since`` is the last day this was done (the day before): changes of hours after it are announced too.
    Returns the ids of the places whose own record changed.
    """
    require_coordinate(actor)
    names = _by_place(PlaceName.objects.all())
    addresses = _by_place(PlaceAddress.objects.select_related("district"))
    states = _by_place(PlaceStateRow.objects.all())
    changed = []
    for place in Place.objects.select_related("district"):
        before, after = _take(place, names[place.pk], addresses[place.pk], states[place.pk], day)
        if after:
            line(actor, "place.refreshed", place, before=before, after=after)
            news_of(place)
            changed.append(place.pk)
    _announce_new_hours(day, since or day - timedelta(days=1))
    return changed


def _by_place(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.place_id].append(row)
    return grouped


def _announce_new_hours(day: date, since: date) -> None:
    begun = WeeklyHours.objects.filter(valid_from__gt=since, valid_from__lte=day)
    over = WeeklyHours.objects.filter(valid_to__gte=since, valid_to__lt=day)
    past = HoursException.objects.filter(day__gte=since, day__lt=day)
    states_over = PlaceStateRow.objects.filter(valid_to__gte=since, valid_to__lt=day)
    ids: set[int] = set()
    for rows in (begun, over, past, states_over):
        ids.update(rows.values_list("place_id", flat=True))
    for place in Place.objects.filter(pk__in=ids).order_by("pk"):
        news_of(place)


def _take(
    place: Place,
    names: Iterable[PlaceName],
    addresses: Iterable[PlaceAddress],
    states: Iterable[PlaceStateRow] | None,
    day: date,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set and save what dated rows say of a day; (before, after). Without a row name and address stay.

    ``states`` None leaves the state alone; no row among them is open.
    """
    values: dict[str, Any] = {}
    name = on(names, day)
    if name is not None:
        values |= {key: getattr(name, key) for key in NAME_FIELDS}
    address = on(addresses, day)
    if address is not None:
        values |= {key: getattr(address, key) for key in LOCATION_FIELDS}
    if states is not None:
        state = on(states, day)
        values["state"] = PlaceState.OPEN if state is None else PlaceState(state.state)
    before, after = changes(place, values)
    if after:
        place.save(update_fields=sorted(after))
    return before, after
