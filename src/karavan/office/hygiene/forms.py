"""What is asked about a gap."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AsideForm(forms.Form):
    """Why a gap is none."""

    reason = forms.CharField(
        label=_("Why this is no gap"),
        max_length=300,
        help_text=_("For example: the house has no telephone, people write. Others will read it."),
    )
