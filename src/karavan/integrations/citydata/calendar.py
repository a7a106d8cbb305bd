"""The tree of programmes and the recurring events of a city, on days computed by rule.

Only days are computed. A recurring event needs an hour, an age mark and a price to be shown, and none of them
is known: such an event is marked as demonstration and says so. Memorable dates and feasts are no events to go
to, so they are programmes with days, and events lie in them.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from karavan.integrations.citydata.ground import Places
from karavan.integrations.citydata.network import Organisations
from karavan.integrations.citydata.pack import (
    AnnualEvent,
    DatedProgramme,
    Pack,
    annual_events,
    dated_programmes,
)
from karavan.integrations.citydata.rules import Days
from karavan.integrations.citydata.upsert import by_source, differing, upsert
from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import at
from karavan.programme.actions import (
    create_events,
    create_programme,
    publish_events,
    update_event,
    update_programme,
)
from karavan.programme.drafts import EventDraft, HoursDraft, SessionDraft
from karavan.programme.enums import Calendar, EventStatus, PriceKind
from karavan.programme.models import Event, Programme

BY_RULE = "Дата рассчитана по правилу прошлых лет и будет уточнена."
BY_RULE_EN = "The date follows the rule of past years and is to be confirmed."
NO_DATE = "Проходит каждый год; даты не объявлены."
NO_DATE_EN = "Held every year; the dates are not announced."
MEMORABLE = "Памятная дата. Сама дата — не мероприятие: события к этому дню показаны ниже."
MEMORABLE_EN = "A memorable date, not an event by itself: what happens around it is shown below."
UNKNOWN = "Время, возрастная отметка и условия входа ещё не объявлены: здесь они условные, для демонстрации."
UNKNOWN_EN = "Hours, age mark and terms of entry are not announced: those here are for demonstration."
YEARLY = "Это событие проходит каждый год."
YEARLY_EN = "This event is held every year."
LONG_EVENT = 7
"""Days from which an event is a period with weekly hours rather than a list of dates."""


def seed_programmes(pack: Pack, organisations: Organisations) -> dict[str, Programme]:
    """Every programme of the pack by slug."""
    existing = {programme.slug: programme for programme in Programme.objects.all()}
    found: dict[str, Programme] = {}
    department = organisations["O-DEPARTMENT"]
    for node in dated_programmes(pack):
        summary, summary_en = _about(node)
        fields: dict[str, Any] = {
            "slug": node.slug,
            "title": node.title,
            "summary": summary,
            "translations": {"en": {"title": node.title_en, "summary": summary_en}},
            "parent": found[node.parent] if node.parent else None,
            "date_from": node.days.first if node.days else None,
            "date_to": node.days.last if node.days else None,
            "is_public": True,
            "source": node.row.get("source", ""),
            "source_id": f"{pack.city}:{node.slug}",
            "certainty": node.row.get("certainty") or "B",
            "staff_note": node.row.get("note", ""),
        }

        def create(values: dict[str, Any], held: bool = not node.parent) -> Programme:
            return create_programme(actor=SYSTEM, organisations=[department] if held else [], **values)

        def update(programme: Programme, values: dict[str, Any]) -> Programme:
            return update_programme(actor=SYSTEM, programme=programme, **values)

        found[node.slug] = upsert(existing, node.slug, fields, create, update)
    return found


def _about(node: DatedProgramme) -> tuple[str, str]:
    row = node.row
    if row.get("summary"):
        return row["summary"], row["summary_en"]
    if node.key.startswith("F-"):
        return _about_feast(row)
    if row["record"] == "date":
        return MEMORABLE, MEMORABLE_EN
    return (BY_RULE, BY_RULE_EN) if node.days else (NO_DATE, NO_DATE_EN)


def _about_feast(row: dict[str, str]) -> tuple[str, str]:
    summary, english = f"Праздник традиции: {row['tradition']}.", "A feast of the calendar of traditions."
    if "±1 day" in row["accuracy"]:
        summary += " Дата расчётная, ±1 день: её объявляет духовное управление мусульман."
        english += " The date is computed, ±1 day: the muftiate announces it."
    if "evening before" in row["rule"]:
        summary += " Начинается вечером накануне."
        english += " It begins on the evening before."
    return summary, english


def seed_annual_events(
    pack: Pack, organisations: Organisations, places: Places, programmes: dict[str, Programme]
) -> list[Event]:
    """The recurring events of the pack, published where their present status is known."""
    existing = by_source(Event, f"{pack.city}:annual:")
    fresh: list[tuple[AnnualEvent, EventDraft]] = []
    for event in annual_events(pack):
        draft = _draft(pack, event, organisations, places, programmes)
        stored = existing.get(draft.source_id)
        if stored is None:
            fresh.append((event, draft))
            continue
        wanted = {name: getattr(draft, name) for name in ("title", "staff_note", "certainty", "translations")}
        if found := differing(stored, wanted):
            update_event(actor=SYSTEM, event=stored, **found)
    created = create_events(actor=SYSTEM, drafts=[draft for _, draft in fresh])
    ready = [event for event, (told, _) in zip(created, fresh, strict=True) if not told.is_draft]
    # A run that was killed between the two steps left drafts behind.
    told_as_draft = {f"{pack.city}:annual:{told.slug}" for told in annual_events(pack) if told.is_draft}
    left = [
        event
        for key, event in existing.items()
        if event.status == EventStatus.DRAFT and key not in told_as_draft
    ]
    publish_events(actor=SYSTEM, events=[*left, *ready])
    return [*existing.values(), *created]


def _draft(
    pack: Pack,
    event: AnnualEvent,
    organisations: Organisations,
    places: Places,
    programmes: dict[str, Programme],
) -> EventDraft:
    row = event.row
    opens, closes = (time(int(hour)) for hour in row["hours"].split("-"))
    venues = [places[key].pk for key in row["places"].split(";")]
    long = (event.days.last - event.days.first).days >= LONG_EVENT
    sessions = [] if long else _sessions(event.days, venues, opens, closes)
    return EventDraft(
        title=row["title"],
        kind=row["event_kind"],
        summary=f"{YEARLY} {BY_RULE}",
        text=f"<p>{YEARLY} {BY_RULE}</p><p>{UNKNOWN}</p>",
        translations={
            "en": {
                "title": row["title_en"],
                "summary": f"{YEARLY_EN} {BY_RULE_EN}",
                "text": f"<p>{YEARLY_EN} {BY_RULE_EN}</p><p>{UNKNOWN_EN}</p>",
            }
        },
        programme_id=programmes[event.programme].pk,
        age_mark=0,
        languages=["ru"],
        audiences=["everyone"],
        calendar=Calendar.PERIODIC if long else Calendar.SINGLE if len(sessions) == 1 else Calendar.DATES,
        date_from=event.days.first if long else None,
        date_to=event.days.last if long else None,
        place_id=venues[0],
        price_kind=PriceKind.FREE,
        source=row["source"],
        source_id=f"{pack.city}:annual:{event.slug}",
        certainty="B",
        staff_note=f"{row['certainty']}: {row['date_rule']}; {row['venue']}; {row['note']}".strip("; "),
        is_demo=True,
        organisers=[(organisations[_organiser(row["level"])].pk, "lead")],
        sessions=sessions,
        hours=[HoursDraft(weekday, opens, closes) for weekday in range(7)] if long else [],
    )


def _sessions(days: Days, venues: list[int], opens: time, closes: time) -> list[SessionDraft]:
    def on(day: date, place_id: int) -> SessionDraft:
        return SessionDraft(
            starts_at=at(day, opens),
            ends_at=at(day, closes),
            place_id=place_id if len(venues) > 1 else None,
        )

    count = (days.last - days.first).days + 1
    return [on(days.first + timedelta(days=turn), venue) for turn in range(count) for venue in venues]


def _organiser(level: str) -> str:
    """By the level of the event: the organiser of most is not known by name."""
    return "O-DEPARTMENT" if level.startswith(("city", "partner")) else "P045"


def moment(value: datetime) -> datetime:
    """The UTC moment of a naive clock time in the city."""
    return at(value.date(), value.time())
