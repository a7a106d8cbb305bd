from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.people import actions
from karavan.people.enums import RoleKind
from karavan.people.models import Substitution
from karavan.people.queries import may_stand_in_for, organisations_served
from karavan.people.rules import can_coordinate, can_edit, can_manage, editing_reach, roles_of, seeing_reach

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
NEXT_WEEK = TODAY + 7 * DAY


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


def substitute_for(person: Any, substitute: Any, **given: Any) -> Substitution:
    fields = {"valid_from": TODAY, "valid_to": NEXT_WEEK, **given}
    return actions.set_substitution(actor=SYSTEM, person=person, substitute=substitute, **fields)


def problems(**arguments: Any) -> list[str]:
    with pytest.raises(Invalid) as caught:
        actions.set_substitution(**{"valid_from": TODAY, "valid_to": NEXT_WEEK, **arguments})
    return sorted(caught.value.problems)


def test_the_substitute_holds_the_roles_on_these_days_both_inclusive() -> None:
    organisation = make_organisation()
    absent, substitute = make_editor(organisation, RoleKind.DIRECTOR), make_user()
    substitute_for(absent, substitute, valid_from=TODAY + DAY, valid_to=TODAY + 3 * DAY)

    allowed = [editing_reach(substitute, TODAY + number * DAY).covers(organisation) for number in range(5)]
    assert allowed == [False, True, True, True, False]
    assert [role.person for role in roles_of(substitute, TODAY + DAY)] == [absent]
    assert editing_reach(absent, TODAY + DAY).covers(organisation) is True


def test_roles_lent_take_the_same_one_query(django_assert_num_queries: Any) -> None:
    organisations = [make_organisation() for _ in range(3)]
    substitute = make_editor(organisations[0])
    for organisation in organisations[1:]:
        substitute_for(make_editor(organisation), substitute)

    with django_assert_num_queries(1):
        reach = editing_reach(substitute)
        assert [reach.covers(organisation) for organisation in organisations] == [True, True, True]


def test_a_limit_lets_only_roles_there_and_below_through() -> None:
    root, other = make_organisation(), make_organisation()
    branch = make_organisation(parent=root)
    absent, substitute = make_editor(branch), make_user()
    make_role(absent, other)
    substitute_for(absent, substitute, organisation=root)

    assert [can_edit(substitute, row) for row in (root, branch, other)] == [False, True, False]


def test_there_are_no_chains() -> None:
    organisation = make_organisation()
    first, second, third = make_editor(organisation), make_editor(make_organisation()), make_user()
    substitute_for(first, second)
    substitute_for(second, third)

    assert (can_edit(second, organisation), can_edit(third, organisation)) == (True, False)


def test_nobody_stands_in_for_the_switched_off_nor_when_switched_off() -> None:
    organisation = make_organisation()
    absent, substitute = make_editor(organisation), make_user()
    substitute_for(absent, substitute)
    substitute.is_active = False
    assert can_edit(substitute, organisation) is False
    substitute.is_active = True

    actions.switch_off(actor=SYSTEM, person=absent)

    assert can_edit(substitute, organisation) is False


def test_city_wide_roles_go_along_only_where_a_coordinator_says_so() -> None:
    coordinator, plain, trusted = make_coordinator(), make_user(), make_user()
    make_role(coordinator, make_organisation())
    substitute_for(coordinator, plain, valid_to=TODAY)
    actions.set_substitution(
        actor=coordinator,
        person=coordinator,
        substitute=trusted,
        valid_from=TODAY + DAY,
        valid_to=TODAY + 2 * DAY,
        city_wide=True,
    )

    assert can_coordinate(plain) is False
    with time_machine.travel("2026-11-24T12:00:00+05:00", tick=False):
        assert (can_coordinate(plain), can_coordinate(trusted)) == (False, True)


