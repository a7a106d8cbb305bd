"""From the diary of a month to a problem: what may move, where to, and what everything costs.

Points are those of clashes: a clash of score 40 costs 40. The order of everything follows from the diary
alone, so that the same diary makes the same problem.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

import numpy as np
import numpy.typing as npt

from karavan.kernel.actor import Actor
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.localtime import at, local
from karavan.people.models import Organisation
from karavan.places.hours import CLOSING_STATES, state_on
from karavan.places.models import Place
from karavan.places.queries import schedules_of
from karavan.planning.balance.crowding import Crowding
from karavan.planning.balance.problem import Option, Pair, Problem
from karavan.planning.circumstances import concerns_of
from karavan.planning.clashes.finding import AROUND
from karavan.planning.clashes.scale import Scale, city_scale
from karavan.planning.clashes.sweep import Pairs, meeting, weigh
from karavan.planning.enums import Level
from karavan.planning.models import Circumstance
from karavan.planning.occasions.columns import Columns
from karavan.planning.occasions.keys import ENTRY, SESSION, entry_key, ids_of, session_key
from karavan.planning.occasions.parts import part_number
from karavan.planning.occasions.reading import scene
from karavan.planning.occasions.record import Occasion, Scene
from karavan.planning.queries.circumstances import circumstances
from karavan.planning.queries.holds import spans_held

OPTIONS: Final = 12
"""Moments of an item, its own among them."""
AWAY: Final = 14
"""Days by which a thing moves at most."""
UNTOUCHED: Final = timedelta(days=14)
"""What a person moved within this stays where they put it."""
TAKEN: Final = 300
"""Points of what cannot be and yet stands so: two in one hall at one time."""
ASKED: Final[Mapping[Level | None, int]] = {Level.SERIOUS: 40, Level.NOTICE: 10}
"""Points of what a day asks for."""
MOVE: Final = 15
"""Points below which nobody is asked to move anything."""
LONGEST: Final = timedelta(hours=24)
_MOVED: Final = ("entry.moved", "session.moved", "entry.changed", "session.changed")
_SUBJECTS: Final = {"planning.diaryentry": entry_key, "programme.session": session_key}
WEEKEND: Final = 5

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Built:
    """A problem, and what its numbers stand for.

    ``rows`` holds the row of the scene of each item, ``starts`` the moment of each of its options. ``met``
    tells by item and option which rows it clashes with there, and by how many points, as things stand now.
    """

    problem: Problem
    scene: Scene
    rows: Sequence[int]
    starts: Sequence[Sequence[datetime]]
    met: Mapping[tuple[int, int], Mapping[int, int]]
    digest: str

    def occasion(self, item: int) -> Occasion:
        """What an item is."""
        return self.scene.occasions[self.rows[item]]


def build(
    month: date,
    *,
    actor: Actor | None,
    now: datetime,
    organisation: Organisation | None = None,
    with_public: bool = False,
) -> Built:
    """The problem of a month, given by its first day, as the actor may know and change it.

    ``organisation`` leaves everything else where it is; ``with_public`` lets move what visitors were told.
    A constant number of queries.
    """
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    start, end = at(month, time.min), at(last + timedelta(days=1), time.min)
    seen = scene(start - AROUND, end + AROUND, actor=actor)
    kept = moved_by_hand(now - UNTOUCHED)
    rows = [
        row
        for row, each in enumerate(seen.occasions)
        if _may_move(each, organisation, with_public)
        and max(start, now) < each.start < end
        and each.key not in kept
    ]
    rows = _single(seen, rows)
    starts = _free(seen, rows, _days(seen, rows, month, last, now))
    return _problem(seen, rows, starts, Crowding(seen, month, last), city_scale())


def moved_by_hand(since: datetime) -> set[str]:
    """Keys of what a person moved since then; one query."""
    lines = JournalLine.objects.filter(
        at__gte=since, verb__in=_MOVED, actor_id__isnull=False, after__has_key="starts_at"
    )
    return {
        _SUBJECTS[kind](pk)
        for kind, pk in lines.values_list("subject_type", "subject_id")
        if kind in _SUBJECTS
    }


def _may_move(each: Occasion, organisation: Organisation | None, with_public: bool) -> bool:
    if not each.is_mine or each.end - each.start > LONGEST:
        return False
    if each.is_public and not with_public:
        return False
    if not ids_of([each.key], ENTRY) and not ids_of([each.key], SESSION):
        return False
    # What waits for its release has been agreed on.
    if each.event_id is not None and not each.is_public and each.status != "draft":
        return False
    return organisation is None or any(path.startswith(organisation.path) for path in each.owner_paths)


def _single(seen: Scene, rows: Sequence[int]) -> list[int]:
    """Without events of several dates: a series is a rhythm, and one date of it is no matter of its own."""
    dates: dict[int, int] = defaultdict(int)
    for each in seen.occasions:
        if each.event_id is not None:
            dates[each.event_id] += 1
    return [row for row in rows if dates.get(seen.occasions[row].event_id or 0, 1) == 1]


def _days(seen: Scene, rows: Sequence[int], month: date, last: date, now: datetime) -> list[list[datetime]]:
    """Each item's own moment first, then the same clock on other days of like kind, the nearest first."""
    found = []
    for row in rows:
        own = local(seen.occasions[row].start)
        day = own.date()
        near = sorted(range(-AWAY, AWAY + 1), key=lambda by: (abs(by), by))
        others = (day + timedelta(days=by) for by in near if by)
        moments = [
            at(each, own.time())
            for each in others
            if month <= each <= last and (each.weekday() >= WEEKEND) == (day.weekday() >= WEEKEND)
        ]
        found.append([seen.occasions[row].start, *(each for each in moments if each > now)])
    return found


