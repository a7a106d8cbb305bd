"""Checks that actions of every room make before they write."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from karavan.kernel.errors import Invalid
from karavan.kernel.html import plain_text


def plain_values(
    values: Mapping[str, Any], allowed: Collection[str], *, lines: Collection[str] = ()
) -> dict[str, Any]:
    """The values with their texts made plain; those named in ``lines`` keep line breaks.

    Raises TypeError for a name that is not allowed here.
    """
    unknown = sorted(set(values) - set(allowed))
    if unknown:
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    return {
        name: plain_text(value, lines=name in lines) if type(value) is str else value
        for name, value in values.items()
    }


def problems_of(error: ValidationError) -> dict[str, list[str]]:
    """Django's error as problems by field path; what concerns the whole record stands under ``""``."""
    if hasattr(error, "error_dict"):
        return {
            "" if name == "__all__" else name: list(messages) for name, messages in error.message_dict.items()
        }
    return {"": list(error.messages)}


def check(instance: models.Model, *, exclude: Collection[str] = ()) -> None:
    """Check fields, uniqueness and constraints of a record before saving; raises Invalid."""
    try:
        instance.full_clean(exclude=set(exclude))
    except ValidationError as error:
        raise Invalid(problems_of(error)) from None


def require(**texts: str) -> None:
    """Raise Invalid for every named text that is empty."""
    empty = [name for name, text in texts.items() if not text.strip()]
    if empty:
        raise Invalid({name: [_("Fill this in.")] for name in empty})
