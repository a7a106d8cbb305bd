"""News of events and their dates: cancelled, moved, changed, on the way to a release."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Max, Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.kernel.journal.models import JournalLine
from karavan.kernel.localtime import local, today
from karavan.notices import paths, standing
from karavan.notices.actions.telling import News
from karavan.notices.enums import Topic
from karavan.notices.news.wording import day_and_time, sentence, who
from karavan.people.models import Organisation
from karavan.programme.enums import OrganiserRole
from karavan.programme.models import Event, EventOrganiser, Session

EVENT: Final = "programme.event"
NAMED: Final = 5

CANCELLED = frozenset({"event.cancelled", "session.cancelled", "event.sessions_cancelled"})
MOVED = frozenset({"session.moved", "event.sessions_moved"})
RESTORED = frozenset({"session.restored"})
CHANGED = frozenset(
    {
        "event.changed",
        "event.day_exceptions_set",
        "event.hours_set",
        "event.organisers_set",
        "event.performers_set",
        "event.removed",
        "event.sessions_added",
        "event.sessions_changed",
        "event.tariffs_set",
        "event.withdrawn",
        "session.added",
        "session.changed",
        "session.removed",
        "session.sold_out",
    }
)
TOPICS: dict[str, Topic] = {
    **dict.fromkeys(CHANGED, Topic.CHANGED),
    "event.published": Topic.RELEASED,
    "event.sent_for_release": Topic.RELEASE_ASKED,
    "event.sent_back": Topic.SENT_BACK,
    **dict.fromkeys(MOVED | RESTORED, Topic.MOVED),
    **dict.fromkeys(CANCELLED, Topic.CANCELLED),
}
VERBS = frozenset(TOPICS)
TOGETHER: Final = timedelta(minutes=30)
"""Two people who change an event within this time work on it together."""
Writers = Mapping[int, Mapping[int, datetime]]
_WEIGHTS = [Topic.CHANGED, Topic.RELEASED, Topic.RELEASE_ASKED, Topic.SENT_BACK, Topic.MOVED, Topic.CANCELLED]

_WORDS: dict[str, Promise] = {
    "title": gettext_lazy("title"),
    "kind": gettext_lazy("kind"),
    "summary": gettext_lazy("summary"),
    "text": gettext_lazy("text"),
    "age_mark": gettext_lazy("age mark"),
    "date_from": gettext_lazy("days"),
    "date_to": gettext_lazy("days"),
    "place_id": gettext_lazy("place"),
    "price_kind": gettext_lazy("price"),
    "price_min": gettext_lazy("price"),
    "price_max": gettext_lazy("price"),
    "entry": gettext_lazy("entrance"),
    "booking_url": gettext_lazy("link to tickets"),
    "picture": gettext_lazy("picture"),
    "organisers": gettext_lazy("organisers"),
    "performers": gettext_lazy("performers"),
    "hours": gettext_lazy("opening hours"),
    "day_exceptions": gettext_lazy("opening hours"),
    "tariffs": gettext_lazy("benefits"),
    "sessions": gettext_lazy("dates"),
    "starts_at": gettext_lazy("dates"),
    "ends_at": gettext_lazy("dates"),
    "capacity": gettext_lazy("number of seats"),
    "facilities": gettext_lazy("what is offered to those who hear or see badly"),
    "programme_id": gettext_lazy("programme"),
}


@dataclass
class _Story:
    """What one action did to one event."""

    event_id: int
    event: Event | None
    lines: list[JournalLine] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)

    @property
    def topic(self) -> Topic:
        return max((TOPICS[line.verb] for line in self.lines), key=_WEIGHTS.index)

    @property
    def telling(self) -> list[JournalLine]:
        """The lines that its topic is about."""
        return [line for line in self.lines if TOPICS[line.verb] == self.topic]

    @property
    def title(self) -> str:
        if self.event is not None:
            return self.event.title
        return next((str(line.before["title"]) for line in self.lines if line.before.get("title")), "")


def of_lines(lines: Sequence[JournalLine]) -> list[News]:
    """One piece of news for every event that the lines tell of. Seven queries."""
    stories = _stories(lines)
    everybody = {one.pk: one for story in stories for one in story.organisations}
    keepers = standing.keepers_of(everybody.values())
    directors = standing.directors_of(everybody.values())
    writers = _writers(stories)
    sessions = _sessions_of(stories)
    news = []
    for story in stories:
        own = _of_writers(story, writers)
        kept = {pk: why for one in story.organisations for pk, why in keepers[one.pk].items()}
        match story.topic:
            case Topic.RELEASE_ASKED:
                audience = {pk: why for one in story.organisations for pk, why in directors[one.pk].items()}
            case Topic.RELEASED | Topic.SENT_BACK:
                audience = own
            case _:
                audience = {**own, **kept}
        news += [
            _news(story, topic, people, sessions)
            for topic, people in _apart(story, audience, writers)
            if people
        ]
    return news


def _stories(lines: Sequence[JournalLine]) -> list[_Story]:
    events = _event_ids(lines)
    leads = EventOrganiser.objects.filter(role=OrganiserRole.LEAD).select_related("organisation")
    rows = Event.objects.filter(pk__in=set(events.values())).select_related("programme")
    known = {row.pk: row for row in rows.prefetch_related(Prefetch("organisers", leads))}
    removed = Organisation.objects.in_bulk(
        {line.organisation_id for line in lines if events.get(line.pk) not in known and line.organisation_id}
    )
    found: dict[int, _Story] = {}
    for line in lines:
        event_id = events.get(line.pk)
        if event_id is None:
            continue
        event = known.get(event_id)
        story = found.setdefault(event_id, _Story(event_id, event))
        story.lines.append(line)
        if event is not None:
            story.organisations = [each.organisation for each in event.organisers.all()]
        elif line.organisation_id in removed:
            story.organisations = [removed[line.organisation_id]]
    return [story for story in found.values() if story.title]


def _event_ids(lines: Sequence[JournalLine]) -> dict[int, int]:
    """The event of every line, by the line's id."""
    of_sessions = [line for line in lines if line.subject_type != EVENT]
    rows = Session.objects.filter(pk__in={line.subject_id for line in of_sessions})
    events = dict(rows.values_list("pk", "event_id"))
    found = {line.pk: line.subject_id for line in lines if line.subject_type == EVENT}
    for line in of_sessions:
        event = events.get(line.subject_id) or line.before.get("event_id") or line.before.get("event")
        if isinstance(event, int):
            found[line.pk] = event
    return found


