"""Posters for doors, pictures of links, icons."""

import re
import struct
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import msgspec
import numpy as np
import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from catalogue.city import at
from factories.programme import EventFactory
from karavan.catalogue import queries
from karavan.kernel.actor import SYSTEM
from karavan.portal.printed import previews, sheets
from karavan.portal.printed.door import WIDTHS, door_data
from karavan.portal.printed.when import days, hours_lines, when
from karavan.programme import actions as programme_actions
from karavan.programme.drafts import HoursDraft, SessionDraft
from karavan.programme.enums import Calendar
from karavan.ui.typeset import typeset

pytestmark = pytest.mark.usefixtures("print_fonts")

NOW = datetime(2027, 2, 1, 5, tzinfo=UTC)


def pdf(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text_of(reader: PdfReader) -> str:
    """All words of a one-page document, spaces of any kind as one."""
    assert len(reader.pages) == 1
    return re.sub(r"\s+", " ", reader.pages[0].extract_text())


def poster(client: Client, event: Any, size: str = "a4", prefix: str = "") -> PdfReader:
    response = client.get(f"{prefix}/events/{event.pk}/poster-{size}.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return pdf(response.content)


def record(event: Any) -> dict[str, Any]:
    found = queries.detail("event", event.pk)
    assert found is not None
    decoded: dict[str, Any] = msgspec.json.decode(found.payload)
    return decoded


def test_the_poster_of_an_event_says_what_one_needs(city, client):
    words = text_of(poster(client, city.concert))
    address = f"{settings.SITE_URL}/events/{city.concert.pk}".split("://")[1]
    for part in (
        "Вечер камерной музыки", "12", "февраля, пятница", "18:00–20:00", "Концерт", "6+", "Большой зал",
        city.house.address, "От 400", "Пенсионеры", "200", "Организаторы: Филармония, Филиал на Гагарина",
        address,
    ):  # fmt: skip
        assert part in words.replace("\u00a0", " "), (part, words)


def test_the_poster_speaks_english_too(city, client):
    words = text_of(poster(client, city.concert, prefix="/en"))
    for part in ("An evening of chamber music", "Friday, February", "From 400", "Organisers: "):
        assert part in words, (part, words)


def test_the_document_is_tagged_and_named(city, client):
    reader = poster(client, city.concert)
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("ru", True)
    assert reader.metadata.title == "Вечер камерной музыки · Караван"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


@pytest.mark.parametrize(("size", "millimetres"), [("a4", (210, 297)), ("a3", (297, 420))])
def test_sheets_have_their_size(city, client, size, millimetres):
    box = poster(client, city.concert, size).pages[0].mediabox
    assert (round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)) == millimetres


def test_the_code_leads_to_the_event(city):
    data = door_data(record(city.concert), when(record(city.concert), NOW))
    # As the sheet sets it: the drawing alone, on paper with room around it.
    png = typeset("icon", {"side": 300, "room": 0.7, "ground": "#fbfaf7", "mark": data["qr"]}, "png")
    found = zxingcpp.read_barcodes(grey(png))
    assert [code.text for code in found] == [f"{settings.SITE_URL}/events/{city.concert.pk}/"]


def grey(png: bytes) -> Any:
    """A PNG of eight bits and four channels without interlacing as a grey picture."""
    import zlib

    width, height = struct.unpack(">II", png[16:24])
    data, position = b"", 8
    while position < len(png):
        length, name = struct.unpack(">I4s", png[position : position + 8])
        if name == b"IDAT":
            data += png[position + 8 : position + 8 + length]
        position += 12 + length
    raw = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, width * 4 + 1)
    above = np.zeros(width * 4, np.uint8)
    rows = []
    for line in raw:
        kind, row = line[0], line[1:].copy()
        if kind == 2:
            row += above
        elif kind:
            for i in range(width * 4):
                left = int(row[i - 4]) if i >= 4 else 0
                up = int(above[i])
                corner = int(above[i - 4]) if i >= 4 else 0
                guess = {1: left, 3: (left + up) // 2, 4: paeth(left, up, corner)}[int(kind)]
                row[i] = (int(row[i]) + guess) % 256
        rows.append(row)
        above = row
    return np.ascontiguousarray(np.array(rows).reshape(height, width, 4)[:, :, 1])


def paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((abs(guess - one), order, one) for order, one in enumerate((left, up, corner)))[2]


LONG = "Международный фестиваль " + "достопримечательностей и краеведческих " * 4 + "открытий Южного Урала"


@pytest.mark.parametrize("size", list(WIDTHS))
def test_long_titles_stay_on_the_one_page_whole(city, client, size):
    title = LONG[:200]
    assert len(title) == 200
    event = EventFactory(publish=True, title=title, place=city.house, sessions=[SessionDraft(at(20))])
    words = text_of(poster(client, event, size)).replace("\u00a0", " ")
    assert title.rstrip() in words


def test_letters_of_tatar_and_bashkir_are_set(city, client):
    event = EventFactory(publish=True, title="Һабантуй: җыр һәм бию, ҡурай моңо", place=city.house)
    assert "Һабантуй: җыр һәм бию, ҡурай моңо" in text_of(poster(client, event)).replace("\u00a0", " ")


def test_several_dates_are_listed_and_the_rest_counted(city, client):
    event = EventFactory(
        publish=True,
        title="Каждый день",
        calendar=Calendar.DATES,
        place=city.house,
        sessions=[SessionDraft(at(day)) for day in range(3, 14)],
    )
    words = text_of(poster(client, event)).replace("\u00a0", " ")
    assert "Ещё даты" in words
    assert "чт, 4 февраля" in words
    assert "и ещё 3 даты" in words


def test_cancelled_and_moved_events_say_so(city, client):
    words = text_of(poster(client, city.cancelled))
    assert "Отменено" in words
    assert "болезнь артиста" in words
    session = city.concert.sessions.get()
    programme_actions.move_session(actor=SYSTEM, session=session, starts_at=at(19), ends_at=at(19, 20))
    words = text_of(poster(client, city.concert)).replace("\u00a0", " ")
    assert "Перенесено с 12 февраля, 18:00" in words
    assert "19 февраля, пятница" in words


def test_demonstration_records_are_marked(city, client):
    assert "Демо" not in text_of(poster(client, city.concert))
    event = EventFactory(publish=True, title="Показ", place=city.house, is_demo=True)
    assert "Демо запись для показа портала" in text_of(poster(client, event)).replace("\u00a0", " ")


def test_exhibitions_say_their_days_and_hours(city, client):
    words = text_of(poster(client, city.exhibition)).replace("\u00a0", " ")
    assert "1 февраля – 31 марта" in words
    words = text_of(poster(client, city.permanent)).replace("\u00a0", " ")
    assert ("Открыто постоянно" in words, "ср 10:00–18:00" in words, "выходной" in words) == (
        True,
        True,
        True,
    )


def test_what_nobody_surveyed_is_not_promised(city):
    data = door_data(record(city.concert), when(record(city.concert), NOW))
    assert (data["access"], data["access_note"]) == ([], "")
    with translation.override("ru"):
        data = door_data(record(city.exhibition), when(record(city.exhibition), NOW))
    assert data["access"][0] == "Без\u00a0ступеней"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2027, 2, 5), date(2027, 2, 15), ("5–15", "февраля")),
        (date(2027, 2, 5), date(2027, 2, 5), ("5", "февраля")),
        (date(2027, 2, 5), date(2027, 3, 1), ("", "5\u00a0февраля\u00a0– 1\u00a0марта")),
        (date(2027, 2, 5), None, ("5", "февраля и дальше")),
        (None, date(2027, 3, 1), ("", "до 1\u00a0марта")),
        (None, None, ("", "")),
    ],
)
def test_periods(first, last, said):
    with translation.override("ru"):
        day, words = days(first, last)
    assert (day, words.replace("\u00a0", " ")) == (said[0], said[1].replace("\u00a0", " "))


