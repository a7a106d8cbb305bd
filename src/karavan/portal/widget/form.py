"""The form with which an institution makes its widget, and how its fields become parameters of one."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import msgspec
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.catalogue import queries
from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.portal.answer import Visit
from karavan.portal.cards import decoded
from karavan.portal.widget.wanted import COLOURS, MOST, USUAL, Wanted
from karavan.programme.enums import EventKind

USUAL_COLOURS: dict[str, dict[str, str]] = {
    "light": {"ink": "#16181d", "paper": "#fbfaf7", "accent": "#c2410c"},
    "dark": {"ink": "#f2f0ea", "paper": "#14161a", "accent": "#fb923c"},
}
"""What ``widget.css`` has; a colour equal to one of these is not an own one."""

THEME = "light"
"""A new widget begins with this, as most sites are light on every device; ``auto`` is as the device says."""

FOUND = 8
WHOLE_CITY = "city"
_NUMBER = re.compile(r"(?:.*/events/)?([0-9]{1,18})(?:[/?#].*)?", re.DOTALL)
_WHOSE = re.compile(r"(place|organisation):([0-9]{1,18})")
FORM_ONLY = ("find", "whose", "free")
"""Fields that are no parameters of a widget."""


class _Colour(forms.TextInput):
    input_type = "color"


class MakerForm(forms.Form):
    """Checked by :func:`karavan.portal.widget.wanted.read`; the fields only draw themselves."""

    use_required_attribute = False

    find = forms.CharField(
        required=False,
        label=gettext_lazy("Your institution or place"),
        help_text=gettext_lazy("A word of the name is enough: “library 12”, “organ”."),
        widget=forms.TextInput(
            attrs={"maxlength": 200, "autocomplete": "organization", "enterkeyhint": "search"}
        ),
    )
    whose = forms.ChoiceField(label=gettext_lazy("Choose one"), widget=forms.RadioSelect)
    show = forms.ChoiceField(
        label=gettext_lazy("Kind of widget"),
        choices=[
            ("list", gettext_lazy("The next events")),
            ("week", gettext_lazy("Seven days")),
            ("event", gettext_lazy("One event")),
        ],
        widget=forms.RadioSelect,
    )
    event = forms.CharField(
        required=False,
        label=gettext_lazy("Which event"),
        help_text=gettext_lazy("For one event only: its number, or the address of its page on the portal."),
        widget=forms.TextInput(attrs={"inputmode": "url", "maxlength": 300}),
    )
    kind = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Kinds of events"),
        help_text=gettext_lazy("None ticked means all."),
        choices=EventKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    free = forms.BooleanField(required=False, label=gettext_lazy("Free events only"))
    count = forms.CharField(
        label=gettext_lazy("How many events"),
        help_text=gettext_lazy("In a list altogether, in a week on each day."),
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST}),
    )
    posters = forms.ChoiceField(
        label=gettext_lazy("Posters"),
        choices=[("on", gettext_lazy("With posters")), ("off", gettext_lazy("Text only"))],
        widget=forms.RadioSelect,
    )
    lang = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("ru", "Русский"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Background"),
        choices=[
            ("light", gettext_lazy("Light")),
            ("dark", gettext_lazy("Dark")),
            ("auto", gettext_lazy("As the visitor's device says")),
        ],
        widget=forms.RadioSelect,
    )
    paper = forms.CharField(label=gettext_lazy("Colour of the background"), widget=_Colour)
    ink = forms.CharField(label=gettext_lazy("Colour of the text"), widget=_Colour)
    accent = forms.CharField(label=gettext_lazy("Colour of dates and lines"), widget=_Colour)


def parameters(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Fields of the form as parameters of a widget; those that already are such stay."""
    found: list[tuple[str, str]] = []
    whose = ""
    for name, value in pairs:
        value = value.strip()
        if name == "whose":
            whose = value
        elif name == "free":
            found = [*((one, text) for one, text in found if one != "max_price"), ("max_price", "0")]
        elif name == "event":
            number = _NUMBER.fullmatch(value)
            found.append((name, number[1] if number else value))
        elif name == "theme":
            found.append((name, "" if value == "auto" else value))
        elif name not in FORM_ONLY and not (name in COLOURS and _is_usual(name, value)):
            found.append((name, value))
    if whose:
        found = [(name, value) for name, value in found if name not in {"place", "organisation"}]
        chosen = _WHOSE.fullmatch(whose)
        if chosen:
            found.append((chosen[1], chosen[2]))
    if ("show", "event") not in found:
        found = [(name, value) for name, value in found if name != "event"]
    return found


