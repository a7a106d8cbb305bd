"""Where a person can be reached: browsers, and chats with the bots of messengers."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.validation import check
from karavan.notices import channels
from karavan.notices.actions.choices import drop_waiting, require_person
from karavan.notices.enums import MESSENGERS, Channel
from karavan.notices.models import BotMark, ChannelAddress, PushSubscription

CODE_GOOD_FOR: Final = timedelta(minutes=30)
MOST_DEVICES: Final = 10
# Without letters and digits that look alike.
ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@action
def subscribe_push(
    *, actor: Actor, endpoint: str, p256dh: str, auth: str, device: str = ""
) -> PushSubscription:
    """Let a browser show the actor's notices. A browser belongs to who signed in last.

    Raises Invalid where the address is not that of a push service named in the settings: the platform sends
    requests there.
    """
    person = require_person(actor)
    parts = urlsplit(endpoint)
    if not allowed_push_host(parts.hostname or "") or parts.scheme not in settings.PUSH_SCHEMES:
        raise Invalid({"endpoint": [_("This browser uses a push service that is not known here.")]})
    row = PushSubscription.objects.filter(endpoint=endpoint).first() or PushSubscription(endpoint=endpoint)
    row.person, row.p256dh, row.auth, row.device = person, p256dh, auth, device[:120]
    check(row, exclude=["endpoint"])
    row.save()
    own = PushSubscription.objects.filter(person=person).order_by("-created_at", "-pk")
    PushSubscription.objects.filter(pk__in=[each.pk for each in own[MOST_DEVICES:]]).delete()
    record(actor, "notices.push_subscribed", row, after={"device": row.device})
    return row


def allowed_push_host(host: str) -> bool:
    """Whether a push service is on the list of the settings; «*.example» allows what lies below."""
    return any(
        host == name or (name.startswith("*.") and host.endswith(name[1:])) for name in settings.PUSH_HOSTS
    )


@action
def forget_push(*, actor: Actor, subscription: PushSubscription) -> None:
    """Let a browser show nothing any more."""
    person = require_person(actor)
    if subscription.person_id != person.pk:
        raise Conflict(_("This device is not connected any more."))
    record(actor, "notices.push_forgotten", subscription, before={"device": subscription.device})
    subscription.delete()


@action
def start_connecting(*, actor: Actor, channel: Channel) -> ChannelAddress:
    """Give the actor a code to send to the bot of a messenger; the old one does not count any more.

    An address that is connected already stays until a new one is confirmed.
    """
    person = require_person(actor)
    channels.bot_of(channel)
    row, _made = ChannelAddress.objects.select_for_update().get_or_create(person=person, channel=channel)
    row.code = "".join(secrets.choice(ALPHABET) for _number in range(8))
    row.code_expires_at = timezone.now() + CODE_GOOD_FOR
    row.save(update_fields=["code", "code_expires_at"])
    record(actor, "notices.connecting", row, after={"channel": channel.value})
    return row


@action
def disconnect(*, actor: Actor, channel: Channel) -> None:
    """Send nothing to the actor's chat any more."""
    person = require_person(actor)
    row = ChannelAddress.objects.filter(person=person, channel=channel).first()
    if row is None:
        return
    record(actor, "notices.disconnected", row, before={"channel": channel.value})
    row.delete()
    drop_waiting(person.pk, [channel])


def confirm_addresses(*, actor: Actor, now: datetime | None = None) -> int:
    """Ask the bots for which a code waits what was written to them; how many addresses are confirmed.

    The network is asked outside of any transaction.
    """
    now = now or timezone.now()
    waiting = ChannelAddress.objects.filter(code__isnull=False, code_expires_at__gt=now)
    confirmed = 0
    for name in sorted(set(waiting.filter(channel__in=MESSENGERS).values_list("channel", flat=True))):
        channel = Channel(name)
        try:
            bot = channels.bot_of(channel)
        except channels.NotConnected:
            continue
        mark = BotMark.objects.filter(pk=channel).values_list("mark", flat=True).first() or 0
        heard, following = bot.heard(mark)
        confirmed += _take_codes(actor=actor, channel=channel, heard=heard, mark=following, now=now)
    return confirmed


@action
def _take_codes(
    *, actor: Actor, channel: Channel, heard: list[channels.Heard], mark: int, now: datetime
) -> int:
    BotMark.objects.update_or_create(channel=channel, defaults={"mark": mark})
    confirmed = 0
    for each in heard:
        code = each.text.removeprefix("/start").strip().upper()
        row = (
            ChannelAddress.objects.select_for_update()
            .filter(channel=channel, code=code, code_expires_at__gt=now)
            .first()
        )
        if row is None:
            continue
        row.address, row.confirmed_at, row.code, row.code_expires_at = each.address, now, None, None
        row.save()
        record(actor, "notices.connected", row, after={"channel": channel.value})
        confirmed += 1
    return confirmed
