"""An outside identity by OpenID Connect, against a provider with real keys."""

from copy import deepcopy
from urllib.parse import parse_qs, urlparse

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client

from factories.people import make_user
from karavan.people.models import User
from office.account.provider import CLIENT, SECRET, new_key, running
from office.account.signing import ACCOUNT, FACTOR, SIGN_IN, is_in
from portal.reading import Read

BEGIN = "/office/sign-in/outside/"
BACK = "/office/sign-in/outside/back/"


@pytest.fixture(scope="module")
def server():
    with running() as provider:
        yield provider


@pytest.fixture
def provider(server, settings):
    """A provider that does everything right, for the editor."""
    found = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    app = found["openid_connect"]["APPS"][0]
    app |= {"client_id": CLIENT, "secret": SECRET, "settings": {"server_url": server.address}}
    settings.SOCIALACCOUNT_PROVIDERS = found
    settings.OIDC_SERVER, settings.OIDC_NAME = server.address, "Вход города"
    server.claims = {"sub": "subject-1", "email": "editor@example.org", "email_verified": True}
    server.published, server.told = None, None
    server.begun.clear()
    return server


def go(client, provider, **more):
    """There and back again."""
    begun = client.post(BEGIN, more)
    assert (begun.status_code, begun["Location"].split("?")[0]) == (302, f"{provider.address}/authorize")
    return client.get(BACK + provider.agree(begun["Location"]))


def refused(response, status=403):
    assert response.status_code == status
    return Read(response).one("p", class_="lead").text


def test_without_settings_there_is_no_such_way(client, db):
    assert client.post(BEGIN).status_code == 404
    assert client.get(BACK).status_code == 404
    assert [form for form in Read(client.get(SIGN_IN)).all("form") if form["action"] == BEGIN] == []


def test_the_button_names_the_provider_and_leads_there(client, db, provider):
    page = Read(client.get(SIGN_IN))
    (form,) = [one for one in page.all("form") if one.attributes.get("action") == BEGIN]
    assert form.one("button").text == "Войти через Вход города"
    assert client.get(BEGIN).status_code == 405
    asked = parse_qs(urlparse(client.post(BEGIN)["Location"]).query)
    assert (asked["code_challenge_method"], asked["response_type"]) == (["S256"], ["code"])
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["redirect_uri"] == ["http://127.0.0.1:8000/office/sign-in/outside/back/"]


def test_a_known_person_is_linked_by_the_confirmed_e_mail_and_comes_in(client, editor, provider):
    entered = go(client, provider, next="/office/checks/")
    assert (entered.status_code, entered["Location"]) == (302, "/office/checks/")
    assert client.session["_auth_user_id"] == str(editor.pk)
    assert [(row.user, row.provider, row.uid) for row in SocialAccount.objects.all()] == [
        (editor, "oidc", "subject-1")
    ]
    assert SocialToken.objects.count() == 0
    assert [letter.subject for letter in mail.outbox] == [
        "Подключён внешний вход",
        "Вход в ваш Кабинет с нового устройства",
    ]


def test_from_then_on_the_identity_counts_and_not_the_address(client, editor, provider):
    go(client, provider)
    client.post("/office/sign-out/")
    provider.claims |= {"email": "changed@example.org", "email_verified": False}
    assert go(client, provider)["Location"] == "/office/"
    assert client.session["_auth_user_id"] == str(editor.pk)
    assert SocialAccount.objects.count() == 1


def test_an_address_that_went_to_somebody_else_brings_no_rights(client, editor, provider):
    go(client, provider)
    provider.claims["sub"] = "subject-2"
    stranger = Client()
    assert refused(go(stranger, provider)) == (
        "Эта почта связана с другой внешней учётной записью. Войдите по коду из письма и сначала отвяжите её."
    )
    assert is_in(stranger) is False


@pytest.mark.parametrize("confirmed", [False, None, "false"])
def test_an_e_mail_that_is_not_confirmed_opens_nothing(client, editor, provider, confirmed):
    provider.claims["email_verified"] = confirmed
    assert refused(go(client, provider)) == (
        "Там, откуда вы вошли, почта не подтверждена. Подтвердите её там или войдите по коду из письма."
    )
    assert (is_in(client), SocialAccount.objects.count()) == (False, 0)