def _free(seen: Scene, rows: Sequence[int], starts: Sequence[Sequence[datetime]]) -> list[list[datetime]]:
    """Without moments at which the place is closed or held. What stands there is looked at later."""
    ids = sorted({pk for row in rows if (pk := seen.occasions[row].place_id) is not None})
    if not ids:
        return [list(each) for each in starts]
    every = [moment for moments in starts for moment in moments]
    first, last = min(every), max(every)
    schedules = schedules_of(ids, from_day=local(first).date())
    held = spans_held(list(Place.objects.filter(pk__in=ids)), first, last + LONGEST)
    found = []
    for row, moments in zip(rows, starts, strict=True):
        each = seen.occasions[row]
        free = list(moments[:1])
        for moment in moments[1:]:
            end = moment + (each.end - each.start)
            pk = each.place_id
            if pk is not None:
                if state_on(local(moment).date(), schedules[pk].states).state in CLOSING_STATES:
                    continue
                if any(begins < end and moment < ends for begins, ends in held.get(pk, ())):
                    continue
            free = [*free, moment]
        found.append(free)
    return found


def is_free(occasion: Occasion, start: datetime) -> bool:
    """Whether its place is open and not held if it begins then."""
    if occasion.place_id is None:
        return True
    end, ids = start + (occasion.end - occasion.start), [occasion.place_id]
    day = local(start).date()
    if state_on(day, schedules_of(ids, from_day=day)[occasion.place_id].states).state in CLOSING_STATES:
        return False
    held = spans_held(list(Place.objects.filter(pk__in=ids)), start, end)
    return not any(begins < end and start < ends for begins, ends in held.get(occasion.place_id, ()))


@dataclass(frozen=True)
class _Trials:
    """A row for each option of each item; ``columns`` in the same order."""

    item: Places
    option: Places
    columns: Columns

    def take(self, which: Places) -> "_Trials":
        return _Trials(self.item[which], self.option[which], self.columns.take(which))


def _trials(seen: Scene, rows: Sequence[int], starts: Sequence[Sequence[datetime]]) -> _Trials:
    item = np.array([n for n, moments in enumerate(starts) for _moment in moments], np.intp)
    option = np.array([n for moments in starts for n in range(len(moments))], np.intp)
    columns = seen.columns.take(np.array(rows, np.intp)[item] if len(item) else item)
    length = columns.end - columns.start
    moments = [moment for each in starts for moment in each]
    columns.start[:] = [moment.timestamp() for moment in moments]
    columns.end[:] = columns.start + length
    columns.part[:] = [part_number(local(moment)) for moment in moments]
    return _Trials(item, option, columns)


