"""What a person decides about their notices: topics, channels, hours, what to hear nothing of."""

from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, changes, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid, NotAllowed
from karavan.notices import queries
from karavan.notices.enums import OUTSIDE_CHANNELS, Channel, DeliveryState, Topic
from karavan.notices.models import Delivery, Mute, Notice, Preference, QuietHours
from karavan.notices.tokens import Stop
from karavan.people.models import User


def require_person(actor: Actor) -> User:
    """The actor as a person who keeps settings of their own. Raises NotAllowed."""
    if isinstance(actor, User) and actor.is_active:
        return actor
    raise NotAllowed(_("Only the person may choose what they are told."))


@action
def set_preferences(*, actor: Actor, on: Mapping[Topic, Collection[Channel]]) -> None:
    """Switch channels by topic; topics that are not given stay. Nothing is written where nothing differs."""
    person = require_person(actor)
    old = queries.switches_of([person.pk])[person.pk]
    before = {topic: sorted(old[topic]) for topic in on}
    after = {topic: sorted(Channel(channel) for channel in chosen) for topic, chosen in on.items()}
    differing = [topic for topic in on if before[topic] != after[topic]]
    if not differing:
        return
    Preference.objects.bulk_create(
        [
            Preference(person=person, topic=topic, channel=channel, is_on=channel in on[topic])
            for topic in differing
            for channel in Channel
            if (channel in on[topic]) != (channel in old[topic])
        ],
        update_conflicts=True,
        unique_fields=["person", "topic", "channel"],
        update_fields=["is_on"],
    )
    for topic in differing:
        off = [channel for channel in OUTSIDE_CHANNELS if channel not in on[topic]]
        drop_waiting(person.pk, off, topic)
    record(
        actor,
        "notices.preferences_set",
        person,
        before={topic: before[topic] for topic in differing},
        after={topic: after[topic] for topic in differing},
    )


def drop_waiting(person_id: int, off: Collection[Channel], topic: str = "") -> None:
    """What waits for a channel that was switched off does not leave any more."""
    rows = Delivery.objects.filter(person=person_id, channel__in=off, state=DeliveryState.WAITING)
    if topic:
        rows = rows.filter(notice__in=Notice.objects.filter(person=person_id, topic=topic).values("pk"))
    rows.update(state=DeliveryState.DROPPED)


@action
def set_hours(*, actor: Actor, quiet_from: time, quiet_to: time, digest_at: time) -> QuietHours:
    """Set quiet hours and the hour of the digest; equal ends mean no quiet hours.

    Raises Invalid (``digest_at``) where the digest would come in the quiet hours.
    """
    person = require_person(actor)
    row, _made = QuietHours.objects.select_for_update().get_or_create(person=person)
    values = {"quiet_from": quiet_from, "quiet_to": quiet_to, "digest_at": digest_at}
    before, after = changes(row, values)
    now = timezone.now()
    if row.hours.is_quiet(row.hours.next_digest(now)):
        raise Invalid({"digest_at": [_("This lies in the quiet hours. Choose another hour for the digest.")]})
    if after:
        row.save()
        waiting = Delivery.objects.filter(person=person, state=DeliveryState.WAITING, urgent=False, tries=0)
        waiting.update(due_at=row.hours.next_digest(now))
        record(actor, "notices.hours_set", person, before=before, after=after)
    return row


@action
def mute(*, actor: Actor, notice: Notice, until: datetime | None = None) -> Mute:
    """Hear nothing more of what a notice is about, for good or until a moment; what waits is read."""
    person = require_person(actor)
    if notice.person_id != person.pk:
        raise NotAllowed(_("Only the person may choose what they are told."))
    subject: dict[str, Any] = {"subject_type": notice.subject_type, "subject_id": notice.subject_id}
    values: dict[str, Any] = {"label": notice.title, "until": until}
    row, _made = Mute.objects.update_or_create(person=person, **subject, defaults=values)
    Notice.objects.filter(person=person, read_at__isnull=True, **subject).update(read_at=timezone.now())
    record(actor, "notices.muted", row, after={**subject, "until": until and until.isoformat()})
    return row


@action
def unmute(*, actor: Actor, muted: Mute) -> None:
    """Hear of it again."""
    person = require_person(actor)
    if muted.person_id != person.pk:
        raise NotAllowed(_("Only the person may choose what they are told."))
    record(
        actor,
        "notices.unmuted",
        muted,
        before={"subject_type": muted.subject_type, "subject_id": muted.subject_id},
    )
    muted.delete()


@action
def stop(*, said: Stop) -> list[Topic]:
    """Switch e-mail off as a signed link says: of one topic, or of all; the topics that were on.

    The link is the permission: it came to the person's own mailbox.
    """
    person = User.objects.filter(pk=said.person_id, is_active=True).first()
    if person is None:
        return []
    switches = queries.switches_of([person.pk])[person.pk]
    topics = [Topic(said.topic)] if said.topic else list(Topic)
    on = {topic: switches[topic] - {Channel.EMAIL} for topic in topics if Channel.EMAIL in switches[topic]}
    if on:
        set_preferences(actor=person, on=on)
    return list(on)
