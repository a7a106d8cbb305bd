"""The outbox: what is due is taken by one worker, sent outside of any transaction, and settled.

A parcel is everything due for one person through one channel, urgent or not. Whoever changes its rows from
waiting to being sent has it, so that two workers never send one twice. A worker that dies in between leaves
its parcel to the next one when the lease is over: then, and only then, a message may come twice.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import F
from django.utils import timezone

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.notices import channels, composing
from karavan.notices.enums import LOUD_TOPICS, MESSENGERS, Channel, DeliveryState
from karavan.notices.models import ChannelAddress, Delivery, Notice, PushSubscription
from karavan.notices.queries import hours_of
from karavan.notices.rules import LEASE, RETRY
from karavan.people.models import User

logger = logging.getLogger(__name__)

ERROR = 300


@dataclass(frozen=True)
class Parcel:
    """Deliveries of one person through one channel that a worker has taken."""

    channel: Channel
    person: User
    deliveries: Sequence[Delivery]
    urgent: bool

    @property
    def notices(self) -> list[Notice]:
        """What it tells."""
        return [row.notice for row in self.deliveries]


def deliver_due(*, actor: Actor, now: datetime | None = None, seconds: float = 40) -> int:
    """Send what is due, for at most so many seconds; how many messages left.

    Raises nothing: what an outside system does wrong stands with its delivery.
    """
    started = timezone.now()
    _prepare(actor=actor, now=now or started)
    sent = 0
    while (timezone.now() - started).total_seconds() < seconds:
        parcel = _claim(actor=actor, now=now or timezone.now())
        if parcel is None:
            break
        sent += _send(actor, parcel)
    return sent


@action
def _prepare(*, actor: Actor, now: datetime) -> None:
    """Take back what dead workers hold, and drop what was read in the office before it left."""
    due = Delivery.objects.filter(due_at__lte=now)
    due.filter(state=DeliveryState.SENDING).update(state=DeliveryState.WAITING, claim="")
    waiting = due.filter(state=DeliveryState.WAITING)
    gone = waiting.filter(person__is_active=False)
    for rows in (waiting.filter(notice__read_at__isnull=False), gone):
        ids = list(rows.values_list("pk", flat=True))
        if ids:
            Delivery.objects.filter(pk__in=ids, state=DeliveryState.WAITING).update(
                state=DeliveryState.DROPPED
            )


@action
def _claim(*, actor: Actor, now: datetime) -> Parcel | None:
    """Take the parcel that has waited longest; None where nothing is due."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now)
    mark = uuid4().hex
    taken = 0
    while not taken:
        # Where another worker was faster and has the whole parcel, the next one is looked for.
        first = due.order_by("due_at", "pk").values("person", "channel", "urgent").first()
        if first is None:
            return None
        taken = due.filter(**first).update(
            state=DeliveryState.SENDING, claim=mark, tries=F("tries") + 1, due_at=now + LEASE
        )
    rows = list(Delivery.objects.filter(claim=mark).select_related("notice", "person").order_by("pk"))
    return Parcel(Channel(rows[0].channel), rows[0].person, rows, rows[0].urgent)


def _send(actor: Actor, parcel: Parcel) -> int:
    message = composing.message(parcel.person, parcel.notices, urgent=parcel.urgent)
    try:
        sender = channels.sender_of(parcel.channel)
        _hand_over(actor, sender, parcel, message)
    except channels.Temporary as problem:
        logger.warning("%s: %s", parcel.channel, problem)
        _again(actor=actor, parcel=parcel, problem=str(problem), seconds=problem.seconds)
        return 0
    except (channels.Permanent, channels.NotConnected) as problem:
        logger.warning("%s: %s", parcel.channel, problem)
        _settle(actor=actor, parcel=parcel, state=DeliveryState.FAILED, error=str(problem))
        return 0
    except Exception as problem:  # one message that cannot be made must not hold up all others
        logger.exception("%s: a message could not be sent", parcel.channel)
        _again(actor=actor, parcel=parcel, problem=repr(problem), seconds=None)
        return 0
    _settle(actor=actor, parcel=parcel, state=DeliveryState.SENT)
    return 1


def _hand_over(actor: Actor, sender: channels.Sender, parcel: Parcel, message: channels.Message) -> None:
    """Send to every address of the person; one that took it is enough. Raises Temporary or Permanent."""
    addresses = _addresses(parcel)
    if not addresses:
        raise channels.Permanent("no address")
    problems: list[channels.Temporary | channels.Permanent] = []
    for pk, address in addresses:
        try:
            sender.send(address, message)
        except channels.Permanent as problem:
            if problem.gone:
                _forget(actor=actor, channel=parcel.channel, pk=pk)
            problems.append(problem)
        except channels.Temporary as problem:
            problems.append(problem)
    if len(problems) == len(addresses):
        raise next((each for each in problems if isinstance(each, channels.Temporary)), problems[0])


def _addresses(parcel: Parcel) -> list[tuple[int, channels.Address]]:
    if parcel.channel == Channel.EMAIL:
        return [(parcel.person.pk, parcel.person.email)] if parcel.person.email else []
    if parcel.channel == Channel.WEB_PUSH:
        devices = PushSubscription.objects.filter(person=parcel.person).order_by("pk")
        return [(row.pk, channels.PushAddress(row.endpoint, row.p256dh, row.auth)) for row in devices]
    rows = ChannelAddress.objects.filter(
        person=parcel.person, channel=parcel.channel, confirmed_at__isnull=False
    )
    return [(row.pk, row.address) for row in rows]


@action
def _forget(*, actor: Actor, channel: Channel, pk: int) -> None:
    """Drop an address that is gone: a browser that unsubscribed, a person who blocked the bot."""
    if channel == Channel.WEB_PUSH:
        PushSubscription.objects.filter(pk=pk).delete()
    elif channel in MESSENGERS:
        ChannelAddress.objects.filter(pk=pk).delete()


@action
def _settle(*, actor: Actor, parcel: Parcel, state: DeliveryState, error: str = "") -> None:
    Delivery.objects.filter(claim=parcel.deliveries[0].claim, state=DeliveryState.SENDING).update(
        state=state,
        claim="",
        error=error[:ERROR],
        sent_at=timezone.now() if state == DeliveryState.SENT else None,
    )


@action
def _again(*, actor: Actor, parcel: Parcel, problem: str, seconds: float | None) -> None:
    """Try later, or give up after the last try."""
    tries = max(row.tries for row in parcel.deliveries)
    if tries >= RETRY.attempts:
        _settle(actor=actor, parcel=parcel, state=DeliveryState.FAILED, error=problem)
        return
    wait = max(RETRY.delay(tries), timedelta(seconds=seconds or 0))
    due = timezone.now() + wait
    if not any(notice.topic in LOUD_TOPICS for notice in parcel.notices):
        due = hours_of([parcel.person.pk])[parcel.person.pk].after_quiet(due)
    Delivery.objects.filter(claim=parcel.deliveries[0].claim, state=DeliveryState.SENDING).update(
        state=DeliveryState.WAITING, claim="", due_at=due, error=problem[:ERROR]
    )
