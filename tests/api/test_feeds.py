"""Feeds as their readers see them: each is parsed back with a parser of its format."""

import csv
import io
import json
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from factories.programme import EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.programme import actions
from karavan.programme.models import Event, Session

ATOM = "{http://www.w3.org/2005/Atom}"


def calendar(ask, query=""):
    response = ask(f"/feeds/events.ics?{query}")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def entries(ask, query=""):
    return {str(entry["uid"]): entry for entry in calendar(ask, query).walk("VEVENT")}


def test_a_session_is_an_entry(ask, city):
    entry = entries(ask, "kind=concert&lang=en")[f"session-{city.session}@127.0.0.1"]
    assert entry.decoded("dtstart") == datetime(2027, 2, 12, 13, tzinfo=UTC)
    assert entry.decoded("dtend") == datetime(2027, 2, 12, 15, tzinfo=UTC)
    assert (
        entry.decoded("dtstamp")
        == entry.decoded("last-modified")
        == datetime(2027, 2, 1, 5, 2, 30, tzinfo=UTC)
    )
    assert entry["summary"] == "An evening of chamber music"
    assert entry["status"] == "CONFIRMED"
    assert entry["location"] == "Концертный зал, ул. Труда, 92А"
    assert entry["geo"].to_ical() == "55.1684;61.3972"
    assert entry["url"] == f"http://127.0.0.1:8000/en/events/{city.concert}/"
    assert entry["categories"].cats == ["Concert", "demo"]
    assert entry["x-karavan-demo"] == "TRUE"
    assert entry["description"] == (
        "[demo] A generated record of a demonstration, not a real announcement.\n"
        "Квартеты Бородина.\n"
        "Concert, 6+. 400–900 ₽\n"
        "Accessible: Hard of hearing or deaf, Sign language\n"
        "Филармония\n"
        f"http://127.0.0.1:8000/en/events/{city.concert}/"
    )


def test_a_period_is_an_entry_of_whole_days_with_its_hours(ask, city):
    entry = entries(ask, "kind=exhibition&lang=en")[f"event-{city.exhibition}@127.0.0.1"]
    assert entry.decoded("dtstart") == date(2027, 2, 1)
    assert entry.decoded("dtend") == date(2027, 3, 1)
    assert entry["transp"] == "TRANSPARENT"
    assert entry["description"].splitlines()[:3] == [
        "1 February 2027 – 28 February 2027",
        "Tue 10:00–18:00",
        "Wed 10:00–18:00",
    ]
    assert "x-karavan-demo" not in entry


def test_the_calendar_says_what_it_is(ask, city):
    found = calendar(ask, "lang=en&kind=lecture")
    assert (str(found["version"]), str(found["method"]), str(found["x-wr-calname"])) == (
        "2.0",
        "PUBLISH",
        "Chelyabinsk: events",
    )
    assert str(found["x-wr-caldesc"]) == "1 of 1 events. A feed holds at most 500."
    assert found["url"] == "http://127.0.0.1:8000/en/events/?kind=lecture"


def test_only_sessions_that_answer_are_in_the_calendar(ask, city):
    starts = [entry.decoded("dtstart") for entry in entries(ask, "kind=lecture&from=2027-02-10").values()]
    assert starts == [datetime(2027, 2, 19, 10, tzinfo=UTC)]
    assert entries(ask, "kind=concert&max_price=0") == {}
    assert list(entries(ask, "kind=concert&max_price=0&pushkin_pays=true")) == [
        f"session-{city.session}@127.0.0.1"
    ]


def test_a_cancelled_session_keeps_its_uid_and_says_so(ask, city, time_machine_later):
    before = entries(ask, "kind=concert")[f"session-{city.session}@127.0.0.1"]
    with time_machine_later():
        actions.cancel_session(actor=SYSTEM, session=Session.objects.get(pk=city.session), note="Болезнь")
        after = entries(ask, "kind=concert&lang=en")[f"session-{city.session}@127.0.0.1"]
    assert after["status"] == "CANCELLED"
    assert after["sequence"] > before["sequence"]
    assert after["description"].splitlines()[2:4] == ["Cancelled.", "Болезнь"]


