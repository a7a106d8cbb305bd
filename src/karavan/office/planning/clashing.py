"""Clashes of the city: their list, setting aside with a reason, and opening names to each other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from math import ceil
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.localtime import at, local, today
from karavan.office.asked import day_of, record_id
from karavan.office.desk import Desk
from karavan.office.frame import render
from karavan.office.planning.links import move_url, other_date
from karavan.office.planning.moving import event_url
from karavan.office.planning.wording import terms_of
from karavan.places.models import District
from karavan.planning import actions
from karavan.planning.clashes import Clash, clashes_among
from karavan.planning.clashes.disclosing import Opening, openings
from karavan.planning.clashes.record import LEVELS
from karavan.planning.clashes.trying import occasions_with
from karavan.planning.enums import Level
from karavan.planning.models import Disclosure
from karavan.planning.occasions.reading import scene
from karavan.planning.occasions.record import Occasion
from karavan.planning.occasions.words import apart_words, described
from karavan.ui import typography
from karavan.ui.parts import Chip

PAGE: Final = 25
LONGEST: Final = 91
"""Days that are looked at in one go."""
USUAL: Final = timedelta(days=30)
ALL: Final = "all"
KEYED: Final = ("aside", "reopen", "ask")
"""Deeds about a clash by the keys of its two sides."""


@dataclass(frozen=True)
class Asked:
    """What the list is asked for; the link keeps it. ``level`` "" is all but what was set aside."""

    first: date
    last: date
    level: str = ""
    district: str = ""
    whose: str = ""
    page: int = 1

    @classmethod
    def read(cls, request: HttpRequest, districts: Mapping[int, str]) -> "Asked":
        """From a link; what cannot be understood is left out."""
        query = request.GET
        first = day_of(query.get("first", "")) or today()
        last = max(first, day_of(query.get("last", "")) or first + USUAL)
        district, page = query.get("district", ""), query.get("page", "")
        return cls(
            first,
            min(last, first + timedelta(days=LONGEST)),
            level if (level := query.get("level", "")) in Level.values else "",
            district if district in {str(pk) for pk in districts} else "",
            whose if (whose := query.get("whose", "")) in ("ours", ALL) else "",
            int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 else 1,
        )

    def link(self, **changes: Any) -> str:
        """The same question with something changed; it begins with the first page then."""
        asked = replace(self, **({"page": 1} | changes))
        pairs = [("first", asked.first.isoformat()), ("last", asked.last.isoformat())]
        pairs += [(name, str(getattr(asked, name))) for name in ("level", "district", "whose")]
        pairs += [("page", str(asked.page))] if asked.page > 1 else []
        return "?" + urlencode([(name, value) for name, value in pairs if value])


@dataclass(frozen=True)
class Side:
    """One of the two, as far as its reader may know it."""

    key: str
    title: str
    when: str
    owner: str
    place: str
    url: str
    move_url: str
    dates_url: str
    is_mine: bool
    is_known: bool
    is_demo: bool


@dataclass(frozen=True)
class Row:
    """A clash with what may be done about it. ``mine`` and ``other`` are keys for the actions.

    ``asks``, ``agrees``, ``takes_back`` say which of the three steps of opening names is next, ``waits`` that
    the other side has still to answer.
    """

    number: str
    level: str
    level_label: str
    score: int
    km: str
    sides: tuple[Side, Side]
    reason: str
    advice: str
    terms: Sequence[tuple[str, str, str]]
    decision: str
    decided: str
    mine: str
    other: str
    disclosure_id: int
    asks: bool
    agrees: bool
    waits: bool
    is_open: bool
    typed: str
    error: str

    @property
    def takes_back(self) -> bool:
        """Whether one's own name may be closed again."""
        return self.waits or self.is_open

    @property
    def may_set_aside(self) -> bool:
        """Whether it can be left as it is: two in one hall cannot."""
        return bool(self.mine) and self.level in (Level.SERIOUS, Level.NOTICE)

    @property
    def may_reopen(self) -> bool:
        """Whether it was set aside and the reader may take it up."""
        return bool(self.mine) and self.level == Level.IGNORED


