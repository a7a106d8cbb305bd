"""Lists of events."""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from karavan.integrations.sheets.columns import Column
from karavan.integrations.sheets.enums import Kind
from karavan.integrations.sheets.kinds.base import Importer, Planned, Progress, in_chunks, plain
from karavan.integrations.sheets.kinds.events import matching, writing
from karavan.integrations.sheets.kinds.events.columns import event_columns
from karavan.integrations.sheets.kinds.events.dates import dates_of, fit, plain_dates
from karavan.integrations.sheets.kinds.events.drafting import Told, day_of, grouped, told
from karavan.integrations.sheets.kinds.events.held import Wanted, held
from karavan.integrations.sheets.kinds.events.showing import LABELS, show, when_words
from karavan.integrations.sheets.reading import Row
from karavan.integrations.sheets.words import NotUnderstood
from karavan.kernel.errors import KaravanError
from karavan.people.models import Organisation
from karavan.programme.actions.build import Built, build, event_problems, hours_rows, performer_rows
from karavan.programme.actions.many import update_events
from karavan.programme.actions.unsaved import borrowed_hours, unsaved
from karavan.programme.checks import missing
from karavan.programme.drafts import EventDraft, HoursDraft, PerformerDraft, SessionDraft
from karavan.programme.enums import EventStatus, OrganiserRole, PriceKind
from karavan.programme.models import Event
from karavan.programme.queries import load_events
from karavan.programme.releases.queries import barred

Problem = tuple[int, str, str]
PLAIN_FIELDS = (
    "title", "kind", "summary", "text", "age_mark", "languages", "audiences", "date_from", "date_to",
    "place_id", "online_url", "capacity", "facilities", "entry", "booking_url", "pushkin_card",
    "programme_id", "staff_note",
)  # fmt: skip

HALL_FIELDS = frozenset({"sessions", "place_id"})
"""What a change of holds another hall, or at another time."""


