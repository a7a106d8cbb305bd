"""Reads of proposals to spread a month."""

from django.db.models import Q, QuerySet

from karavan.kernel.actor import Actor
from karavan.people.rules import can_coordinate, editing_reach
from karavan.planning.enums import MoveState
from karavan.planning.models import BalanceMove, BalanceRun
from karavan.planning.occasions.keys import entry_key, session_key


def runs_of(actor: Actor | None) -> QuerySet[BalanceRun]:
    """Runs the actor may see, the newest first: those of the city if they coordinate it.

    Reasons name others' things by key: a page describes them as its reader may know them.
    """
    mine = editing_reach(actor).query("organisation__") & Q(organisation__isnull=False)
    if can_coordinate(actor):
        mine |= Q(organisation__isnull=True)
    return BalanceRun.objects.filter(mine)


def key_of(move: BalanceMove) -> str:
    """The key in the diary of what a row would move."""
    return entry_key(move.entry_id) if move.entry_id else session_key(move.session_id or 0)


def share_kept(runs: QuerySet[BalanceRun]) -> tuple[int, int]:
    """How many proposed moves people accepted, and how many they decided on; one query."""
    states = BalanceMove.objects.filter(
        run__in=runs.order_by(), state__in=(MoveState.ACCEPTED, MoveState.DECLINED)
    )
    decided = list(states.order_by().values_list("state", flat=True))
    return decided.count(MoveState.ACCEPTED), len(decided)