@pytest.mark.parametrize("who", ["unknown", "off", "demo"])
def test_who_does_not_work_here_stays_out_and_gets_no_account(client, editor, provider, settings, who):
    settings.DEMO = True
    other = make_user(email="other@example.org", is_demo=who == "demo")
    if who == "off":
        other.is_active = False
        other.save()
    provider.claims["email"] = "nobody@example.org" if who == "unknown" else other.email
    people = User.objects.count()
    told = refused(go(client, provider)).replace(provider.claims["email"], "…")
    assert told == "Сотрудника с почтой … здесь нет. Попросите директора прислать вам приглашение."
    assert (is_in(client), User.objects.count(), SocialAccount.objects.count()) == (False, people, 0)


def test_a_linked_person_who_was_switched_off_stays_out(client, editor, provider):
    go(client, provider)
    client.post("/office/sign-out/")
    editor.is_active = False
    editor.save()
    assert go(client, provider)["Location"] == SIGN_IN
    assert is_in(client) is False


DID_NOT_WORK = (
    "Внешний вход не сработал или занял слишком много времени. Начните заново или войдите по коду из письма."
)


@pytest.mark.parametrize(
    "fault",
    ["signature", "issuer", "audience", "expired", "user data of another", "no token", "no subject"],
)
def test_a_token_that_is_not_in_order_opens_nothing(client, editor, provider, fault, monkeypatch):
    if fault == "signature":
        provider.published = new_key()
    elif fault == "issuer":
        provider.claims["iss"] = "https://evil.example"
    elif fault == "audience":
        provider.claims["aud"] = "another-office"
    elif fault == "expired":
        provider.claims["exp"] = 1
    elif fault == "user data of another":
        provider.told = {**provider.claims, "sub": "subject-9"}
    elif fault == "no token":
        monkeypatch.setattr(provider, "token", lambda: None)
    else:
        del provider.claims["sub"]
    assert refused(go(client, provider), 401) == DID_NOT_WORK
    assert (is_in(client), SocialAccount.objects.count()) == (False, 0)


def test_the_answer_to_another_browser_opens_nothing(client, editor, provider):
    location = Client().post(BEGIN)["Location"]
    assert refused(client.get(BACK + provider.agree(location)), 401) == DID_NOT_WORK
    assert is_in(client) is False


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=access_denied", "?state=%00"]
)
def test_a_made_up_answer_opens_nothing(client, editor, provider, query):
    assert refused(client.get(BACK + query), 401) == DID_NOT_WORK
    assert is_in(client) is False


def test_an_answer_counts_once(client, editor, provider):
    begun = client.post(BEGIN)["Location"]
    back = BACK + provider.agree(begun)
    assert client.get(back)["Location"] == "/office/"
    client.post("/office/sign-out/")
    assert refused(client.get(back), 401) == DID_NOT_WORK


def test_a_provider_that_does_not_answer_is_told_of(client, db, provider, settings):
    found = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    found["openid_connect"]["APPS"][0]["settings"] = {"server_url": "http://127.0.0.1:1"}
    settings.SOCIALACCOUNT_PROVIDERS = found
    assert refused(client.post(BEGIN), 401) == DID_NOT_WORK


def test_the_second_factor_is_asked_for_all_the_same(client, editor, provider):
    TOTP.activate(editor, generate_totp_secret())
    assert go(client, provider)["Location"] == FACTOR
    assert is_in(client) is False


def test_a_link_is_taken_away(client, editor, provider):
    go(client, provider)
    page = Read(client.get(ACCOUNT))
    assert [form for form in page.all("form") if form["action"] == "/office/account/outside/unlink/"] != []
    mail.outbox.clear()
    assert client.post("/office/account/outside/unlink/")["Location"] == ACCOUNT
    assert SocialAccount.objects.count() == 0
    assert [letter.subject for letter in mail.outbox] == ["Внешний вход отключён"]
    assert client.post("/office/account/outside/unlink/").status_code == 404
