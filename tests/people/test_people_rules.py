from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
import rules
import time_machine
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from karavan.kernel.actor import SYSTEM
from karavan.people.enums import CITY_WIDE_ROLES, RoleKind
from karavan.people.models import Organisation, Role, User
from karavan.people.queries import editable_by, public, visible_to
from karavan.people.rules import Reach, can_coordinate, can_edit, can_manage, editing_reach, roles_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
_numbers = count(1)


@pytest.fixture(autouse=True)
def _today() -> None:
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


@pytest.mark.parametrize(
    ("kind", "edits", "manages"),
    [
        (RoleKind.DIRECTOR, True, True),
        (RoleKind.PROGRAMME_EDITOR, True, False),
        (RoleKind.STOCK_KEEPER, False, False),
        (RoleKind.STATISTICIAN, False, False),
        (RoleKind.CASHIER, False, False),
        (RoleKind.GATE, False, False),
        (RoleKind.GUEST_REVIEWER, False, False),
    ],
)
def test_what_a_role_of_the_organisation_allows(kind: RoleKind, edits: bool, manages: bool) -> None:
    organisation = make_organisation()
    person = make_editor(organisation, kind)

    assert (can_edit(person, organisation), can_manage(person, organisation)) == (edits, manages)


@pytest.mark.parametrize(
    ("kind", "allowed"), [(RoleKind.CITY_COORDINATOR, True), (RoleKind.CITY_HEAD, False)]
)
def test_the_city_coordinator_edits_everything_the_head_only_looks(kind: RoleKind, allowed: bool) -> None:
    organisation = make_organisation(is_public=False)
    person = make_user()
    make_role(person, None, kind)

    assert can_edit(person, organisation) == allowed
    assert can_coordinate(person) == allowed
    assert list(visible_to(person)) == [organisation]


def test_a_role_reaches_down_the_network_never_up_or_aside() -> None:
    root = make_organisation()
    branch, sister = make_organisation(parent=root), make_organisation(parent=root)
    leaf = make_organisation(parent=branch)
    person = make_editor(branch)

    assert [can_edit(person, row) for row in (root, branch, sister, leaf)] == [False, True, False, True]


def test_ids_that_begin_alike_are_not_one_network() -> None:
    first = make_organisation()
    Organisation.objects.filter(pk=first.pk).update(path="/1/")
    other = make_organisation()
    Organisation.objects.filter(pk=other.pk).update(path="/12/")
    person = make_editor(Organisation.objects.get(pk=first.pk))

    assert can_edit(person, Organisation.objects.get(pk=other.pk)) is False


@pytest.mark.parametrize(
    ("starts", "ends", "allowed"),
    [(0, 0, True), (-1, None, True), (1, None, False), (-9, -1, False), (-9, 0, True)],
)
def test_a_role_counts_on_its_days_only(starts: int, ends: int | None, allowed: bool) -> None:
    organisation = make_organisation()
    person = make_user()
    make_role(
        person,
        organisation,
        valid_from=TODAY + timedelta(days=starts),
        valid_to=None if ends is None else TODAY + timedelta(days=ends),
    )

    assert can_edit(person, organisation) == allowed
    assert len(roles_of(person, TODAY)) == int(allowed)


def test_the_day_is_the_citys() -> None:
    organisation = make_organisation()
    person = make_user()
    make_role(person, organisation, valid_from=date(2026, 11, 24))

    with time_machine.travel("2026-11-23T18:59:59Z", tick=False):
        assert can_edit(person, organisation) is False
    with time_machine.travel("2026-11-23T19:00:00Z", tick=False):
        assert can_edit(person, organisation) is True


def test_nobody_and_the_switched_off_may_nothing_the_system_everything() -> None:
    organisation = make_organisation()
    person = make_editor(organisation, RoleKind.DIRECTOR)
    person.is_active = False

    assert [can_edit(actor, organisation) for actor in (None, AnonymousUser(), person, SYSTEM)] == [
        False,
        False,
        False,
        True,
    ]
    assert [roles_of(actor) for actor in (None, AnonymousUser(), person, SYSTEM)] == [[], [], [], []]


