from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from karavan.kernel import events
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.people import actions
from karavan.people.enums import ConsentKind, OrganisationKind, RoleKind
from karavan.people.events import OrganisationChanged
from karavan.people.models import Organisation, OrganisationName, Role, User
from karavan.people.queries import name_on

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


@pytest.fixture
def news() -> Iterator[list[Any]]:
    heard: list[Any] = []
    events.subscribe_in_transaction([OrganisationChanged], heard.extend)
    yield heard
    events._together[OrganisationChanged].remove(heard.extend)


def problems(call: Any, **arguments: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as caught:
        call(**arguments)
    return caught.value.problems


def last_line() -> tuple[Any, ...]:
    line = JournalLine.objects.latest("id")
    return line.verb, line.subject_type, line.subject_id, line.organisation_id, line.before, line.after


class TestUsers:
    def test_a_person_signs_in_by_e_mail_whatever_its_case(self) -> None:
        user = actions.create_user(
            actor=SYSTEM, email="Anna@Example.ORG", name=" Анна ", password="long-Phrase-7"
        )

        assert (user.email, user.name, user.check_password("long-Phrase-7")) == (
            "Anna@example.org",
            "Анна",
            True,
        )
        assert User.objects.get_by_natural_key("anna@example.org") == user

    def test_without_a_password_none_fits(self) -> None:
        assert (
            actions.create_user(actor=SYSTEM, email="a@example.org", name="A").has_usable_password() is False
        )

    def test_the_journal_keeps_neither_name_nor_address(self) -> None:
        user = make_user(email="a@example.org", name="Анна", is_demo=True)

        assert last_line() == ("user.created", "people.user", user.pk, None, {}, {"is_demo": True})

    def test_one_address_one_person(self) -> None:
        make_user(email="a@example.org")

        found = problems(actions.create_user, actor=SYSTEM, email="A@EXAMPLE.ORG", name="B")
        assert len(found) == 1
        assert User.objects.count() == 1

    def test_what_is_missing_is_named(self) -> None:
        assert sorted(problems(actions.create_user, actor=SYSTEM, email="nonsense", name="")) == [
            "email",
            "name",
        ]

    def test_directors_and_coordinators_add_people(self) -> None:
        organisation = make_organisation()
        director = make_editor(organisation, RoleKind.DIRECTOR)

        assert make_coordinator().pk is not None
        actions.create_user(actor=director, email="a@example.org", name="A")
        for actor in (make_editor(organisation), make_user()):
            with pytest.raises(NotAllowed):
                actions.create_user(actor=actor, email="b@example.org", name="B")


class TestOrganisations:
    def test_a_new_organisation_has_its_first_name_and_a_line(self, news: list[Any]) -> None:
        organisation = actions.create_organisation(
            actor=SYSTEM,
            name="Комитет\x00 по культуре",
            kind=OrganisationKind.DEPARTMENT,
            short_name="Комитет",
            valid_from=date(2025, 4, 1),
            description="Первая строка\nвторая",
        )

        assert (organisation.name, str(organisation)) == ("Комитет по культуре", "Комитет")
        assert organisation.description == "Первая строка\nвторая"
        assert list(OrganisationName.objects.values_list("name", "short_name", "valid_from", "valid_to")) == [
            ("Комитет по культуре", "Комитет", date(2025, 4, 1), None)
        ]
        assert last_line() == (
            "organisation.created",
            "people.organisation",
            organisation.pk,
            organisation.pk,
            {},
            {"name": "Комитет по культуре", "kind": "department"},
        )
        assert news == [OrganisationChanged(organisation.pk)]

    def test_wrong_fields_are_named_and_nothing_is_written(self, news: list[Any]) -> None:
        found = problems(
            actions.create_organisation, actor=SYSTEM, name=" ", kind="pub", website="javascript:alert(1)"
        )

        assert sorted(found) == ["kind", "name", "website"]
        assert (Organisation.objects.count(), JournalLine.objects.count(), news) == (0, 0, [])

    def test_a_source_has_each_key_once(self) -> None:
        make_organisation(source_id="I001")

        assert len(problems(make_organisation, source_id="I001")) == 1

    def test_editors_add_branches_only_coordinators_new_networks(self) -> None:
        root = make_organisation()
        editor = make_editor(root)

        branch = actions.create_organisation(actor=editor, name="Филиал", kind="library", parent=root)
        assert branch.lineage_ids == [root.pk, branch.pk]
        with pytest.raises(NotAllowed):
            actions.create_organisation(actor=editor, name="Своя", kind="library")
        assert actions.create_organisation(actor=make_coordinator(), name="Новая", kind="library").pk

    def test_a_correction_mends_the_name_of_today_and_tells_what_changed(self, news: list[Any]) -> None:
        organisation = make_organisation(name="Дом культры")
        news.clear()

        actions.update_organisation(
            actor=SYSTEM, organisation=organisation, name="Дом культуры", since="1936"
        )

        assert [row.name for row in organisation.names.all()] == ["Дом культуры"]
        assert last_line()[4:] == (
            {"name": "Дом культры", "since": ""},
            {"name": "Дом культуры", "since": "1936"},
        )
        assert news == [OrganisationChanged(organisation.pk)]

    def test_an_update_that_changes_nothing_leaves_no_trace(self, news: list[Any]) -> None:
        organisation = make_organisation(since="1936")
        news.clear()

        actions.update_organisation(actor=SYSTEM, organisation=organisation, since="1936")

        assert last_line()[0] == "organisation.created"
        assert news == []

    def test_a_move_takes_branches_along_and_announces_them(self, news: list[Any]) -> None:
        root, new = make_organisation(), make_organisation()
        branch = make_organisation(parent=root)
        leaf = make_organisation(parent=branch)
        news.clear()

        actions.update_organisation(actor=SYSTEM, organisation=branch, parent=new)

        leaf.refresh_from_db()
        assert leaf.lineage_ids == [new.pk, branch.pk, leaf.pk]
        assert news == [OrganisationChanged(branch.pk), OrganisationChanged(leaf.pk)]

    def test_a_move_under_itself_is_refused(self) -> None:
        root = make_organisation()
        branch = make_organisation(parent=root)

        assert list(
            problems(actions.update_organisation, actor=SYSTEM, organisation=root, parent=branch)
        ) == ["parent"]

    def test_a_move_needs_both_ends(self) -> None:
        mine, strange = make_organisation(), make_organisation()
        branch = make_organisation(parent=mine)

        with pytest.raises(NotAllowed):
            actions.update_organisation(actor=make_editor(mine), organisation=branch, parent=strange)
        with pytest.raises(NotAllowed):
            actions.update_organisation(actor=make_editor(mine), organisation=branch, parent=None)

    def test_an_editor_takes_no_branch_out_of_its_network(self) -> None:
        above, elsewhere = make_organisation(), make_organisation()
        branch = make_organisation(parent=above)
        ambitious = make_editor(branch)
        make_role(ambitious, elsewhere, RoleKind.DIRECTOR)

        with pytest.raises(NotAllowed):
            actions.update_organisation(actor=ambitious, organisation=branch, parent=elsewhere)

        # Who directs the network may, where they edit the other end.
        director = make_editor(above, RoleKind.DIRECTOR)
        make_role(director, elsewhere)
        branch.refresh_from_db()
        actions.update_organisation(actor=director, organisation=branch, parent=elsewhere)
        assert branch.lineage_ids == [elsewhere.pk, branch.pk]

    def test_strangers_change_nothing(self) -> None:
        organisation = make_organisation()
        stranger = make_editor(make_organisation(), RoleKind.DIRECTOR)

        with pytest.raises(NotAllowed):
            actions.update_organisation(actor=stranger, organisation=organisation, since="1936")
        with pytest.raises(NotAllowed):
            actions.rename_organisation(actor=stranger, organisation=organisation, name="X", valid_from=TODAY)

    def test_fields_that_nobody_sets_by_hand_are_refused(self) -> None:
        with pytest.raises(TypeError, match="path"):
            actions.update_organisation(actor=SYSTEM, organisation=make_organisation(), path="/1/")


class TestNames:
    def test_a_renaming_ends_the_former_name_the_day_before(self) -> None:
        organisation = make_organisation(name="Управление культуры")

        actions.rename_organisation(
            actor=SYSTEM,
            organisation=organisation,
            name="Комитет по культуре",
            name_en="Culture Committee",
            valid_from=date(2025, 4, 1),
        )

        organisation.refresh_from_db()
        assert (organisation.name, organisation.name_en) == ("Комитет по культуре", "Culture Committee")
        assert list(organisation.names.values_list("name", "valid_from", "valid_to")) == [
            ("Управление культуры", None, date(2025, 3, 31)),
            ("Комитет по культуре", date(2025, 4, 1), None),
        ]
        assert [name_on(organisation, day) for day in (date(2025, 3, 31), date(2025, 4, 1))] == [
            "Управление культуры",
            "Комитет по культуре",
        ]

    def test_a_name_to_come_waits_for_its_day(self, news: list[Any]) -> None:
        organisation = make_organisation(name="Старое")
        other = make_organisation(name="Другое")
        actions.rename_organisation(
            actor=SYSTEM, organisation=organisation, name="Новое", valid_from=date(2027, 1, 1)
        )
        organisation.refresh_from_db()
        assert organisation.name == "Старое"
        news.clear()

        assert actions.refresh_organisations(actor=SYSTEM, day=date(2026, 12, 31)) == []
        assert actions.refresh_organisations(actor=SYSTEM, day=date(2027, 1, 1)) == [organisation.pk]

        organisation.refresh_from_db()
        other.refresh_from_db()
        assert (organisation.name, other.name) == ("Новое", "Другое")
        assert news == [OrganisationChanged(organisation.pk)]

    def test_a_name_found_later_goes_in_between(self) -> None:
        organisation = make_organisation(name="Первое")
        for name, year in (("Третье", 2020), ("Второе", 2010)):
            actions.rename_organisation(
                actor=SYSTEM, organisation=organisation, name=name, valid_from=date(year, 1, 1)
            )

        assert list(organisation.names.values_list("name", "valid_to")) == [
            ("Первое", date(2009, 12, 31)),
            ("Второе", date(2019, 12, 31)),
            ("Третье", None),
        ]
        organisation.refresh_from_db()
        assert organisation.name == "Третье"

    def test_programme_editors_do_not_rename(self) -> None:
        organisation = make_organisation()

        with pytest.raises(NotAllowed):
            actions.rename_organisation(
                actor=make_editor(organisation), organisation=organisation, name="X", valid_from=TODAY
            )
        actions.rename_organisation(
            actor=make_editor(organisation, RoleKind.DIRECTOR),
            organisation=organisation,
            name="X",
            valid_from=TODAY,
        )

    def test_an_empty_name_is_refused(self) -> None:
        assert list(
            problems(
                actions.rename_organisation,
                actor=SYSTEM,
                organisation=make_organisation(),
                name="\x00 ",
                valid_from=TODAY,
            )
        ) == ["name"]

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.integers(min_value=-6, max_value=6), max_size=5))
    def test_names_never_overlap_and_the_last_word_on_a_day_stands(self, starts: list[int]) -> None:
        organisation = make_organisation(name="first")
        told: dict[int, str] = {}
        for number, start in enumerate(starts):
            told[start] = f"name {number}"
            actions.rename_organisation(
                actor=SYSTEM,
                organisation=organisation,
                name=told[start],
                valid_from=TODAY + timedelta(days=start),
            )

        rows = list(organisation.names.all())
        for number in range(-8, 9):
            day = TODAY + timedelta(days=number)
            begun = [start for start in told if start <= number]
            expected = told[max(begun)] if begun else "first"
            holders = [
                row.name for row in rows if (row.valid_from or date.min) <= day <= (row.valid_to or date.max)
            ]
            assert holders == [expected]
            if number == 0:
                assert Organisation.objects.get(pk=organisation.pk).name == expected


