"""Clashes: set aside and taken up again; names opened to one another by two organisations."""

from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import SYSTEM, Actor
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.people.rules import editing_reach
from karavan.planning.clashes import around, clashes_of
from karavan.planning.clashes.decisions import digest
from karavan.planning.clashes.record import Clash
from karavan.planning.enums import Level
from karavan.planning.events import DisclosureChanged
from karavan.planning.models import ClashDecision, DiaryEntry, Disclosure
from karavan.planning.occasions.facts import length_of
from karavan.planning.occasions.keys import ENTRY, SESSION, ids_of, owners_of, pair
from karavan.planning.occasions.reading import covers
from karavan.planning.occasions.record import Scene, Sealed
from karavan.programme.enums import OrganiserRole
from karavan.programme.models import EventOrganiser, Session

REASON: Final = 400
Keys = tuple[str, str]


@action
def ignore_clash(*, actor: Actor, mine: str, other: str, reason: str) -> ClashDecision:
    """Set a clash aside, with a reason; it comes back when the time or the place of either changes.

    Keys as the actor sees them. Raises Invalid without a reason, Conflict where there is no such clash, or
    where two need one hall: that cannot be set aside.
    """
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": [_("Say why this clash does no harm.")]})
    if len(reason) > REASON:
        raise Invalid({"reason": [_("Shorten the text to %(limit)d characters.") % {"limit": REASON}]})
    seen, clash = _clash(actor, mine, other)
    if clash.level == Level.BLOCK:
        raise Conflict(_("Two cannot have one hall at one time. Move one of them."))
    first, second = _sealed(seen, clash)
    one, two = pair(first.key, second.key)
    decision, _made = ClashDecision.objects.update_or_create(
        first=one,
        second=two,
        defaults={
            "facts": digest(first, second),
            "reason": reason,
            "decided_by_id": actor.pk,
            "decided_at": timezone.now(),
        },
    )
    _record(actor, "clash.ignored", mine, after={"level": clash.level, "score": clash.score}, reason=reason)
    return decision


@action
def reopen_clash(*, actor: Actor, mine: str, other: str) -> None:
    """Take up a clash again that was set aside. Raises Conflict where nothing was decided."""
    seen, clash = _clash(actor, mine, other)
    first, second = (each.key for each in _sealed(seen, clash))
    one, two = pair(first, second)
    gone, _by_model = ClashDecision.objects.filter(first=one, second=two).delete()
    if not gone:
        raise Conflict(_("This clash was not set aside."))
    _record(actor, "clash.reopened", mine)


@action
def ask_disclosure(*, actor: Actor, mine: str, other: str) -> Disclosure:
    """Agree that the owner of ``other`` may see the name of one's own, and ask them for the same.

    Names open once both agreed. Asked twice it changes nothing; asked by the second side it agrees.
    """
    seen, clash = _clash(actor, mine, other)
    first, second = (each.key for each in _sealed(seen, clash))
    theirs = second if first == mine else first
    return _agree(actor, mine, theirs)


@action
def agree_disclosure(*, actor: Actor, disclosure: Disclosure) -> Disclosure:
    """Agree to what the other side asked for."""
    mine, theirs = _sides(actor, disclosure)
    return _agree(actor, mine, theirs)


@action
def take_back_disclosure(*, actor: Actor, disclosure: Disclosure) -> Disclosure:
    """Close one's own name again: from then on neither side sees the other's."""
    disclosure = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    mine, _theirs = _sides(actor, disclosure)
    side = "first" if mine == disclosure.first else "second"
    if getattr(disclosure, f"{side}_agreed_at") is None:
        raise Conflict(_("You have not opened the name yet."))
    setattr(disclosure, f"{side}_agreed_at", None)
    setattr(disclosure, f"{side}_agreed_by_id", None)
    disclosure.save()
    _record(actor, "disclosure.taken_back", mine)
    announce(DisclosureChanged(disclosure.pk))
    return disclosure


def _agree(actor: Actor, mine: str, theirs: str) -> Disclosure:
    _require_edit(actor, mine)
    first, second = pair(mine, theirs)
    disclosure, _made = Disclosure.objects.select_for_update().get_or_create(first=first, second=second)
    side = "first" if mine == first else "second"
    if getattr(disclosure, f"{side}_agreed_at") is not None:
        return disclosure
    setattr(disclosure, f"{side}_agreed_at", timezone.now())
    setattr(disclosure, f"{side}_agreed_by_id", actor.pk)
    disclosure.save()
    if disclosure.is_mutual:
        _record(actor, "disclosure.agreed", mine)
        _record(actor, "disclosure.opened", theirs)
    else:
        _record(actor, "disclosure.asked", mine)
        # In the other side's journal, and without a word of who asks: they have not agreed yet.
        _record(SYSTEM, "disclosure.wanted", theirs)
    announce(DisclosureChanged(disclosure.pk))
    return disclosure


def _sides(actor: Actor, disclosure: Disclosure) -> Keys:
    """The actor's key and the other one. Raises NotAllowed where neither is theirs."""
    reach = editing_reach(actor)
    owners = owners_of((disclosure.first, disclosure.second))
    for mine, theirs in ((disclosure.first, disclosure.second), (disclosure.second, disclosure.first)):
        if covers(reach, owners.get(mine, ())):
            return mine, theirs
    raise NotAllowed(_("Only an editor of one of the two may do this."))


def _require_edit(actor: Actor, key: str) -> None:
    if not covers(editing_reach(actor), owners_of((key,)).get(key, ())):
        raise NotAllowed(_("Only an editor of one of the two may do this."))


def _clash(actor: Actor, mine: str, other: str) -> tuple[Scene, Clash]:
    """The clash between one's own occasion and another, by the keys that the actor sees."""
    _require_edit(actor, mine)
    seen = around(*_span(mine), actor=actor)
    for clash in clashes_of(mine, seen):
        if clash.other(mine).key == other:
            return seen, clash
    raise Conflict(_("These two do not clash any more. Look at the diary again."))


def _span(key: str) -> tuple[datetime, datetime]:
    """From when to when the occasion with a key is."""
    if entries := ids_of((key,), ENTRY):
        entry = DiaryEntry.objects.get(pk=entries.pop())
        return entry.starts_at, entry.ends_at
    session = Session.objects.select_related("event").get(pk=ids_of((key,), SESSION).pop())
    return session.starts_at, session.ends_at or session.starts_at + length_of(session.event.kind)


def _sealed(seen: Scene, clash: Clash) -> tuple[Sealed, Sealed]:
    """What the two really are."""
    first, second = seen.index(clash.first.key), seen.index(clash.second.key)
    assert first is not None
    assert second is not None
    return seen.sealed[first], seen.sealed[second]


def _record(actor: Actor, verb: str, key: str, **line: Any) -> None:
    """A line about the occasion with a key, for its organisation."""
    if entries := ids_of((key,), ENTRY):
        entry = DiaryEntry.objects.get(pk=entries.pop())
        record(actor, verb, entry, organisation_id=entry.organisation_id, **line)
        return
    session = Session.objects.get(pk=ids_of((key,), SESSION).pop())
    leads = EventOrganiser.objects.filter(event=session.event_id, role=OrganiserRole.LEAD)
    lead = leads.values_list("organisation_id", flat=True).first()
    record(actor, verb, session, organisation_id=lead, **line)
