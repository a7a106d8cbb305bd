"""Between an event and its form: what the form shows of a record, and what the actions are given."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from karavan.kernel.errors import Invalid
from karavan.office.programme.events.form import TRANSLATED
from karavan.office.programme.events.rows import When
from karavan.people.models import Organisation
from karavan.programme.actions import SessionEdit
from karavan.programme.actions.build import build
from karavan.programme.actions.unsaved import borrowed_hours, unsaved
from karavan.programme.checks import Problem, missing
from karavan.programme.drafts import (
    DayExceptionDraft,
    EventDraft,
    HoursDraft,
    PerformerDraft,
    SessionDraft,
    TariffDraft,
)
from karavan.programme.enums import TRANSLATED_INTO, Calendar, Entry, OrganiserRole, PriceKind
from karavan.programme.models import Event, Session

FIELDS: Final = (
    *("title", "kind", "calendar", "date_from", "date_to", "online_url", "capacity", "audiences", "age_mark"),
    *("price_kind", "price_min", "price_max", "entry", "booking_url", "pushkin_card", "facilities"),
    *("languages", "picture", "picture_alt", "picture_author", "picture_source", "picture_rights"),
    *("summary", "text", "easy_text", "source", "certainty", "staff_note"),
)
"""Fields that have the same name and value in the form and in the record."""

IDS: Final = {"programme": "programme_id", "place": "place_id"}


def initial_of(event: Event) -> dict[str, Any]:
    """Values of the form from a loaded event; no query."""
    values: dict[str, Any] = {name: getattr(event, name) for name in FIELDS}
    values |= {name: getattr(event, attribute) for name, attribute in IDS.items()}
    for code in TRANSLATED_INTO:
        texts = event.translations.get(code, {})
        values |= {f"{code}_{name}": texts.get(name, "") for name in TRANSLATED}
    values["sessions"] = [When(row.pk, row.starts_at, row.ends_at) for row in event.sessions.all()]
    values["hours"] = [HoursDraft(row.weekday, row.opens, row.closes) for row in event.hours.all()]
    values["day_exceptions"] = [
        DayExceptionDraft(row.day, row.opens, row.closes, row.note) for row in event.day_exceptions.all()
    ]
    values["tariffs"] = [
        TariffDraft(
            category_id=row.category_id,
            kind=row.kind,
            value=row.value,
            days_of_month=list(row.days_of_month),
            quota=row.quota,
            proof=row.proof,
            companion_free=row.companion_free,
            legal_basis=row.legal_basis,
        )
        for row in event.tariffs.all()
    ]
    values["performers"] = [
        PerformerDraft(row.name, row.part, row.organisation_id) for row in event.performers.all()
    ]
    values["organisers"] = [(row.organisation_id, row.role) for row in event.organisers.all()]
    return values


def fresh(organisation: Organisation | None) -> dict[str, Any]:
    """Values of a new event's form."""
    return {
        "calendar": Calendar.SINGLE,
        "price_kind": PriceKind.UNKNOWN,
        "entry": Entry.OPEN,
        "languages": ["ru"],
        "pushkin_card": None,
        "organisers": [] if organisation is None else [(organisation.pk, OrganiserRole.LEAD)],
    }


def fields_of(values: Mapping[str, Any], translations: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Values of the form as fields of an event; of the translations those that are given change."""
    found = {name: values[name] for name in FIELDS if name in values}
    found |= {attribute: values[name] for name, attribute in IDS.items() if name in values}
    changed = {
        (code, name): values[f"{code}_{name}"]
        for code in TRANSLATED_INTO
        for name in TRANSLATED
        if f"{code}_{name}" in values
    }
    if changed:
        texts = {code: dict(translations.get(code, {})) if translations else {} for code in TRANSLATED_INTO}
        for (code, name), text in changed.items():
            texts[code][name] = text
        found["translations"] = {
            code: kept
            for code, one in texts.items()
            if (kept := {key: text for key, text in one.items() if text})
        }
    return found


def draft_of(values: Mapping[str, Any], before: Event | None = None) -> EventDraft:
    """A draft of what the form says: for checks, and for a new event. ``before`` gives what dates keep."""
    known = {} if before is None else {row.pk: row for row in before.sessions.all()}
    return EventDraft(
        **{"title": "", "kind": "", **fields_of(values)},
        organisers=list(values.get("organisers") or ()),
        performers=list(values.get("performers") or ()),
        sessions=[session_draft(one, known.get(one.pk)) for one in values.get("sessions") or ()],
        hours=list(values.get("hours") or ()),
        day_exceptions=list(values.get("day_exceptions") or ()),
        tariffs=list(values.get("tariffs") or ()),
    )


def session_draft(when: When, before: Session | None = None) -> SessionDraft:
    """A date for the actions: what its form does not ask stays as it was."""
    if before is None:
        return SessionDraft(when.starts_at, when.ends_at)
    return SessionDraft(
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        place_id=before.place_id,
        capacity=before.capacity,
        price_kind=before.price_kind,
        price_min=before.price_min,
        price_max=before.price_max,
        facilities=before.facilities,
        status=before.status,
        note=before.note,
    )


def arguments(values: Mapping[str, Any], event: Event) -> dict[str, Any]:
    """What :func:`karavan.programme.actions.edit_event` is given for these changed values of the form."""
    found = fields_of(values, event.translations)
    for name in ("hours", "day_exceptions", "tariffs", "performers"):
        if name in values:
            found[name] = values[name]
    if "organisers" in values:
        found["organisers"] = organisers_of(values["organisers"])
    if "sessions" in values:
        known = {row.pk: row for row in event.sessions.all()}
        found["sessions"] = [
            # A date that somebody took away and somebody else wants to keep comes back as a new one.
            SessionEdit(one.pk if one.pk in known else None, session_draft(one, known.get(one.pk)))
            for one in values["sessions"]
        ]
    return found


def organisers_of(pairs: Any) -> list[tuple[Organisation, str]]:
    """Organisers with their organisations; one query. Raises Invalid where one is gone."""
    known = Organisation.objects.in_bulk([pk for pk, _role in pairs])
    lost = [
        f"organisers.{number}.organisation" for number, (pk, _role) in enumerate(pairs) if pk not in known
    ]
    if lost:
        raise Invalid({path: [_("Choose from the list.")] for path in lost})
    return [(known[pk], role) for pk, role in pairs]


def lacking(values: Mapping[str, Any], before: Event | None = None) -> list[Problem]:
    """What an event with these values would lack before it can be published; five queries at most."""
    built, _problems, _references = build(draft_of(values, before))
    schedules = borrowed_hours([built])
    return missing(unsaved(built, schedules.get(built.event.place_id or 0)))
