"""«For me» in a browser: what is kept, what other pages add, how it is forgotten, and no scripts at all."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from browser.stage import HOST, PHONE
from catalogue.city import NOW, build_city
from karavan.catalogue.index import store

# Without a test that asks for it no test database is made; `told` fills it.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

QUERY = "near=61.397,55.168&benefit=pensioner"
KEPT = "localStorage.getItem('karavan.me')"
PUT_ONCE = """if (!sessionStorage.length) {
    localStorage.setItem('karavan.me', '%s');
    sessionStorage.setItem('put', '1');
}"""
SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 300);
})"""


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """What the installation answers, by address; asked before a browser runs."""
    store.forget()
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        city = deepcopy(build_city())
        client = Client()
        event, every = (
            city.concert.pk,
            ",".join(str(one.pk) for one in vars(city).values() if hasattr(one, "calendar")),
        )
        found = {
            "event": f"/events/{event}/",
            **{
                address: client.get(asked)
                for address, asked in (
                    ("/", "/"),
                    ("/events/", "/events/"),
                    (f"/events/{event}/", f"/events/{event}/"),
                    ("/me/", "/me/"),
                    (f"/me/?{QUERY}", f"/me/?{QUERY}"),
                    ("/me/?as=pensioner", "/me/?as=pensioner"),
                    ("one", f"/me/cards/?events={event}&{QUERY}"),
                    ("many", f"/me/cards/?events={every}&{QUERY}"),
                )
            },
        }
        transaction.set_rollback(True)
    store.forget()
    return found


