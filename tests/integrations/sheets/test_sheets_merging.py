"""Duplicates: found, kept apart, merged; and lists that do not split them again."""

from datetime import date

import pytest
from django.db.models import ProtectedError

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from factories.places import make_hall, make_photo, make_place, set_hours
from factories.programme import START, BenefitCategoryFactory, EventFactory, ProgrammeFactory
from integrations.sheets.tables import checked, events_table, lecture, outcomes, table, written
from karavan.catalogue.models import Entry
from karavan.integrations.sheets import actions
from karavan.integrations.sheets.duplicates import likely_pairs
from karavan.integrations.sheets.models import Alias, Distinct
from karavan.kernel.errors import Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.localtime import today
from karavan.people.actions import share
from karavan.people.models import Organisation, Share
from karavan.places import actions as actions_of_places
from karavan.places.models import HoursException, Place, PlaceName
from karavan.programme.drafts import SessionDraft, TariffDraft
from karavan.programme.models import Event, Session

pytestmark = pytest.mark.django_db


def ids(pairs):
    return [(pair.first.pk, pair.second.pk) for pair in pairs]


def test_events_of_one_place_and_day_with_names_alike_are_found(editor, organisation, house):
    common = {"place": house, "organisers": [(organisation, "lead")]}
    one = EventFactory(title="Новогодняя ёлка для малышей", **common)
    other = EventFactory(title="Ёлка новогодняя для малышей!", **common)
    EventFactory(title="Вечер старинного романса", **common)
    EventFactory(title="Новогодняя ёлка для малышей", place=make_place())
    first = EventFactory(title="Лекция 1", **common)
    second = EventFactory(title="Лекция 2", **common)
    assert ids(likely_pairs("events", editor)) == [(one.pk, other.pk)]
    assert (first.pk, second.pk) not in ids(likely_pairs("events", editor))
    actions.keep_apart(actor=editor, kind="events", first=other, second=one)
    assert likely_pairs("events", editor) == []
    with pytest.raises(NotAllowed):
        actions.keep_apart(actor=make_editor(make_organisation()), kind="events", first=one, second=other)


def test_merged_events_keep_all_dates_and_lists_do_not_split_them_again(editor, organisation, house):
    row = lecture(1, key="a", place="Библиотека на Труда")
    written(editor, checked(editor, organisation, events_table(editor, organisation, [row])))
    lost = Event.objects.get()
    category = BenefitCategoryFactory()
    kept = EventFactory(
        title="Лекция про караваны", place=house, organisers=[(organisation, "lead")], publish=True,
        sessions=(SessionDraft(START), SessionDraft(lost.sessions.get().starts_at)), calendar="dates",
        tariffs=[TariffDraft(category.pk, "free")],
    )  # fmt: skip
    actions.merge_records(
        actor=editor, kind="events", kept=kept, lost=lost, take={"title": "lost", "age_mark": "kept"}
    )
    assert list(Event.objects.values_list("pk", "title")) == [(kept.pk, "Лекция о караванах № 1")]
    assert Session.objects.filter(event=kept).count() == 2
    assert set(Entry.objects.filter(kind="event").values_list("object_id", flat=True)) == {kept.pk}
    lines = JournalLine.objects.filter(verb__contains="merged").order_by("pk")
    assert [(line.verb, line.subject_id) for line in lines] == [
        ("event.merged", kept.pk),
        ("event.merged_away", lost.pk),
    ]
    for again in (row, row | {"key": None}, row | {"key": None, "id": lost.pk}):
        batch = checked(editor, organisation, events_table(editor, organisation, [again]))
        assert (batch.rows.get().record_id, outcomes(batch).get("new")) == (kept.pk, None)


