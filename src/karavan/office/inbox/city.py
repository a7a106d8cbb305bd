"""The city at a glance, for who coordinates or heads it: who shows how much, who shows nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Case, CharField, Count, Model, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from karavan.catalogue.filters import EventFilter
from karavan.catalogue.queries import count_by_organisation
from karavan.hygiene.enums import FOUNDERS, INSTITUTIONS
from karavan.kernel.localtime import at, local
from karavan.kernel.provenance import Certainty
from karavan.people.models import Organisation
from karavan.places.models import Place
from karavan.programme.models import Event, Programme

AHEAD: Final = timedelta(days=14)
SHOWN: Final = 12
INSTITUTION: Final = "institution"
SOURCES: Final[dict[str, type[Model]]] = {
    "organisation": Organisation,
    "place": Place,
    "event": Event,
    "programme": Programme,
}
"""Kinds of records as the page of data to check calls them."""


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
    """Counts of the public programme from the catalogue, and of hidden records. Two queries."""
    today = local(now).date()
    until = at(today + AHEAD, datetime.min.time())
    total, counts = count_by_organisation(EventFilter(until=until), now=now)
    longest = max(counts.values(), default=1)
    institutions, hidden = _records()
    bars = [
        Bar(name, f"/office/organisations/{pk}/", counts.get(pk, 0), _share(counts.get(pk, 0), longest))
        for pk, name in institutions
    ]
    silent = sorted((bar for bar in bars if not bar.count), key=lambda bar: bar.name)
    showing = sorted((bar for bar in bars if bar.count), key=lambda bar: (-bar.count, bar.name))
    return City(
        [
            Figure(total, _("events in the next 14 days"), "/events/"),
            Figure(len(silent), _("institutions show nothing in 14 days"), "#silent", len(silent) > 0),
            _figure_of(hidden),
        ],
        silent,
        showing,
    )


def _share(count: int, longest: int) -> int:
    return max(1, round(100 * count / longest)) if count else 0


def _figure_of(hidden: dict[str, int]) -> Figure:
    total = sum(hidden.values())
    kind = max(hidden, key=lambda name: hidden[name], default="organisation")
    url = f"/office/checks/?kind={kind}&certainty=C"
    return Figure(total, _("records hidden until somebody checks them"), url, total > 0)


def _records() -> tuple[list[tuple[int, str]], dict[str, int]]:
    """Institutions with their names, and how many records of each kind wait for a check; one query."""
    rows = Organisation.objects.filter(
        kind__in=INSTITUTIONS, founder_level__in=FOUNDERS, is_public=True
    ).exclude(certainty=Certainty.C)
    name = Case(When(short_name="", then="name"), default="short_name", output_field=CharField())
    first = rows.order_by().values_list(Cast(Value(INSTITUTION), CharField()), "pk", name)
    arms = [
        model._default_manager.filter(certainty=Certainty.C)
        .order_by()
        .values(what=Cast(Value(kind), CharField()))
        .annotate(number=Count("pk"))
        .values_list("what", "number", Cast(Value(""), CharField()))
        for kind, model in SOURCES.items()
    ]
    institutions: list[tuple[int, str]] = []
    hidden: dict[str, int] = {}
    for what, number, words in first.union(*arms, all=True):
        if what == INSTITUTION:
            institutions.append((number, words))
        else:
            hidden[what] = number
    return institutions, hidden
