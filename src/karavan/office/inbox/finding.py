"""What waits for a person, by what they may do: events, closed places, hours, people, old facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from karavan.hygiene import waiting as hygiene
from karavan.hygiene.models import Finding
from karavan.hygiene.norms import norms_on
from karavan.kernel.drafts.queries import begun
from karavan.kernel.localtime import local
from karavan.office.desk import Desk
from karavan.office.hygiene import mending
from karavan.office.inbox.items import Item
from karavan.office.places.access import KIND as SURVEY
from karavan.office.planning.links import clashes_url
from karavan.people import waiting as people
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation
from karavan.people.waiting import Matter
from karavan.places import waiting as places
from karavan.places.models import PlaceStateRow
from karavan.places.queries import editable_by
from karavan.planning import queries as planning
from karavan.planning.clashes.watching import grave_clashes
from karavan.planning.holds.wording import thing_of, when
from karavan.planning.occasions.words import described
from karavan.programme import waiting as programme
from karavan.programme.waiting import Coming, Unfinished
from karavan.ui import typography

NAMED: Final = 3
"""Things to do that a line names, and things of one kind that stand one by one."""
CLASHES_AHEAD: Final = timedelta(days=90)
CLASHES_KEPT: Final = timedelta(minutes=10)
"""How long the line about clashes is shown without another look."""
PATIENCE: Final = timedelta(days=2)
"""How long what was sent for a release may wait."""


@dataclass
class Waiting:
    """What waits for a person; ``sent`` counts what they sent and a director has not released yet."""

    items: list[Item]
    sent: int = 0


def waiting_for(desk: Desk, now: datetime) -> Waiting:
    """All of it, unordered; eight queries at most, and eight for clashes.

    Hours are their editors' work, not the city's.
    """
    found = Waiting([])
    if not (desk.editing.everything or desk.editing.paths):
        return found
    today = local(now).date()
    for each in programme.unfinished(desk.editing, desk.managing, now=now, within=desk.organisation):
        if not each.is_sent:
            found.items.append(_draft(each, today))
        elif _releases(desk, each):
            found.items.append(_sent(each, now))
        else:
            found.sent += 1
    found.items += _broken(desk, now, today)
    found.items += _surveys(desk)
    found.items += _holds(desk, now, today)
    found.items += _clashes(desk, now)
    if not desk.editing.everything or desk.organisation is not None:
        found.items += _hours(desk, today)
        found.items += _gaps(desk, today)
    matters = list(people.matters(desk.managing, now=now, within=desk.organisation))
    found.items += _matters(matters, today)
    return found


def _releases(desk: Desk, found: Unfinished) -> bool:
    """Whether it waits for this person. What others lead was found by its programme, which they release."""
    return desk.managing.covers(found) or not desk.editing.covers(found)


def _clock(moment: datetime | None) -> str:
    return "" if moment is None else typography.time_text(local(moment))


def _moment(moment: datetime) -> str:
    return f"{typography.date_short(local(moment).date())}, {_clock(moment)}"


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else local(moment).date()


def _since(moment: datetime) -> str:
    return _("waits since %(day)s") % {"day": typography.date_short(local(moment).date())}


def _draft(found: Unfinished, today: date) -> Item:
    event, day = found.event, _day(found.starts_at)
    url = f"/office/events/{event.pk}/"
    lacks = [problem.message for problem in found.problems]
    clock = "" if event.is_range else _clock(found.starts_at)
    if event.status_reason:
        kind, icon, action, lacks = _("Came back"), "undo-2", _("Correct it"), [event.status_reason, *lacks]
    elif lacks:
        kind, icon, action = _("Draft"), "pencil", _("Go on")
    else:
        kind, icon, action = _("Draft, complete"), "check", _("Publish")
        lacks = [_("Nothing is missing: publish it or send it for release.")]
    return Item(
        icon=icon,
        kind=kind,
        title=event.title or _("Without a title"),
        url=f"{url}edit/" if found.problems else url,
        action=action,
        day=day,
        clock=clock,
        late=day is not None and (day - today).days <= 1,
        note=_since(event.updated_at if event.status_reason else event.created_at),
        lacks=lacks[:NAMED],
        more=max(0, len(lacks) - NAMED),
    )


def _sent(found: Unfinished, now: datetime) -> Item:
    event, day = found.event, _day(found.starts_at)
    sent = event.sent_at or event.updated_at
    near = found.starts_at is not None and found.starts_at < now + PATIENCE
    by = event.sent_by.name if event.sent_by is not None else ""
    return Item(
        icon="send",
        kind=_("For release"),
        title=event.title,
        url=f"/office/events/{event.pk}/",
        action=_("Look and release"),
        day=day,
        clock="" if event.is_range else _clock(found.starts_at),
        late=near or sent < now - PATIENCE,
        note=_since(sent),
        lacks=[_("Sent by %(name)s.") % {"name": by}] if by else [],
    )


def _broken(desk: Desk, now: datetime, today: date) -> Iterator[Item]:
    """One item for every closing, whatever it breaks: it is decided on one page."""
    found: dict[PlaceStateRow, list[Coming]] = {}
    for date_of, closing in programme.shut_out(desk.editing, now=now, within=desk.organisation):
        found.setdefault(closing, []).append(date_of)
    for closing, dates in found.items():
        first = dates[0]
        day, clock = local(first.starts_at).date(), _clock(first.starts_at)
        title = ngettext("%(place)s: %(count)d date breaks", "%(place)s: %(count)d dates break", len(dates))
        yield Item(
            icon="construction",
            kind=str(closing.get_state_display()),
            title=title % {"place": closing.place.name, "count": len(dates)},
            url="/office/broken/",
            action=_("Move or cancel"),
            day=day,
            clock=clock,
            late=(day - today).days <= 3,
            note=closing.reason,
            lacks=[f"{_moment(each.starts_at)} — {each.title}" for each in dates[:NAMED]],
            more=max(0, len(dates) - NAMED),
        )


def _surveys(desk: Desk) -> Iterator[Item]:
    """The person's own surveys of accessibility that were begun and not recorded; one query."""
    mine = begun(desk.actor, SURVEY)
    first = mine.filter(subject_id=OuterRef("pk")).values("begun_at")[:1]
    rows = editable_by(desk.actor).filter(pk__in=mine.values("subject_id"))
    for pk, name, moment in rows.annotate(begun_at=Subquery(first)).values_list("pk", "name", "begun_at"):
        yield Item(
            icon="accessibility",
            kind=_("Unfinished survey"),
            title=name,
            url=f"/office/places/{pk}/access/new/",
            action=_("Finish it"),
            note=_("begun on %(day)s") % {"day": typography.date_short(local(moment).date())},
            lacks=[_("Residents read it once it is recorded.")],
        )


