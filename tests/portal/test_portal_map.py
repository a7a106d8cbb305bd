"""The map of what's on: the list it is drawn from, its ground, its addresses and its policy."""

import json

import pytest
from django.conf import settings as installed

from catalogue.city import at
from factories.programme import EventFactory
from karavan.config import env
from karavan.portal import ground
from karavan.programme.drafts import SessionDraft


def rows(page):
    """Heading → rows of the list beside the map as (name, events, address of their list)."""
    return {
        part.one("h2").text: [
            (
                row.one(class_="spots__name").text,
                "".join(count.text for count in row.all(class_="spots__count")),
                row.one(class_="spots__name").attributes.get("href"),
            )
            for row in part.all("li")
        ]
        for part in page.all("section", class_="spots")
    }


def test_places_stand_under_their_districts_with_their_events(city, read):
    page = read("/events/?view=map")
    assert rows(page) == {
        "Центральный": [("Концертный дом", "3 события", f"/events/?place={city.house.pk}")],
        "Ленинский": [("Библиотека № 16", "2 события", f"/events/?place={city.library.pk}")],
        "Без точки на карте": [
            ("Площадка на Труда", "4 события", f"/events/?place={city.site.pk}"),
            ("Онлайн: 1 событие", "", "/events/?online=true"),
            ("Место пока не названо: 1 событие", "", None),
        ],
    }
    assert page.one("p", class_="lead", role="status").text == "7 событий"
    assert page.one("a", href="#nowhere").text == "Ещё 2 события без точки на карте"


def test_a_row_carries_what_the_map_draws(city, read):
    row = read("/events/?view=map").all("li", class_="spots__row")[0]
    drawn = {name: value for name, value in row.attributes.items() if name.startswith("data-")}
    assert drawn == {"data-spot": str(city.house.pk), "data-point": "61.3972,55.1684", "data-count": "3"}
    assert row["class"].split() == ["spots__row", "kind-music"]
    assert row.one(class_="spots__address").text == city.house.address


def test_filters_narrow_list_and_map_alike(city, read, client):
    page = read("/events/?kind=exhibition&district=leninsky&view=map")
    assert rows(page) == {
        "Ленинский": [
            (
                "Библиотека № 16",
                "1 событие",
                f"/events/?kind=exhibition&district=leninsky&place={city.library.pk}",
            )
        ]
    }
    feed = page.one("div", class_="map")["data-feed"]
    assert feed == "/feeds/events.geojson?kind=exhibition&district=leninsky"
    found = client.get(f"{feed}&place={city.library.pk}&limit=6").json()
    assert [one["properties"]["title"] for one in found["features"]] == ["Гравюра"]


@pytest.mark.parametrize("query", ["", "kind=concert&", "from=2027-02-10&to=2027-02-12&", "q=вечер&"])
def test_numbers_are_those_of_the_lists_they_lead_to(city, read, query):
    page = read(f"/events/?{query}view=map")
    counted = [row for part in rows(page).values() for row in part if row[1]]
    assert counted
    for _name, events, address in counted:
        assert read(address).one("p", class_="lead", role="status").text == events


def test_the_feed_of_a_map_asks_for_no_place_of_its_own(city, read):
    page = read(f"/en/events/?place={city.library.pk}&view=map")
    assert page.one("div", class_="map")["data-feed"] == "/feeds/events.geojson?lang=en"
    assert page.one("a", class_="spots__name")["href"] == f"/en/events/?place={city.library.pk}"


def test_an_empty_map_offers_wider_questions(city, read):
    page = read("/events/?kind=film&district=leninsky&view=map")
    assert page.all("div", class_="map") == []
    assert {link.text: link["href"] for link in page.one(class_="empty").all("a")} == {
        "Весь город": "/events/?kind=film&view=map",
        "Все события": "/events/?view=map",
    }


