"""A walk over every address of the office with everybody who could come: who reads what, and who never does.

The addresses come from the resolver. One that has no row in walk_table.py, or a parameter without a sample in
walking.py, makes this fail: look at what was found, and write the row down only if it is as it should be.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from karavan.catalogue.index import store
from office import walking
from office.walk_table import EXPECTED
from office.walking import PERSONAS, SECRET, World

# Without the mark pytest-django prepares no database, and the one of the installation would be walked over.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]

STRANGERS = ("nobody", "off", "stranger", "gate", "cashier", "guest", "neighbour_editor", "neighbour", "head")
"""None of them may write a thing of the house."""
OUTSIDERS = frozenset({"nobody", "off", "stranger", "neighbour_editor", "neighbour"})
"""Nothing of the house is ever on a page of theirs."""
REFUSED = frozenset("snfm")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    store.forget()
    with django_db_blocker.unblock(), transaction.atomic():
        yield walking.build()
        transaction.set_rollback(True)
    store.forget()


def test_every_address_has_its_row():
    assert sorted(set(walking.addresses()) - set(EXPECTED)) == []
    assert sorted(set(EXPECTED) - set(walking.addresses())) == []
    assert {len(row) for row in EXPECTED.values()} == {len(PERSONAS)}


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_reads_what_is_theirs(world, persona):
    client, column = world.client(persona), PERSONAS.index(persona)
    found, expected, told = {}, {}, []
    for pattern in sorted(set(walking.addresses()) & set(EXPECTED)):
        answer = client.get(walking.filled(pattern, world.records))
        found[pattern] = walking.letter(answer)
        expected[pattern] = EXPECTED[pattern][column]
        if SECRET.encode() in walking.body(answer) and persona in OUTSIDERS:
            told.append(pattern)
    assert {one: found[one] for one in found if found[one] != expected[one]} == {}
    assert told == []


@pytest.mark.parametrize("persona", STRANGERS)
def test_nobody_writes_what_is_not_theirs(world, persona):
    client = world.client(persona)
    payload = {
        "name": "Чужими руками", "title": "Чужими руками", "reason": "Так", "email": "x@example.org",
        "confirm": "1", "action": "remove", "person": world.records.colleague.pk, "note": "x",
        "valid_from": "2026-12-01", "valid_to": "2026-12-31", "last_day": "2026-12-31", "kind": "cashier",
    }  # fmt: skip
    before, answers = walking.state(), {}
    for pattern in sorted(one for one in walking.addresses() if "<int:" in one):
        answers[pattern] = walking.letter(client.post(walking.filled(pattern, world.records), payload))
    # Who may look at a page gets it again, and whoever sees the record may be led back to it with a refusal.
    seen = {one for one, row in EXPECTED.items() if row[PERSONAS.index(persona)] == "o"}
    told = {one for one, got in answers.items() if got == "o" and one in seen}
    told |= {one for one, got in answers.items() if got in "or" and persona not in OUTSIDERS}
    assert {one: got for one, got in answers.items() if got not in REFUSED and one not in told} == {}
    assert walking.state() == before
