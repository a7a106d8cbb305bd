"""Second factors: set up, asked for, needed by city-wide roles, and never in the clear."""

import json
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from factories.people import give_second_factor, make_coordinator, make_role, make_user
from karavan.kernel.journal.models import JournalLine
from karavan.office.account.factors import cipher
from karavan.people.enums import RoleKind
from office.account.signing import (
    ACCOUNT,
    FACTOR,
    PASSKEY,
    PASSWORD,
    SIGN_IN,
    SoftKey,
    app_code,
    by_code,
    by_password,
    is_in,
)
from portal.reading import Read

DID_NOT_WORK = "Не получилось. Проверьте и попробуйте ещё раз."
SECOND = "/office/account/second-factor/"


@pytest.fixture
def head(db):
    """A head of the city who has no second factor yet."""
    person = make_user(email="head@example.org", name="Иван Глава", password=PASSWORD)
    make_role(person, None, RoleKind.CITY_HEAD)
    Authenticator.objects.filter(user=person).delete()
    return person


def options(response):
    """What the page tells its script about the passkey."""
    (told,) = json.loads(Read(response).one("script", id="passkey-options").text).values()
    return told


def set_up_app(client):
    """Sets an app up; its secret."""
    page = Read(client.get("/office/account/app/"))
    secret = page.one("code", class_="steps__key").text
    done = client.post("/office/account/app/", {"code": app_code(secret)})
    assert (done.status_code, done["Location"]) == (302, "/office/account/codes/")
    return secret


def add_passkey(client, key=None, **more):
    key = key or SoftKey()
    page = client.get("/office/account/passkeys/add/")
    made = key.make(options(page))
    return key, client.post(
        "/office/account/passkeys/add/", {"credential": made, "passwordless": "on", **more}
    )


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/office/"),
        ("post", "/office/"),
        ("get", "/ui/"),
        ("get", "/office/nothing-here/"),
        ("post", "/office/switch/"),
    ],
)
def test_a_city_wide_role_without_second_factor_is_led_to_set_one_up(client, head, method, address):
    by_password(client, head.email)
    answer = getattr(client, method)(address)
    wanted = address.replace("/", "%2F") if method == "get" else "%2Foffice%2F"
    assert (answer.status_code, answer["Location"]) == (302, f"{SECOND}?next={wanted}")
    page = Read(client.get(answer["Location"]))
    assert page.one("h1").text == "Ещё один шаг"
    assert [link["href"] for link in page.all("a", class_="button")] == [
        "/office/account/passkeys/add/",
        "/office/account/app/",
    ]


def test_the_way_out_stays_open_meanwhile(client, head):
    by_password(client, head.email)
    assert client.get("/").status_code == 200
    assert client.post("/office/sign-out/")["Location"] == "/"


def test_an_app_opens_the_office_and_is_asked_for_from_then_on(client, head):
    by_password(client, head.email)
    secret = set_up_app(client)
    codes = [one.text for one in Read(client.get("/office/account/codes/")).all("code")]
    assert len(codes) == 10
    assert client.get("/office/").status_code == 200
    client.post("/office/sign-out/")
    assert by_code(client, head.email)["Location"] == FACTOR
    assert is_in(client) is False
    assert client.get("/office/")["Location"] == f"{SIGN_IN}?next=/office/"
    wrong = Read(client.post(FACTOR, {"code": "000000"}))
    assert wrong.one("p", id="id_code_error").text == DID_NOT_WORK
    assert client.post(FACTOR, {"code": app_code(secret, 1)})["Location"] == "/office/"
    assert is_in(client) is True
    client.post("/office/sign-out/")
    by_password(client, head.email)
    assert client.post(FACTOR, {"code": codes[3]})["Location"] == "/office/"
    client.post("/office/sign-out/")
    by_password(client, head.email)
    assert client.post(FACTOR, {"code": codes[3]}).status_code == 200
    assert is_in(client) is False


def test_a_code_of_the_app_opens_once(client, editor):
    secret = generate_totp_secret()
    from allauth.mfa.utils import encrypt

    Authenticator.objects.create(user=editor, type="totp", data={"secret": encrypt(secret)})
    by_password(client, editor.email)
    code = app_code(secret)
    assert client.post(FACTOR, {"code": code})["Location"] == "/office/"
    client.post("/office/sign-out/")
    by_password(client, editor.email)
    assert client.post(FACTOR, {"code": code}).status_code == 200


