"""Pages for addresses that lead nowhere and for what is refused: they help and never fail themselves."""

import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.utils.translation import override

from catalogue.city import NOW
from karavan.kernel.actor import SYSTEM
from karavan.portal import errors, missing, refusals
from karavan.programme import actions
from portal.reading import Read

HTML = {"Accept": "text/html,application/xhtml+xml"}


def lines(page: Read) -> list[str]:
    return [link.text for link in page.all("a", class_="line__title")]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/event/vishnevyj-sad/", "vishnevyj sad"),
        ("/en/events/Органные-сумерки_12.html", "Органные сумерки"),
        ("/%D0%B1%D0%B0%D1%85/", "бах"),
        ("/events/12/", ""),
        ("/a/b/c/", ""),
        ("/" + "слово-" * 50, "слово слово слово слово слово слово"),
    ],
)
def test_words_are_read_out_of_an_address(address, words):
    assert missing.words_of(address) == words


@pytest.mark.parametrize(
    ("prefix", "title"), [("", "Вечер камерной музыки"), ("/en", "An evening of chamber music")]
)
def test_a_mistyped_address_is_guessed_in_its_language(city, client, prefix, title):
    answer = client.get(f"{prefix}/event/vecher-kamernoi-muzyki/")
    page = Read(answer)
    assert answer.status_code == 404
    assert lines(page)[0] == title
    assert page.one("input", name="q")["value"] == "вечер камерной музыки"
    assert page.one("form", role="search")["action"] == f"{prefix}/search/"
    assert answer["Cache-Control"] == "no-store"
    assert answer.cookies == {}


def test_an_event_that_was_never_public_is_not_told_of(city, client):
    answer = client.get(f"/events/{city.draft.pk}/")
    assert answer.status_code == 404
    assert Read(answer).one("h1").text == "Такой страницы нет"


def test_a_withdrawn_event_says_that_it_is_no_longer_listed(city, client):
    actions.withdraw_event(actor=SYSTEM, event=city.tour, reason="ошибка")
    answer = client.get(f"/events/{city.tour.pk}/")
    page = Read(answer)
    assert answer.status_code == 404
    assert page.one("h1").text == "Этого события больше нет в афише"
    assert "Прогулки" not in page.text


def test_what_is_on_today_stands_below(city, client):
    page = Read(client.get("/nothing/"))
    assert [card.text for card in page.all("h3", class_="card__title")] == ["Гравюра"]
    assert [link["href"] for link in page.one("ul", class_="errorways").all("a")] == [
        "/",
        "/events/",
        "/places/",
        "/search/",
    ]


@pytest.mark.parametrize("address", ["/favicon.ico", "/static/none.css", "/media/x.PNG/y.png"])
def test_a_file_that_is_not_there_gets_a_line(client, db, address):
    answer = client.get(address)
    assert (answer.status_code, answer.content) == (404, b"404\n")


def test_queries_of_the_page(city, client, django_assert_num_queries):
    client.get("/nothing/")
    with django_assert_num_queries(4):
        client.get("/event/vecher/")


def test_a_fault_of_the_catalogue_is_none_of_the_page(city, monkeypatch, caplog):
    monkeypatch.setattr(missing, "search", None)
    with override("ru"):
        answer = missing.page_not_found(RequestFactory().get("/event/vecher/"), Exception())
    assert answer.status_code == 404
    assert re.findall(r"<h1>(.*)</h1>", answer.content.decode()) == ["Такой страницы нет"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (400, "Адрес не удалось прочитать"),
        (403, "Эта страница вам не открыта"),
        (410, "Этого здесь больше нет"),
        (413, "Слишком большой файл"),
        (414, "Слишком длинный адрес"),
        (429, "Слишком много запросов сразу"),
        (405, "Method Not Allowed"),
    ],
)
def test_a_refusal_has_its_figure_and_its_advice(status, heading):
    answer = refusals.refusal(RequestFactory().get("/events/"), status, seconds=3)
    page = Read(answer)
    assert answer.status_code == status
    assert (page.one("p", class_="errorcode").text, page.one("h1").text) == (str(status), heading)
    assert (answer["Cache-Control"], answer["Content-Language"]) == ("no-store", "ru")


def test_a_refusal_speaks_the_language_of_the_address():
    answer = refusals.refusal(RequestFactory().get("/en/events/"), 429, seconds=1)
    page = Read(answer)
    assert page.one("html")["lang"] == "en"
    assert page.one("p", class_="lead").text == "Wait 1 second and try again."
    assert page.one("a", class_="button")["href"] == "/en/"


def test_django_refuses_by_the_same_page():
    request = RequestFactory().get("/")
    answers = [
        refusals.bad_request(request, SuspiciousOperation()),
        refusals.permission_denied(request, PermissionDenied()),
        refusals.csrf_failure(request, "none"),
    ]
    assert [answer.status_code for answer in answers] == [400, 403, 403]


def test_a_browser_gets_a_page_where_a_program_gets_a_problem(db):
    client = Client()
    address = "/events/?q=" + "a" * 2000
    page, program = client.get(address, headers=HTML), client.get(address)
    assert [answer.status_code for answer in (page, program)] == [414, 414]
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert "style-src 'self'" in page["Content-Security-Policy"]
    assert program["Content-Type"] == "application/problem+json"
    assert (
        client.get("/api/v1/events?q=" + "a" * 2000, headers=HTML)["Content-Type"] == program["Content-Type"]
    )


def test_a_broken_server_says_when_and_asks_nothing(django_assert_num_queries, db):
    with django_assert_num_queries(0), time_machine.travel(NOW, tick=False):
        answer = errors.server_error(RequestFactory().get("/events/"))
    page = Read(answer)
    assert answer.status_code == 500
    assert [moment.text for moment in page.all("b")] == ["1 февраля, 10:02", "1 February, 10:02"]
    assert [heading.text for heading in page.all("h1")] == ["У нас что-то сломалось"]