def _met(everything: Columns, scale: Scale, wanted: npt.NDArray[np.bool_], *, both: bool) -> Pairs:
    """Weighed pairs of rows, by their own numbers, in which one row (or ``both``) is wanted."""
    order = np.argsort(everything.start, kind="stable")
    columns = everything.take(order)
    first, second = meeting(columns, scale)
    one, other = wanted[order[first]], wanted[order[second]]
    keep = (one & other) if both else (one ^ other)
    pairs = weigh(columns, first[keep], second[keep], scale)
    return replace(pairs, first=order[pairs.first], second=order[pairs.second])


def _busy(columns: Columns, pairs: Pairs) -> npt.NDArray[np.bool_]:
    """Which pairs need one place at one time."""
    left = columns.left
    same = (pairs.meets == 1.0) & (left[pairs.first] == left[pairs.second]) & (left[pairs.first] >= 0)
    busy: npt.NDArray[np.bool_] = same | pairs.taken | pairs.housed
    return busy


def _problem(
    seen: Scene,
    rows: Sequence[int],
    starts: Sequence[Sequence[datetime]],
    crowding: Crowding,
    scale: Scale,
) -> Built:
    movable = set(rows)
    stays = np.array([row for row in range(len(seen)) if row not in movable], np.intp)
    trials = _trials(seen, rows, starts)
    own, possible, met = _against_stays(seen, stays, trials, scale)
    own = own + _asked(seen, rows, starts)
    chosen = _chosen(trials, own, possible)
    trials, own = trials.take(chosen), own[chosen]
    moments = [[] for _row in rows]  # type: list[list[datetime]]
    numbers = np.empty(len(chosen), np.intp)
    told: dict[tuple[int, int], dict[int, int]] = {}
    for row, (item, option) in enumerate(zip(trials.item.tolist(), trials.option.tolist(), strict=True)):
        numbers[row] = len(moments[item])
        told[item, len(moments[item])] = met.get(int(chosen[row]), {})
        moments[item].append(starts[item][option])
    trials = replace(trials, option=numbers)
    pairs, impossible = _among(trials, rows, told, scale)
    items: list[list[Option]] = [[] for _row in rows]
    for row, item in enumerate(trials.item.tolist()):
        occasion = seen.occasions[rows[item]]
        cells = crowding.cells_of(occasion, moments[item][len(items[item])])
        items[item].append(Option(round(float(own[row])), cells))
    problem = Problem(items, crowding.cells(stays.tolist()), pairs, impossible, move_cost=MOVE)
    return Built(problem, seen, rows, moments, told, _digest(seen, rows, moments, problem))


def _against_stays(
    seen: Scene, stays: Places, trials: _Trials, scale: Scale
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_], dict[int, dict[int, int]]]:
    """By trial: points with what stays, whether the place is free of it, and the rows it clashes with."""
    count, size = len(stays), len(trials.item)
    everything = seen.columns.take(stays).followed_by(trials.columns)
    wanted = np.arange(count + size) >= count
    pairs = _met(everything, scale, wanted, both=False)
    trial = np.maximum(pairs.first, pairs.second) - count
    other = stays[np.minimum(pairs.first, pairs.second)]
    points = np.where(pairs.score >= scale.notice, pairs.score, 0)
    busy = _busy(everything, pairs)
    points = points + np.where(busy, TAKEN, 0)
    possible: npt.NDArray[np.bool_] = np.ones(size, np.bool_)
    possible[trial[busy]] = False
    # What clashes already where it stands is a cost.
    possible[trials.option == 0] = True
    met: dict[int, dict[int, int]] = defaultdict(dict)
    worth = np.flatnonzero(points > 0)
    for number, row, each in zip(
        trial[worth].tolist(), other[worth].tolist(), points[worth].tolist(), strict=True
    ):
        met[number][row] = each
    return np.bincount(trial, points, minlength=size).astype(np.float64), possible, met


