"""What a page shows of things in closed places, and what was decided of each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import city_zone, is_sensible, local
from karavan.kernel.periods import Span
from karavan.office.desk import Desk
from karavan.office.holds.free import held_spans
from karavan.office.places.wording import event_url, moment_words, span_words
from karavan.people.models import Organisation
from karavan.places import queries as places
from karavan.places.enums import PlaceLevel, PlaceState
from karavan.places.models import Place
from karavan.programme.alternatives import free_for
from karavan.programme.broken import Broken
from karavan.programme.decisions import Decision, Outcome, Settled, Step
from karavan.programme.occupancy import end_of
from karavan.ui.parts import Badge

SHOWN: Final = 8
"""Free places offered for one session."""
MOST: Final = 120
"""Places looked at."""
STEPS: Final = frozenset(Step)


@dataclass(frozen=True)
class Row:
    """One thing to decide about, with what was chosen for it so far and what is wrong with that."""

    key: str
    title: str
    url: str
    when: str
    place: str
    closing: str
    badges: Sequence[Badge]
    is_session: bool
    owns_hours: bool
    settled: bool
    editable: bool
    step: str
    options: Sequence[tuple[str, str, bool]]
    others: Sequence[tuple[str, str, bool]]
    at: str
    note: str
    share: bool
    problems: Sequence[str]
    taken: bool

    @property
    def open(self) -> bool:
        """Whether there is something to decide."""
        return self.editable and not self.settled


def candidates_for(desk: Desk, closed: Sequence[Place]) -> list[Place]:
    """Places that sessions of closed ones could go to: of the same networks, and the person's to edit."""
    rows = places.editable_by(desk.actor).exclude(level__in=(PlaceLevel.SITE, PlaceLevel.MONUMENT))
    ids = {place.organisation_id for place in closed if place.organisation_id is not None}
    if all(place.organisation_id is not None for place in closed):
        tops = {row.lineage_ids[0] for row in Organisation.objects.filter(pk__in=ids)}
        within = Q()
        for top in sorted(tops):
            within |= Q(organisation__path__startswith=f"/{top}/")
        rows = rows.filter(within)
    return list(rows.order_by("path")[:MOST])


def rows_of(
    broken: Sequence[Broken],
    candidates: Sequence[Place],
    data: Mapping[str, Any] | None = None,
    problems: Mapping[str, Sequence[str]] | None = None,
) -> list[Row]:
    """The rows of a form; ``data`` is what was sent before, ``problems`` what the action said of it."""
    open_ones = [each for each in broken if each.editable]
    free = free_for(open_ones, candidates, held_spans(open_ones, candidates))
    data, problems = data or {}, problems or {}
    return [_row(each, free.get(each.key, candidates), candidates, data, problems) for each in broken]


def _row(
    broken: Broken,
    free: Sequence[Place],
    candidates: Sequence[Place],
    data: Mapping[str, Any],
    problems: Mapping[str, Sequence[str]],
) -> Row:
    key = broken.key
    prefix = f"rows.{key}"
    found = [
        message
        for path, said in problems.items()
        if path == prefix or path.startswith(f"{prefix}.")
        for message in said
    ]
    chosen = str(data.get(f"place.{key}", ""))
    offered = [place for place in free if place.pk != broken.place.pk][:SHOWN]
    busy = [place for place in candidates if place not in offered and place.pk != broken.place.pk]
    session = broken.session
    return Row(
        key=key,
        title=broken.event.title,
        url=event_url(broken.event.pk),
        when=moment_words(session.starts_at) if session is not None else span_words(_period(broken)),
        place=broken.place.name,
        closing=f"{PlaceState(broken.closing.state).label}, {span_words(broken.closing.days)}"
        if broken.closing.state
        else "",
        badges=_badges(broken),
        is_session=session is not None,
        owns_hours=broken.owns_hours,
        settled=broken.settled,
        editable=broken.editable,
        step=str(data.get(f"step.{key}", Step.LATER)),
        options=[_option(place, chosen) for place in offered],
        others=[_option(place, chosen) for place in busy],
        at=str(data.get(f"at.{key}", ""))
        or (f"{local(session.starts_at):%Y-%m-%dT%H:%M}" if session is not None else ""),
        note=str(data.get(f"note.{key}", "")),
        share=bool(data.get(f"share.{key}")),
        problems=found,
        taken=any(path == f"{prefix}.place" for path in problems),
    )


def _period(broken: Broken) -> Span:
    return Span(broken.event.date_from, broken.event.date_to)


def _option(place: Place, chosen: str) -> tuple[str, str, bool]:
    label = f"{place.name} · {place.capacity}" if place.capacity else place.name
    return str(place.pk), label, str(place.pk) == chosen


