"""The low-vision panel: what is kept, for whom pages are cached, and who may change it."""

from itertools import product

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from factories.people import make_coordinator
from karavan.ui import vision
from portal.reading import Read

HERE = {"sec-fetch-site": "same-origin"}
CHOICE = {"size": "200", "spacing": "wide", "font": "serif", "scheme": "white-on-black", "images": "off"}
LOOK = {
    "data-vision-size": "200",
    "data-vision-spacing": "wide",
    "data-vision-font": "serif",
    "data-vision-scheme": "white-on-black",
    "data-vision-images": "off",
}


def look_of(page):
    """How a page looks: the attributes of its root."""
    return {name: value for name, value in page.one("html").attributes.items() if name != "lang"}


def choose(client, address="/vision/", headers=HERE, **fields):
    return client.post(address, fields, headers=headers)


def test_every_choice_is_read_as_it_was_kept():
    choices = [vision.Vision(*values) for values in product(*vision.AXES.values())]
    assert [vision.read(chosen.code) for chosen in choices] == choices
    assert [chosen for chosen in choices if not chosen] == [vision.PLAIN]


@given(st.text())
def test_nothing_else_is_read(text):
    found = vision.read(text)
    assert found == vision.PLAIN or found.code == text


@pytest.mark.parametrize(
    "code", [None, "", "0", "30000", "00070", "000000", "१0000", "²0000", "a0000", "-1000"]
)
def test_what_was_never_kept_is_no_choice(code):
    assert vision.read(code) == vision.PLAIN