def test_a_merged_place_takes_halls_events_and_photos_along(editor, organisation):
    kept = make_place(name="ДК", address="ул. Мира, 1", organisation=organisation)
    lost = make_place(name="Дом культуры", address="ул. Мира, 1", organisation=organisation, capacity=300)
    hall = make_hall(lost, name="Малый зал", organisation=organisation)
    event = EventFactory(place=lost, organisers=[(organisation, "lead")], publish=True)
    make_photo(lost)
    set_hours(lost)
    with pytest.raises(ProtectedError):
        lost.delete()
    actions.merge_records(actor=editor, kind="places", kept=kept, lost=lost, take={"capacity": "lost"})
    hall.refresh_from_db()
    event.refresh_from_db()
    kept.refresh_from_db()
    assert (hall.path, event.place_id, kept.capacity) == (f"/{kept.pk}/{hall.pk}/", kept.pk, 300)
    assert (kept.photos.count(), kept.hours.count(), Place.objects.count()) == (1, 5, 2)
    assert PlaceName.objects.filter(place=kept).count() == 1
    rows = [{"name": "Дом культуры", "kind": "Дом культуры", "address": "ул. Мира, 1"}]
    batch = checked(editor, organisation, table("places", editor, organisation, rows), "places")
    assert batch.rows.get().record_id == kept.pk


def test_what_was_shown_and_single_days_follow_the_record(editor, organisation):
    kept, lost = (make_place(name=f"Дом {name}", organisation=organisation) for name in "АБ")
    guest = make_user()
    make_role(guest, organisation, "guest_reviewer")
    days = date(2027, 3, 8), date(2027, 5, 9)
    actions_of_places.set_hours_exception(actor=editor, place=kept, day=days[0], reason="Праздник")
    for day in days:
        actions_of_places.set_hours_exception(actor=editor, place=lost, day=day, reason="Выходной")
    share(
        actor=editor,
        subject_type="places.place",
        subject_id=lost.pk,
        person=guest,
        valid_from=today(),
        valid_to=today(),
    )
    actions.merge_records(actor=editor, kind="places", kept=kept, lost=lost, take={})
    shown = Share.objects.values_list("subject_id", flat=True)
    rows = HoursException.objects.order_by("day").values_list("place", "day", "reason")
    assert list(shown) == [kept.pk]
    assert list(rows) == [(kept.pk, days[0], "Праздник"), (kept.pk, days[1], "Выходной")]


def test_merged_organisations_take_everything_along_and_need_both_directors():
    kept = make_organisation(name="Библиотека Бажова", external_ids={"inn": "7707083893"})
    lost = make_organisation(name="Библиотека им. Бажова")
    branch = make_organisation(name="Филиал", parent=lost)
    place = make_place(organisation=lost)
    event = EventFactory(organisers=[(kept, "lead"), (lost, "co")])
    programme = ProgrammeFactory(organisations=[lost])
    person = make_user()
    make_role(person, lost)
    half = make_editor(kept, "director")
    with pytest.raises(NotAllowed):
        actions.merge_records(actor=half, kind="organisations", kept=kept, lost=lost, take={})
    city = make_coordinator()
    with pytest.raises(Invalid):
        actions.merge_records(actor=city, kind="organisations", kept=lost, lost=branch, take={})
    assert ids(likely_pairs("organisations", city)) == [(kept.pk, lost.pk)]
    actions.merge_records(actor=city, kind="organisations", kept=kept, lost=lost, take={"name": "lost"})
    branch.refresh_from_db()
    place.refresh_from_db()
    assert (branch.path, place.organisation_id) == (f"/{kept.pk}/{branch.pk}/", kept.pk)
    assert list(event.organisers.values_list("organisation", flat=True)) == [kept.pk]
    assert list(programme.organisations.all()) == [kept]
    assert person.roles.get().organisation_id == kept.pk
    assert Organisation.objects.get(pk=kept.pk).name == "Библиотека им. Бажова"


def test_a_record_merged_twice_is_found_by_all_its_keys(editor, organisation):
    common = {"organisers": [(organisation, "lead")]}
    first, second, third = (EventFactory(title=f"Событие {n}", source_id=f"k:{n}", **common) for n in "абв")
    actions.keep_apart(actor=editor, kind="events", first=first, second=second)
    actions.merge_records(actor=editor, kind="events", kept=second, lost=first, take={})
    actions.merge_records(actor=editor, kind="events", kept=third, lost=second, take={})
    keys = ("key:k:а", "key:k:б", f"id:{first.pk}", f"id:{second.pk}")
    assert set(Alias.objects.filter(key__in=keys).values_list("record_id", flat=True)) == {third.pk}
    assert Distinct.objects.count() == 0
    with pytest.raises(Invalid):
        actions.merge_records(actor=editor, kind="events", kept=third, lost=third, take={})
