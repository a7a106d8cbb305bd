"""A message out of notices: what every channel sends in its own shape."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.html import escape
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


def _why(line: Line) -> str:
    return _("You get this %(reason)s.") % {"reason": line.reason}


def marked(message: Message, limit: int) -> str:
    """The same with the few marks that messengers know (``<b>``, ``<a>``), at most so many characters.

    What is too long loses whole lines from its end, never half a mark.
    """
    head = f"<b>{escape(message.title)}</b>"
    if message.is_digest:
        rows = [f'• <a href="{escape(line.url)}">{escape(line.title)}</a>' for line in message.lines]
        foot = f'<a href="{escape(message.url)}">{escape(_("Open in the office"))}</a>'
    else:
        line = message.lines[0]
        rows = [escape(row) for row in line.text.split("\n") if row]
        link = f'<a href="{escape(line.url)}">{escape(_("Open in the office"))}</a>'
        foot = f"{escape(_why(line))}\n{link}"
    room = limit - len(head) - len(foot) - 8
    kept: list[str] = []
    for row in rows:
        if len(row) + 1 > room:
            kept.append("…")
            break
        room -= len(row) + 1
        kept.append(row)
    return "\n\n".join(part for part in (head, "\n".join(kept), foot) if part)
