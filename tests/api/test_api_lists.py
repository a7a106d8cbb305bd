import json

import pytest

from factories.programme import EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.programme import actions
from karavan.programme.models import Event


def ids(answer):
    return [item["id"] for item in answer["items"]]


def test_an_item_is_the_card_with_its_next_moment(ask, city):
    answer = ask.json("/api/v1/events?kind=concert&lang=en")
    assert answer == {
        "items": [
            {
                "next": {
                    "session": str(city.session),
                    "start": "2027-02-12T18:00:00+05:00",
                    "end": "2027-02-12T20:00:00+05:00",
                    "status": "scheduled",
                },
                "id": str(city.concert),
                "type": "event",
                "kind": "concert",
                "kind_label": "Concert",
                "title": "An evening of chamber music",
                "summary": "Квартеты Бородина.",
                "age_mark": "6+",
                "languages": ["ru"],
                "audiences": ["family"],
                "programme": {
                    "id": str(city.programme),
                    "slug": "capital",
                    "title": "Культурная столица",
                },
                "organisations": [{"id": str(city.organisation), "name": "Филармония"}],
                "place": {
                    "id": str(city.hall),
                    "name": "Концертный зал",
                    "address": "ул. Труда, 92А",
                    "district": "tsentralny",
                    "district_name": "Central",
                    "lat": 55.1684,
                    "lon": 61.3972,
                },
                "online_url": "",
                "calendar": "single",
                "from": None,
                "to": None,
                "price": {"kind": "paid", "min": 400, "max": 900},
                "entry": "open",
                "pushkin_card": True,
                "access": {
                    "wheelchair": "unknown",
                    "rollator": "unknown",
                    "low_vision": "unknown",
                    "blind": "unknown",
                    "hearing": "yes",
                    "intellectual": "unknown",
                },
                "access_demo": False,
                "facilities": ["sign_language"],
                "easy": False,
                "picture": None,
                "status": "published",
                "demo": True,
                "url": f"http://127.0.0.1:8000/en/events/{city.concert}/",
                "updated": "2027-02-01T10:02:30+05:00",
            }
        ],
        "next": None,
        "total": 1,
        "facets": None,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["exhibition", "lecture", "concert"]),
        ("q=концерты", ["concert"]),
        ("kind=lecture,exhibition", ["exhibition", "lecture"]),
        ("kind=koncerty", ["concert"]),
        ("from=2027-02-12&to=2027-02-12", ["concert"]),
        ("from=2027-02-05T15:00&to=2027-02-05T16:00", ["lecture"]),
        ("district=leninsky", ["lecture"]),
        ("near=61.3972,55.1684&radius=100", ["exhibition", "concert"]),
        ("age=7", ["exhibition", "concert"]),
        ("audience=family", ["concert"]),
        ("max_price=0", ["exhibition", "lecture"]),
        ("max_price=400", ["exhibition", "lecture", "concert"]),
        ("max_price=200&kind=concert", []),
        ("max_price=200&benefit=pensioner&kind=concert", ["concert"]),
        ("max_price=200&benefit=large-family,pensioner&kind=concert", ["concert"]),
        ("when=week", ["exhibition", "lecture"]),
        ("when=weekend", []),
        ("access=hearing", ["concert"]),
        ("access=wheelchair", []),
        ("access=wheelchair&sure=false", ["exhibition", "lecture", "concert"]),
        ("language=ru", ["concert"]),
        ("programme=capital", ["concert"]),
        ("facility=sign_language", ["concert"]),
        ("online=true", []),
        ("pushkin=true", ["concert"]),
        ("pushkin=false", ["exhibition", "lecture", "concert"]),
        ("max_price=0&pushkin_pays=true", ["exhibition", "lecture", "concert"]),
        ("max_price=0&pushkin_pays=true&pushkin=true", ["concert"]),
        ("kind=&age=&online=", ["exhibition", "lecture", "concert"]),
    ],
)
def test_filters_of_events(ask, city, query, found):
    answer = ask.json(f"/api/v1/events?{query}")
    assert ids(answer) == [str(getattr(city, name)) for name in found]
    assert answer["total"] == len(found)


def test_filters_by_id(ask, city):
    assert ids(ask.json(f"/api/v1/events?place={city.library}")) == [str(city.lecture)]
    assert ids(ask.json(f"/api/v1/events?programme={city.programme}")) == [str(city.concert)]
    assert ask.json(f"/api/v1/events?organisation={city.organisation}")["total"] == 3


