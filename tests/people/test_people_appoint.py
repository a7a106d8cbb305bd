"""``karavan appoint``: how an installation gets its first coordinator."""

import io

import pytest
from django.core.management import CommandError, call_command

from karavan.people.models import Role, User


def appoint(monkeypatch, *arguments: str, password: str = "") -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    told = io.StringIO()
    call_command("appoint", *arguments, stdout=told)
    return told.getvalue()


@pytest.mark.django_db
def test_a_new_person_signs_in_with_the_password_given(monkeypatch):
    told = appoint(
        monkeypatch, "first@example.org", "--name", "Первый", password="a long and odd pass-phrase"
    )
    person = User.objects.get()
    assert told.startswith("first@example.org: ")
    assert person.check_password("a long and odd pass-phrase")
    assert list(Role.objects.values_list("person", "kind", "organisation")) == [
        (person.pk, "city_coordinator", None)
    ]


@pytest.mark.django_db
def test_a_known_person_gets_another_role_and_keeps_the_password(monkeypatch):
    appoint(monkeypatch, "first@example.org", "--name", "Первый", password="a long and odd pass-phrase")
    appoint(monkeypatch, "FIRST@example.org", "--role", "city_head")
    assert User.objects.get().check_password("a long and odd pass-phrase")
    assert sorted(Role.objects.values_list("kind", flat=True)) == ["city_coordinator", "city_head"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "password"),
    [
        (["first@example.org"], "a long and odd pass-phrase"),
        (["first@example.org", "--name", "Первый"], "12345"),
        (["not an address", "--name", "Первый"], "a long and odd pass-phrase"),
    ],
    ids=["no name", "weak password", "no address"],
)
def test_what_is_wrong_is_said_and_nothing_stays(monkeypatch, arguments, password):
    with pytest.raises(CommandError):
        appoint(monkeypatch, *arguments, password=password)
    assert User.objects.count() == 0
