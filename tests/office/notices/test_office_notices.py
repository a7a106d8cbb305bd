"""The list of notices, the switches, muting by a link."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from factories.notices import make_notice
from factories.people import make_editor, make_organisation, make_user
from karavan.kernel.journal.models import JournalLine
from karavan.notices import actions, queries, tokens
from karavan.notices.enums import Channel, Topic
from karavan.notices.models import ChannelAddress, Mute, Notice, PushSubscription
from karavan.notices.tokens import Stop
from portal.reading import Read

LIST, SETTINGS = "/office/notices/", "/office/notices/settings/"
NOON = datetime(2027, 3, 1, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def person(db):
    return make_editor(make_organisation())


@pytest.fixture
def staff(person):
    client = Client()
    client.force_login(person)
    return client


def shown(response):
    """The list as (day, time, title)."""
    page = Read(response)
    found = []
    for day in page.all("section", class_="told__day"):
        for row in day.all("li"):
            found.append((day.one("h2").text, row.one("time").text, row.one("h3").text.replace("\xa0", " ")))
    return found


def test_unread_first_then_by_day(client, person, clock):
    make_notice(person, title="Первое")
    clock.shift(timedelta(days=1))
    make_notice(person, title="Второе")
    clock.shift(timedelta(hours=1))
    make_notice(person, title="Третье")
    read = make_notice(person, title="Прочитанное")
    actions.mark_read(actor=person, ids=[read.pk])
    client.force_login(person)
    assert shown(client.get(LIST)) == [
        ("Сегодня новое", "13:00", "Третье"),
        ("Сегодня новое", "12:00", "Второе"),
        ("Вчера новое", "12:00", "Первое"),
        ("Сегодня", "13:00", "Прочитанное"),
    ]


def test_nothing_yet_says_what_will_be_here(staff):
    assert Read(staff.get(LIST)).one(class_="empty__title").text == "Пока ничего"


def test_others_notices_are_not_there(staff):
    theirs = make_notice(make_user())
    assert shown(staff.get(LIST)) == []
    assert staff.get(f"{LIST}{theirs.pk}/").status_code == 404
    assert staff.post(f"{LIST}mute/", {"mute": f"ever-{theirs.pk}"}).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.read_at, Mute.objects.count()) == (None, 0)


def test_following_one_reads_it(staff, person):
    notice = make_notice(person, url="/office/events/7/")
    response = staff.get(f"{LIST}{notice.pk}/")
    assert (response.status_code, response["Location"]) == (302, "/office/events/7/")
    assert queries.unread_count(person) == 0


def test_a_notice_never_leads_away(staff, person):
    notice = make_notice(person, url="//evil.example/")
    assert staff.get(f"{LIST}{notice.pk}/")["Location"] == LIST


def test_reading_all_leaves_what_came_since(staff, person, clock):
    make_notice(person)
    until = Read(staff.get(LIST)).one("input", name="until")["value"]
    clock.shift(timedelta(seconds=5))
    make_notice(person)
    assert staff.post(f"{LIST}read/", {"until": until})["Location"] == LIST
    assert queries.unread_count(person) == 1
    staff.post(f"{LIST}read/", {"until": "nonsense"})
    assert queries.unread_count(person) == 0


def test_muting_for_a_week_and_hearing_again(staff, person):
    notice = make_notice(person, title="Изменено: Вечер", subject_id=7)
    staff.post(f"{LIST}mute/", {"mute": f"week-{notice.pk}"})
    muted = Mute.objects.get()
    assert (muted.person, muted.subject_id, muted.until) == (person, 7, NOON + timedelta(days=7))
    page = Read(staff.get(SETTINGS))
    assert page.one("button", name="muted").text == "Снова сообщать: Изменено: Вечер"
    staff.post(f"{SETTINGS}unmute/", {"muted": muted.pk})
    assert Mute.objects.count() == 0
    verbs = JournalLine.objects.filter(actor_id=person.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["notices.muted", "notices.unmuted"]


@pytest.mark.parametrize("sent", ["", "ever-", "week-x", "ever-99999999"])
def test_muting_nothing_is_a_404(staff, sent):
    assert staff.post(f"{LIST}mute/", {"mute": sent}).status_code == 404


def test_the_bell_counts(staff, person):
    for _ in range(3):
        make_notice(person)
    assert Read(staff.get(LIST)).one("span", class_="rail__count").text.startswith("3")


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list(staff, person, django_assert_num_queries, number):
    for _ in range(number):
        make_notice(person)
    with django_assert_num_queries(6):
        staff.get(LIST)


def test_pages_of_the_list(staff, person):
    for _ in range(53):
        make_notice(person)
    assert len(shown(staff.get(LIST))) == 50
    assert Read(staff.get(LIST)).one("a", rel="next")["href"] == "?page=2"
    assert len(shown(staff.get(f"{LIST}?page=2"))) == 3
    assert staff.get(f"{LIST}?page=x").status_code == 200


def test_the_table_of_switches(staff, person):
    page = Read(staff.get(SETTINGS))
    assert [cell.text for cell in page.one("thead").all("th")] == ["Что", "В кабинете", "Письмом"]
    boxes = page.all("input", type="checkbox")
    assert len(boxes) == 2 * len(Topic)
    sent = {f"t-{topic}": ["in_app"] for topic in Topic} | {"t-moved": [], "t-role": ["email", "max"]}
    assert staff.post(f"{SETTINGS}channels/", sent)["Location"] == SETTINGS
    switches = queries.switches_of([person.pk])[person.pk]
    assert switches[Topic.CHANGED] == {Channel.IN_APP}
    # Channels that the page does not show stay as they were.
    assert switches[Topic.MOVED] == {Channel.WEB_PUSH, Channel.TELEGRAM, Channel.MAX}
    assert switches[Topic.ROLE] == {Channel.EMAIL}


def test_hours_are_kept_and_errors_stand_at_their_field(staff, person):
    good = {"quiet_from": "20:00", "quiet_to": "07:00", "digest_at": "18:30"}
    assert staff.post(f"{SETTINGS}hours/", good)["Location"] == SETTINGS
    hours = queries.hours_of([person.pk])[person.pk]
    assert [f"{each:%H:%M}" for each in (hours.quiet_from, hours.quiet_to, hours.digest_at)] == [
        "20:00",
        "07:00",
        "18:30",
    ]
    response = staff.post(f"{SETTINGS}hours/", good | {"digest_at": "23:00"})
    page = Read(response)
    assert response.status_code == 422
    assert page.one(id="id_digest_at_error").text == (
        "Это время попадает в тихие часы. Выберите для сводки другой час."
    )
    assert page.one("input", name="digest_at")["value"] == "23:00"
    assert staff.post(f"{SETTINGS}hours/", good | {"quiet_to": "soon"}).status_code == 422


def test_push_on_this_device(staff, person, settings):
    from karavan.integrations.webpush.keys import make_private, public_of

    assert "data-push" not in staff.get(SETTINGS).content.decode()
    settings.VAPID_KEY = make_private()
    settings.PUSH_HOSTS = ["push.example.org"]
    page = staff.get(SETTINGS).content.decode()
    assert page.count(f'data-push="{public_of(settings.VAPID_KEY)}" hidden') == 1
    sent = {
        "endpoint": "https://push.example.org/1",
        "p256dh": "B" * 87,
        "auth": "A" * 22,
        "device": "Firefox",
    }
    staff.post(f"{SETTINGS}push/", sent)
    (row,) = PushSubscription.objects.all()
    assert (row.person, row.device) == (person, "Firefox")
    staff.post(f"{SETTINGS}push/", sent | {"endpoint": "https://evil.example/1"})
    assert PushSubscription.objects.count() == 1
    other = Client()
    other.force_login(make_user())
    assert other.post(f"{SETTINGS}push/", {"forget": row.pk}).status_code == 404
    staff.post(f"{SETTINGS}push/", {"forget": row.pk})
    assert PushSubscription.objects.count() == 0


def test_connecting_a_messenger(staff, person, settings):
    settings.TELEGRAM_TOKEN, settings.TELEGRAM_BOT = "7:secret", "KaravanBot"
    staff.post(f"{SETTINGS}connect/", {"channel": "telegram"})
    row = ChannelAddress.objects.get()
    page = Read(staff.get(SETTINGS))
    assert page.one(class_="way__code").text == row.code
    assert page.one("a", rel="noreferrer")["href"] == f"https://t.me/KaravanBot?start={row.code}"
    ChannelAddress.objects.update(address="5", confirmed_at=NOON, code=None)
    assert Read(staff.get(SETTINGS)).all(class_="way__code") == []
    staff.post(f"{SETTINGS}connect/", {"channel": "telegram", "do": "disconnect"})
    assert ChannelAddress.objects.count() == 0
    assert staff.post(f"{SETTINGS}connect/", {"channel": "max"}).status_code == 302
    assert staff.post(f"{SETTINGS}connect/", {"channel": "email"}).status_code == 302
    assert ChannelAddress.objects.count() == 0


def test_the_link_of_a_letter_mutes_without_signing_in(client, person):
    path = tokens.path_of(Stop(person.pk, Topic.MOVED))
    page = Read(client.get(path))
    assert page.one("h1").text == "Не присылать такие письма?"
    assert Channel.EMAIL in queries.switches_of([person.pk])[person.pk][Topic.MOVED]
    done = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert Read(done).one("h1").text == "Писем больше не будет"
    switches = queries.switches_of([person.pk])[person.pk]
    assert Channel.EMAIL not in switches[Topic.MOVED]
    assert Channel.EMAIL in switches[Topic.CHANGED]
    assert JournalLine.objects.filter(verb="notices.preferences_set", actor_id=person.pk).count() == 1
    client.post(path)
    assert JournalLine.objects.filter(verb="notices.preferences_set").count() == 1


def test_the_link_of_a_digest_mutes_all_letters(client, person):
    client.post(tokens.path_of(Stop(person.pk)))
    switches = queries.switches_of([person.pk])[person.pk]
    assert [topic for topic in Topic if Channel.EMAIL in switches[topic]] == []


def test_a_forged_or_old_link_does_nothing(client, person, clock):
    path = tokens.path_of(Stop(person.pk))
    forged = client.post(path[:-3] + "xx/")
    assert (forged.status_code, Read(forged).one("h1").text) == (410, "Ссылка больше не работает")
    clock.shift(timedelta(days=61))
    assert client.post(path).status_code == 410
    assert Channel.EMAIL in queries.switches_of([person.pk])[person.pk][Topic.MOVED]


def test_the_worker_of_the_office_keeps_nothing(client, db):
    response = client.get("/office/sw.js")
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
    )
    assert "caches" not in response.content.decode()


@pytest.mark.parametrize("address", [LIST, SETTINGS, f"{LIST}1/"])
def test_the_pages_ask_who_is_there(client, db, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/office/sign-in/?next={address}")


@pytest.mark.parametrize("address", ["read/", "mute/", "settings/channels/", "settings/push/"])
def test_writing_is_by_post(staff, address):
    assert staff.get(LIST + address).status_code == 405


def test_notices_for_elsewhere_are_not_in_the_list(staff, person):
    actions.set_preferences(actor=person, on={Topic.CHANGED: [Channel.EMAIL]})
    make_notice(person)
    assert shown(staff.get(LIST)) == []
    assert Notice.objects.count() == 1
