"""Shared reads of the trash."""

from django.db.models import Q, QuerySet

from karavan.kernel.trash.models import TrashedRecord


def within(reach: Q | None) -> QuerySet[TrashedRecord]:
    """What lies in the trash under a condition on ``organisation_id``; None: everything."""
    rows = TrashedRecord.objects.defer("payload").order_by("-trashed_at", "-pk")
    return rows if reach is None else rows.filter(reach)
