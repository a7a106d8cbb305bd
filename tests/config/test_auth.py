from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from factories.people import give_second_factor, make_coordinator, make_role, make_user
from karavan.config.auth import PasswordBackend
from karavan.kernel.localtime import today
from karavan.people.enums import RoleKind
from karavan.people.models import Substitution

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


def lacks(person):
    return PasswordBackend().get_user(person.pk).lacks_second_factor


@pytest.mark.django_db
def test_city_wide_roles_ask_for_a_second_factor_in_the_query_that_reads_the_person(
    settings, django_assert_num_queries
):
    settings.DEMO = True
    person, demo = make_user(), make_user(is_demo=True)
    assert (lacks(person), lacks(demo)) == (False, False)
    for one in (person, demo):
        make_role(one, None, RoleKind.CITY_HEAD)
        one.authenticator_set.all().delete()
    assert (lacks(person), lacks(demo)) == (True, False)
    give_second_factor(person)
    with django_assert_num_queries(1):
        assert lacks(person) is False


@pytest.mark.django_db
def test_a_role_that_is_over_or_yet_to_come_asks_for_nothing():
    from datetime import date

    for days in ((date(2020, 1, 1), date(2020, 12, 31)), (date(2099, 1, 1), None)):
        person = make_user()
        make_role(person, None, RoleKind.CITY_COORDINATOR, *days)
        person.authenticator_set.all().delete()
        assert lacks(person) is False
    coordinator = make_coordinator()
    coordinator.authenticator_set.all().delete()
    assert lacks(coordinator) is True


@pytest.mark.django_db
def test_standing_in_for_the_whole_city_asks_for_it_too():
    absent, substitute = make_coordinator(), make_user()
    days = {"valid_from": today(), "valid_to": today() + timedelta(days=9)}
    lent = Substitution.objects.create(person=absent, substitute=substitute, **days)
    assert lacks(substitute) is False
    lent.city_wide = True
    lent.save()
    assert lacks(substitute) is True
    lent.valid_to = today() - timedelta(days=1)
    lent.valid_from = today() - timedelta(days=2)
    lent.save()
    assert lacks(substitute) is False
    lent.valid_from, lent.valid_to = days.values()
    lent.save()
    assert lacks(substitute) is True
    absent.is_active = False
    absent.save()
    assert lacks(substitute) is False


@pytest.mark.django_db
def test_what_is_lent_counts_on_the_days_of_the_role_too():
    absent, substitute = make_user(), make_user()
    days = {"valid_from": today(), "valid_to": today() + timedelta(days=9)}
    Substitution.objects.create(person=absent, substitute=substitute, city_wide=True, **days)
    role = make_role(absent, None, RoleKind.CITY_HEAD, today() + timedelta(days=1), None)
    assert lacks(substitute) is False
    role.valid_from = today()
    role.save()
    assert lacks(substitute) is True
    assert PasswordBackend().get_user(0) is None
