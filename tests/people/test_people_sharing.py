from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from factories.people import make_coordinator, make_editor, make_organisation, make_user
from factories.places import make_place
from factories.programme import EventFactory, ProgrammeFactory
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.people import actions
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation, Share, User
from karavan.people.queries import may_be_shown_to
from karavan.people.sharing import subject_of, subjects, type_of
from karavan.places import queries as places
from karavan.programme import queries as programme
from karavan.programme.enums import OrganiserRole

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
MONTH = TODAY + 30 * DAY


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


@pytest.fixture
def home() -> Organisation:
    return make_organisation()


@pytest.fixture
def editor(home: Organisation) -> User:
    return make_editor(home)


@pytest.fixture
def guest(home: Organisation) -> User:
    return make_editor(home, RoleKind.GUEST_REVIEWER)


def event_of(organisation: Organisation, **given: Any) -> Any:
    return EventFactory(organisers=[(organisation, OrganiserRole.LEAD)], **given)


def share(actor: User, record: Any, person: User, **given: Any) -> Share:
    fields = {"valid_from": TODAY, "valid_to": MONTH, **given}
    return actions.share(
        actor=actor, subject_type=type_of(record), subject_id=record.pk, person=person, **fields
    )


def test_what_may_be_shared() -> None:
    assert [subject.type for subject in subjects()] == [
        "places.place",
        "programme.event",
        "programme.programme",
    ]


def test_a_guest_sees_an_event_that_is_shared_and_no_other(
    home: Organisation, editor: User, guest: User
) -> None:
    shown, hidden = event_of(home), event_of(home)
    assert list(programme.visible_to(guest)) == []

    row = share(editor, shown, guest)

    assert (row.organisation, row.given_by) == (home, editor)
    assert list(programme.visible_to(guest)) == [shown]
    assert set(programme.visible_to(editor)) == {shown, hidden}
    assert list(programme.editable_by(guest)) == []


def test_a_programme_shares_its_events_and_what_lies_below(
    home: Organisation, editor: User, guest: User
) -> None:
    root = ProgrammeFactory(is_public=False, organisations=[home])
    below = ProgrammeFactory(is_public=False, parent=root)
    ProgrammeFactory(is_public=False, organisations=[home])
    events = [event_of(home, programme=root), event_of(home, programme=below)]
    event_of(home)

    share(editor, root, guest)

    assert set(programme.programmes_visible_to(guest)) == {root, below}
    assert set(programme.visible_to(guest)) == set(events)


def test_a_place_shares_its_halls(home: Organisation, editor: User, guest: User) -> None:
    building = make_place(is_public=False, organisation=home)
    hall = make_place(parent=building, level="hall", organisation=home)
    make_place(is_public=False, organisation=home)

    share(editor, building, guest)

    assert set(places.visible_to(guest)) == {building, hall}


def test_it_counts_on_its_days_only(home: Organisation, editor: User, guest: User) -> None:
    event = event_of(home)
    share(editor, event, guest, valid_from=TODAY + DAY, valid_to=TODAY + 2 * DAY)

    seen = []
    for day in range(23, 27):
        with time_machine.travel(f"2026-11-{day}T12:00:00+05:00", tick=False):
            seen.append(programme.visible_to(guest).count())
    assert seen == [0, 1, 1, 0]


def test_only_who_edits_it_shares_it(home: Organisation, guest: User) -> None:
    event = event_of(home)
    for actor in (make_editor(home, RoleKind.CASHIER), make_editor(make_organisation()), guest):
        with pytest.raises(NotAllowed):
            share(actor, event, guest)
    share(make_coordinator(), event, make_user())


def test_an_editor_shares_with_people_of_the_network_only(
    home: Organisation, editor: User, guest: User
) -> None:
    stranger = make_editor(make_organisation(), RoleKind.GUEST_REVIEWER)

    assert list(may_be_shown_to(editor)) == [guest]
    with pytest.raises(Invalid) as caught:
        share(editor, event_of(home), stranger)
    assert list(caught.value.problems) == ["person"]


def test_shared_again_it_lasts_longer(home: Organisation, editor: User, guest: User) -> None:
    event = event_of(home)
    share(editor, event, guest, valid_to=TODAY + DAY)
    share(editor, event, guest, valid_from=TODAY + 5 * DAY, valid_to=TODAY + 6 * DAY)

    share(editor, event, guest, valid_from=TODAY + DAY, valid_to=TODAY + 5 * DAY)

    assert list(Share.objects.values_list("valid_from", "valid_to")) == [(TODAY, TODAY + 6 * DAY)]


def test_days_that_make_no_sense_are_named(home: Organisation, editor: User, guest: User) -> None:
    event = event_of(home)
    for valid_from, valid_to in ((MONTH, TODAY), (TODAY - 2 * DAY, TODAY - DAY)):
        with pytest.raises(Invalid) as caught:
            share(editor, event, guest, valid_from=valid_from, valid_to=valid_to)
        assert list(caught.value.problems) == ["valid_to"]


def test_it_is_taken_back_at_once(home: Organisation, editor: User, guest: User) -> None:
    event = event_of(home)
    old = share(editor, event, guest, valid_from=TODAY - 9 * DAY)
    with pytest.raises(NotAllowed):
        actions.unshare(actor=guest, share=old)

    actions.unshare(actor=editor, share=old)

    assert list(programme.visible_to(guest)) == []
    old.refresh_from_db()
    assert old.valid_to == TODAY - DAY
    with pytest.raises(Conflict):
        actions.unshare(actor=editor, share=old)
    actions.unshare(actor=editor, share=share(editor, event, guest))
    assert Share.objects.count() == 1


def test_a_share_of_what_is_gone_is_ended_by_the_director(
    home: Organisation, editor: User, guest: User
) -> None:
    event = event_of(home)
    row = share(editor, event, guest)
    event.delete()

    with pytest.raises(NotAllowed):
        actions.unshare(actor=editor, share=row)
    actions.unshare(actor=make_editor(home, RoleKind.DIRECTOR), share=row)


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_shared_costs_no_query_more(
    number: int, home: Organisation, editor: User, guest: User, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        share(editor, event_of(home), guest)

    with django_assert_num_queries(2):
        assert len(programme.visible_to(guest)) == number


def test_the_city_owns_what_nobody_owns() -> None:
    coordinator = make_coordinator()
    place = make_place(organisation=None)
    root = ProgrammeFactory()

    assert share(coordinator, place, make_user()).organisation is None
    assert share(coordinator, root, make_user()).organisation is None
    assert subject_of("programme.event").organisation_of(EventFactory(organisers=[])) is None
