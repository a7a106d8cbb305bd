"""The widget: script, part, page of a frame."""

import gzip
import json
import re
from urllib.parse import parse_qsl

import pytest
from django.test import Client, RequestFactory

from catalogue.city import at
from factories.programme import EventFactory
from karavan.config.middleware import is_open
from karavan.kernel.actor import SYSTEM
from karavan.portal.widget import wanted
from karavan.portal.widget.views import styles
from karavan.portal.widget.wanted import Wanted
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from portal.reading import Read

HOSTILE = '1 < 2" onclick="alert(1)" & x’'


def links(page: Read) -> list[str]:
    return [link["href"] for link in page.all("a")]


def titles(page: Read) -> list[str]:
    return [element.text for element in page.all(class_="k-title")]


def test_every_address_goes_to_anybody_without_cookies(city, client):
    client.cookies["sessionid"] = "somebody"
    addresses = {
        "/widget.js": "text/javascript; charset=utf-8",
        "/widget/part/": "text/html; charset=utf-8",
        "/widget/theme.css?ink=%23000000": "text/css; charset=utf-8",
    }
    for address, kind in addresses.items():
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, kind), address
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in response
        assert (dict(response.cookies), response["Vary"]) == ({}, "Accept-Encoding")
        assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert response["X-Frame-Options"] == "DENY"
        again = client.get(address, headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert (client.post(address).status_code, client.options(address).status_code) == (405, 204)


def test_only_the_page_of_a_frame_may_be_framed(city, client):
    response = client.get("/widget/show/?place=" + str(city.library.pk))
    usual = client.get("/subscribe/")["Content-Security-Policy"]
    assert response["Content-Security-Policy"] == usual.replace("frame-ancestors 'none'", "frame-ancestors *")
    assert "X-Frame-Options" not in response
    assert (dict(response.cookies), response["Cache-Control"]) == (
        {},
        "public, max-age=60, stale-while-revalidate=300",
    )
    tag = {"if-none-match": response["ETag"]}
    assert client.get(f"/widget/show/?place={city.library.pk}", headers=tag).status_code == 304
    assert client.get("/widget/show/", headers=tag).status_code == 200
    for address in ("/widget/", "/subscribe/", "/events/"):
        other = client.get(address)
        assert other["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert client.post("/widget/show/").status_code == 405


def test_the_script_stays_at_its_address_and_is_small(client, db):
    response = client.get("/widget.js")
    assert response["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=86400"
    assert len(response.content) <= 8000
    text = response.content.decode()
    for word in ("cookie =", "localStorage", "sessionStorage", "eval(", "innerHTML"):
        assert word not in text


def test_a_list_names_the_next_events(city, read):
    page = read(f"/widget/part/?place={city.house.pk}&count=2&heading=3")
    section = page.one("section")
    assert (section["lang"], section["aria-labelledby"]) == ("ru", page.one("h3")["id"])
    assert page.one("h3").text == "Афиша: Концертный дом"
    assert [element.text for element in page.all("h4")] == titles(page)
    assert len(page.one("ul", class_="k-list").all("li", class_="k-item")) == 2
    assert page.all("style")[0].text.startswith(":host{all:initial !important;display:block !important;}")
    assert links(page)[-2:] == [
        f"http://127.0.0.1:8000/events/?place={city.house.pk}",
        "http://127.0.0.1:8000/",
    ]
    assert all(link["rel"] == "external" and "target" not in link.attributes for link in page.all("a"))


def test_posters_may_be_left_out(city, read):
    assert len(read("/widget/part/?count=3").all("svg")) == 3
    page = read("/widget/part/?count=3&posters=off&theme=dark")
    assert (page.all("svg"), page.one("section")["data-theme"]) == ([], "dark")


def test_english(city, read):
    page = read(f"/widget/part/?lang=en&organisation={city.philharmonic.pk}")
    assert page.response["Content-Language"] == "en"
    assert page.one("h2").text == "What's on: Philharmonic"
    assert f"http://127.0.0.1:8000/en/events/{city.concert.pk}/" in links(page)
    # The next page on this thread is in its own language again.
    assert read("/events/").response["Content-Language"] == "ru"


def test_cancelled_moved_and_made_up_is_said(city, read):
    moved = EventFactory(publish=True, title="Переехали", place=city.house)
    session = moved.sessions.get()
    actions.move_session(actor=SYSTEM, session=session, starts_at=at(3), ends_at=None, note="ремонт")
    EventFactory(publish=True, title="Пример", place=city.house, is_demo=True)
    page = read(f"/widget/part/?place={city.house.pk}&count=12")
    badges = {
        item.one(class_="k-title").text: [badge.text for badge in item.all("b", class_="k-badge")]
        for item in page.all("li", class_="k-item")
    }
    assert badges["Переехали"] == ["перенесено"]
    assert badges["Отменённый вечер"] == ["отменено"]
    assert badges["Пример"] == ["демо"]
    assert [item.one(class_="k-title").text for item in page.all("li", class_="k-off")] == [
        "Отменённый вечер"
    ]


def test_a_week_has_seven_days_and_tells_of_the_rest(city, read):
    page = read(f"/widget/part/?show=week&place={city.house.pk}&count=1&from=2027-02-10")
    days = [time["datetime"] for time in page.all("time")]
    assert days == [f"2027-02-{day}" for day in range(10, 17)]
    rows = page.all("li", class_="k-row")
    assert rows[0].one("h3").text == "10 февраля, среда"
    assert rows[1].all("p")[0].text == "ничего не объявлено"


def test_a_day_of_a_week_links_to_what_is_left_out(city, read):
    page = read("/widget/part/?show=week&count=1&from=2027-02-13")
    (more,) = [link for link in page.all("a") if "&to=2027-02-13" in link["href"]]
    assert more.text == "ещё 1: 13 февраля, суббота"
    assert more["href"] == "http://127.0.0.1:8000/events/?from=2027-02-13&to=2027-02-13"


def test_one_event(city, read):
    page = read(f"/widget/part/?show=event&event={city.tour.pk}")
    assert page.one("h2").text == "Прогулки по городу"
    dates = page.one("ul", class_="k-dates").all("li")
    assert [item.text for item in dates] == [
        "10 февраля, среда, 18:00",
        "11 февраля, четверг, 18:00",
        "13 февраля, суббота, 18:00",
    ]
    cancelled = read(f"/widget/part/?show=event&event={city.cancelled.pk}")
    assert [badge.text for badge in cancelled.all("b", class_="k-badge")] == ["отменено"]
    assert "болезнь артиста" in cancelled.text
    period = read(f"/widget/part/?show=event&event={city.exhibition.pk}")
    assert period.one(class_="k-date").text == "1 1 февраля – 31 марта 2027"


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("colour=red", ["colour"]),
        ("show=map", ["show"]),
        ("count=13", ["count"]),
        ("count=0", ["count"]),
        ("heading=1", ["heading"]),
        ("theme=pink", ["theme"]),
        ("ink=red", ["ink"]),
        ("lang=fr", ["lang"]),
        ("kind=concert&kind=circus", ["kind"]),
        ("show=event", ["event"]),
        ("show=event&event=1,2", ["event"]),
        ("max_price=much&place=x", ["max_price", "place"]),
    ],
)
def test_what_is_not_understood_is_refused_and_named(city, client, query, parameters):
    response = client.get(f"/widget/part/?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert sorted({error["parameter"] for error in json.loads(response.content)["errors"]}) == parameters
    shown = Read(client.get(f"/widget/show/?{query}"))
    assert (shown.response.status_code, "X-Frame-Options" in shown.response) == (400, False)
    assert [line.text.partition(":")[0] for line in shown.one("ul").all("li")] == parameters


def test_an_event_that_is_not_public_is_not_found(city, client):
    for number in (city.draft.pk, 10**9):
        assert client.get(f"/widget/part/?show=event&event={number}").status_code == 404
        assert client.get(f"/widget/show/?show=event&event={number}").status_code == 404


def test_hostile_titles_are_text(city, client):
    EventFactory(publish=True, title=HOSTILE, place=city.library, sessions=[SessionDraft(at(2))])
    for path in ("part", "show"):
        for show in ("list", "week"):
            response = client.get(f"/widget/{path}/?place={city.library.pk}&show={show}&count=12")
            page = Read(response)
            assert HOSTILE in [title.replace("\xa0", " ") for title in titles(page)]
            assert [element for element in page.walk() if "onclick" in element.attributes] == []


def test_the_frame_has_its_colours_from_a_file(city, client):
    page = Read(client.get("/widget/show/?paper=%23102040&ink=%23FFFFFF&theme=dark"))
    theme = "/widget/theme.css?ink=%23ffffff&paper=%23102040"
    assert [link["href"] for link in page.links("stylesheet")] == ["/static/portal/widget.css", theme]
    assert (page.one("html")["data-theme"], page.one("html")["lang"]) == ("dark", "ru")
    assert client.get(theme).content == b":root{--karavan-ink:#ffffff;--karavan-paper:#102040;}\n"
    assert {link["target"] for link in page.all("a")} == {"_top"}
    for query in ("", "ink=red", "ink=%23000000;}body{}", "ink=%23000000&ink=%23111111"):
        assert client.get(f"/widget/theme.css?{query}").status_code == 404
    assert page.one("meta", name="robots")["content"] == "noindex"


def test_six_events_are_light(city):
    """Script, part, styles and posters together, as they go over the wire."""
    client = Client(headers={"accept-encoding": "gzip"})
    for number in range(6):
        EventFactory(publish=True, title=f"Вечер с длинным названием номер {number}", place=city.house)
    part = client.get("/widget/part/?count=6")
    assert (part["Content-Encoding"], gzip.decompress(part.content).count(b"<svg")) == ("gzip", 6)
    script = client.get("/widget.js")
    assert len(part.content) + len(script.content) <= 30_000
    framed = client.get("/widget/show/?count=6")
    static = [client.get(f"/static/portal/{name}") for name in ("widget.css", "js/widget-frame.js")]
    sizes = [len(gzip.compress(b"".join(one.streaming_content))) for one in static]
    assert len(framed.content) + sum(sizes) <= 30_000


def test_queries_do_not_grow_with_the_events(city, client, django_assert_num_queries):
    for query, number in (("count=1", 3), ("count=12", 3), ("show=week", 14), ("show=week&count=1", 14)):
        client.get(f"/widget/part/?{query}")
        with django_assert_num_queries(number):
            client.get(f"/widget/part/?{query}")
    with django_assert_num_queries(2):
        client.get(f"/widget/part/?show=event&event={city.concert.pk}")


def test_the_query_of_a_widget_reads_back():
    queries = (
        "",
        "show=week&count=3&kind=concert",
        "lang=en&heading=4&posters=off&theme=dark&ink=%23ffffff&paper=%23000000&max_price=0",
        "show=event&event=7",
        "q=%D1%85%D0%BE%D1%80+%26+%D0%B7%D0%B0%D0%BB&when=weekend",
    )
    for query in queries:
        asked, problems = wanted.read(parse_qsl(query))
        assert (asked.query(), problems) == (query, {})
    assert Wanted().query() == ""


def test_the_limit_of_requests_holds_for_widgets():
    paths = {"/widget.js": True, "/widget/part/": True, "/widget/show/": True, "/widget/": False}
    assert {path: is_open(RequestFactory().get(path)) for path in paths} == paths


def test_styles_have_no_comments_and_no_addresses():
    assert re.findall(r"/\*|url\(|@import|https?:", styles()) == []