def test_chosen_events(ask, city):
    chosen = f"event={city.concert},{city.lecture},999999"
    assert ids(ask.json(f"/api/v1/events?{chosen}")) == [str(city.lecture), str(city.concert)]
    sessions = ask.json(f"/api/v1/sessions?{chosen}")["items"]
    assert {item["event"]["id"] for item in sessions} == {str(city.lecture), str(city.concert)}
    (entry,) = ask(f"/feeds/events.csv?event={city.concert}").content.decode().splitlines()[1:]
    assert entry.startswith(f"{city.concert},")


def test_a_relative_condition_stands_alone(ask, city):
    assert ask.refused("/api/v1/events?when=today&from=2027-02-01&lang=en") == (
        400,
        {"when": "Cannot stand together with “from” or “to”."},
    )


def test_the_language_of_the_answer_filters_nothing(ask, city):
    russian, english = (ask.json(f"/api/v1/events?lang={lang}") for lang in ("ru", "en"))
    assert ids(russian) == ids(english)
    assert [item["kind_label"] for item in english["items"]] == ["Exhibition", "Lecture", "Concert"]


def test_facets_have_labels(ask, city):
    facets = ask.json("/api/v1/events?facets=kind,district,age&lang=en")["facets"]
    assert facets == {
        "kind": [
            {"value": "concert", "label": "Concert", "count": 1},
            {"value": "exhibition", "label": "Exhibition", "count": 1},
            {"value": "lecture", "label": "Lecture", "count": 1},
        ],
        "district": [
            {"value": "tsentralny", "label": "Central", "count": 2},
            {"value": "leninsky", "label": "Leninsky", "count": 1},
        ],
        "age": [{"value": "6", "label": "6+", "count": 2}, {"value": "12", "label": "12+", "count": 1}],
    }


def test_all_facets(ask, city):
    facets = ask.json("/api/v1/events?facets=true&lang=en&to=2027-02-05")["facets"]
    assert list(facets) == [
        "kind", "district", "day", "price", "audience", "age", "access", "language", "facility", "pushkin"
    ]  # fmt: skip
    assert [(item["value"], item["label"], item["count"]) for item in facets["day"]] == [
        ("2027-02-02", "2 February", 1),
        ("2027-02-03", "3 February", 1),
        ("2027-02-05", "5 February", 1),
    ]
    assert facets["access"][-1] == {
        "value": "wheelchair~",
        "label": "Wheelchair: accessible or not surveyed",
        "count": 2,
    }
    assert ask.json("/api/v1/events?facets=false")["facets"] is None


def test_fields_choose_members_in_the_order_asked(ask, city):
    response = ask("/api/v1/events?kind=lecture&fields=title,id&lang=en")
    assert response.content.decode() == (
        f'{{"items":[{{"title":"История города","id":"{city.lecture}"}}],'
        '"next":null,"total":1,"facets":null}'
    )


def test_a_walk_by_cursor_is_the_whole_list(ask, city):
    for number in range(7):
        EventFactory(publish=True, title=f"Ещё {number}")
    everything = ask.json("/api/v1/events?limit=200")
    walked, address = [], "/api/v1/events?limit=3"
    while True:
        answer = ask.json(address)
        walked += answer["items"]
        assert answer["total"] == 10
        if answer["next"] is None:
            break
        address = f"/api/v1/events?limit=3&cursor={answer['next']}"
    assert walked == everything["items"]
    assert everything["next"] is None


def test_a_cursor_of_another_question_is_refused(ask, city):
    cursor = ask.json("/api/v1/events?limit=1")["next"]
    assert ask.refused(f"/api/v1/events?limit=1&kind=lecture&lang=en&cursor={cursor}") == (
        400,
        {"cursor": "This cursor belongs to another question: keep the other parameters as they were."},
    )
    assert ask.refused("/api/v1/places?lang=en&cursor=what") == (
        400,
        {"cursor": "This is not a cursor: take the one from “next” of the answer before."},
    )


