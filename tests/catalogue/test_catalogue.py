"""What residents can be sent after a change: cards, details, sessions, and the change feed."""

import json
from datetime import date, timedelta

import msgspec
import pytest
from django.db import transaction
from django.utils import timezone

from catalogue.city import NOW, at, public_form, read
from factories.programme import EventFactory
from karavan.catalogue import actions, queries
from karavan.catalogue.facts import decode_event
from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.index import store
from karavan.catalogue.models import Change, Entry
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Invalid
from karavan.people import actions as people
from karavan.places import actions as places
from karavan.programme import actions as programme
from karavan.programme.drafts import SessionDraft, TariffDraft
from karavan.programme.enums import TariffKind

TODAY = date(2027, 2, 1)


def detail(kind, record, lang="ru"):
    found = queries.detail(kind, record.pk, lang=lang)
    return None if found is None else json.loads(found.payload)


def card(event, **asked):
    """The card of an event as a list shows it; None where no list does."""
    page = queries.find_events(EventFilter(since=NOW - timedelta(days=30), **asked), limit=200, now=NOW)
    return next((item for item in read(page.items) if item["id"] == str(event.pk)), None)


def titles(page):
    return [item["title"] for item in read(page.items)]


def news(since):
    """(kind, id, whether it is gone) of everything the feed tells behind a position."""
    found = queries.changes(since)
    assert not found.more
    return {(line.kind, line.object_id, line.payload is None) for line in found.items}


def position():
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_a_cursor_keeps_the_time_of_its_first_page(city):
    for number in range(3):
        EventFactory(publish=True, title=f"Вечер {number}", sessions=[SessionDraft(at(1, 23), at(1, 24))])
    EventFactory(publish=True, title="Назавтра", sessions=[SessionDraft(at(2))])
    asked, before, after = EventFilter(when="today"), at(1, 23), at(2, 10)
    for find in (queries.find_events, queries.find_sessions):
        first = find(asked, limit=2, now=before)
        rest = find(asked, limit=9, cursor=first.next, now=after)
        assert rest.window == first.window == (before, at(1, 24))
        assert len(first.items + rest.items) == 3
    assert titles(queries.find_events(asked, now=after)) == ["Назавтра", "Гравюра"]


def test_a_published_event_is_in_its_card_its_detail_and_the_feed(city):
    since = position()
    assert detail("event", city.draft) is None
    programme.publish_event(actor=SYSTEM, event=city.draft)
    assert card(city.draft)["title"] == "Черновик"
    assert detail("event", city.draft)["status"] == "published"
    assert news(since) == {("event", city.draft.pk, False)}


def test_a_changed_event_changes_everywhere(city):
    since = position()
    programme.update_event(actor=SYSTEM, event=city.concert, title="Вечер струнной музыки", age_mark=12)
    assert (card(city.concert)["title"], card(city.concert)["age_mark"]) == ("Вечер струнной музыки", "12+")
    assert detail("event", city.concert)["title"] == "Вечер струнной музыки"
    assert detail("event", city.concert, "en")["title"] == "An evening of chamber music"
    assert card(city.concert, age=6) is None
    assert card(city.concert, q="струнной") is not None
    assert card(city.concert, q="камерной") is None
    assert news(since) == {("event", city.concert.pk, False)}


def test_a_withdrawn_event_leaves_a_tombstone_and_nothing_else(city):
    since = position()
    programme.withdraw_event(actor=SYSTEM, event=city.concert)
    assert detail("event", city.concert) is None
    assert card(city.concert) is None
    assert not any(str(key[1]) == str(city.concert.pk) for key in public_form() if key[0] == "event")
    assert not any(key[2] == city.concert.pk for key in public_form() if key[0] == "session")
    assert news(since) == {("event", city.concert.pk, True)}


def test_a_cancelled_event_stays_and_says_why(city):
    assert card(city.cancelled)["status"] == "cancelled"
    assert detail("event", city.cancelled)["status_reason"] == "болезнь артиста"


def test_a_place_renamed_is_renamed_in_its_events_and_halls_and_in_its_organisation(city):
    since = position()
    places.rename_place(actor=SYSTEM, place=city.house, name="Дом музыки", valid_from=TODAY)
    assert card(city.permanent)["place"]["name"] == "Дом музыки"
    assert detail("place", city.hall)["parent"]["name"] == "Дом музыки"
    assert [place["name"] for place in detail("organisation", city.philharmonic)["places"]] == [
        "Большой зал",
        "Дом музыки",
    ]
    assert card(city.permanent, q="дом музыки") is not None
    told = news(since)
    assert {("place", city.house.pk, False), ("event", city.permanent.pk, False)} <= told
    assert ("event", city.exhibition.pk, False) not in told


