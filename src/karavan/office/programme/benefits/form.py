"""Forms of a benefit category."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from karavan.programme.enums import BenefitLevel

FIELDS: Final = (
    "name",
    "name_en",
    "level",
    "legal_basis",
    "proof",
    "proof_en",
    "check_with_city",
    "position",
)


def _day(label: Any, **given: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **given)


class CategoryForm(forms.Form):
    """One version of a category. Its code cannot be changed later: tariffs and links stand on it."""

    name = forms.CharField(label=gettext_lazy("Who it is for"), max_length=200)
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Latin letters and hyphens; it stays for ever."),
    )
    level = forms.ChoiceField(label=gettext_lazy("Who granted it"), choices=BenefitLevel.choices)
    legal_basis = forms.CharField(
        label=gettext_lazy("Act"),
        max_length=300,
        help_text=gettext_lazy("Number and date of the law or order."),
    )
    valid_from = _day(gettext_lazy("In force from"))
    valid_to = _day(
        gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: without an end.")
    )
    proof = forms.CharField(
        label=gettext_lazy("What to show at the entrance"), required=False, max_length=300
    )
    check_with_city = forms.BooleanField(
        label=gettext_lazy("To be checked with the city"),
        required=False,
        help_text=gettext_lazy("Taken off as soon as the city has confirmed it."),
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place in the list"), min_value=0, max_value=30_000, initial=0
    )
    name_en = forms.CharField(label=gettext_lazy("Who it is for, in English"), required=False, max_length=200)
    proof_en = forms.CharField(
        label=gettext_lazy("What to show at the entrance, in English"), required=False, max_length=300
    )


FIELDSETS: Final = (
    (gettext_lazy("What it is"), ("name", "code", "level", "legal_basis", "valid_from", "valid_to")),
    (gettext_lazy("At the entrance"), ("proof", "check_with_city", "position")),
    (gettext_lazy("In other languages"), ("name_en", "proof_en")),
)


class RenewForm(forms.Form):
    """What a new law says; all else goes on as it was."""

    valid_from = _day(gettext_lazy("In force from"))
    legal_basis = forms.CharField(
        label=gettext_lazy("Act"),
        max_length=300,
        help_text=gettext_lazy("Number and date of the law or order."),
    )
    name = forms.CharField(label=gettext_lazy("Who it is for"), max_length=200)
    proof = forms.CharField(
        label=gettext_lazy("What to show at the entrance"), required=False, max_length=300
    )
    check_with_city = forms.BooleanField(label=gettext_lazy("To be checked with the city"), required=False)


class EndForm(forms.Form):
    """The last day of a version."""

    valid_to = _day(gettext_lazy("Last day"))
