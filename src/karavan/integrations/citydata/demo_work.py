"""Unfinished work of the library system, so that a demonstration's office has something that waits."""

from datetime import time, timedelta
from typing import Any

from karavan.integrations.citydata.demo_people import LIBRARIES
from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import at, today
from karavan.people.models import Organisation, User
from karavan.places.models import Place
from karavan.programme.actions import create_event, send_back, send_for_release
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import EventKind, OrganiserRole, PriceKind
from karavan.programme.models import Event

EDITOR = "library@demo.karavan.test"
KEY = "demo-work:"
READY = {
    "age_mark": 6,
    "price_kind": PriceKind.FREE,
    "audiences": ["family"],
    "summary": "Пример незаконченной работы для показа кабинета.",
}


def leave_work() -> list[Event]:
    """Invent drafts: begun, complete, sent for release, sent back. [] where they were invented before.

    Residents see none of them. They lie on the coming days of the day of the first seeding.
    """
    editor = User.objects.filter(email__iexact=EDITOR, is_demo=True).first()
    libraries = Organisation.objects.filter(source_id=LIBRARIES).first()
    if editor is None or libraries is None or Event.objects.filter(source_id__startswith=KEY).exists():
        return []
    house = Place.objects.filter(organisation__path__startswith=libraries.path).order_by("pk").first()
    ready = {**READY, "place": house}
    begun = _draft(1, "Вечер настольных игр", EventKind.GAME, 2, age_mark=12)
    half = _draft(
        2, "Лекция «Как читать герб города»", EventKind.LECTURE, 5, place=house, price_kind=PriceKind.FREE
    )
    done = _draft(3, "Мастер-класс «Новогодняя открытка»", EventKind.WORKSHOP, 12, **ready)
    sent = _draft(4, "Громкие чтения: сказки Бажова", EventKind.READING, 16, **ready)
    back = _draft(5, "Встреча краеведов", EventKind.MEETING, 9, **ready)
    if house is not None:
        send_for_release(actor=editor, event=sent)
        send_for_release(actor=editor, event=back)
        send_back(actor=SYSTEM, event=back, reason="Добавьте, кто ведёт встречу.")
    return [begun, half, done, sent, back]


def _draft(number: int, title: str, kind: EventKind, days: int, **fields: Any) -> Event:
    start = at(today() + timedelta(days=days), time(17))
    return create_event(
        actor=SYSTEM,
        title=title,
        kind=kind,
        organisers=[(Organisation.objects.get(source_id=LIBRARIES), OrganiserRole.LEAD)],
        sessions=[SessionDraft(start, start + timedelta(hours=1, minutes=30))],
        source_id=f"{KEY}{number}",
        is_demo=True,
        **fields,
    )
