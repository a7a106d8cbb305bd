"""The form of an event: one page, seven steps."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from karavan.kernel.provenance import Certainty
from karavan.office.kit.chosen import KeptFileInput
from karavan.office.programme.events import rows
from karavan.office.programme.events.fields import DayField, FormattedField, RecordField, RoublesField
from karavan.office.programme.events.rows import Errors, Parsed, RowsField
from karavan.office.programme.events.widgets import Area, Chips, Choice, Line, ManyChips
from karavan.places.enums import Rights
from karavan.programme.drafts import PerformerDraft
from karavan.programme.enums import (
    RANGE_CALENDARS,
    TRANSLATED_INTO,
    AgeMark,
    Audience,
    Calendar,
    Entry,
    EventKind,
    Facility,
    Language,
    PriceKind,
)

LISTS: Final = ("sessions", "hours", "day_exceptions", "tariffs", "performers", "organisers")
TRANSLATED: Final = ("title", "summary", "text")

CALENDARS: Final = (
    (Calendar.SINGLE, gettext_lazy("One date")),
    (Calendar.DATES, gettext_lazy("Several dates")),
    (Calendar.PERIODIC, pgettext_lazy("calendar", "A period")),
    (Calendar.PERMANENT, pgettext_lazy("calendar", "Permanent")),
)
PUSHKIN: Final = (
    ("", gettext_lazy("not stated")),
    ("yes", pgettext_lazy("Pushkin card", "taken")),
    ("no", pgettext_lazy("Pushkin card", "not taken")),
)
PUSHKIN_VALUES: Final[dict[str, bool | None]] = {"": None, "yes": True, "no": False}


class EventForm(forms.Form):
    """Everything an editor may say of an event. Only the title is asked for; the kind may be guessed."""

    use_required_attribute = False

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=300,
        widget=Line({"autocomplete": "off", "class": "headline", "maxlength": 300}),
        error_messages={"required": gettext_lazy("Give the event a title.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of event"),
        required=False,
        choices=EventKind.choices,
        widget=Chips({"data-live": "kind"}),
    )
    programme = RecordField(label=gettext_lazy("Programme"), widget=Choice)

    calendar = forms.ChoiceField(
        label=gettext_lazy("How it lies in time"), required=False, choices=CALENDARS, widget=Chips()
    )
    sessions = RowsField(
        ("day", "start", "end"), rows.parse_sessions, rows.show_session, gettext_lazy("Dates")
    )
    date_from = DayField(label=gettext_lazy("First day"), required=False)
    date_to = DayField(label=gettext_lazy("Last day"), required=False)
    hours = RowsField(
        ("opens", "closes", "opens2", "closes2"),
        rows.parse_hours,
        lambda _row: {},
        gettext_lazy("Weekly hours"),
    )
    day_exceptions = RowsField(
        ("day", "opens", "closes", "note"),
        rows.parse_exceptions,
        rows.show_exception,
        gettext_lazy("Special days"),
    )

    place = RecordField(label=gettext_lazy("Place"))
    online_url = forms.URLField(
        label=gettext_lazy("Link, if it is held online"),
        required=False,
        assume_scheme="https",
        widget=Line({"inputmode": "url", "placeholder": "https://"}),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=Line({"inputmode": "numeric"}),
    )

    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"), required=False, choices=Audience.choices, widget=ManyChips()
    )
    age_mark = forms.TypedChoiceField(
        label=gettext_lazy("Age mark"),
        required=False,
        choices=[("", pgettext_lazy("age mark", "not chosen")), *AgeMark.choices],
        coerce=int,
        empty_value=None,
        widget=Chips(),
    )
    price_kind = forms.ChoiceField(
        label=gettext_lazy("Price"), required=False, choices=PriceKind.choices, widget=Chips()
    )
    price_min = RoublesField(label=gettext_lazy("from, roubles"))
    price_max = RoublesField(label=gettext_lazy("to, roubles"))
    tariffs = RowsField(
        ("kind", "value", "days", "quota", "proof", "companion", "basis"),
        rows.parse_tariffs,
        rows.show_tariff,
        gettext_lazy("Benefits"),
    )
    entry = forms.ChoiceField(
        label=gettext_lazy("How one gets in"), required=False, choices=Entry.choices, widget=Chips()
    )
    booking_url = forms.URLField(
        label=gettext_lazy("Where tickets or places are booked"),
        required=False,
        assume_scheme="https",
        widget=Line({"inputmode": "url", "placeholder": "https://"}),
    )
    pushkin_card = forms.TypedChoiceField(
        label=gettext_lazy("Pushkin card"),
        required=False,
        choices=PUSHKIN,
        coerce=lambda value: PUSHKIN_VALUES[value],
        empty_value=None,
        widget=Chips(),
    )
    facilities = forms.MultipleChoiceField(
        label=gettext_lazy("Offered besides"), required=False, choices=Facility.choices, widget=ManyChips()
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Language"), required=False, choices=Language.choices, widget=ManyChips()
    )

    picture = forms.FileField(label=gettext_lazy("Picture"), required=False, widget=KeptFileInput())
    picture_alt = forms.CharField(
        label=gettext_lazy("What it shows"), required=False, max_length=300, widget=Line()
    )
    picture_author = forms.CharField(
        label=gettext_lazy("Its author"), required=False, max_length=200, widget=Line()
    )
    picture_source = forms.CharField(
        label=gettext_lazy("Where it comes from"), required=False, max_length=300, widget=Line()
    )
    picture_rights = forms.ChoiceField(
        label=gettext_lazy("By what right it is shown"),
        required=False,
        choices=[("", "—"), *Rights.choices],
        widget=Choice(),
    )

    summary = forms.CharField(
        label=gettext_lazy("In one or two sentences"),
        required=False,
        max_length=1000,
        widget=Area({"rows": 3}),
    )
    text = FormattedField(label=gettext_lazy("The whole text"), rows=10)
    easy_text = FormattedField(label=gettext_lazy("In simple words"), rows=5, max_length=20_000)
    performers = RowsField(
        ("name", "part", "organisation"),
        rows.parse_performers,
        rows.show_performer,
        gettext_lazy("Who performs"),
    )
    organisers = RowsField(
        ("organisation", "role"), rows.parse_organisers, rows.show_organiser, gettext_lazy("Who holds it")
    )

    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=2000, widget=Line())
    certainty = forms.ChoiceField(
        label=gettext_lazy("Certainty"), required=False, choices=Certainty.choices, widget=Choice()
    )
    staff_note = forms.CharField(
        label=gettext_lazy("Note for colleagues"), required=False, max_length=5000, widget=Area({"rows": 2})
    )

    row_errors: dict[str, Errors]
    is_new = True
    is_public = False
    """Whether residents have known the event."""
    programme_names: Mapping[int, str] = {}
    organisation_names: Mapping[int, str] = {}
    tariff_names: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_errors = {}
        self.raw_rows: dict[str, list[rows.Raw]] = {}
        self.sound_rows: dict[str, list[Any]] = {}

    def clean(self) -> dict[str, Any]:
        """Lists as values with the messages of each cell; defaults where nothing was chosen."""
        found = self.cleaned_data
        for name in LISTS:
            parsed: Parsed = found.get(name) or Parsed([])
            self.raw_rows[name], self.row_errors[name] = parsed.raw, parsed.errors
            found[name] = self.sound_rows[name] = parsed.values
            if parsed.errors:
                first = next(iter(next(iter(parsed.errors.values())).values()))
                self.add_error(name, first[0])
        for name, usual in (
            ("calendar", Calendar.SINGLE),
            ("price_kind", PriceKind.UNKNOWN),
            ("entry", Entry.OPEN),
            ("certainty", Certainty.A),
        ):
            if name in found and not found[name]:
                found[name] = self.initial.get(name) or usual.value
        for name in ("text", "easy_text", *(f"{code}_text" for code in TRANSLATED_INTO)):
            if name in found:
                field: Any = self.fields[name]
                found[name] = field.kept(found[name], self.initial.get(name) or "")
        if self.data.get("picture_gone") and "picture" not in self.files:
            found["picture"] = ""
        self._require_known(found)
        self._fit_calendar(found)
        return found

    def _require_known(self, found: dict[str, Any]) -> None:
        """Organisations are chosen among those that the person sees; those of the record stay."""
        for name, ids in (("organisers", _first), ("performers", _home)):
            stood = {ids(one) for one in self.initial.get(name) or ()}
            given = {ids(one) for one in found.get(name) or ()} - {None}
            new = given - stood
            if new and new - self.organisation_names.keys():
                self.add_error(name, _("Choose from the list."))

    def _fit_calendar(self, found: dict[str, Any]) -> None:
        """One date with several typed is several dates; what a newly chosen calendar has no use for goes."""
        calendar = found.get("calendar")
        if calendar == Calendar.SINGLE and len(found.get("sessions") or ()) > 1:
            found["calendar"] = calendar = Calendar.DATES.value
        if calendar is None or (calendar == self.initial.get("calendar") and not self.is_new):
            return
        if calendar in RANGE_CALENDARS:
            # What residents know of is never dropped in silence: the action says so.
            found["sessions"] = list(self.initial.get("sessions") or ()) if self.is_public else []
        else:
            found |= {"hours": [], "day_exceptions": [], "date_from": None, "date_to": None}

    def rows_of(self, name: str) -> list[rows.Raw]:
        """Rows of a list to be drawn: as typed, or those of the record."""
        field: Any = self.fields[name]
        if self.is_bound:
            known = self.raw_rows.get(name)
            typed = field.widget.value_from_datadict(self.data, self.files, name) if known is None else known
            return list(typed)
        values = self.initial.get(name) or ()
        return rows.show_week(values) if name == "hours" else field.raw_of(values)

    def fault(self, name: str, row: int, cell: str) -> str:
        """The message at a cell, "" where it is sound."""
        return " ".join(self.row_errors.get(name, {}).get(row, {}).get(cell, ()))

    def fault_of_row(self, name: str, row: int) -> str:
        """All messages of a row."""
        found = self.row_errors.get(name, {}).get(row, {})
        return " ".join(message for messages in found.values() for message in messages)

    def put(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Show an action's refusals at their fields and cells."""
        for path, messages in problems.items():
            name, _dot, rest = path.partition(".")
            if name == "translations" and rest.count(".") == 1:
                name, rest = rest.replace(".", "_"), ""
            name = name.removesuffix("_id")
            number, _dot, cell = rest.partition(".")
            if name in LISTS and number.isdecimal():
                cells = self.row_errors.setdefault(name, {}).setdefault(int(number), {})
                cells.setdefault(CELLS.get(cell, cell), []).extend(messages)
            for message in messages:
                if name in self.fields:
                    self.add_error(name, message)
                else:
                    self.add_error(None, message)


