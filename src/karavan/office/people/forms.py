"""Forms about people and organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from karavan.kernel.provenance import Certainty
from karavan.people.enums import CITY_WIDE_ROLES, FounderLevel, OrganisationKind, RoleKind
from karavan.people.models import Organisation, User

AT_HOME = [(kind.value, kind.label) for kind in RoleKind if kind not in CITY_WIDE_ROLES]


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, picked by the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class PersonChoice(forms.ModelChoiceField):
    """A person, told from a namesake by the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_label=_("Choose"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name and address."""
        return f"{obj.name} · {obj.email}"


class OrganisationChoice(forms.ModelChoiceField):
    """An organisation, indented as it lies in its network."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_label="—", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """The name behind as many dashes as there are organisations above."""
        return "– " * (len(obj.lineage_ids) - 1) + str(obj)


class NameForm(forms.Form):
    """A person's name."""

    name = forms.CharField(
        label=_("Name and surname"),
        max_length=200,
        help_text=_("As colleagues call you: it stands in the history."),
    )


class RoleForm(forms.Form):
    """A role for a period."""

    kind = forms.ChoiceField(label=_("Role"), choices=AT_HOME)
    organisation = OrganisationChoice(Organisation.objects.none(), label=_("Organisation"), required=False)
    valid_from = day_field(_("First day"))
    valid_to = day_field(_("Last day"), required=False, help_text=_("Empty: until it is ended."))

    def narrow(self, organisations: Any, *, city: bool) -> None:
        """Leave the choices that this person may make; with ``city`` city-wide roles, too."""
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if city:
            self.fields["kind"].choices = RoleKind.choices  # type: ignore[attr-defined]
            self.fields["organisation"].help_text = _("Empty for a city-wide role.")
        else:
            self.fields["organisation"].required = True


class InviteForm(RoleForm):
    """An invitation to a role."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The letter with the link goes there.")
    )
    name = forms.CharField(label=_("Name and surname"), max_length=200)
    field_order = ("email", "name", "kind", "organisation", "valid_from", "valid_to")


class LastDayForm(forms.Form):
    """The day something ends with."""

    last_day = day_field(_("Last day"), help_text=_("This day still counts."))


class SubstitutionForm(forms.Form):
    """Who stands in, and when."""

    substitute = PersonChoice(User.objects.none(), label=_("Who stands in"))
    valid_from = day_field(_("First day away"))
    valid_to = day_field(_("Last day away"), help_text=_("It ends by itself after this day."))
    organisation = OrganisationChoice(
        Organisation.objects.none(),
        label=_("Only at"),
        required=False,
        help_text=_("Empty: in all roles of the person."),
    )
    city_wide = forms.BooleanField(
        label=_("City-wide roles go along, too"),
        required=False,
        help_text=_("Only a coordinator grants this."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("Leave, business trip. Nothing about health."),
    )


class SwitchOffForm(forms.Form):
    """Why somebody may sign in no more."""

    reason = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Stands in the history.")
    )


class ShareForm(forms.Form):
    """With whom something is shared, and for how long."""

    person = PersonChoice(User.objects.none(), label=_("With whom"))
    valid_from = day_field(_("From"))
    valid_to = day_field(pgettext_lazy("share", "Until"), help_text=_("This day still counts."))


class JoinForm(forms.Form):
    """How a new person comes."""

    name = forms.CharField(
        label=_("Your name and surname"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 10 characters. Without one you sign in by a code that comes by e-mail each time."
        ),
    )


class OrganisationForm(forms.Form):
    """An organisation."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=300,
        help_text=_("Mend a slip here. A new name from a day on: press “New name”, and the old one is kept."),
    )
    short_name = forms.CharField(label=_("Short name"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    founder_level = forms.ChoiceField(
        label=_("Whose it is"), choices=FounderLevel.choices, initial=FounderLevel.MUNICIPAL
    )
    parent = OrganisationChoice(
        Organisation.objects.none(),
        label=_("Branch of"),
        required=False,
        help_text=_("Empty: a legal entity of its own."),
    )
    description = forms.CharField(
        label=_("About it"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    since = forms.CharField(label=_("Since"), max_length=10, required=False, help_text=_("A year or a day."))
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=60,
        required=False,
        help_text=_("Of the house, for residents. Not of a person."),
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    is_public = forms.BooleanField(label=_("Residents see it"), required=False, initial=True)
    certainty = forms.ChoiceField(
        label=_("How sure this is"),
        choices=[(one.value, f"{one.value} · {one.label}") for one in Certainty],
        initial=Certainty.A,
    )
    staff_note = forms.CharField(
        label=_("Note for staff"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is to be checked. Residents do not see it."),
    )


class RenameForm(forms.Form):
    """A new name from a day on."""

    name = forms.CharField(label=_("New full name"), max_length=300)
    short_name = forms.CharField(label=_("Short name"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    valid_from = day_field(
        _("From this day"), help_text=_("The former name ends the day before and is kept.")
    )
