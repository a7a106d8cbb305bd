"""Organisations, their network and their names."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, changes, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import today
from karavan.kernel.periods import clear, on, until_next
from karavan.kernel.validation import check, plain_values, require
from karavan.people.events import OrganisationChanged
from karavan.people.models import Organisation, OrganisationName
from karavan.people.rules import require_coordinate, require_edit, require_manage

NAME_FIELDS: Final = frozenset({"name", "short_name", "name_en"})
ORGANISATION_FIELDS: Final = NAME_FIELDS | {
    "kind",
    "founder_level",
    "parent",
    "description",
    "country",
    "since",
    "website",
    "phone",
    "email",
    "external_ids",
    "is_public",
    "source",
    "source_id",
    "certainty",
    "staff_note",
    "is_demo",
}
OWN_FIELDS: Final = frozenset(
    {
        "kind",
        "founder_level",
        "description",
        "country",
        "since",
        "website",
        "phone",
        "email",
        "external_ids",
        "source",
        "source_id",
        "staff_note",
    }
)
"""Fields that no event shows of its organisers."""
_LINES: Final = frozenset({"description", "source", "staff_note"})


@action
def create_organisation(
    *, actor: Actor, name: str, kind: str, valid_from: date | None = None, **fields: Any
) -> Organisation:
    """Add an organisation with its first name, in force from ``valid_from`` (None: as long as known).

    ``fields`` are fields of :class:`Organisation`. A branch may be added by those who edit the parent, a new
    network by city coordinators. Raises Invalid by field.
    """
    values = plain_values({**fields, "name": name, "kind": kind}, ORGANISATION_FIELDS, lines=_LINES)
    require_edit(actor, values.get("parent"))
    organisation = Organisation(**values)
    check(organisation)
    organisation.save()
    organisation.settle()
    OrganisationName.objects.create(
        organisation=organisation,
        valid_from=valid_from,
        **{key: getattr(organisation, key) for key in NAME_FIELDS},
    )
    record(
        actor,
        "organisation.created",
        organisation,
        organisation_id=organisation.pk,
        after={"name": organisation.name, "kind": organisation.kind},
    )
    announce(OrganisationChanged(organisation.pk))
    return organisation


@action
def update_organisation(*, actor: Actor, organisation: Organisation, **fields: Any) -> Organisation:
    """Correct what is recorded of an organisation; a wrong name is corrected, a new one is a renaming.

    A move to another parent takes what lies below along. Only who manages the organisation above may take it
    out of there, at the top of a network a city coordinator: whoever edits it could else bring it, and the
    people who work there, under a director of their choice. Raises Invalid by field.
    """
    require_edit(actor, organisation)
    values = plain_values(fields, ORGANISATION_FIELDS, lines=_LINES)
    moves = "parent" in values and values["parent"] != organisation.parent
    if moves:
        require_move(actor, organisation)
        require_edit(actor, values["parent"])
    before, after = changes(organisation, values)
    if not after:
        return organisation
    if moves and f"/{organisation.pk}/" in (organisation.parent.path if organisation.parent else ""):
        raise Invalid({"parent": [_("An organisation cannot lie under itself.")]})
    check(organisation)
    organisation.save()
    if moves:
        organisation.settle()
    if NAME_FIELDS & set(after):
        current = on(OrganisationName.objects.filter(organisation=organisation), today())
        if current is not None:
            changes(current, {key: getattr(organisation, key) for key in NAME_FIELDS})
            current.save()
    record(
        actor,
        "organisation.updated",
        organisation,
        organisation_id=organisation.pk,
        before=before,
        after=after,
    )
    for pk in _subtree_ids(organisation) if moves else [organisation.pk]:
        announce(OrganisationChanged(pk, elsewhere=not OWN_FIELDS.issuperset(after)))
    return organisation


@action
def rename_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    short_name: str = "",
    name_en: str = "",
    valid_from: date,
) -> Organisation:
    """Give an organisation a new name from a day on; the former one ends the day before.

    The new name lasts until the next one already recorded, if any. A day to come takes effect with
    :func:`refresh_organisations`. Raises Invalid by field.
    """
    require_manage(actor, organisation)
    values = plain_values({"name": name, "short_name": short_name, "name_en": name_en}, NAME_FIELDS)
    require(name=values["name"])
    # Locking the rows themselves would not hold back a second row of another renaming.
    Organisation.objects.select_for_update().values_list("pk", flat=True).get(pk=organisation.pk)
    rows = list(OrganisationName.objects.filter(organisation=organisation))
    span = until_next(rows, valid_from)
    row = OrganisationName(organisation=organisation, valid_from=span.start, valid_to=span.end, **values)
    check(row)
    clear(rows, span)
    row.save()
    record(
        actor,
        "organisation.renamed",
        organisation,
        organisation_id=organisation.pk,
        before={"name": organisation.name},
        after={"name": values["name"], "valid_from": str(valid_from)},
    )
    _take_name(organisation, OrganisationName.objects.filter(organisation=organisation), today())
    announce(OrganisationChanged(organisation.pk))
    return organisation


@action
def refresh_organisations(*, actor: Actor, day: date) -> list[int]:
    """Bring the names of all organisations to those of a day; returns the ids of those that changed."""
    require_coordinate(actor)
    changed = []
    for organisation in Organisation.objects.prefetch_related("names"):
        old = organisation.name
        if _take_name(organisation, organisation.names.all(), day):
            record(
                actor,
                "organisation.refreshed",
                organisation,
                organisation_id=organisation.pk,
                before={"name": old},
                after={"name": organisation.name},
            )
            announce(OrganisationChanged(organisation.pk))
            changed.append(organisation.pk)
    return changed


def require_move(actor: Actor, organisation: Organisation) -> None:
    """Raise NotAllowed unless the actor may take the organisation out of where it lies in its network."""
    if organisation.parent is None:
        require_coordinate(actor)
    else:
        require_manage(actor, organisation.parent)


def _subtree_ids(organisation: Organisation) -> list[int]:
    return list(Organisation.objects.filter(path__startswith=organisation.path).values_list("pk", flat=True))


def _take_name(organisation: Organisation, rows: Iterable[OrganisationName], day: date) -> bool:
    """Set the name of the day; True if it differs from what stood there."""
    row = on(rows, day)
    if row is None:
        return False
    _before, after = changes(organisation, {key: getattr(row, key) for key in NAME_FIELDS})
    if after:
        organisation.save(update_fields=sorted(NAME_FIELDS))
    return bool(after)
