"""What the rooms do becomes news for those whom it concerns, and for nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from factories.places import make_hall, make_place
from factories.programme import START, EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.journal.models import JournalLine
from karavan.notices.actions import notify
from karavan.notices.models import Notice
from karavan.notices.news import of_day, of_lines
from karavan.people import actions as people_actions
from karavan.people.enums import RoleKind
from karavan.places import actions as places_actions
from karavan.places.enums import PlaceState
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import OrganiserRole
from karavan.programme.models import Session
from notices.hearing import told, work

pytestmark = pytest.mark.slow

NOW = datetime(2027, 2, 20, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db):
    return make_organisation(name="Дом культуры «Заря»")


@pytest.fixture
def editor(house):
    return make_editor(house)


@pytest.fixture
def colleague(house):
    return make_editor(house)


@pytest.fixture
def event(house):
    return EventFactory(
        title="Вечер", organisers=[(house, OrganiserRole.LEAD)], publish=True, sessions=[SessionDraft(START)]
    )


def words(notice):
    return notice.text.replace("\xa0", " ")


def forget():
    work()
    Notice.objects.all().delete()


def test_a_cancelled_event_is_told_to_its_editors_but_not_to_who_did_it(event, editor, colleague):
    forget()
    actions.cancel_event(actor=editor, event=event, reason="Болезнь артиста")
    assert told(editor) == []
    assert told(colleague) == [("cancelled", "Отменено: Вечер")]
    notice = Notice.objects.get()
    assert words(notice) == f"Почему: Болезнь артиста. Кто: {editor.name}."
    assert notice.reason == "потому что у вас роль: редактор программы, Дом культуры «Заря»"
    assert (notice.url, notice.urgent) == (f"/office/events/{event.pk}/", True)
    assert (notice.subject_type, notice.subject_id) == ("programme.event", event.pk)


def test_cancelled_on_the_day_is_louder(event, editor, colleague):
    forget()
    with time_machine.travel(START - timedelta(hours=3), tick=False):
        actions.cancel_session(actor=editor, session=Session.objects.get(event=event), note="Авария")
        assert told(colleague) == [("cancelled_today", "Отменено сегодня: Вечер")]
    assert words(Notice.objects.get()) == f"1 марта, 18:00. Почему: Авария. Кто: {editor.name}."


def test_a_moved_date_tells_from_when_to_when(event, editor, colleague):
    forget()
    session = Session.objects.get(event=event)
    actions.move_session(actor=editor, session=session, starts_at=START + timedelta(days=1))
    assert told(colleague) == [("moved", "Перенесено: Вечер")]
    assert words(Notice.objects.get()) == f"1 марта, 18:00 → 2 марта, 18:00. Кто: {editor.name}."


def test_a_change_tells_what_was_changed(event, editor, colleague):
    forget()
    actions.update_event(actor=editor, event=event, title="Большой вечер", age_mark=12)
    assert told(colleague) == [("changed", "Изменено: Большой вечер")]
    assert words(Notice.objects.get()) == f"Что: возрастная отметка, название. Кто: {editor.name}."


def test_two_who_edit_together_hear_of_each_other(event, editor, colleague):
    other = make_editor(event.organisers.get().organisation)
    actions.update_event(actor=colleague, event=event, age_mark=12)
    forget()
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        actions.update_event(actor=editor, event=event, title="Большой вечер")
        assert told(colleague) == [("merged", "Правили вместе: Большой вечер")]
        assert told(other) == [("changed", "Изменено: Большой вечер")]
    forget()
    with time_machine.travel(NOW + timedelta(minutes=51), tick=False):
        actions.update_event(actor=editor, event=event, title="Ещё больше")
        assert told(colleague) == [("changed", "Изменено: Ещё больше")]


def line_of_batch(person, verb, **after):
    return JournalLine.objects.create(
        actor_id=person.pk,
        actor_label=person.name,
        verb=verb,
        subject_type="sheets.batch",
        subject_id=7,
        after={"file": "март.xlsx", **after},
        reason="Столбцов не узнать",
    ).pk


def test_a_long_import_is_told_to_who_sent_it(editor):
    small = line_of_batch(editor, "batch.written", new=20, same=100)
    large = line_of_batch(editor, "batch.written", new=400, changed=20, same=3)
    failed = line_of_batch(editor, "batch.failed")
    news = of_lines([small, large, failed])
    assert [(one.topic, one.title, one.text) for one in news] == [
        ("import", "Загружено: март.xlsx", "Записано 420 записей."),
        ("import_failed", "Не загружено: март.xlsx", "Столбцов не узнать"),
    ]
    assert [(one.url, list(one.audience)) for one in news] == [("/office/imports/7/", [editor.pk])] * 2


def test_what_the_system_does_is_told_too(event, colleague):
    forget()
    actions.update_event(actor=SYSTEM, event=event, title="Большой вечер")
    assert told(colleague) == [("changed", "Изменено: Большой вечер")]


def test_who_wrote_it_hears_of_it_too_while_they_may_edit(event, editor, house):
    coordinator = make_coordinator()
    actions.update_event(actor=coordinator, event=event, title="Большой вечер")
    gone = make_editor(house)
    actions.update_event(actor=gone, event=event, age_mark=12)
    gone.roles.all().delete()
    forget()
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        actions.update_event(actor=editor, event=event, title="Ещё больше")
    assert told(coordinator) == [("changed", "Изменено: Ещё больше")]
    assert Notice.objects.get().reason == "потому что вы работали над этим событием"
    assert told(gone) == []


def test_editors_above_hear_of_branches_that_have_none(db):
    network = make_organisation()
    branch, other = make_organisation(parent=network), make_organisation(parent=network)
    above, own = make_editor(network), make_editor(branch)
    forget()
    for organisation in (branch, other):
        event = EventFactory(title=str(organisation), organisers=[(organisation, OrganiserRole.LEAD)])
        actions.update_event(actor=SYSTEM, event=event, age_mark=12)
    assert told(above) == [("changed", f"Изменено: {other}")]
    assert told(own) == [("changed", f"Изменено: {branch}")]


def test_on_the_way_to_a_release(house, editor):
    director = make_editor(house, RoleKind.DIRECTOR)
    event = EventFactory(title="Вечер", organisers=[(house, OrganiserRole.LEAD)])
    forget()
    actions.send_for_release(actor=editor, event=event)
    assert told(director) == [("release_asked", "На выпуск: Вечер")]
    actions.send_back(actor=director, event=event, reason="Нет фотографии")
    assert told(editor) == [("sent_back", "Возвращено: Вечер")]
    assert words(Notice.objects.get(person=editor)) == f"Почему: Нет фотографии. Кто: {director.name}."
    actions.publish_event(actor=director, event=event)
    assert told(editor)[1:] == [("released", "Опубликовано: Вечер")]


def test_without_a_director_the_city_releases(house, editor):
    coordinator = make_coordinator()
    event = EventFactory(title="Вечер", organisers=[(house, OrganiserRole.LEAD)])
    forget()
    actions.send_for_release(actor=editor, event=event)
    assert told(coordinator) == [("release_asked", "На выпуск: Вечер")]


def test_a_closed_place_tells_whose_dates_it_breaks(event, editor):
    stranger = make_editor(make_organisation())
    forget()
    places_actions.set_place_state(
        actor=SYSTEM,
        place=event.place,
        state=PlaceState.REPAIR,
        valid_from=date(2027, 3, 1),
        valid_to=date(2027, 3, 5),
        reason="Ремонт крыши",
    )
    assert told(editor) == [("place_closes", f"{event.place.name} закрывается: сорван 1 сеанс")]
    assert words(Notice.objects.get()) == (
        "Закрыто: 1–5 марта. Почему: Ремонт крыши.\nВечер — 1 марта, 18:00"
    )
    assert told(stranger) == []


def test_a_place_that_closes_without_breaking_anything_is_no_news(editor, event):
    forget()
    places_actions.set_place_state(
        actor=SYSTEM,
        place=make_hall(make_place()),
        state=PlaceState.CLOSED,
        valid_from=date(2027, 3, 1),
    )
    assert told(editor) == []


def test_a_record_that_came_into_doubt(house, editor):
    forget()
    people_actions.update_organisation(
        actor=SYSTEM, organisation=house, certainty="B", staff_note="Год основания?"
    )
    place = make_place(name="Клуб", organisation=house)
    places_actions.update_place(actor=SYSTEM, place=place, certainty="C")
    assert told(editor) == [
        ("check", "На проверку: Дом культуры «Заря»"),
        ("check", "На проверку: Клуб"),
    ]
    first, second = Notice.objects.order_by("pk")
    assert (words(first), first.url) == ("Год основания?", "/office/checks/?kind=organisation")
    assert second.url == "/office/checks/?kind=place"


def test_roles_given_and_ended(house):
    director, person = make_editor(house, RoleKind.DIRECTOR), make_user()
    forget()
    role = people_actions.assign_role(
        actor=director,
        person=person,
        kind=RoleKind.CASHIER,
        organisation=house,
        valid_from=date(2027, 2, 20),
        valid_to=date(2027, 12, 31),
    )
    people_actions.end_role(actor=director, role=role, last_day=date(2027, 3, 5))
    work()
    (notice,) = Notice.objects.all()
    assert (notice.person, notice.times, notice.title) == (
        person,
        2,
        "Ваша роль заканчивается: Кассир · Дом культуры «Заря»",
    )
    assert words(notice) == f"Последний день: 5 марта. Кто: {director.name}."


def test_mornings_tell_of_roles_and_substitutions(house):
    person, absent = make_user(), make_editor(house)
    make_role(person, house, RoleKind.CASHIER, valid_to=date(2027, 3, 6))
    make_role(person, house, RoleKind.GATE, valid_to=date(2027, 2, 19))
    make_role(person, house, RoleKind.STATISTICIAN, valid_to=date(2027, 3, 7))
    people_actions.set_substitution(
        actor=SYSTEM,
        person=absent,
        substitute=person,
        valid_from=date(2027, 2, 21),
        valid_to=date(2027, 2, 25),
    )
    forget()
    notify(actor=SYSTEM, news=of_day(date(2027, 2, 20)))
    assert told(person) == [
        ("role", "Через 14 дней заканчивается роль: Кассир · Дом культуры «Заря»"),
        ("role", "Роль закончилась: Контролёр на входе · Дом культуры «Заря»"),
    ]
    forget()
    notify(actor=SYSTEM, news=of_day(date(2027, 2, 21)))
    assert told(person)[1:] == [("substitution", f"С сегодняшнего дня вы замещаете: {absent.name}")]
    assert told(absent) == [("substitution", f"С сегодняшнего дня вас замещает: {person.name}")]
    forget()
    notify(actor=SYSTEM, news=of_day(date(2027, 2, 26)))
    assert told(absent) == [("substitution", f"Больше вас не замещает: {person.name}")]


def test_many_changes_of_one_action_are_one_notice(house, editor, colleague):
    events = [
        EventFactory(title=f"Вечер {number}", organisers=[(house, OrganiserRole.LEAD)])
        for number in range(1, 8)
    ]
    for event in events:
        actions.send_for_release(actor=colleague, event=event)
    forget()
    actions.publish_events(actor=editor, events=events)
    assert told(colleague) == [("released", "Выпущено 7 событий")]
    assert words(Notice.objects.get()) == "Вечер 1\nВечер 2\nВечер 3\nВечер 4\nВечер 5\n…"
    assert told(editor) == []


@pytest.mark.parametrize("number", [1, 3])
def test_reading_lines_takes_the_same_queries(house, editor, django_assert_num_queries, number):
    lines = []
    for _ in range(number):
        event = EventFactory(organisers=[(house, OrganiserRole.LEAD)])
        actions.update_event(actor=SYSTEM, event=event, age_mark=12)
        lines.append(JournalLine.objects.filter(verb="event.changed").latest("pk").pk)
    with django_assert_num_queries(7):
        assert len(of_lines(lines)) == number


def test_what_takes_place_after_all_is_told_with_its_date(event, editor, colleague):
    session = event.sessions.get()
    actions.cancel_session(actor=SYSTEM, session=session, note="Прорвало трубу")
    work()
    actions.restore_session(actor=editor, session=session)
    work()
    notice = Notice.objects.filter(person=colleague).latest("pk")
    assert (notice.topic, notice.title) == ("moved", "Состоится: Вечер")
    assert words(notice).startswith("1 марта")
