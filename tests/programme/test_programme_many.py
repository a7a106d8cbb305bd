"""Many events at once: changed, or taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories.people import make_editor, make_organisation
from factories.places import make_place
from factories.programme import EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.programme.actions.many import discard_events, update_events
from karavan.programme.events import EventChanged
from karavan.programme.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_many_events_change_with_a_line_and_news_each(heard):
    first, second, same = EventFactory(), EventFactory(publish=True), EventFactory(title="Как было")
    heard.clear()
    before = timezone.now()
    changed = update_events(
        actor=SYSTEM,
        values={
            first.pk: {"title": "Иначе", "capacity": 30},
            second.pk: {"title": "Тоже"},
            same.pk: {"title": "Как было"},
        },
    )
    assert [event.pk for event in changed] == [first.pk, second.pk]
    rows = Event.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")
    assert list(rows.values_list("title", "capacity")) == [("Иначе", 30), ("Тоже", None)]
    assert rows.filter(updated_at__gte=before).count() == 2
    assert Event.objects.get(pk=same.pk).updated_at == same.updated_at
    lines = JournalLine.objects.filter(verb="event.changed").order_by("subject_id")
    assert [(line.before["title"], line.after["title"]) for line in lines] == [
        (first.title, "Иначе"),
        (second.title, "Тоже"),
    ]
    assert heard == [EventChanged(first.pk), EventChanged(second.pk)]


def test_all_change_or_none_and_the_problems_stand_at_their_events():
    draft, public = EventFactory(), EventFactory(publish=True)
    with pytest.raises(Invalid) as caught:
        update_events(
            actor=SYSTEM,
            values={
                draft.pk: {"title": "Иначе", "age_mark": 5, "place_id": 10**9},
                public.pk: {"place_id": None},
            },
        )
    assert set(caught.value.problems) == {
        f"{draft.pk}.age_mark",
        f"{draft.pk}.place_id",
        f"{public.pk}.place",
    }
    assert Event.objects.get(pk=draft.pk).title == draft.title


def test_nobody_changes_or_takes_back_events_of_others():
    editor, other = make_editor(make_organisation()), EventFactory()
    with pytest.raises(NotAllowed):
        update_events(actor=editor, values={other.pk: {"title": "Моё"}})
    with pytest.raises(NotAllowed):
        discard_events(actor=editor, ids=[other.pk], reason="ошибка")
    assert Event.objects.filter(pk=other.pk, title=other.title).exists()


def test_an_unknown_field_is_the_programmers_error_here_too():
    with pytest.raises(TypeError):
        update_events(actor=SYSTEM, values={1: {"status": "published"}})


def test_drafts_are_removed_and_what_was_public_is_withdrawn(heard):
    draft, public = EventFactory(), EventFactory(publish=True)
    heard.clear()
    done = discard_events(actor=SYSTEM, ids=[draft.pk, public.pk, 10**9], reason="загрузка отменена")
    assert done == {draft.pk: "removed", public.pk: "withdrawn"}
    assert list(Event.objects.values_list("pk", "status", "status_reason")) == [
        (public.pk, "withdrawn", "загрузка отменена")
    ]
    lines = JournalLine.objects.filter(reason="загрузка отменена").order_by("subject_id")
    assert list(lines.values_list("subject_id", "verb")) == [
        (draft.pk, "event.discarded"),
        (public.pk, "event.withdrawn"),
    ]
    assert heard == [EventChanged(draft.pk), EventChanged(public.pk)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_events(count, django_assert_num_queries):
    place, organisation = make_place(), make_organisation()
    events = [EventFactory(place=place, organisers=[(organisation, "lead")]) for _ in range(count)]
    values = {event.pk: {"title": "Вместе", "place_id": place.pk} for event in events}
    with django_assert_num_queries(18):
        update_events(actor=SYSTEM, values=values)
    assert (
        Event.objects.filter(updated_at__gte=timezone.now() - timedelta(minutes=1), title="Вместе").count()
        == count
    )
