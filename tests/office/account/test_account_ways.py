"""The ways in: code, password, second factor; and who is refused."""

import pytest
from django.core import mail
from django.test import Client

from factories.people import make_user
from karavan.office.account import outgoing
from office.account.signing import (
    CODE,
    PASSWORD,
    SIGN_IN,
    ask_code,
    by_code,
    by_password,
    code_of,
    is_in,
)
from portal.reading import Read

MAIL_SERVER = "django.core.mail.backends.locmem.EmailBackend.send_messages"


def switched_off(email):
    person = make_user(email=email, password=PASSWORD)
    person.is_active = False
    person.save()


def test_the_page_asks_for_the_e_mail_first(client, db):
    page = Read(client.get(f"{SIGN_IN}?next=/office/checks/"))
    assert page.one("h1").text == "Вход в Кабинет"
    assert [field["name"] for field in page.all("input") if field["type"] != "hidden"] == ["email"]
    assert [button.text for button in page.all("button") if button.attributes.get("name") == "way"] == [
        "Получить код на почту",
        "Войти по паролю",
    ]
    assert {field["value"] for field in page.all("input", name="next")} == {"/office/checks/"}


def test_a_code_by_e_mail_opens_the_office(client, editor):
    asked = ask_code(client, "editor@example.ORG", next="/office/checks/")
    assert (asked.status_code, asked["Location"]) == (302, f"{CODE}?next=%2Foffice%2Fchecks%2F")
    (letter,) = mail.outbox
    assert letter.to == ["editor@example.org"]
    code = code_of(letter)
    assert letter.subject == f"{code} — код для входа в Кабинет «Каравана»"
    page = Read(client.get(asked["Location"]))
    assert page.one("p", class_="lead").text == (
        "Если сотрудник с почтой editor@example.org здесь есть, письмо с кодом уже в пути."
        " Код действует 15 минут."
    )
    assert is_in(client) is False
    entered = client.post(asked["Location"], {"code": code.replace("-", " "), "next": "/office/checks/"})
    assert (entered.status_code, entered["Location"]) == (302, "/office/checks/")
    assert client.session["_auth_user_id"] == str(editor.pk)
    assert client.session["_auth_user_backend"] == "karavan.config.auth.PasswordBackend"


def test_a_code_opens_once_and_only_in_the_browser_that_asked(client, editor):
    ask_code(client, editor.email)
    code = code_of(mail.outbox[0])
    stranger = Client()
    assert stranger.post(CODE, {"code": code})["Location"] == SIGN_IN
    assert is_in(stranger) is False
    client.post(CODE, {"code": code})
    client.post("/office/sign-out/")
    assert client.post(CODE, {"code": code})["Location"] == SIGN_IN
    assert is_in(client) is False


def test_three_wrong_codes_end_the_try(client, editor):
    ask_code(client, editor.email)
    for _ in range(2):
        page = Read(client.post(CODE, {"code": "0000-000x"}))
        assert page.one("p", class_="field__error").text == (
            "Код не подходит или устарел. Проверьте его и попробуйте ещё раз."
        )
    assert client.post(CODE, {"code": "0000-000x"})["Location"] == SIGN_IN
    assert client.post(CODE, {"code": code_of(mail.outbox[0])})["Location"] == SIGN_IN
    assert is_in(client) is False


def test_another_code_takes_the_place_of_the_first(client, editor):
    ask_code(client, editor.email)
    assert client.post(CODE, {"action": "resend"})["Location"] == CODE
    first, second = (code_of(letter) for letter in mail.outbox)
    assert client.post(CODE, {"code": first}).status_code == 200
    assert client.post(CODE, {"code": second})["Location"] == "/office/"


def test_a_code_is_good_for_a_quarter_of_an_hour(client, editor, time_machine):
    time_machine.move_to("2026-11-27 10:00Z", tick=False)
    ask_code(client, editor.email)
    time_machine.move_to("2026-11-27 10:15:01Z", tick=False)
    assert client.post(CODE, {"code": code_of(mail.outbox[0])})["Location"] == SIGN_IN
    assert is_in(client) is False


@pytest.mark.parametrize("email", ["nobody@example.org", "off@example.org", "demo@example.org"])
def test_an_address_that_opens_nothing_looks_as_any_other(client, editor, email):
    switched_off("off@example.org")
    make_user(email="demo@example.org", is_demo=True)
    known = Client()
    assert ask_code(client, email)["Location"] == ask_code(known, editor.email)["Location"]
    texts = [Read(one.get(CODE)).one("main").text for one in (client, known)]
    assert texts[0].replace(email, "…") == texts[1].replace("editor@example.org", "…")
    assert [letter.to for letter in mail.outbox] == [["editor@example.org"]]
    assert client.post(CODE, {"code": ""}).status_code == 200
    assert client.post(CODE, {"code": code_of(mail.outbox[0])}).status_code == 200
    assert is_in(client) is False