def test_a_choice_holds_on_every_page(city, client):
    response = choose(client, next="/events/?kind=concert", **CHOICE)
    assert (response.status_code, response["Location"]) == (303, "/events/?kind=concert")
    assert response["Cache-Control"] == "no-store"
    cookie = response.cookies["vision"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (
        "21241",
        True,
        "Lax",
        31536000,
        "/",
    )
    assert dict(client.cookies).keys() == {"vision"}
    place = f"/places/{city.library.pk}/"
    for address in ("/", "/events/", place, "/vision/", "/en/about/", "/office/sign-in/"):
        assert look_of(Read(client.get(address))) == LOOK, address
    missing = client.get("/nothing/")
    assert (missing.status_code, look_of(Read(missing))) == (404, LOOK)


def test_staff_see_the_office_as_they_chose(city):
    staff = Client()
    staff.force_login(make_coordinator())
    choose(staff, scheme="dark", size="150")
    assert look_of(Read(staff.get("/office/"))) == {"data-theme": "dark", "data-vision-size": "150"}


def test_the_page_of_a_broken_server_looks_as_chosen(city, client, monkeypatch):
    monkeypatch.setattr("karavan.portal.about.feed_links", lambda *_: 1 / 0)
    client.raise_request_exception = False
    client.cookies["vision"] = "21241"
    response = client.get("/about/")
    assert (response.status_code, look_of(Read(response))) == (500, LOOK)
    client.cookies["vision"] = "nonsense"
    assert look_of(Read(client.get("/about/"))) == {}


def test_a_page_as_chosen_is_kept_by_its_reader_alone(city, client):
    plain = client.get("/events/")
    assert plain["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    choose(client, size="150")
    large = client.get("/events/")
    assert large["Cache-Control"] == "private, max-age=60, stale-while-revalidate=300"
    assert large["Vary"] == plain["Vary"] == "Cookie, Accept-Encoding"
    assert large["ETag"] != plain["ETag"]
    assert client.get("/events/", headers={"if-none-match": plain["ETag"]}).status_code == 200
    assert client.get("/events/", headers={"if-none-match": large["ETag"]}).status_code == 304
    # A cookie that nobody kept is as good as none.
    client.cookies["vision"] = "99999"
    assert client.get("/events/")["ETag"] == plain["ETag"]


def test_the_reference_of_the_api_is_never_shared_as_chosen(city, client):
    plain = client.get("/api/v1/docs")
    assert (plain["Cache-Control"], look_of(Read(plain))) == ("public, max-age=300", {})
    choose(client, **CHOICE)
    chosen = client.get("/api/v1/docs")
    assert (chosen["Cache-Control"], look_of(Read(chosen))) == ("private, max-age=300", LOOK)
    assert chosen["Vary"] == plain["Vary"] == "Cookie, Accept-Encoding"
    assert client.get("/api/v1/events")["Vary"] == "Accept-Encoding"


PUBLIC_PAGES = ("/", "/events/", "/me/", "/saved/", "/subscribe/", "/widget/", "/offline/", "/accessibility/")


@pytest.mark.parametrize("address", [*PUBLIC_PAGES, "/events/?view=week", "/events/?view=map", "/nothing/"])
def test_no_page_as_chosen_may_be_shared(city, client, address):
    client.cookies["vision"] = "21241"
    response = client.get(address)
    assert look_of(Read(response)) == LOOK
    kept = response["Cache-Control"]
    assert "no-store" in kept or (kept.startswith("private, ") and "Cookie" in response["Vary"])


def test_reset_and_choosing_nothing_take_the_cookie_away(city, client):
    for fields in ({"reset": "1", **CHOICE}, {"size": "", "scheme": ""}, {"size": "400", "colour": "red"}):
        choose(client, **CHOICE)
        response = choose(client, next="/places/", **fields)
        assert (response["Location"], response.cookies["vision"]["max-age"]) == ("/places/", 0)
        assert look_of(Read(client.get("/", headers={"cookie": ""}))) == {}


def test_the_form_shows_what_is_chosen(city, client):
    boxes = Read(client.get("/vision/?next=/places/%3Fq%3D16")).all("input", type="radio")
    assert [box["value"] for box in boxes if "checked" in box.attributes] == [""] * 5
    choose(client, **CHOICE)
    page = Read(client.get("/vision/?next=/places/%3Fq%3D16"))
    checked = {
        box["name"]: box["value"] for box in page.all("input", type="radio") if "checked" in box.attributes
    }
    assert checked == CHOICE
    assert page.one("input", name="next")["value"] == "/places/?q=16"
    boxes = page.all("input", type="radio")
    assert {name: [box["value"] for box in boxes if box["name"] == name] for name in vision.AXES} == {
        name: list(row) for name, row in vision.AXES.items()
    }
    assert [legend.text for legend in page.all("legend")] == [
        "Размер букв",
        "Промежутки между буквами и строками",
        "Шрифт",
        "Цвета",
        "Картинки",
    ]


@pytest.mark.parametrize(
    ("address", "panel"),
    [
        ("/", "/vision/"),
        ("/en/", "/en/vision/"),
        ("/events/?kind=concert", "/vision/?next=%2Fevents%2F%3Fkind%3Dconcert"),
        ("/en/places/", "/en/vision/?next=%2Fen%2Fplaces%2F"),
        ("/office/sign-in/", "/vision/?next=%2Foffice%2Fsign-in%2F"),
        ("/vision/?next=/places/", "/vision/?next=%2Fplaces%2F"),
    ],
)
def test_every_page_leads_to_the_panel_and_back(city, client, address, panel):
    link = Read(client.get(address)).one("a", class_="vision-link")
    assert (link["href"], link["rel"]) == (panel, "nofollow")


def test_from_a_very_long_address_the_panel_leads_back_without_its_query(city, client):
    link = Read(client.get(f"/events/?q={'ж' * 200}")).one("a", class_="vision-link")
    assert link["href"] == "/vision/?next=%2Fevents%2F"
    assert client.get(link["href"]).status_code == 200


@pytest.mark.parametrize(
    "back",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org/",
        "\\\\example.org",
        "javascript:alert(1)",
        "events/",
        "/events/\r\nX: y",
        "/" + "a" * 2000,
        "",
    ],
)
def test_the_way_back_stays_here(city, client, back):
    assert choose(client, next=back, size="150")["Location"] == "/"
    assert choose(client, "/en/vision/", next=back, size="150")["Location"] == "/en/"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 303),
        ({"origin": "http://testserver"}, 303),
        ({"referer": "http://testserver/events/"}, 303),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://example.org", "referer": "http://testserver/"}, 403),
        ({"referer": "http://testserver.example.org/"}, 403),
        ({"origin": "http://[testserver"}, 403),
        ({}, 403),
    ],
)
def test_only_our_own_form_is_believed(city, headers, status):
    client = Client(enforce_csrf_checks=True)
    response = choose(client, headers=headers, **CHOICE)
    assert response.status_code == status
    assert ("vision" in response.cookies) is (status == 303)


def test_the_cookie_is_secure_where_the_site_is(city, client, settings):
    settings.HTTPS = True
    assert choose(client, size="150").cookies["vision"]["secure"] is True


def test_with_a_typeface_of_the_system_no_font_is_fetched_first(city, client):
    assert len(Read(client.get("/")).links("preload")) == 4
    choose(client, font="sans")
    assert Read(client.get("/")).links("preload") == []
