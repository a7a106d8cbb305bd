"""Scores of information: run by :mod:`bench.planning.hygiene` once Django is set up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from bench.planning.filling import FIRST, fill
from bench.planning.measuring import MONTH_COUNT, SAVED_AMONG, fastest
from karavan.hygiene import queries
from karavan.hygiene.actions import measure as score
from karavan.hygiene.models import Finding
from karavan.kernel.actor import SYSTEM
from karavan.people.enums import FounderLevel
from karavan.people.models import Organisation
from karavan.places.models import Place

NOW = FIRST - timedelta(hours=1)
"""Just before the fullest month: all its 3,000 dates lie within the thirty days that are looked at."""


def measure() -> None:
    """The night's scores, first with all gaps to write and then without; one institution; the list."""
    fill(SAVED_AMONG, per_month=MONTH_COUNT)
    Organisation.objects.update(founder_level=FounderLevel.MUNICIPAL, is_public=True)
    for house, organisation in zip(
        Place.objects.filter(parent=None).order_by("pk"), Organisation.objects.order_by("pk"), strict=True
    ):
        Place.objects.filter(path__startswith=house.path).update(organisation=organisation)
    rows = list(queries.scored())
    first = fastest(lambda: score(actor=SYSTEM, now=NOW), 1)
    gaps = Finding.objects.count()
    name = f"{len(rows)} institutions, {SAVED_AMONG} events"
    print(f"{name}, the first night, which writes {gaps} gaps: {first:.0f} ms")
    _told(f"{name}, the same night again", lambda: score(actor=SYSTEM, now=NOW), 3)
    _told(f"{name}, the next night", lambda: score(actor=SYSTEM, now=NOW + timedelta(days=1)), 1)
    _told("one institution after a correction", lambda: score(actor=SYSTEM, organisations=rows[:1], now=NOW))
    listed = queries.with_scores(queries.scored(), NOW).order_by(F("score").asc(), "name")
    _told("the city's list with the worst gap of each", lambda: list(listed.all()))


def _told(name: str, run: Callable[[], Any], rounds: int = 5) -> None:
    with CaptureQueriesContext(connection) as asked:
        run()
    print(f"{name}: {fastest(run, rounds):.0f} ms, {len(asked)} queries")
