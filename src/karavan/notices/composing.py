"""A message out of notices: what every channel sends in its own shape."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.notices import paths, tokens
from karavan.notices.channels import Line, Message
from karavan.notices.enums import Topic
from karavan.notices.models import Notice
from karavan.people.models import User

MOST_LINES = 30
"""Lines of a digest; the rest waits in the office."""


def message(person: User, notices: Sequence[Notice], *, urgent: bool) -> Message:
    """One message to a person: a notice by itself, or several as a digest, the newest first."""
    ordered = sorted(notices, key=lambda notice: (notice.created_at, notice.pk), reverse=True)
    single = len(ordered) == 1 and urgent
    topic = ordered[0].topic if len({notice.topic for notice in ordered}) == 1 and single else ""
    return Message(
        title=ordered[0].title if single else _digest_title(len(ordered), urgent),
        lines=[_line(notice) for notice in ordered[:MOST_LINES]],
        url=absolute(paths.notice(ordered[0].pk) if single else paths.NOTICES),
        stop_url=absolute(tokens.path_of(tokens.Stop(person.pk, topic))),
        settings_url=absolute(paths.SETTINGS),
        tag=f"notice-{ordered[0].pk}" if single else ("urgent" if urgent else "digest"),
        urgent=urgent,
        name=person.name,
        is_digest=not single,
        topic=str(Topic(topic).label) if topic else "",
        more=max(0, len(ordered) - MOST_LINES),
    )


def _digest_title(count: int, urgent: bool) -> str:
    if urgent:
        return ngettext("%(count)d urgent notice", "%(count)d urgent notices", count) % {"count": count}
    return ngettext("%(count)d piece of news", "%(count)d pieces of news", count) % {"count": count}


def _line(notice: Notice) -> Line:
    return Line(notice.title, notice.text, absolute(paths.notice(notice.pk)), notice.reason, notice.times)


def absolute(path: str) -> str:
    """The address as it stands in a message."""
    return f"{settings.SITE_URL}{path}"


def plain(message: Message) -> str:
    """The message in words, for channels that show nothing else: title, lines, reasons, how to mute."""
    if not message.is_digest:
        line = message.lines[0]
        parts = [message.title, line.text, line.url, _why(line)]
    else:
        rows = [f"• {line.title}\n{line.url}" for line in message.lines]
        parts = [message.title, "\n".join(rows), message.url]
    return "\n\n".join(part for part in parts if part)


def _why(line: Line) -> str:
    return _("You get this %(reason)s.") % {"reason": line.reason}
