"""What a worker does for notices."""

from datetime import timedelta

from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import today
from karavan.kernel.tasks.policy import Policy, task
from karavan.notices import actions, channels, news

ASKING_BOTS = Policy(attempts=3, first_delay=timedelta(seconds=30), never_retry=(channels.Permanent,))


@task()
def tell(line_ids: list[int]) -> int:
    """Turn lines of the journal into notices; how many."""
    return len(actions.notify(actor=SYSTEM, news=news.of_lines(line_ids)))


@task()
def deliver() -> int:
    """Send what is due; how many messages. Two may run: each message leaves once."""
    return actions.deliver_due(actor=SYSTEM)


@task()
def escalate() -> int:
    """Hand urgent notices that nobody read to the substitutes."""
    return len(actions.escalate(actor=SYSTEM))


@task()
def morning() -> int:
    """Tell what a day brings without anybody's doing: roles that end, substitutions that begin and end."""
    return len(actions.notify(actor=SYSTEM, news=news.of_day(today())))


@task()
def prune() -> int:
    """Forget what is older than half a year."""
    return actions.prune(actor=SYSTEM)


@task(ASKING_BOTS)
def confirm_addresses() -> int:
    """Read the codes that people sent to the bots."""
    return actions.confirm_addresses(actor=SYSTEM)
