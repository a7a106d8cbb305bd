"""Holds in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from karavan.kernel.localtime import local
from karavan.planning.enums import Firmness
from karavan.planning.holds.wording import thing_of, when
from karavan.planning.models import Hold
from karavan.planning.queries import Kept
from karavan.ui.parts import Badge
from karavan.ui.typography import date_short, time_text


@dataclass(frozen=True)
class Line:
    """A hold as a line of a list: ``url`` "" where one may know no more than that it is held."""

    url: str
    what: str
    when: str
    buffers: str
    state: Badge
    place: str


def until_words(moment: datetime) -> str:
    """«до 5 мая, 18:00»."""
    here = local(moment)
    return pgettext("hold", "until %(day)s, %(time)s") % {
        "day": date_short(here.date()),
        "time": time_text(here),
    }


def state_of(hold: Hold) -> Badge:
    """Firm, tentative until when, or released."""
    if hold.released_at is not None:
        return Badge("plain", pgettext("hold", "released"))
    if hold.firmness == Firmness.TENTATIVE and hold.expires_at is not None:
        return Badge("moved", _("tentative, %(until)s") % {"until": until_words(hold.expires_at)})
    return Badge("free", pgettext("hold", "firm"))


def what_for(hold: Hold) -> str:
    """The date, the plan or the note it is for; and for whom."""
    session, entry = hold.session, hold.entry
    if session is not None:
        return session.event.title
    if entry is not None:
        return entry.title
    return hold.note or str(hold.organisation)


def buffers_of(hold: Hold) -> str:
    """«сборка 60 мин, разборка 30 мин»; "" without any."""
    said = []
    if hold.build_up:
        said.append(_("build-up %(minutes)s min") % {"minutes": hold.build_up})
    if hold.clearing:
        said.append(_("clearing %(minutes)s min") % {"minutes": hold.clearing})
    return ", ".join(said)


def lines_of(found: Iterable[Kept], here: int | None = None) -> list[Line]:
    """Lines of a page; ``here`` is the place that it is about: another is named."""
    lines = []
    for kept in found:
        hold = kept.hold
        other = thing_of(hold) if hold.place_id is not None and hold.place_id != here else ""
        if not kept.known:
            held = Badge("plain", pgettext("hold", "held"))
            lines.append(
                Line("", _("held by another organisation"), when(kept.start, kept.end), "", held, other)
            )
            continue
        url = reverse("office-holds-detail", args=[hold.pk])
        spoken = when(hold.starts_at, hold.ends_at)
        lines.append(Line(url, what_for(hold), spoken, buffers_of(hold), state_of(hold), other))
    return lines
