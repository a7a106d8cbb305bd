"""Templates of the portal in a real browser: keyboard, weight, nothing cut off. See test_access_browser."""

import pytest

from browser.stage import PHONE

# Without a test that asks for it no test database is made; `answers` fills it.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("name", ["today", "events", "event"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened, name: str) -> None:
    page = opened(name, width=PHONE)
    # The buttons to save an event come with their script.
    page.wait_for_load_state("networkidle")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), .table')]"
        ".filter(e => e.checkVisibility({contentVisibilityAuto: true})).length"
    )
    stops, unseen = 0, []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (e === document.body) return null;
                let seen = false;
                for (let n = e; n && n !== document.body; n = n.parentElement)
                    seen = seen || getComputedStyle(n).outlineStyle !== 'none';
                const box = e.getBoundingClientRect();
                return [seen && box.width > 0 && box.height > 0, e.outerHTML.slice(0, 120)];
            }"""
        )
        if state is None:
            break
        stops += 1
        if not state[0]:
            unseen.append(state[1])
    assert unseen == []
    assert stops == wanted


@pytest.mark.parametrize("name", ["today", "events", "programme"])
def test_the_first_load_is_few_requests(opened, name: str) -> None:
    page = opened(name)
    names = page.evaluate("performance.getEntriesByType('resource').map(e => e.name.split('/').pop())")
    assert len(names) + 1 <= 15


def test_nothing_is_cut_off_on_a_phone(opened) -> None:
    """No text is wider than the box that hides what does not fit."""
    for name in ("today", "events", "event", "programme"):
        page = opened(name, width=PHONE)
        # Words for the ear alone have a box of one point.
        page.evaluate("document.querySelectorAll('.vh').forEach(one => { one.hidden = true })")
        cut = page.evaluate(
            """() => [...document.querySelectorAll('main *')]
                .filter(e => e.checkVisibility() && !e.closest('.vh, svg, .table') && !e.matches('input'))
                .filter(e => e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1)
                .filter(e => getComputedStyle(e).overflowX !== 'visible')
                .map(e => e.outerHTML.slice(0, 120))"""
        )
        assert cut == [], name
