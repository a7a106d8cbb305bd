"""Every kind of office page in a real browser: axe by day and by night, the keyboard, 360 px and a desk."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from browser.stage import AXE, COLOUR_RULES, faults
from browser.test_access_browser import FOCUS, SMALL_TARGETS, UNFOLD, WIDER_THAN_THE_PAGE, WIDTH
from karavan.catalogue.index import store
from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import local
from karavan.planning import actions as planning
from karavan.planning.models import Circumstance
from office import walking

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE, DESK = 360, 1280
MOST_STOPS = 400
STOP = f"""() => {{
    const state = ({FOCUS})();
    const own = document.activeElement;
    // The ring may be of the frame around a bare field; parts inside a date are ringed by the browser itself.
    const looks = [own, own.parentElement].map(one => getComputedStyle(one));
    const ring = looks.some(look => look.outlineStyle !== 'none' || look.boxShadow !== 'none');
    return state && {{ ...state, ring: ring || own.matches('[type=date], [type=time]') }};
}}"""

# Name of the picture in the report → who looks, and the address with its record in braces.
PAGES: dict[str, tuple[str, str]] = {
    "sign-in": ("nobody", "/office/sign-in/"),
    "today": ("director", "/office/"),
    "menu": ("director", "/office/menu/"),
    "find": ("director", "/office/find/?q=библиотека"),
    "checks": ("coordinator", "/office/checks/"),
    "account": ("director", "/office/account/"),
    "password": ("director", "/office/account/password/"),
    "app": ("director", "/office/account/app/"),
    "passkey": ("director", "/office/account/passkeys/add/"),
    "second-factor": ("fresh_head", "/office/account/second-factor/"),
    "lost-factor": ("coordinator", "/office/account/help/"),
    "events": ("editor", "/office/events/"),
    "event-new": ("editor", "/office/events/new/"),
    "event": ("editor", "/office/events/{event}/"),
    "event-edit": ("editor", "/office/events/{event}/edit/"),
    "event-dates": ("editor", "/office/events/{event}/dates/"),
    "event-date": ("editor", "/office/events/{event}/dates/{session}/"),
    "event-preview": ("editor", "/office/events/{event}/preview/"),
    "event-history": ("editor", "/office/events/{event}/history/"),
    "event-remove": ("editor", "/office/events/{event}/remove/"),
    "places": ("director", "/office/places/"),
    "place": ("director", "/office/places/{place}/"),
    "place-edit": ("director", "/office/places/{place}/edit/"),
    "place-hours": ("director", "/office/places/{place}/hours/"),
    "place-photos": ("director", "/office/places/{place}/photos/"),
    "place-access": ("director", "/office/places/{place}/access/"),
    "place-survey": ("director", "/office/places/{place}/access/new/"),
    "place-closings": ("director", "/office/places/{place}/closings/"),
    "place-close": ("director", "/office/places/{place}/closings/new/"),
    "halls": ("director", "/office/halls/"),
    "broken": ("director", "/office/broken/"),
    "district": ("coordinator", "/office/districts/{district}/"),
    "programmes": ("director", "/office/programmes/"),
    "programme": ("director", "/office/programmes/{programme}/"),
    "programme-release": ("director", "/office/programmes/{programme}/release/"),
    "calendar": ("director", "/office/calendar/"),
    "diary": ("editor", "/office/diary/"),
    "diary-cell": ("editor", "/office/diary/?month={month}&day={day}&row=all"),
    "diary-balance": ("editor", "/office/diary/balance/"),
    "diary-clashes": ("editor", "/office/diary/clashes/"),
    "diary-dates": ("editor", "/office/diary/dates/"),
    "diary-found": ("editor", "/office/diary/dates/?{wish}"),
    "diary-move": ("editor", "/office/diary/move/?key=entry:{plan}"),
    "plans": ("editor", "/office/plans/"),
    "plan": ("editor", "/office/plans/{plan}/"),
    "plan-new": ("editor", "/office/plans/new/"),
    "days": ("coordinator", "/office/days/"),
    "day": ("coordinator", "/office/days/{feast}/"),
    "day-new": ("coordinator", "/office/days/new/"),
    "assets": ("director", "/office/assets/"),
    "asset": ("director", "/office/assets/{asset}/"),
    "asset-hold": ("director", "/office/assets/{asset}/hold/"),
    "place-hold": ("director", "/office/places/{place}/holds/new/"),
    "hygiene": ("coordinator", "/office/hygiene/"),
    "hygiene-page": ("director", "/office/hygiene/{club}/"),
    "benefits": ("director", "/office/benefits/"),
    "benefit": ("coordinator", "/office/benefits/{benefit}/"),
    "people": ("director", "/office/people/"),
    "person": ("director", "/office/people/{colleague}/"),
    "person-role": ("director", "/office/people/{colleague}/role/"),
    "invitations": ("director", "/office/invitations/"),
    "invitation-new": ("director", "/office/invitations/new/"),
    "organisation": ("director", "/office/organisations/{organisation}/"),
    "me": ("director", "/office/me/"),
    "away": ("director", "/office/me/away/"),
    "shared": ("guest", "/office/shared/"),
    "notices": ("director", "/office/notices/"),
    "notice-settings": ("director", "/office/notices/settings/"),
    "imports": ("director", "/office/imports/"),
    "import-new": ("director", "/office/imports/new/events/"),
    "duplicates": ("coordinator", "/office/duplicates/"),
    "journal": ("coordinator", "/office/journal/"),
    "trash": ("director", "/office/trash/"),
    "not-allowed": ("gate", "/office/events/new/"),
    "missing": ("director", "/office/events/404404/"),
}
STATUS = {"not-allowed": 403, "missing": 404}


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """What the office answers, asked before a browser runs; it takes the place of the portal's pages."""
    store.forget()
    with django_db_blocker.unblock(), transaction.atomic():
        world = walking.build()
        world.people["fresh_head"] = walking.without_factor(world.people["head"])
        asked = _diary(world)
        clients: dict[str, Client] = {}
        found = {}
        for name, (who, path) in PAGES.items():
            client = clients.setdefault(who, world.client(who))
            ids = {key: record.pk for key, record in vars(world.records).items()} | asked
            address = path.format(**ids)
            found[name] = (address, client.get(address))
        transaction.set_rollback(True)
    store.forget()
    return found


