"""People and organisations made through the actions, with nothing said that a test does not ask for."""

from datetime import date
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator

from karavan.kernel.actor import SYSTEM
from karavan.people import actions
from karavan.people.enums import CITY_WIDE_ROLES, OrganisationKind, RoleKind
from karavan.people.models import Organisation, Role, User

LONG_AGO = date(2020, 1, 1)
_numbers = count(1)


def make_user(**given: Any) -> User:
    """A person who may sign in, without any role."""
    number = next(_numbers)
    fields = {"email": f"person{number}@example.org", "name": f"Person {number}", **given}
    return actions.create_user(actor=SYSTEM, **fields)


def make_organisation(**given: Any) -> Organisation:
    """A house of culture, public, at the top of its own network."""
    fields = {"name": f"Дом культуры № {next(_numbers)}", "kind": OrganisationKind.CULTURE_HOUSE, **given}
    return actions.create_organisation(actor=SYSTEM, **fields)


def make_role(
    person: User,
    organisation: Organisation | None,
    kind: str = RoleKind.PROGRAMME_EDITOR,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> Role:
    """A role in force since long ago, with no end; who holds a city-wide one has a second factor, too."""
    if kind in CITY_WIDE_ROLES:
        give_second_factor(person)
    return actions.assign_role(
        actor=SYSTEM,
        person=person,
        organisation=organisation,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def give_second_factor(person: User) -> Authenticator:
    """Without it the office leads a person with a city-wide role to set one up first."""
    found, _made = Authenticator.objects.get_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}}
    )
    return found


def make_editor(organisation: Organisation, kind: str = RoleKind.PROGRAMME_EDITOR) -> User:
    """A person with an editing role in the organisation."""
    person = make_user()
    make_role(person, organisation, kind)
    return person


def make_coordinator() -> User:
    """A city coordinator."""
    person = make_user()
    make_role(person, None, RoleKind.CITY_COORDINATOR)
    return person
