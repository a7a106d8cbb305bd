from datetime import date, time

import pytest

from karavan.hygiene.checks import Seen
from karavan.hygiene.norms import norms_on
from karavan.integrations.sites.checks import Registry, look
from karavan.integrations.sites.pages import Link, Page, at_words, dates_in, decode, phones_in, read
from karavan.integrations.sites.visiting import Visit

DAY = date(2027, 3, 1)
HOME = "https://club.example/"
WEEK = [(day, time(10), time(19)) for day in range(5)]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Привет".encode(), ""),
        ("Привет".encode("cp1251"), "text/html; charset=windows-1251"),
        ("Привет".encode("cp1251"), "text/html; charset=utf-8"),
        ('<meta charset="windows-1251">Привет'.encode("cp1251"), "text/html"),
        ("\ufeffПривет".encode(), "text/html; charset=windows-1251"),
        ("Привет".encode("cp1251"), "text/html; charset=no-such"),
    ],
)
def test_charsets(body, kind):
    assert decode(body, kind)[-6:] == "Привет"


def test_a_page_of_broken_markup():
    html = """<title>Клуб</title><body><h1>Клуб <b>«Труд»<table><a href='/k'>Кон<b>такты</a>
    <a href="tel:+73512631234">263-12-34
    <a href=mailto:a@example.org?subject=x>мы</a><a href="javascript:x()">нет</a><a href="http://[">нет</a>
    <script>мусор</script><script type="application/ld+json">{"@graph":[{"@type":"Event"}]}</script>
    <script type="application/ld+json">{oops</script>"""
    page = read(HOME, html.encode())
    assert [(link.url, link.text.split()[0]) for link in page.links] == [("https://club.example/k", "Кон")]
    assert (page.mails, [row.get("@type") for row in page.data]) == (["a@example.org"], [None, "Event"])
    assert "мусор" not in page.text


def test_deep_and_empty_pages():
    assert read(HOME, b"").lines == []
    assert read(HOME, b"<a href=/k>K</a>" + b"<div>" * 400_000).links == [Link("https://club.example/k", "K")]
    deep = b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>"
    assert read(HOME, deep).data == []


def test_dates_and_numbers():
    text = (
        "12.03.2027 и 5 мая 2026, 2027-01-02T10:00, 31 марта 2027; 40.01.2027, "
        "тел. 8 (351) 263-12-34, 263-12-35"
    )
    assert [told.isoformat() for told, _words in dates_in(text)] == [
        "2027-03-12",
        "2026-05-05",
        "2027-01-02",
        "2027-03-31",
    ]
    assert phones_in(text) == ["8 (351) 263-12-34", "263-12-35"]


def test_the_address_of_words():
    assert at_words(HOME, "пн-пт 9") == f"{HOME}#:~:text=%D0%BF%D0%BD%2D%D0%BF%D1%82%209"


def seen(html, registry=None, **given):
    visit = Visit(HOME, **{"first": 200, "pages": [read(HOME, html.encode())], **given})
    return {one.code: one for one in look(visit, registry or Registry(), norms_on(DAY), DAY)}


class TestLooking:
    def test_an_empty_page_tells_nothing(self):
        found = seen("", Registry(phone="263-12-34", addresses=["ул. Труда, 92"], week=WEEK))
        assert [code for code, one in found.items() if one.told != "unknown"] == ["site_answers"]

    def test_telephones(self):
        known = Registry(phone="+7 (351) 263-12-34, 263-12-35")
        html = "<p>Касса:</p><p>{}</p>"
        assert seen(html.format("8 351 263-12-34"), known)["site_phone"].told == "good"
        assert seen(html.format("263-12-35"), known)["site_phone"].told == "good"
        assert seen(html.format("263-99-99"), known)["site_phone"] == Seen(
            "site_phone",
            "fault",
            "Касса: 263-99-99",
            at_words(HOME, "263-99-99"),
            "+7 (351) 263-12-34, 263-12-35",
        )
        assert seen(html.format("263-99-99"))["site_phone"].told == "unknown"

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("454091, г. Челябинск, улица Труда, дом 92-А", "good"),
            ("Мы ждём вас: ул. Труда 92а, вход со двора", "good"),
            ("Челябинск, ул. Труда, 94", "fault"),
            ("Челябинск, пр. Ленина, 94", "unknown"),
            ("ул. Труда", "unknown"),
        ],
    )
    def test_addresses(self, line, told):
        known = Registry(addresses=["ул. Труда, 92а"])
        assert seen(f"<p>{line}</p>", known)["site_address"].told == told

    def test_addresses_of_several_places_are_no_contradiction(self):
        known = Registry(addresses=["ул. Труда, 92а", "ул. Кирова, 3"])
        assert seen("<p>ул. Труда, 94</p>", known)["site_address"].told == "unknown"

    @pytest.mark.parametrize(
        ("html", "told"),
        [
            ("<p>Режим работы: пн–пт 10:00–19:00, сб, вс выходной</p>", "good"),
            ("<p>пн 10–19</p><p>вт 10–19</p><p>ср 10–19</p><p>чт 10–19</p><p>пт 10–19</p>", "good"),
            ("<p>ежедневно 9–18</p>", "fault"),
            ("<p>пн–пт 9–18</p><p>Касса</p><p>вт–вс 11–20</p>", "unknown"),
            ("<p>Касса: пн–пт 9–18</p>", "unknown"),
        ],
    )
    def test_hours(self, html, told):
        assert seen(html, Registry(week=WEEK))["site_hours"].told == told

    @pytest.mark.parametrize(
        ("html", "told"),
        [
            ("<h2>Скоро</h2><p>Ёлка 28.12.2026</p><p>Бал 14 января 2027</p>", "fault"),
            ("<h2>Скоро</h2><p>Ёлка 28.12.2026</p><p>Бал 14 марта 2027</p>", "good"),
            ("<h2>Скоро</h2><p>Основан 1.01.2000</p>", "unknown"),
            ("<h2>Новости</h2><p>28.12.2026</p><p>29.12.2026</p>", "unknown"),
            (
                '<script type="application/ld+json">{"@type":"Event","startDate":"2026-12-28"}</script>',
                "fault",
            ),
        ],
    )
    def test_the_past_shown_as_coming(self, html, told):
        assert seen(html)["site_past"].told == told

    def test_words_of_the_order(self):
        links = "".join(f"<a href='/{number}'>Ссылка {number}</a>" for number in range(10))
        pages = [read(HOME, links.encode()), Page(HOME), Page(HOME)]
        told = seen("", pages=[*pages, read(HOME, "<a href='/nok'>НОК</a><h2>Устав</h2>".encode())])
        assert told["site_quality"].quote == "НОК"
        assert told["site_docs"] == Seen("site_docs", "good", "Устав", at_words(HOME, "Устав"))
        assert (told["site_prices"].told, told["site_licences"].told) == ("fault", "unknown")
        # An abbreviation is not looked for inside words: «онок».
        assert seen("<a href='/x'>Звонок</a>")["site_quality"].told == "unknown"

    def test_silence_tells_nothing_the_first_night(self):
        dark = {"first": 0, "silence": "time", "pages": []}
        assert seen("", **dark)["site_answers"].told == "unknown"
        assert seen("", Registry(was_silent=True), **dark)["site_answers"].told == "fault"
        assert [seen("", first=status, pages=[])["site_answers"].told for status in (404, 403, 502)] == [
            "fault",
            "unknown",
            "fault",
        ]
