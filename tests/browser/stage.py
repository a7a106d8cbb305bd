"""An address of every kind of page, and what checks of the browser share."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings

AXE = (Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
COLOUR_RULES = "axe.run({runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}})"
"""The rules of axe that colours can break; all others find the same whatever the colours."""

PHONE, DESK = 390, 1280
HOST = "http://127.0.0.1"
STAFF = frozenset({"checks"})
"""Pages asked for by a member of the staff."""


def templates(city: SimpleNamespace) -> dict[str, str]:
    """An address of every template, by its name."""
    return {
        "today": "/",
        "events": "/events/?kind=concert&access=wheelchair&sure=false",
        "nothing": "/en/events/?q=кенгуру&what=1",
        "week": "/events/?view=week",
        "map": "/events/?view=map",
        "event": f"/events/{city.concert.pk}/",
        "cancelled": f"/en/events/{city.cancelled.pk}/",
        "period": f"/events/{city.exhibition.pk}/",
        "places": "/places/",
        "place": f"/places/{city.library.pk}/",
        "way-in": f"/places/{city.library.pk}/?for=wheelchair",
        "building": f"/places/{city.house.pk}/",
        "organisations": "/organisations/",
        "organisation": f"/organisations/{city.system.pk}/",
        "programmes": "/programmes/",
        "programme": "/programmes/capital/",
        "changes": "/programmes/capital/changes/",
        "search": "/search/?q=концерт",
        "me": "/me/",
        "for-me": "/me/?benefit=pensioner&access=wheelchair&born=1950-1959",
        "saved": "/saved/",
        "sent": f"/saved/?event={city.concert.pk},{city.exhibition.pk}",
        "subscribe": "/subscribe/?kind=concert",
        "widget": "/widget/",
        "offline": "/offline/",
        "accessibility": "/accessibility/",
        "vision": "/vision/?next=/places/",
        "about": "/en/about/",
        "missing": "/nothing/",
        "broken": BROKEN,
        "sign-in": "/office/sign-in/",
        "checks": "/office/checks/",
    }


BROKEN = "/about/?broken"
"""Asked for with a view that fails."""

NAMES = tuple(
    templates(
        SimpleNamespace(
            **dict.fromkeys(
                ("concert", "cancelled", "exhibition", "library", "house", "system"), SimpleNamespace(pk=0)
            )
        )
    )
)


def faults(page, rules: str = RULES) -> list[tuple[str, str]]:
    """What axe finds wrong: rule and the element; axe must have been put into the page."""
    found = page.evaluate(rules)["violations"]
    return [(one["id"], node["html"][:160]) for one in found for node in one["nodes"]]


def until(page: Any, expression: str, seconds: float = 30) -> None:
    """Waits until it is true, asking from outside: Playwright's own way needs `eval` in the page."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)
