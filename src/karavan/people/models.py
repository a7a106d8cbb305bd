from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from karavan.kernel.provenance import Provenance
from karavan.kernel.tree import TreeNode, TreeQuerySet
from karavan.people.enums import ConsentKind, FounderLevel, OrganisationKind, RoleKind


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

    objects = UserManager()

    USERNAME_FIELD = "email"
    is_system = False

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email")]

    def __str__(self) -> str:
        return self.name


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


class Consent(models.Model):
    """A consent given, and withdrawn, by a person, with the version of the text agreed to."""

    person = models.ForeignKey(User, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=ConsentKind.choices)
    text_version = models.CharField(max_length=40)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"