def _badges(broken: Broken) -> list[Badge]:
    found = []
    if not broken.is_public:
        found.append(Badge("plain", str(broken.event.get_status_display())))
    if broken.sells:
        found.append(Badge("soldout", str(broken.event.get_entry_display())))
    return found


def decisions_of(desk: Desk, data: QueryDict) -> dict[str, Decision]:
    """What was decided of each row, by its key; places are looked up among those the person may see.

    Raises Invalid (``rows.<key>.<field>``) for what cannot be read.
    """
    steps = {name.removeprefix("step."): value for name, value in data.items() if name.startswith("step.")}
    asked = {key: data.get(f"place.{key}", "") for key, step in steps.items() if step == Step.MOVE}
    ids = {int(value) for value in asked.values() if value.isdecimal() and len(value) < 19}
    known = set(places.visible_to(desk.actor).filter(pk__in=ids).values_list("pk", flat=True))
    problems: dict[str, list[str]] = {}
    found: dict[str, Decision] = {}
    for key, step in steps.items():
        if step not in STEPS:
            continue
        value = asked.get(key, "")
        pk = int(value) if value.isdecimal() and len(value) < 19 else None
        if pk is not None and pk not in known:
            problems[f"rows.{key}.place"] = [_("Choose a place from the list.")]
            continue
        try:
            moment = _moment(data.get(f"at.{key}", "")) if step == Step.MOVE else None
        except ValueError:
            problems[f"rows.{key}.starts_at"] = [_("Write a day and a time.")]
            continue
        note = data.get(f"note.{key}", "")[:300]
        found[key] = Decision(Step(step), pk, moment, note, bool(data.get(f"share.{key}")))
    if problems:
        raise Invalid(problems)
    return found


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if not is_sensible(moment.date()):
        raise ValueError(text)
    return moment.replace(tzinfo=city_zone())


def for_all(data: QueryDict, rows: Sequence[Row], broken: Sequence[Broken]) -> dict[str, Any]:
    """The data with one step put at every row that can take it.

    Moving concerns sessions only; each gets the first free place that no other of them was given.
    """
    step = data.get("all", "")
    found: dict[str, Any] = data.dict()
    given: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row, each in zip(rows, broken, strict=True):
        if not row.open or step not in STEPS:
            continue
        if each.session is None:
            if step != Step.MOVE and (step != Step.SHUT_DAYS or row.owns_hours):
                found[f"step.{row.key}"] = step
            continue
        if step == Step.SHUT_DAYS:
            continue
        found[f"step.{row.key}"] = step
        if step != Step.MOVE:
            continue
        start, end = each.session.starts_at, end_of(each.session)
        for value, _label, _chosen in row.options:
            if not any(begins < end and start < ends for begins, ends in given[value]):
                given[value].append((start, end))
                found[f"place.{row.key}"] = value
                break
        else:
            found[f"step.{row.key}"] = Step.LATER
    return found


def outcome_words(settled: Settled) -> str:
    """What became of a row, in words."""
    match settled.outcome:
        case Outcome.MOVED if settled.to is not None:
            return _("moved: %(place)s, %(when)s") % {
                "place": settled.place,
                "when": moment_words(settled.to),
            }
        case Outcome.MOVED:
            return _("moved: %(place)s") % {"place": settled.place}
        case Outcome.CANCELLED:
            return _("cancelled")
        case Outcome.RESTORED:
            return _("takes place after all")
        case Outcome.DAYS_SHUT:
            return _("closed on these days, open on all others")
        case Outcome.SETTLED:
            return _("closes and opens with the place by itself")
        case Outcome.NOT_OURS:
            return _("another organisation's: its editors find it in their inbox")
        case Outcome.GONE:
            return _("somebody else has dealt with it meanwhile")
        case _:
            return _("left for later: it waits in the inbox")


def keep_results(request: HttpRequest, settled: Sequence[Settled]) -> None:
    """Keep what became of each row for the page shown next."""
    request.session["closing-result"] = [
        {
            "title": each.title or _("Something that stood in the list"),
            "url": event_url(each.event_id) if each.event_id else "",
            "when": moment_words(each.moment) if each.event_id else "",
            "words": outcome_words(each),
            "tell": each.sells and each.outcome in (Outcome.MOVED, Outcome.CANCELLED),
            "outcome": str(each.outcome),
        }
        for each in settled
    ]


def take_results(request: HttpRequest) -> list[dict[str, Any]]:
    """The results kept for this page; they are shown once."""
    found = request.session.pop("closing-result", [])
    return found if isinstance(found, list) else []