def _holds(desk: Desk, now: datetime, today: date) -> Iterator[Item]:
    """Tentative holds that end within three days."""
    for hold in planning.expiring(desk.editing, now=now, within=desk.organisation):
        day = _day(hold.expires_at)
        yield Item(
            icon="hourglass",
            kind=_("A tentative hold ends"),
            title=thing_of(hold),
            url=f"/office/holds/{hold.pk}/",
            action=_("Confirm or release"),
            day=day,
            clock=_clock(hold.expires_at),
            late=day is not None and day <= today,
            lacks=[when(hold.starts_at, hold.ends_at)],
        )


def _clashes(desk: Desk, now: datetime) -> list[Item]:
    """Grave clashes of one's own in the next three months, as one line; the city has its list.

    To reckon them takes longer than all else that waits: the line is some minutes old at most.
    """
    paths = [desk.organisation.path] if desk.organisation is not None else sorted(desk.editing.paths)
    if not paths:
        return []
    key = f"office-clashes:{desk.actor.pk}:{get_language()}:{'.'.join(paths).replace('/', '-')}"[:240]
    kept: list[Item] | None = cache.get(key)
    if kept is None:
        kept = list(_clash_line(desk, paths, now))
        cache.set(key, kept, CLASHES_KEPT.total_seconds())
    return kept


def _clash_line(desk: Desk, paths: list[str], now: datetime) -> Iterator[Item]:
    until = now + CLASHES_AHEAD
    clashes = grave_clashes(paths, now, until, actor=desk.actor)
    if not clashes:
        return
    nearest = min(clashes, key=lambda each: each.first.start)
    title = ngettext("%(count)d grave clash", "%(count)d grave clashes", len(clashes))
    yield Item(
        icon="triangle-alert",
        kind=_("Clashes in the city diary"),
        title=title % {"count": len(clashes)},
        url=clashes_url(now, until),
        action=_("Look and settle"),
        day=_day(nearest.first.start),
        clock=_clock(nearest.first.start),
        lacks=[f"{described(each.first)} × {described(each.second)}" for each in clashes[:NAMED]],
        more=max(0, len(clashes) - NAMED),
    )