def test_secrets_are_stored_enciphered_and_the_journal_has_none(
    client, editor, settings, django_capture_on_commit_callbacks
):
    by_password(client, editor.email)
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(client)
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    lines = [(line.verb, line.after) for line in JournalLine.objects.filter(subject_type="people.user")]
    assert lines == [
        ("user.created", {"is_demo": False}),
        ("account.new_device", {}),
        ("account.totp_activated", {}),
    ]
    kept = Authenticator.objects.get(type="totp").data["secret"]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another secret of this city" * 2,
    )
    assert cipher().decrypt(kept.encode()).decode() == secret


def test_a_passkey_alone_opens_the_office(client, head):
    by_password(client, head.email)
    key, made = add_passkey(client, name="Рабочий телефон")
    assert (made.status_code, made["Location"]) == (302, "/office/account/codes/")
    client.post("/office/sign-out/")
    asked = client.get(PASSKEY, HTTP_ACCEPT="application/json").json()["request_options"]
    entered = client.post(PASSKEY, {"credential": key.prove(asked), "next": "/office/account/"})
    assert (entered.status_code, entered["Location"]) == (302, "/office/account/")
    assert client.session["_auth_user_id"] == str(head.pk)
    assert client.get("/office/").status_code == 200
    assert [row.wrap().name for row in Authenticator.objects.filter(type="webauthn")] == ["Рабочий телефон"]


def test_a_passkey_proves_the_second_factor_after_a_password(client, editor):
    by_password(client, editor.email)
    key, _made = add_passkey(client)
    client.post("/office/sign-out/")
    assert by_password(client, editor.email)["Location"] == FACTOR
    answer = key.prove(options(client.get(FACTOR)))
    assert client.post(FACTOR, {"credential": answer})["Location"] == "/office/"


@pytest.mark.parametrize("fault", ["other key", "other site", "no finger", "old challenge", "garbage"])
def test_a_passkey_that_is_not_in_order_opens_nothing(client, editor, fault):
    by_password(client, editor.email)
    key, _made = add_passkey(client)
    client.post("/office/sign-out/")
    asked = client.get(PASSKEY, HTTP_ACCEPT="application/json").json()["request_options"]
    if fault == "other key":
        key.key = SoftKey().key
    elif fault == "other site":
        key.origin = "https://evil.example"
    elif fault == "no finger":
        key.verified = False
    answer = key.prove(asked)
    if fault == "old challenge":
        client.get(PASSKEY, HTTP_ACCEPT="application/json")
    elif fault == "garbage":
        answer = '{"response": {}}'
    refused = client.post(PASSKEY, {"credential": answer})
    assert (refused.status_code, refused["Location"]) == (302, SIGN_IN)
    assert is_in(client) is False


@pytest.mark.parametrize("state", ["off", "demo"])
def test_a_passkey_of_somebody_who_may_not_come_in_opens_nothing(client, editor, state):
    by_password(client, editor.email)
    key, _made = add_passkey(client)
    client.post("/office/sign-out/")
    setattr(editor, {"off": "is_active", "demo": "is_demo"}[state], state == "demo")
    editor.save()
    asked = client.get(PASSKEY, HTTP_ACCEPT="application/json").json()["request_options"]
    refused = client.post(PASSKEY, {"credential": key.prove(asked)}, follow=True)
    assert Read(refused).one("div", role="alert").text == "Эта учётная запись отключена."
    assert is_in(client) is False


def test_a_device_without_finger_or_pin_makes_no_passkey(client, editor):
    by_password(client, editor.email)
    _key, refused = add_passkey(client, SoftKey(verified=False))
    assert (
        Read(refused).all("div", class_="notice--error")[0].text
        == "Не получилось. Проверьте и попробуйте ещё раз."
    )
    assert Authenticator.objects.count() == 0


