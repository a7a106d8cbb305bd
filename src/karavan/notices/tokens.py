"""Links in messages that work without signing in: they can mute and nothing else."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core import signing

from karavan.notices import paths
from karavan.notices.enums import Topic

SALT: Final = "karavan.notices.stop"
GOOD_FOR: Final = timedelta(days=60)


class BadToken(ValueError):
    """Not a link of ours, or one that is too old."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Whom a link speaks for, and what it mutes: e-mail about a topic, or all e-mail where it is ""."""

    person_id: int
    topic: str = ""


def sign(stop: Stop) -> str:
    """The token of a link."""
    return signing.dumps([stop.person_id, stop.topic], salt=SALT)


def read(token: str) -> Stop:
    """What a token says. Raises BadToken."""
    try:
        person_id, topic = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
        return Stop(int(person_id), Topic(topic).value if topic else "")
    except (signing.BadSignature, ValueError, TypeError):
        raise BadToken(token) from None


def path_of(stop: Stop) -> str:
    """The local address of the page behind the link."""
    return paths.stop(sign(stop))
