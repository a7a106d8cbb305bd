"""Pages that say why there is nothing to see: with the navigation that leads on."""

import pytest
from django.test import Client

from factories.people import make_editor, make_organisation, make_role, make_user
from karavan.people.enums import RoleKind

pytestmark = pytest.mark.django_db


def _seen(client: Client, path: str) -> tuple[int, int, int]:
    """Status, and how often the navigation and the way to the first page stand in the page."""
    response = client.get(path)
    page = response.content.decode()
    return response.status_code, page.count('class="rail__nav"'), page.count('class="button" href="/office/"')


def test_a_record_that_is_not_there_leaves_the_navigation() -> None:
    client = Client()
    client.force_login(make_editor(make_organisation()))
    assert _seen(client, "/office/events/404404/") == (404, 1, 1)


def test_what_is_not_allowed_leaves_the_navigation() -> None:
    cashier = make_user()
    make_role(cashier, make_organisation(), RoleKind.CASHIER)
    client = Client()
    client.force_login(cashier)
    assert _seen(client, "/office/events/new/") == (403, 1, 1)