def test_a_moved_session_keeps_its_uid_and_tells_from_when(ask, city):
    actions.move_session(
        actor=SYSTEM,
        session=Session.objects.get(pk=city.session),
        starts_at=datetime(2027, 2, 13, 13, tzinfo=UTC),
        ends_at=datetime(2027, 2, 13, 15, tzinfo=UTC),
        note="",
    )
    entry = entries(ask, "kind=concert&lang=en")[f"session-{city.session}@127.0.0.1"]
    assert entry.decoded("dtstart") == datetime(2027, 2, 13, 13, tzinfo=UTC)
    assert entry["description"].splitlines()[2] == "Moved from 12.02.2027 18:00."
    node = graph(ask, "kind=concert")[0]
    assert node["eventStatus"] == "https://schema.org/EventRescheduled"
    assert node["previousStartDate"] == "2027-02-12T18:00:00+05:00"


def test_every_line_of_the_calendar_is_short(ask, city):
    lines = ask("/feeds/events.ics").content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert lines[-1] == b""


def channel(ask, query=""):
    response = ask(f"/feeds/events.rss?{query}")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ET.fromstring(response.content).find("channel")


def test_rss(ask, city):
    found = channel(ask, "kind=concert&lang=en")
    assert found.find(f"{ATOM}link").attrib == {
        "rel": "self",
        "href": "http://127.0.0.1:8000/feeds/events.rss?kind=concert&lang=en",
        "type": "application/rss+xml",
    }
    assert found.findtext("link") == "http://127.0.0.1:8000/en/events/?kind=concert"
    assert parsedate_to_datetime(found.findtext("lastBuildDate")) == datetime(
        2027, 2, 1, 5, 2, 30, tzinfo=UTC
    )
    (item,) = found.findall("item")
    assert item.findtext("title") == "An evening of chamber music — 12 February 2027, 18:00"
    assert item.findtext("link") == f"http://127.0.0.1:8000/en/events/{city.concert}/"
    assert item.findtext("guid") == f"event-{city.concert}@127.0.0.1"
    assert [category.text for category in item.findall("category")] == ["Concert", "demo"]
    assert item.findtext("{http://www.georss.org/georss}point") == "55.1684 61.3972"


def test_what_xml_cannot_carry_is_left_out(ask, city):
    actions.update_event(
        actor=SYSTEM, event=Event.objects.get(pk=city.lecture), title="Тест &\x0b ]]>", summary="a\x01b"
    )
    (item,) = channel(ask, "kind=lecture").findall("item")
    assert item.findtext("title").startswith("Тест & ]]>")


def graph(ask, query=""):
    response = ask(f"/feeds/events.jsonld?{query}")
    assert response["Content-Type"] == "application/ld+json; charset=utf-8"
    found = json.loads(response.content)
    assert found["@context"] == "https://schema.org"
    return found["@graph"]


def test_jsonld_of_a_concert(ask, city):
    assert graph(ask, "kind=concert&lang=en") == [
        {
            "@type": "MusicEvent",
            "@id": f"http://127.0.0.1:8000/en/events/{city.concert}/",
            "url": f"http://127.0.0.1:8000/en/events/{city.concert}/",
            "name": "An evening of chamber music",
            "description": "Квартеты Бородина.",
            "startDate": "2027-02-12T18:00:00+05:00",
            "endDate": "2027-02-12T20:00:00+05:00",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "location": [
                {
                    "@type": "Place",
                    "name": "Концертный зал",
                    "address": {
                        "@type": "PostalAddress",
                        "streetAddress": "ул. Труда, 92А",
                        "addressLocality": "Chelyabinsk",
                        "addressCountry": "RU",
                    },
                    "geo": {"@type": "GeoCoordinates", "latitude": 55.1684, "longitude": 61.3972},
                    "amenityFeature": [
                        {
                            "@type": "LocationFeatureSpecification",
                            "name": "Accessible to deaf visitors",
                            "value": True,
                        }
                    ],
                }
            ],
            "isAccessibleForFree": False,
            "offers": {
                "@type": "AggregateOffer",
                "priceCurrency": "RUB",
                "availability": "https://schema.org/InStock",
                "url": f"http://127.0.0.1:8000/en/events/{city.concert}/",
                "lowPrice": 400,
                "highPrice": 900,
            },
            "organizer": [{"@type": "Organization", "name": "Филармония"}],
            "inLanguage": ["ru"],
            "typicalAgeRange": "6-",
            "accessibilityFeature": ["signLanguage"],
            "keywords": ["Concert", "demo", "демо"],
            "superEvent": {"@type": "EventSeries", "name": "Культурная столица"},
        }
    ]


