"""What records are called in messages: the kernel does not know the words of culture."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """Words for the records of a model.

    ``one`` names a single one («событие»), ``counted`` several with their number («12 событий»), ``titled`` a
    certain one by its title.
    """

    one: Text
    counted: Callable[[int], str]
    titled: Callable[[Any], str] = str


_kinds: dict[str, Kind] = {}


def name_kind(
    model: type[Model], one: Text, counted: Callable[[int], str], titled: Callable[[Any], str] = str
) -> None:
    """Name the records of a model; see :class:`Kind`."""
    _kinds[model._meta.label_lower] = Kind(one, counted, titled)


def one_of(label: str) -> str:
    """What a single record of a model is called; ``label`` as in the journal."""
    if label in _kinds:
        return str(_kinds[label].one)
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def count_of(label: str, number: int) -> str:
    """Several records of a model with their number."""
    if label in _kinds:
        return _kinds[label].counted(number)
    return f"{apps.get_model(label)._meta.verbose_name_plural}: {number}"


def title_of(record: Model) -> str:
    """The title of a record."""
    kind = _kinds.get(record._meta.label_lower)
    return str(record) if kind is None else kind.titled(record)