def _is_usual(name: str, value: str) -> bool:
    return value.lower() in {colours[name] for colours in USUAL_COLOURS.values()}


def address_of(wanted: Wanted, find: str = "") -> str:
    """The query string of the maker for a widget: its own parameters, so that one may come from anywhere."""
    head = urlencode({"find": find}) if find else ""
    theme = "" if wanted.theme == THEME else f"theme={wanted.theme or 'auto'}"
    return "&".join(filter(None, [head, theme, wanted.query(without=["theme"])]))


def rest_of(wanted: Wanted) -> EventFilter:
    """Conditions that came with the address and have no field here."""
    rest = replace(wanted.question, place=None, organisation=None, kinds=(), events=())
    return replace(rest, max_price=None) if rest.max_price == 0 else rest


def without_rest(wanted: Wanted) -> Wanted:
    """The widget with the conditions only that the form has a field for."""
    asked = wanted.question
    plain = EventFilter(
        place=asked.place,
        organisation=asked.organisation,
        kinds=asked.kinds,
        events=asked.events,
        max_price=0 if asked.max_price == 0 else None,
    )
    return replace(wanted, question=plain)


def filled(wanted: Wanted, given: dict[str, str], visit: Visit) -> MakerForm:
    """The form with what the address asks for; ``given`` keeps what was typed and not understood."""
    question = wanted.question
    colours = USUAL_COLOURS[wanted.theme or THEME] | dict(wanted.colours)
    whose = ""
    for kind in ("organisation", "place"):
        if getattr(question, kind):
            whose = f"{kind}:{getattr(question, kind)}"
    data: dict[str, Any] = {
        "find": given.get("find", ""),
        "whose": whose or WHOLE_CITY,
        "show": wanted.show,
        "event": given.get("event", "") or ",".join(map(str, question.events)),
        "kind": list(question.kinds),
        "free": question.max_price == 0,
        "count": given.get("count", "") or str(wanted.count if wanted.show != "event" else USUAL["list"]),
        "posters": "on" if wanted.posters else "off",
        "lang": wanted.lang,
        "theme": wanted.theme or "auto",
        **colours,
    }
    form = MakerForm(data, auto_id="maker-%s")
    form.fields["whose"].choices = _choices(visit, whose, data["find"])  # type: ignore[attr-defined]
    return form


def _choices(visit: Visit, whose: str, find: str) -> list[tuple[str, str]]:
    """The whole city, what is chosen now, and what the words find."""
    options = {WHOLE_CITY: _("The whole city")}
    if whose:
        kind, _sign, number = whose.partition(":")
        detail = queries.detail(kind, int(number), lang=visit.lang)
        name = msgspec.json.decode(detail.payload)["name"] if detail else f"№ {number}"
        options[whose] = name
    if find:
        asked = DirectoryFilter(q=find[:200])
        for kind, ask in (("organisation", queries.find_organisations), ("place", queries.find_places)):
            for record in decoded(ask(asked, lang=visit.lang, limit=FOUND).items):
                options[f"{kind}:{record['id']}"] = _option(kind, record)
    return list(options.items())


def _option(kind: str, record: dict[str, Any]) -> str:
    if kind == "place":
        return _("%(name)s (place: %(address)s)") % {
            "name": record["name"],
            "address": record["address"] or "—",
        }
    return str(record["name"])
