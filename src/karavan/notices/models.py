from django.conf import settings
from django.db import models
from django.utils import timezone

from karavan.notices.enums import Channel, DeliveryState, Topic
from karavan.notices.rules import DIGEST_AT, QUIET_FROM, QUIET_TO, Hours


class Notice(models.Model):
    """One piece of news for one person, with the reason why they get it.

    The subject is kept as its journal name and number: a notice outlives what it tells of.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True, help_text="Local address that it leads to.")
    reason = models.CharField(max_length=300, help_text="Why this person gets it.")
    urgent = models.BooleanField(default=False)
    is_shown = models.BooleanField(default=True, help_text="Off: the person wants it by other channels only.")
    times = models.PositiveIntegerField(default=1, help_text="How often the same news came within an hour.")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True, help_text="When a substitute was told.")

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["person", "read_at", "-created_at"]),
            models.Index(fields=["person", "topic", "subject_type", "subject_id"]),
            models.Index(fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One notice on its way through one channel: a line of the outbox."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    urgent = models.BooleanField(default=False, help_text="By itself; others go together as a digest.")
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField(help_text="When it leaves, or is tried again; the lease while it is sent.")
    claim = models.CharField(max_length=32, blank=True, help_text="Mark of the worker that took it.")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["claim"])]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notices_delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} · {self.channel} · {self.state}"


class Preference(models.Model):
    """What a person said about one channel of one topic; without a row the topic's default holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preferences")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    is_on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic", "channel"], name="notices_preference_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.topic} · {self.channel}: {self.is_on}"


class QuietHours(models.Model):
    """When a person is not to be disturbed, and when they read the digest; on the city's clock."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="quiet_hours")
    quiet_from = models.TimeField(default=QUIET_FROM)
    quiet_to = models.TimeField(default=QUIET_TO)
    digest_at = models.TimeField(default=DIGEST_AT)

    class Meta:
        verbose_name_plural = "quiet hours"

    def __str__(self) -> str:
        return f"{self.person_id}: {self.quiet_from:%H:%M}–{self.quiet_to:%H:%M}"

    @property
    def hours(self) -> Hours:
        """The same as a value."""
        return Hours(self.quiet_from, self.quiet_to, self.digest_at)


class Mute(models.Model):
    """A subject that a person wants to hear nothing of; without an end for good."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    label = models.CharField(max_length=300, blank=True, help_text="What it was called when it was muted.")
    until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "subject_type", "subject_id"], name="notices_mute_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.label}"


class PushSubscription(models.Model):
    """A browser that shows notices: its address at a push service and its keys."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(max_length=700, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    device = models.CharField(max_length=120, blank=True, help_text="What the browser calls itself.")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id} · {self.device}"


class ChannelAddress(models.Model):
    """A person's chat with a bot. It counts once the code came from there."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="channel_addresses")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=64, blank=True, help_text="The chat, as the messenger names it.")
    code = models.CharField(max_length=16, unique=True, null=True, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "channel addresses"
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="notices_address_once")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.channel}"

    @property
    def is_waiting(self) -> bool:
        """Whether its code still counts."""
        return self.code_expires_at is not None and self.code_expires_at > timezone.now()


class BotMark(models.Model):
    """How far the messages to a bot have been read."""

    channel = models.CharField(max_length=10, choices=Channel.choices, primary_key=True)
    mark = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.channel}: {self.mark}"
