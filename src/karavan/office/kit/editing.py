"""Forms of the kit: what was sent, errors at their fields, two people's edits side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import BoundField, Form, MultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext as _

from karavan.kernel.errors import Invalid, KaravanError
from karavan.office.kit.columns import plain_text
from karavan.office.kit.merging import BASE, KEEP, Merge, choices_of, digest, merge, read_stamp, stamp


@dataclass(frozen=True)
class Group:
    """Fields of a form under a heading, which may be ""."""

    title: str
    fields: list[BoundField]


@dataclass(frozen=True)
class ShownClash:
    """A field that two people changed: both texts, and who changed it when (words, maybe "")."""

    name: str
    label: str
    mine: str
    theirs: str
    who: str

    @property
    def choice(self) -> str:
        """Name of the choice in the form."""
        return KEEP + self.name


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """Data and files of a sent form; (None, None) where nothing was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def show(form: Form, error: KaravanError) -> None:
    """Put an action's refusal into the form, each message at its field."""
    if not isinstance(error, Invalid):
        form.add_error(None, str(error))
        return
    for path, found in error.problems.items():
        name = path if path in form.fields else path.split(".")[0].removesuffix("_id")
        for message in found:
            if name in form.fields:
                form.add_error(name, message)
            else:
                form.add_error(None, message if not path else f"{path}: {message}")


def groups(form: Form, fieldsets: Sequence[tuple[Any, Sequence[str]]]) -> list[Group]:
    """The form's fields in their groups; what no group names comes last."""
    if not fieldsets:
        return [Group("", list(form))]
    named = {name for _title, names in fieldsets for name in names}
    found = [
        Group(str(title), [form[name] for name in names if name in form.fields]) for title, names in fieldsets
    ]
    rest = [form[name] for name in form.fields if name not in named]
    return [*found, Group("", rest)] if rest else found


def values_of(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by field, those without an order as sets."""
    unordered = {name for name, field in form.fields.items() if isinstance(field, MultipleChoiceField)}
    return {
        name: frozenset(value) if name in unordered and value is not None else value
        for name, value in values.items()
        if name in form.fields
    }


def merge_form(form: Form, now: Mapping[str, Any], data: Any) -> Merge:
    """Merge a valid form into a record's values of now."""
    given = values_of(form, form.cleaned_data)
    found = merge(
        read_stamp(data.get(BASE, "")), values_of(form, now), given, choices_of(data, list(form.fields))
    )
    found.mine = {name: form.cleaned_data[name] for name in found.mine}
    return found


def base_of(form: Form, clashes: Sequence[ShownClash]) -> str:
    """The hidden field of a form: digests of what the person was shown last."""
    if not form.is_bound:
        return stamp(
            values_of(
                form, {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
            )
        )
    return str(form.data.get(BASE, "")) or "{}"


def shown_clashes(form: Form, merged: Merge, who: str) -> list[ShownClash]:
    """The clashes in words."""
    return [
        ShownClash(
            one.name,
            str(form[one.name].label),
            readable(form, one.name, one.mine),
            readable(form, one.name, one.theirs),
            who,
        )
        for one in merged.clashes
    ]


def readable(form: Form, name: str, value: Any) -> str:
    """A field's value in words."""
    choices = dict(getattr(form.fields[name], "choices", None) or ())
    if value is None or value == "" or value == frozenset():
        return "—"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(readable(form, name, each) for each in value))
    if isinstance(value, Model):
        return str(value)
    for key in (value, str(value)):
        if isinstance(key, str | int) and key in choices:
            return str(choices[key])
    return plain_text(value)


def tell(request: HttpRequest, form: Form, merged: Merge) -> None:
    """Say what was saved, and what somebody else had changed meanwhile."""
    messages.success(request, _("Saved.") if merged.mine else _("Nothing has changed."))
    if merged.taken:
        names = ", ".join(str(form[name].label) for name in merged.taken)
        messages.info(
            request,
            _("Somebody else changed this meanwhile, and it was kept: %(fields)s.") % {"fields": names},
        )


__all__ = [
    "Group",
    "ShownClash",
    "base_of",
    "digest",
    "groups",
    "merge_form",
    "readable",
    "sent",
    "show",
    "shown_clashes",
    "tell",
    "values_of",
]