class TestRoles:
    def test_a_role_is_given_for_a_period(self) -> None:
        organisation, person = make_organisation(), make_user()
        role = make_role(person, organisation, RoleKind.CASHIER, date(2026, 1, 1), date(2026, 12, 31))

        assert [role.holds_on(day) for day in (date(2025, 12, 31), TODAY, date(2027, 1, 1))] == [
            False,
            True,
            False,
        ]
        assert last_line() == (
            "role.assigned",
            "people.role",
            role.pk,
            organisation.pk,
            {},
            {"person": person.pk, "kind": "cashier", "valid_from": "2026-01-01"},
        )

    def test_directors_give_roles_at_home_only(self) -> None:
        home, strange = make_organisation(), make_organisation()
        branch = make_organisation(parent=home)
        director, person = make_editor(home, RoleKind.DIRECTOR), make_user()

        for organisation in (home, branch):
            actions.assign_role(
                actor=director, person=person, organisation=organisation, kind="gate", valid_from=TODAY
            )
        with pytest.raises(NotAllowed):
            actions.assign_role(
                actor=director, person=person, organisation=strange, kind="gate", valid_from=TODAY
            )
        with pytest.raises(NotAllowed):
            actions.assign_role(
                actor=make_editor(home), person=person, organisation=home, kind="cashier", valid_from=TODAY
            )

    @pytest.mark.parametrize("kind", [RoleKind.CITY_COORDINATOR, RoleKind.CITY_HEAD])
    def test_nobody_lifts_themselves_to_the_city(self, kind: RoleKind) -> None:
        organisation = make_organisation()
        director = make_editor(organisation, RoleKind.DIRECTOR)

        for where in (None, organisation):
            with pytest.raises(NotAllowed):
                actions.assign_role(
                    actor=director, person=director, kind=kind, organisation=where, valid_from=TODAY
                )

    def test_city_roles_have_no_organisation_all_others_one(self) -> None:
        person, organisation = make_user(), make_organisation()
        given = {"actor": SYSTEM, "person": person, "valid_from": TODAY}

        assert list(problems(actions.assign_role, kind="city_head", organisation=organisation, **given)) == [
            "organisation"
        ]
        assert list(problems(actions.assign_role, kind="director", **given)) == ["organisation"]
        assert list(problems(actions.assign_role, kind="king", organisation=organisation, **given)) == [
            "kind"
        ]
        assert list(
            problems(
                actions.assign_role,
                kind="director",
                organisation=organisation,
                valid_to=TODAY - timedelta(days=1),
                **given,
            )
        ) == ["valid_to"]

    def test_the_same_role_is_not_given_twice_for_a_day(self) -> None:
        organisation, person = make_organisation(), make_user()
        make_role(person, organisation, "gate", date(2026, 1, 1), date(2026, 6, 30))

        with pytest.raises(Conflict):
            make_role(person, organisation, "gate", date(2026, 6, 30), date(2026, 7, 30))
        make_role(person, organisation, "gate", date(2026, 7, 1))
        make_role(person, organisation, "cashier", date(2026, 6, 30))
        make_role(person, make_organisation(), "gate", date(2026, 6, 30))

    def test_a_role_ends_with_its_last_day(self) -> None:
        organisation = make_organisation()
        director = make_editor(organisation, RoleKind.DIRECTOR)
        role = make_role(make_user(), organisation, "gate")

        actions.end_role(actor=director, role=role, last_day=TODAY)

        role.refresh_from_db()
        assert role.valid_to == TODAY
        with pytest.raises(Conflict):
            actions.end_role(actor=director, role=role, last_day=TODAY)
        with pytest.raises(NotAllowed):
            actions.end_role(actor=make_editor(organisation), role=role, last_day=date(2026, 1, 1))

    def test_an_older_look_at_a_role_prolongs_nothing(self) -> None:
        person, organisation = make_user(), make_organisation()
        role = make_role(person, organisation)
        older = Role.objects.get(pk=role.pk)
        actions.end_role(actor=SYSTEM, role=role, last_day=TODAY - timedelta(days=7))

        with pytest.raises(Conflict):
            actions.end_role(actor=SYSTEM, role=older, last_day=TODAY)

        assert Role.objects.get(pk=role.pk).valid_to == TODAY - timedelta(days=7)
        actions.end_role(actor=SYSTEM, role=role, last_day=role.valid_from - timedelta(days=1))
        with pytest.raises(Conflict):
            actions.end_role(actor=SYSTEM, role=older, last_day=date(2020, 1, 1))

    def test_a_role_that_never_began_goes_away(self) -> None:
        organisation = make_organisation()
        role = make_role(make_user(), organisation, "gate", valid_from=date(2027, 1, 1))

        actions.end_role(actor=SYSTEM, role=role, last_day=TODAY)

        assert organisation.roles.count() == 0
        assert last_line()[0] == "role.ended"


