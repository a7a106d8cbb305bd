"""Reading and writing of large lists, and what is forgotten at night."""

from django.utils import timezone

from karavan.integrations.sheets import actions
from karavan.integrations.sheets.models import Batch
from karavan.kernel.actor import SYSTEM
from karavan.kernel.tasks.policy import Policy, task
from karavan.people.models import User


@task(Policy(attempts=3))
def check(batch_id: int, actor_id: int) -> None:
    """Read and judge a batch."""
    batch = Batch.objects.select_related("organisation", "source").get(pk=batch_id)
    actions.check_batch(actor=User.objects.get(pk=actor_id), batch=batch)


@task(Policy(attempts=3))
def write(batch_id: int, actor_id: int) -> None:
    """Write a confirmed batch. A worker that dies leaves nothing of it, and the next one begins anew."""
    actions.write_batch(actor=User.objects.get(pk=actor_id), batch=Batch.objects.get(pk=batch_id))


@task()
def forget_files() -> None:
    """Forget files of two months ago."""
    actions.forget_files(actor=SYSTEM, now=timezone.now())
