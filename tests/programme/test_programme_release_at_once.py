"""Two people who release at once release once: on both databases, by number and by what is left to tell."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from factories.people import make_editor, make_organisation
from factories.programme import EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict
from karavan.kernel.journal.models import JournalLine
from karavan.people.enums import RoleKind
from karavan.programme import actions
from karavan.programme.models import Programme, Release

pytestmark = pytest.mark.slow

AT_ONCE = 4


def all_at_once(work: Callable[[int], str]) -> list[str]:
    """Run the work in four threads that begin together, each with a connection of its own."""
    barrier = Barrier(AT_ONCE)

    def run(number: int) -> str:
        try:
            barrier.wait(10)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(run, range(AT_ONCE)))


@pytest.mark.parametrize("after", [0, None])
@pytest.mark.django_db(transaction=True)
def test_released_at_once_is_released_once(after: int | None) -> None:
    theatre = make_organisation()
    programme = ProgrammeFactory(organisations=[theatre])
    event = actions.send_for_release(actor=SYSTEM, event=EventFactory(programme=programme))
    people = [make_editor(theatre, RoleKind.DIRECTOR) for _number in range(AT_ONCE)]

    def release(number: int) -> str:
        mine = Programme.objects.get(pk=programme.pk)
        try:
            actions.release_programme(
                actor=people[number], programme=mine, name="Афиша", events=[event], after=after
            )
        except Conflict:
            return "stopped"
        return "released"

    assert all_at_once(release) == ["released", "stopped", "stopped", "stopped"]
    assert Release.objects.count() == JournalLine.objects.filter(verb="event.published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_past_the_actions_the_database_holds_the_number() -> None:
    programme = ProgrammeFactory()

    def write(_number: int) -> str:
        try:
            with transaction.atomic():
                Release.objects.create(programme=programme, number=1, name="Афиша")
        except IntegrityError:
            return "stopped"
        return "released"

    assert all_at_once(write) == ["released", "stopped", "stopped", "stopped"]