def test_the_last_factor_of_a_city_wide_role_stays(client, head):
    by_password(client, head.email)
    set_up_app(client)
    page = Read(client.get("/office/account/app/remove/"))
    assert page.one("div", class_="notice--warning").text == (
        "Для вашей роли второй шаг входа обязателен. Сначала добавьте другой, потом уберите этот."
    )
    client.post("/office/account/app/remove/")
    assert Authenticator.objects.filter(type="totp").count() == 1
    _key, _made = add_passkey(client)
    passkey = Authenticator.objects.get(type="webauthn")
    assert client.post("/office/account/app/remove/")["Location"] == ACCOUNT
    remove = f"/office/account/passkeys/{passkey.pk}/remove/"
    assert len(Read(client.get(remove)).all("div", class_="notice--warning")) == 1
    client.post(remove)
    assert [row.type for row in Authenticator.objects.order_by("type")] == ["recovery_codes", "webauthn"]


def test_others_may_do_without_again_and_are_told_by_e_mail(client, editor):
    by_password(client, editor.email)
    _key, _made = add_passkey(client)
    passkey = Authenticator.objects.get(type="webauthn")
    client.post(f"/office/account/passkeys/{passkey.pk}/name/", {"name": "Ключ на столе"})
    assert Authenticator.objects.get(pk=passkey.pk).wrap().name == "Ключ на столе"
    assert client.post(f"/office/account/passkeys/{passkey.pk}/remove/")["Location"] == ACCOUNT
    assert Authenticator.objects.count() == 0
    assert [letter.subject for letter in mail.outbox][-2:] == ["Добавлен ключ доступа", "Ключ доступа убран"]


@pytest.mark.parametrize("what", ["name", "remove"])
def test_a_passkey_of_somebody_else_is_not_found(client, editor, what):
    other = make_user(email="other@example.org")
    TOTP.activate(other, generate_totp_secret())
    row = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Чужой", "credential": {}})
    by_password(client, editor.email)
    for answer in (
        client.get(f"/office/account/passkeys/{row.pk}/{what}/"),
        client.post(f"/office/account/passkeys/{row.pk}/{what}/", {"name": "Мой"}),
    ):
        assert answer.status_code == 404
    assert Authenticator.objects.get(pk=row.pk).data["name"] == "Чужой"


def test_recovery_codes_are_made_anew_and_saved_as_a_file(client, editor):
    by_password(client, editor.email)
    set_up_app(client)
    first = [one.text for one in Read(client.get("/office/account/codes/")).all("code")]
    assert client.post("/office/account/codes/new/")["Location"] == "/office/account/codes/"
    second = [one.text for one in Read(client.get("/office/account/codes/")).all("code")]
    assert set(first) & set(second) == set()
    file = client.get("/office/account/codes/file/")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert [line for line in file.content.decode().splitlines() if line] == [
        "Запасные коды для Кабинета «Каравана». Каждый действует один раз.",
        *second,
    ]


def test_after_a_quarter_of_an_hour_one_is_asked_again(client, editor, time_machine):
    time_machine.move_to("2026-11-27 10:00Z", tick=False)
    by_password(client, editor.email)
    assert client.get("/office/account/app/").status_code == 200
    time_machine.move_to("2026-11-27 10:16Z", tick=False)
    asked = client.get("/office/account/app/")
    assert asked["Location"] == "/office/account/again/password/?next=%2Foffice%2Faccount%2Fapp%2F"
    page = Read(client.get(asked["Location"]))
    assert [chip["href"] for chip in page.all("a", class_="chip")] == [
        "/office/account/again/letter/?next=%2Foffice%2Faccount%2Fapp%2F"
    ]
    wrong = Read(client.post(asked["Location"], {"password": "another"}))
    assert wrong.one("p", class_="field__error").text == "Пароль не подходит. Попробуйте ещё раз."
    proved = client.post(asked["Location"], {"password": PASSWORD, "next": "/office/account/app/"})
    assert proved["Location"] == "/office/account/app/"
    assert client.get("/office/account/app/").status_code == 200


def test_asked_again_one_may_answer_by_a_letter(client, editor, time_machine):
    from office.account.signing import code_of

    time_machine.move_to("2026-11-27 10:00Z", tick=False)
    by_password(client, editor.email)
    time_machine.move_to("2026-11-27 10:16Z", tick=False)
    sent = client.post(
        "/office/account/again/letter/",
        {"recipient": "editor@example.org", "next": "/office/account/password/"},
    )
    assert sent["Location"] == "/office/account/again/letter/code/?next=%2Foffice%2Faccount%2Fpassword%2F"
    assert client.get(sent["Location"]).status_code == 200
    proved = client.post(
        sent["Location"], {"code": code_of(mail.outbox[-1]), "next": "/office/account/password/"}
    )
    assert proved["Location"] == "/office/account/password/"
    assert client.get("/office/account/password/").status_code == 200


