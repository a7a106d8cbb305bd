"""What the people of the office were told, and what waits for them, on the photographs."""

from datetime import timedelta

from django.utils import timezone

from karavan.kernel.actor import SYSTEM
from karavan.notices.actions import News, notify
from karavan.notices.enums import Topic
from karavan.people.models import Organisation, User
from karavan.places.models import Place
from karavan.programme import actions as programme
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import EventKind, OrganiserRole, PriceKind

TOLD = (
    (Topic.CHANGED, "Изменено: Краеведческий час «Челяба»", "Что: название, цена. Кто: Игорь Главный."),
    (
        Topic.MOVED,
        "Перенесено: Вечер уральской поэзии",
        "1 декабря, 18:00 → 3 декабря, 19:00. Кто: Анна Редакторова.",
    ),
    (
        Topic.CANCELLED_TODAY,
        "Отменено сегодня: Громкие чтения в сквере",
        "23 ноября, 18:00. Почему: Отключили свет в здании. Кто: Анна Редакторова.",
    ),
)


def fill(people: dict[str, User], place: Place, house: Organisation) -> None:
    """Tell the director three things, and let drafts wait: one lacks something, one was sent for release."""
    director, editor = people["director"], people["editor"]
    why = {director.pk: "потому что у вас роль: директор"}
    news = [
        News(
            topic, "programme.event", 900_000 + number, title, why, text=text, url="/office/events/",
        )
        for number, (topic, title, text) in enumerate(TOLD)
    ]  # fmt: skip
    notify(actor=SYSTEM, news=news)
    soon = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    for days, title, mark, sent in (
        (0, "Лекция «Как читали в Челябе сто лет назад»", None, False),
        (8, "Мастерская «Бумажный театр»", 6, True),
    ):
        event = programme.create_event(
            actor=editor, title=title, kind=EventKind.LECTURE, age_mark=mark, place=place,
            organisers=[(house, OrganiserRole.LEAD)], price_kind=PriceKind.FREE,
            sessions=[SessionDraft(soon + timedelta(days=days))],
        )  # fmt: skip
        if sent:
            programme.send_for_release(actor=editor, event=event)
