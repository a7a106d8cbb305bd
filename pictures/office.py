"""Who works in the office on the photographs, and what they have in hand."""

from datetime import timedelta
from secrets import token_urlsafe

from karavan.kernel.actor import SYSTEM
from karavan.people.actions import assign_role, create_user, invite, share
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation, User
from karavan.places.models import Place
from karavan.programme import actions as programme
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import EventKind, OrganiserRole, PriceKind
from karavan.programme.models import Event, Programme
from pictures import office_diary, office_news, office_tables, town


def build(place: Place) -> tuple[dict[str, User], dict[str, str]]:
    """People by the name of their part, and addresses of records by the name of a picture."""
    house = place.organisation or Organisation.objects.order_by("pk")[0]
    people = {
        "director": _person("director@example.org", "Марина Соколова", RoleKind.DIRECTOR, house),
        "editor": _person("editor@example.org", "Анна Редакторова", RoleKind.PROGRAMME_EDITOR, house),
        "guest": _person("guest@example.org", "Пётр Гостев", RoleKind.GUEST_REVIEWER, house),
        "head": _person("head@example.org", "Игорь Главный", RoleKind.CITY_HEAD, None),
        "coordinator": User.objects.get(email=town.STAFF),
    }
    draft = _draft(place, house)
    invite(
        actor=SYSTEM, email="new@example.org", name="Ольга Новикова", kind=RoleKind.PROGRAMME_EDITOR,
        organisation=house,
    )  # fmt: skip
    share(
        actor=people["director"], subject_type="programme.event", subject_id=draft.pk, person=people["guest"],
        valid_from=town.TODAY, valid_to=town.TODAY + timedelta(days=14),
    )  # fmt: skip
    office_news.fill(people, place, house)
    programme.remove_event(actor=people["editor"], event=_draft(place, house, "Вечер, который не состоится"))
    programme.update_event(actor=people["editor"], event=draft, age_mark=0)
    festival = Programme.objects.get(slug="spring-2027")
    festival.organisations.add(house)
    return people, {
        **office_tables.fill(people["editor"], place, house),
        **office_diary.fill(people["editor"], place, house),
        "office-event": str(draft.pk),
        "office-programme": str(festival.pk),
        "office-place": str(place.pk),
        "office-organisation": str(house.pk),
        "office-person": str(people["editor"].pk),
    }


def _person(email: str, name: str, kind: RoleKind, house: Organisation | None) -> User:
    person = create_user(actor=SYSTEM, email=email, name=name, password=token_urlsafe())
    assign_role(actor=SYSTEM, person=person, kind=kind, organisation=house, valid_from=town.TODAY)
    return person


def _draft(place: Place, house: Organisation, title: str = "Новогодний вечер с самоваром") -> Event:
    return programme.create_event(
        actor=SYSTEM, title=title, kind=EventKind.FESTIVAL, age_mark=6, place=place,
        summary="Чай, хоровод и письма Деду Морозу.", organisers=[(house, OrganiserRole.LEAD)],
        price_kind=PriceKind.FREE, sessions=[SessionDraft(town.at(26, 15))],
    )  # fmt: skip