def test_weekly_hours_in_few_lines():
    rows = [{"weekday": day, "opens": "10:00", "closes": "18:00"} for day in range(1, 7)]
    with translation.override("ru"):
        assert hours_lines(rows) == [["вт–вс", "10:00–18:00"], ["пн", "выходной"]]
        assert hours_lines([{"weekday": 0, "opens": "09:00", "closes": "12:00"}, *rows])[0] == [
            "пн",
            "9:00–12:00",
        ]
        assert hours_lines([]) == []


@pytest.mark.parametrize(
    "address",
    [
        "/events/999999/poster-a4.pdf", "/events/0/poster-a3.pdf", "/en/events/999999/poster-a4.pdf",
        "/og/event/999999.png", "/og/nothing/1.png", "/og/page/nothing.png", "/icons/nothing.png",
    ],
)  # fmt: skip
def test_what_is_not_there(city, client, address):
    assert client.get(address).status_code == 404


def test_other_sizes_and_hidden_events_are_not_there(city, client):
    answers = [
        client.get(f"/events/{number}/poster-{size}.pdf").status_code
        for number, size in [(city.concert.pk, "a5"), (city.draft.pk, "a4")]
    ]
    assert answers == [404, 404]


def png_size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def test_every_kind_and_page_has_a_picture(city, client):
    addresses = [f"/og/page/{name}.png" for name in previews.PAGES]
    addresses += [
        f"/og/event/{city.concert.pk}.png", f"/en/og/event/{city.cancelled.pk}.png",
        f"/og/place/{city.library.pk}.png",
        f"/og/organisation/{city.system.pk}.png", f"/og/programme/{city.spring.pk}.png",
    ]  # fmt: skip
    for address in addresses:
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png"), address
        assert png_size(response.content) == (1200, 630), address
        assert len(response.content) <= 150_000, address


