"""One's own account: the password, where one is signed in, letters about it; demonstration accounts."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from factories.people import make_user
from karavan.kernel.journal.models import JournalLine
from karavan.office.account.devices import COOKIE, name_of
from karavan.office.account.entrance import sign_person_in
from office.account.signing import ACCOUNT, PASSWORD, SIGN_IN, by_code, by_password, is_in
from portal.reading import Read

CHOSEN = "лимонад и 17 кошек"
ADDRESS = "editor@example.org"
NEVER = "max-age=0, no-cache, no-store, must-revalidate, private"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
YANDEX = (
    "Mozilla/5.0 (Linux; Android 14; SM-A546) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 YaBrowser/25.9 Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.6 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (YANDEX, "Яндекс Браузер, Android"),
        (IPHONE, "Safari, iPhone"),
        ("curl/8.0", "Неизвестное устройство"),
        ("", "Неизвестное устройство"),
        ("<script>alert(1)</script>", "Неизвестное устройство"),
    ],
)
def test_browsers_are_called_as_people_know_them(db, agent, name):
    assert name_of(agent) == name


def places(client):
    """Browsers on the page, and what stands beside each."""
    page = Read(client.get(ACCOUNT)).one("section", **{"aria-labelledby": "where"})
    return [(row.one("b").text, row.all("button")) for row in page.all("li")]


def test_sessions_are_listed_and_ended_one_by_one(editor):
    here, there = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT=YANDEX, REMOTE_ADDR="198.51.100.7")
    by_password(here, editor.email)
    by_password(there, editor.email)
    assert [(device, len(buttons)) for device, buttons in places(here)] == [
        ("Firefox, Windows", 0),
        ("Яндекс Браузер, Android", 1),
    ]
    rows = {row.user_agent: row.pk for row in UserSession.objects.all()}
    ended = here.post(f"/office/account/sessions/{rows[YANDEX]}/end/")
    assert (ended.status_code, ended["Location"]) == (302, ACCOUNT)
    assert there.get("/office/")["Location"] == f"{SIGN_IN}?next=/office/"
    assert here.get("/office/").status_code == 200
    assert [device for device, _buttons in places(here)] == ["Firefox, Windows"]
    ended = here.post(f"/office/account/sessions/{rows[FIREFOX]}/end/")
    assert ended["Location"] == SIGN_IN
    assert is_in(here) is False


def test_all_others_end_at_once(editor):
    clients = [Client(HTTP_USER_AGENT=agent) for agent in (FIREFOX, YANDEX, IPHONE)]
    for client in clients:
        by_password(client, editor.email)
    assert len(places(clients[0])) == 3
    assert clients[0].post("/office/account/sessions/end-others/")["Location"] == ACCOUNT
    assert [client.get(ACCOUNT).status_code for client in clients] == [200, 302, 302]


def test_sessions_of_somebody_else_are_not_found(client, editor):
    other = make_user(email="other@example.org", password=PASSWORD)
    elsewhere = Client()
    by_password(elsewhere, other.email)
    by_password(client, editor.email)
    row = UserSession.objects.get(user=other)
    assert client.post(f"/office/account/sessions/{row.pk}/end/").status_code == 404
    assert elsewhere.get(ACCOUNT).status_code == 200


def test_the_list_costs_the_same_for_many_sessions(client, editor, django_assert_num_queries):
    by_password(client, editor.email)
    client.get(ACCOUNT)
    counts = []
    for _ in range(2):
        by_password(Client(), editor.email)
        by_password(Client(), editor.email)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            assert client.get(ACCOUNT).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_using_a_session_is_noted_every_five_minutes(client, editor, time_machine):
    time_machine.move_to("2026-11-27 10:00Z", tick=False)
    by_password(client, editor.email)
    began = UserSession.objects.get().last_seen_at
    cache.clear()
    time_machine.shift(timedelta(minutes=20))
    client.get("/office/")
    time_machine.shift(timedelta(minutes=1))
    client.get("/office/")
    assert UserSession.objects.get().last_seen_at - began == timedelta(minutes=20)


def test_whoever_is_switched_off_is_out_at_once(client, editor):
    by_password(client, editor.email)
    editor.is_active = False
    editor.save()
    assert client.get("/office/")["Location"] == f"{SIGN_IN}?next=/office/"


def test_a_new_password_is_in_force_here_and_ends_the_other_sessions(client, editor):
    elsewhere = Client()
    by_password(elsewhere, editor.email)
    by_password(client, editor.email)
    mail.outbox.clear()
    done = client.post("/office/account/password/", {"password": CHOSEN, "repeated": CHOSEN})
    assert (done.status_code, done["Location"]) == (302, ACCOUNT)
    assert (client.get(ACCOUNT).status_code, elsewhere.get(ACCOUNT).status_code) == (200, 302)
    assert [letter.subject for letter in mail.outbox] == ["Ваш пароль изменён"]
    assert "Неизвестное устройство" in mail.outbox[0].body
    assert [line.verb for line in JournalLine.objects.filter(subject_id=editor.pk)][-1] == (
        "account.password_changed"
    )
    assert by_password(Client(), editor.email, CHOSEN)["Location"] == "/office/"


@pytest.mark.parametrize(
    ("password", "repeated", "field", "problem"),
    [
        ("короче", "короче", "password", "Слишком короткий: нужно не меньше десяти знаков."),
        (ADDRESS, ADDRESS, "password", "Слишком похож на ваше имя или почту. Придумайте другой."),
        (
            "1234567890",
            "1234567890",
            "password",
            (
                "Такой пароль у многих, его подбирают первым. Придумайте другой."
                " Одни цифры подбираются быстро. Добавьте слова."
            ),
        ),
        (CHOSEN, f"{CHOSEN}!", "repeated", "Пароли различаются. Введите один и тот же дважды."),
        ("", "", "password", "Обязательное поле."),
    ],
)
def test_a_password_that_will_not_do_is_told_at_its_field(client, editor, password, repeated, field, problem):
    by_password(client, editor.email)
    page = Read(client.post("/office/account/password/", {"password": password, "repeated": repeated}))
    assert page.one("p", id=f"id_{field}_error").text == problem
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD) is True


def test_who_came_by_a_code_may_set_a_password_at_once(client, db):
    person = make_user(email="new@example.org")
    by_code(client, person.email)
    page = Read(client.get("/office/account/password/"))
    assert page.one("h1").text == "Задать пароль"
    assert (
        client.post("/office/account/password/", {"password": CHOSEN, "repeated": CHOSEN}).status_code == 302
    )
    person.refresh_from_db()
    assert person.check_password(CHOSEN) is True


def test_a_browser_new_to_the_person_is_told_of_once(editor):
    client = Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="198.51.100.7")
    for _ in range(2):
        by_password(client, editor.email)
        client.post("/office/sign-out/")
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Вход в ваш Кабинет с нового устройства", ["Editor@example.org"])
    for line in ("Здравствуйте, Анна Редактор!", "Браузер: Firefox, Windows", "Адрес в сети: 198.51.100.7"):
        assert line in letter.body.splitlines()
    assert client.cookies[COOKIE]["path"] == "/office/"
    assert client.cookies[COOKIE]["httponly"] is True


def test_the_very_first_sign_in_needs_no_warning(client, db):
    make_user(email="new@example.org", password=PASSWORD)
    by_password(client, "new@example.org")
    assert mail.outbox == []


def test_a_cookie_made_up_is_no_known_browser(client, editor):
    client.cookies[COOKIE] = "eyJpZCI6ICJ4In0:1:forged"
    by_password(client, editor.email)
    assert [letter.subject for letter in mail.outbox] == ["Вход в ваш Кабинет с нового устройства"]


def test_an_invited_person_is_let_in_by_the_room_that_invited(rf, client, editor):
    from allauth.core.context import request_context
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.messages.middleware import MessageMiddleware
    from django.contrib.sessions.middleware import SessionMiddleware

    request = rf.get("/office/invitation/")
    SessionMiddleware(lambda _: None).process_request(request)
    MessageMiddleware(lambda _: None).process_request(request)
    request.user = AnonymousUser()
    with request_context(request):
        answer = sign_person_in(request, editor, way="invitation", redirect_url="/office/checks/")
    assert (answer.status_code, answer["Location"]) == (302, "/office/checks/")
    assert request.session["_auth_user_id"] == str(editor.pk)


@pytest.fixture
def demo(settings, db):
    settings.DEMO = True
    return make_user(
        email="coordinator@demo.karavan.test", name="Координатор (демо)", password=PASSWORD, is_demo=True
    )


def test_a_demonstration_opens_by_one_press(client, demo):
    make_user(email="somebody@demo.karavan.test", is_demo=True)
    page = Read(client.get(f"{SIGN_IN}?next=/office/checks/"))
    (button,) = page.all("button", class_="door__person")
    assert button.one("b").text == "Координатор (демо)"
    assert [code.text for code in page.all("code")] == ["karavan-demo"]
    entered = client.post(f"/office/sign-in/demo/{demo.pk}/", {"next": "/office/checks/"})
    assert (entered.status_code, entered["Location"]) == (302, "/office/checks/")
    assert client.session["_auth_user_id"] == str(demo.pk)
    assert mail.outbox == []


def test_nobody_else_is_entered_by_one_press(client, demo, editor):
    other = make_user(email="somebody@demo.karavan.test", is_demo=True)
    for pk in (editor.pk, other.pk, 10**9):
        assert client.post(f"/office/sign-in/demo/{pk}/").status_code == 404
    assert client.get(f"/office/sign-in/demo/{demo.pk}/").status_code == 405
    assert is_in(client) is False


def test_outside_a_demonstration_its_accounts_are_shut_by_every_way(client, demo, settings):
    by_password(client, demo.email)
    assert client.get("/office/").status_code == 200
    settings.DEMO = False
    assert client.get("/office/")["Location"] == f"{SIGN_IN}?next=/office/"
    fresh = Client()
    assert fresh.post(f"/office/sign-in/demo/{demo.pk}/").status_code == 404
    assert by_password(fresh, demo.email).status_code == 200
    fresh.post(SIGN_IN, {"email": demo.email, "way": "code"})
    assert mail.outbox == []
    assert is_in(fresh) is False
    assert Read(fresh.get(SIGN_IN)).all("button", class_="door__person") == []


def own_addresses():
    """Every address below /office/account/ with its parameters filled in."""
    found = {str(pattern.pattern) for pattern in _patterns(get_resolver().url_patterns)}
    return sorted("/" + one.replace("<int:pk>", "1") for one in found if one.startswith("office/account/"))


def _patterns(patterns):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one.url_patterns)
        else:
            yield one


def test_an_account_shared_by_strangers_cannot_be_changed(client, demo):
    by_password(client, demo.email)
    addresses = own_addresses()
    assert len(addresses) > 15
    given = {"password": CHOSEN, "repeated": CHOSEN, "code": "1"}
    assert {client.get(address).status_code for address in addresses} == {403}
    assert {client.post(address, given).status_code for address in addresses} == {403}
    demo.refresh_from_db()
    assert demo.check_password(PASSWORD) is True
    page = Read(client.get(ACCOUNT))
    assert page.one("div", class_="notice--demo").text == (
        "Демонстрационный вход общий для всех, поэтому менять его нельзя."
    )


def test_nothing_of_an_account_is_for_visitors(client, db):
    for address in own_addresses():
        for answer in (client.get(address), client.post(address)):
            assert (answer.status_code, answer["Location"]) == (302, f"{SIGN_IN}?next={address}")


def test_pages_of_an_account_are_never_kept(client, editor):
    by_password(client, editor.email)
    for address in (ACCOUNT, "/office/account/password/", "/office/account/app/"):
        assert client.get(address)["Cache-Control"] == NEVER
    assert Client().get(SIGN_IN)["Cache-Control"] == NEVER
