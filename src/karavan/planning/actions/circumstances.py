"""Circumstances: entered by hand, confirmed, and brought up to date from the rules of traditions."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, changes, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.trash.actions import restore, throw_away
from karavan.kernel.trash.models import TrashedRecord
from karavan.kernel.validation import check, plain_values
from karavan.people.models import Organisation
from karavan.people.rules import require_coordinate
from karavan.planning.circumstances.rules import require_edit_circumstance, require_enter_for
from karavan.planning.models import Circumstance
from karavan.planning.traditions.definitions import Dated

FIELDS: Final = frozenset(
    {
        "kind", "effect", "title", "title_en", "advice", "first_day", "last_day", "time_from", "time_to",
        "place", "district", "lat", "lon", "radius", "certainty", "source",
    }
)  # fmt: skip
COMPUTED: Final = "computed"
"""``source_id`` of what no person has touched since it was computed."""
AHEAD: Final = timedelta(days=731)
SAME_FEAST: Final = timedelta(days=10)
"""A computed day this near to a stored one of its code is the same feast, confirmed or corrected."""


@action
def add_circumstance(
    *, actor: Actor, organisation: Organisation | None = None, **fields: Any
) -> Circumstance:
    """Enter works on a road, a procession, the plan of a community. Raises Invalid by field."""
    require_enter_for(actor, organisation)
    values = plain_values(fields, FIELDS, lines={"advice"})
    row = Circumstance(organisation=organisation, **values)
    _check(row)
    row.save()
    days = {"first_day": str(row.first_day), "last_day": str(row.last_day)}
    _told(actor, "circumstance.added", row, after={"title": row.title, "kind": row.kind, **days})
    return row


@action
def update_circumstance(*, actor: Actor, circumstance: Circumstance, **fields: Any) -> Circumstance:
    """Change a circumstance; one that was computed is a person's from then on. Raises Invalid by field."""
    _lock(actor, circumstance)
    before, after = changes(circumstance, plain_values(fields, FIELDS, lines={"advice"}))
    if not after:
        return circumstance
    _check(circumstance)
    circumstance.source_id = ""
    circumstance.updated_at = timezone.now()
    circumstance.save()
    _told(actor, "circumstance.changed", circumstance, before=before, after=after)
    return circumstance


@action
def remove_circumstance(*, actor: Actor, circumstance: Circumstance, reason: str = "") -> TrashedRecord:
    """Put what was entered by hand into the trash; raises Conflict for a day that comes back every year."""
    _lock(actor, circumstance)
    if circumstance.code:
        raise Conflict(_("This day comes from the calendar. Change what it asks for instead."))
    before = {"title": circumstance.title}
    trashed = throw_away(
        actor=actor, subject=circumstance, organisation_id=circumstance.organisation_id, reason=reason
    )
    _told(actor, "circumstance.removed", circumstance, before=before, reason=reason)
    return trashed


@action
def restore_circumstance(*, actor: Actor, trashed: TrashedRecord) -> Circumstance:
    """Take a circumstance back out of the trash. Raises Conflict with what stands in the way."""
    row = restore(actor=actor, trashed=trashed, kind=Circumstance)
    require_edit_circumstance(actor, row)
    _told(actor, "circumstance.restored", row, after={"title": row.title})
    return row


@action
def confirm_feast(*, actor: Actor, circumstance: Circumstance, day: date) -> Circumstance:
    """Say on which day a feast of the moon begins: from then on it is certain.

    Raises Invalid where the day is further off than the moon may be, Conflict where it is certain already.
    """
    _lock(actor, circumstance)
    require_coordinate(actor)
    if circumstance.margin_days == 0:
        raise Conflict(_("The day of this feast is certain already."))
    moved = day - circumstance.first_day
    if abs(moved.days) > circumstance.margin_days:
        raise Invalid({"day": [_("The moon moves this feast by %(days)s day at most.") % {"days": 1}]})
    before, after = changes(
        circumstance,
        {"first_day": day, "last_day": circumstance.last_day + moved, "margin_days": 0},
    )
    circumstance.confirmed_at = circumstance.updated_at = timezone.now()
    circumstance.confirmed_by_id = actor.pk
    circumstance.save()
    _told(actor, "circumstance.confirmed", circumstance, before=before, after=after)
    return circumstance


@action
def refresh_circumstances(*, actor: Actor, today: date) -> int:
    """Write what the calendars bring in the next two years; how many rows are new or differ.

    What a person confirmed or changed stays as it is; done twice it changes nothing. Four statements.
    """
    # Four megabytes of the holidays of all countries, for once a night.
    from karavan.planning.traditions.computing import computed  # noqa: PLC0415

    require_coordinate(actor)
    found = computed(today, today + AHEAD)
    stored: dict[str, list[Circumstance]] = defaultdict(list)
    for known in Circumstance.objects.select_for_update().exclude(code=""):
        stored[known.code].append(known)
    fresh, renewed = [], []
    now = timezone.now()
    for each in found:
        row = _stored_of(each, stored[each.code])
        if row is None:
            fresh.append(Circumstance(**_values(each), source_id=COMPUTED))
        elif row.source_id == COMPUTED and row.confirmed_at is None:
            _before, after = changes(row, _values(each))
            if after:
                row.updated_at = now
                renewed.append(row)
    Circumstance.objects.bulk_create(fresh)
    if renewed:
        Circumstance.objects.bulk_update(renewed, [*_values(found[0]), "updated_at"])
    for changed in renewed:
        after = {"title": changed.title, "first_day": str(changed.first_day)}
        _told(actor, "circumstance.changed", changed, after=after)
    return len(fresh) + len(renewed)


def _stored_of(each: Dated, rows: list[Circumstance]) -> Circumstance | None:
    near = [row for row in rows if abs(row.first_day - each.first) <= SAME_FEAST]
    return min(near, key=lambda row: abs(row.first_day - each.first), default=None)


def _values(each: Dated) -> dict[str, Any]:
    return {
        "code": each.code,
        "year": each.year,
        "kind": each.kind.value,
        "effect": each.effect.value,
        "title": each.title,
        "title_en": each.title_en,
        "advice": each.advice,
        "first_day": each.first,
        "last_day": each.last,
        "margin_days": each.margin,
        "certainty": each.certainty,
        "source": each.source,
    }


def _lock(actor: Actor, row: Circumstance) -> None:
    try:
        row.refresh_from_db(from_queryset=Circumstance.objects.select_for_update())
    except Circumstance.DoesNotExist:
        raise Conflict(_("This circumstance is gone. Go back to the list.")) from None
    require_edit_circumstance(actor, row)


def _told(actor: Actor, verb: str, row: Circumstance, **line: Any) -> None:
    record(actor, verb, row, organisation_id=row.organisation_id, **line)


def _check(row: Circumstance) -> None:
    problems: dict[str, list[str]] = {}
    if row.first_day is not None and row.last_day is not None and row.last_day < row.first_day:
        problems["last_day"] = [_("The last day lies before the first. Swap them or correct one.")]
    if (row.time_from is None) != (row.time_to is None):
        problems["time_to"] = [_("State both times, or none for the whole day.")]
    if (row.lat is None) != (row.lon is None):
        problems["lon"] = [_("State both coordinates, or none.")]
    if row.radius is not None and row.lat is None:
        problems["radius"] = [_("A radius needs a point on the map.")]
    if problems:
        raise Invalid(problems)
    check(row)
