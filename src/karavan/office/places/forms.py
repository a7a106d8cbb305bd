"""Forms of places: what the office asks, in the words of those who answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from karavan.kernel.errors import Invalid
from karavan.kernel.provenance import Certainty
from karavan.office.kit.chosen import KeptFileInput
from karavan.people.models import Organisation
from karavan.places.enums import PlaceCategory, PlaceKind, PlaceLevel, Rights
from karavan.places.models import District, Place


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, picked by the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class PointField(forms.CharField):
    """A point as people copy it from a map: «55.1599, 61.4026», latitude first; (lat, lon) or None."""

    def clean(self, value: Any) -> tuple[float, float] | None:
        """Read the two numbers."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        parts = text.replace(";", " ").replace(", ", " ").split()
        if len(parts) == 1:
            parts = parts[0].split(",")
        try:
            lat, lon = (float(part.strip(",").replace(",", ".")) for part in parts)
        except ValueError:
            raise ValidationError(_("Write two numbers, latitude first: 55.1599, 61.4026.")) from None
        return lat, lon

    def prepare_value(self, value: Any) -> Any:
        """A point as text."""
        return f"{value[0]}, {value[1]}" if isinstance(value, tuple) else value


@contextmanager
def at_the_point() -> Iterator[None]:
    """Say what an action refuses of latitude and longitude at the one field that asks for both."""
    try:
        yield
    except Invalid as error:
        problems = dict(error.problems)
        said = [message for name in ("lat", "lon", "coord_accuracy") for message in problems.pop(name, [])]
        raise Invalid(problems | ({"point": said} if said else {})) from None


class PlaceForm(forms.Form):
    """A place or a hall."""

    name = forms.CharField(label=_("Name"), max_length=300)
    level = forms.ChoiceField(label=_("What it is"), choices=PlaceLevel.choices, initial=PlaceLevel.BUILDING)
    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind.choices)
    parent = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Lies in"),
        required=False,
        help_text=_("For a hall its building; for a building its grounds, if it has any."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Who runs it"),
        required=False,
        help_text=_("Left empty, it is run by whoever runs what it lies in."),
    )
    capacity = forms.IntegerField(
        label=_("How many people it holds"), min_value=1, max_value=200_000, required=False
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=300,
        required=False,
        help_text=_("A hall has the address of its building: leave it empty."),
    )
    district = forms.ModelChoiceField(District.objects.order_by("name"), label=_("District"), required=False)
    point = PointField(
        label=_("Point on the map"),
        max_length=60,
        required=False,
        help_text=_("Latitude and longitude, as a map gives them: 55.1599, 61.4026."),
    )
    how_to_get_in = forms.CharField(
        label=_("How to get in"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("From the stop to the door, step by step: which entrance, steps, bell, lift."),
    )
    description = forms.CharField(
        label=_("What this place is"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    description_en = forms.CharField(
        label=_("The same in English"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    category = forms.ChoiceField(
        label=_("Category of the state catalogue"),
        choices=[("", _("by its kind")), *PlaceCategory.choices],
        required=False,
    )
    is_public = forms.BooleanField(label=_("Residents see it"), required=False, initial=True)
    certainty = forms.ChoiceField(
        label=_("How sure it is"),
        choices=[(value, f"{value} · {label}") for value, label in Certainty.choices],
        initial=Certainty.A,
    )
    source = forms.CharField(
        label=_("Where this is known from"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    staff_note = forms.CharField(
        label=_("Note for colleagues"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RenameForm(forms.Form):
    """A new name from a day on."""

    name = forms.CharField(label=_("New name"), max_length=300)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    valid_from = day_field(_("From which day"))


class RelocateForm(forms.Form):
    """A new address from a day on, for good or for a time."""

    address = forms.CharField(label=_("New address"), max_length=300)
    district = forms.ModelChoiceField(District.objects.order_by("name"), label=_("District"), required=False)
    point = PointField(
        label=_("Point on the map"),
        max_length=60,
        required=False,
        help_text=_("Latitude and longitude, as a map gives them: 55.1599, 61.4026."),
    )
    valid_from = day_field(_("From which day"))
    valid_to = day_field(
        _("Until which day"),
        required=False,
        help_text=_("For a move during a repair. Empty: for good."),
    )


class PhotoForm(forms.Form):
    """A picture with all that is needed to show it."""

    image = forms.FileField(
        label=_("Picture"), help_text=_("JPEG, PNG or WebP, up to 8 MB."), widget=KeptFileInput()
    )
    alt = forms.CharField(
        label=_("What it shows"),
        max_length=300,
        help_text=_("A few words for those who cannot see it: “Brick building with a porch of three steps”."),
    )
    author = forms.CharField(label=pgettext_lazy("picture", "Author"), max_length=200)
    source = forms.CharField(label=_("Where it comes from"), max_length=300)
    rights = forms.ChoiceField(label=_("By what right it is shown"), choices=Rights.choices)


class HeritageForm(forms.Form):
    """What makes a place heritage."""

    protection = forms.CharField(
        label=_("Protection"),
        max_length=100,
        required=False,
        help_text=_("As the register words it: “of federal significance”."),
    )
    register_number = forms.CharField(
        label=_("Number in the state register"), max_length=15, required=False, help_text=_("15 digits.")
    )
    built = forms.CharField(label=_("Built"), max_length=40, required=False)
