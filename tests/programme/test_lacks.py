"""What many events lack, asked in SQL or of rows read, agrees with what one event lacks."""

from datetime import date

import pytest
from django.db.models import Count
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from factories.places import make_place, png
from factories.programme import START, EventFactory
from karavan.programme.checks import missing
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import Calendar, PriceKind
from karavan.programme.lacks import FLAWS, NO_DATES, WITHOUT_PLACE, WITHOUT_PRICE, Dates, lacking, lacks_of
from karavan.programme.models import Event, Session
from karavan.programme.queries import load_events

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CODES = {
    "age_mark": {"age_mark_missing"},
    "dates": {"date_missing", "date_from_missing", "date_to_missing"},
    "place": {"place_missing"},
    "price": {"price_unknown", "price_missing"},
    "picture": {
        "picture_alt_missing",
        "picture_author_missing",
        "picture_source_missing",
        "picture_rights_missing",
    },
    "organisers": {"organiser_missing"},
}


def kinds():
    """Events that lack one thing or another, or nothing."""
    stated = SessionDraft(START, price_kind="free")
    return [
        {},
        {"age_mark": None},
        {"age_mark": 0},
        {"place": None},
        {"place": None, "online_url": "https://example.org/"},
        {"place": None, "sessions": [SessionDraft(START, place_id=make_place().pk)]},
        {"sessions": ()},
        {"calendar": "periodic", "sessions": (), "date_from": date(2027, 3, 1)},
        {"calendar": "periodic", "sessions": (), "date_from": date(2027, 3, 1), "date_to": date(2027, 3, 2)},
        {"calendar": "permanent", "sessions": (), "place": None},
        {"price_kind": "unknown"},
        {"price_kind": "unknown", "calendar": "dates", "sessions": [stated]},
        {
            "price_kind": "unknown",
            "calendar": "dates",
            "sessions": [stated, SessionDraft(START.replace(day=2))],
        },
        {"price_kind": "paid"},
        {"price_kind": "donation"},
        {"picture": png()},
        {
            "picture": png(),
            "picture_alt": "Хор",
            "picture_author": "А",
            "picture_source": "Б",
            "picture_rights": "own",
        },
        {"organisers": []},
    ]


def read():
    """What rows that are read already say, by event."""
    numbers = Session.objects.order_by().values_list("event_id")
    counted = numbers.annotate(number=Count("pk"), place=WITHOUT_PLACE, price=WITHOUT_PRICE)
    dates = {pk: Dates(*found) for pk, *found in counted}
    return {
        event.pk: lacks_of(event, dates.get(event.pk, NO_DATES), has_organisers=event.organisers.exists())
        for event in Event.objects.all()
    }


def test_each_flaw_is_found_where_the_check_of_one_event_finds_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ids = [EventFactory(**given).pk for given in kinds()]
    told = {event.pk: {problem.code for problem in missing(event)} for event in load_events(ids)}
    for flaw, codes in CODES.items():
        expected = {pk for pk, found in told.items() if found & codes}
        assert set(lacking(Event.objects.all(), flaw).values_list("pk", flat=True)) == expected, flaw
        assert {pk for pk, found in read().items() if flaw in found} == expected, flaw
    anything = {pk for pk, found in told.items() if any(found & codes for codes in CODES.values())}
    assert set(lacking(Event.objects.all(), "any").values_list("pk", flat=True)) == anything
    assert sorted(FLAWS) == sorted(CODES)


WORDS = st.sampled_from(("", "слово"))
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9))
DATES = st.fixed_dictionaries(
    {"has_place": st.booleans(), "price_kind": st.sampled_from(("", *PriceKind.values))}
)
EVENTS = st.fixed_dictionaries(
    {
        "age_mark": st.sampled_from((None, 0, 12)),
        "calendar": st.sampled_from(Calendar.values),
        "online_url": st.sampled_from(("", "https://example.org/")),
        "price_kind": st.sampled_from(PriceKind.values),
        "price_min": st.sampled_from((None, 0, 100)),
        **dict.fromkeys(
            ("picture", "picture_alt", "picture_author", "picture_source", "picture_rights"), WORDS
        ),
    }
)


class Anything(TestCase):
    """Whatever an event and its dates are like."""

    @settings(max_examples=120, deadline=None)
    @given(EVENTS, DAYS, DAYS, st.booleans(), st.booleans(), st.lists(DATES, max_size=3))
    def test_conditions_and_rows_say_the_same(self, fields, first, last, housed, organised, dates):
        place = make_place()
        event = EventFactory(sessions=(), **({} if organised else {"organisers": []}))
        span = sorted((first, last)) if first and last else (first, last)
        Event.objects.filter(pk=event.pk).update(
            **fields, date_from=span[0], date_to=span[1], place=place if housed else None
        )
        Session.objects.bulk_create(
            Session(
                event=event,
                starts_at=START,
                place=place if one["has_place"] else None,
                price_kind=one["price_kind"],
            )
            for one in dates
        )
        expected = [flaw for flaw in FLAWS if lacking(Event.objects.all(), flaw).exists()]
        assert read() == {event.pk: expected}
