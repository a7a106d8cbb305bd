"""Every kind of page for everybody: axe in all colours, reflow, targets, focus, stillness, system colours.

A page is opened once for all its checks, as loading takes the time.
"""

import pytest

from browser.stage import AXE, COLOUR_RULES, NAMES, PHONE, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SCHEMES = ("black-on-white", "white-on-black", "blue-on-sky", "brown-on-beige")
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
WIDTH = "document.documentElement.scrollWidth"
WIDER_THAN_THE_PAGE = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => !e.closest('.table, .vh, svg')).slice(0, 5).map(e => e.outerHTML.slice(0, 140))"""

SMALL_TARGETS = """() =>
    [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden]), textarea')]
    .filter(e => e.checkVisibility() && !e.closest('.vh'))
    // WCAG 2.5.8 leaves out links in a sentence; the link of a card covers all of it.
    .filter(e => !(e.matches('a') && e.closest('p, dd, td, th, figcaption, .prose, .card__title, .crumbs')))
    .filter(e => !e.matches('.skip, .atlas__skip, label input'))
    .filter(e => { const box = e.getBoundingClientRect(); return box.height < 24 || box.width < 24 })
    .map(e => e.outerHTML.slice(0, 140))"""

MOVING = """() => [
    ...document.getAnimations().map(one => one.animationName || one.transitionProperty),
    ...[...document.querySelectorAll('*')]
        .filter(e => getComputedStyle(e).transitionDuration.split(', ').some(time => parseFloat(time) > 0.01))
        .map(e => e.outerHTML.slice(0, 100)),
]"""


def dress(page, **marks: str) -> None:
    """Draw the page as the low-vision panel does: the server prints the same attributes and style sheet."""
    page.evaluate(
        """async (marks) => {
            const root = document.documentElement;
            for (const name of [...root.getAttributeNames()])
                if (name.startsWith('data-')) root.removeAttribute(name);
            for (const [name, value] of Object.entries(marks))
                root.setAttribute(`data-vision-${name}`, value);
            if (!document.querySelector('link[href$="ui/css/vision.css"]')) {
                const link = document.createElement('link');
                link.rel = 'stylesheet';
                link.href = '/static/ui/css/vision.css';
                const done = new Promise(resolve => { link.onload = resolve });
                document.head.append(link);
                await done;
            }
        }""",
        marks,
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_for_everybody(opened, name: str) -> None:
    page = opened(name)
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert faults(page) == [], scheme
    assert page.evaluate(MOVING) == []
    assert page.problems == []
    for scheme in SCHEMES:
        dress(page, scheme=scheme)
        assert faults(page, COLOUR_RULES) == [], scheme
    # 320 points are a screen of 1280 at 400 %.
    dress(page)
    page.set_viewport_size({"width": 320, "height": 800})
    page.evaluate(UNFOLD)
    assert (page.evaluate(WIDTH), page.evaluate(WIDER_THAN_THE_PAGE)) == (320, [])
    assert page.evaluate(SMALL_TARGETS) == []
    page.set_viewport_size({"width": 360, "height": 800})
    for marks in ({}, {"images": "off"}, {"font": "serif"}):
        dress(page, size="200", spacing="wider", **marks)
        assert (page.evaluate(WIDTH), page.evaluate(WIDER_THAN_THE_PAGE)) == (360, []), marks


def test_axe_sees_a_fault(opened) -> None:
    """Without this the tests above could pass on a broken axe."""
    page = opened("vision")
    page.evaluate(AXE)
    page.evaluate("document.querySelector('.lead').style.setProperty('color', '#dddddd')")
    page.evaluate("document.querySelector('legend').remove()")
    assert {rule for rule, _ in faults(page, COLOUR_RULES)} == {"color-contrast"}
    page.evaluate("(box => box.closest('label').replaceWith(box))(document.querySelector('.tile input'))")
    assert "label" in {rule for rule, _ in faults(page)}


FOCUS = """() => {
    const e = document.activeElement;
    if (e === document.body || e === null) return null;
    const box = e.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
    const y = box.top + Math.min(box.height / 2, 20);
    const top = document.elementFromPoint(x, y);
    const card = e.closest('.card, .tile, label');
    return {
        html: e.outerHTML.slice(0, 120),
        inside: box.bottom > 0 && box.top < innerHeight,
        hidden: !(top && (e.contains(top) || top.contains(e) || (card && card.contains(top)))),
    };
}"""


@pytest.mark.parametrize("name", ["today", "events", "week", "event", "place", "me", "vision", "saved"])
def test_what_has_the_focus_is_never_covered(opened, name: str) -> None:
    """WCAG 2.4.11: nothing that stays in its place lies over what the keyboard has reached."""
    page = opened(name, width=PHONE)
    covered = []
    for _ in range(140):
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUS)
        if state is None:
            break
        if state["hidden"] or not state["inside"]:
            covered.append(state["html"])
    assert covered == []


@pytest.mark.parametrize("name", ["today", "events", "place", "vision", "way-in"])
def test_system_colours_keep_the_difference(opened, name: str) -> None:
    """Where the system draws in its own few colours, what is chosen still differs from what is not."""
    page = opened(name, forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    looks = page.evaluate(
        """() => ['.chip', '.tile', '.facet__label'].flatMap(kind => {
            const draw = e => { const s = getComputedStyle(e, kind === '.facet__label' ? '::before' : null);
                return [s.backgroundColor, s.outlineStyle, s.outlineWidth].join(' ') };
            const all = [...document.querySelectorAll(kind)];
            const on = all.filter(e => e.matches('[aria-current], :has(:checked), [aria-current] *'));
            const off = all.filter(e => !on.includes(e));
            return on.length && off.length && draw(on[0]) === draw(off[0]) ? [kind] : [];
        })"""
    )
    assert looks == []
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