def test_jsonld_of_several_sessions_and_of_a_period(ask, city):
    lecture, exhibition = (graph(ask, f"kind={kind}&lang=en")[0] for kind in ("lecture", "exhibition"))
    assert [part["startDate"] for part in lecture["subEvent"]] == [
        "2027-02-05T15:00:00+05:00",
        "2027-02-19T15:00:00+05:00",
    ]
    assert lecture["offers"]["price"] == 0
    assert lecture["isAccessibleForFree"] is True
    assert (exhibition["startDate"], exhibition["endDate"]) == ("2027-02-01", "2027-02-28")
    assert exhibition["eventSchedule"][0] == {
        "@type": "Schedule",
        "repeatFrequency": "P1W",
        "byDay": "https://schema.org/Tuesday",
        "startTime": "10:00",
        "endTime": "18:00",
        "scheduleTimezone": "Asia/Yekaterinburg",
        "startDate": "2027-02-01",
        "endDate": "2027-02-28",
    }


def test_a_cancelled_event_in_every_format(ask, city):
    actions.cancel_event(actor=SYSTEM, event=Event.objects.get(pk=city.concert), reason="Болезнь")
    assert graph(ask, "kind=concert")[0]["eventStatus"] == "https://schema.org/EventCancelled"
    assert entries(ask, "kind=concert")[f"session-{city.session}@127.0.0.1"]["status"] == "CANCELLED"
    (item,) = channel(ask, "kind=concert&lang=en").findall("item")
    assert item.findtext("title").startswith("Cancelled: ")
    assert rows(ask, "kind=concert")[0]["status"] == "cancelled"


def test_geojson(ask, city):
    response = ask("/feeds/events.geojson?lang=en")
    assert response["Content-Type"] == "application/geo+json; charset=utf-8"
    found = json.loads(response.content)
    assert (found["type"], found["total"], found["next"]) == ("FeatureCollection", 3, None)
    shapes = {feature["id"]: feature["geometry"] for feature in found["features"]}
    assert shapes == {
        str(city.exhibition): {"type": "Point", "coordinates": [61.3972, 55.1684]},
        str(city.lecture): None,
        str(city.concert): {"type": "Point", "coordinates": [61.3972, 55.1684]},
    }
    demo = {feature["id"]: feature["properties"]["demo"] for feature in found["features"]}
    assert demo == {str(city.exhibition): False, str(city.lecture): False, str(city.concert): True}


def rows(ask, query=""):
    response = ask(f"/feeds/events.csv?{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_csv(ask, city):
    (row,) = rows(ask, "kind=concert")
    shown = {
        name: row[name] for name in ("id", "title", "next_start", "lat", "price_min", "demo", "languages")
    }
    assert shown == {
        "id": str(city.concert),
        "title": "Вечер камерной музыки",
        "next_start": "2027-02-12T18:00:00+05:00",
        "lat": "55.1684",
        "price_min": "400",
        "demo": "true",
        "languages": "ru",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_the_table_is_a_formula(ask, city, start):
    actions.update_event(actor=SYSTEM, event=Event.objects.get(pk=city.lecture), title=f"{start}SUM(A1)")
    assert rows(ask, "kind=lecture")[0]["title"] == f"'{start}SUM(A1)"


def test_a_feed_goes_on_where_it_ended(ask, city):
    for number in range(3):
        EventFactory(publish=True, title=f"Ещё {number}")
    first = ask("/feeds/events.csv?limit=4&kind=concert,lecture,exhibition")
    assert first["X-Total-Count"] == "6"
    following = first["Link"].removeprefix("<http://127.0.0.1:8000").removesuffix('>; rel="next"')
    second = ask(following)
    assert "Link" not in second
    found = [
        row["id"]
        for page in (first, second)
        for row in csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"), newline=""))
    ]
    everything = ask.json("/api/v1/events?kind=concert,lecture,exhibition&limit=200")["items"]
    assert found == [item["id"] for item in everything]


def test_feeds_without_events_are_whole(ask, city):
    assert entries(ask, "kind=game") == {}
    assert channel(ask, "kind=game").findall("item") == []
    assert graph(ask, "kind=game") == []
    assert rows(ask, "kind=game") == []
    assert json.loads(ask("/feeds/events.geojson?kind=game").content)["features"] == []
