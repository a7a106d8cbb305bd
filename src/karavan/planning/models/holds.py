from django.db import models
from django.utils import timezone

from karavan.assets.models import Asset
from karavan.kernel.exclusion import NoOverlap
from karavan.people.models import Organisation, Role, User
from karavan.places.models import Place
from karavan.planning.enums import Firmness
from karavan.planning.models.diary import DiaryEntry
from karavan.programme.models import Session

APART = "planning_claims_apart"


class Hold(models.Model):
    """A place, a person by their role, or units of an asset, kept for somebody for a time.

    It is held from ``starts_at`` less the minutes of build-up to ``ends_at`` and the minutes of clearing, for
    a session, for an entry of the diary, or for itself. A tentative one stands until ``expires_at``.
    """

    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="holds")
    role = models.ForeignKey(Role, models.CASCADE, null=True, blank=True, related_name="holds")
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, blank=True, related_name="holds")
    quantity = models.PositiveSmallIntegerField(default=1, help_text="Units of an asset.")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="holds", help_text="For whom it is held."
    )
    session = models.ForeignKey(Session, models.CASCADE, null=True, blank=True, related_name="holds")
    entry = models.ForeignKey(DiaryEntry, models.CASCADE, null=True, blank=True, related_name="holds")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    build_up = models.PositiveSmallIntegerField(default=0, help_text="Minutes before.")
    clearing = models.PositiveSmallIntegerField(default=0, help_text="Minutes after.")
    firmness = models.CharField(max_length=10, choices=Firmness.choices, default=Firmness.FIRM)
    expires_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["place", "starts_at"]),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(firmness=Firmness.TENTATIVE),
                name="planning_hold_expiry",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="planning_hold_order"
            ),
            models.CheckConstraint(
                condition=models.Q(place__isnull=False, role__isnull=True, asset__isnull=True)
                | models.Q(place__isnull=True, role__isnull=False, asset__isnull=True)
                | models.Q(place__isnull=True, role__isnull=True, asset__isnull=False),
                name="planning_hold_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(firmness=Firmness.FIRM) | models.Q(expires_at__isnull=False),
                name="planning_hold_tentative_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place or self.role or self.asset} · {self.starts_at:%Y-%m-%d %H:%M}"


class Claim(models.Model):
    """What a live hold takes: one row for each thing that nobody else may have meanwhile.

    Two claims on one ``slot`` whose times and whose lanes both overlap cannot exist: the database refuses
    the second (an exclusion constraint on PostgreSQL, triggers on SQLite). A place held whole has all lanes
    of its slot. For each place above it there is a claim of a single lane, that of the hold itself: two halls
    of one house do not disturb each other, the house as a whole disturbs both. Ends are exclusive.
    """

    hold = models.ForeignKey(Hold, models.CASCADE, related_name="claims")
    slot = models.CharField(max_length=40, help_text="place:12, person:7, asset:3:1")
    lane_from = models.BigIntegerField()
    lane_to = models.BigIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        # By the end and not by the start: what is over is not looked at again, and there is ever more of it.
        indexes = [models.Index(fields=["slot", "ends_at", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="planning_claim_order"
            ),
            models.CheckConstraint(
                condition=models.Q(lane_to__gt=models.F("lane_from")), name="planning_claim_lanes"
            ),
            NoOverlap(name=APART, same="slot", lanes=("lane_from", "lane_to"), span=("starts_at", "ends_at")),
        ]

    def __str__(self) -> str:
        return f"{self.slot} · {self.starts_at:%Y-%m-%d %H:%M}"