def _writers(stories: Sequence[_Story]) -> dict[int, dict[int, datetime]]:
    """By event who wrote it, and when last, as its journal knows; one query."""
    ids = [story.event_id for story in stories]
    rows = JournalLine.objects.filter(subject_type=EVENT, subject_id__in=ids, actor_id__isnull=False)
    last = rows.order_by().values("subject_id", "actor_id").annotate(last=Max("at"))
    found: dict[int, dict[int, datetime]] = defaultdict(dict)
    for event, person, moment in last.values_list("subject_id", "actor_id", "last"):
        assert person is not None
        found[event][person] = moment
    return found


def _of_writers(story: _Story, writers: Writers) -> standing.Reasons:
    """Writers who may still edit the event."""
    wrote = set(writers.get(story.event_id, ())) - {line.actor_id for line in story.lines}
    if not wrote or not story.organisations:
        return {}
    why = _("because you worked on this event")
    return dict.fromkeys(sorted(standing.still_editing(wrote, story.organisations)), why)


def _apart(story: _Story, audience: standing.Reasons, writers: Writers) -> Iterator[tuple[Topic, Any]]:
    """Whom the change met at their own work on the event, and all others."""
    if story.topic != Topic.CHANGED:
        yield story.topic, audience
        return
    last = writers.get(story.event_id, {})
    since = story.lines[0].at - TOGETHER
    together = {pk for pk in audience if pk in last and last[pk] >= since}
    yield Topic.MERGED, {pk: why for pk, why in audience.items() if pk in together}
    yield Topic.CHANGED, {pk: why for pk, why in audience.items() if pk not in together}


def _sessions_of(stories: Sequence[_Story]) -> dict[int, list[Session]]:
    """Dates of events that were cancelled or moved, by event; one query."""
    ids = [story.event_id for story in stories if story.topic in (Topic.CANCELLED, Topic.MOVED)]
    found: dict[int, list[Session]] = defaultdict(list)
    for session in Session.objects.filter(event__in=ids):
        found[session.event_id].append(session)
    return found