def test_who_stands_in_for_a_coordinator_passes_nothing_on() -> None:
    coordinator, trusted = make_coordinator(), make_user()
    substitute_for(coordinator, trusted, city_wide=True)
    given = {"person": coordinator, "valid_from": NEXT_WEEK + DAY, "valid_to": NEXT_WEEK + DAY}

    with pytest.raises(NotAllowed):
        actions.set_substitution(actor=trusted, substitute=make_user(), city_wide=True, **given)
    with pytest.raises(NotAllowed):
        actions.assign_role(actor=trusted, person=trusted, kind="city_head", valid_from=TODAY)


def test_an_editor_does_not_grant_city_wide_roles() -> None:
    organisation = make_organisation()
    editor = make_editor(organisation)
    with pytest.raises(NotAllowed):
        actions.set_substitution(
            actor=editor,
            person=editor,
            substitute=make_editor(organisation),
            valid_from=TODAY,
            valid_to=TODAY,
            city_wide=True,
        )
    assert problems(
        actor=SYSTEM, person=editor, substitute=make_user(), city_wide=True, organisation=organisation
    ) == ["city_wide"]


def test_who_may_set_it() -> None:
    root, strange = make_organisation(), make_organisation()
    branch = make_organisation(parent=root)
    director, editor, colleague = (
        make_editor(root, RoleKind.DIRECTOR),
        make_editor(branch),
        make_editor(root, RoleKind.GATE),
    )
    days = iter(range(0, 99, 2))

    def put(actor: Any, **given: Any) -> None:
        day = TODAY + next(days) * DAY
        fields = {"person": editor, "substitute": colleague, "valid_from": day, "valid_to": day, **given}
        actions.set_substitution(actor=actor, **fields)

    put(editor)
    put(director, organisation=branch)
    put(make_coordinator(), substitute=make_user())
    for actor, where in (
        (director, None),
        (colleague, branch),
        (make_editor(strange, RoleKind.DIRECTOR), branch),
        (editor, strange),
    ):
        with pytest.raises((NotAllowed, Invalid)):
            put(actor, organisation=where)
    assert Substitution.objects.count() == 3


def test_a_substitute_is_somebody_of_the_network_with_a_role_and_no_guest() -> None:
    root = make_organisation()
    editor = make_editor(make_organisation(parent=root))
    colleague = make_editor(make_organisation(parent=root), RoleKind.CASHIER)
    former = make_user()
    make_role(former, root, "gate", date(2020, 1, 1), date(2020, 2, 1))
    guest = make_editor(root, RoleKind.GUEST_REVIEWER)
    stranger = make_editor(make_organisation())

    assert list(may_stand_in_for(editor, editor)) == [colleague]
    for one in (former, guest, stranger, editor):
        assert problems(actor=editor, person=editor, substitute=one) == ["substitute"]


def test_what_makes_no_sense_is_named() -> None:
    organisation = make_organisation()
    editor, other = make_editor(organisation), make_editor(organisation)
    given = {"actor": SYSTEM, "person": editor, "substitute": other}

    assert problems(**given, valid_from=TODAY, valid_to=TODAY - DAY) == ["valid_to"]
    assert problems(**given, valid_from=TODAY - 2 * DAY, valid_to=TODAY - DAY) == ["valid_to"]
    assert problems(**given, organisation=make_organisation()) == ["organisation"]
    assert problems(**(given | {"person": make_user()})) == ["organisation"]


def test_one_substitute_for_a_role_on_a_day() -> None:
    root = make_organisation()
    branch, other = make_organisation(parent=root), make_organisation()
    absent = make_editor(branch)
    make_role(absent, other)
    substitute_for(absent, make_user(), organisation=branch)
    substitute_for(absent, make_user(), organisation=other)

    for where in (root, branch, None):
        with pytest.raises(Conflict):
            substitute_for(absent, make_user(), organisation=where, valid_from=NEXT_WEEK, valid_to=NEXT_WEEK)
    substitute_for(absent, make_user(), valid_from=NEXT_WEEK + DAY, valid_to=NEXT_WEEK + DAY)


