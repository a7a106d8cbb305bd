"""Whatever happens to a record, its entries follow in the same transaction; a rebuild has nothing to do."""

import json
from collections.abc import Callable
from datetime import date, time
from types import SimpleNamespace
from typing import Any

import pytest

from catalogue.city import at, public_form
from factories.places import make_hall, make_photo, make_place, make_survey
from karavan.catalogue import actions
from karavan.kernel.actions import unit_of_work
from karavan.kernel.actor import SYSTEM
from karavan.people import actions as people
from karavan.places import actions as places
from karavan.places.enums import PlaceState
from karavan.programme import actions as programme
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, SessionDraft, TariffDraft
from karavan.programme.enums import OrganiserRole, TariffKind
from karavan.programme.queries import load_events

TODAY = date(2027, 2, 1)
NOTHING = {"event": 0, "place": 0, "organisation": 0, "programme": 0}

Change = Callable[[SimpleNamespace], Any]

# What events do not show of their organisers and places: they are not made anew.
OF_ORGANISATIONS = {
    "kind": "theatre",
    "founder_level": "regional",
    "description": "Играем с 1937 года",
    "country": "KZ",
    "since": "1937",
    "website": "https://example.org",
    "phone": "+7 351 000-00-00",
    "email": "hall@example.org",
    "external_ids": {"a": "1"},
    "source": "сайт",
    "source_id": "chelyabinsk:1",
    "staff_note": "спросить осенью",
}
OF_PLACES = {
    "kind": "museum",
    "category": "muzei-i-galerei",
    "description": "Дом",
    "description_en": "A house",
    "capacity": 900,
    "website": "https://example.org",
    "how_to_get_in": "Со двора",
    "source": "сайт",
    "source_id": "chelyabinsk:2",
    "staff_note": "спросить осенью",
}