def _first(pair: tuple[int, str]) -> int | None:
    return pair[0]


def _home(performer: PerformerDraft) -> int | None:
    return performer.organisation_id


CELLS: Final = {"starts_at": "start", "ends_at": "end", "organisation_id": "organisation", "": "day"}
"""Cells of the form by the fields of the rooms."""

LANGUAGE_LABELS: Final = {
    "en": gettext_lazy("in English"),
    "tt": gettext_lazy("in Tatar"),
    "ba": gettext_lazy("in Bashkir"),
}

for _code in TRANSLATED_INTO:
    EventForm.base_fields[f"{_code}_title"] = forms.CharField(
        label=gettext_lazy("Title"), required=False, max_length=300, widget=Line({"lang": _code})
    )
    EventForm.base_fields[f"{_code}_summary"] = forms.CharField(
        label=gettext_lazy("In one or two sentences"),
        required=False,
        max_length=1000,
        widget=Area({"rows": 2, "lang": _code}),
    )
    EventForm.base_fields[f"{_code}_text"] = FormattedField(label=gettext_lazy("The whole text"), rows=4)


def label_of(form: EventForm, name: str) -> str:
    """What a field, or a row of a list, is called in a sentence."""
    head, _dot, rest = name.partition(".")
    code = head[:2]
    if code in TRANSLATED_INTO and head[2:3] == "_":
        return f"{form.fields[head].label} {LANGUAGE_LABELS[code]}"
    label = str(form.fields[head].label)
    return f"{label}: {rest}" if rest else label or _("Field")
