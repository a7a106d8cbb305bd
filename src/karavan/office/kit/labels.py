"""Fields and values of journal lines in words: labels, choices, dates, names in place of numbers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from karavan.kernel.trash.kinds import title_of
from karavan.kernel.trash.models import TrashedRecord
from karavan.office.kit.columns import plain_text
from karavan.programme.enums import (
    Audience,
    Facility,
    Language,
    OrganiserRole,
    TariffKind,
)
from karavan.ui.typography import money, weekday_short

LABELS: Final[dict[str, str | Promise]] = {
    "title": pgettext_lazy("field", "title"),
    "name": pgettext_lazy("field", "name"),
    "short_name": pgettext_lazy("field", "short name"),
    "name_en": pgettext_lazy("field", "name in English"),
    "summary": pgettext_lazy("field", "summary"),
    "text": pgettext_lazy("field", "text"),
    "easy_text": pgettext_lazy("field", "text in easy reading"),
    "description": pgettext_lazy("field", "description"),
    "description_en": pgettext_lazy("field", "description in English"),
    "translations": pgettext_lazy("field", "translations"),
    "category": pgettext_lazy("field", "category"),
    "kind": pgettext_lazy("field", "kind"),
    "level": pgettext_lazy("field", "level"),
    "status": pgettext_lazy("field", "status"),
    "status_reason": pgettext_lazy("field", "reason"),
    "state": pgettext_lazy("field", "state"),
    "age_mark": pgettext_lazy("field", "age mark"),
    "languages": pgettext_lazy("field", "languages"),
    "audiences": pgettext_lazy("field", "for whom"),
    "calendar": pgettext_lazy("field", "kind of calendar"),
    "date_from": pgettext_lazy("field", "first day"),
    "date_to": pgettext_lazy("field", "last day"),
    "valid_from": pgettext_lazy("field", "from"),
    "valid_to": pgettext_lazy("field", "to"),
    "day": pgettext_lazy("field", "day"),
    "starts_at": pgettext_lazy("field", "begins"),
    "ends_at": pgettext_lazy("field", "ends"),
    "moved_from": pgettext_lazy("field", "stood before at"),
    "place": pgettext_lazy("field", "where"),
    "online_url": pgettext_lazy("field", "broadcast"),
    "capacity": pgettext_lazy("field", "seats"),
    "facilities": pgettext_lazy("field", "what helps"),
    "price_kind": pgettext_lazy("field", "price"),
    "price_min": pgettext_lazy("field", "price from"),
    "price_max": pgettext_lazy("field", "price to"),
    "entry": pgettext_lazy("field", "entry"),
    "booking_url": pgettext_lazy("field", "where to book"),
    "pushkin_card": pgettext_lazy("field", "Pushkin card"),
    "picture": pgettext_lazy("field", "picture"),
    "picture_alt": pgettext_lazy("field", "what the picture shows"),
    "picture_author": pgettext_lazy("field", "author of the picture"),
    "picture_source": pgettext_lazy("field", "source of the picture"),
    "picture_rights": pgettext_lazy("field", "rights to the picture"),
    "programme": pgettext_lazy("field", "programme"),
    "organisation": pgettext_lazy("field", "organisation"),
    "organisations": pgettext_lazy("field", "organisations"),
    "organisers": pgettext_lazy("field", "organisers"),
    "performers": pgettext_lazy("field", "performers"),
    "tariffs": pgettext_lazy("field", "prices for benefit categories"),
    "hours": pgettext_lazy("field", "hours"),
    "rows": pgettext_lazy("field", "hours"),
    "struck": pgettext_lazy("field", "records about people"),
    "day_exceptions": pgettext_lazy("field", "special days"),
    "sessions": pgettext_lazy("field", "dates"),
    "parent": pgettext_lazy("field", "lies in"),
    "district": pgettext_lazy("field", "district"),
    "address": pgettext_lazy("field", "address"),
    "lat": pgettext_lazy("field", "latitude"),
    "lon": pgettext_lazy("field", "longitude"),
    "coord_accuracy": pgettext_lazy("field", "accuracy on the map"),
    "coord_source": pgettext_lazy("field", "source of the point on the map"),
    "district_basis": pgettext_lazy("field", "why this district"),
    "fias_id": pgettext_lazy("field", "address code"),
    "is_temporary": pgettext_lazy("field", "for a time only"),
    "website": pgettext_lazy("field", "website"),
    "phone": pgettext_lazy("field", "telephone"),
    "email": pgettext_lazy("field", "e-mail for residents"),
    "answer": pgettext_lazy("field", "answer"),
    "answer_reason": pgettext_lazy("field", "why"),
    "how_to_get_in": pgettext_lazy("field", "how to get in"),
    "is_public": pgettext_lazy("field", "residents see it"),
    "slug": pgettext_lazy("field", "address of the page"),
    "source": pgettext_lazy("field", "source"),
    "source_id": pgettext_lazy("field", "key in the source"),
    "certainty": pgettext_lazy("field", "certainty"),
    "staff_note": pgettext_lazy("field", "note for staff"),
    "is_demo": pgettext_lazy("field", "demonstration"),
    "person": pgettext_lazy("field", "person"),
    "substitute": pgettext_lazy("field", "stands in"),
    "note": pgettext_lazy("field", "note"),
    "reason": pgettext_lazy("field", "reason"),
    "times": pgettext_lazy("field", "hours"),
    "photo": pgettext_lazy("field", "photo"),
    "author": pgettext_lazy("field", "author"),
    "weekday": pgettext_lazy("field", "day of the week"),
    "opens": pgettext_lazy("field", "opens"),
    "closes": pgettext_lazy("field", "closes"),
    "founder_level": pgettext_lazy("field", "founder"),
    "since": pgettext_lazy("field", "since"),
    "country": pgettext_lazy("field", "country"),
    "role": pgettext_lazy("field", "role"),
    "code": pgettext_lazy("field", "code"),
    "legal_basis": pgettext_lazy("field", "legal basis"),
    "proof": pgettext_lazy("field", "what to show"),
    "releases_only": pgettext_lazy("field", "published by release only"),
    "screen": pgettext_lazy("field", "list"),
    "expected": pgettext_lazy("field", "people expected"),
    "is_loud": pgettext_lazy("field", "loud"),
    "is_confidential": pgettext_lazy("field", "confidential"),
    "stage": pgettext_lazy("field", "how far"),
    "asset": pgettext_lazy("field", "asset"),
    "units": pgettext_lazy("field", "how many alike"),
    "quantity": pgettext_lazy("field", "how many"),
    "session": pgettext_lazy("field", "date of an event"),
    "build_up": pgettext_lazy("field", "build-up, minutes"),
    "clearing": pgettext_lazy("field", "clearing, minutes"),
    "firmness": pgettext_lazy("field", "tentative or firm"),
    "expires_at": pgettext_lazy("field", "tentative until"),
    "effect": pgettext_lazy("field", "what it asks for"),
    "advice": pgettext_lazy("field", "advice"),
    "first_day": pgettext_lazy("field", "first day"),
    "last_day": pgettext_lazy("field", "last day"),
    "time_from": pgettext_lazy("field", "from what time"),
    "time_to": pgettext_lazy("field", "until what time"),
    "radius": pgettext_lazy("field", "metres around the point"),
    "margin_days": pgettext_lazy("field", "days it may be off"),
    "score": pgettext_lazy("field", "score"),
    "title_en": pgettext_lazy("field", "title in English"),
}
BESIDE: Final = frozenset({"event", "person", "organisation", "substitute"})
_ORDER: Final = {name: number for number, name in enumerate(LABELS)}
QUIET: Final = frozenset({"path", "position", "id"})
"""Fields that tell nobody anything."""
MONEY: Final = frozenset({"price_min", "price_max"})
WORDS: Final[dict[str, dict[Any, Any]]] = {
    "languages": dict(Language.choices),
    "audiences": dict(Audience.choices),
    "facilities": dict(Facility.choices),
}
INNER: Final[dict[tuple[str, str], dict[Any, Any]]] = {
    ("organisers", "role"): dict(OrganiserRole.choices),
    ("tariffs", "kind"): dict(TariffKind.choices),
}
TARGETS: Final[dict[str, str]] = {
    "organisation": "people.organisation",
    "organisations": "people.organisation",
    "person": "people.user",
    "substitute": "people.user",
    "place": "places.place",
    "programme": "programme.programme",
    "category": "programme.benefitcategory",
    "district": "places.district",
}
"""What numbers lead to where the field itself does not tell: in rows that a line holds as a whole."""
LONG = 400
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?(\+\d\d:\d\d|Z)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"(\d\d:\d\d):\d\d")
_HOURS = re.compile(r"([0-6]) (\d\d:\d\d–\d\d:\d\d)")
_MONDAY = date(2024, 1, 1)
_TAG = re.compile(r"<[^>]+>")


def label_of(name: str) -> str:
    """A field in words."""
    for known in (name, name.removesuffix("_id")):
        if known in LABELS:
            return str(LABELS[known])
    return name.removesuffix("_id").replace("_", " ")


class Names:
    """Titles of the records that lines lead to: wanted first, then read with one query a model."""

    def __init__(self) -> None:
        self._wanted: dict[str, set[int]] = defaultdict(set)
        self._found: dict[tuple[str, int], str] = {}
        self._above: dict[tuple[str, int], int] = {}

    def want(self, label: str, pk: Any) -> None:
        """Note that a record's title will be asked for."""
        if isinstance(pk, int) and not isinstance(pk, bool):
            self._wanted[label].add(pk)

    def read(self) -> None:
        """Read the titles of all that is wanted; of what is gone from the trash."""
        missing: set[tuple[str, int]] = set()
        for label, ids in self._wanted.items():
            try:
                model = apps.get_model(label)
            except LookupError:
                continue
            # What the words of a record are made of, so that they do not ask for it one by one.
            beside = [each.name for each in model._meta.concrete_fields if each.name in BESIDE]
            known = model._base_manager.all()
            rows = (known.select_related(*beside) if beside else known).in_bulk(ids)
            self._found.update({(label, pk): title_of(row) for pk, row in rows.items()})
            self._above.update({(label, pk): row.event_id for pk, row in rows.items() if "event" in beside})
            missing.update((label, pk) for pk in ids - set(rows))
        if missing:
            trashed = TrashedRecord.objects.filter(subject_id__in={pk for _label, pk in missing})
            for label, pk, title in trashed.values_list("model", "subject_id", "title"):
                self._found.setdefault((label, pk), title)

    def get(self, label: str, pk: Any) -> str:
        """A title; the number of what nobody knows any more."""
        return self._found.get((label, pk), f"№ {pk}")

    def event_of(self, label: str, pk: int) -> int | None:
        """The event that a date, a tariff or the like belongs to."""
        return self._above.get((label, pk))

    def knows(self, label: str, pk: int) -> bool:
        """Whether a title was found."""
        return (label, pk) in self._found


