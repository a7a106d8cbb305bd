"""The form of a programme: what residents read, its days, and its place in the tree."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.office.desk import Desk
from karavan.office.programme.events.fields import FormattedField
from karavan.people.models import Organisation
from karavan.people.queries import editable_by as editable_organisations
from karavan.programme.models import Programme
from karavan.programme.queries import programmes_editable_by

LANGUAGES: Final = (
    ("en", gettext_lazy("English")),
    ("tt", gettext_lazy("Tatar")),
    ("ba", gettext_lazy("Bashkir")),
)
TRANSLATED: Final = ("title", "summary", "text")

_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya".split(),
        strict=True,
    )
)


class ProgrammeForm(forms.Form):
    """A programme. ``title_en`` and its like are translations."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    parent = forms.TypedChoiceField(
        label=gettext_lazy("Part of"), required=False, coerce=int, empty_value=None
    )
    date_from = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    date_to = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    summary = forms.CharField(
        label=gettext_lazy("In two sentences"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    text = FormattedField(label=gettext_lazy("Text of the page"), rows=10)
    organisations = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who holds it"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Their directors release it; their editors change it."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Residents see the programme"),
        required=False,
        help_text=gettext_lazy("A hidden one becomes public with its first release."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Address of the page"),
        required=False,
        max_length=80,
        help_text=gettext_lazy(
            "Latin letters, digits and hyphens. Leave it empty: it is made from the title."
        ),
    )
    title_en = forms.CharField(label=gettext_lazy("Title in English"), required=False, max_length=300)
    summary_en = forms.CharField(
        label=gettext_lazy("In two sentences, in English"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    title_tt = forms.CharField(label=gettext_lazy("Title in Tatar"), required=False, max_length=300)
    title_ba = forms.CharField(label=gettext_lazy("Title in Bashkir"), required=False, max_length=300)

    def clean_slug(self) -> str:
        """The address; from the title where none is given."""
        given: str = self.cleaned_data["slug"]
        slug = given or self.initial.get("slug") or slug_from(self.cleaned_data.get("title", ""))
        if not slug:
            raise ValidationError(_("Give the page an address in Latin letters."))
        return slug


FIELDSETS: Final = (
    (gettext_lazy("What it is"), ("title", "summary", "date_from", "date_to", "parent", "organisations")),
    (gettext_lazy("For residents"), ("is_public", "text", "slug")),
    (gettext_lazy("In other languages"), ("title_en", "summary_en", "title_tt", "title_ba")),
)


def slug_from(title: str) -> str:
    """«День города 2027» as ``den-goroda-2027``."""
    letters = "".join(_LETTERS.get(letter, letter) for letter in title.casefold())
    return re.sub(r"[^a-z0-9]+", "-", letters.replace("-", " ")).strip("-")[:80].strip("-")


def prepare(desk: Desk, form: forms.Form, record: Programme | None) -> None:
    """The parents and organisations a person may choose; what stands there already stays."""
    parent: Any = form.fields["parent"]
    allowed = programmes_editable_by(desk.actor)
    if record is not None:
        allowed = (allowed | Programme.objects.filter(pk=record.parent_id or 0)).exclude(
            path__startswith=record.path
        )
    named = allowed.order_by("path").values_list("pk", "path", "title")
    parent.choices = [("", _("none"))] + [
        (pk, f"{'— ' * max(path.count('/') - 2, 0)}{title}") for pk, path, title in named
    ]
    holders: Any = form.fields["organisations"]
    mine = editable_organisations(desk.actor)
    if desk.organisation is not None:
        mine = mine.filter(path__startswith=desk.organisation.path)
    if record is not None:
        mine |= Organisation.objects.filter(desk.editing.query(), programmes=record)
        if others := [str(one) for one in others_holding(desk, record)]:
            text = _("Besides, it is held by: %(names)s. They leave by themselves, or the city decides.")
            holders.help_text = f"{holders.help_text} {text % {'names': ', '.join(others)}}"
    holders.choices = [(one.pk, str(one)) for one in mine.distinct().order_by("name", "pk")]


def others_holding(desk: Desk, record: Programme) -> list[Organisation]:
    """Who holds the programme besides the person's own organisations."""
    return list(
        record.organisations.exclude(pk__in=editable_organisations(desk.actor).values("pk")).order_by(
            "name", "pk"
        )
    )


def initial_of(desk: Desk, record: Programme) -> dict[str, Any]:
    """Values of a programme by field; of who holds it only what the person may change."""
    names = ("title", "date_from", "date_to", "summary", "text", "is_public", "slug")
    found = {name: getattr(record, name) for name in names}
    found["parent"] = record.parent_id
    mine = record.organisations.filter(desk.editing.query())
    found["organisations"] = sorted(mine.values_list("pk", flat=True))
    for field in ("title_en", "summary_en", "title_tt", "title_ba"):
        name, _between, language = field.rpartition("_")
        found[field] = record.translations.get(language, {}).get(name, "")
    return found


def for_action(values: Mapping[str, Any], translations: Mapping[str, Any]) -> dict[str, Any]:
    """What the form gave as the actions want it; ``translations`` are those that stand there."""
    given = dict(values)
    texts = {language: dict(known) for language, known in translations.items()}
    found: dict[str, Any] = {}
    for field, value in given.items():
        name, _between, language = field.rpartition("_")
        if name in TRANSLATED and language in dict(LANGUAGES):
            texts.setdefault(language, {})[name] = value
        elif field == "parent":
            found["parent"] = Programme.objects.get(pk=value) if value else None
        elif field == "organisations":
            found["organisations"] = list(Organisation.objects.filter(pk__in=value).order_by("pk"))
        else:
            found[field] = value
    kept = {
        language: {name: text for name, text in known.items() if text} for language, known in texts.items()
    }
    kept = {language: known for language, known in kept.items() if known}
    if kept != dict(translations):
        found["translations"] = kept
    return found