@pytest.fixture
def visit(told, browser, port, settings) -> Iterator[Any]:
    """Opens a page in a browser of its own; ``asked`` are the addresses it asked for of the installation."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    contexts = []

    def open_(address: str, *, scripts: bool = True, kept: str = "", width: int = 1280) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            geolocation={"latitude": 55.168123, "longitude": 61.397456},
            permissions=["geolocation"],
            service_workers="block",
        )
        contexts.append(context)
        page = context.new_page()
        page.asked = []

        def answer(route: Any) -> None:
            parts = urlsplit(route.request.url)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            page.asked.append(path)
            if parts.path == "/me/cards/":
                response = told["many" if "," in parts.query.split("&")[0] else "one"]
            else:
                response = told.get(path)
            if response is None:
                route.fulfill(status=404, body="")
            else:
                route.fulfill(
                    status=response.status_code, body=response.content, headers=dict(response.headers.items())
                )

        page.route(lambda url: not url.startswith(f"{HOST}:{port}/static/"), answer)
        if kept:
            page.add_init_script(PUT_ONCE % kept)
        page.goto(f"{HOST}:{port}{address}", wait_until="load", timeout=60_000)
        return page

    yield open_
    for context in contexts:
        context.close()


def address(page: Any) -> str:
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_a_profile_is_kept_shown_on_the_home_page_and_cleared(visit) -> None:
    page = visit(f"/me/?{QUERY}")
    assert page.evaluate(KEPT) == QUERY
    page.goto(page.url.split("/me/")[0] + "/", wait_until="load")
    page.wait_for_selector(".meband__mine:not([hidden])")
    assert page.text_content("[data-me-words]") == "льгота: пенсионеры · до 2 км от моей точки"
    assert page.get_attribute("[data-me-change]", "href") == f"/me/?{QUERY}#answers"
    assert page.evaluate("getComputedStyle(document.querySelector('.meband__ask')).visibility") == "hidden"
    page.click("[data-me-clear]")
    assert page.evaluate(KEPT) is None
    assert page.is_hidden(".meband__mine")
    assert page.evaluate("document.activeElement.className") == "meband__who"
    assert page.context.cookies() == []


def test_the_page_without_answers_goes_to_the_kept_ones_until_they_are_cleared(visit) -> None:
    page = visit("/me/", kept=QUERY)
    page.wait_for_url(f"**/me/?{QUERY}")
    page.click(".me__tools [data-me-clear]")
    page.wait_for_url("**/me/")
    assert (address(page), page.evaluate(KEPT)) == ("/me/", None)


def test_an_emptied_form_forgets(visit) -> None:
    page = visit(f"/me/?{QUERY}")
    page.evaluate("document.querySelector('[name=near]').value = ''")
    page.uncheck("[name=benefit]", force=True)
    page.evaluate("document.querySelector('.asks').addEventListener('submit', e => e.preventDefault())")
    page.click(".asks__go")
    assert page.evaluate(KEPT) is None


def test_a_point_is_rounded_before_it_leaves_the_device(visit) -> None:
    page = visit("/me/")
    page.click("[data-me-here]")
    page.wait_for_selector("[data-me-told]:not(:empty)")
    assert page.input_value("[name=near]") == "61.397,55.168"
    assert page.text_content("[data-me-told]").startswith("Точка поставлена.")


def test_lists_tell_my_price_by_one_request_and_nothing_moves(visit) -> None:
    page = visit("/events/", kept=QUERY)
    page.wait_for_selector(".card__mine")
    assert page.eval_on_selector_all(".card__mine", "all => all.map(e => e.textContent)") == [
        "от 200\u202f₽ для вас"
    ]
    assert page.eval_on_selector_all(".card__far", "all => all.map(e => e.textContent)")[0] == "· 5,4 км"
    (request,) = [one for one in page.asked if one.startswith("/me/")]
    assert request.endswith(f"&{QUERY}")
    assert "@2027-02-12" in request
    assert page.evaluate(SHIFT) < 0.005


def test_what_comes_into_a_list_later_is_told_too(visit) -> None:
    page = visit("/events/", kept=QUERY)
    page.wait_for_selector(".card__mine")
    page.evaluate(
        """() => {
            const one = document.querySelector(".card__mine").closest("li");
            const copy = one.cloneNode(true);
            copy.querySelectorAll(".card__mine, .card__far").forEach(node => node.remove());
            delete copy.querySelector(".card").dataset.meTold;
            one.after(copy);
            for (const time of [1, 2]) document.dispatchEvent(new CustomEvent("karavan:cards"));
        }"""
    )
    page.wait_for_selector(".card__mine >> nth=1")
    page.wait_for_timeout(300)
    requests = [one for one in page.asked if one.startswith("/me/")]
    assert len(requests) == 2
    assert requests[1].count("@") == 1


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_the_home_page_does_not_move(visit, width) -> None:
    page = visit("/", kept=QUERY, width=width)
    page.wait_for_selector(".meband__mine:not([hidden])")
    assert page.evaluate(SHIFT) < 0.005


def test_an_event_tells_what_it_costs_me_and_why(visit, told) -> None:
    page = visit(told["event"], kept=QUERY)
    page.wait_for_selector(".mebox:not([hidden])")
    assert page.text_content("[data-me-price]") == "От 200\u202f₽"
    assert page.eval_on_selector_all(".mebox .why__one", "all => all.map(e => e.textContent)") == [
        "Подходит: по льготе «Пенсионеры»",
        "Уточните: город ещё не подтвердил эти условия: уточните до покупки",
        "Подходит: меньше 100 м по прямой",
    ]
    assert len([one for one in page.asked if one.startswith("/me/cards/")]) == 1


def test_nobody_without_a_profile_is_asked_about(visit) -> None:
    for where in ("/", "/events/"):
        page = visit(where)
        page.wait_for_timeout(200)
        assert [one for one in page.asked if one.startswith("/me/")] == []


def test_it_works_without_scripts(visit) -> None:
    page = visit("/", scripts=False)
    page.click(".meband__who >> text=Пенсионер")
    page.wait_for_url("**/me/?as=pensioner")
    assert page.text_content(".me__said a") == "Убрать: Пенсионер"
    assert page.is_visible(".asks__go")
    assert page.is_hidden("[data-me-where]")
    page.click(".me__tools [data-me-clear]")
    page.wait_for_url("**/me/")
    assert page.text_content("h1") == "Для меня"
