"""Moving something on the board: what would clash is shown before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import at, is_sensible, local
from karavan.office.desk import Desk
from karavan.office.frame import render
from karavan.office.planning.grounds import concern_rows
from karavan.office.planning.wording import terms_of, when
from karavan.planning import actions as planning_actions
from karavan.planning.circumstances import concerns
from karavan.planning.clashes.record import Clash
from karavan.planning.clashes.trying import Standing, Trial, standing_of, try_at
from karavan.planning.enums import Level
from karavan.planning.occasions.keys import ENTRY, ids_of
from karavan.planning.occasions.record import Occasion
from karavan.planning.occasions.words import described

VERDICTS: Final = {"block": "error", "worse": "warning", "better": "success", "same": "info"}
"""The kind of notice for each verdict."""


@dataclass(frozen=True)
class ClashRow:
    """A clash in a list; ``terms`` are label, value and words of each factor of the score."""

    level: str
    level_label: str
    score: int
    other: str
    when: str
    url: str
    reason: str
    terms: Sequence[tuple[str, str, str]]
    is_demo: bool


def move_page(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Move one occasion to another day or hour, having seen what would clash there."""
    data = request.POST if request.method == "POST" else request.GET
    standing = _own(desk, data.get("key", ""))
    occasion = standing.occasion
    start, problem = _moment(data, occasion)
    note = data.get("note", "").strip()
    errors = {"day": problem} if problem else {}
    if request.method == "POST" and not errors:
        errors = _moved(desk, occasion, start, note)
        if not errors:
            messages.success(request, _("Moved: %(when)s.") % {"when": when(start)})
            day = local(start).date()
            return redirect(f"{reverse('office-diary')}?month={day:%Y-%m}&day={day.isoformat()}&row=all#cell")
    trial = try_at(standing, start, actor=desk.actor)
    context = {
        "title": _("Move: %(title)s") % {"title": occasion.title},
        "occasion": occasion,
        "now": when(occasion.start),
        "then": when(start),
        "is_moved": start != occasion.start,
        "day": local(start).date().isoformat(),
        "clock": f"{local(start):%H:%M}",
        "note": note,
        "errors": errors,
        "needs_note": _is_public(occasion),
        "verdict": words_of(trial),
        "verdict_kind": VERDICTS[trial.verdict],
        "is_blocked": trial.verdict == "block",
        "concerns": concern_rows(concerns(replace(occasion, start=trial.start, end=trial.end))),
        "after": [clash_row(each, occasion.key) for each in trial.after],
        "gone": _gone(trial),
        "board_url": reverse("office-diary") + f"?month={local(occasion.start):%Y-%m}",
    }
    return render(request, desk, "office/planning/move.html", context, status=422 if errors else 200)


def try_page(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """What would clash on another day, as data: asked while something is dragged or moved by arrows."""
    standing = _own(desk, request.GET.get("key", ""))
    occasion = standing.occasion
    start, problem = _moment(request.GET, occasion)
    if problem:
        raise Http404
    trial = try_at(standing, start, actor=desk.actor)
    met = concerns(replace(occasion, start=trial.start, end=trial.end))
    asks = [each.title for each in met if each.level == Level.SERIOUS]
    words = " ".join([words_of(trial), *(f"{title}." for title in asks)])
    verdict = "worse" if asks and trial.verdict in ("same", "better") else trial.verdict
    return JsonResponse({"verdict": verdict, "words": words, "when": when(start)})


def words_of(trial: Trial) -> str:
    """What a trial says in one line: «2 serious fewer, 1 worth knowing more»."""
    if trial.verdict == "block":
        return _("The hall is taken then.")
    found = []
    for level, change in trial.changes.items():
        count = abs(change)
        if level == Level.SERIOUS:
            words = ngettext("%(count)d serious clash", "%(count)d serious clashes", count)
        elif level == Level.BLOCK:
            words = ngettext("%(count)d impossible clash", "%(count)d impossible clashes", count)
        else:
            words = ngettext("%(count)d clash worth knowing", "%(count)d clashes worth knowing", count)
        told = words % {"count": count}
        found.append((_("%(clashes)s more") if change > 0 else _("%(clashes)s fewer")) % {"clashes": told})
    if found:
        return ", ".join(found)
    if not trial.after:
        return _("Nothing clashes then.")
    return _("The same clashes as now.") if trial.verdict == "same" else _("The clashes weigh otherwise.")


def clash_row(clash: Clash, key: str) -> ClashRow:
    """A clash as one of its two sides sees it."""
    other = clash.other(key)
    return ClashRow(
        clash.level,
        str(Level(clash.level).label),
        clash.score,
        described(other, clash.km),
        when(other.start),
        event_url(other),
        clash.reason,
        terms_of(clash),
        other.is_demo,
    )


def event_url(occasion: Occasion) -> str:
    """Where an occasion is looked at; empty where it cannot be."""
    if occasion.event_id is not None:
        return reverse("office-events-detail", args=[occasion.event_id])
    entries = ids_of([occasion.key], ENTRY)
    return reverse("office-plans-detail", args=[entries.pop()]) if entries else ""


def _gone(trial: Trial) -> list[str]:
    """Clashes of now that would be no more, in words."""
    key = trial.occasion.key
    stay = {each.other(key).key for each in trial.after}
    gone = [each for each in trial.before if each.other(key).key not in stay and each.level != Level.IGNORED]
    return [described(each.other(key), each.km) for each in gone]


def _own(desk: Desk, key: str) -> Standing:
    standing = standing_of(key, actor=desk.actor)
    if standing is None or not standing.occasion.is_mine:
        raise Http404
    return standing


def _moment(data: Any, occasion: Occasion) -> tuple[datetime, str]:
    """The moment that was asked for; what cannot be read leaves it where it is and says so."""
    now = local(occasion.start)
    try:
        day = date.fromisoformat(data["day"]) if data.get("day") else now.date()
        clock = time.fromisoformat(data["time"]) if data.get("time") else now.time()
    except ValueError:
        return occasion.start, _("Write the day and the time again: they could not be read.")
    if not is_sensible(day) or clock.tzinfo is not None:
        return occasion.start, _("Choose another day.")
    return at(day, clock.replace(second=0, microsecond=0)), ""


def _is_public(occasion: Occasion) -> bool:
    return occasion.is_public and occasion.event_id is not None


def _moved(desk: Desk, occasion: Occasion, start: datetime, note: str) -> dict[str, str]:
    """Move it; problems by field."""
    try:
        planning_actions.move_occasion(actor=desk.actor, key=occasion.key, starts_at=start, note=note)
    except Invalid as invalid:
        return {path or "day": " ".join(found) for path, found in invalid.problems.items()}
    except Conflict as conflict:
        return {"day": str(conflict)}
    return {}
