"""Plans of the diary on the photographs: two secrets that clash, and what else is thought of."""

from datetime import date, time, timedelta

from karavan.hygiene.actions import measure
from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import at
from karavan.people.models import Organisation, User
from karavan.places.models import Place
from karavan.planning.actions import add_entry, refresh_circumstances
from karavan.programme.enums import Audience, EventKind
from pictures import town

SATURDAY = date(2026, 12, 12)


def fill(editor: User, place: Place, house: Organisation) -> dict[str, str]:
    """Plans of the editor's house and of another one; the address of the plan that clashes."""
    refresh_circumstances(actor=SYSTEM, today=town.TODAY)
    other = Organisation.objects.exclude(pk=house.pk).filter(parent__isnull=True).order_by("pk")[0]
    youth, families = [Audience.YOUTH], [Audience.FAMILY]
    mine = _plan(house, "Ночь книг на площади", EventKind.FESTIVAL, 0, 18, 1500, youth, place, secret=True)
    _plan(other, "Большой концерт", EventKind.CONCERT, 0, 19, 2000, youth, place, secret=True)
    _plan(house, "Семейное чтение у ёлки", EventKind.READING, 1, 12, 120, families, place)
    _plan(other, "Ярмарка мастеров", EventKind.CELEBRATION, 1, 11, 800, families, place)
    _plan(house, "Поэтический вечер", EventKind.MEETING, 6, 18, 90, [Audience.ADULTS], place)
    measure(actor=SYSTEM)
    return {"office-plan": str(mine)}


def _plan(
    house: Organisation,
    title: str,
    kind: EventKind,
    days: int,
    hour: int,
    expected: int,
    audiences: list[Audience],
    near: Place,
    *,
    secret: bool = False,
) -> int:
    start = at(SATURDAY + timedelta(days=days), time(hour))
    entry = add_entry(
        actor=SYSTEM, organisation=house, title=title, kind=kind, expected=expected, audiences=audiences,
        starts_at=start, ends_at=start + timedelta(hours=3), lat=near.lat, lon=near.lon,
        district=near.district, is_confidential=secret,
    )  # fmt: skip
    return entry.pk
