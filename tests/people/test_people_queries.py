from datetime import date
from typing import Any

import pytest

from factories.people import make_editor, make_organisation, make_role, make_user
from karavan.kernel.actor import SYSTEM
from karavan.people import actions
from karavan.people.enums import ConsentKind, RoleKind
from karavan.people.models import Organisation
from karavan.people.queries import (
    FormerName,
    consents_of,
    load_organisations,
    name_on,
    network,
    public,
    roles_in,
)

pytestmark = pytest.mark.django_db


def test_a_network_reads_from_the_top_by_name(django_assert_num_queries: Any) -> None:
    b = make_organisation(name="B")
    a = make_organisation(name="A")
    make_organisation(name="B2", parent=b)
    b1 = make_organisation(name="B1", parent=b)
    make_organisation(name="B11", parent=b1)
    make_organisation(name="A1", parent=a)

    with django_assert_num_queries(1):
        nodes = network(Organisation.objects.all())

    assert [(node.organisation.name, node.depth) for node in nodes] == [
        ("A", 0),
        ("A1", 1),
        ("B", 0),
        ("B1", 1),
        ("B11", 2),
        ("B2", 1),
    ]


def test_what_is_left_out_of_a_network_hands_its_branches_up() -> None:
    root = make_organisation(name="root")
    hidden = make_organisation(name="hidden", parent=root, is_public=False)
    make_organisation(name="leaf", parent=hidden)

    assert [(node.organisation.name, node.depth) for node in network(public())] == [("root", 0), ("leaf", 1)]


def test_before_its_first_known_name_an_organisation_has_that_of_today() -> None:
    organisation = make_organisation(name="Имя", valid_from=date(2020, 1, 1))

    assert name_on(organisation, date(2010, 1, 1)) == "Имя"


@pytest.mark.parametrize("number", [1, 3])
def test_views_take_two_queries(number: int, django_assert_num_queries: Any) -> None:
    ids = [make_organisation().pk for _ in range(number)]

    with django_assert_num_queries(2):
        assert sorted(load_organisations(ids)) == sorted(ids)


def test_a_view_holds_names_with_their_days_and_what_the_public_may_see() -> None:
    root = make_organisation(name="root")
    organisation = make_organisation(
        name="Управление", parent=root, kind="department", certainty="C", since="1936", is_demo=True
    )
    actions.rename_organisation(
        actor=SYSTEM,
        organisation=organisation,
        name="Комитет",
        name_en="Committee",
        valid_from=date(2025, 4, 1),
    )

    view = load_organisations([organisation.pk, root.pk, 0])[organisation.pk]

    assert (view.id, view.lineage_ids, view.kind, view.name) == (
        organisation.pk,
        (root.pk, organisation.pk),
        "department",
        "Комитет",
    )
    assert (view.is_public, view.certainty, view.is_demo, view.since) == (False, "C", True, "1936")
    assert view.names == (
        FormerName("Управление", "", None, date(2025, 3, 31)),
        FormerName("Комитет", "Committee", date(2025, 4, 1), None),
    )


def test_roles_of_an_organisation_on_a_day() -> None:
    organisation = make_organisation()
    editor = make_editor(organisation)
    past = make_user()
    make_role(past, organisation, RoleKind.GATE, date(2024, 1, 1), date(2024, 12, 31))
    make_editor(make_organisation())

    assert [role.person for role in roles_in(organisation)] == [editor]
    assert {role.person for role in roles_in(organisation, date(2024, 6, 1))} == {editor, past}


def test_consents_in_force() -> None:
    person = make_user()
    given = {"actor": person, "person": person, "text_version": "1"}
    actions.give_consent(kind=ConsentKind.NEWSLETTER, **given)
    kept = actions.give_consent(kind=ConsentKind.PERSONAL_DATA, **given)
    actions.withdraw_consent(actor=person, person=person, kind=ConsentKind.NEWSLETTER)

    assert list(consents_of(person)) == [kept]
