"""Whom news concerns: who keeps a record, who releases for them, who stands in for whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from karavan.kernel.localtime import today
from karavan.people.enums import EDITING_ROLES, RoleKind
from karavan.people.models import Organisation, Role, Substitution
from karavan.people.rules import MANAGING_ROLES

Reasons = dict[int, str]
"""The reason why by person."""


def _held(day: date) -> QuerySet[Role]:
    return Role.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, person__is_active=True
    )


def keepers_of(
    organisations: Iterable[Organisation], kinds: Collection[RoleKind] = EDITING_ROLES
) -> dict[int, Reasons]:
    """By organisation who holds one of these roles there or, where nobody does, at the nearest one above.

    One query. A director of a network is not told of every branch that has editors of its own.
    """
    lineages = {each.pk: list(reversed(each.lineage_ids)) for each in organisations}
    wanted = {pk for lineage in lineages.values() for pk in lineage}
    rows = _held(today()).filter(organisation__in=wanted, kind__in=kinds).select_related("organisation")
    found: dict[int, Reasons] = defaultdict(dict)
    for role in rows.order_by("pk"):
        assert role.organisation_id is not None
        found[role.organisation_id].setdefault(role.person_id, _because_of(role))
    return {
        pk: next((found[step] for step in lineage if step in found), {}) for pk, lineage in lineages.items()
    }


def _because_of(role: Role) -> str:
    return _("because of your role: %(role)s, %(organisation)s") % {
        "role": str(role.get_kind_display()).lower(),
        "organisation": role.organisation,
    }


def directors_of(organisations: Iterable[Organisation]) -> dict[int, Reasons]:
    """By organisation who releases what its editors prepare; the city's coordinators where nobody does."""
    found = keepers_of(organisations, MANAGING_ROLES)
    if all(found.values()):
        return found
    city = coordinators()
    return {pk: reasons or city for pk, reasons in found.items()}


def coordinators() -> Reasons:
    """Who coordinates the city; one query."""
    rows = _held(today()).filter(kind=RoleKind.CITY_COORDINATOR, organisation__isnull=True)
    why = _("because you coordinate the city")
    return dict.fromkeys(rows.order_by("person").values_list("person", flat=True), why)


def heads() -> Reasons:
    """Who heads the city; one query."""
    rows = _held(today()).filter(kind=RoleKind.CITY_HEAD, organisation__isnull=True)
    why = _("because you head the city's culture")
    return dict.fromkeys(rows.order_by("person").values_list("person", flat=True), why)


def still_editing(people: Collection[int], organisations: Sequence[Organisation]) -> set[int]:
    """Those of the people who may edit for one of the organisations today; one query."""
    paths = [each.path for each in organisations]
    rows = _held(today()).filter(person__in=people).select_related("organisation")
    return {
        role.person_id
        for role in rows
        if (role.kind == RoleKind.CITY_COORDINATOR and role.organisation is None)
        or (
            role.kind in EDITING_ROLES
            and role.organisation is not None
            and any(path.startswith(role.organisation.path) for path in paths)
        )
    }


def substitutes_of(people: Collection[int], day: date | None = None) -> dict[int, dict[int, list[str]]]:
    """By person who stands in for them on a day (today), each with where; one query.

    Where are the paths of organisations, and "" for everywhere.
    """
    day = day or today()
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Substitution.objects.filter(
        person__in=people, valid_from__lte=day, valid_to__gte=day, substitute__is_active=True
    )
    for absent, substitute, path in rows.order_by("pk").values_list(
        "person", "substitute", "organisation__path"
    ):
        found[absent][substitute].append(path or "")
    return {absent: dict(theirs) for absent, theirs in found.items()}