def test_sessions_come_one_by_one_in_time_order(ask, city):
    answer = ask.json("/api/v1/sessions?from=2027-02-03&to=2027-02-12")
    assert [(item["start"], item["status"], item["event"]["id"]) for item in answer["items"]] == [
        ("2027-02-03T10:00:00+05:00", "open", str(city.exhibition)),
        ("2027-02-05T15:00:00+05:00", "scheduled", str(city.lecture)),
        ("2027-02-09T10:00:00+05:00", "open", str(city.exhibition)),
        ("2027-02-10T10:00:00+05:00", "open", str(city.exhibition)),
        ("2027-02-12T18:00:00+05:00", "scheduled", str(city.concert)),
    ]
    assert answer["items"][0]["id"] is None
    assert answer["items"][4]["price"] == {"kind": "paid", "min": 400, "max": 900}
    assert (answer["next"], answer["total"], answer["facets"]) == (None, None, None)
    counted = ask.json("/api/v1/sessions?kind=lecture&facets=district&lang=en")
    assert counted["facets"] == {"district": [{"value": "leninsky", "label": "Leninsky", "count": 1}]}


def test_directories(ask, city):
    places = ask.json("/api/v1/places?facets=district&lang=en")
    assert ids(places) == [str(city.library), str(city.hall)]
    assert places["facets"] == {
        "district": [
            {"value": "leninsky", "label": "Leninsky", "count": 1},
            {"value": "tsentralny", "label": "Central", "count": 1},
        ]
    }
    assert ids(ask.json("/api/v1/places?near=61.3972,55.1684&radius=10")) == [str(city.hall)]
    assert ids(ask.json("/api/v1/places?q=библиотека")) == [str(city.library)]
    assert ids(ask.json("/api/v1/organisations?q=филармония")) == [str(city.organisation)]
    assert ask.json("/api/v1/programmes?lang=en") == {
        "items": [
            {
                "id": str(city.programme),
                "type": "programme",
                "slug": "capital",
                "title": "Культурная столица",
                "summary": "",
                "from": None,
                "to": None,
                "parent": None,
                "demo": False,
                "url": "http://127.0.0.1:8000/en/programmes/capital/",
            }
        ],
        "next": None,
        "total": 1,
        "facets": None,
    }


def test_records(ask, city):
    event = ask.json(f"/api/v1/events/{city.concert}?lang=en")
    assert event["tariffs"][0]["price"] == 200
    terms = {name: event["tariffs"][0][name] for name in ("kind", "value", "from", "to")}
    assert terms == {"kind": "percent", "value": 50, "from": "2020-01-01", "to": None}
    assert [session["start"] for session in event["sessions"]] == ["2027-02-12T18:00:00+05:00"]
    assert ask.json(f"/api/v1/places/{city.hall}")["name"] == "Концертный зал"
    assert ask.json(f"/api/v1/organisations/{city.organisation}")["name"] == "Филармония"
    by_id, by_slug = (ask.json(f"/api/v1/programmes/{key}") for key in (city.programme, "capital"))
    assert by_id == by_slug
    assert ask.json(f"/api/v1/events/{city.lecture}?fields=title,age_mark") == {
        "title": "История города",
        "age_mark": "12+",
    }


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/events/999999",
        "/api/v1/events/0",
        "/api/v1/events/abc",
        "/api/v1/events/99999999999999999999999",
        "/api/v1/programmes/nowhere",
        "/api/v1/events/",
        "/api/v1/nothing",
        "/api/v2/events",
        "/feeds/events.pdf",
    ],
)
def test_what_is_not_there_is_a_problem_too(ask, city, address):
    response = ask(address)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert json.loads(response.content)["instance"] == address


def test_changes_from_the_beginning_and_from_there_on(ask, city):
    everything = ask.json("/api/v1/changes?since=0&lang=en")
    seen = {(item["type"], item["id"]) for item in everything["items"]}
    assert {kind for kind, _ in seen} == {"event", "place", "organisation", "programme"}
    assert everything["more"] is False
    behind = ask.json(f"/api/v1/changes?since={everything['next']}")
    assert behind == {"items": [], "next": everything["next"], "more": False}
    first = ask.json("/api/v1/changes?limit=1")
    assert (len(first["items"]), first["more"], first["next"]) == (1, True, first["items"][0]["position"])


def test_a_withdrawn_event_leaves_a_tombstone(ask, city):
    position = ask.json("/api/v1/changes")["next"]
    actions.withdraw_event(actor=SYSTEM, event=Event.objects.get(pk=city.lecture))
    answer = ask.json(f"/api/v1/changes?since={position}&lang=en")
    assert answer["items"] == [
        {
            "position": answer["next"],
            "type": "event",
            "id": str(city.lecture),
            "at": "2027-02-01T10:02:30+05:00",
            "deleted": True,
            "record": None,
        }
    ]
    assert ask(f"/api/v1/events/{city.lecture}").status_code == 404