class TestConsents:
    def test_a_consent_is_given_once_and_withdrawn(self) -> None:
        person = make_user()
        given = {"actor": person, "person": person, "kind": ConsentKind.NEWSLETTER}

        first = actions.give_consent(text_version="1", **given)
        assert actions.give_consent(text_version="1", **given) == first
        second = actions.give_consent(text_version="2", **given)

        assert actions.withdraw_consent(**given) == [first, second]
        assert actions.withdraw_consent(**given) == []
        assert actions.give_consent(text_version="2", **given).pk not in {first.pk, second.pk}
        assert JournalLine.objects.filter(verb="consent.given").count() == 3

    def test_nobody_agrees_for_another(self) -> None:
        person = make_user()

        for actor in (make_user(), make_coordinator()):
            with pytest.raises(NotAllowed):
                actions.give_consent(actor=actor, person=person, kind="newsletter", text_version="1")
            with pytest.raises(NotAllowed):
                actions.withdraw_consent(actor=actor, person=person, kind="newsletter")

    def test_kind_and_version_are_needed(self) -> None:
        person = make_user()

        assert list(
            problems(actions.give_consent, actor=person, person=person, kind="soul", text_version="1")
        ) == ["kind"]
        assert list(
            problems(actions.give_consent, actor=person, person=person, kind="newsletter", text_version=" ")
        ) == ["text_version"]
