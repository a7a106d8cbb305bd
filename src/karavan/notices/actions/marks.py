"""What happens to notices in the office: read, handed on, forgotten."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.notices import queries
from karavan.notices.actions.telling import News, notify
from karavan.notices.enums import Topic
from karavan.notices.models import Notice
from karavan.notices.rules import ESCALATE_AFTER, KEEP_DAYS
from karavan.notices.standing import substitutes_of
from karavan.people.models import Organisation
from karavan.people.rules import is_system

CHUNK = 500


@action
def mark_read(*, actor: Actor, ids: Collection[int]) -> int:
    """Mark some of the actor's notices as read; how many were not."""
    unread = queries.visible_to(actor).filter(pk__in=ids, read_at__isnull=True)
    return unread.update(read_at=timezone.now())


@action
def mark_all_read(*, actor: Actor, until: datetime | None = None) -> int:
    """Mark all notices of the actor made up to a moment as read: what came after the page stays."""
    unread = queries.visible_to(actor).filter(read_at__isnull=True)
    if until is not None:
        unread = unread.filter(created_at__lte=until)
    return unread.update(read_at=timezone.now())


@action
def escalate(*, actor: Actor, now: datetime | None = None) -> list[Notice]:
    """Hand urgent notices that nobody read for hours to the substitutes of today; only the system does."""
    if not is_system(actor):
        return []
    now = now or timezone.now()
    waiting = list(
        Notice.objects.select_for_update()
        .filter(urgent=True, read_at__isnull=True, escalated_at__isnull=True)
        .filter(created_at__lte=now - ESCALATE_AFTER, created_at__gt=now - timedelta(days=2))
        .select_related("person")
        .order_by("pk")[:CHUNK]
    )
    standing = _standing(waiting)
    handed = [notice for notice in waiting if standing[notice.pk]]
    news = [
        News(
            Topic(notice.topic),
            notice.subject_type,
            notice.subject_id,
            notice.title,
            {
                pk: _("because you stand in for %(name)s, who has not read it") % {"name": notice.person.name}
                for pk in standing[notice.pk]
            },
            text=notice.text,
            url=notice.url,
            organisation_id=notice.organisation_id,
            urgent=True,
        )
        for notice in handed
    ]
    Notice.objects.filter(pk__in=[notice.pk for notice in handed]).update(escalated_at=now)
    return notify(actor=actor, news=news)


def _standing(notices: Sequence[Notice]) -> dict[int, list[int]]:
    """By notice who stands in for its person there: standing in for one house opens no news of another."""
    substitutes = substitutes_of({notice.person_id for notice in notices})
    homes = {notice.organisation_id for notice in notices if notice.organisation_id is not None}
    paths = dict(Organisation.objects.filter(pk__in=homes).values_list("pk", "path")) if substitutes else {}

    def reaches(notice: Notice, limits: Sequence[str]) -> bool:
        home = paths.get(notice.organisation_id or 0, "/")
        return any(home.startswith(limit) for limit in limits)

    return {
        notice.pk: [
            pk for pk, limits in substitutes.get(notice.person_id, {}).items() if reaches(notice, limits)
        ]
        for notice in notices
    }


@action
def prune(*, actor: Actor, now: datetime | None = None) -> int:
    """Forget notices older than half a year, and their deliveries; how many."""
    if not is_system(actor):
        return 0
    before = (now or timezone.now()) - timedelta(days=KEEP_DAYS)
    forgotten = 0
    while ids := list(Notice.objects.filter(created_at__lt=before).values_list("pk", flat=True)[:CHUNK]):
        Notice.objects.filter(pk__in=ids).delete()
        forgotten += len(ids)
    return forgotten
