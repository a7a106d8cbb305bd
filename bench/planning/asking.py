"""Pages of the diary and the finder: run by :mod:`bench.planning.pages` once Django is set up."""

from contextlib import redirect_stdout
from datetime import date, time, timedelta
from io import StringIO
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

from bench.planning.filling import FIRST, fill
from bench.planning.measuring import MONTH_COUNT, SAVED_AMONG, fastest
from karavan.kernel.actor import SYSTEM
from karavan.people import actions as people
from karavan.people.enums import RoleKind
from karavan.places.models import Place
from karavan.planning.finder import Wish, find

MONTH = f"{FIRST:%Y-%m}"


def measure() -> None:
    """The board of a month of 3,000, its other looks, a trial of a move, and two searches."""
    setup_test_environment()
    editor, key, start = fill(SAVED_AMONG, per_month=MONTH_COUNT)
    with redirect_stdout(StringIO()):
        # Without static files no page is answered.
        call_command("prepare", verbosity=0)
    coordinator = people.create_user(
        actor=SYSTEM, email="coordinator@example.org", name="Coordinator", is_demo=True
    )
    people.assign_role(
        actor=SYSTEM,
        person=coordinator,
        organisation=None,
        kind=RoleKind.CITY_HEAD,
        valid_from=date(2020, 1, 1),
    )
    pages = (
        ("board of a month, coordinator", coordinator, f"/office/diary/?month={MONTH}"),
        ("board of a month, editor", editor, f"/office/diary/?month={MONTH}"),
        ("board with a day's list", editor, f"/office/diary/?month={MONTH}&day={start:%Y-%m-%d}&row=all"),
        ("board of a season", coordinator, f"/office/diary/?month={MONTH}&span=season"),
        (
            "a trial of a move",
            editor,
            f"/office/diary/try/?key={key}&day={start + timedelta(days=3):%Y-%m-%d}",
        ),
    )
    for name, person, address in pages:
        print(f"{name}: {_page(person, address):.1f} ms")
    Place.objects.filter(capacity=400).update(capacity=5000)
    wish = Wish(
        people=5000,
        kind="concert",
        audiences=("youth",),
        first=FIRST.date(),
        last=FIRST.date() + timedelta(days=29),
        starts=time(18),
        length=timedelta(hours=4),
    )
    for days in (30, 90):
        asked = Wish(**{**vars(wish), "last": FIRST.date() + timedelta(days=days - 1)})
        found = find(asked, actor=editor)
        spent = fastest(lambda asked=asked: find(asked, actor=editor))  # type: ignore[misc]
        print(f"the finder, {days} days in {len(found.places)} places: {spent:.1f} ms")


def _page(person: Any, address: str) -> float:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=person.pk))
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return fastest(lambda: client.get(address))
