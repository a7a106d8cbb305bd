"""Why something cannot be held, in words: what is in the way, whose it is, from when to when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict
from karavan.kernel.localtime import local
from karavan.people.rules import seeing_reach
from karavan.planning.enums import Firmness
from karavan.planning.holds.rules import owner_of
from karavan.planning.models import Hold
from karavan.programme.enums import PUBLIC_STATUSES


class Taken(Conflict):
    """What was asked for is held already.

    ``reasons`` says why, by the id of the session that it was asked for (None: for no session).
    """

    def __init__(self, message: str, reasons: dict[int | None, str] | None = None) -> None:
        self.reasons = reasons or {}
        super().__init__(message)


def thing_of(hold: Hold) -> str:
    """The name of what is held."""
    return str(hold.place or hold.role or hold.asset)


def when(start: datetime, end: datetime) -> str:
    """«01.05.2030, 18:00–20:00»; with both days where it runs over midnight."""
    first, last = local(start), local(end)
    if first.date() == last.date():
        return f"{first:%d.%m.%Y, %H:%M}–{last:%H:%M}"
    return f"{first:%d.%m.%Y, %H:%M} – {last:%d.%m.%Y, %H:%M}"


def why(pairs: Sequence[tuple[Hold, Hold]], actor: Actor | None) -> Taken:
    """The error for holds that something keeps out: pairs of one that was asked for and one in its way."""
    reach = seeing_reach(actor)

    def known(hold: Hold) -> bool:
        session = hold.session
        public = session is not None and session.event.status in PUBLIC_STATUSES
        return public or reach.covers(hold.organisation) or reach.covers(owner_of(hold))

    reasons = {asked.session_id: reason(asked, held, known=known(held)) for asked, held in pairs}
    if not reasons:
        return Taken(_("Somebody held it at this very moment. Try again."))
    shown = list(dict.fromkeys(reasons.values()))
    message = " ".join(shown[:3])
    if len(shown) > 3:
        more = len(shown) - 3
        rest = ngettext("And %(count)s more date is taken.", "And %(count)s more dates are taken.", more)
        message = f"{message} {rest % {'count': more}}"
    return Taken(message, reasons)


def reason(asked: Hold, held: Hold, *, known: bool) -> str:
    """One sentence or two about one hold in the way of another."""
    start = held.starts_at - timedelta(minutes=held.build_up)
    end = held.ends_at + timedelta(minutes=held.clearing)
    told = {"thing": thing_of(held), "when": when(start, end)}
    session = held.session
    if not known:
        text = _("“%(thing)s” is held by another organisation: %(when)s.") % told
    elif session is not None:
        told |= {"who": str(held.organisation), "title": session.event.title}
        text = _("“%(thing)s” is held for “%(title)s” (%(who)s): %(when)s.") % told
    else:
        text = _("“%(thing)s” is held by %(who)s: %(when)s.") % (told | {"who": str(held.organisation)})
    if held.firmness == Firmness.TENTATIVE and held.expires_at is not None:
        until = f"{local(held.expires_at):%d.%m.%Y, %H:%M}"
        text = f"{text} {_('It is a tentative hold and stands until %(until)s.') % {'until': until}}"
    if known and session is not None and session.ends_at is None:
        text = f"{text} {_('Its end is not known: it is taken to last two hours.')}"
    if asked.place_id is not None and held.place_id is not None and asked.place_id != held.place_id:
        wanted = _("“%(thing)s” cannot be had then.") % {"thing": thing_of(asked)}
        text = f"{text} {wanted}"
    return text


def too_few(hold: Hold, free: int) -> Taken:
    """The error for more units of an asset than are free."""
    text = _("Of “%(thing)s” %(free)s of %(all)s are free then, and %(wanted)s are wanted.")
    units = hold.asset.units if hold.asset is not None else 0
    told = {"thing": thing_of(hold), "free": free, "all": units, "wanted": hold.quantity}
    return Taken(text % told, {hold.session_id: text % told})