def test_a_picture_is_kept_for_ever_at_the_address_pages_name(city, client, read, monkeypatch):
    page = read(f"/events/{city.concert.pk}/")
    (address,) = page.meta("og:image")
    assert address.startswith(f"{settings.SITE_URL}/og/event/{city.concert.pk}.png?v=")
    path = address.removeprefix(settings.SITE_URL)
    first = client.get(path)
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(path.partition("?")[0])["Cache-Control"] == "public, max-age=300"
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    def refuse(*args: Any, **kwargs: Any) -> bytes:
        raise AssertionError

    monkeypatch.setattr(sheets, "typeset", refuse)
    assert client.get(path).content == first.content


def test_another_title_is_another_picture(city, client, read):
    (before,) = read(f"/events/{city.concert.pk}/").meta("og:image")
    programme_actions.update_event(actor=SYSTEM, event=city.concert, title="Другой вечер")
    (after,) = read(f"/events/{city.concert.pk}/").meta("og:image")
    assert before != after
    assert client.get(before.removeprefix(settings.SITE_URL)).status_code == 200


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "home"),
        ("/events/?kind=concert", "events"),
        ("/en/places/", "places"),
        ("/about/", "about"),
        ("/search/", "search"),
    ],
)
def test_every_page_names_a_picture(city, read, path, name):
    page = read(path)
    prefix = "/en" if path.startswith("/en") else ""
    (address,) = page.meta("og:image")
    assert address.partition("?")[0] == f"{settings.SITE_URL}{prefix}/og/page/{name}.png"
    assert page.meta("og:image:width") + page.meta("og:image:height") == ["1200", "630"]
    assert page.meta("twitter:card") == ["summary_large_image"]
    assert len(page.meta("og:image:alt")) == 1


def test_pictures_ask_the_database_once(city, client, django_assert_num_queries):
    client.get(f"/og/event/{city.concert.pk}.png")
    with django_assert_num_queries(1):
        client.get(f"/og/event/{city.concert.pk}.png")
    with django_assert_num_queries(1):
        client.get(f"/events/{city.concert.pk}/poster-a4.pdf")


@pytest.mark.parametrize(("name", "side"), [("icon-192", 192), ("icon-512", 512), ("maskable-512", 512)])
def test_icons_of_the_installed_portal(client, name, side):
    response = client.get(f"/icons/{name}.png")
    assert png_size(response.content) == (side, side)
    assert response["Cache-Control"] == "public, max-age=604800"


def test_the_mark_is_the_logo():
    logo = (settings.SRC / "karavan/ui/templates/ui/parts/logo.html").read_text(encoding="utf-8")
    assert re.findall(r' d="([^"]+)"', sheets.MARK) == re.findall(r' d="([^"]+)"', logo)


def test_the_page_offers_both_sheets_and_prints_the_poster_itself(city, read):
    page = read(f"/en/events/{city.concert.pk}/")
    sheets_ = [link["href"] for link in page.all("a", type="application/pdf")]
    assert sheets_ == [f"/en/events/{city.concert.pk}/poster-{size}.pdf" for size in WIDTHS]
    door = page.one("div", class_="bill")
    assert door.one(class_="bill__title").text == "An evening of chamber music"
    assert len(door.one(class_="bill__qr").all("svg")) == 1
    assert page.all("link", media="print")[0]["href"] == "/static/portal/print-event.css"


def test_hours_of_a_door_come_from_the_event(city, client):
    event = EventFactory(
        publish=True,
        title="Ночной музей",
        calendar=Calendar.PERMANENT,
        place=city.house,
        sessions=[],
        hours=[HoursDraft(day, time(20), time(23)) for day in range(7)],
    )
    assert "ежедневно 20:00–23:00" in text_of(poster(client, event)).replace("\u00a0", " ")
