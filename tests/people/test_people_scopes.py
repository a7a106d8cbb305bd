"""Queries and predicates of every scoped model agree, for random networks, roles, substitutions, shares."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karavan.kernel.actor import SYSTEM
from karavan.people import queries
from karavan.people.enums import CITY_WIDE_ROLES, SEEING_ROLES, RoleKind
from karavan.people.models import (
    Invitation,
    Organisation,
    PersonalView,
    Role,
    Share,
    Substitution,
    User,
)
from karavan.people.rules import can_edit, editing_reach, managing_reach, roles_of, seeing_reach
from karavan.places import queries as places
from karavan.places.models import Place
from karavan.places.rules import can_edit_place
from karavan.programme import queries as programme
from karavan.programme.enums import EventKind, EventStatus, OrganiserRole
from karavan.programme.models import Event, EventOrganiser, Programme
from karavan.programme.rules import can_edit_event, can_edit_programme

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = date(2026, 11, 23)
DAYS = st.integers(min_value=-2, max_value=2)
PEOPLE, NODES = 4, 5
_numbers = count(1)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


@dataclass
class City:
    """A small city written row by row, so that every shape can occur."""

    people: list[User] = field(default_factory=list)
    network: list[Organisation] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def tree(parents: list[int], make: Any) -> list[Any]:
    nodes: list[Any] = []
    for number, parent in enumerate(parents):
        nodes.append(make(number, nodes[parent] if parent < len(nodes) else None))
        nodes[-1].settle()
    return nodes


PARENTS = st.lists(st.integers(min_value=0, max_value=NODES), min_size=NODES, max_size=NODES)
WHO = st.integers(min_value=0, max_value=PEOPLE - 1)
WHERE = st.integers(min_value=0, max_value=NODES - 1)
PERIOD = st.tuples(DAYS, st.integers(min_value=0, max_value=3))
ROLES = st.lists(st.tuples(WHO, st.sampled_from(list(RoleKind)), WHERE, PERIOD, st.booleans()), max_size=8)
SUBSTITUTIONS = st.lists(st.tuples(WHO, WHO, st.none() | WHERE, PERIOD, st.booleans()), max_size=4)
SHARES = st.lists(st.tuples(WHO, st.sampled_from(["event", "programme", "place"]), WHERE, PERIOD), max_size=4)
HIDDEN = st.lists(st.booleans(), min_size=NODES, max_size=NODES)
DRAWN = {
    "parents": PARENTS,
    "branches": PARENTS,
    "roles": ROLES,
    "substitutions": SUBSTITUTIONS,
    "shares": SHARES,
    "public": HIDDEN,
    "active": st.lists(st.booleans(), min_size=PEOPLE, max_size=PEOPLE),
    "owners": st.lists(st.none() | WHERE, min_size=NODES, max_size=NODES),
}


@contextmanager
def built(drawn: dict[str, Any]) -> Iterator[City]:
    """A city for one example; nothing of it is left for the next."""
    with transaction.atomic():
        yield _build(drawn)
        transaction.set_rollback(True)


def _build(drawn: dict[str, Any]) -> City:
    city = City()
    for active in drawn["active"]:
        number = next(_numbers)
        city.people.append(
            User.objects.create(email=f"s{number}@example.org", name=f"P{number}", is_active=active)
        )
    city.network = tree(
        drawn["parents"],
        lambda number, above: Organisation.objects.create(
            name=f"O{number}", kind="library", parent=above, is_public=drawn["public"][number]
        ),
    )
    owner = [None if one is None else city.network[one] for one in drawn["owners"]]
    city.places = tree(
        drawn["branches"],
        lambda number, above: Place.objects.create(
            name=f"L{number}",
            kind="library",
            parent=above,
            organisation=owner[number],
            is_public=drawn["public"][number],
        ),
    )
    city.programmes = tree(
        drawn["branches"],
        lambda number, above: Programme.objects.create(
            slug=f"p{next(_numbers)}", title="P", parent=above, is_public=drawn["public"][number]
        ),
    )
    for number, programme_of in enumerate(city.programmes):
        event = Event.objects.create(
            title=f"E{number}",
            kind=EventKind.CONCERT,
            programme=programme_of if number % 2 else None,
            status=EventStatus.PUBLISHED if drawn["public"][number] else EventStatus.DRAFT,
        )
        city.events.append(event)
        whose = owner[number]
        if whose is not None:
            programme_of.organisations.add(whose)
            role = OrganiserRole.LEAD if number % 3 else OrganiserRole.PARTNER
            EventOrganiser.objects.create(event=event, organisation=whose, role=role)
    _grant(city, drawn)
    return city


def _span(period: tuple[int, int]) -> dict[str, date]:
    start = TODAY + timedelta(days=period[0])
    return {"valid_from": start, "valid_to": start + timedelta(days=period[1])}


def _grant(city: City, drawn: dict[str, Any]) -> None:
    for who, kind, where, period, is_open in drawn["roles"]:
        span: dict[str, Any] = _span(period)
        Role.objects.create(
            person=city.people[who],
            kind=kind,
            organisation=None if kind in CITY_WIDE_ROLES else city.network[where],
            **(span | {"valid_to": None} if is_open else span),
        )
    for who, other, where, period, city_wide in drawn["substitutions"]:
        if who != other:
            Substitution.objects.create(
                person=city.people[who],
                substitute=city.people[other],
                organisation=None if where is None else city.network[where],
                city_wide=city_wide and where is None,
                **_span(period),
            )
    subjects = {"event": city.events, "programme": city.programmes, "place": city.places}
    for who, kind, where, period in drawn["shares"]:
        row = subjects[kind][where]
        Share.objects.create(
            person=city.people[who],
            subject_type=row._meta.label_lower,
            subject_id=row.pk,
            organisation=city.network[where],
            **_span(period),
        )
    for number, organisation in enumerate([*city.network, None]):
        Invitation.objects.create(
            email=f"i{number}@example.org",
            name="I",
            kind="gate",
            organisation=organisation,
            role_from=TODAY,
            expires_at=timezone.now(),
        )
    for viewer in city.people[:2]:
        for person in city.people[2:]:
            PersonalView.objects.create(
                viewer=viewer, person=person, what="page", at=timezone.now(), hour=timezone.now()
            )


def everybody(city: City) -> list[Any]:
    return [None, AnonymousUser(), SYSTEM, *city.people]


def reference_roles(city: City, person: User, day: date) -> set[int]:
    """The roles somebody holds on a day, said over again in plain loops."""
    if not person.is_active:
        return set()
    held = {role.pk for role in Role.objects.filter(person=person) if role.holds_on(day)}
    for row in Substitution.objects.filter(substitute=person):
        if not row.holds_on(day) or not row.person.is_active:
            continue
        for role in row.person.roles.all():
            if not role.holds_on(day):
                continue
            if role.kind in CITY_WIDE_ROLES:
                passed = row.city_wide
            else:
                passed = row.organisation is None or row.organisation_id in role.organisation.lineage_ids
            held |= {role.pk} if passed else set()
    return held


PROPERTY = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@PROPERTY
@given(**DRAWN, shift=DAYS)
def test_roles_held_are_ones_own_and_those_lent(shift: int, **drawn: Any) -> None:
    with built(drawn) as city:
        day = TODAY + timedelta(days=shift)

        for person in city.people:
            assert {role.pk for role in roles_of(person, day)} == reference_roles(city, person, day)
            own = {role.pk for role in roles_of(person, day, lent=False)}
            assert own == (
                {r.pk for r in person.roles.all() if r.holds_on(day)} if person.is_active else set()
            )


@pytest.mark.slow
@PROPERTY
@given(**DRAWN)
def test_people_rows_agree(**drawn: Any) -> None:
    with built(drawn) as city:
        agree = [
            (Role, queries.roles_visible_to, queries.can_see_role),
            (Invitation, queries.invitations_visible_to, queries.can_see_invitation),
            (Substitution, queries.substitutions_visible_to, queries.can_see_substitution),
            (Share, queries.shares_visible_to, queries.can_see_share),
            (PersonalView, queries.views_visible_to, queries.can_see_view),
        ]
        for actor in everybody(city):
            for model, visible, may_see in agree:
                rows = list(model.objects.all())
                assert list(visible(actor).order_by("pk")) == [row for row in rows if may_see(actor, row)]
            here = User.objects.filter(pk__in=[person.pk for person in city.people])
            seen = queries.people_visible_to(actor).filter(pk__in=here)
            assert set(seen) == {person for person in here if queries.can_see_person(actor, person)}
            managing = managing_reach(actor)
            for editable in (queries.roles_editable_by, queries.invitations_editable_by):
                rows = editable(actor)
                assert set(rows) == {
                    one for one in rows.model.objects.all() if managing.covers(one.organisation)
                }
            assert set(queries.substitutions_editable_by(actor)) == {
                row
                for row in Substitution.objects.all()
                if managing.covers(row.organisation)
                or (getattr(actor, "is_active", False) and actor.pk in (row.person_id, row.substitute_id))
            }


@PROPERTY
@given(**DRAWN)
def test_organisations_agree(**drawn: Any) -> None:
    with built(drawn) as city:
        for actor in everybody(city):
            seeing = seeing_reach(actor)
            assert set(queries.editable_by(actor)) == {one for one in city.network if can_edit(actor, one)}
            assert set(queries.visible_to(actor)) == {
                one for one in city.network if one.is_public or seeing.covers(one)
            }
            served = {one.organisation for one in queries.organisations_served(actor)}
            assert served <= {one for one in city.network if seeing.covers(one)}
            if isinstance(actor, User):
                held = roles_of(actor)
                assert served == {role.organisation for role in held if role.kind in SEEING_ROLES}


@pytest.mark.slow
@PROPERTY
@given(**DRAWN)
def test_places_programmes_and_events_agree(**drawn: Any) -> None:
    with built(drawn) as city:
        public_places = set(places.public())
        for actor in everybody(city):
            seeing, editing = seeing_reach(actor), editing_reach(actor)
            shared = _shared(actor)
            under = {pk for kind, pk in shared if kind == "programme.programme"}

            assert set(places.editable_by(actor)) == {
                one for one in city.places if can_edit_place(actor, one)
            }
            assert set(places.visible_to(actor)) == {
                one
                for one in city.places
                if one in public_places
                or seeing.covers(one.organisation)
                or any(("places.place", step) in shared for step in one.lineage_ids)
            }
            assert set(programme.programmes_editable_by(actor)) == {
                one for one in city.programmes if can_edit_programme(actor, one)
            }
            seen = {
                one
                for one in city.programmes
                if one.is_public
                or seeing.everything
                or any(seeing.covers(whose) for whose in one.organisations.all())
                or under & set(one.lineage_ids)
            }
            assert set(programme.programmes_visible_to(actor)) == seen
            assert set(programme.editable_by(actor)) == {
                one for one in city.events if can_edit_event(actor, one)
            }
            assert set(programme.visible_to(actor)) == {
                one
                for one in city.events
                if one.status == EventStatus.PUBLISHED
                or seeing.everything
                or any(seeing.covers(whose) for whose in one.organisations.all())
                or ("programme.event", one.pk) in shared
                or (one.programme is not None and under & set(one.programme.lineage_ids))
            }
            assert editing.everything <= seeing.everything


def _shared(actor: Any) -> set[tuple[str, int]]:
    if not isinstance(actor, User) or not actor.is_active:
        return set()
    return {(row.subject_type, row.subject_id) for row in actor.shares.all() if row.holds_on(TODAY)}
