"""The scripts of the office at a real server: keys, the palette, the grids, the editor and what it keeps."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from browser.stage import until
from factories.people import make_editor, make_organisation
from factories.places import make_hall, make_place, set_hours
from factories.programme import EventFactory
from karavan.kernel.localtime import today
from karavan.people.enums import RoleKind
from karavan.programme.drafts import SessionDraft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = "document.activeElement.textContent.trim()"
PRESSED = "[...document.querySelectorAll('.monthgrid [aria-pressed=true]')].map(one => one.dataset.day)"
DAYS = "[...document.querySelectorAll('[data-rows=sessions] [type=date]')].map(one => one.value)"
FROM_WORD = """<html><head><style>p.MsoNormal {color: red}</style></head><body>
<p class="MsoNormal" style="font-family:Calibri"><b>Приходите</b> <span style="color:red">с семьёй</span>
<script>window.bad = true</script><img src="x" onerror="window.bad = true"></p></body></html>"""
RUSSIAN_KEY = """([code, key]) => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', {code, key, bubbles: true}));
}"""
PASTE = """(text, html) => {
    const data = new DataTransfer();
    data.setData('text/html', html);
    text.focus();
    text.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def _noon(days: int) -> datetime:
    """Noon, by UTC, of a day to come."""
    return datetime.combine(today() + timedelta(days=days), time(12), tzinfo=UTC)


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """These pages are asked of a server, not kept beforehand."""
    return {}


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    """A house with a hall, a director, and three concerts on three days to come."""
    own = make_organisation(name="Дом культуры «Заря»", short_name="Заря")
    building = make_place(name="Заря", organisation=own)
    hall = make_hall(building, name="Большой зал", organisation=own, capacity=300)
    set_hours(building, range(7))
    concerts = [
        EventFactory(
            title=f"Вечер {number}",
            organisers=[(own, "lead")],
            place=hall,
            sessions=(SessionDraft(_noon(number)),),
        )
        for number in (1, 2, 3)
    ]
    return SimpleNamespace(
        director=make_editor(own, RoleKind.DIRECTOR), building=building, hall=hall, concerts=concerts
    )


@pytest.fixture
def visit(house, live_server, settings, browser):
    """Opens a page of the office for the director; every page shares what the browser keeps."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    client = Client()
    client.force_login(house.director, backend="karavan.config.auth.PasswordBackend")
    session = client.cookies[site.SESSION_COOKIE_NAME].value
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}, service_workers="block"
    )
    context.set_default_timeout(30_000)
    # The first page of a run waits for the fonts to be cut.
    context.set_default_navigation_timeout(120_000)
    context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    def open_(path: str) -> Any:
        page = context.new_page()
        page.goto(path, wait_until="load")
        return page

    yield open_
    context.close()


def test_the_palette_finds_by_keys_alone(visit, house) -> None:
    page = visit("/office/events/")
    page.locator("tbody a").first.focus()
    page.keyboard.press("/")
    page.locator("dialog[open] [role=option]").first.wait_for()
    page.keyboard.type("вечер")
    chosen = page.locator("dialog [role=option][aria-selected=true]")
    page.locator("dialog [role=option]", has_text="Вечер 3").wait_for()
    titles = page.locator("dialog [role=option] b").all_text_contents()
    assert sorted(titles) == ["Вечер 1", "Вечер 2", "Вечер 3"]
    # Arrows go round; what is marked is told to a reader of the screen.
    marked = []
    for key in ("ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        marked.append(chosen.locator("b").text_content())
    assert marked == [titles[1], titles[0], titles[2]]
    told = page.locator("dialog input").get_attribute("aria-activedescendant")
    assert told == chosen.get_attribute("id")
    # Escape closes it at once, words or no words, and one is where one was.
    page.keyboard.press("Escape")
    page.locator("dialog:not([open])").wait_for(state="attached")
    assert page.evaluate(FOCUSED) in titles
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("кенгуру")
    page.get_by_text("Ничего не нашлось").wait_for()
    page.locator("dialog input").fill("вечер 2")
    page.locator("dialog [role=option]:only-child", has_text="Вечер 2").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/office/events/{house.concerts[1].pk}/")


def test_keys_lead_on_but_not_while_one_types(visit, house) -> None:
    page = visit("/office/events/")
    page.locator("#q").focus()
    page.keyboard.type("gp/")
    assert page.locator("#q").input_value() == "gp/"
    assert page.locator("dialog").count() == 0
    page.locator("#q").evaluate("one => one.blur()")
    # By their place on the keyboard: the Russian layout has п and з there.
    for code, sign in (("KeyG", "п"), ("KeyP", "з")):
        page.evaluate(RUSSIAN_KEY, [code, sign])
    page.wait_for_url("**/office/places/")
    page.goto(f"/office/places/{house.building.pk}/")
    page.keyboard.press("e")
    page.wait_for_url("**/edit/")
    page.locator("[name=name]").fill("Заря на площади")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/office/places/{house.building.pk}/")
    assert page.locator("h1").inner_text() == "Заря на\u00a0площади"


def test_rows_are_ticked_by_the_page_and_by_shift(visit) -> None:
    page = visit("/office/events/")
    boxes = page.locator(".pick input[name=id]")
    every, count = page.locator("[data-bulk-page]"), page.locator("[data-bulk-count]")
    assert page.locator(".bulk").is_visible() is False
    boxes.nth(0).click()
    assert (count.text_content(), every.evaluate("one => one.indeterminate")) == ("1", True)
    boxes.nth(2).click(modifiers=["Shift"])
    assert (count.text_content(), every.is_checked()) == ("3", True)
    every.click()
    assert (count.text_content(), page.locator(".bulk").is_visible()) == ("", False)


def _first(page: Any) -> date:
    return date.fromisoformat(page.locator(".monthgrid [tabindex='0'][data-day]").get_attribute("data-day"))


def _ends(page: Any) -> list[str]:
    return [page.locator(f"[name={name}]").input_value() for name in ("date_from", "date_to")]


def test_the_grid_of_a_month_by_keyboard_and_pointer(visit) -> None:
    page = visit("/office/events/new/")
    grid = page.locator(".monthgrid")
    start = _first(page)
    assert start == today()
    page.locator(f".monthgrid [data-day='{start}']").focus()
    walked = start
    for key, days in (("ArrowRight", 1), ("ArrowDown", 7), ("ArrowLeft", -1), ("ArrowUp", -7), ("End", 0)):
        page.keyboard.press(key)
        walked += timedelta(days=days or 6 - walked.weekday())
        assert page.evaluate("document.activeElement.dataset.day") == walked.isoformat()
    page.locator("[name=usual_start]").fill("18:30")
    page.locator(f".monthgrid [data-day='{walked}']").focus()
    page.keyboard.press("Enter")
    assert (page.evaluate(PRESSED), page.evaluate(DAYS)) == ([walked.isoformat()], [walked.isoformat()])
    assert page.locator("[name$='-start']").first.input_value() == "18:30"
    assert page.evaluate("document.activeElement.dataset.day") == walked.isoformat()
    # One date moves while only one is wanted; of several each press adds one or takes it away.
    page.locator("[name=calendar][value=dates]").check(force=True)
    # Of the same week, as the grid shows the month of the day pressed last.
    other = (walked - timedelta(days=1)).isoformat()
    grid.locator(f"[data-day='{other}']").click()
    assert sorted(page.evaluate(DAYS)) == [other, walked.isoformat()]
    grid.locator(f"[data-day='{walked}']").click()
    assert page.evaluate(DAYS) == [other]
    # A period has two ends, and a third press begins anew.
    page.locator("[name=calendar][value=periodic]").check(force=True)
    ends = [(walked + timedelta(days=number)).isoformat() for number in (2, 5, 3)]
    for day in ends[:2]:
        grid.locator(f"[data-day='{day}']").click()
    assert _ends(page) == ends[:2]
    assert grid.locator(".monthgrid__day--between").count() == 2
    grid.locator(f"[data-day='{ends[2]}']").click()
    assert _ends(page) == [ends[2], ""]
    # The pages of months, by pointer and by key.
    shown = grid.locator(".monthgrid__head b")
    before = shown.text_content()
    grid.locator(".monthgrid__turn").nth(1).click()
    after = shown.text_content()
    grid.locator("[data-day][tabindex='0']").focus()
    page.keyboard.press("PageUp")
    assert (before != after, shown.text_content()) == (True, before)


def test_text_from_word_comes_clean(visit) -> None:
    page = visit("/office/events/new/")
    text = page.locator(".island__text").first
    text.evaluate(f"(text, html) => ({PASTE})(text, html)", FROM_WORD)
    text.get_by_text("с семьёй").wait_for()
    assert text.locator("strong, b").all_text_contents() == ["Приходите"]
    left = "one => [...one.querySelectorAll('*')].flatMap(node => node.getAttributeNames())"
    assert text.evaluate(left) == []
    assert text.locator("script, img, style, span").count() == 0
    assert page.evaluate("window.bad") is None
    assert page.locator("textarea[name=text]").input_value() == text.inner_html()


def test_what_was_typed_outlives_its_tab_until_it_is_saved(visit, house) -> None:
    kept = "Object.keys(localStorage).filter(key => key.startsWith('karavan:event:')).length"
    day = (today() + timedelta(days=9)).isoformat()
    page = visit("/office/events/new/")
    page.locator("[name=title]").fill("Лекция о камнях")
    page.locator("[name$='-start']").first.fill("18:30")
    page.locator("[name$='-day']").first.fill(day)
    page.locator("[name$='-day']").first.dispatch_event("change")
    until(page, f"{kept} === 1")
    until(page, f"localStorage.getItem(Object.keys(localStorage)[0]).includes('{day}')")
    page.close()
    page = visit("/office/events/new/")
    assert page.locator("[name=title]").input_value() == ""
    page.locator("[data-kept-take]").click()
    page.locator("[name=title][value='Лекция о камнях']").wait_for()
    assert [one for one in page.evaluate(DAYS) if one] == [day]
    # The save that arrives lets it go: a new event begins empty.
    page.locator(".editor__buttons [value=save]").click()
    page.locator("[data-kept-clear]").wait_for()
    until(page, f"{kept} === 0")
    page = visit("/office/events/new/")
    assert page.locator("[data-kept]").is_visible() is False


def test_hours_are_read_aloud_as_they_are_typed(visit, house) -> None:
    page = visit(f"/office/places/{house.building.pk}/hours/")
    days = page.locator("[data-hours] input[name^='day_']")
    days.nth(0).fill("11-20")
    page.locator("[data-hours] [value=weekdays]").click()
    assert [days.nth(number).input_value() for number in (1, 4)] == ["11-20", "11-20"]
    assert days.nth(5).input_value() != "11-20"
    page.locator("[data-preview] b", has_text="11:00–20:00").wait_for()


def test_arrows_walk_the_grids_of_the_month_and_the_halls(visit, house) -> None:
    first = today() + timedelta(days=1)
    page = visit(f"/office/calendar/?month={first:%Y-%m}")
    page.locator(f"[data-day='{first}'] .date__link").focus()
    step = first + timedelta(days=-1 if (first + timedelta(days=1)).month != first.month else 1)
    page.keyboard.press("ArrowRight" if step > first else "ArrowLeft")
    assert page.evaluate("document.activeElement.closest('[data-day]').dataset.day") == step.isoformat()
    # A week that is all to come: on a Sunday nothing of this one is left to the right.
    page = visit(f"/office/halls/?day={today() + timedelta(days=7)}")
    page.locator("[data-grid]").focus()
    page.keyboard.press("ArrowDown")
    spot = "document.activeElement.getBoundingClientRect()"
    assert page.evaluate("document.activeElement.matches('a[data-block], .cell__new')")
    start = page.evaluate(f"{spot}.left")
    page.keyboard.press("ArrowRight")
    right = page.evaluate(f"{spot}.left")
    page.keyboard.press("ArrowLeft")
    assert (right > start, page.evaluate(f"{spot}.left")) == (True, start)


def test_something_of_the_diary_is_carried_by_keys_and_put_back(visit, house) -> None:
    day = (today().replace(day=1) + timedelta(days=40)).replace(day=10)
    noon = datetime.combine(day, time(7), tzinfo=UTC)
    for start in (noon, noon + timedelta(days=1)):
        EventFactory(
            title="Концерт",
            organisers=[(house.building.organisation, "lead")],
            place=house.hall,
            sessions=(SessionDraft(start, start + timedelta(hours=2)),),
        )
    address = f"/office/diary/?month={day:%Y-%m}&day={day}&row=all"
    page = visit(address)
    trial = page.locator("[data-trial]")
    over = "[...document.querySelectorAll('.board__line--over')].map(one => one.dataset.day)"
    page.locator("[data-move]").focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    until(page, "document.querySelector('[data-trial]').dataset.verdict === 'block'")
    assert trial.text_content().endswith("Зал в это время занят.")
    assert page.evaluate(over) == [(day + timedelta(days=1)).isoformat()]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    until(page, "document.querySelector('[data-trial]').dataset.verdict === 'same'")
    assert page.evaluate(over) == [(day - timedelta(days=1)).isoformat()]
    page.keyboard.press("Escape")
    assert (trial.is_hidden(), page.evaluate(over)) == (True, [])
    assert page.url.endswith(address)
