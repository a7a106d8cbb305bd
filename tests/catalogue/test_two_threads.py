"""A reader beside a writer: transactions that are really committed, in threads of one worker."""

import json
import threading

import pytest
from django.db import connection, transaction

from catalogue.city import NOW, build_city, read
from karavan.catalogue import actions, queries
from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.index import store
from karavan.kernel.actor import SYSTEM
from karavan.people import actions as people
from karavan.places import actions as places
from karavan.programme import actions as programme

pytestmark = pytest.mark.django_db(transaction=True)

NOTHING = {"event": 0, "place": 0, "organisation": 0, "programme": 0}


def test_a_running_worker_loads_aside_and_answers_meanwhile(monkeypatch):
    city = build_city()
    keeper = store.Keeper()
    old = keeper.current()
    monkeypatch.setattr(store, "MAX_FRESH", 0)
    ready = threading.Event()
    load = store.load

    def load_slowly(wanted):
        ready.wait(10)
        return load(wanted)

    monkeypatch.setattr(store, "load", load_slowly)
    programme.update_event(actor=SYSTEM, event=city.concert, title="Струнный вечер")
    assert keeper.current() is old
    assert keeper.current() is old
    ready.set()
    keeper._loading.join(10)
    assert keeper.current().version == queries.version()
    assert keeper.current() is not old


def test_a_reader_beside_a_writer_sees_one_version_or_the_other():
    """Two names of one place change by one action, again and again; no page ever holds both."""
    city = build_city()
    names = ("Дом музыки", "Концертный дом")
    stop = threading.Event()
    seen: list[set[str]] = []
    failures: list[BaseException] = []

    def read_on():
        try:
            while not stop.is_set():
                events = read(
                    queries.find_events(EventFilter(organisation=city.philharmonic.pk), now=NOW).items
                )
                inside = {
                    item["place"]["name"]
                    for item in events
                    if item["title"] in ("История края", "Отменённый вечер")
                }
                seen.append(inside)
                halls = json.loads(queries.detail("place", city.house.pk).payload)
                assert halls["name"] in names
                assert queries.find_places(DirectoryFilter(q="дом")).total == 1
        except BaseException as error:  # noqa: BLE001 - reported by the test below
            failures.append(error)
        finally:
            connection.close()

    reader = threading.Thread(target=read_on)
    reader.start()
    try:
        for turn in range(6):
            places.update_place(actor=SYSTEM, place=city.house, name=names[turn % 2])
    finally:
        stop.set()
        reader.join(20)
    assert failures == []
    assert len(seen) > 2
    assert {len(inside) for inside in seen} == {1}
    assert set.union(*seen) == set(names)


def test_of_two_writers_the_later_sees_what_the_earlier_wrote():
    """An organisation is renamed while its event is being published: the event has the new name."""
    city = build_city()
    renaming, published = threading.Event(), threading.Event()
    failures = []

    def rename():
        try:
            with transaction.atomic():
                people.update_organisation(
                    actor=SYSTEM, organisation=city.philharmonic, name="Концертное объединение"
                )
                renaming.set()
                # The other writer waits for this transaction; it must not have read before it ends.
                published.wait(0.5)
        except BaseException as error:  # noqa: BLE001 - reported by the test below
            failures.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=rename)
    writer.start()
    assert renaming.wait(10)
    programme.publish_event(actor=SYSTEM, event=city.draft)
    published.set()
    writer.join(20)
    assert failures == []
    detail = json.loads(queries.detail("event", city.draft.pk).payload)
    assert detail["organisers"][0]["name"] == "Концертное объединение"
    assert actions.rebuild() == NOTHING
