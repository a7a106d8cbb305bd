"""«For me»: the page, and the small answers that annotate other pages.

Neither is ever kept by a cache, sets a cookie or writes down what was asked.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.querystring import to_query
from karavan.catalogue.reader import FIRST_YEAR, LAST_YEAR
from karavan.kernel.localtime import local
from karavan.portal import labels, site, wording
from karavan.portal.answer import PRIVATE, Shorter, Visit, render, slot_start
from karavan.portal.asking import bad_cursor, notices
from karavan.portal.cards import decoded
from karavan.portal.events import feed_links, total_words
from karavan.portal.me import form, reasons, words
from karavan.portal.me.finding import Answer, Fit, LeftOut, Whole, answer
from karavan.portal.me.profile import Given, Profile, parse
from karavan.portal.site import city, here, with_query
from karavan.ui import typography
from karavan.ui.parts import Link

MOST_CARDS = 60
_EVENT = re.compile(r"([1-9][0-9]{0,17})(?:@([0-9]{4}-[0-9]{2}-[0-9]{2}))?")

P = ParamSpec("P")


def private(
    view: Callable[Concatenate[Visit, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view whose address tells of a person: nobody keeps its answer, no other site learns the address."""

    @wraps(view)
    def reply(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        visit = Visit(request, site.language(), slot_start(timezone.now()), queries.version(), None)
        response: HttpResponseBase
        try:
            response = view(visit, *args, **kwargs)
        except Shorter as shorter:
            response = HttpResponseRedirect(shorter.address)
        response["Cache-Control"] = PRIVATE
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex" if request.GET else "all"
        return response

    return reply


@private
def me(visit: Visit) -> HttpResponse:
    """The form, and for a profile the answer: what fits, why, for how much, and what just misses."""
    given = parse(visit.pairs())
    if not given.parsed.problems and not given.parsed.unknown and not given.is_canonical:
        raise Shorter(form.address(given.profile))
    today = local(visit.now).date()
    benefits = form.benefit_names(today, visit.lang)
    profile, stamp = given.profile, visit.version.stamp
    context: dict[str, Any] = {
        "title": _("For me"),
        "description": _("What is on in %(city)s for you: what fits, why, and what you would pay.")
        % {"city": city()},
        "og_title": _("For me"),
        # One page for search engines and previews: whose question it is concerns nobody.
        "canonical_url": settings.SITE_URL + here("/me/"),
        "profile": profile,
        "query": profile.query,
        "me_url": here("/me/"),
        "notices": notices(given.parsed),
        "presets": form.preset_chips(profile, today, benefits),
        "phrases": _phrases(profile, benefits, stamp),
        "form": form.fields(profile, today, benefits, stamp),
    }
    if profile:
        context |= _answer(visit, given, benefits)
    return render(visit, "portal/me.html", context, query=profile.query)


def _phrases(profile: Profile, benefits: Mapping[str, str], stamp: str) -> list[Link]:
    """The profile in words: a sentence of which each part may be taken away."""
    found = [
        Link(phrase.text, form.address(phrase.without)) for phrase in words.phrases(profile, benefits, stamp)
    ]
    return [replace(one, label=typography.capitalised(one.label)) for one in found[:1]] + found[1:]


def _answer(visit: Visit, given: Given, benefits: dict[str, str]) -> dict[str, Any]:
    profile = given.profile
    found = answer(visit, profile, given.cursor)
    question = profile.question(local(visit.now).date())
    asked = to_query(question)
    by_card = replace(question, pushkin=True, pushkin_pays=False, max_price=None)
    own = form.address(profile)
    if found.lost:
        given = Given(profile, given.parsed, None, given.is_canonical)
    return {
        "notices": [*notices(given.parsed), *([bad_cursor()] if found.lost else [])],
        "total": found.page.total or 0,
        "total_words": total_words(found.page.total or 0),
        "groups": by_day(found.fits),
        "misses": found.misses,
        "benefit_day": found.benefit_day,
        "ways_out": _ways_out(found, profile, benefits, visit.version.stamp),
        "next_url": f"{own}&cursor={found.page.next}" if found.page.next else "",
        "first_url": own if given.cursor else "",
        "card_url": with_query(here("/events/"), to_query(by_card)) if profile.pushkin else "",
        "list_url": with_query(here("/events/"), asked),
        "feeds": [one for one in feed_links(asked, visit.lang) if one["icon"] in {"calendar-plus", "rss"}],
    }


def by_day(fits: list[Fit]) -> list[dict[str, Any]]:
    """Answers under their days."""
    groups: list[dict[str, Any]] = []
    for one in fits:
        if not groups or groups[-1]["day"] != one.day:
            told = f"{typography.month(one.day)}, {typography.weekday(one.day)}"
            groups.append({"day": one.day, "words": told, "fits": []})
        groups[-1]["fits"].append(one)
    return groups


def _ways_out(found: Answer, profile: Profile, benefits: dict[str, str], stamp: str) -> list[dict[str, Any]]:
    """Where nothing fits: each condition alone, what it keeps away, and the answer without it."""
    told: dict[str, list[str]] = {}
    for phrase in words.phrases(profile, benefits, stamp):
        told.setdefault(phrase.name, []).append(phrase.text)
    told["age"] = told.get("age") or told.get("born", [])

    def named(name: str) -> str:
        if name == "access" and profile.asked.sure:
            return labels.access_sure(sure=True)
        return ", ".join(told.get(name, []))

    def row(one: LeftOut) -> dict[str, Any]:
        return {
            "label": _("without %(conditions)s")
            % {"conditions": ", ".join(_("“%(words)s”") % {"words": named(name)} for name in one.names)},
            "count": total_words(one.count),
            "url": form.address(one.without),
        }

    return [row(one) for one in found.left_out]


@private
def cards(visit: Visit) -> HttpResponse:
    """What other pages say of events to this visitor, as JSON: price, distance, for a single event also why.

    ``events`` lists ids, each perhaps with the day it is shown for: ``12,15@2027-02-12``. What is not
    understood is left out: a page shows the same without it.
    """
    pairs = [pair for pair in visit.pairs() if pair[0] != "events"]
    profile = parse(pairs).profile
    today = local(visit.now).date()
    wanted = _wanted(visit.request.GET.get("events", ""))
    benefits = form.benefit_names(today, visit.lang)
    result: dict[str, Any] = {
        "words": words.told(profile, benefits, visit.version.stamp),
        "url": form.address(profile),
        "cards": {},
    }
    if wanted and profile:
        page = queries.find_events(
            EventFilter(events=tuple(wanted)), lang=visit.lang, limit=MOST_CARDS, now=visit.now
        )
        items = decoded(page.items)
        whole = Whole.of(visit, items)
        shown = [
            item | {"next": on_day(whole.events[number], item["next"], wanted[number])}
            for item in items
            if (number := int(item["id"])) in whole.events
        ]
        for found in whole.found(shown):
            note = _note(found, profile)
            if len(wanted) == 1 and not found.is_off:
                note |= _box(reasons.fit(found, profile, today, visit.version.stamp))
            result["cards"][found.record["id"]] = note
    return JsonResponse(result, json_dumps_params={"ensure_ascii": False})


def _wanted(text: str) -> dict[int, date | None]:
    """Ids of events with the days they are shown for, no more than a page may show."""
    found: dict[int, date | None] = {}
    for word in text.split(",")[:MOST_CARDS]:
        parts = _EVENT.fullmatch(word)
        if parts:
            with suppress(ValueError):
                found[int(parts[1])] = _day(parts[2]) if parts[2] else None
    return found


def _day(text: str) -> date:
    """A day of the years that lists know. Raises ValueError."""
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def on_day(record: Mapping[str, Any], upcoming: Mapping[str, Any], day: date | None) -> Mapping[str, Any]:
    """The session or opening of a day, where a card stands under one; else the nearest one."""
    start = wording.moment(upcoming["start"])
    if day is None or start.date() == day:
        return upcoming
    for session in record["sessions"]:
        if wording.moment(session["start"]).date() == day:
            return {"session": session["id"], **{name: session[name] for name in ("start", "end", "status")}}
    if record["sessions"]:
        return upcoming
    return {**upcoming, "start": start.replace(year=day.year, month=day.month, day=day.day).isoformat()}


def _note(found: reasons.Found, profile: Profile) -> dict[str, Any]:
    """What a card adds to its lines of price and place."""
    mine = reasons.cost_of(found, profile)
    metres = reasons.metres_to(found, profile)
    price = _("%(price)s for you") % {"price": reasons.price_words(mine)} if mine.is_lower else ""
    return {
        "mine": "" if found.is_off else price,
        "distance": "" if metres is None else words.kilometres(metres),
    }


def _box(one: Fit) -> dict[str, Any]:
    """What the page of an event tells in its box."""
    return {
        "price": one.price,
        "aside": one.aside,
        "day": typography.date_long(one.day),
        "why": [{"mark": why.mark, "text": why.text} for why in one.why],
    }