def test_what_belongs_to_nobody_is_the_citys() -> None:
    editor = make_editor(make_organisation(), RoleKind.DIRECTOR)

    assert [can_edit(actor, None) for actor in (editor, make_coordinator(), SYSTEM)] == [False, True, True]


def test_the_same_stands_as_permissions_of_rules() -> None:
    organisation = make_organisation()
    editor, coordinator = make_editor(organisation), make_coordinator()

    assert [
        rules.has_perm("people.change_organisation", who, organisation) for who in (editor, coordinator)
    ] == [
        True,
        True,
    ]
    assert [
        rules.has_perm("people.manage_organisation", who, organisation) for who in (editor, coordinator)
    ] == [
        False,
        True,
    ]
    assert [rules.has_perm("people.coordinate_city", who) for who in (editor, coordinator)] == [False, True]


def test_one_query_judges_many(django_assert_num_queries: Any) -> None:
    organisations = [make_organisation() for _ in range(3)]
    person = make_editor(organisations[1])

    with django_assert_num_queries(1):
        reach = editing_reach(person)
        assert [reach.covers(organisation) for organisation in organisations] == [False, True, False]


def test_the_public_sees_what_is_public_and_checked() -> None:
    shown = make_organisation(name="shown")
    make_organisation(name="hidden", is_public=False)
    make_organisation(name="unchecked", certainty="C")
    verify = make_organisation(name="a detail to verify", certainty="B")

    for actor in (None, AnonymousUser(), make_user()):
        assert set(visible_to(actor)) == {shown, verify}
    assert set(public()) == {shown, verify}
    assert visible_to(SYSTEM).count() == 4


def test_any_role_opens_its_own_organisation() -> None:
    hidden = make_organisation(certainty="C")
    branch = make_organisation(parent=hidden, is_public=False)
    make_organisation(certainty="C")
    person = make_user()
    make_role(person, hidden, RoleKind.CASHIER)

    assert set(visible_to(person)) == {hidden, branch}
    assert set(editable_by(person)) == set()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    parents=st.lists(st.integers(min_value=0, max_value=5), min_size=1, max_size=5),
    held=st.lists(
        st.tuples(
            st.sampled_from(list(RoleKind)),
            st.integers(min_value=0, max_value=4),
            st.integers(min_value=-2, max_value=1),
            st.none() | st.integers(min_value=0, max_value=2),
        ),
        max_size=4,
    ),
    is_active=st.booleans(),
)
def test_predicate_and_query_agree(
    parents: list[int], held: list[tuple[RoleKind, int, int, int | None]], is_active: bool
) -> None:
    network: list[Organisation] = []
    for parent in parents:
        above = network[parent] if parent < len(network) else None
        network.append(make_organisation(parent=above))
    person = User.objects.create(email=f"p{next(_numbers)}@example.org", name="P", is_active=is_active)
    for kind, where, starts, length in held:
        organisation = None if kind in CITY_WIDE_ROLES else network[where % len(network)]
        valid_from = TODAY + timedelta(days=starts)
        valid_to = None if length is None else valid_from + timedelta(days=length)
        Role.objects.create(
            person=person, kind=kind, organisation=organisation, valid_from=valid_from, valid_to=valid_to
        )

    here = [organisation.pk for organisation in network]
    editable = set(editable_by(person).filter(pk__in=here))

    assert editable == {organisation for organisation in network if can_edit(person, organisation)}
    assert editable <= set(visible_to(person))


PATHS = st.lists(st.integers(1, 3), min_size=1, max_size=3).map(
    lambda steps: f"/{'/'.join(map(str, steps))}/"
)


@given(st.frozensets(PATHS, max_size=3), st.booleans(), st.none() | PATHS, PATHS)
def test_what_lies_within_an_organisation_is_covered_before_and_lies_there(
    paths: frozenset[str], everything: bool, inside: str | None, asked: str
) -> None:
    reach = Reach(everything, paths)
    house = None if inside is None else Organisation(path=inside)
    place = Organisation(path=asked)
    expected = reach.covers(place) and (inside is None or asked.startswith(inside))
    assert reach.within(house).covers(place) == expected
