"""Notices made through the actions."""

from itertools import count
from typing import Any

from karavan.kernel.actor import SYSTEM
from karavan.notices.actions import News, notify
from karavan.notices.enums import Topic
from karavan.notices.models import Notice
from karavan.people.models import User

_numbers = count(1)


def make_news(*people: User, **given: Any) -> News:
    """A change of an event of its own, told to these people."""
    number = next(_numbers)
    fields = {
        "topic": Topic.CHANGED,
        "subject_type": "programme.event",
        "subject_id": number,
        "title": f"Изменено: Концерт № {number}",
        "url": f"/office/events/{number}/",
        "audience": {person.pk: "потому что вы редактор" for person in people},
        **given,
    }
    return News(**fields)


def make_notice(person: User, **given: Any) -> Notice:
    """A notice that has just come."""
    (notice,) = notify(actor=SYSTEM, news=[make_news(person, **given)])
    return notice
