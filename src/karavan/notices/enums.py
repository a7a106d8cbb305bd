from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A way a notice reaches a person. In the office itself it always costs nothing to look."""

    IN_APP = "in_app", _("In the office")
    EMAIL = "email", _("By e-mail")
    WEB_PUSH = "web_push", _("On this device")
    TELEGRAM = "telegram", "Telegram"
    MAX = "max", "MAX"


OUTSIDE_CHANNELS = (Channel.EMAIL, Channel.WEB_PUSH, Channel.TELEGRAM, Channel.MAX)
"""Channels that leave the office, and so go through the outbox."""

MESSENGERS = (Channel.TELEGRAM, Channel.MAX)
"""Channels whose address a person proves by sending a code to a bot."""


class Topic(models.TextChoices):
    """What a notice is about. People switch channels on and off by topic."""

    CANCELLED_TODAY = "cancelled_today", _("Cancelled today")
    CANCELLED = "cancelled", _("My event is cancelled")
    MOVED = "moved", _("My event is moved")
    CHANGED = "changed", _("My event is changed by somebody else")
    MERGED = "merged", _("Somebody edited together with me")
    RELEASE_ASKED = "release_asked", _("Sent to me for release")
    RELEASED = "released", _("What I sent is released")
    SENT_BACK = "sent_back", _("What I sent came back")
    PLACE_CLOSES = "place_closes", _("A place closes and sessions break")
    CLASHES = "clashes", _("Somebody asks about a clash with my plan")
    CHECK = "check", _("Data of my organisation to check")
    QUALITY = "quality", _("Monday: the ten institutions to help first")
    ROLE = "role", _("My roles")
    INVITATION = "invitation", _("My invitations are accepted")
    SUBSTITUTION = "substitution", _("Substitution")
    IMPORT = "import", _("Imports from a table")
    IMPORT_FAILED = "import_failed", _("An import failed")


URGENT_TOPICS = frozenset(
    {
        Topic.CANCELLED_TODAY,
        Topic.CANCELLED,
        Topic.MOVED,
        Topic.SENT_BACK,
        Topic.PLACE_CLOSES,
        Topic.IMPORT_FAILED,
    }
)
"""Told at once; all others wait for the digest of the day."""

LOUD_TOPICS = frozenset({Topic.CANCELLED_TODAY})
"""Told at once even in quiet hours: people stand before a closed door."""

_QUIET = frozenset({Channel.IN_APP, Channel.EMAIL})
_ALL = frozenset(Channel)

DEFAULT_CHANNELS: dict[Topic, frozenset[Channel]] = {
    topic: _ALL if topic in URGENT_TOPICS else _QUIET for topic in Topic
}
"""Channels of a topic for whom has said nothing; a channel that is not connected does not count."""

HELP: dict[Topic, Promise] = {
    Topic.CANCELLED_TODAY: _("At once, in quiet hours too: somebody may be on the way already."),
    Topic.CANCELLED: _("Another person cancelled an event or a date that you keep."),
    Topic.MOVED: _("Another person moved a date of an event that you keep."),
    Topic.CHANGED: _("Another person changed, withdrew or removed an event that you keep."),
    Topic.MERGED: _("Another person changed an event within half an hour of your own change; both are kept."),
    Topic.RELEASE_ASKED: _("An editor sends you an event or a programme to look through."),
    Topic.RELEASED: _("An event or a programme that you prepared is public now."),
    Topic.SENT_BACK: _("The director sent it back and said what to correct."),
    Topic.PLACE_CLOSES: _("A place is shut on days when your sessions are held there."),
    Topic.CLASHES: _("Another organisation asks to open names, or both names are open now."),
    Topic.CHECK: _("Facts of your organisation that somebody has to verify."),
    Topic.QUALITY: _("On Mondays: whose information for residents is worst, and what to do first."),
    Topic.ROLE: _("You got a role, a role is over or is over in 14 days."),
    Topic.INVITATION: _("A colleague whom you invited has signed in."),
    Topic.SUBSTITUTION: _("You stand in for somebody, or somebody stands in for you."),
    Topic.IMPORT: _("A table that you uploaded is in the programme."),
    Topic.IMPORT_FAILED: _("A table that you uploaded could not be taken in."),
}


class DeliveryState(models.TextChoices):
    """Life of one delivery."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not delivered")
    DROPPED = "dropped", _("Not needed any more")
