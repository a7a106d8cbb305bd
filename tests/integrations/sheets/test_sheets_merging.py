"""Duplicates: found, kept apart, merged; and lists that do not split them again."""

from datetime import date, timedelta

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
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.localtime import today
from karavan.kernel.trash.models import TrashedRecord
from karavan.people.actions import share
from karavan.people.models import Organisation, OrganisationName, Role, Share
from karavan.places import actions as actions_of_places
from karavan.places.models import HoursException, Place, PlaceName, PlacePhoto
from karavan.programme.drafts import SessionDraft, TariffDraft
from karavan.programme.models import Event, EventOrganiser, Programme, Session

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


def rows_of(*models):
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def test_merged_events_are_parted_again_as_they_were(editor, organisation, house):
    common = {"organisers": [(organisation, "lead")], "publish": True}
    at_once = SessionDraft(START)
    kept = EventFactory(title="Лекция", place=house, sessions=(at_once,), source_id="", **common)
    later = SessionDraft(START + timedelta(days=1))
    lost = EventFactory(
        title="Лекция!", place=house, sessions=(at_once, later), calendar="dates", source_id="их-7", **common
    )
    guest, days = make_user(), {"valid_from": today(), "valid_to": today()}
    make_role(guest, organisation, "guest_reviewer")
    shown = share(actor=editor, subject_type="programme.event", subject_id=lost.pk, person=guest, **days)
    stood = rows_of(Session, EventOrganiser, Share)
    text = Event.objects.values("title", "source_id", "status").order_by("pk")
    read = list(text)
    actions.merge_records(actor=editor, kind="events", kept=kept, lost=lost, take={})
    trashed = TrashedRecord.objects.get()
    assert (trashed.title, trashed.reason) == ("Лекция!", "слито с «Лекция»")
    assert Share.objects.get(pk=shown.pk).subject_id == kept.pk

    stranger = make_editor(make_organisation())
    with pytest.raises(NotAllowed):
        actions.restore_merged(actor=stranger, trashed=trashed)
    back = actions.restore_merged(actor=editor, trashed=trashed)

    assert back.pk == lost.pk
    assert (rows_of(Session, EventOrganiser, Share), list(text)) == (stood, read)
    assert Alias.objects.count() == 0
    assert set(Entry.objects.filter(kind="event").values_list("object_id", flat=True)) == {kept.pk, lost.pk}


def test_a_merged_place_comes_back_with_its_halls(editor, organisation):
    kept, lost = (make_place(name=name, organisation=organisation) for name in ("ДК", "Дом культуры"))
    hall = make_hall(lost, name="Малый зал", organisation=organisation)
    event = EventFactory(place=lost, organisers=[(organisation, "lead")])
    make_photo(lost)
    stood = rows_of(Place, PlaceName, PlacePhoto)
    actions.merge_records(actor=editor, kind="places", kept=kept, lost=lost, take={})
    assert Place.objects.get(pk=hall.pk).parent_id == kept.pk
    actions.restore_merged(actor=editor, trashed=TrashedRecord.objects.get())
    event.refresh_from_db()
    assert (rows_of(Place, PlaceName, PlacePhoto), event.place_id) == (stood, lost.pk)


def test_a_merged_organisation_comes_back_with_what_both_held():
    boss = make_coordinator()
    kept, lost = make_organisation(name="ЦБС"), make_organisation(name="Библиотеки")
    both = ProgrammeFactory(organisations=[kept, lost])
    EventFactory(organisers=[(kept, "lead"), (lost, "partner")])
    EventFactory(organisers=[(kept, "lead"), (lost, "lead")])
    make_role(make_user(), lost)
    stood = rows_of(Organisation, OrganisationName, EventOrganiser, Role, Programme.organisations.through)
    actions.merge_records(actor=boss, kind="organisations", kept=kept, lost=lost, take={})
    assert list(both.organisations.all()) == [kept]
    actions.restore_merged(actor=boss, trashed=TrashedRecord.objects.get())
    assert rows_of(*stood) == stood


def test_what_it_was_merged_into_comes_back_first(editor, organisation, house):
    one, two, three = (
        EventFactory(title=title, place=house, organisers=[(organisation, "lead")])
        for title in ("Первая", "Вторая", "Третья")
    )
    actions.merge_records(actor=editor, kind="events", kept=two, lost=one, take={})
    actions.merge_records(actor=editor, kind="events", kept=three, lost=two, take={})
    first = TrashedRecord.objects.get(subject_id=one.pk)
    with pytest.raises(Conflict) as refused:
        actions.restore_merged(actor=editor, trashed=first)
    assert str(refused.value) == (
        "Даты и всё, что к записи относилось, перешло к «Вторая». Сначала верните её."
    )
    actions.restore_merged(actor=editor, trashed=TrashedRecord.objects.get(subject_id=two.pk))
    actions.restore_merged(actor=editor, trashed=first)
    assert [event.sessions.count() for event in (one, two, three)] == [1, 1, 1]
