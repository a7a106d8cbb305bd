"""The view-log: who looked at whose name and address."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.localtime import at
from karavan.people.enums import ViewedIn
from karavan.people.models import PersonalView
from karavan.people.rules import is_system, require_coordinate

KEPT_DAYS = 365


def note_views(*, actor: Actor, person_ids: Collection[int], what: str) -> int:
    """Note that the actor was shown these people; the number of new lines. At most one an hour for each.

    Looking at oneself is not noted. Where nothing is new it is one query and no write, so that a page that
    is only read waits for nobody.
    """
    if is_system(actor) or actor.pk is None:
        return 0
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    seen = PersonalView.objects.filter(viewer=actor.pk, what=what, hour=hour, person__in=person_ids)
    fresh = set(person_ids) - {actor.pk} - set(seen.values_list("person", flat=True))
    return _note(actor=actor, person_ids=fresh, what=ViewedIn(what), now=now) if fresh else 0


@action
def _note(*, actor: Actor, person_ids: Collection[int], what: ViewedIn, now: datetime) -> int:
    """Write the lines. None goes to the journal of changes: this is a journal of its own."""
    assert actor.pk is not None
    hour = now.replace(minute=0, second=0, microsecond=0)
    rows = [
        PersonalView(viewer_id=actor.pk, person_id=pk, what=what, at=now, hour=hour)
        for pk in sorted(person_ids)
    ]
    # Two pages opened at once ask for the same lines.
    PersonalView.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


@action
def forget_views(*, actor: Actor, day: date) -> int:
    """Delete lines older than a year before the day; their number."""
    require_coordinate(actor)
    before = at(day - timedelta(days=KEPT_DAYS), time.min)
    return PersonalView.objects.filter(at__lt=before).delete()[0]
