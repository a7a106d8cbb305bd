"""What a plan of the diary held comes out of the trash with it, and is claimed anew."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from karavan.planning.events import DiaryChanged
from karavan.planning.holds.claims import lay
from karavan.planning.queries.holds import live


def follow(news: Sequence[Any]) -> None:
    """Lay claims of coming holds of plans that have none. Raises Taken where somebody has it by now."""
    now = timezone.now()
    ids = sorted({each.entry_id for each in news if isinstance(each, DiaryChanged)})
    bare = live(now).filter(entry__in=ids, ends_at__gt=now, claims__isnull=True)
    lay(list(bare.select_related("place", "role", "asset", "organisation").order_by("pk")), actor=None)
