"""How every page answers: cookies, caches, addresses, staff."""

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client

from catalogue.city import NOW
from factories.people import make_coordinator, make_organisation, make_role, make_user
from portal.reading import Read

LISTS = ("/", "/events/", "/places/", "/organisations/", "/programmes/", "/search/?q=концерт", "/about/")


def pages(city):
    """One address of every template."""
    return [
        *LISTS,
        f"/events/{city.concert.pk}/",
        f"/events/{city.exhibition.pk}/",
        f"/places/{city.library.pk}/",
        f"/organisations/{city.system.pk}/",
        "/programmes/capital/",
    ]


def test_visitors_get_no_cookies_and_cacheable_pages(city, client):
    for address in pages(city):
        response = client.get(address)
        assert (response.status_code, dict(response.cookies)) == (200, {}), address
        assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
        assert response["Vary"] == "Cookie, Accept-Encoding"
        assert response["Content-Language"] == "ru"
    assert dict(client.cookies) == {}


def test_a_page_that_did_not_change_is_a_304(city, client):
    for address in pages(city):
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        # What a browser would put in the place of the page's own policy and nonce.
        assert "Content-Security-Policy" not in again
        assert "Content-Type" not in again
    tags = {client.get(address)["ETag"] for address in (*LISTS, *(f"/en{address}" for address in LISTS))}
    assert len(tags) == 2 * len(LISTS)


def test_a_page_changes_with_the_catalogue_and_with_time(city, client):
    tag = client.get("/events/")["ETag"]
    with time_machine.travel(NOW.replace(minute=4, second=59), tick=False):
        assert client.get("/events/", headers={"if-none-match": tag}).status_code == 304
    with time_machine.travel(NOW.replace(minute=5), tick=False):
        assert client.get("/events/", headers={"if-none-match": tag}).status_code == 200
    make_organisation()
    assert client.get("/events/", headers={"if-none-match": tag}).status_code == 200


def test_a_304_needs_one_query(city, client, django_assert_num_queries):
    tag = client.get("/events/")["ETag"]
    with django_assert_num_queries(1):
        assert client.get("/events/", headers={"if-none-match": tag}).status_code == 304


def test_pages_are_sent_compressed(city, client):
    response = client.get("/events/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < len(client.get("/events/").content) / 3


def test_only_reading(city, client):
    response = client.post("/events/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert client.head("/events/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/events/999999999/",
        "/events/99999999999999999999999999/",
        "/events/0/",
        "/places/999999999/",
        "/organisations/999999999/",
        "/programmes/nothing/",
        "/nothing/",
        "/en/nothing/",
    ],
)
def test_what_is_not_there(city, client, address):
    response = client.get(address)
    assert (response.status_code, dict(response.cookies)) == (404, {})
    page = Read(response)
    home = "/en/" if address.startswith("/en/") else "/"
    assert page.one("a", class_="logo")["href"] == home
    assert page.one("h1").text == (
        "There is no such page" if address.startswith("/en/") else "Такой страницы нет"
    )


@pytest.mark.parametrize(
    "address", ["/poster/2/nothing/1.svg", "/poster/0/music/1.svg", "/poster/2/music/1.svg?ratio=2:1"]
)
def test_a_poster_that_is_not_there(client, address):
    response = client.get(address)
    assert (response.status_code, dict(response.cookies)) == (404, {})


def test_what_residents_may_not_see_is_not_there(city, client):
    hidden = [
        f"/events/{city.draft.pk}/",
        f"/events/{city.unsure.pk}/",
        f"/places/{city.cellar.pk}/",
    ]
    assert [client.get(address).status_code for address in hidden] == [404, 404, 404]


def test_every_page_names_itself_in_both_languages(city, read):
    site = django_settings.SITE_URL
    for address in pages(city):
        for prefix in ("", "/en"):
            page = read(prefix + address)
            canonical = page.one("link", rel="canonical")["href"]
            assert canonical.startswith(f"{site}{prefix}/")
            assert page.meta("og:url") == [canonical]
            assert page.meta("og:title") != [""]
            plain = canonical.removeprefix(site).removeprefix(prefix)
            alternates = {
                link["hreflang"]: link["href"]
                for link in page.links("alternate")
                if "hreflang" in link.attributes
            }
            assert alternates == {"ru": site + plain, "en": f"{site}/en{plain}", "x-default": site + plain}
            assert page.one("html")["lang"] == (prefix.strip("/") or "ru")
            assert len(page.all("h1")) == 1
            # The canonical address is the page.
            again = read(canonical.removeprefix(site))
            assert again.one("link", rel="canonical")["href"] == canonical


@pytest.mark.slow
def test_links_within_the_portal_lead_somewhere(city, client):
    for prefix in ("", "/en"):
        seen: set[str] = set()
        for address in pages(city):
            page = Read(client.get(prefix + address))
            seen |= {
                link["href"].partition("#")[0]
                for link in page.all("a")
                if link["href"].startswith("/") and not link["href"].startswith(("/api/v1/docs", "/office/"))
            }
        broken = [address for address in sorted(seen) if address and client.get(address).status_code != 200]
        assert broken == []
        assert len(seen) > 60


@pytest.mark.parametrize("kind", ["events", "places", "organisations"])
def test_queries_of_one_record(city, client, django_assert_num_queries, kind):
    key = {"events": city.concert.pk, "places": city.house.pk, "organisations": city.system.pk}[kind]
    client.get("/events/")
    with django_assert_num_queries(2 if kind == "events" else 4):
        assert client.get(f"/{kind}/{key}/").status_code == 200


def test_staff_see_where_a_record_comes_from(city, client):
    address = f"/events/{city.concert.pk}/"
    type(city.concert).objects.filter(pk=city.concert.pk).update(
        certainty="B", source="Афиша филармонии", staff_note="Уточнить начало."
    )
    assert Read(client.get(address)).all("aside") == []
    staff = Client()
    staff.force_login(make_coordinator())
    response = staff.get(address)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    note = Read(response).one("aside", class_="provenance")
    assert [line.text for line in note.all("p")] == [
        "B нужно уточнить деталь",
        "Источник: Афиша филармонии",
        "Заметка: Уточнить начало.",
    ]
    guest = Client()
    person = make_user()
    make_role(person, make_organisation(), "guest_reviewer")
    guest.force_login(person)
    assert Read(guest.get(address)).all("aside") == []
    # A visitor with a cookie that means nothing is a visitor.
    stranger = Client()
    stranger.cookies[django_settings.SESSION_COOKIE_NAME] = "nonsense"
    assert Read(stranger.get(address)).all("aside") == []


def test_posters_are_kept_for_ever(client):
    response = client.get("/poster/2/music/event-3.svg?ratio=3:4&dark=1")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content.startswith(b"<svg ")
    assert dict(response.cookies) == {}
