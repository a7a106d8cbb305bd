"""Everybody who could come to the office, a record of every kind of one house, and every address."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time as clock
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from factories.notices import make_notice
from factories.people import (
    make_coordinator,
    make_editor,
    make_organisation,
    make_role,
    make_user,
)
from factories.places import make_district, make_hall, make_photo, make_place
from factories.planning import hold_hall, make_asset
from factories.programme import BenefitCategoryFactory, EventFactory, ProgrammeFactory
from karavan.hygiene.models import Finding
from karavan.integrations.sheets.models import Batch, Source
from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import at, today
from karavan.kernel.trash.models import TrashedRecord
from karavan.office.models import BulkRun
from karavan.people.enums import FounderLevel, RoleKind
from karavan.people.models import Invitation, Share, Substitution, User
from karavan.planning import actions as planning
from karavan.programme.enums import OrganiserRole

PERSONAS = (
    "nobody",
    "off",
    "stranger",
    "gate",
    "cashier",
    "stock",
    "statistician",
    "guest",
    "editor",
    "director",
    "neighbour_editor",
    "neighbour",
    "head",
    "coordinator",
)
"""Columns of the table. The neighbours work elsewhere, the others for the house whose records these are."""

SECRET = "Тайнопись"
"""In the name of everything that the neighbours may not see."""

ROLES = {
    "gate": RoleKind.GATE,
    "cashier": RoleKind.CASHIER,
    "stock": RoleKind.STOCK_KEEPER,
    "statistician": RoleKind.STATISTICIAN,
    "guest": RoleKind.GUEST_REVIEWER,
    "editor": RoleKind.PROGRAMME_EDITOR,
    "director": RoleKind.DIRECTOR,
}


@dataclass
class World:
    """A library, hidden from residents, with one record of every kind; a theatre; people of both."""

    people: dict[str, User] = field(default_factory=dict)
    records: SimpleNamespace = field(default_factory=SimpleNamespace)

    def client(self, persona: str) -> Client:
        """A browser in which this person is signed in, switched off afterwards where they are."""
        client = Client(raise_request_exception=False)
        person = self.people.get(persona)
        if person is not None:
            client.force_login(person)
            # As whoever came in just now, who is not asked again who they are.
            session = client.session
            session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
            session["account_authentication_methods_user"] = str(person.pk)
            session.save()
        return client


def build() -> World:
    """Everything but what is shown to residents: nobody gets a 200 for being a resident."""
    assert "test" in str(connection.settings_dict["NAME"]), "never the database of an installation"
    world = World()
    ours = make_organisation(name=f"{SECRET} библиотека", is_public=False)
    theirs = make_organisation(name="Театр")
    for name, kind in ROLES.items():
        world.people[name] = make_user(name=name)
        make_role(world.people[name], ours, kind)
    world.people["neighbour_editor"] = make_editor(theirs)
    world.people["neighbour"] = make_editor(theirs, RoleKind.DIRECTOR)
    world.people["stranger"] = make_user(name="stranger")
    world.people["off"] = make_editor(ours, RoleKind.DIRECTOR)
    User.objects.filter(pk=world.people["off"].pk).update(is_active=False)
    world.people["head"] = make_user(name="head")
    make_role(world.people["head"], None, RoleKind.CITY_HEAD)
    world.people["coordinator"] = make_coordinator()
    _fill(world.records, ours, theirs)
    return world


def without_factor(person: User) -> User:
    """The same person before they have a second factor."""
    Authenticator.objects.filter(user=person).delete()
    return person


def _fill(found: SimpleNamespace, ours: Any, theirs: Any) -> None:
    day = today()
    days = {"valid_from": day, "valid_to": day + timedelta(days=9)}
    found.organisation = ours
    found.colleague = make_user(name=f"{SECRET} коллега")
    found.role = make_role(found.colleague, ours, RoleKind.CASHIER)
    found.place = make_place(name=f"{SECRET} здание", organisation=ours, certainty="C")
    found.hall = make_hall(found.place, name=f"{SECRET} зал")
    found.photo = make_photo(found.place)
    found.district = make_district()
    found.event = EventFactory(
        title=f"{SECRET} вечер", place=found.place, organisers=[(ours, OrganiserRole.LEAD)]
    )
    found.session = found.event.sessions.get()
    found.programme = ProgrammeFactory(title=f"{SECRET} месячник", is_public=False)
    found.programme.organisations.add(ours)
    found.benefit = BenefitCategoryFactory()
    found.invitation = Invitation.objects.create(
        email="new@example.org", name=f"{SECRET} новичок", organisation=ours, kind=RoleKind.CASHIER,
        role_from=day, expires_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    found.substitution = Substitution.objects.create(
        person=found.colleague, substitute=make_user(), organisation=ours, **days
    )
    shown = {"subject_type": "programme.event", "subject_id": found.event.pk}
    found.share = Share.objects.create(person=found.colleague, organisation=ours, **shown, **days)
    found.run = BulkRun.objects.create(person=found.colleague, screen="events", action="publish")
    found.trashed = TrashedRecord.objects.create(
        model="places.place", subject_id=10**6, title=f"{SECRET} чулан", organisation_id=ours.pk, payload={},
        trashed_by_label="x",
    )  # fmt: skip
    source = Source.objects.create(kind="places", organisation=ours, name=f"{SECRET} таблица")
    found.batch = Batch.objects.create(
        kind="places", organisation=ours, author=found.colleague, source=source, file_name="a.xlsx"
    )
    found.notice = make_notice(found.colleague)
    found.passkey = Authenticator.objects.create(
        user=found.colleague, type="webauthn", data={"name": "Ключ", "credential": {}}
    )
    found.session_row = UserSession.objects.create(
        user=found.colleague, ip="127.0.0.1", session_key="of-a-colleague", user_agent="x"
    )
    found.hold = hold_hall(found.hall, note=f"{SECRET} репетиция")
    found.asset = make_asset(organisation=ours, name="Сцена на колёсах")
    found.club = make_organisation(name="Клуб", parent=ours, founder_level=FounderLevel.MUNICIPAL)
    found.gap = Finding.objects.create(organisation=found.club, code="phone", key="phone", by="registry")
    at_noon = at(day + timedelta(days=9), clock(12))
    found.plan = planning.add_entry(
        actor=SYSTEM, organisation=ours, title=f"{SECRET} замысел", kind="concert", starts_at=at_noon,
        ends_at=at_noon + timedelta(hours=2), is_confidential=True,
    )  # fmt: skip
    found.circumstance = planning.add_circumstance(
        actor=SYSTEM, organisation=ours, title="Ремонт моста", kind="roadworks", effect="note",
        first_day=day, last_day=day + timedelta(days=9),
    )  # fmt: skip
    found.other_place = make_place(name="Сцена", organisation=theirs)


# What fills the parameters of an address: by the address up to and including the parameter.
SAMPLES: dict[str, str] = {
    "office/trash/<int:pk>": "trashed",
    "office/sign-in/demo/<int:pk>": "colleague",
    "office/account/sessions/<int:pk>": "session_row",
    "office/account/passkeys/<int:pk>": "passkey",
    "office/places/<int:pk>": "place",
    "office/places/<int:pk>/photos/<int:photo>": "photo",
    "office/plans/<int:pk>": "plan",
    "office/days/<int:pk>": "circumstance",
    "office/holds/<int:pk>": "hold",
    "office/assets/<int:pk>": "asset",
    "office/districts/<int:pk>": "district",
    "office/events/<int:pk>": "event",
    "office/events/<int:pk>/dates/<int:session_pk>": "session",
    "office/programmes/<int:pk>": "programme",
    "office/benefits/<int:pk>": "benefit",
    "office/calendar/<int:organisation_id>": "organisation",
    "office/hygiene/<int:pk>": "club",
    "office/hygiene/gaps/<int:pk>": "gap",
    "office/people/<int:pk>": "colleague",
    "office/people/<int:pk>/role/<int:role>": "role",
    "office/invitations/<int:pk>": "invitation",
    "office/organisations/<int:pk>": "organisation",
    "office/substitutions/<int:pk>": "substitution",
    "office/share/<int:pk>": "share",
    "office/notices/<int:pk>": "notice",
    "office/imports/<int:pk>": "batch",
    "office/duplicates/<str:kind>/<int:first>": "place",
    "office/duplicates/<str:kind>/<int:first>/<int:second>": "other_place",
    "office/origins/<str:kind>/<int:pk>": "place",
}
WORDS: dict[str, str] = {
    "office/places/<int:pk>/access/new/<int:step>": "1",
    "office/events/<int:pk>/do/<slug:verb>": "publish",
    "office/calendar/<int:organisation_id>/<str:month>": "2026-12",
    "office/imports/new/<str:kind>": "places",
    "office/imports/template/<str:kind>": "places",
    "office/duplicates/<str:kind>": "places",
    "office/origins/<str:kind>": "places",
    "office/invitation/<str:token>": "not-a-token",
    "office/notices/stop/<str:token>": "not-a-token",
}


class NoSample(LookupError):
    """An address has a parameter that nobody has given a sample for: add it to SAMPLES or WORDS."""


def addresses() -> dict[str, str]:
    """Every address of the office by its pattern, with its name."""
    found = _patterns(get_resolver().url_patterns)
    return {pattern: name for pattern, name in found if pattern.startswith("office")}


def _patterns(found: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for one in found:
        pattern = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _patterns(one.url_patterns, pattern)
        else:
            yield pattern, one.name or ""


def filled(pattern: str, records: SimpleNamespace) -> str:
    """The address with samples in the place of its parameters. Raises NoSample."""
    parts, shown = pattern.split("/"), []
    for number, part in enumerate(parts):
        if not part.startswith("<"):
            shown.append(part)
            continue
        so_far = "/".join(parts[: number + 1])
        kept = so_far.split("/")
        if kept[-2] == "bulk":
            shown.append(str(records.run.pk))
        elif so_far in SAMPLES:
            shown.append(str(getattr(records, SAMPLES[so_far]).pk))
        elif so_far in WORDS:
            shown.append(WORDS[so_far])
        else:
            raise NoSample(so_far)
    return "/" + "/".join(shown)


def body(answer: Any) -> bytes:
    """All of an answer; files that it is streamed from are closed by that."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


LETTERS = {200: "o", 403: "f", 404: "n", 405: "m", 410: "g"}


def letter(answer: HttpResponse) -> str:
    """One letter for what an answer is; the table's legend."""
    if answer.status_code == 302:
        return "s" if answer["Location"].startswith("/office/sign-in/") else "r"
    return {200: "o", 403: "f", 404: "n", 405: "m", 410: "g"}.get(
        answer.status_code, f"[{answer.status_code}]"
    )


LEFT_OUT = frozenset({"sessions.session", "usersessions.usersession", "people.personalview"})
"""What looking changes: who looked at whom is written down, sessions are kept."""


def state() -> str:
    """A digest of every row of the database that a forbidden write could change."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda one: one._meta.label_lower):
        label = model._meta.label_lower
        if label in LEFT_OUT or not model._meta.managed or label.startswith(("catalogue.", "django_tasks")):
            continue
        names = [one.attname for one in model._meta.concrete_fields if one.attname != "last_login"]
        digest.update(label.encode())
        for row in model._base_manager.order_by("pk").values_list(*names):
            digest.update(repr(row).encode())
    return digest.hexdigest()
