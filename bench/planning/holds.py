"""``python -m bench.planning.holds``: what it costs that holds cannot overlap (``DATABASE_URL``: where).

A hundred thousand claims of halls and their houses stand there; then more are laid, one a transaction. Beside
it the same without the guard, with a question before each insert: what an application does that is left to
itself, and what two people at once get past.
"""

import os
import random
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time
from typing import Any

import django

COUNT, MORE, HALLS = 100_000, 500, 300
FIRST = datetime(2027, 1, 1, tzinfo=UTC)


def main() -> None:
    """Fill a database of its own and print milliseconds a hold."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karavan.config.settings")
    os.environ.setdefault("KARAVAN_VAR", tempfile.mkdtemp(prefix="karavan-bench-holds-"))
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up first
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("migrate", verbosity=0)
        _measure(connection)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _measure(connection: Any) -> None:
    from karavan.planning.models import Claim  # noqa: PLC0415
    from karavan.planning.models.holds import APART  # noqa: PLC0415

    halls, spare, organisation = _fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # What the guard costs, and not what the disk does.
            cursor.execute("SET synchronous_commit TO off")
    print(f"{connection.vendor}: {Claim.objects.count()} claims of {HALLS} halls")
    guarded = _time(spare[:MORE], lambda span: _lay(halls, organisation, span, check=False))
    guard = next(each for each in Claim._meta.constraints if each.name == APART)
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            for trigger in guard.trigger_names():  # type: ignore[attr-defined]
                editor.execute(f'DROP TRIGGER "{trigger}"')
        else:
            editor.remove_constraint(Claim, guard)
    asked = _time(spare[MORE : 2 * MORE], lambda span: _lay(halls, organisation, span, check=True))
    bare = _time(spare[2 * MORE :], lambda span: _lay(halls, organisation, span, check=False))
    for label, (cpu, wall) in (("guarded", guarded), ("asked first", asked), ("neither", bare)):
        print(f"{label}: {wall:.3f} ms a hold of a hall (CPU {cpu:.3f}), {wall / guarded[1]:.2f} of guarded")


Span = tuple[int, datetime]


def _time(spans: list[Span], run: Callable[[Span], None]) -> tuple[float, float]:
    cpu, wall = process_time(), perf_counter()
    for span in spans:
        run(span)
    return (process_time() - cpu) * 1000 / len(spans), (perf_counter() - wall) * 1000 / len(spans)


def _lay(halls: list[Any], organisation: Any, span: Span, *, check: bool) -> None:
    from django.db import transaction  # noqa: PLC0415

    from karavan.planning.holds.claims import claims_of  # noqa: PLC0415
    from karavan.planning.models import Claim, Hold  # noqa: PLC0415

    number, start = span
    place = halls[number]
    with transaction.atomic():
        end = start + timedelta(hours=1)
        hold = Hold.objects.create(place=place, organisation=organisation, starts_at=start, ends_at=end)
        rows = claims_of(hold, {})
        if check:
            for row in rows:
                near = Claim.objects.filter(
                    slot=row.slot,
                    ends_at__gt=row.starts_at,
                    starts_at__lt=row.ends_at,
                    lane_from__lt=row.lane_to,
                    lane_to__gt=row.lane_from,
                )
                assert not near.exists()
        Claim.objects.bulk_create(rows)


def _fill() -> tuple[list[Any], list[Span], Any]:
    """Halls, spans in which one of them is free, and whom it is held for; three halls lie in a house."""
    from karavan.people.enums import OrganisationKind  # noqa: PLC0415
    from karavan.people.models import Organisation  # noqa: PLC0415
    from karavan.places.enums import PlaceCategory, PlaceKind, PlaceLevel  # noqa: PLC0415
    from karavan.places.models import Place  # noqa: PLC0415
    from karavan.planning.holds.claims import claims_of  # noqa: PLC0415
    from karavan.planning.models import Claim, Hold  # noqa: PLC0415

    organisation = Organisation.objects.create(name="Дом", kind=OrganisationKind.CULTURE_HOUSE)
    organisation.settle()
    halls: list[Place] = []
    house = None
    for number in range(HALLS):
        kind = {"kind": PlaceKind.HALL, "category": PlaceCategory.OTHER}
        if number % 3 == 0:
            house = Place.objects.create(name=f"Дом {number}", level=PlaceLevel.BUILDING, **kind)
            house.settle()
        hall = Place.objects.create(name=f"Зал {number}", level=PlaceLevel.HALL, parent=house, **kind)
        hall.settle()
        halls.append(hall)
    holds_of_each = COUNT // 2 // HALLS
    spans = [
        (number, FIRST + timedelta(hours=2 * each))
        for each in range(holds_of_each + 6)
        for number in range(HALLS)
    ]
    random.Random(5).shuffle(spans)
    filled, spare = spans[: COUNT // 2], spans[COUNT // 2 : COUNT // 2 + 3 * MORE]
    for at in range(0, len(filled), 2000):
        some = filled[at : at + 2000]
        made = Hold.objects.bulk_create(
            Hold(
                place=halls[number],
                organisation=organisation,
                starts_at=start,
                ends_at=start + timedelta(hours=1),
            )
            for number, start in some
        )
        Claim.objects.bulk_create([row for hold in made for row in claims_of(hold, {})], batch_size=2000)
    return halls, spare, organisation


if __name__ == "__main__":
    main()
