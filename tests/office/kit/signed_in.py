"""Somebody who works in the office."""

from typing import Any

from django.test import Client


def client_of(person: Any) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client
