"""Whether the two sides of a clash have opened their names to each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from karavan.planning.clashes.record import Clash
from karavan.planning.models import Disclosure
from karavan.planning.occasions.keys import pair
from karavan.planning.occasions.record import Scene


@dataclass(frozen=True, slots=True)
class Opening:
    """``mine``: the reader's side agreed to show its name; ``theirs``: the other side did."""

    disclosure_id: int
    mine: bool
    theirs: bool


def openings(seen: Scene, clashes: Iterable[Clash]) -> dict[tuple[str, str], Opening]:
    """Openings of clashes of a scene by the keys of the two as its reader sees them; one query at most.

    Only of clashes of which the reader may edit exactly one side: nobody opens anything to themselves.
    """
    asked = [clash for clash in clashes if clash.first.is_mine != clash.second.is_mine]
    if not asked:
        return {}
    wanted = {each.key for clash in asked for each in (clash.first, clash.second)}
    real = {
        each.key: facts.key
        for each, facts in zip(seen.occasions, seen.sealed, strict=True)
        if each.key in wanted
    }
    rows = Disclosure.objects.filter(first__in=real.values(), second__in=real.values())
    known = {(row.first, row.second): row for row in rows}
    found = {}
    for clash in asked:
        mine, theirs = (clash.first, clash.second) if clash.first.is_mine else (clash.second, clash.first)
        row = known.get(pair(real[mine.key], real[theirs.key]))
        if row is not None:
            sides = (row.first_agreed_at is not None, row.second_agreed_at is not None)
            agreed = sides if row.first == real[mine.key] else sides[::-1]
            found[clash.first.key, clash.second.key] = Opening(row.pk, *agreed)
    return found
