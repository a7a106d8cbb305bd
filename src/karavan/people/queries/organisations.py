"""Organisations, their network and their names."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from karavan.kernel.actor import Actor
from karavan.kernel.periods import on
from karavan.kernel.provenance import Certainty
from karavan.people.models import Organisation, OrganisationName
from karavan.people.rules import editing_reach, seeing_reach

PUBLIC = Q(is_public=True) & ~Q(certainty=Certainty.C)


def public() -> QuerySet[Organisation]:
    """Organisations that residents may see: public and not waiting for a check."""
    return Organisation.objects.filter(PUBLIC)


def is_public(organisation: Organisation) -> bool:
    """Whether residents may see a loaded organisation: agrees with :func:`public`."""
    return organisation.is_public and organisation.certainty != Certainty.C


def visible_to(actor: Actor | None) -> QuerySet[Organisation]:
    """What the actor may see: the public ones, and everything where the actor holds a role."""
    reach = seeing_reach(actor)
    if reach.everything:
        return Organisation.objects.all()
    return Organisation.objects.filter(PUBLIC | reach.query())


def editable_by(actor: Actor | None) -> QuerySet[Organisation]:
    """What the actor may edit: agrees with :func:`karavan.people.rules.can_edit`."""
    return Organisation.objects.filter(editing_reach(actor).query())


@dataclass(frozen=True)
class NetworkNode:
    """An organisation in its network; ``depth`` is 0 at the top."""

    organisation: Organisation
    depth: int


def network(organisations: QuerySet[Organisation]) -> list[NetworkNode]:
    """The organisations as a tree in reading order, each below its parent, siblings by name; one query.

    One whose parent is not among them stands at the top.
    """
    children: dict[int | None, list[Organisation]] = defaultdict(list)
    rows = list(organisations.order_by("name", "id"))
    known = {row.pk for row in rows}
    for row in rows:
        above = next((pk for pk in reversed(row.ancestor_ids) if pk in known), None)
        children[above].append(row)
    nodes: list[NetworkNode] = []
    waiting = [NetworkNode(row, 0) for row in reversed(children[None])]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        below = children[node.organisation.pk]
        waiting.extend(NetworkNode(row, node.depth + 1) for row in reversed(below))
    return nodes


def names_of(organisation: Organisation) -> list[OrganisationName]:
    """Its names, oldest first."""
    return list(organisation.names.order_by(F("valid_from").asc(nulls_first=True), "id"))


def name_on(organisation: Organisation, day: date) -> str:
    """The name it bore on a day; where none is known for that day, the name of today."""
    row = on(names_of(organisation), day)
    return row.name if row is not None else organisation.name


@dataclass(frozen=True)
class FormerName:
    """A name with its days; None is an open or unknown end."""

    name: str
    name_en: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class OrganisationView:
    """What others may show of an organisation; ``lineage_ids`` run from the top of its network to itself."""

    id: int
    lineage_ids: tuple[int, ...]
    kind: str
    founder_level: str
    name: str
    short_name: str
    name_en: str
    description: str
    country: str
    since: str
    website: str
    names: tuple[FormerName, ...]
    certainty: str
    is_public: bool
    is_demo: bool


def load_organisations(ids: Collection[int]) -> dict[int, OrganisationView]:
    """Views of organisations by id, hidden ones too (``is_public`` says so); two queries."""
    rows = Organisation.objects.filter(pk__in=set(ids)).prefetch_related("names")
    return {row.pk: _view(row) for row in rows}


def _view(row: Organisation) -> OrganisationView:
    names = sorted(row.names.all(), key=lambda name: (name.valid_from or date.min, name.pk))
    return OrganisationView(
        id=row.pk,
        lineage_ids=tuple(row.lineage_ids),
        kind=row.kind,
        founder_level=row.founder_level,
        name=row.name,
        short_name=row.short_name,
        name_en=row.name_en,
        description=row.description,
        country=row.country,
        since=row.since,
        website=row.website,
        names=tuple(FormerName(name.name, name.name_en, name.valid_from, name.valid_to) for name in names),
        certainty=row.certainty,
        is_public=row.is_public and row.certainty != Certainty.C,
        is_demo=row.is_demo,
    )