def test_it_ends_by_itself_or_earlier() -> None:
    organisation = make_organisation()
    absent, substitute = make_editor(organisation), make_user()
    row = substitute_for(absent, substitute, valid_from=TODAY - 3 * DAY)

    with pytest.raises(NotAllowed):
        actions.end_substitution(actor=make_editor(organisation), substitution=row)
    actions.end_substitution(actor=absent, substitution=row)

    row.refresh_from_db()
    assert (row.valid_to, can_edit(substitute, organisation)) == (TODAY - DAY, False)
    with pytest.raises(Conflict):
        actions.end_substitution(actor=absent, substitution=row)


def test_one_that_never_began_goes_away_and_the_substitute_may_decline() -> None:
    absent, substitute = make_editor(make_organisation()), make_user()
    row = substitute_for(absent, substitute, valid_from=TODAY + DAY)

    actions.end_substitution(actor=substitute, substitution=row)

    assert Substitution.objects.count() == 0


def test_the_journal_names_for_whom_somebody_acted() -> None:
    organisation, own = make_organisation(), make_organisation()
    absent, substitute = make_editor(organisation, RoleKind.DIRECTOR), make_editor(own)
    substitute_for(absent, substitute)

    for one in (organisation, own):
        actions.update_organisation(actor=substitute, organisation=one, since="1936")

    labels = JournalLine.objects.filter(verb="organisation.updated").order_by("id")
    assert list(labels.values_list("actor_id", "actor_label")) == [
        (substitute.pk, f"{substitute.name}, замещая: {absent.name}"),
        (substitute.pk, substitute.name),
    ]


def test_only_who_stands_in_costs_the_journal_a_query(django_assert_num_queries: Any) -> None:
    organisation, own = make_organisation(), make_organisation()
    absent, substitute, editor = make_editor(organisation), make_editor(own), make_editor(own)
    substitute_for(absent, substitute)
    for actor, number in ((editor, 0), (substitute, 1)):
        assert can_edit(actor, own) is True
        with django_assert_num_queries(number):
            assert actor.journal_label(own.pk) == actor.name


def test_by_substitution_nobody_gives_a_lasting_role_to_themselves() -> None:
    organisation = make_organisation()
    absent, substitute = make_editor(organisation, RoleKind.DIRECTOR), make_editor(organisation)
    substitute_for(absent, substitute)
    given = {"actor": substitute, "organisation": organisation, "valid_from": TODAY}

    assert can_manage(substitute, organisation) is True
    with pytest.raises(NotAllowed):
        actions.assign_role(person=substitute, kind="director", **given)
    actions.assign_role(person=make_user(), kind="gate", **given)


def test_organisations_served_by_roles_and_by_substitutions(django_assert_num_queries: Any) -> None:
    mine, theirs, shown = (make_organisation(name=name) for name in ("Б", "А", "В"))
    person, absent = make_editor(mine), make_editor(theirs, RoleKind.DIRECTOR)
    make_role(person, mine, RoleKind.CASHIER)
    make_role(person, shown, RoleKind.GUEST_REVIEWER)
    substitute_for(absent, person)

    with django_assert_num_queries(1):
        served = organisations_served(person)

    assert [(one.organisation, one.kinds, one.in_place_of) for one in served] == [
        (theirs, (RoleKind.DIRECTOR,), absent),
        (mine, (RoleKind.PROGRAMME_EDITOR, RoleKind.CASHIER), None),
    ]
    assert organisations_served(make_coordinator()) == []


def test_a_guests_role_opens_nothing() -> None:
    organisation = make_organisation(is_public=False)
    guest = make_editor(organisation, RoleKind.GUEST_REVIEWER)

    assert seeing_reach(guest).covers(organisation) is False
