from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from karavan.places.validators import validate_picture
from karavan.programme.enums import TRANSLATED_INTO, Audience, Facility, Language

__all__ = [
    "CARD_NEEDS_A_PRICE",
    "validate_audiences",
    "validate_days_of_month",
    "validate_facilities",
    "validate_languages",
    "validate_picture",
    "validate_translations",
]

CARD_NEEDS_A_PRICE = _(
    "By the decree on the Pushkin card only paid events with a stated price can take it. State the price, "
    "or say that the card is not taken."
)

TRANSLATED_FIELDS = frozenset({"title", "summary", "text"})


def _list_of(choices: type[TextChoices]) -> Callable[[Any], None]:
    """A validator of lists whose items are values of ``choices``, each at most once."""

    def validate(value: Any) -> None:
        if not isinstance(value, list) or any(item not in choices.values for item in value):
            raise ValidationError(
                _("Choose from the list: %(values)s.") % {"values": ", ".join(choices.values)}
            )
        if len(set(value)) != len(value):
            raise ValidationError(_("Each value may stand only once."))

    return validate


_audiences, _facilities, _languages = _list_of(Audience), _list_of(Facility), _list_of(Language)


def validate_audiences(value: Any) -> None:
    """A list of audiences."""
    _audiences(value)


def validate_facilities(value: Any) -> None:
    """A list of facilities, or None for those of the event."""
    if value is not None:
        _facilities(value)


def validate_languages(value: Any) -> None:
    """A list of languages."""
    _languages(value)


def validate_translations(value: Any) -> None:
    """``{language: {field: text}}`` for the languages content may carry."""
    if not isinstance(value, dict):
        raise ValidationError(_("Translations are a table of languages."))
    for language, fields in value.items():
        if language not in TRANSLATED_INTO or not isinstance(fields, dict):
            raise ValidationError(_("Unknown language: %(language)s.") % {"language": language})
        if not set(fields) <= TRANSLATED_FIELDS or not all(isinstance(text, str) for text in fields.values()):
            raise ValidationError(_("Only title, summary and text can be translated."))


def validate_days_of_month(value: Any) -> None:
    """A list of days of the month, 1 to 31."""
    if not isinstance(value, list) or any(type(day) is not int or not 1 <= day <= 31 for day in value):
        raise ValidationError(_("Days of the month are whole numbers from 1 to 31."))
