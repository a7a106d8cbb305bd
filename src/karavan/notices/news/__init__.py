"""What is worth telling: lines of the journal, and what a day brings, as news for people."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from karavan.kernel.journal.models import JournalLine
from karavan.notices.actions.telling import News
from karavan.notices.news import checks, days, diary, events, hygiene, imports, people, places
from karavan.notices.news.batches import one_for_many

Teller = Callable[[Sequence[JournalLine]], list[News]]

TELLERS: tuple[tuple[frozenset[str], Teller], ...] = (
    (events.VERBS, events.of_lines),
    (places.VERBS, places.of_lines),
    (people.VERBS, people.of_lines),
    (checks.VERBS, checks.of_lines),
    (imports.VERBS, imports.of_lines),
    (hygiene.VERBS, hygiene.of_lines),
    (diary.VERBS, diary.of_lines),
)
VERBS: frozenset[str] = frozenset().union(*(verbs for verbs, _teller in TELLERS))
CHUNK = 500


def worth_telling(verb: str, actor_id: int | None) -> bool:
    """Whether anybody could want to hear of it: what the system itself makes public is no release."""
    return actor_id is not None or verb != "event.published"


def of_lines(ids: Sequence[int]) -> list[News]:
    """News of the lines that one action wrote: much of one kind for one person is one notice."""
    lines: dict[int, list[JournalLine]] = defaultdict(list)
    for start in range(0, len(ids), CHUNK):
        for line in JournalLine.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("pk"):
            for number, (verbs, _teller) in enumerate(TELLERS):
                if line.verb in verbs:
                    lines[number].append(line)
    news = [each for number in sorted(lines) for each in TELLERS[number][1](lines[number])]
    return one_for_many(news)


def of_day(day: date) -> list[News]:
    """What a day brings without anybody's doing."""
    return days.of_day(day)