def values_of(event: Event) -> dict[str, Any]:
    """Plain values of everything of a loaded event that a list may change."""
    found = {name: plain(getattr(event, name)) for name in PLAIN_FIELDS}
    found["price"] = [str(event.price_kind), event.price_min, event.price_max]
    found["organisers"] = [[row.organisation_id, str(row.role)] for row in event.organisers.all()]
    found["performers"] = [row.name for row in event.performers.all()]
    found["hours"] = [[row.weekday, f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"] for row in event.hours.all()]
    found["sessions"] = plain_dates(dates_of(event))
    return found


class Events(Importer):
    """Reads, checks, compares and writes events with their dates."""

    kind: ClassVar[Kind] = Kind.EVENTS
    can_publish: ClassVar[bool] = True

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """See the base."""
        return event_columns(self.ground)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """See the base."""
        return {name: str(label) for name, label in LABELS.items()}

    def show(self, name: str, value: Any) -> str:
        """See the base."""
        return show(self.ground, name, value)

    # Planning

    def plan(self, rows: Sequence[Row], progress: Progress) -> list[Planned]:
        """See the base."""
        stories = [told([self.parse(row) for row in group]) for group in grouped(rows)]
        owners = [self._owner(story) for story in stories]
        organisations = {pk for pk in owners if pk is not None}
        keys = [
            self.source_key(pk, story.key) for story, pk in zip(stories, owners, strict=True) if story.key
        ]
        keys += [story.key for story in stories if story.key]
        self.known = matching.load(organisations, keys, self.ground.editing)
        ids = {story.id for story in stories if story.id is not None}
        self.editable = matching.editable(ids | set(self.aliases.values()), self.ground.editing)
        self.claimed: dict[int, int] = {}
        self.seen: dict[tuple[Any, ...], int] = {}
        found = [self._match(story, owner) for story, owner in zip(stories, owners, strict=True)]
        matched = sorted({row.record_id for row in found if row.record_id is not None})
        events = {event.pk: event for event in load_events(matched)}
        origins = self.origins(matched)
        for number, (story, row) in enumerate(zip(stories, found, strict=True)):
            if number % 200 == 0:
                progress(number, len(found))
            event = events.get(row.record_id or 0)
            if event is None:
                self._plan_new(story, row)
            else:
                self._plan_change(story, row, event, origins.get(event.pk))
            row.settle()
        self._say_what_is_missing(found)
        self._say_what_is_held(found)
        return found

    def _owner(self, story: Told) -> int | None:
        """The organisation that a row belongs to; a problem where there is none within reach."""
        if story.organisation:
            try:
                return int(self.ground.organisation_choice(story.organisation))
            except NotUnderstood as refusal:
                story.problems.append((story.row, "organisation", str(refusal)))
                return None
        if (
            self.ground.organisation is not None
            and self.ground.organisation.pk in self.ground.organisation_by_id
        ):
            return self.ground.organisation.pk
        if len(self.ground.organisations) == 1:
            return self.ground.organisations[0].pk
        if story.id is None:
            story.problems.append((story.row, "organisation", _("Say which organisation holds it.")))
        return None

    def _match(self, story: Told, owner: int | None) -> Planned:
        day = day_of(story)
        row = Planned(story.row, story.title[:300], when_words(story)[:300], problems=story.problems)
        row.work = (story, owner)
        pk = self._record(story, owner, day, row)
        if pk is None:
            return row
        if pk in self.claimed:
            message = _("Row %(row)d means the same event. Keep one of the two.") % {"row": self.claimed[pk]}
            row.problems.append((story.row, "title", message))
            return row
        self.claimed[pk] = story.row
        row.record_id = pk
        return row

    def _record(self, story: Told, owner: int | None, day: Any, row: Planned) -> int | None:
        if story.id is not None:
            pk = self.aliases.get(f"id:{story.id}", story.id)
            if pk in self.editable:
                return pk
            row.problems.append((story.row, "id", matching.not_yours()))
            return None
        own = self.source_key(owner, story.key) if story.key else ""
        if story.key:
            for key in (own, story.key):
                found = self.known.by_key.get(key) or self._alias(f"key:{key}")
                if found is not None:
                    return found
            row.key = own
        if owner is None or not story.title:
            return None
        name = matching.natural_key(owner, story.title, day)
        candidates = [
            pk
            for pk in self.known.by_name.get(name, ())
            # What has another number in the same list is another thing, however alike.
            if pk not in self.claimed and not (own and _same_list(self.known.keys.get(pk, ""), own))
        ]
        starts = {each.starts_at for each in story.dates}
        for pk in candidates:
            if starts & set(self.known.starts.get(pk, ())):
                return pk
        # Another hour of the same day is a second event where two rows of the list say so.
        if len(candidates) == 1 and (name, "taken") not in self.seen:
            self.seen[name, "taken"] = story.row
            return candidates[0]
        return self._alias(name)

    def _alias(self, key: str) -> int | None:
        pk = self.aliases.get(key)
        return pk if pk in self.editable else None

    def _plan_new(self, story: Told, row: Planned) -> None:
        owner = row.work[1]
        for key, name in (("title", "title"), ("kind", "kind")):
            if not story.fields.get(name) and not any(column == key for _row, column, _m in row.problems):
                row.problems.append((story.row, key, _("Fill this in.")))
        if owner is None and not row.problems:
            row.problems.append((story.row, "organisation", _("Say which organisation holds it.")))
        if row.problems:
            return
        mark = (owner, story.title, *(each.starts_at for each in story.dates), story.fields.get("place_id"))
        twin = self.seen.setdefault(mark, story.row)
        if twin != story.row:
            message = _("This row says the same as row %(row)d. Remove one of the two.") % {"row": twin}
            row.problems.append((story.row, "title", message))
            return
        draft = self._draft(story, owner)
        built, problems, references = build(draft)
        for path, messages in problems.items():
            row.problems.extend((*story.cell_of(path), message) for message in messages)
        row.work, row.key = (draft, built, references), ""
        row.values = {**_new_values(built), "organisers": [[pk, str(role)] for pk, role in draft.organisers]}

    def _draft(self, story: Told, owner: int) -> EventDraft:
        fields = dict(story.fields)
        performers = [PerformerDraft(name) for name in fields.pop("performers", ())]
        hours = [HoursDraft(*each) for each in fields.pop("hours", ())]
        organisers = [(owner, OrganiserRole.LEAD)]
        organisers += [(pk, OrganiserRole.CO) for pk in story.partners or () if pk != owner]
        return EventDraft(
            **fields,
            calendar=story.calendar,
            source=_("uploaded table"),
            source_id=self.source_key(owner, story.key) if story.key else "",
            organisers=organisers,
            performers=performers,
            hours=hours,
            sessions=[SessionDraft(each.starts_at, each.ends_at) for each in story.dates],
        )

    def _plan_change(self, story: Told, row: Planned, event: Event, origin: Any) -> None:
        before = values_of(event)
        after = copy(event)
        fields = dict(story.fields)
        performers, hours = fields.pop("performers", None), fields.pop("hours", None)
        if not any(column == "title" for _row, column, _m in row.problems):
            fields = {name: value for name, value in fields.items() if not (name == "title" and not value)}
        for name, value in fields.items():
            setattr(after, name, value)
        problems = event_problems(after)
        wanted = {name: plain(getattr(after, name)) for name in fields if name in before}
        if "price_kind" in fields:
            wanted["price"] = [str(after.price_kind), after.price_min, after.price_max]
        if performers is not None:
            built = performer_rows(after, [PerformerDraft(name) for name in performers], problems, [])
            wanted["performers"] = [each.name for each in built]
        if hours is not None:
            hours_rows(after, [HoursDraft(*each) for each in hours], problems)
            wanted["hours"] = [[day, f"{opens:%H:%M}", f"{closes:%H:%M}"] for day, opens, closes in hours]
        wanted |= self._organisers(story, row.work[1], before["organisers"])
        if story.dates:
            if event.is_range:
                message = _("This event is a period. State its first and last day instead.")
                row.problems.append((story.row, "day", message))
            else:
                target, notes = fit(event, story.dates, self.ground.today)
                row.notes += notes
                wanted["sessions"] = plain_dates(target)
        for path, messages in problems.items():
            row.problems.extend((*story.cell_of(path), message) for message in messages)
        row.title = row.title or event.title
        row.changes = {name: [before[name], value] for name, value in wanted.items() if before[name] != value}
        row.values = {name: pair[1] for name, pair in row.changes.items()}
        row.work = event
        self.spare(row, origin, before)
        if event.status == EventStatus.CANCELLED and row.changes:
            row.notes.append(_("This event is cancelled and stays so."))
        if row.changes and event.status == EventStatus.PUBLISHED and not row.problems:
            self._stays_public(story, row, event)

    def _organisers(self, story: Told, owner: int | None, now: list[list[Any]]) -> dict[str, Any]:
        leads = [pair for pair in now if pair[1] == OrganiserRole.LEAD]
        others = [pair for pair in now if pair[1] != OrganiserRole.LEAD]
        if story.organisation and owner is not None and owner not in [pk for pk, _role in leads]:
            leads = [[owner, str(OrganiserRole.LEAD)]]
        if story.partners is not None:
            kept = [pair for pair in others if pair[0] in story.partners]
            held = {pair[0] for pair in (*leads, *kept)}
            others = [
                *kept,
                *([pk, str(OrganiserRole.CO)] for pk in dict.fromkeys(story.partners) if pk not in held),
            ]
        return {"organisers": leads + others}

    def _stays_public(self, story: Told, row: Planned, event: Event) -> None:
        """A public event must remain publishable: what it would lack stands at the cells."""
        changed = writing.as_changed(event, row.values)
        for problem in missing(changed):
            row.problems.append((*story.cell_of(problem.path), problem.message))

    def _say_what_is_missing(self, found: Sequence[Planned]) -> None:
        """Of new events, whether they could be published at once, and what is still to do."""
        fresh = [row for row in found if row.record_id is None and not row.problems and row.work]
        schedules = borrowed_hours(row.work[1] for row in fresh)
        shut: dict[int, bool] = {}
        for row in fresh:
            draft, built, _references = row.work
            lacking = missing(unsaved(built, schedules.get(built.event.place_id or 0)))
            row.is_ready = not lacking
            row.notes += [problem.message for problem in lacking]
            owner = draft.owner_id
            if owner not in shut:
                path = self.ground.organisation_by_id[owner].path
                shut[owner] = barred(self.ground.actor, [[path]])
            if shut[owner] and row.is_ready:
                row.is_ready = False
                row.notes.append(_("Your organisation publishes by releases: it will wait as a draft."))

    def _say_what_is_held(self, found: Sequence[Planned]) -> None:
        """Halls that others hold: a new event waits as a draft then, a public one cannot be changed so."""
        wanted = []
        for row in found:
            if row.problems or not row.work:
                continue
            if row.record_id is None:
                built = row.work[1]
                if row.is_ready:
                    times = [(each.starts_at, each.ends_at) for each in built.sessions]
                    wanted.append(Wanted(row, built.event.place_id, times))
            elif row.work.status == EventStatus.PUBLISHED and not row.values.keys().isdisjoint(HALL_FIELDS):
                changed = writing.as_changed(row.work, row.values)
                times = [(each.starts_at, each.ends_at) for each in changed.sessions.all()]
                wanted.append(Wanted(row, changed.place_id, times, changed.pk))
        for row, said in held(self.ground.actor, wanted):
            if row.record_id is None:
                row.is_ready = False
                row.notes.append(said)
            else:
                row.problems.append((row.number, "day", said))
                row.settle()

    # Writing: see the module of that name

    def write(self, planned: Sequence[Planned], *, publish: bool, progress: Progress) -> None:
        """See the base."""
        writing.write(self, planned, publish=publish, progress=progress)

    def current(self, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """See the base."""
        return {event.pk: values_of(event) for event in load_events(ids)}

    def titles(self, ids: Collection[int]) -> dict[int, str]:
        """See the base."""
        found: dict[int, str] = {}
        mine = matching.editable(ids, self.ground.editing)
        for some in in_chunks(mine):
            found |= dict(Event.objects.filter(pk__in=some).values_list("pk", "title"))
        return found

    def still_given(self, ids: Collection[int]) -> Collection[int]:
        """Events that are not over, nor cancelled or withdrawn already."""
        return writing.ahead(matching.editable(ids, self.ground.editing), self.ground.today)

    def remove(self, ids: Collection[int], reason: str) -> dict[int, str]:
        """See the base."""
        return writing.remove(self.ground.actor, ids, reason)

    def withdraw(self, planned: Sequence[Planned], reason: str) -> None:
        """See the base."""
        writing.withdraw(self.ground.actor, planned, reason)

    def set_back(self, record_id: int, values: Mapping[str, Any]) -> None:
        """See the base."""
        event = load_events([record_id])[0]
        writing.change(self.ground.actor, event, values, self.organisation)

    def set_back_many(self, values: Mapping[int, Mapping[str, Any]]) -> dict[int, str]:
        """See the base; plain fields go back together, or one by one where one of them cannot."""
        plain_ones = {pk: some for pk, some in values.items() if not writing.is_single(some)}
        rest = {pk: some for pk, some in values.items() if pk not in plain_ones}
        typed = {pk: writing.typed(some) for pk, some in plain_ones.items()}
        try:
            with transaction.atomic():
                update_events(actor=self.ground.actor, values=typed)
        except KaravanError:
            rest = dict(values)
        return super().set_back_many(rest)

    def bring_back(self, record_id: int, result: str) -> None:
        """See the base."""
        writing.bring_back(self.ground.actor, record_id, result)

    def touched(self, ids: Collection[int], since: datetime, line: int) -> set[int]:
        """See the base."""
        found: set[int] = set()
        for some in in_chunks(ids):
            rows = Event.objects.filter(pk__in=some, updated_at__gt=since)
            found.update(rows.values_list("pk", flat=True))
        return found

    def organisation(self, pk: int) -> Organisation:
        """An organisation by id."""
        return self.ground.organisation_by_id.get(pk) or Organisation.objects.get(pk=pk)


def _same_list(one: str, other: str) -> bool:
    return one.split(":")[:2] == other.split(":")[:2]


def _new_values(built: Built) -> dict[str, Any]:
    """Plain values of a new event, for what it states beyond the usual."""
    event = built.event
    found = {name: plain(getattr(event, name)) for name in PLAIN_FIELDS}
    found = {name: value for name, value in found.items() if value not in ("", None, [])}
    if event.price_kind != PriceKind.UNKNOWN:
        found["price"] = [str(event.price_kind), event.price_min, event.price_max]
    if built.performers:
        found["performers"] = [row.name for row in built.performers]
    if built.hours:
        found["hours"] = [[row.weekday, f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"] for row in built.hours]
    if built.sessions:
        found["sessions"] = plain_dates([(row.starts_at, row.ends_at) for row in built.sessions])
    return found
