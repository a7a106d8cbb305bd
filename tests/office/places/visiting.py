"""Visits pages of the office and reads them."""

from typing import Any

from django.test import Client

from karavan.people.models import User
from portal.reading import Element, Read

BACKEND = "karavan.config.auth.PasswordBackend"


class Visitor:
    """Somebody who is signed in."""

    def __init__(self, client: Client, person: User) -> None:
        self.client, self.person = client, person
        client.force_login(person, BACKEND)

    def page(self, address: str, status: int = 200) -> Element:
        """A page, read."""
        response = self.client.get(address)
        assert response.status_code == status, response.content.decode()[:3000]
        return Read(response)

    def send(self, address: str, /, **values: Any) -> Any:
        """What a form is answered with."""
        return self.client.post(address, values)

    def sent(self, address: str, to: str | None = None, /, **values: Any) -> str:
        """Where a form that was taken leads; the page it was refused with otherwise fails the test."""
        response = self.send(address, **values)
        assert response.status_code == 302, [
            each.text for each in Read(response).all("p", class_="field__error")
        ]
        if to is not None:
            assert response["Location"] == to
        return str(response["Location"])

    def refused(self, address: str, /, **values: Any) -> list[str]:
        """The messages at the fields of a form that was not taken, and of the whole."""
        response = self.send(address, **values)
        assert response.status_code == 200
        read = Read(response)
        at_fields = [each.text for each in read.all("p", class_="field__error")]
        return at_fields + [each.text for each in read.all("div", class_="notice--error")]


def told(visitor: Visitor, address: str) -> list[str]:
    """The messages that the next page tells."""
    return [each.text for each in visitor.page(address).all("div", class_="notice--success")]
