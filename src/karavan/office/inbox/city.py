"""The city at a glance, for who coordinates or heads it: who shows how much, who shows nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from karavan.catalogue.filters import EventFilter
from karavan.catalogue.queries import count_by_organisation
from karavan.kernel.localtime import at, local
from karavan.kernel.provenance import Certainty
from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.people.models import Organisation
from karavan.places.models import Place
from karavan.programme.models import Event, Programme

AHEAD: Final = timedelta(days=14)
SHOWN: Final = 12
INSTITUTIONS: Final = frozenset(
    {
        OrganisationKind.THEATRE,
        OrganisationKind.CONCERT,
        OrganisationKind.MUSEUM,
        OrganisationKind.GALLERY,
        OrganisationKind.LIBRARY,
        OrganisationKind.LIBRARY_SYSTEM,
        OrganisationKind.CULTURE_HOUSE,
        OrganisationKind.ART_SCHOOL,
        OrganisationKind.CHILDREN_CREATIVITY,
        OrganisationKind.CINEMA,
        OrganisationKind.PARK,
        OrganisationKind.ZOO,
        OrganisationKind.ETHNOCULTURAL_CENTRE,
    }
)
"""Kinds of organisations from which residents expect a programme."""
FOUNDERS: Final = frozenset({FounderLevel.MUNICIPAL, FounderLevel.MUNICIPAL_EDUCATION})


@dataclass(frozen=True)
class Bar:
    """An institution with its events of the days ahead; ``share`` of the longest bar, 0 to 100."""

    name: str
    url: str
    count: int
    share: int


@dataclass(frozen=True)
class Figure:
    """A number that leads to what it counts."""

    count: int
    words: str
    url: str
    alarming: bool = False


@dataclass(frozen=True)
class City:
    """What the page shows of the city."""

    figures: list[Figure]
    silent: list[Bar]
    bars: list[Bar]


def city_now(now: datetime) -> City:
    """Counts of the public programme from the catalogue, and of hidden records. Three queries at most."""
    today = local(now).date()
    until = at(today + AHEAD, datetime.min.time())
    total, counts = count_by_organisation(EventFilter(until=until), now=now)
    rows = Organisation.objects.filter(
        kind__in=INSTITUTIONS, founder_level__in=FOUNDERS, is_public=True
    ).exclude(certainty=Certainty.C)
    longest = max((counts.get(pk, 0) for pk in counts), default=0) or 1
    found = []
    for pk, name, short in rows.values_list("pk", "name", "short_name"):
        count = counts.get(pk, 0)
        share = max(1, round(100 * count / longest)) if count else 0
        found.append(Bar(short or name, f"/office/organisations/{pk}/", count, min(100, share)))
    silent = sorted((bar for bar in found if not bar.count), key=lambda bar: bar.name)
    showing = sorted((bar for bar in found if bar.count), key=lambda bar: (-bar.count, bar.name))
    return City(
        [
            Figure(total, _("events in the next 14 days"), "/events/"),
            Figure(len(silent), _("institutions show nothing in 14 days"), "#silent", len(silent) > 0),
            *_hidden(),
        ],
        silent,
        showing,
    )


def _hidden() -> list[Figure]:
    """Records that wait for a check before anybody sees them; one query."""
    sources: dict[str, Any] = {
        "organisation": Organisation,
        "place": Place,
        "event": Event,
        "programme": Programme,
    }
    arms: list[QuerySet[Any, Any]] = [
        model.objects.filter(certainty=Certainty.C)
        .order_by()
        .values(what=Cast(Value(name), CharField()))
        .annotate(number=Count("pk"))
        .values_list("what", "number")
        for name, model in sources.items()
    ]
    counts = dict(arms[0].union(*arms[1:], all=True))
    total = sum(counts.values())
    kind = max(counts, key=lambda name: counts[name], default="organisation")
    url = f"/office/checks/?kind={kind}&certainty=C"
    return [Figure(total, _("records hidden until somebody checks them"), url, total > 0)]
