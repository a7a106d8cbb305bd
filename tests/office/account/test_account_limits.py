"""Guessing is slow; nobody's mistakes lock out anybody else."""

import pytest
from django.core import mail
from django.test import Client

from factories.people import make_user
from karavan.office.account import limits
from karavan.office.account.limits import LETTERS, TRIES, Pace
from office.account.signing import FACTOR, PASSWORD, SIGN_IN, ask_code, by_password, is_in
from portal.reading import Read

FROM_AN_ADDRESS = 20
WAIT = "Слишком много попыток. Подождите "


@pytest.fixture
def few_from_an_address(monkeypatch):
    """So few a minute that none comes back while the test runs."""
    monkeypatch.setattr(limits, "TRIES_OF_AN_ADDRESS", Pace(1, FROM_AN_ADDRESS))


def refused(response) -> bool:
    found = Read(response).all("div", role="alert")
    return response.status_code == 200 and bool(found) and found[0].text.startswith(WAIT)


def guess(client, email, times):
    for number in range(times):
        assert refused(by_password(client, email, f"guess {number}")) is False


def test_guessing_a_password_is_slow_whatever_the_case_of_the_address(client, editor):
    guess(client, "editor@example.org", TRIES.at_once)
    assert refused(by_password(client, "Editor@example.ORG")) is True
    assert is_in(client) is False


def test_an_unknown_address_is_slowed_in_the_same_words(client, db):
    guess(client, "nobody@example.org", TRIES.at_once)
    assert refused(by_password(client, "nobody@example.org")) is True


def test_a_colleague_behind_the_same_address_comes_in(client, editor, few_from_an_address):
    make_user(email="colleague@example.org", password=PASSWORD)
    guess(client, editor.email, TRIES.at_once)
    for _ in range(2 * FROM_AN_ADDRESS):
        by_password(client, editor.email)
    assert by_password(Client(), "colleague@example.org")["Location"] == "/office/"


def test_strangers_who_guess_do_not_lock_the_owner_out(client, editor):
    assert by_password(client, editor.email)["Location"] == "/office/"
    client.post("/office/sign-out/")
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    guess(stranger, editor.email, TRIES.at_once - 1)
    assert refused(by_password(stranger, editor.email)) is True
    assert by_password(client, editor.email)["Location"] == "/office/"


def test_trying_many_accounts_from_one_address_is_slow(db, few_from_an_address):
    client = Client(REMOTE_ADDR="2001:db8::1")
    for number in range(FROM_AN_ADDRESS):
        assert refused(by_password(client, f"person{number}@example.org", "spring2026")) is False
    neighbour = Client(REMOTE_ADDR="2001:db8::2")
    assert refused(by_password(neighbour, "another@example.org", "spring2026")) is True
    elsewhere = Client(REMOTE_ADDR="2001:db8:0:1::1")
    assert refused(by_password(elsewhere, "another@example.org", "spring2026")) is False


def test_a_browser_somebody_works_in_is_not_slowed_by_the_address(client, editor, few_from_an_address):
    by_password(client, editor.email)
    client.post("/office/sign-out/")
    for number in range(FROM_AN_ADDRESS + 1):
        by_password(Client(), f"person{number}@example.org", "spring2026")
    assert refused(by_password(Client(), "another@example.org")) is True
    assert by_password(client, editor.email)["Location"] == "/office/"


def test_letters_are_counted_by_the_address_they_go_to(client, editor):
    make_user(email="colleague@example.org")
    for _ in range(LETTERS.at_once):
        assert ask_code(client, editor.email).status_code == 302
    assert refused(ask_code(client, editor.email.upper())) is True
    assert len(mail.outbox) == LETTERS.at_once
    assert ask_code(client, "colleague@example.org").status_code == 302


def test_the_page_itself_is_never_slowed(client, db):
    for _ in range(50):
        assert client.get(SIGN_IN).status_code == 200


def test_guessing_the_second_factor_is_slow(client, editor):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from office.account.signing import app_code

    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    assert by_password(client, editor.email)["Location"] == FACTOR
    for number in range(10):
        assert client.post(FACTOR, {"code": f"00000{number}x"}).status_code == 200
    page = Read(client.post(FACTOR, {"code": app_code(secret)}))
    assert page.one("p", id="id_code_error").text == (
        "Слишком много неверных попыток. Начните заново или подождите десять минут."
    )
    assert is_in(client) is False


@pytest.mark.parametrize("address", ["198.51.100.7", "198.51.100.8"])
def test_the_address_is_that_behind_our_proxies(editor, settings, address):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    from allauth.usersessions.models import UserSession

    client = Client(HTTP_X_FORWARDED_FOR=address)
    by_password(client, editor.email)
    assert [row.ip for row in UserSession.objects.all()] == [address]
