"""People to sign in as in a demonstration. They exist only where the setting DEMO is on."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.conf import settings

from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import at, today
from karavan.people.actions import assign_role, create_user, share
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation, User
from karavan.programme.actions import create_event
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import EventKind, OrganiserRole
from karavan.programme.models import Event

PASSWORD = "karavan-demo"  # noqa: S105 - public by design, and only in a demonstration
SINCE = date(2026, 1, 1)
LIBRARIES, THEATRE = "chelyabinsk:O-CBS", "chelyabinsk:I002"


@dataclass(frozen=True)
class DemoPerson:
    """A sign-in: e-mail, the name shown to themselves, roles with the source ids of their organisations."""

    email: str
    name: str
    roles: tuple[tuple[RoleKind, str], ...]


def _one(who: str, name: str, role: RoleKind, organisation: str = "") -> DemoPerson:
    return DemoPerson(f"{who}@demo.karavan.test", f"{name} (демо)", ((role, organisation),))


GUEST = _one("guest", "Гость-рецензент", RoleKind.GUEST_REVIEWER, LIBRARIES)

PEOPLE = (
    _one("coordinator", "Координатор", RoleKind.CITY_COORDINATOR),
    _one("head", "Руководитель", RoleKind.CITY_HEAD),
    _one("director", "Директор ЦБС", RoleKind.DIRECTOR, LIBRARIES),
    _one("library", "Редактор ЦБС", RoleKind.PROGRAMME_EDITOR, LIBRARIES),
    _one("theatre", "Редактор театра", RoleKind.PROGRAMME_EDITOR, THEATRE),
    DemoPerson(
        "both@demo.karavan.test",
        "Редактор ЦБС и театра (демо)",
        ((RoleKind.PROGRAMME_EDITOR, LIBRARIES), (RoleKind.PROGRAMME_EDITOR, THEATRE)),
    ),
    _one("statistics", "Статистик ЦБС", RoleKind.STATISTICIAN, LIBRARIES),
    _one("stock", "Кладовщик ЦБС", RoleKind.STOCK_KEEPER, LIBRARIES),
    _one("cashier", "Кассир театра", RoleKind.CASHIER, THEATRE),
    _one("gate", "Контролёр театра", RoleKind.GATE, THEATRE),
    GUEST,
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
            for kind, source_id in person.roles:
                organisation = Organisation.objects.get(source_id=source_id) if source_id else None
                assign_role(actor=SYSTEM, person=user, kind=kind, organisation=organisation, valid_from=SINCE)
        found.append(user)
    return found


def show_to_guest() -> Event | None:
    """Invent a draft of the library system and show it to the guest; None where that was done once.

    A draft, as residents see all else: it is what only a guest of the house sees.
    """
    guest = User.objects.filter(email__iexact=GUEST.email, is_demo=True).first()
    if guest is None or guest.shares.exists():
        return None
    day = today()
    libraries = Organisation.objects.get(source_id=LIBRARIES)
    event = create_event(
        actor=SYSTEM,
        title="Ночь в библиотеке: прогон для рецензента",
        kind=EventKind.PERFORMANCE,
        organisers=[(libraries, OrganiserRole.LEAD)],
        sessions=[SessionDraft(at(day + timedelta(days=21), time(19)))],
        summary="Черновик: его видят библиотека и гость, которому его показали.",
        is_demo=True,
    )
    share(
        actor=SYSTEM,
        subject_type="programme.event",
        subject_id=event.pk,
        person=guest,
        valid_from=day,
        valid_to=day + timedelta(days=365),
    )
    return event
