"""Forms of holds."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from karavan.kernel.localtime import at, is_sensible, local
from karavan.office.places.forms import day_field
from karavan.people.models import Organisation
from karavan.planning.enums import Firmness
from karavan.planning.models import Hold

LAST_MINUTE: Final = time(23, 59)


def _clock(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **options
    )


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=1440, required=False, initial=0)


class TimesForm(forms.Form):
    """From when to when, and how long it takes to build up and to clear."""

    day = day_field(gettext_lazy("Day"))
    starts = _clock(pgettext_lazy("clock", "From"))
    ends = _clock(pgettext_lazy("clock", "To"))
    last_day = day_field(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Only where it is held for several days on end."),
    )
    build_up = _minutes(gettext_lazy("Build-up before, minutes"))
    clearing = _minutes(gettext_lazy("Clearing after, minutes"))
    expires = day_field(
        gettext_lazy("Tentative until"),
        required=False,
        help_text=gettext_lazy("To the end of this day. Empty: firm, which only its own house can say."),
    )
    note = forms.CharField(
        label=gettext_lazy("What for"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only those see it who may know of the hold."),
    )

    PATHS: Final = {"starts_at": "starts", "ends_at": "ends", "expires_at": "expires"}

    def clean(self) -> dict[str, Any]:
        """Moments out of days and clocks: an end before the start is one of the next day."""
        values = super().clean() or {}
        day, starts, ends = (values.get(name) for name in ("day", "starts", "ends"))
        last = values.get("last_day") or day
        for name in ("day", "last_day", "expires"):
            if values.get(name) is not None and not is_sensible(values[name]):
                self.add_error(name, _("Check the year."))
                return values
        if day and starts and ends and last:
            if last < day:
                self.add_error("last_day", _("The last day lies before the first."))
                return values
            values["starts_at"], values["ends_at"] = at(day, starts), at(last, ends)
            if last == day and ends <= starts:
                values["ends_at"] += timedelta(days=1)
        return values

    def arguments(self) -> dict[str, Any]:
        """What the actions take."""
        values = self.cleaned_data
        expires = values.get("expires")
        return {
            "starts_at": values["starts_at"],
            "ends_at": values["ends_at"],
            "build_up": values.get("build_up") or 0,
            "clearing": values.get("clearing") or 0,
            "expires_at": at(expires, LAST_MINUTE) if expires else None,
            "note": values.get("note", ""),
        }


class HoldForm(TimesForm):
    """A new hold: for whom as well."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("For whom"), queryset=Organisation.objects.none(), empty_label=None
    )
    quantity = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, initial=1)


def initial_of(hold: Hold) -> dict[str, Any]:
    """A hold as its form shows it."""
    starts, ends = local(hold.starts_at), local(hold.ends_at)
    next_morning = ends.date() == starts.date() + timedelta(days=1) and ends.time() <= starts.time()
    several = ends.date() != starts.date() and not next_morning
    tentative = hold.firmness == Firmness.TENTATIVE and hold.expires_at is not None
    return {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "last_day": ends.date() if several else None,
        "build_up": hold.build_up,
        "clearing": hold.clearing,
        "expires": _day(hold.expires_at) if tentative else None,
        "note": hold.note,
    }


def _day(moment: datetime | None) -> Any:
    return None if moment is None else local(moment).date()
