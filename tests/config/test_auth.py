import pytest
from django.contrib.auth import authenticate

from factories.people import make_user

PASSWORD = "a long enough password"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_demo", "demonstration", "enters"),
    [(False, False, True), (False, True, True), (True, True, True), (True, False, False)],
)
def test_demonstration_accounts_enter_a_demonstration_only(settings, is_demo, demonstration, enters):
    settings.DEMO = demonstration
    user = make_user(password=PASSWORD, is_demo=is_demo)
    found = authenticate(username=user.email, password=PASSWORD)
    assert found == (user if enters else None)


@pytest.mark.django_db
def test_a_session_of_the_demonstration_ends_with_it(client, settings):
    settings.DEMO = True
    user = make_user(password=PASSWORD, is_demo=True)
    client.force_login(user, backend="karavan.config.auth.PasswordBackend")
    settings.DEMO = False
    request = client.get("/office/sign-in/").wsgi_request
    assert request.user.is_authenticated is False
