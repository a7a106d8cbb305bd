"""What people do at night, and letters to people."""

from collections.abc import Sequence
from datetime import timedelta

from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import today
from karavan.kernel.tasks.policy import Policy, task
from karavan.people import actions, letters
from karavan.people.events import LetterWanted


@task()
def refresh_organisations() -> None:
    """Bring the names of organisations to those of today."""
    actions.refresh_organisations(actor=SYSTEM, day=today())


@task()
def forget_views() -> int:
    """Forget who looked at whom more than a year ago."""
    return actions.forget_views(actor=SYSTEM, day=today())


# A mail server that is away for a night loses nobody's invitation: nine tries over some twelve hours.
@task(Policy(attempts=9, first_delay=timedelta(minutes=2), longest_delay=timedelta(hours=3)))
def send_invitation(invitation_id: int) -> None:
    """Send the letter of an invitation, unless it was taken back or answered meanwhile."""
    issued = actions.issue_token(actor=SYSTEM, invitation_id=invitation_id)
    if issued is None:
        return
    invitation, token = issued
    # Outside of any transaction: a slow mail server must not hold the database.
    letters.send_invitation(invitation, token)
    actions.note_letter(actor=SYSTEM, invitation=invitation)


def queue_letters(news: Sequence[LetterWanted]) -> None:
    """Queue the letters of an action in its own transaction: with it they are asked for or not at all."""
    for one in news:
        send_invitation.enqueue(one.invitation_id)
