"""Tell people: notices, and the deliveries that carry them out of the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from karavan.kernel.actions import action, announce
from karavan.kernel.actor import Actor
from karavan.notices import queries
from karavan.notices.enums import OUTSIDE_CHANNELS, URGENT_TOPICS, Channel, DeliveryState, Topic
from karavan.notices.events import DeliveriesDue
from karavan.notices.models import Delivery, Notice
from karavan.notices.rules import SAME_NEWS, Hours
from karavan.people.models import User

TITLE, REASON, URL = 300, 300, 300


@dataclass(frozen=True)
class News:
    """One thing to tell: what happened to which record, and to whom it matters, each with the reason why.

    ``by_id`` is who did it: nobody is told of their own act. ``url`` is a local address. ``urgent`` None is
    the topic's own urgency. ``name`` is the bare name of the record, for lists of many.
    """

    topic: Topic
    subject_type: str
    subject_id: int
    title: str
    audience: Mapping[int, str]
    name: str = ""
    text: str = ""
    url: str = ""
    organisation_id: int | None = None
    by_id: int | None = None
    urgent: bool | None = None

    @property
    def subject(self) -> tuple[str, int]:
        """What it is about."""
        return self.subject_type, self.subject_id

    @property
    def is_urgent(self) -> bool:
        """Whether it is told at once."""
        return self.topic in URGENT_TOPICS if self.urgent is None else self.urgent


@dataclass(frozen=True)
class _Listener:
    """What must be known of a person before telling them."""

    hours: Hours
    switches: queries.Switches
    connected: frozenset[Channel]

    def channels(self, topic: Topic) -> frozenset[Channel]:
        return self.switches[topic] & self.connected


@action
def notify(*, actor: Actor, news: Sequence[News]) -> list[Notice]:
    """Tell people; the notices made or renewed.

    Who did it, who is switched off and who muted the subject hears nothing; the same news about one subject
    within an hour is one notice. Ten queries whatever the number of news and people.
    """
    now = timezone.now()
    wanted = {pk for each in news for pk in each.audience if pk != each.by_id}
    # Locked in order: two workers with the same news must not tell it twice.
    people = list(User.objects.select_for_update().filter(pk__in=wanted, is_active=True).order_by("pk"))
    if not people:
        return []
    listeners = _listeners(people)
    muted = queries.muted(listeners, now)
    earlier = _earlier(listeners, news, now)
    fresh: list[Notice] = []
    renewed: list[tuple[Notice, bool]] = []
    for each in news:
        for pk, reason in each.audience.items():
            if pk == each.by_id or pk not in listeners or (pk, *each.subject) in muted:
                continue
            key = (pk, each.topic.value, *each.subject)
            if key in earlier:
                renewed.append((earlier[key], _renew(earlier[key], each)))
            elif listeners[pk].channels(each.topic):
                notice = _notice(each, pk, reason, listeners[pk], now)
                earlier[key] = notice
                fresh.append(notice)
    Notice.objects.bulk_create(fresh, batch_size=500)
    again = [(notice, loud) for notice, loud in renewed if notice not in fresh]
    Notice.objects.bulk_update(
        [notice for notice, _loud in again], ["title", "text", "url", "times", "read_at"], batch_size=500
    )
    made = [row for notice in fresh for row in _deliveries(notice, listeners[notice.person_id], now)]
    Delivery.objects.bulk_create(made, batch_size=500)
    rung = [notice.pk for notice, loud in again if loud]
    if rung:
        Delivery.objects.filter(notice__in=rung, state=DeliveryState.SENT).update(
            state=DeliveryState.WAITING, due_at=now, tries=0
        )
    if rung or any(row.due_at <= now for row in made):
        announce(DeliveriesDue())
    return [*fresh, *(notice for notice, _loud in again)]


def _listeners(people: Sequence[User]) -> dict[int, _Listener]:
    ids = [person.pk for person in people]
    hours, switches = queries.hours_of(ids), queries.switches_of(ids)
    connected = queries.connected(people)
    return {pk: _Listener(hours[pk], switches[pk], connected[pk]) for pk in ids}


def _earlier(
    listeners: Mapping[int, _Listener], news: Sequence[News], now: datetime
) -> dict[tuple[int, str, str, int], Notice]:
    """Notices of the last hour by person, topic and subject."""
    rows = Notice.objects.filter(
        person__in=listeners,
        topic__in={each.topic for each in news},
        subject_id__in={each.subject_id for each in news},
        created_at__gt=now - SAME_NEWS,
    ).order_by("created_at", "pk")
    return {(row.person_id, row.topic, row.subject_type, row.subject_id): row for row in rows}


def _renew(notice: Notice, news: News) -> bool:
    """Let a notice tell the newest state; whether it is worth another message."""
    differs = notice.text != news.text
    notice.title, notice.text, notice.url = news.title[:TITLE], news.text, news.url[:URL]
    notice.times += 1
    notice.read_at = None
    return differs and notice.urgent


def _notice(news: News, person_id: int, reason: str, listener: _Listener, now: datetime) -> Notice:
    return Notice(
        person_id=person_id,
        topic=news.topic,
        subject_type=news.subject_type,
        subject_id=news.subject_id,
        organisation_id=news.organisation_id,
        title=news.title[:TITLE],
        text=news.text,
        url=news.url[:URL],
        reason=reason[:REASON],
        urgent=news.is_urgent,
        is_shown=Channel.IN_APP in listener.channels(news.topic),
        created_at=now,
    )


def _deliveries(notice: Notice, listener: _Listener, now: datetime) -> list[Delivery]:
    due = listener.hours.due(notice.topic, urgent=notice.urgent, now=now)
    return [
        Delivery(
            notice=notice,
            person_id=notice.person_id,
            channel=channel,
            urgent=notice.urgent,
            due_at=due,
        )
        for channel in OUTSIDE_CHANNELS
        if channel in listener.channels(Topic(notice.topic))
    ]
