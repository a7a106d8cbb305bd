from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from karavan.kernel.provenance import Provenance
from karavan.kernel.tree import TreeNode, TreeQuerySet
from karavan.people.enums import (
    ConsentKind,
    FounderLevel,
    InvitationState,
    OrganisationKind,
    RoleKind,
    ViewedIn,
)
from karavan.people.rules import standing_label


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in. Nothing about a person is public."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sessions_ended = models.PositiveIntegerField(
        default=0, editable=False, help_text="Goes up by one to end every session of this person at once."
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    is_system = False

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email")]

    def __str__(self) -> str:
        return self.name

    def journal_label(self, organisation_id: int | None) -> str:
        """How the journal names this person in a line about an organisation: «X, standing in for Y»."""
        return standing_label(self, organisation_id, Organisation.objects.all())

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salted = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("karavan.people.session", salted, secret=secret, algorithm="sha256").hexdigest()


class Organisation(TreeNode, Provenance):
    """A legal entity, a branch of one, a department, a partner: a node of the network.

    The name and address of the day are here; their history is in :class:`OrganisationName`.
    """

    kind = models.CharField(max_length=30, choices=OrganisationKind.choices)
    founder_level = models.CharField(
        max_length=20, choices=FounderLevel.choices, default=FounderLevel.UNKNOWN
    )
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    country = models.CharField(max_length=60, blank=True, help_text="Only of organisations abroad.")
    since = models.CharField(
        max_length=10, blank=True, help_text="Year or date of founding or of the agreement."
    )
    website = models.URLField(blank=True)
    phone = models.CharField(
        max_length=60, blank=True, help_text="For residents: of the house, not of a person."
    )
    email = models.EmailField(blank=True, help_text="For residents: of the house, not of a person.")
    external_ids = models.JSONField(default=dict, blank=True, help_text="Ids in other systems by system.")
    is_public = models.BooleanField(default=True)

    objects = models.Manager.from_queryset(TreeQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source_id"], condition=~models.Q(source_id=""), name="people_organisation_source_id"
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class OrganisationName(models.Model):
    """A name with its dates, both days inclusive; an open end means unknown or still so."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation_id", models.F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="people_name_period",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """Person × organisation × period. City-wide roles have no organisation."""

    person = models.ForeignKey(User, models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="roles"
    )
    kind = models.CharField(max_length=20, choices=RoleKind.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "kind"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_from__lte=models.F("valid_to")),
                name="people_role_period",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()} · {self.organisation or ''}"

    def holds_on(self, day: date) -> bool:
        """Whether the role is in force on a day, both ends inclusive."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Substitution(models.Model):
    """Somebody holds the roles of an absent person on these days, both inclusive; see people.rules.

    ``organisation`` limits it to the roles held there and below; None means all of them. City-wide roles are
    passed on only where ``city_wide`` says so.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(User, models.CASCADE, related_name="substitutions")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="substitutions"
    )
    city_wide = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["substitute", "valid_to"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__lte=models.F("valid_to")), name="people_substitution_period"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("substitute")), name="people_substitution_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} · {self.person} · {self.valid_from}–{self.valid_to}"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day, both ends inclusive."""
        return self.valid_from <= day <= self.valid_to


class Invitation(models.Model):
    """An e-mail with a link by which somebody takes a role.

    Only the SHA-256 digest of the link's token is kept; "" while the letter waits to be sent. ``role_to``
    None is an open end.
    """

    email = models.EmailField()
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    kind = models.CharField(max_length=20, choices=RoleKind.choices)
    role_from = models.DateField()
    role_to = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations_sent",
        help_text="None: system.",
    )
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    token_digest = models.CharField(max_length=64, blank=True)
    letters = models.PositiveSmallIntegerField(default=1, help_text="How many were asked for.")
    asked_at = models.DateTimeField(default=timezone.now, help_text="When the last letter was asked for.")
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="invitations_accepted"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token_digest"], condition=~models.Q(token_digest=""), name="people_invitation_token"
            ),
            models.CheckConstraint(
                condition=models.Q(role_to__isnull=True) | models.Q(role_from__lte=models.F("role_to")),
                name="people_invitation_period",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="people_invitation_one_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_kind_display()} · {self.organisation or ''}"

    def state_at(self, moment: datetime) -> InvitationState:
        """Where it stands at a moment."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        if self.expires_at <= moment:
            return InvitationState.EXPIRED
        return InvitationState.OPEN

    @property
    def state(self) -> InvitationState:
        """Where it stands now."""
        return self.state_at(timezone.now())


class Share(models.Model):
    """Something shown to a person on these days, both inclusive, whatever their roles; see people.sharing.

    The subject is named by type and number and not by a foreign key: it lies in a higher room.
    ``organisation`` is the one whose subject it is; None where it is the city's.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="shares")
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="shares"
    )
    given_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="shares_given", help_text="None: system."
    )
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "subject_type", "valid_to"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__lte=models.F("valid_to")), name="people_share_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.subject_type} {self.subject_id}"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day, both ends inclusive."""
        return self.valid_from <= day <= self.valid_to


class PersonalView(models.Model):
    """That somebody looked at a person's name and address; at most once an hour for each kind of page."""

    viewer = models.ForeignKey(User, models.CASCADE, related_name="views_made")
    person = models.ForeignKey(User, models.CASCADE, related_name="views")
    what = models.CharField(max_length=20, choices=ViewedIn.choices)
    at = models.DateTimeField()
    hour = models.DateTimeField(help_text="The hour it happened in.")

    class Meta:
        indexes = [models.Index(fields=["person", "at"]), models.Index(fields=["at"])]
        constraints = [
            models.UniqueConstraint(fields=["viewer", "person", "what", "hour"], name="people_view_once")
        ]

    def __str__(self) -> str:
        return f"{self.viewer} · {self.person} · {self.what}"


class Consent(models.Model):
    """A consent given, and withdrawn, by a person, with the version of the text agreed to."""

    person = models.ForeignKey(User, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=ConsentKind.choices)
    text_version = models.CharField(max_length=40)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"
