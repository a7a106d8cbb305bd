"""Removed records: snapshots for thirty days, taken back whole or refused in words."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from factories.places import (
    PNG,
    make_district,
    make_hall,
    make_photo,
    make_place,
    make_survey,
    png,
    set_hours,
)
from factories.programme import EventFactory, ProgrammeFactory
from karavan.integrations.sheets.models import Batch, BatchFile, Source
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.trash.actions import StillHeld, forget_people, purge, used_files
from karavan.kernel.trash.models import TrashedRecord
from karavan.kernel.trash.personal import without_people
from karavan.kernel.trash.queries import within
from karavan.kernel.trash.restoring import keep_numbers_of_all
from karavan.kernel.trash.snapshot import take
from karavan.office.models import DefaultView, SavedView
from karavan.people import actions as people
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation, OrganisationName, Role
from karavan.places import actions as places
from karavan.places.models import Place, PlaceName, PlacePhoto, WeeklyHours, ZoneAssessment
from karavan.programme import actions as programme
from karavan.programme.models import Event, EventOrganiser, Programme, Session

pytestmark = pytest.mark.django_db


def verbs(label: str) -> list[str]:
    return list(JournalLine.objects.filter(subject_type=label).order_by("pk").values_list("verb", flat=True))


def test_a_removed_event_is_gone_from_every_table_and_comes_back_whole():
    organisation = make_organisation()
    event = EventFactory(title="Вечер", organisers=[(organisation, "lead")])
    editor = make_editor(organisation)
    session = event.sessions.get()
    before = Event.objects.values().get(pk=event.pk)

    trashed = programme.remove_event(actor=editor, event=event, reason="ошибка")
    assert (Event.objects.count(), Session.objects.count(), EventOrganiser.objects.count()) == (0, 0, 0)
    assert (trashed.title, trashed.organisation_id, trashed.trashed_by_id, trashed.blocked_purge) == (
        "Вечер",
        organisation.pk,
        editor.pk,
        False,
    )

    back = programme.restore_event(actor=editor, trashed=trashed)
    assert Event.objects.values().get(pk=back.pk) == before
    assert [(row.pk, row.starts_at) for row in back.sessions.all()] == [(session.pk, session.starts_at)]
    assert TrashedRecord.objects.count() == 0
    assert verbs("programme.event") == ["event.created", "event.removed", "event.restored"]


def test_what_was_public_is_not_thrown_away():
    event = EventFactory(publish=True)
    with pytest.raises(Conflict):
        programme.remove_event(actor=SYSTEM, event=event)
    assert TrashedRecord.objects.count() == 0


def test_only_who_may_edit_throws_away_and_takes_back():
    event = EventFactory()
    stranger = make_editor(make_organisation())
    with pytest.raises(NotAllowed):
        programme.remove_event(actor=stranger, event=event)
    trashed = programme.remove_event(actor=SYSTEM, event=event)
    with pytest.raises(NotAllowed):
        programme.restore_event(actor=stranger, trashed=trashed)
    assert (Event.objects.count(), TrashedRecord.objects.count()) == (0, 1)


def test_a_place_that_is_in_use_says_by_what():
    place = make_place(name="Дом культуры")
    make_hall(place, name="Малый зал")
    for title in ("Бал", "Вальс"):
        EventFactory(title=title, place=place, sessions=())
    with pytest.raises(StillHeld) as refused:
        places.remove_place(actor=SYSTEM, place=place)
    found = {holder.model: (holder.count, holder.examples) for holder in refused.value.holders}
    assert found == {"programme.event": (2, ("Бал", "Вальс")), "places.place": (1, ("Малый зал",))}
    assert str(refused.value) == (
        "Убрать нельзя: этим пользуются — 1 место, 2 события. "
        "Сначала перенесите или уберите их: «Малый зал», «Бал», «Вальс»."
    )
    assert Place.objects.count() == 2


def test_a_place_goes_with_its_halls_and_all_that_hangs_on_them():
    above = make_place(name="Площадка", level="site")
    place = make_place(name="Дом", parent=above)
    hall = make_hall(place, name="Зал")
    set_hours(place)
    make_survey(hall)
    make_photo(place)
    counts = [
        (model, model.objects.count())
        for model in (Place, PlaceName, WeeklyHours, ZoneAssessment, PlacePhoto)
    ]
    rows = {model: list(model.objects.order_by("pk").values()) for model, _ in counts}

    trashed = places.remove_place(actor=SYSTEM, place=place, with_children=True)
    assert list(Place.objects.values_list("name", flat=True)) == ["Площадка"]
    assert trashed.blocked_purge

    places.restore_place(actor=SYSTEM, trashed=trashed)
    assert {model: list(model.objects.order_by("pk").values()) for model, _ in counts} == rows


def test_a_restored_place_lies_where_its_parent_is_today():
    old, new = make_place(name="Старая", level="site"), make_place(name="Новая", level="site")
    building = make_place(name="Корпус", parent=old)
    hall = make_hall(building)
    trashed = places.remove_place(actor=SYSTEM, place=hall)
    places.update_place(actor=SYSTEM, place=building, parent=new)
    back = places.restore_place(actor=SYSTEM, trashed=trashed)
    assert Place.objects.get(pk=back.pk).path == f"/{new.pk}/{building.pk}/{hall.pk}/"


def test_what_a_record_belongs_to_has_to_be_there():
    place = make_place(name="Клуб")
    event = EventFactory(place=place)
    trashed = programme.remove_event(actor=SYSTEM, event=event)
    places.remove_place(actor=SYSTEM, place=place)
    with pytest.raises(Conflict) as refused:
        programme.restore_event(actor=SYSTEM, trashed=trashed)
    assert str(refused.value) == (
        "Вернуть нельзя: нет того, к чему относится запись. Сначала верните: место «Клуб»."
    )
    assert TrashedRecord.objects.count() == 2


def test_a_key_taken_meanwhile_is_named():
    first = ProgrammeFactory(slug="festival", title="Первый")
    trashed = programme.remove_programme(actor=SYSTEM, programme=first)
    ProgrammeFactory(slug="festival", title="Второй")
    with pytest.raises(Conflict) as refused:
        programme.restore_programme(actor=SYSTEM, trashed=trashed)
    assert str(refused.value) == (
        "Вернуть нельзя: ключ «festival» теперь у записи «Второй». Поменяйте его там."
    )
    assert list(Programme.objects.values_list("title", flat=True)) == ["Второй"]


def test_an_empty_source_key_is_not_taken():
    first = EventFactory(source_id="")
    trashed = programme.remove_event(actor=SYSTEM, event=first)
    EventFactory(source_id="")
    assert programme.restore_event(actor=SYSTEM, trashed=trashed).pk == first.pk


def test_a_programme_with_parts_goes_only_when_they_are_asked_for():
    whole = ProgrammeFactory(is_public=False)
    part = ProgrammeFactory(parent=whole, is_public=False)
    with pytest.raises(StillHeld):
        programme.remove_programme(actor=SYSTEM, programme=whole)
    trashed = programme.remove_programme(actor=SYSTEM, programme=whole, with_children=True)
    assert (Programme.objects.count(), trashed.blocked_purge) == (0, False)
    programme.restore_programme(actor=SYSTEM, trashed=trashed)
    assert set(Programme.objects.values_list("pk", flat=True)) == {whole.pk, part.pk}


def test_an_organisation_comes_back_with_names_roles_and_programmes():
    above = make_organisation(name="Сеть")
    branch = make_organisation(name="Филиал", parent=above)
    person = make_user()
    role = make_role(person, branch)
    festival = ProgrammeFactory(organisations=[branch])
    director = make_user()
    make_role(director, above, RoleKind.DIRECTOR)

    trashed = people.remove_organisation(actor=director, organisation=branch)
    assert (trashed.organisation_id, Role.objects.filter(pk=role.pk).count()) == (above.pk, 0)
    assert list(festival.organisations.all()) == []

    people.restore_organisation(actor=director, trashed=trashed)
    assert Role.objects.get(pk=role.pk).person == person
    assert list(festival.organisations.all()) == [branch]
    assert OrganisationName.objects.filter(organisation=branch).count() == 1


def test_the_top_of_a_network_is_the_city_s_to_remove():
    top = make_organisation()
    director = make_user()
    make_role(director, top, RoleKind.DIRECTOR)
    with pytest.raises(NotAllowed):
        people.remove_organisation(actor=director, organisation=top)
    assert people.remove_organisation(actor=make_coordinator(), organisation=top).organisation_id is None
    assert Organisation.objects.count() == 0


def test_gone_twice_is_said():
    event = EventFactory()
    again = Event.objects.get(pk=event.pk)
    trashed = programme.remove_event(actor=SYSTEM, event=event)
    with pytest.raises(Conflict):
        programme.remove_event(actor=SYSTEM, event=again)
    programme.restore_event(actor=SYSTEM, trashed=trashed)
    with pytest.raises(Conflict):
        programme.restore_event(actor=SYSTEM, trashed=trashed)


def forget_numbers():
    """As after a restore of a backup: keys go on from the highest one that is there."""
    kept = max(Event.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('programme_event', 'id'), %s)", [kept])
        else:
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = 'programme_event'", [kept])


def test_new_records_never_take_the_key_of_one_that_came_back():
    EventFactory()
    last = EventFactory()
    trashed = programme.remove_event(actor=SYSTEM, event=last)
    forget_numbers()
    programme.restore_event(actor=SYSTEM, trashed=trashed)
    assert EventFactory().pk > last.pk


def test_new_records_never_take_the_key_of_one_in_the_trash():
    EventFactory()
    last = EventFactory()
    trashed = programme.remove_event(actor=SYSTEM, event=last)
    forget_numbers()
    keep_numbers_of_all()
    assert EventFactory().pk > last.pk
    assert programme.restore_event(actor=SYSTEM, trashed=trashed).pk == last.pk


def test_after_thirty_days_what_was_never_public_goes_for_good(django_capture_on_commit_callbacks):
    draft, place = EventFactory(title="Черновик"), make_place()
    photo = make_photo(place)
    name = str(photo.image.name)
    programme.remove_event(actor=SYSTEM, event=draft)
    places.remove_place(actor=SYSTEM, place=place)
    now = timezone.now()
    assert purge(actor=SYSTEM, now=now + timedelta(days=29, hours=23)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert purge(actor=SYSTEM, now=now + timedelta(days=30, minutes=1)) == 1
    assert list(TrashedRecord.objects.values_list("model", flat=True)) == ["places.place"]
    assert default_storage.exists(name)
    line = JournalLine.objects.get(verb="trash.purged")
    assert (line.subject_type, line.subject_id, line.before) == (
        "programme.event",
        draft.pk,
        {"title": "Черновик"},
    )


def test_a_picture_lasts_as_long_as_somebody_needs_it(django_capture_on_commit_callbacks):
    mine, shared = make_place(is_public=False), make_place(is_public=False)
    only, both = make_photo(mine), make_photo(mine, image=png(PNG + b"two"))
    PlacePhoto.objects.create(
        place=shared, image=both.image.name, alt="x", author="x", source="x", rights="own"
    )
    only_name, both_name = str(only.image.name), str(both.image.name)
    places.remove_place(actor=SYSTEM, place=mine)
    assert used_files({only_name, both_name}) == {only_name, both_name}
    with django_capture_on_commit_callbacks(execute=True):
        purge(actor=SYSTEM, now=timezone.now() + timedelta(days=31))
    assert (default_storage.exists(only_name), default_storage.exists(both_name)) == (False, True)


def test_the_trash_of_organisations():
    mine, other = make_organisation(), make_organisation()
    for organisation in (mine, other):
        programme.remove_event(actor=SYSTEM, event=EventFactory(organisers=[(organisation, "lead")]))
    assert [row.organisation_id for row in within(Q(organisation_id=mine.pk))] == [mine.pk]
    assert within(None).count() == 2


def test_districts_hold_their_places():
    district = make_district()
    place = make_place(district=district)
    trashed = places.remove_place(actor=SYSTEM, place=place)
    district.refresh_from_db()
    assert places.restore_place(actor=SYSTEM, trashed=trashed).district == district


def test_what_residents_saw_once_is_kept_though_it_is_hidden_now():
    organisation, place = make_organisation(), make_place()
    shown, never = ProgrammeFactory(is_public=True), ProgrammeFactory(is_public=False)
    people.update_organisation(actor=SYSTEM, organisation=organisation, is_public=False)
    places.update_place(actor=SYSTEM, place=place, is_public=False)
    programme.update_programme(actor=SYSTEM, programme=shown, is_public=False)
    kept = [
        people.remove_organisation(actor=SYSTEM, organisation=organisation),
        places.remove_place(actor=SYSTEM, place=place),
        programme.remove_programme(actor=SYSTEM, programme=shown),
        programme.remove_programme(actor=SYSTEM, programme=never),
    ]
    assert [one.blocked_purge for one in kept] == [True, True, True, False]


def test_after_thirty_days_nothing_kept_for_good_says_who_worked_there():
    organisation = make_organisation(name="Филиал")
    person = make_editor(organisation)
    invitation = people.invite(
        actor=SYSTEM,
        email="nobody@example.org",
        name="Некто",
        kind=RoleKind.DIRECTOR,
        organisation=organisation,
    )
    trashed = people.remove_organisation(actor=SYSTEM, organisation=organisation)
    now = timezone.now()
    assert forget_people(actor=SYSTEM, now=now + timedelta(days=29)) == 0
    assert forget_people(actor=SYSTEM, now=now + timedelta(days=31)) == 1
    assert forget_people(actor=SYSTEM, now=now + timedelta(days=32)) == 0

    trashed.refresh_from_db()
    kept = sorted(row["model"] for row in trashed.payload["rows"])
    assert kept == ["people.organisation", "people.organisationname"]
    written = str(trashed.payload)
    assert [secret in written for secret in (invitation.email, invitation.name, person.email)] == [False] * 3
    line = JournalLine.objects.get(verb="trash.people_forgotten")
    assert (line.subject_id, line.after) == (organisation.pk, {"struck": 2})

    back = people.restore_organisation(actor=SYSTEM, trashed=trashed)
    assert (back.name, list(back.roles.all())) == ("Филиал", [])


def test_what_hangs_on_people_is_forgotten_with_them_and_what_names_them_stays():
    organisation, person = make_organisation(), make_user()
    source = Source.objects.create(organisation=organisation, kind="people", name="Список")
    batch = Batch.objects.create(
        organisation=organisation, kind="people", file_name="Люди.xlsx", source=source
    )
    BatchFile.objects.create(batch=batch, content=b"secret")
    view = SavedView.objects.create(organisation=organisation, screen="events", title="Наш", saved_by=person)
    DefaultView.objects.create(person=person, screen="events", view=view)
    bare = without_people(take(organisation).payload())
    assert sorted(row["model"] for row in bare["rows"]) == [
        "people.organisation",
        "people.organisationname",
        "sheets.source",
    ]