@dataclass(frozen=True)
class Refused:
    """What could not be done to the clash of these two, with what was typed."""

    mine: str = ""
    other: str = ""
    typed: str = ""
    error: str = ""


def clashes_page(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """The clashes of some days, the gravest first."""
    refused = Refused()
    if request.method == "POST":
        refused = _done(desk, request)
        if not refused.error:
            return redirect(request.get_full_path())
    districts = dict(District.objects.order_by("name").values_list("pk", "name"))
    asked = Asked.read(request, districts)
    may_choose = bool(_own_paths(desk))
    ours = may_choose and asked.whose != ALL
    seen = scene(at(asked.first, time.min), at(asked.last + timedelta(days=1), time.min), actor=desk.actor)
    found = [each for each in clashes_among(seen) if _fits(desk, each, asked, ours)]
    counts = Counter[str](each.level for each in found)
    chosen = [each for each in found if (each.level == asked.level if asked.level else _is_live(each))]
    pages = max(1, ceil(len(chosen) / PAGE))
    page = min(asked.page, pages)
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    known = openings(seen, shown)
    here = reverse("office-diary-clashes")
    context = {
        "title": _("Clashes"),
        "asked": asked,
        "heading": typography.date_range(asked.first, asked.last),
        "rows": [
            _row(number, each, known.get((each.first.key, each.second.key)), refused)
            for number, each in enumerate(shown, start=1)
        ],
        "total": len(chosen),
        "levels": _levels(asked, counts, here),
        "whose": _whose(asked, here, ours=ours) if may_choose else [],
        "districts": list(districts.items()),
        "pages": pages,
        "page": page,
        "before_url": here + asked.link(page=page - 1) if page > 1 else "",
        "after_url": here + asked.link(page=page + 1) if page < pages else "",
        "all_url": here,
        "board_url": f"{reverse('office-diary')}?month={asked.first:%Y-%m}",
        "is_narrowed": bool(asked.level or asked.district),
    }
    return render(
        request, desk, "office/planning/clashes.html", context, status=422 if refused.error else 200
    )


def counted(clashes: Sequence[Clash]) -> str:
    """How many of each level, in words: «2 impossible, 5 serious»; empty where there is none."""
    counts = Counter(each.level for each in clashes)
    words = []
    if count := counts[Level.BLOCK]:
        words.append(ngettext("%(count)d impossible", "%(count)d impossible", count) % {"count": count})
    if count := counts[Level.SERIOUS]:
        words.append(ngettext("%(count)d serious", "%(count)d serious", count) % {"count": count})
    return ", ".join(words)


def _is_live(clash: Clash) -> bool:
    return clash.level != Level.IGNORED


def _own_paths(desk: Desk) -> Sequence[str]:
    """Paths of the organisations that the person works for; empty where it is the whole city."""
    if desk.organisation is not None:
        return [desk.organisation.path]
    return [] if desk.seeing.everything else list(desk.seeing.paths)


def _fits(desk: Desk, clash: Clash, asked: Asked, ours: bool) -> bool:
    sides = (clash.first, clash.second)
    if asked.district and not any(str(each.district_id) == asked.district for each in sides):
        return False
    if not ours:
        return True
    mine = tuple(_own_paths(desk))
    return any(path.startswith(mine) for each in sides for path in each.owner_paths)


def _levels(asked: Asked, counts: Mapping[str, int], here: str) -> list[Chip]:
    live = sum(counts[level] for level in LEVELS if level != Level.IGNORED)
    chips = [Chip(f"{pgettext('clashes', 'All')} · {live}", here + asked.link(level=""), not asked.level)]
    return chips + [
        Chip(f"{level.label} · {counts[level]}", here + asked.link(level=level.value), asked.level == level)
        for level in LEVELS
    ]


def _whose(asked: Asked, here: str, *, ours: bool) -> list[Chip]:
    return [
        Chip(pgettext("clashes", "Ours"), here + asked.link(whose="ours"), ours),
        Chip(_("The whole city"), here + asked.link(whose=ALL), not ours),
    ]


def _side(each: Occasion, clash: Clash) -> Side:
    starts, ends = local(each.start), local(each.end)
    day = f"{typography.weekday_short(starts.date())}, {typography.date_short(starts.date())}"
    clock = f"{starts:%H:%M}" + ("" if each.end_assumed or ends.date() != starts.date() else f"–{ends:%H:%M}")
    return Side(
        each.key,
        described(each),
        f"{day}, {clock}",
        each.owner,
        each.place_name,
        event_url(each),
        move_url(each.key) if each.is_mine else "",
        other_date(each) if each.is_mine and not clash.taken else "",
        each.is_mine,
        each.is_known,
        each.is_demo,
    )


def _row(number: int, clash: Clash, opening: Opening | None, refused: Refused) -> Row:
    first, second = clash.first, clash.second
    mine, other = (first, second) if first.is_mine else (second, first)
    one_sided = first.is_mine != second.is_mine
    agreed = (opening.mine, opening.theirs) if opening else (False, False)
    decision = clash.decision
    is_refused = refused.error != "" and (refused.mine, refused.other) == (mine.key, other.key)
    return Row(
        str(number),
        clash.level,
        str(Level(clash.level).label),
        clash.score,
        apart_words(clash.km),
        (_side(first, clash), _side(second, clash)),
        clash.reason,
        clash.advice,
        terms_of(clash),
        decision.reason if decision else "",
        _decided(clash),
        mine.key if mine.is_mine else "",
        other.key,
        opening.disclosure_id if opening else 0,
        one_sided and not other.is_known and agreed == (False, False),
        agreed == (False, True),
        agreed == (True, False),
        agreed == (True, True),
        refused.typed if is_refused else "",
        refused.error if is_refused else "",
    )


def _decided(clash: Clash) -> str:
    """Who set it aside, and when."""
    if clash.decision is None:
        return ""
    day = typography.date_short(local(clash.decision.at).date(), year=True)
    return ", ".join(part for part in (clash.decision.by, day) if part)


def _done(desk: Desk, request: HttpRequest) -> Refused:
    """Do what was asked and say so; what could not be done, with why."""
    data = request.POST
    mine, other, reason = data.get("mine", ""), data.get("other", ""), data.get("reason", "")
    actor = desk.actor
    if data.get("do") in KEYED and not occasions_with([mine], actor=actor):
        messages.error(request, _("It is not in the diary any more."))
        return Refused()
    try:
        match data.get("do", ""):
            case "aside":
                actions.ignore_clash(actor=actor, mine=mine, other=other, reason=reason)
                said = _("Set aside. It comes back when the time or the place of one of the two changes.")
            case "reopen":
                actions.reopen_clash(actor=actor, mine=mine, other=other)
                said = _("The clash counts again.")
            case "ask":
                disclosure = actions.ask_disclosure(actor=actor, mine=mine, other=other)
                said = (
                    _("Both sides agreed: each sees the name of the other.")
                    if disclosure.is_mutual
                    else _(
                        "Asked. Names open once the other side agrees; until then it learns nothing of you."
                    )
                )
            case _:
                actions.take_back_disclosure(actor=actor, disclosure=_disclosure(data.get("disclosure", "")))
                said = _("Your name is closed again, and theirs to you.")
    except Invalid as invalid:
        return Refused(mine, other, reason, " ".join(" ".join(found) for found in invalid.problems.values()))
    except (Conflict, NotAllowed) as problem:
        messages.error(request, str(problem))
        return Refused()
    messages.success(request, said)
    return Refused()


def _disclosure(pk: str) -> Disclosure:
    return get_object_or_404(Disclosure, pk=record_id(pk))
