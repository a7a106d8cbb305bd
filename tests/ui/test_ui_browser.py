"""The gallery in a real browser: accessibility, reflow, keyboard, weight, stillness, print."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings

pytestmark = pytest.mark.browser

AXE = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def opened(chromium, gallery_url):
    """Opens the gallery and gives the page with what went wrong while loading in `problems`."""
    contexts = []

    def open_(query: str = "", size=DESK, scheme: str = "light", before: str = ""):
        context = chromium.new_context(viewport=size, color_scheme=scheme, locale="ru-RU")
        contexts.append(context)
        page = context.new_page()
        if before:
            page.add_init_script(before)
        page.problems = []
        page.on(
            "console", lambda message: page.problems.append(message.text) if message.type == "error" else None
        )
        page.on("requestfailed", lambda request: page.problems.append(request.url))
        page.on("response", lambda reply: page.problems.append(reply.url) if reply.status >= 400 else None)
        page.goto(gallery_url + query, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => null)")
        return page

    yield open_
    for context in contexts:
        context.close()


def violations(page) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [(one["id"], node["html"][:160]) for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, size, scheme: str) -> None:
    page = opened(size=size, scheme=scheme)
    assert violations(page) == []
    assert page.problems == []


@pytest.mark.parametrize("scheme", ["black-on-white", "white-on-black", "blue-on-sky", "brown-on-beige"])
def test_axe_finds_nothing_in_low_vision_schemes(opened, scheme: str) -> None:
    assert violations(opened(f"?scheme={scheme}&spacing=wide")) == []


def test_axe_sees_a_fault(opened) -> None:
    """Without this the tests above could pass on a broken axe."""
    page = opened()
    page.evaluate("document.querySelector('.search__input').removeAttribute('id')")
    page.evaluate("document.querySelector('.search__input').removeAttribute('placeholder')")
    assert [name for name, _ in violations(page)] == ["label"]


@pytest.mark.parametrize(
    ("query", "width"),
    [("", 320), ("", 390), ("", 768), ("", 1024), ("?size=200", 640), ("?size=150&spacing=wider", 480)],
)
def test_nothing_scrolls_sideways(opened, query: str, width: int) -> None:
    page = opened(query, {"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_first_load_is_light_and_still(opened) -> None:
    watch = """
        window.shift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => { window.shift += e.value }))
            .observe({type: 'layout-shift', buffered: true});
    """
    for size in (PHONE, DESK):
        page = opened(size=size, before=watch)
        page.wait_for_timeout(200)
        assert page.evaluate("window.shift") <= 0.02
        names = page.evaluate("performance.getEntriesByType('resource').map(e => e.name.split('/').pop())")
        assert len(names) + 1 <= 15
        # All of the first load's type comes from four files.
        fonts = sorted(name for name in names if name.endswith(".woff2"))
        assert fonts == [
            "golos-basic.woff2",
            "golos-russian.woff2",
            "unbounded-basic.woff2",
            "unbounded-cyrillic.woff2",
        ]


def test_keyboard_reaches_everything_and_shows_where_it_is(opened) -> None:
    page = opened(size=PHONE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    stops, unseen = 0, []
    for _ in range(90):
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
    assert stops > 35


def test_targets_are_large_enough(opened) -> None:
    """WCAG 2.5.8: 24 px, except links inside a sentence."""
    page = opened(size=PHONE)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, select, input')]
            .filter(e => e.checkVisibility() && !e.closest('p, dd, td, th, .skip, .card__title, .band'))
            .filter(e => e.getBoundingClientRect().height < 24 && !e.matches('[type=radio], [type=checkbox]'))
            .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_filters_fold_on_a_phone_and_stand_open_on_a_desk(opened) -> None:
    visible = "document.querySelector('.facet__option').checkVisibility({contentVisibilityAuto: true})"
    assert opened(size=PHONE).evaluate(visible) is False
    assert opened(size=DESK).evaluate(visible) is True


def test_print_leaves_the_words(opened) -> None:
    page = opened(scheme="dark")
    page.emulate_media(media="print")
    colour = "getComputedStyle(document.querySelector('{}')).color"
    # Ink on white, whatever the screen looked like.
    for selector in ("body", ".card__kind", ".badge--cancelled", ".access--yes"):
        assert page.evaluate(colour.format(selector)) == "rgb(0, 0, 0)", selector
    shown = page.evaluate(
        "['.nav', '.chips', '.pager', '.card__title', '.masthead']"
        ".map(s => document.querySelector(s).checkVisibility())"
    )
    assert shown == [False, False, False, True, True]


def test_pictures_can_be_switched_off(opened) -> None:
    page = opened("?images=off")
    assert (
        page.evaluate("[...document.querySelectorAll('.poster')].filter(e => e.checkVisibility()).length")
        == 0
    )