def test_the_map_can_be_skipped_and_says_what_it_needs(city, read):
    page = read("/events/?view=map")
    assert page.one("a", class_="atlas__skip")["href"] == "#places"
    assert page.one(id="places")["tabindex"] == "-1"
    assert page.one(id="map-notice").text == ("Карте нужны JavaScript и WebGL. Все её места есть в списке.")
    credit = page.one("p", class_="atlas__credit")
    assert credit.text == "Граница города: © участники OpenStreetMap · клетка — 2 км"
    assert credit.one("a")["href"] == "https://www.openstreetmap.org/copyright"


def test_scripts_and_library_come_from_here(city, read):
    page = read("/events/?view=map")
    box = page.one("div", class_="map")
    assert (box["data-library"], box["data-map-worker"]) == (
        "/static/vendor/maplibre/maplibre-gl.mjs",
        "/static/vendor/maplibre/maplibre-gl-worker.mjs",
    )
    assert box["data-tiles"] == ""
    assert [script["src"] for script in page.all("script") if script["src"].endswith("map.js")] == [
        "/static/portal/js/map.js"
    ]
    listed = read("/events/")
    assert [script["src"] for script in listed.all("script") if script["src"].endswith("map.js")] == []


def test_the_ground_is_the_border_and_the_names_of_districts(city, read, client):
    address = read("/events/?view=map").one("div", class_="map")["data-ground"]
    response = client.get(address)
    assert response["Content-Type"] == "application/geo+json; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    features = response.json()["features"]
    assert [(one["properties"]["kind"], one["geometry"]["type"]) for one in features[:1]] == [
        ("city", "Polygon")
    ]
    assert features[0]["properties"]["licence"] == "ODbL-1.0"
    assert len(features[0]["geometry"]["coordinates"][0]) == 424
    english = read("/en/events/?view=map").one("div", class_="map")["data-ground"]
    assert english != address
    assert client.get("/ground/old/ru.geojson")["Cache-Control"] == (
        "public, max-age=60, stale-while-revalidate=300"
    )
    assert client.get("/ground/old/de.geojson").status_code == 404


def test_names_of_districts_stand_where_their_points_are(city, client):
    city.centre.lat, city.centre.lon = 55.158, 61.365
    city.centre.save()
    ground.ground.cache_clear()
    named = [
        (one["properties"]["name"], one["geometry"]["coordinates"])
        for one in json.loads(ground.ground("", "en", "x"))["features"]
        if one["properties"]["name"] == "Central"
    ]
    ground.ground.cache_clear()
    assert named == [("Central", [61.365, 55.158])]
    assert ground.borders("") == []


def test_a_city_without_a_border_has_none(settings):
    settings.MAP_BOUNDARY = ""
    assert ground.ring() == []
    settings.MAP_BOUNDARY = installed.MAP_BOUNDARY


def test_the_policy_lets_workers_come_from_here_and_nothing_from_elsewhere(city, client):
    policy = client.get("/events/?view=map")["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["worker-src"] == "'self'"
    assert rules["connect-src"] == "'self'"
    assert rules["img-src"] == "'self' data:"


def test_the_policy_is_opened_for_just_the_host_of_the_tiles():
    assert env.origin("") == []
    assert env.origin("https://tiles.example.org/{z}/{x}/{y}.png?key=1") == ["https://tiles.example.org"]
    for bad in ("tiles.example.org/{z}", "https://{s}.example.org/{z}", "ftp://example.org/{z}"):
        with pytest.raises(env.BadSetting):
            env.origin(bad)


def test_tiles_are_credited(city, read, settings):
    settings.MAP_TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.MAP_ATTRIBUTION = "© Тайлы"
    page = read("/events/?view=map")
    assert page.one("div", class_="map")["data-tiles"] == settings.MAP_TILES
    assert page.one("p", class_="atlas__credit").text == (
        "© Тайлы · Граница города: © участники OpenStreetMap"
    )


@pytest.mark.parametrize("number", [1, 3])
def test_a_map_costs_four_queries(city, client, django_assert_num_queries, number):
    for hour in range(number):
        EventFactory(publish=True, place=city.house, sessions=[SessionDraft(at(20, 10 + hour))])
    client.get("/events/?view=map")
    with django_assert_num_queries(4):
        client.get("/events/?kind=concert&view=map")