def test_an_organisation_renamed_is_renamed_in_its_events_and_places(city):
    people.rename_organisation(
        actor=SYSTEM, organisation=city.philharmonic, name="Концертное объединение", valid_from=TODAY
    )
    assert card(city.concert)["organisations"][0]["name"] == "Концертное объединение"
    assert detail("event", city.concert)["organisers"][0]["name"] == "Концертное объединение"
    assert detail("place", city.house)["organisation"]["name"] == "Концертное объединение"
    assert card(city.stream, q="концертное объединение") is not None


def test_what_is_moved_away_is_no_longer_shown_where_it_was(city):
    places.update_place(actor=SYSTEM, place=city.hall, parent=city.library, organisation=city.system)
    assert detail("place", city.house)["halls"] == []
    assert [hall["name"] for hall in detail("place", city.library)["halls"]] == ["Большой зал"]
    assert [place["name"] for place in detail("organisation", city.philharmonic)["places"]] == [
        "Концертный дом"
    ]
    people.update_organisation(actor=SYSTEM, organisation=city.branch, parent=None)
    assert detail("organisation", city.system)["branches"] == []


def test_a_programme_moved_takes_its_events_along(city):
    assert card(city.concert, programme=city.year.pk) is not None
    programme.update_programme(actor=SYSTEM, programme=city.spring, parent=city.other)
    assert card(city.concert, programme=city.year.pk) is None
    assert card(city.concert, programme=city.other.pk) is not None
    assert [item["slug"] for item in detail("event", city.concert)["programmes"]] == ["other", "spring"]
    assert detail("programme", city.year)["children"] == []
    assert [item["slug"] for item in detail("programme", city.other)["children"]] == ["spring"]


def test_a_tariff_changes_what_a_benefit_pays(city):
    assert card(city.concert, benefits=("pensioner",), max_price=20000) is not None
    programme.set_tariffs(
        actor=SYSTEM, event=city.concert, tariffs=[TariffDraft(city.benefit.pk, TariffKind.PERCENT, 10)]
    )
    assert card(city.concert, benefits=("pensioner",), max_price=20000) is None
    assert card(city.concert, benefits=("pensioner",), max_price=36000) is not None
    assert [tariff["price"] for tariff in detail("event", city.concert)["tariffs"]] == [360]


def test_a_session_moved_is_found_at_its_new_time_and_place(city):
    session = city.tour.sessions.order_by("pk").first()
    programme.move_session(
        actor=SYSTEM, session=session, starts_at=at(21), place=city.library, note="перенос из-за мороза"
    )
    page = queries.find_sessions(
        EventFilter(since=at(21, 8), until=at(22, 8), place=city.library.pk), now=NOW
    )
    [found] = [item for item in read(page.items) if item["event"]["id"] == str(city.tour.pk)]
    assert (found["id"], found["start"], found["status"]) == (
        str(session.pk),
        "2027-02-21T18:00:00+05:00",
        "moved",
    )
    assert (found["moved_from"], found["note"]) == ("2027-02-10T18:00:00+05:00", "перенос из-за мороза")
    assert found["place"]["name"] == "Библиотека № 16"
    assert card(city.tour)["next"]["start"] == "2027-02-11T18:00:00+05:00"


def test_a_session_cancelled_says_so_in_lists_and_in_the_detail(city):
    session = city.tour.sessions.order_by("pk").first()
    programme.cancel_session(actor=SYSTEM, session=session, note="мороз")
    assert (
        card(city.tour)["next"]
        == {
            "session": str(session.pk),
            "start": "2027-02-10T18:00:00+05:00",
            "end": None,
            "status": "cancelled",
            "all_day": False,
        }
        or card(city.tour)["next"]["status"] == "cancelled"
    )
    assert [item["status"] for item in detail("event", city.tour)["sessions"]] == [
        "cancelled",
        "scheduled",
        "scheduled",
    ]


def test_what_is_asked_must_hold_of_one_session(city):
    assert card(city.tour, max_price=0, place=city.library.pk) is not None
    assert (
        card(city.tour, districts=("leninsky",), max_price=0)["next"]["start"] == "2027-02-11T18:00:00+05:00"
    )
    page = queries.find_events(EventFilter(since=at(13, 17), until=at(13, 23), max_price=0), now=NOW)
    assert titles(page) == []
    page = queries.find_events(EventFilter(since=at(13, 17), until=at(13, 23), max_price=30000), now=NOW)
    assert titles(page) == ["Прогулки по городу"]