def _news(
    story: _Story, topic: Topic, audience: standing.Reasons, sessions: dict[int, list[Session]]
) -> News:
    last = story.lines[-1]
    told = sessions.get(story.event_id, [])
    if topic == Topic.CANCELLED and today() in _cancelled_days(story, told):
        topic = Topic.CANCELLED_TODAY
    reason = next((line.reason for line in story.telling if line.reason), "")
    return News(
        topic=topic,
        subject_type=EVENT,
        subject_id=story.event_id,
        organisation_id=last.organisation_id,
        name=story.title,
        title=_title(topic, story),
        text=sentence(
            _details(story, told),
            reason and _("Why: %(reason)s") % {"reason": reason},
            who(last),
        ),
        url=paths.EVENTS if story.event is None else paths.event(story.event_id),
        by_id=last.actor_id,
        audience=audience,
    )


def _title(topic: Topic, story: _Story) -> str:
    title = {"title": story.title}
    verbs = {line.verb for line in story.lines}
    match topic:
        case Topic.CANCELLED_TODAY:
            return _("Cancelled today: %(title)s") % title
        case Topic.CANCELLED:
            return _("Cancelled: %(title)s") % title
        case Topic.MOVED if _only_restored(story):
            return _("Takes place after all: %(title)s") % title
        case Topic.MOVED:
            return _("Moved: %(title)s") % title
        case Topic.RELEASE_ASKED:
            return _("For release: %(title)s") % title
        case Topic.RELEASED:
            return _("Published: %(title)s") % title
        case Topic.SENT_BACK:
            return _("Sent back: %(title)s") % title
        case Topic.MERGED:
            return _("Edited together: %(title)s") % title
    if "event.removed" in verbs:
        return _("In the trash: %(title)s") % title
    if "event.withdrawn" in verbs:
        return _("Taken off the portal: %(title)s") % title
    return _("Changed: %(title)s") % title


def _details(story: _Story, sessions: Sequence[Session]) -> str:
    match story.topic:
        case Topic.CANCELLED:
            days = _moments(story, "after", sessions)
            return "" if _whole(story) else ", ".join(day_and_time(each) for each in days[:NAMED])
        case Topic.MOVED if _only_restored(story):
            return ", ".join(day_and_time(each) for each in _moments(story, "after", sessions)[:NAMED])
        case Topic.MOVED:
            return "; ".join(_moves(story, sessions)[:NAMED])
        case Topic.CHANGED:
            names = {str(_WORDS[name]) for line in story.lines for name in line.after if name in _WORDS}
            return _("What: %(fields)s") % {"fields": ", ".join(sorted(names))} if names else ""
    return ""


def _only_restored(story: _Story) -> bool:
    return all(line.verb in RESTORED for line in story.telling)


def _whole(story: _Story) -> bool:
    return any(line.verb == "event.cancelled" for line in story.lines)


def _cancelled_days(story: _Story, sessions: Sequence[Session]) -> set[date]:
    if _whole(story):
        return {local(session.starts_at).date() for session in sessions}
    return {local(moment).date() for moment in _moments(story, "after", sessions)}


def _moments(story: _Story, side: str, sessions: Sequence[Session]) -> list[datetime]:
    """Starts of the dates that the lines are about."""
    starts = {session.pk: session.starts_at for session in sessions}
    found = []
    for line in story.telling:
        values: dict[str, Any] = getattr(line, side)
        if line.subject_type == EVENT:
            found += [_moment(row.get("starts_at")) for row in values.get("sessions", ())]
        else:
            found.append(_moment(values.get("starts_at")) or starts.get(line.subject_id))
    return sorted(moment for moment in found if moment is not None)


def _moves(story: _Story, sessions: Sequence[Session]) -> list[str]:
    rows: Iterable[tuple[datetime, datetime]] = zip(
        _moments(story, "before", sessions), _moments(story, "after", sessions), strict=False
    )
    return [
        _("%(old)s → %(new)s") % {"old": day_and_time(old), "new": day_and_time(new)}
        if old != new
        else _("%(when)s, another place") % {"when": day_and_time(new)}
        for old, new in rows
    ]


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