def test_a_password_opens_the_office(client, editor):
    asked = Read(client.post(SIGN_IN, {"email": "editor@example.org", "way": "password", "next": "/ui/"}))
    assert asked.one("input", name="password")["autocomplete"] == "current-password"
    assert asked.one("input", name="email", type="email")["value"] == "editor@example.org"
    response = by_password(client, "EDITOR@example.org", next="/ui/")
    assert (response.status_code, response["Location"]) == (302, "/ui/")
    assert client.session["_auth_user_id"] == str(editor.pk)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("editor@example.org", "another"),
        ("nobody@example.org", PASSWORD),
        ("off@example.org", PASSWORD),
        ("demo@example.org", PASSWORD),
        ("coded@example.org", ""),
        ("coded@example.org", "!"),
    ],
)
def test_a_wrong_pair_says_what_to_do_and_never_which_of_the_two_is_wrong(client, editor, email, password):
    switched_off("off@example.org")
    make_user(email="demo@example.org", password=PASSWORD, is_demo=True)
    make_user(email="coded@example.org")
    page = Read(by_password(client, email, password))
    if password:
        assert page.one("div", role="alert").text == (
            "Такой пары почты и пароля нет. Проверьте и то и другое и попробуйте снова."
        )
    assert page.one("input", name="email", type="email")["value"] == email
    assert "value" not in page.one("input", name="password").attributes
    assert is_in(client) is False


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(client, editor, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *given: hashed.append(1) or encode(self, *given)
    )
    counts = []
    for email in (editor.email, "nobody@example.org"):
        hashed.clear()
        by_password(client, email, "wrong")
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def test_a_form_of_another_site_is_refused(db):
    client = Client(enforce_csrf_checks=True)
    assert by_password(client, "editor@example.org", "x").status_code == 403
    assert ask_code(client, "editor@example.org").status_code == 403


@pytest.mark.parametrize("wanted", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, editor, wanted):
    assert by_password(client, editor.email, next=wanted)["Location"] == "/office/"
    client.post("/office/sign-out/")
    assert by_code(client, editor.email, next=wanted)["Location"] == "/office/"
    assert client.get(SIGN_IN, {"next": wanted})["Location"] == "/office/"


def test_leaving_needs_a_form(client, editor):
    by_password(client, editor.email)
    assert client.get("/office/sign-out/").status_code == 405
    assert is_in(client) is True
    left = client.post("/office/sign-out/")
    assert (left.status_code, left["Location"]) == (302, "/")
    assert is_in(client) is False


def test_somebody_switched_off_while_looking_for_the_code_stays_out(client, editor):
    ask_code(client, editor.email)
    editor.is_active = False
    editor.save()
    refused = client.post(CODE, {"code": code_of(mail.outbox[0])}, follow=True)
    assert Read(refused).one("div", role="alert").text == "Эта учётная запись отключена."
    assert is_in(client) is False


def test_without_mail_no_code_is_offered(client, editor, settings):
    settings.MAIL_KEPT = settings.MAIL_SENT = False
    page = Read(client.get(SIGN_IN))
    assert [button["value"] for button in page.all("button") if "value" in button.attributes] == ["password"]
    assert Read(ask_code(client, editor.email)).one("input", name="password")["type"] == "password"
    assert mail.outbox == []


def test_a_slow_mail_server_holds_nobody_up(client, editor, settings, monkeypatch):
    import threading

    settings.MAIL_SENT = True
    begun, go_on = threading.Event(), threading.Event()

    def slow(letters):
        begun.set()
        go_on.wait(10)
        return len(letters)

    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.send_messages", lambda self, letters: slow(letters)
    )
    assert ask_code(client, editor.email).status_code == 302
    assert begun.wait(5) is True
    go_on.set()
    outgoing._post().shutdown(wait=True)
    outgoing._post.cache_clear()


def test_a_letter_that_cannot_be_sent_is_told_to_the_operator_only(client, editor, monkeypatch, caplog):
    def broken(self, letters):
        raise ConnectionRefusedError

    monkeypatch.setattr(MAIL_SERVER, broken)
    assert ask_code(client, editor.email)["Location"] == CODE
    assert [
        record.message for record in caplog.records if record.name == "karavan.office.account.outgoing"
    ] == ["A letter of the sign-in could not be sent"]


def test_signing_in_costs_few_queries(client, editor, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(SIGN_IN)
    with django_assert_num_queries(24):
        by_password(client, editor.email)