def test_a_rolled_back_action_leaves_no_trace(city):
    before, version = public_form(), store.keeper.current().version
    with transaction.atomic():
        programme.update_event(actor=SYSTEM, event=city.concert, title="Нигде и никогда")
        assert card(city.concert, q="никогда") is not None
        transaction.set_rollback(True)
    assert public_form() == before
    assert store.keeper.current().version == version
    assert card(city.concert, q="никогда") is None
    assert card(city.concert)["title"] == "Вечер камерной музыки"


def test_a_refused_action_leaves_no_trace(city):
    before, last = public_form(), position()
    with pytest.raises(Invalid):
        programme.update_event(actor=SYSTEM, event=city.concert, title="")
    assert public_form() == before
    assert position() == last


def test_drafts_and_what_is_not_to_be_shown_appear_nowhere(city):
    EventFactory(title="Секретный черновик", place=city.cellar)
    everything = b"".join(public_form().values()).decode(errors="replace")
    for hidden in ("Черновик", "Неточно", "Секретный", "Подвал"):
        assert hidden not in everything
    assert Entry.objects.filter(kind="place", object_id=city.cellar.pk).count() == 0


def test_an_event_at_a_hidden_place_is_shown_without_it(city):
    assert card(city.secret)["place"] is None
    assert detail("event", city.secret)["places"] == []
    assert card(city.secret, place=city.cellar.pk) is None


def test_a_hidden_organisation_is_named_nowhere(city):
    people.update_organisation(actor=SYSTEM, organisation=city.philharmonic, certainty="C")
    assert [item["name"] for item in card(city.concert)["organisations"]] == ["Филиал на Гагарина"]
    assert "Филармония" not in b"".join(public_form().values()).decode(errors="replace")


def test_the_feed_walked_from_its_beginning_gives_everything(city):
    programme.withdraw_event(actor=SYSTEM, event=city.stream)
    since, newest, pages = 0, {}, 0
    while True:
        page = queries.changes(since, limit=7)
        for line in page.items:
            newest[line.kind, line.object_id] = line.payload
        pages += 1
        if not page.more:
            break
        assert page.next > since
        since = page.next
    assert pages > 2
    cards = {
        (kind, key): bytes(data)
        for kind, key, data in Entry.objects.values_list("kind", "object_id", "card_ru")
    }
    assert {key: payload for key, payload in newest.items() if payload is not None} == cards
    assert newest["event", city.stream.pk] is None
    assert queries.changes(page.next).items == []


def test_lines_that_newer_ones_replaced_are_forgotten_in_time(city):
    programme.update_event(actor=SYSTEM, event=city.concert, title="Первое имя")
    programme.update_event(actor=SYSTEM, event=city.concert, title="Второе имя")
    programme.withdraw_event(actor=SYSTEM, event=city.stream)
    walked = {(line.kind, line.object_id) for line in Change.objects.all()}
    Change.objects.update(at=timezone.now() - timedelta(days=31))
    assert actions.prune_changes() > 0
    left = [(line.kind, line.object_id) for line in Change.objects.all()]
    assert sorted(left) == sorted(walked)
    assert actions.prune_changes() == 0
    assert Change.objects.get(kind="event", object_id=city.stream.pk).is_gone


@pytest.mark.parametrize("few", [1, 3])
def test_a_list_costs_the_same_however_long_it_is(city, django_assert_num_queries, few):
    store.keeper.current()
    with django_assert_num_queries(2):
        assert len(queries.find_events(EventFilter(), limit=few, now=NOW).items) == few
    with django_assert_num_queries(2):
        queries.find_events(EventFilter(q="вечер"), limit=few, facets=True, now=NOW)
    with django_assert_num_queries(3):
        assert len(queries.find_sessions(EventFilter(since=at(10, 8)), limit=few, now=NOW).items) == few
    with django_assert_num_queries(2):
        assert len(queries.find_places(DirectoryFilter(), limit=few, facets=True).items) == few


def test_one_record_costs_one_query(city, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queries.detail("event", city.concert.pk) is not None
    with django_assert_num_queries(1):
        assert len(queries.details("event", [city.concert.pk, city.tour.pk, 10**9])) == 2
    queries.version()
    with django_assert_num_queries(1):
        queries.version()


def test_facts_of_a_release_that_knew_no_pushkin_card_are_read_as_not_stated(city):
    stored = bytes(Entry.objects.get(kind="event", object_id=city.concert.pk).facts)
    whole = msgspec.msgpack.decode(stored)
    assert decode_event(msgspec.msgpack.encode(whole[:-1])) == decode_event(stored)
    assert decode_event(stored).pushkin is None
