"""Forms of uploads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from karavan.integrations.sheets.enums import Kind
from karavan.integrations.sheets.kinds import IMPORTERS
from karavan.integrations.sheets.limits import MAX_BYTES
from karavan.integrations.sheets.queries import sources_of
from karavan.integrations.sheets.rules import upload_reach
from karavan.office.desk import Desk
from karavan.people.models import Organisation

TOO_LARGE = _("The file is larger than 12 MB. Split the list into several files.")


class FileForm(forms.Form):
    """A mended table."""

    file = forms.FileField(
        label=_("Table, .xlsx"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx", "class": "dropfile"}),
        error_messages={"required": _("Choose the file first."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Any:
        """The file, if it is not too large."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


class UploadForm(FileForm):
    """A table, for which organisation, and of which list that comes again."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("For which organisation"),
        help_text=_("Rows that name no organisation belong to it. Rows may name it and what lies below it."),
        required=False,
        empty_label=_("For all of mine: every row names its own"),
    )
    source = forms.CharField(
        label=_("Does this list come again and again?"),
        help_text=_("Then give it a name, always the same: “Programme of the month”. Else leave it empty."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-lists", "autocomplete": "off"}),
    )
    is_full = forms.BooleanField(
        label=_("It is a full list: withdraw what it gave before and no longer names"),
        required=False,
    )

    field_order = ("file", "organisation", "source", "is_full")

    def __init__(self, desk: Desk, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = upload_reach(desk.actor, kind)
        rows = Organisation.objects.filter(reach.query()).order_by("path")
        chosen: Any = self.fields["organisation"]
        chosen.queryset = rows
        self.sources = list(sources_of(desk.actor).filter(kind=kind))
        only = list(rows[:2])
        if len(only) == 1:
            chosen.empty_label, chosen.required = None, True
            chosen.initial = only[0].pk
        elif desk.organisation is not None and reach.covers(desk.organisation):
            chosen.initial = desk.organisation.pk
        if not IMPORTERS[kind].can_be_full:
            del self.fields["is_full"]
            if kind == Kind.MEMBERS:
                del self.fields["source"]