CHANGES: dict[str, Change] = {
    # People
    "organisation corrected": lambda city: people.update_organisation(
        actor=SYSTEM, organisation=city.branch, name="Филиал в Ленинском", website="https://example.org"
    ),
    "organisation described": lambda city: people.update_organisation(
        actor=SYSTEM, organisation=city.philharmonic, **OF_ORGANISATIONS
    ),
    "organisation renamed": lambda city: people.rename_organisation(
        actor=SYSTEM, organisation=city.philharmonic, name="Концертное объединение", valid_from=TODAY
    ),
    "organisation moved away": lambda city: people.update_organisation(
        actor=SYSTEM, organisation=city.branch, parent=None
    ),
    "organisation moved under another": lambda city: people.update_organisation(
        actor=SYSTEM, organisation=city.branch, parent=city.philharmonic
    ),
    "organisation hidden": lambda city: people.update_organisation(
        actor=SYSTEM, organisation=city.philharmonic, is_public=False
    ),
    "organisation not to be shown": lambda city: people.update_organisation(
        actor=SYSTEM, organisation=city.system, certainty="C"
    ),
    # Places
    "district renamed": lambda city: places.update_district(
        actor=SYSTEM, district=city.leninsky, name="Ленинский район"
    ),
    "place described": lambda city: places.update_place(actor=SYSTEM, place=city.house, **OF_PLACES),
    "place renamed": lambda city: places.rename_place(
        actor=SYSTEM, place=city.house, name="Дом музыки", valid_from=TODAY
    ),
    "place relocated": lambda city: places.relocate_place(
        actor=SYSTEM,
        place=city.house,
        address="ул. Кирова, 1",
        district=city.leninsky,
        lat=55.2,
        lon=61.4,
        coord_accuracy="building",
        valid_from=TODAY,
    ),
    "place closed": lambda city: places.set_place_state(
        actor=SYSTEM, place=city.library, state=PlaceState.REPAIR, valid_from=TODAY, reason="ремонт"
    ),
    "place with other hours": lambda city: places.set_weekly_hours(
        actor=SYSTEM, place=city.library, rows=[(6, time(12), time(15))], valid_from=TODAY
    ),
    "place closed for a day": lambda city: places.set_hours_exception(
        actor=SYSTEM, place=city.library, day=date(2027, 2, 3), reason="санитарный день"
    ),
    "place open again that day": lambda city: (
        CHANGES["place closed for a day"](city),
        places.clear_hours_exception(actor=SYSTEM, place=city.library, day=date(2027, 2, 3)),
    ),
    "place surveyed": lambda city: make_survey(city.house, surveyed_on=date(2027, 1, 20)),
    "place photographed": lambda city: make_photo(city.library),
    "place a monument": lambda city: places.set_heritage(
        actor=SYSTEM,
        place=city.library,
        protection="regional",
        register_number="741510394550005",
        built="1910",
    ),
    "place with a new hall": lambda city: make_hall(city.library, name="Читальный зал"),
    "place of another organisation": lambda city: places.update_place(
        actor=SYSTEM, place=city.hall, organisation=city.system
    ),
    "place of nobody": lambda city: places.update_place(actor=SYSTEM, place=city.hall, organisation=None),
    "place under another": lambda city: places.update_place(
        actor=SYSTEM, place=city.hall, parent=city.library
    ),
    "place hidden with its halls": lambda city: places.update_place(
        actor=SYSTEM, place=city.house, is_public=False
    ),
    "place shown": lambda city: places.update_place(actor=SYSTEM, place=city.cellar, is_public=True),
    "place new": lambda city: make_place(organisation=city.system, parent=city.site),
    # Programmes
    "programme renamed": lambda city: programme.update_programme(
        actor=SYSTEM, programme=city.year, title="Год культуры", translations={"en": {"title": "The year"}}
    ),
    "programme moved": lambda city: programme.update_programme(
        actor=SYSTEM, programme=city.spring, parent=city.other
    ),
    "programme moved to the top": lambda city: programme.update_programme(
        actor=SYSTEM, programme=city.spring, parent=None
    ),
    "programme hidden": lambda city: programme.update_programme(
        actor=SYSTEM, programme=city.year, is_public=False
    ),
    "programme with organisations": lambda city: programme.update_programme(
        actor=SYSTEM, programme=city.spring, organisations=[city.system]
    ),
    # Events
    "event corrected": lambda city: programme.update_event(
        actor=SYSTEM, event=city.concert, title="Вечер струнной музыки", kind="lecture", age_mark=12
    ),
    "event at another place": lambda city: programme.update_event(
        actor=SYSTEM, event=city.concert, place=city.library
    ),
    "event of another programme": lambda city: programme.update_event(
        actor=SYSTEM, event=city.concert, programme=city.other
    ),
    "event of others": lambda city: programme.set_organisers(
        actor=SYSTEM, event=city.concert, organisers=[(city.system, OrganiserRole.LEAD)]
    ),
    "event with performers": lambda city: programme.set_performers(
        actor=SYSTEM, event=city.concert, performers=["Струнный квартет"]
    ),
    "event with tariffs": lambda city: programme.set_tariffs(
        actor=SYSTEM, event=city.concert, tariffs=[TariffDraft(city.benefit.pk, TariffKind.FREE)]
    ),
    "event with other hours": lambda city: programme.set_hours(
        actor=SYSTEM,
        event=city.permanent,
        hours=[HoursDraft(0, time(9), time(12))],
        day_exceptions=[DayExceptionDraft(date(2027, 2, 8))],
    ),
    "event published": lambda city: programme.publish_event(actor=SYSTEM, event=city.draft),
    "event withdrawn": lambda city: programme.withdraw_event(actor=SYSTEM, event=city.concert),
    "event cancelled": lambda city: programme.cancel_event(
        actor=SYSTEM, event=city.concert, reason="нет отопления"
    ),
    "draft removed": lambda city: programme.remove_event(actor=SYSTEM, event=city.draft),
    # Sessions
    "session added": lambda city: programme.add_session(
        actor=SYSTEM, event=city.tour, session=SessionDraft(at(20))
    ),
    "session moved": lambda city: programme.move_session(
        actor=SYSTEM,
        session=city.tour.sessions.first(),
        starts_at=at(21),
        place=city.library,
        note="перенос из-за мороза",
    ),
    "session cancelled": lambda city: programme.cancel_session(
        actor=SYSTEM, session=city.tour.sessions.first(), note="мороз"
    ),
    "session sold out": lambda city: programme.mark_sold_out(
        actor=SYSTEM, session=city.tour.sessions.first()
    ),
    "session with facilities": lambda city: programme.update_session(
        actor=SYSTEM, session=city.tour.sessions.first(), facilities=["sign_language"], capacity=12
    ),
    # Benefits
    "benefit renamed": lambda city: programme.update_benefit_category(
        actor=SYSTEM, category=city.benefit, name="Люди старшего возраста"
    ),
    "benefit at an end": lambda city: programme.update_benefit_category(
        actor=SYSTEM, category=city.benefit, valid_to=date(2027, 1, 31)
    ),
}


UNSEEN = {"place open again that day", "draft removed"}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_at_once_and_leaves_a_rebuild_nothing_to_do(city, change):
    before = public_form()
    CHANGES[change](city)
    stored = public_form()
    assert (stored == before) is (change in UNSEEN)
    assert actions.rebuild() == NOTHING
    assert public_form() == stored


def test_what_events_do_not_show_of_their_organisers_and_places_is_all_tried():
    assert OF_ORGANISATIONS.keys() == people.organisations.OWN_FIELDS
    assert OF_PLACES.keys() == places.records.OWN_FIELDS


@pytest.mark.parametrize("name", ["concert", "tour", "exhibition", "permanent"])
def test_an_event_that_is_handed_on_is_told_as_one_that_is_read_anew(city, name):
    with unit_of_work():
        event = load_events([getattr(city, name).pk])[0]
        programme.edit_event(
            actor=SYSTEM,
            event=event,
            held=True,
            title="Другое название",
            audiences=["family"],
            pushkin_card=None,
        )
    stored = public_form()
    assert json.loads(stored["event", event.pk, "card_ru"])["title"] == "Другое название"
    # A rebuild reads everything from the database.
    assert actions.rebuild() == NOTHING
    assert public_form() == stored
