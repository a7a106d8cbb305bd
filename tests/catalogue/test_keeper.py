"""The index of a worker follows the changes that other workers write."""

from datetime import timedelta

import pytest
import time_machine

from catalogue.city import NOW
from factories.programme import draft
from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.index import store
from karavan.catalogue.index.plan import EventPlan
from karavan.catalogue.models import CatalogueState
from karavan.kernel.actor import SYSTEM
from karavan.places import actions as places
from karavan.programme import actions as programme


@pytest.fixture
def keeper():
    """The index of another worker, loaded before anything changes."""
    keeper = store.Keeper()
    keeper.current()
    return keeper


def found(snapshot, q):
    """Ids of the events that the words find in a snapshot."""
    return {key[3] for key in keys(snapshot, q)}


def keys(snapshot, q):
    """Keys of the events that the words find, in order."""
    plan = EventPlan.of(snapshot, EventFilter(q=q), NOW, None)
    return [match.key for _, match in plan.first_matches()]


def test_a_few_changes_become_a_small_segment(city, keeper):
    old = keeper.current()
    programme.update_event(actor=SYSTEM, event=city.concert, title="Струнный вечер")
    programme.publish_event(actor=SYSTEM, event=city.draft)
    programme.withdraw_event(actor=SYSTEM, event=city.stream)
    new = keeper.current()
    assert new.version == queries.version()
    assert new.main.event_ids is old.main.event_ids
    assert set(new.fresh) == {city.concert.pk, city.draft.pk}
    assert found(new, "струнный") == {city.concert.pk}
    assert found(new, "камерной") == set()
    assert found(new, "черновик") == {city.draft.pk}
    assert found(new, "трансляция") == set()
    assert found(old, "камерной") == {city.concert.pk}


def test_places_are_followed_too(city, keeper):
    places.update_place(actor=SYSTEM, place=city.library, name="Библиотека № 17")
    table = keeper.current().directory["place"]
    assert table[city.library.pk].facts.name == "библиотека № 17"
    places.update_place(actor=SYSTEM, place=city.library, is_public=False)
    assert city.library.pk not in keeper.current().directory["place"]


def test_nothing_changed_is_one_query_and_the_same_snapshot(city, keeper, django_assert_num_queries):
    old = keeper.current()
    with django_assert_num_queries(1):
        assert keeper.current() is old


def test_many_changes_are_a_full_load(city, keeper, monkeypatch):
    monkeypatch.setattr(store, "MAX_FRESH", 3)
    old = keeper.current()
    drafts = [
        draft(title=f"Новое {n}", place_id=city.house.pk, organisers=[(city.philharmonic.pk, "lead")])
        for n in range(5)
    ]
    programme.publish_events(actor=SYSTEM, events=programme.create_events(actor=SYSTEM, drafts=drafts))
    new = keeper.current()
    assert (new.fresh, new.delta.size) == ({}, 0)
    assert new.main.size == old.main.size + 5
    assert len(found(new, "новое")) == 5


def test_another_history_of_the_same_length_is_a_full_load(city, keeper):
    """After a restore from a backup the number may be the same, the stamp never is."""
    programme.update_event(actor=SYSTEM, event=city.concert, title="Струнный вечер")
    assert keeper.current().fresh != {}
    CatalogueState.objects.update(stamp="restored")
    assert keeper.current().fresh == {}
    assert keeper.current().version.stamp == "restored"


def test_a_shorter_history_is_a_full_load(city, keeper):
    programme.update_event(actor=SYSTEM, event=city.concert, title="Струнный вечер")
    version = keeper.current().version
    CatalogueState.objects.update(version=version.number - 1, stamp="restored")
    assert keeper.current().version.number == version.number - 1
    assert keeper.current().fresh == {}


def test_an_index_whose_days_ahead_run_out_is_loaded_anew(city, keeper):
    old = keeper.current()
    with time_machine.travel(NOW + timedelta(days=store.SLACK_DAYS), tick=False):
        assert keeper.current() is old
    with time_machine.travel(NOW + timedelta(days=store.SLACK_DAYS + 1), tick=False):
        new = keeper.current()
    assert new.version == old.version
    assert new.horizon.last == old.horizon.last + store.SLACK_DAYS + 1


def test_a_keeper_that_followed_answers_as_one_that_loaded(city, keeper):
    programme.update_event(actor=SYSTEM, event=city.concert, title="Струнный вечер")
    places.update_place(actor=SYSTEM, place=city.house, name="Дом музыки")
    followed, loaded = keeper.current(), store.Keeper().current()
    for q in ("", "вечер", "дом музыки", "экскурсия", "библиотека", "струнный"):
        assert keys(followed, q) == keys(loaded, q)
    for kind, table in loaded.directory.items():
        assert followed.directory[kind] == table
