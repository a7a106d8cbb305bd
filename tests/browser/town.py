"""Fills the database of the environment with a small town that has events on the coming days.

Run as a program of its own: a service worker needs a real server, and that server a database of its own.
"""

from datetime import datetime, timedelta

import django

COMING = 45
"""Concerts; the first two days hold one each, so that a list of twenty ends within a day."""


def main() -> None:
    """Concerts at noon on the coming days, one lecture among them, and the catalogue of it all."""
    django.setup()
    from django.utils import timezone

    from factories.places import make_place
    from factories.programme import EventFactory
    from karavan.programme.drafts import SessionDraft
    from karavan.programme.enums import EventKind

    noon = timezone.now().replace(hour=7, minute=0, second=0, microsecond=0)
    house = make_place(name="Концертный дом")
    for number in range(1, COMING + 1):
        EventFactory(
            publish=True,
            title=f"Вечер № {number}",
            kind=EventKind.LECTURE if number == COMING else EventKind.CONCERT,
            place=house,
            sessions=[SessionDraft(start_of(noon, number))],
        )


def start_of(noon: datetime, number: int) -> datetime:
    """The first two alone on their days, then ten a day, an hour apart."""
    day, hour = (number, 0) if number <= 2 else (3 + (number - 3) // 10, (number - 3) % 10)
    return noon + timedelta(days=day, hours=hour)


if __name__ == "__main__":
    main()