def test_asked_again_one_may_answer_by_app_or_passkey(client, editor, time_machine):
    time_machine.move_to("2026-11-27 10:00Z", tick=False)
    by_password(client, editor.email)
    secret = set_up_app(client)
    key, _made = add_passkey(client)
    time_machine.move_to("2026-11-27 10:16Z", tick=False)
    asked = client.get("/office/account/codes/")
    assert asked["Location"] == "/office/account/again/passkey/?next=%2Foffice%2Faccount%2Fcodes%2F"
    page = client.get(asked["Location"])
    answer = {"credential": key.prove(options(page)), "next": "/office/account/codes/"}
    assert client.post(asked["Location"], answer)["Location"] == "/office/account/codes/"
    assert client.get("/office/account/codes/").status_code == 200
    time_machine.move_to("2026-11-27 10:40Z", tick=False)
    again = "/office/account/again/factor/"
    assert client.get(again).status_code == 200
    assert client.post(again, {"code": "000000"}).status_code == 200
    assert client.post(again, {"code": app_code(secret), "next": ACCOUNT})["Location"] == ACCOUNT


def test_a_second_factor_in_force_opens_the_page_it_stood_before(client, head):
    by_password(client, head.email)
    give_second_factor(head)
    assert client.get(f"{SECOND}?next=/office/account/")["Location"] == "/office/account/"
    assert client.get(f"{SECOND}?next=https://evil.example/")["Location"] == "/office/"


HELP = "/office/account/help/"


@pytest.fixture
def coordinator(client, db):
    """A coordinator at work."""
    person = make_coordinator()
    client.force_login(person)
    return person


def test_a_coordinator_takes_a_lost_second_factor_away(client, coordinator, head):
    give_second_factor(head)
    head_at_work = Client()
    head_at_work.force_login(head)
    done = client.post(HELP, {"email": "Head@example.org", "reason": "Пришёл с паспортом"})
    assert (done.status_code, done["Location"]) == (302, HELP)
    assert [letter.subject for letter in mail.outbox] == ["Ваш второй шаг входа убран"]
    assert mail.outbox[0].to == ["head@example.org"]
    assert head_at_work.get("/office/")["Location"] == f"{SIGN_IN}?next=/office/"
    lines = JournalLine.objects.filter(subject_id=head.pk, verb="account.factors_reset")
    assert [(line.actor_id, line.before, line.reason) for line in lines] == [
        (coordinator.pk, {"factors": ["totp"]}, "Пришёл с паспортом")
    ]
    by_password(head_at_work, head.email)
    assert head_at_work.get("/office/")["Location"].split("?")[0] == SECOND


@pytest.mark.parametrize(
    ("email", "reason", "field", "problem"),
    [
        ("nobody@example.org", "Паспорт", "email", "Сотрудника с такой почтой здесь нет."),
        ("self", "Паспорт", "email", "Для вас это сделает другой координатор."),
        ("head@example.org", "", "reason", "Обязательное поле."),
    ],
)
def test_what_stands_against_it_is_told_there(client, coordinator, head, email, reason, field, problem):
    given = {"email": coordinator.email if email == "self" else email, "reason": reason}
    page = Read(client.post(HELP, given))
    assert page.one("p", id=f"id_{field}_error").text == problem
    assert page.one("input", name="email")["value"] == given["email"]
    assert Authenticator.objects.filter(user=coordinator).count() == 1


def test_nobody_else_takes_second_factors_away(client, head):
    give_second_factor(head)
    client.force_login(head)
    for answer in (client.get(HELP), client.post(HELP, {"email": "x@example.org", "reason": "Так"})):
        assert answer.status_code == 403


def test_the_operator_takes_a_lost_second_factor_away(head):
    give_second_factor(head)
    out = StringIO()
    call_command("reset_second_factor", "HEAD@example.org", stdout=out)
    assert (out.getvalue(), Authenticator.objects.count()) == ("head@example.org: 1 taken away\n", 0)
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody@example.org")