def _hours(desk: Desk, today: date) -> Iterator[Item]:
    found = places.without_hours(desk.editing, day=today, within=desk.organisation)
    if len(found) > NAMED:
        names = [place.name for place in found[:NAMED]]
        over = [place.hours_end for place in found if place.hours_end is not None]
        title = ngettext("%(count)d place has no hours", "%(count)d places have no hours", len(found))
        yield Item(
            icon="clock-alert",
            kind=_("Opening hours"),
            title=title % {"count": len(found)},
            url="/office/places/",
            action=_("Say the hours"),
            day=min(over, default=None),
            lacks=names,
            more=len(found) - NAMED,
        )
        return
    for place in found:
        end = place.hours_end
        known = end is not None
        yield Item(
            icon="clock-alert",
            kind=_("Opening hours"),
            title=place.name,
            url=f"/office/places/{place.pk}/hours/",
            action=_("Say the hours"),
            day=end,
            lacks=[
                _("The hours end, and no others follow.") if known else _("Residents read “hours not known”.")
            ],
        )


def _gaps(desk: Desk, today: date) -> Iterator[Item]:
    """What residents miss: each of a few by itself with its field, many as one line a house."""
    norms = norms_on(today)
    found: dict[Organisation, list[Finding]] = {}
    for gap in hygiene.gaps(desk.editing, within=desk.organisation):
        found.setdefault(gap.organisation, []).append(gap)
    for organisation, gaps in found.items():
        page = f"/office/hygiene/{organisation.pk}/"
        tasks = [mending.task(gap, norms) for gap in gaps]
        if len(gaps) > NAMED:
            title = ngettext("%(place)s: %(count)d gap", "%(place)s: %(count)d gaps", len(gaps))
            yield Item(
                icon="badge-check",
                kind=_("Information for residents"),
                title=title % {"place": organisation, "count": len(gaps)},
                url=page,
                action=_("Fill the gaps"),
                lacks=tasks[:NAMED],
                more=len(gaps) - NAMED,
            )
            continue
        for gap, words in zip(gaps, tasks, strict=True):
            yield Item(
                icon="badge-check",
                kind=_("Information for residents"),
                title=words,
                url=mending.where(gap) or page,
                action=_("Do it"),
                lacks=[str(organisation)],
            )


def _matters(matters: list[Matter], today: date) -> Iterator[Item]:
    for matter in matters:
        about = " · ".join(part for part in (_role(matter), matter.place) if part)
        if matter.kind == people.ROLE:
            yield Item(
                icon="user",
                kind=_("A role ends"),
                title=matter.name,
                url=f"/office/people/{matter.person_id}/",
                action=_("Prolong"),
                day=matter.day,
                lacks=[about],
            )
        elif matter.kind == people.INVITATION:
            over = matter.day is not None and matter.day < today
            yield Item(
                icon="mail",
                kind=_("Invitation is over") if over else _("Invitation without an answer"),
                title=matter.name,
                url=f"/office/invitations/{matter.pk}/",
                action=_("Send again"),
                day=matter.day,
                lacks=[about],
            )
    yield from _old_facts([matter for matter in matters if matter.kind == people.ORGANISATION])


def _old_facts(old: list[Matter]) -> Iterator[Item]:
    if len(old) > NAMED:
        title = ngettext("%(count)d organisation", "%(count)d organisations", len(old))
        yield Item(
            icon="building-2",
            kind=_("Facts older than a year"),
            title=title % {"count": len(old)},
            url="/office/organisations/",
            action=_("Look through"),
            lacks=[matter.place or matter.name for matter in old[:NAMED]],
            more=len(old) - NAMED,
        )
        return
    for matter in old:
        told = matter.day and _("Last looked at on %(day)s.") % {
            "day": typography.date_short(matter.day, year=True)
        }
        yield Item(
            icon="building-2",
            kind=_("Facts older than a year"),
            title=matter.place or matter.name,
            url=f"/office/organisations/{matter.pk}/edit/",
            action=_("Look through"),
            lacks=[told] if told else [],
        )


def _role(matter: Matter) -> str:
    return str(RoleKind(matter.role).label) if matter.role in RoleKind.values else ""
