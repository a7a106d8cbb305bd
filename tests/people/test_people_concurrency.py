from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from factories.people import make_editor, make_organisation, make_user
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict
from karavan.kernel.localtime import today
from karavan.people import actions
from karavan.people.enums import RoleKind
from karavan.people.models import Invitation, Role, Substitution, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

AT_ONCE = 4


def all_at_once(work: Callable[[int], Any]) -> list[str]:
    """Run the work in four threads that begin together; "done" or "refused" of each, sorted."""
    barrier = Barrier(AT_ONCE)

    def run(number: int) -> str:
        try:
            barrier.wait(10)
            work(number)
        except Conflict:
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(run, range(AT_ONCE)))


ONE_DONE = ["done", "refused", "refused", "refused"]


def test_a_link_pressed_four_times_gives_one_account_and_one_role() -> None:
    invitation = actions.invite(
        actor=SYSTEM, email="anna@example.org", name="Анна", kind="gate", organisation=make_organisation()
    )

    ends = all_at_once(
        lambda _number: actions.join_by_invitation(
            invitation=Invitation.objects.get(pk=invitation.pk), name="Анна"
        )
    )

    assert ends == ONE_DONE
    assert (User.objects.count(), Role.objects.count()) == (1, 1)


def test_nobody_gets_two_substitutes_for_a_day() -> None:
    organisation = make_organisation()
    absent = make_editor(organisation, RoleKind.DIRECTOR)
    others = [make_user() for _ in range(AT_ONCE)]
    day = today()

    ends = all_at_once(
        lambda number: actions.set_substitution(
            actor=SYSTEM,
            person=User.objects.get(pk=absent.pk),
            substitute=others[number],
            valid_from=day - timedelta(days=number),
            valid_to=day,
        )
    )

    assert ends == ONE_DONE
    assert Substitution.objects.count() == 1


def test_written_past_the_actions_there_would_be_four() -> None:
    absent, others = make_user(), [make_user() for _ in range(AT_ONCE)]
    day = today()

    all_at_once(
        lambda number: Substitution.objects.create(
            person_id=absent.pk, substitute=others[number], valid_from=day, valid_to=day
        )
    )

    assert Substitution.objects.count() == AT_ONCE


def test_the_same_view_is_noted_once() -> None:
    viewer, person = make_user(), make_user()

    all_at_once(lambda _number: actions.note_views(actor=viewer, person_ids=[person.pk], what="page"))

    assert person.views.count() == 1