def _asked(seen: Scene, rows: Sequence[int], starts: Sequence[Sequence[datetime]]) -> npt.NDArray[np.float64]:
    """By trial: points of the calendar and the surroundings; one query."""
    every = [moment for moments in starts for moment in moments]
    if not every:
        return np.zeros(0)
    known = list(circumstances(local(min(every)).date(), local(max(every) + LONGEST).date()))
    by_day: dict[date, list[Circumstance]] = {}
    found = []
    for row, moments in zip(rows, starts, strict=True):
        each = seen.occasions[row]
        for moment in moments:
            end = moment + (each.end - each.start)
            days = (local(moment).date(), local(end).date())
            if days[0] not in by_day:
                by_day[days[0]] = [one for one in known if _is_near(one, days[0])]
            met = concerns_of(replace(each, start=moment, end=end), by_day[days[0]])
            found.append(sum(ASKED.get(one.level, 0) for one in met))
    return np.array(found, np.float64)


def _is_near(row: Circumstance, day: date) -> bool:
    margin = timedelta(days=row.margin_days + 1)
    return row.first_day - margin <= day <= row.last_day + margin


def _chosen(trials: _Trials, own: npt.NDArray[np.float64], possible: npt.NDArray[np.bool_]) -> Places:
    """The moments that are weighed: an item's own and those that cost least, of equal ones the nearest."""
    rows = np.flatnonzero(possible)
    order = rows[
        np.lexsort(
            (trials.option[rows], np.where(trials.option[rows] == 0, -1, own[rows]), trials.item[rows])
        )
    ]
    counts: dict[int, int] = defaultdict(int)
    found = []
    for row, item in zip(order.tolist(), trials.item[order].tolist(), strict=True):
        if counts[item] < OPTIONS:
            counts[item] += 1
            found.append(row)
    return np.array(found, np.intp)


def _among(
    trials: _Trials, rows: Sequence[int], told: dict[tuple[int, int], dict[int, int]], scale: Scale
) -> tuple[dict[Pair, int], frozenset[Pair]]:
    """Points of items that may both move, by their options, and what cannot both be."""
    pairs = _met(trials.columns, scale, np.ones(len(trials.item), np.bool_), both=True)
    busy = _busy(trials.columns, pairs)
    costs: dict[Pair, int] = {}
    impossible = set()
    worth = np.flatnonzero((pairs.score >= scale.notice) | busy)
    for number in worth.tolist():
        one, other = int(pairs.first[number]), int(pairs.second[number])
        if trials.item[one] > trials.item[other]:
            one, other = other, one
        first, option = int(trials.item[one]), int(trials.option[one])
        second, another = int(trials.item[other]), int(trials.option[other])
        pair = (first, option, second, another)
        score = int(pairs.score[number]) if pairs.score[number] >= scale.notice else 0
        if busy[number]:
            if option or another:
                impossible.add(pair)
                continue
            score += TAKEN
        costs[pair] = score
        # Told of as things stand: the other one where it is now.
        if another == 0:
            told[first, option] = {**told[first, option], rows[second]: score}
        if option == 0:
            told[second, another] = {**told[second, another], rows[first]: score}
    return dict(sorted(costs.items())), frozenset(impossible)


def _digest(seen: Scene, rows: Sequence[int], starts: Sequence[Sequence[datetime]], problem: Problem) -> str:
    """Of all that went in: the same diary and the same rules give the same digest."""
    read = sha256()
    moments = [
        (seen.occasions[row].key, [each.isoformat() for each in moments])
        for row, moments in zip(rows, starts, strict=True)
    ]
    parts: Collection[object] = (
        moments,
        [[(each.cost, each.cells) for each in options] for options in problem.items],
        [(each.load, each.steps, each.floor, each.floor_cost) for each in problem.cells],
        sorted(problem.pairs.items()),
        sorted(problem.impossible),
        (problem.move_cost, problem.most_moves),
    )
    for each in parts:
        read.update(repr(each).encode())
    return read.hexdigest()