def field_of(label: str, name: str) -> models.Field[Any, Any] | None:
    """The model's field of that name or column; None where the line names something else."""
    try:
        found = apps.get_model(label)._meta.get_field(name.removesuffix("_id"))
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return found if isinstance(found, models.Field) else None


def target_of(label: str, name: str) -> str:
    """The kind of record that a field's numbers lead to; "" where they are no keys."""
    field = field_of(label, name)
    if field is not None and field.is_relation and isinstance(field.related_model, type):
        return str(field.related_model._meta.label_lower)
    if field is None or name == "organisations":
        return TARGETS.get(name.removesuffix("_id"), "")
    return ""


def want_names(names: Names, label: str, values: Mapping[str, Any]) -> None:
    """Note every record that these values of a line lead to."""
    for name, value in values.items():
        target = target_of(label, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                want_names(names, "", each)
            elif isinstance(each, list):
                want_names(names, "", _pair(name, each))
            elif target:
                names.want(target, each)


def words_of(names: Names, label: str, name: str, value: Any) -> str:
    """A value in words; "" for none."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, list):
        return _shortened("; ".join(filter(None, (_one(names, label, name, each) for each in value))))
    return _shortened(_one(names, label, name, value))


def _one(names: Names, label: str, name: str, value: Any) -> str:
    if isinstance(value, dict):
        return _row(names, name, value)
    if isinstance(value, list):
        return _row(names, name, _pair(name, value))
    target = target_of(label, name)
    if target and isinstance(value, int) and not isinstance(value, bool):
        return names.get(target, value)
    field = field_of(label, name)
    choices: Mapping[Any, Any] = dict(field.flatchoices) if field is not None and field.choices else {}
    choices = choices or WORDS.get(name, {})
    if isinstance(value, str | int) and value in choices:
        return str(choices[value])
    if name in MONEY and isinstance(value, int):
        return money(value)
    return _plain(value)


def _pair(of: str, value: list[Any]) -> dict[str, Any]:
    """An organiser that a line holds as number and role."""
    keys = ("organisation_id", "role") if of == "organisers" else tuple(map(str, range(len(value))))
    return dict(zip(keys, value, strict=False))


def _row(names: Names, of: str, row: Mapping[str, Any]) -> str:
    """A row that a line holds as a whole: an organiser, a tariff, hours of a day."""
    parts = []
    for name, value in sorted(row.items(), key=lambda pair: _place_of(pair[0])):
        if name in QUIET or value is None or value is False or value in ("", [], {}):
            continue
        choices = INNER.get((of, name), {})
        if name == "weekday" and isinstance(value, int) and 0 <= value <= 6:
            parts.append(weekday_short(_MONDAY + timedelta(days=value)))
        elif name == "closes":
            parts[-1:] = [f"{parts[-1] if parts else ''}–{_plain(value)}"]
        elif isinstance(value, dict):
            parts.append(f"{name}: {_row(names, of, value)}")
        elif isinstance(value, str | int) and value in choices:
            parts.append(str(choices[value]))
        else:
            parts.append(words_of(names, "", name, value))
    return ", ".join(parts)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        if _MOMENT.fullmatch(value):
            return plain_text(datetime.fromisoformat(value))
        if _DAY.fullmatch(value):
            return plain_text(date.fromisoformat(value))
        if clock := _CLOCK.fullmatch(value):
            return clock[1]
        if hours := _HOURS.fullmatch(value):
            return f"{weekday_short(_MONDAY + timedelta(days=int(hours[1])))} {hours[2]}"
        return " ".join(_TAG.sub(" ", value).split()) if "<" in value else value
    return plain_text(value)


def _shortened(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG].rstrip()}…"


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    """Names of what a line says of either side, the telling ones first, without what tells nothing."""
    return sorted({*before, *after} - QUIET, key=_place_of)


def _place_of(name: str) -> tuple[int, str]:
    """Where a field stands among others. PostgreSQL does not keep the order in which they were written."""
    for known in (name, name.removesuffix("_id")):
        if known in _ORDER:
            return _ORDER[known], name
    return len(_ORDER), name
