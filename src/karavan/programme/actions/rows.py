"""From what a caller hands in to clean, checked records; shared by the actions of this package."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from karavan.kernel.errors import Invalid
from karavan.kernel.html import clean_html, plain_text

Problems = dict[str, list[str]]

HTML_FIELDS = frozenset({"text", "easy_text"})
TEXT_WITH_LINES = frozenset({"source", "staff_note"})
MAX_LENGTH = {"summary": 1_000, "text": 50_000, "easy_text": 20_000, "source": 2_000, "staff_note": 5_000}


@lru_cache(maxsize=32)
def _text_fields(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        # What is chosen from a list is compared with the list as it stands.
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    )


@lru_cache(maxsize=32)
def _not_checked(model: type[models.Model]) -> frozenset[str]:
    """Relations are checked for many records in one query (:func:`unknown_ids`), not one by one."""
    return frozenset(
        field.name for field in model._meta.concrete_fields if field.is_relation or field.primary_key
    )


def tidy_text(name: str, value: str) -> str:
    """The text of a field as it is stored."""
    if name in HTML_FIELDS:
        return clean_html(value)
    return plain_text(value, lines=name in TEXT_WITH_LINES)


def tidy_translations(value: Any) -> Any:
    """Translations cleaned like the fields they translate; empty ones left out."""
    if not isinstance(value, dict):
        return value
    tidied = {
        language: {
            name: tidy_text(name, text) if isinstance(text, str) else text
            for name, text in texts.items()
            if text
        }
        if isinstance(texts, dict)
        else texts
        for language, texts in value.items()
    }
    return {language: texts for language, texts in tidied.items() if texts}


def tidy(instance: models.Model) -> None:
    """Clean every text of a record in place."""
    for name in _text_fields(type(instance)):
        value = getattr(instance, name)
        if value and isinstance(value, str):
            setattr(instance, name, tidy_text(name, value))
    if getattr(instance, "translations", None):
        instance.translations = tidy_translations(instance.translations)  # type: ignore[attr-defined]


def field_problems(instance: models.Model) -> Problems:
    """What single fields of a record break: type, length, choices, validators. Texts are cleaned first."""
    tidy(instance)
    problems: Problems = {}
    try:
        instance.clean_fields(exclude=_not_checked(type(instance)))
    except ValidationError as error:
        problems = {name: list(messages) for name, messages in error.message_dict.items()}
    except FileNotFoundError:
        problems["picture"] = [_("The picture file is gone. Upload it again.")]
    for name, limit in MAX_LENGTH.items():
        value = getattr(instance, name, "")
        if isinstance(value, str) and len(value) > limit:
            add(problems, name, _("Shorten the text to %(limit)d characters.") % {"limit": limit})
    translations = getattr(instance, "translations", None)
    if isinstance(translations, dict):
        _translation_problems(problems, translations)
    return problems


def _translation_problems(problems: Problems, translations: Mapping[str, Any]) -> None:
    for language, texts in translations.items():
        for name, text in texts.items() if isinstance(texts, dict) else ():
            limit = MAX_LENGTH.get(name, 300)
            if isinstance(text, str) and len(text) > limit:
                message = _("Shorten the text to %(limit)d characters.") % {"limit": limit}
                add(problems, f"translations.{language}.{name}", message)


def add(problems: Problems, path: str, message: Any) -> None:
    """Put one message at a path."""
    problems.setdefault(path, []).append(str(message))


def merge(problems: Problems, found: Mapping[str, list[str]], prefix: str = "") -> None:
    """Put the found problems among the others, below a prefix such as ``sessions.0``."""
    for path, messages in found.items():
        whole = f"{prefix}.{path}" if prefix and path else prefix or path
        problems.setdefault(whole, []).extend(messages)


def refuse(problems: Problems) -> None:
    """Raise :class:`Invalid` where there is a problem."""
    if problems:
        raise Invalid(problems)


def unknown_ids(problems: Problems, references: Iterable[tuple[type[models.Model], str, int | None]]) -> None:
    """Put a problem at every path whose id leads nowhere: one query per model and 500 ids."""
    wanted: dict[type[models.Model], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for model, path, pk in references:
        if pk is not None:
            wanted[model][pk].append(path)
    for model, paths in wanted.items():
        for pk in paths.keys() - _existing(model, paths):
            for path in paths[pk]:
                add(problems, path, _("There is no such record: %(id)s.") % {"id": pk})


def _existing(model: type[models.Model], pks: Collection[int]) -> set[int]:
    sound = sorted(pk for pk in pks if type(pk) is int and 0 < pk < 2**63)
    found: set[int] = set()
    for start in range(0, len(sound), 500):
        rows = model._default_manager.filter(pk__in=sound[start : start + 500])
        found.update(rows.values_list("pk", flat=True))
    return found


def plain(value: Any) -> Any:
    """A JSON-able stand-in for a value, for the journal."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)


@lru_cache(maxsize=32)
def _loggable(model: type[models.Model]) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (field.attname, field.get_default())
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in ("path", "created_at", "updated_at", *HTML_FIELDS)
    )


def stated(instance: models.Model) -> dict[str, Any]:
    """What a new record states beyond defaults, for its journal line; long texts are left to the record."""
    found = {}
    for name, default in _loggable(type(instance)):
        value = getattr(instance, name)
        if value != default and value not in ("", None):
            found[name] = plain(value)
    return found
