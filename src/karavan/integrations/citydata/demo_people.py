"""People to sign in as in a demonstration. They exist only where the setting DEMO is on."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from karavan.kernel.actor import SYSTEM
from karavan.people.actions import assign_role, create_user
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation, User

PASSWORD = "karavan-demo"  # noqa: S105 - public by design, and only in a demonstration
SINCE = date(2026, 1, 1)


@dataclass(frozen=True)
class DemoPerson:
    """A sign-in: e-mail, the name shown to themselves, the role, and the source id of their organisation."""

    email: str
    name: str
    role: RoleKind
    organisation: str = ""


PEOPLE = (
    DemoPerson("coordinator@demo.karavan.test", "Координатор (демо)", RoleKind.CITY_COORDINATOR),
    DemoPerson("head@demo.karavan.test", "Руководитель (демо)", RoleKind.CITY_HEAD),
    DemoPerson(
        "library@demo.karavan.test", "Редактор ЦБС (демо)", RoleKind.PROGRAMME_EDITOR, "chelyabinsk:O-CBS"
    ),
    DemoPerson(
        "theatre@demo.karavan.test", "Редактор театра (демо)", RoleKind.PROGRAMME_EDITOR, "chelyabinsk:I002"
    ),
)


class NotADemo(RuntimeError):
    """Demonstration people were asked for where the setting DEMO is off."""


def seed_people() -> list[User]:
    """Create the demonstration people that do not exist yet. Raises NotADemo outside a demonstration."""
    if not settings.DEMO:
        raise NotADemo("demonstration sign-ins exist only where KARAVAN_DEMO is on")
    found = []
    for person in PEOPLE:
        user = User.objects.filter(email__iexact=person.email).first()
        if user is None:
            user = create_user(
                actor=SYSTEM, email=person.email, name=person.name, password=PASSWORD, is_demo=True
            )
        if not user.roles.exists():
            organisation = (
                Organisation.objects.get(source_id=person.organisation) if person.organisation else None
            )
            assign_role(
                actor=SYSTEM, person=user, kind=person.role, organisation=organisation, valid_from=SINCE
            )
        found.append(user)
    return found
