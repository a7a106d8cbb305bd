from datetime import timedelta

import pytest
import time_machine
from django.utils.http import http_date

from api.conftest import NOW
from karavan.api import conditions
from karavan.kernel.actor import SYSTEM
from karavan.programme import actions
from karavan.programme.models import Event

LISTS = ["/api/v1/events", "/api/v1/sessions?limit=2", "/feeds/events.ics", "/feeds/events.csv?kind=concert"]
FIXED = ["/api/v1/openapi.json", "/api/v1/", "/robots.txt", "/llms.txt"]
STILL = ["/api/v1/places", "/api/v1/organisations", "/api/v1/programmes", "/api/v1/changes", "/sitemap.xml"]


def test_the_moment_of_lists_stands_for_five_minutes():
    assert conditions.slot_start(NOW) == NOW.replace(minute=0, second=0)
    assert conditions.slot_start(NOW + timedelta(minutes=2, seconds=29)) == NOW.replace(minute=0, second=0)
    assert conditions.slot_start(NOW + timedelta(minutes=2, seconds=30)) == NOW.replace(minute=5, second=0)


@pytest.mark.parametrize("address", [*LISTS, *STILL, *FIXED])
def test_the_same_is_not_sent_twice(ask, city, address):
    first = ask(address)
    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    again = ask(address, if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    since = ask(address, if_modified_since=first["Last-Modified"])
    assert since.status_code == 304
    assert ask(address, if_none_match='"other"', if_modified_since=first["Last-Modified"]).status_code == 200
    assert ask(address, if_modified_since=http_date(0)).status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_a_list_of_what_is_on_moves_on_with_the_clock(ask, city, address):
    first = ask(address)
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        assert ask(address, if_none_match=first["ETag"]).status_code == 304
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        assert ask(address, if_none_match=first["ETag"]).status_code == 200
        assert ask(address, if_modified_since=first["Last-Modified"]).status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/places", "/api/v1/changes"])
def test_a_list_without_time_stays(ask, city, address):
    first = ask(address)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert ask(address, if_none_match=first["ETag"]).status_code == 304


@pytest.mark.parametrize("address", [*LISTS, *STILL])
def test_a_change_is_seen_at_once(ask, city, address):
    first = ask(address)
    actions.update_event(actor=SYSTEM, event=Event.objects.get(pk=city.concert), title="Вечер")
    assert ask(address, if_none_match=first["ETag"]).status_code == 200


def test_a_record_keeps_its_tag_while_others_change(ask, city):
    concert, lecture = (f"/api/v1/events/{event}" for event in (city.concert, city.lecture))
    tags = {address: ask(address)["ETag"] for address in (concert, lecture)}
    actions.update_event(actor=SYSTEM, event=Event.objects.get(pk=city.concert), title="Вечер")
    assert ask(concert, if_none_match=tags[concert]).status_code == 200
    assert ask(lecture, if_none_match=tags[lecture]).status_code == 304


def test_the_tag_is_of_one_address(ask, city):
    tags = [ask(f"/api/v1/events?{query}")["ETag"] for query in ("", "lang=en", "limit=1", "kind=concert")]
    assert len(set(tags)) == 4


def test_nothing_is_searched_for_a_304(ask, city, django_assert_num_queries):
    tag = ask("/api/v1/events?q=концерт")["ETag"]
    with django_assert_num_queries(1):
        assert ask("/api/v1/events?q=концерт", if_none_match=tag).status_code == 304


@pytest.mark.parametrize(
    "address", ["/api/v1/events", "/feeds/events.rss", "/api/v1/events/999", "/api/nothing"]
)
def test_any_site_may_read_and_nobody_gets_a_cookie(ask, city, address):
    response = ask(address, origin="https://example.org", cookie="sessionid=x", accept_language="en")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies


def test_head_and_preflight(ask, city):
    head = ask.client.head("/api/v1/events")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == ask("/api/v1/events")["ETag"]
    preflight = ask.client.options("/feeds/events.csv", headers={"Origin": "https://example.org"})
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert preflight["Access-Control-Allow-Headers"] == "If-None-Match, If-Modified-Since"
