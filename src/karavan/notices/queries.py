"""Shared reads of notices. A person reads their own and nobody else's."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from karavan.kernel.actor import Actor
from karavan.notices import channels
from karavan.notices.enums import DEFAULT_CHANNELS, Channel, Topic
from karavan.notices.models import ChannelAddress, Mute, Notice, Preference, PushSubscription, QuietHours
from karavan.notices.rules import Hours

Switches = dict[Topic, frozenset[Channel]]


def visible_to(actor: Actor | None) -> QuerySet[Notice]:
    """The actor's own notices, newest first, those included that they want elsewhere only."""
    if actor is None or actor.is_system or actor.pk is None or not actor.is_active:
        return Notice.objects.none()
    return Notice.objects.filter(person=actor.pk)


def shown_to(actor: Actor | None) -> QuerySet[Notice]:
    """What the list in the office holds."""
    return visible_to(actor).filter(is_shown=True)


def unread_count(actor: Actor | None) -> int:
    """How many shown notices wait to be read; one query."""
    return shown_to(actor).filter(read_at__isnull=True).count()


def hours_of(person_ids: Collection[int]) -> dict[int, Hours]:
    """Quiet hours and digest time by person; one query. Who said nothing has the usual ones."""
    found = {pk: Hours() for pk in person_ids}
    for row in QuietHours.objects.filter(person__in=found):
        found[row.person_id] = row.hours
    return found


def switches_of(person_ids: Collection[int]) -> dict[int, Switches]:
    """Channels by topic by person, whether the person has the channel or not; one query."""
    said: dict[int, dict[tuple[str, str], bool]] = defaultdict(dict)
    for row in Preference.objects.filter(person__in=person_ids):
        said[row.person_id][row.topic, row.channel] = row.is_on
    return {
        pk: {
            topic: frozenset(
                channel for channel in Channel if said[pk].get((topic, channel), channel in usual)
            )
            for topic, usual in DEFAULT_CHANNELS.items()
        }
        for pk in person_ids
    }


def connected(people: Iterable[Any]) -> dict[int, frozenset[Channel]]:
    """Channels through which these people can be reached now; two queries."""
    ready = set(channels.ready())
    found = {person.pk: {Channel.IN_APP} for person in people}
    for person in people:
        if person.email and Channel.EMAIL in ready:
            found[person.pk].add(Channel.EMAIL)
    if Channel.WEB_PUSH in ready:
        for pk in PushSubscription.objects.filter(person__in=found).values_list("person", flat=True):
            found[pk].add(Channel.WEB_PUSH)
    rows = ChannelAddress.objects.filter(person__in=found, confirmed_at__isnull=False, channel__in=ready)
    for pk, channel in rows.values_list("person", "channel"):
        found[pk].add(Channel(channel))
    return {pk: frozenset(each) for pk, each in found.items()}


def muted(person_ids: Collection[int], now: datetime) -> set[tuple[int, str, int]]:
    """(person, subject type, subject id) of what people want to hear nothing of now; one query."""
    rows = Mute.objects.filter(Q(until__isnull=True) | Q(until__gt=now), person__in=person_ids)
    return set(rows.values_list("person", "subject_type", "subject_id"))


def mutes_of(actor: Actor) -> QuerySet[Mute]:
    """What the actor has muted, newest first."""
    in_force = Q(until__isnull=True) | Q(until__gt=timezone.now())
    return Mute.objects.filter(in_force, person=actor.pk).order_by("-created_at", "-pk")


def devices_of(actor: Actor) -> QuerySet[PushSubscription]:
    """The actor's browsers that show notices."""
    return PushSubscription.objects.filter(person=actor.pk).order_by("created_at", "pk")


def addresses_of(actor: Actor) -> dict[Channel, ChannelAddress]:
    """The actor's messengers, those being connected too."""
    rows = ChannelAddress.objects.filter(person=actor.pk)
    return {Channel(row.channel): row for row in rows}