def _diary(world: walking.World) -> dict[str, str]:
    """A clash with the plan, a feast to confirm, and what the addresses of the diary ask for."""
    plan, records = world.records.plan, world.records
    planning.add_entry(
        actor=SYSTEM, organisation=records.other_place.organisation, title="Концерт", kind="concert",
        starts_at=plan.starts_at, ends_at=plan.ends_at, is_confidential=True,
    )  # fmt: skip
    day = local(plan.starts_at).date()
    records.feast = Circumstance.objects.create(
        title="Курбан-байрам", kind="feast", effect="quiet", first_day=day, last_day=day, margin_days=1
    )
    wish = {"people": 100, "kind": "concert", "first": day, "last": day + timedelta(days=20)}
    return {
        "month": f"{day:%Y-%m}",
        "day": day.isoformat(),
        "wish": urlencode(wish | {"starts": "18:00", "hours": 2, "why": day}),
    }


def unreachable(page: Any) -> list[str]:
    """What the keyboard stops at without being seen to: out of sight, covered, or without a ring."""
    wrong = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        state = page.evaluate(STOP)
        if state is None:
            return wrong
        # What has the focus inside a frame shows it there: the frame itself is not told of it.
        ring = state["ring"] or state["html"].startswith("<iframe")
        if state["hidden"] or not state["inside"] or not ring:
            fault = "covered" if state["hidden"] else "no ring" if not state["ring"] else "out of sight"
            wrong.append(f"{fault}: {state['html']}")
    return [*wrong, "no end"]


@pytest.mark.parametrize("name", PAGES)
def test_every_office_page_is_for_everybody(answers, opened, name: str) -> None:
    """Loaded twice: at a desk and on a phone."""
    assert answers[name][1].status_code == STATUS.get(name, 200)
    page = opened(name, width=DESK, reduced_motion="reduce")
    assert unreachable(page) == []
    page.evaluate(AXE)
    assert faults(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert faults(page, COLOUR_RULES) == []
    page = opened(name, width=PHONE, reduced_motion="reduce")
    assert unreachable(page) == []
    page.evaluate(AXE)
    assert faults(page) == []
    page.evaluate(UNFOLD)
    assert (page.evaluate(WIDTH), page.evaluate(WIDER_THAN_THE_PAGE)) == (PHONE, [])
    assert page.evaluate(SMALL_TARGETS) == []
    assert [one for one in page.problems if "/static/" in one or "Policy" in one] == []
