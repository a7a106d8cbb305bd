"""A flood is no news: many things of one kind at once are told as one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import ngettext

from karavan.notices import paths
from karavan.notices.actions.telling import News
from karavan.notices.enums import Topic

MOST: Final = 3
"""News of one topic that an action may bring to a person one by one."""
NAMED: Final = 5
"""Titles that stand in the one notice instead."""


def _title(topic: Topic, count: int) -> str:
    words = {"count": count}
    match topic:
        case Topic.CANCELLED | Topic.CANCELLED_TODAY:
            text = ngettext("%(count)d event is cancelled", "%(count)d events are cancelled", count)
        case Topic.MOVED:
            text = ngettext("%(count)d event is moved", "%(count)d events are moved", count)
        case Topic.RELEASE_ASKED:
            text = ngettext("%(count)d event for release", "%(count)d events for release", count)
        case Topic.RELEASED:
            text = ngettext("%(count)d event is released", "%(count)d events are released", count)
        case Topic.SENT_BACK:
            text = ngettext("%(count)d event came back", "%(count)d events came back", count)
        case Topic.CHECK:
            text = ngettext("%(count)d record to check", "%(count)d records to check", count)
        case _:
            text = ngettext("%(count)d event is changed", "%(count)d events are changed", count)
    return text % words


_LISTS: Final = {Topic.CHECK: paths.CHECKS}


def one_for_many(news: Sequence[News]) -> list[News]:
    """The news, where a person would get more than :data:`MOST` of a topic with one notice for all."""
    found: dict[tuple[int, Topic], list[News]] = defaultdict(list)
    for each in news:
        for person in each.audience:
            if person != each.by_id:
                found[person, each.topic].append(each)
    many = {key: batch for key, batch in found.items() if len(batch) > MOST}
    if not many:
        return list(news)
    kept = [
        replace(
            each,
            audience={who: why for who, why in each.audience.items() if (who, each.topic) not in many},
        )
        for each in news
    ]
    whole = [_whole(person, topic, batch) for (person, topic), batch in many.items()]
    return [*(each for each in kept if each.audience), *whole]


def _whole(person: int, topic: Topic, batch: Sequence[News]) -> News:
    first = batch[0]
    titles = [each.name or each.title for each in batch[:NAMED]]
    if len(batch) > len(titles):
        titles.append("…")
    return replace(
        first,
        title=_title(topic, len(batch)),
        text="\n".join(titles),
        url=_LISTS.get(topic, paths.EVENTS),
        audience={person: first.audience[person]},
    )
