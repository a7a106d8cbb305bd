import pytest
from django.core.cache import cache

from factories.people import make_user
from karavan.office.account import limits
from office.account.signing import PASSWORD


@pytest.fixture(autouse=True)
def nothing_counted():
    """Tries of one test do not slow the next."""
    limits.forget()
    cache.clear()
    yield
    limits.forget()
    cache.clear()


@pytest.fixture
def editor(db):
    """Somebody with a password who was here before."""
    person = make_user(email="Editor@Example.org", name="Анна Редактор", password=PASSWORD)
    person.last_login = person.created_at
    person.save(update_fields=["last_login"])
    return person
