from datetime import date
from typing import Any

import pytest
import time_machine

from factories.people import make_coordinator, make_organisation, make_role, make_user
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.people import actions
from karavan.people.models import PersonalView, User
from karavan.people.queries import organisations_found, views_of
from karavan.people.rules import can_edit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_view_is_noted_once_an_hour_for_each_kind_of_page(django_assert_num_queries: Any) -> None:
    viewer, first, second = make_user(), make_user(), make_user()
    everybody = [viewer.pk, first.pk, second.pk]

    with time_machine.travel("2026-11-23T12:10:00+05:00", tick=False):
        assert actions.note_views(actor=viewer, person_ids=everybody, what="list") == 2
        assert actions.note_views(actor=viewer, person_ids=[first.pk], what="page") == 1
    with time_machine.travel("2026-11-23T12:59:00+05:00", tick=False), django_assert_num_queries(1):
        assert actions.note_views(actor=viewer, person_ids=everybody, what="list") == 0
    with time_machine.travel("2026-11-23T13:00:00+05:00", tick=False):
        assert actions.note_views(actor=viewer, person_ids=[first.pk], what="list") == 1
        assert [(view.viewer, view.what) for view in views_of(first)] == [
            (viewer, "list"),
            (viewer, "page"),
            (viewer, "list"),
        ]
    assert views_of(viewer).count() == 0


def test_the_system_looks_unnoticed() -> None:
    assert actions.note_views(actor=SYSTEM, person_ids=[make_user().pk], what="list") == 0


def test_lines_are_kept_a_year() -> None:
    viewer, person = make_user(), make_user()
    for moment in ("2025-11-22T12:00:00Z", "2025-11-24T12:00:00Z"):
        with time_machine.travel(moment, tick=False):
            actions.note_views(actor=viewer, person_ids=[person.pk], what="page")

    assert actions.forget_views(actor=SYSTEM, day=date(2026, 11, 24)) == 1
    assert PersonalView.objects.count() == 1
    with pytest.raises(NotAllowed):
        actions.forget_views(actor=person, day=date(2027, 1, 1))


class TestSwitchingOff:
    def test_sessions_end_at_once_and_roles_count_for_nothing(self, client: Any) -> None:
        organisation, person = make_organisation(), make_user()
        make_role(person, organisation)
        client.force_login(person, "karavan.config.auth.PasswordBackend")
        before = person.get_session_auth_hash()

        actions.switch_off(actor=make_coordinator(), person=person, reason="ушла")

        person.refresh_from_db()
        assert person.get_session_auth_hash() != before
        assert (person.is_active, can_edit(person, organisation)) == (False, False)
        line = JournalLine.objects.latest("id")
        assert (line.verb, line.after, line.reason) == ("user.switched_off", {"is_active": False}, "ушла")
        actions.switch_on(actor=SYSTEM, person=person)
        # An old session does not come back with the account.
        assert client.get("/office/").status_code == 302

    def test_only_coordinators_and_never_themselves(self) -> None:
        coordinator, person = make_coordinator(), make_user()
        with pytest.raises(NotAllowed):
            actions.switch_off(actor=person, person=make_user())
        with pytest.raises(Conflict):
            actions.switch_off(actor=coordinator, person=coordinator)
        with pytest.raises(Conflict):
            actions.switch_on(actor=coordinator, person=person)
        actions.switch_off(actor=coordinator, person=person)
        with pytest.raises(Conflict):
            actions.switch_off(actor=coordinator, person=person)

    def test_a_person_signs_themselves_out_everywhere(self) -> None:
        person = make_user()
        before = person.get_session_auth_hash()

        actions.end_sessions(actor=person, person=person)

        assert User.objects.get(pk=person.pk).get_session_auth_hash() != before
        with pytest.raises(NotAllowed):
            actions.end_sessions(actor=make_user(), person=person)


def test_people_name_themselves() -> None:
    person = make_user(name="Анна")
    actions.rename_person(actor=person, person=person, name="  Анна   Петровна ")
    assert User.objects.get(pk=person.pk).name == "Анна Петровна"
    lines = JournalLine.objects.count()
    actions.rename_person(actor=make_coordinator(), person=person, name="Анна Петровна")
    assert JournalLine.objects.filter(verb="user.renamed").count() == 1
    assert JournalLine.objects.count() == lines + 2
    with pytest.raises(NotAllowed):
        actions.rename_person(actor=make_user(), person=person, name="X")


def test_organisations_are_found_by_those_who_see_the_whole_city() -> None:
    library = make_organisation(name="Библиотека им. Пушкина")
    make_organisation(name="Театр")

    assert organisations_found(make_coordinator(), "пушкин") == [library]
    assert organisations_found(make_user(), "пушкин") == []
