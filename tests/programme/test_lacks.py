"""What many events lack, asked in SQL, agrees with what one event lacks."""

from datetime import date

import pytest

from factories.places import make_place, png
from factories.programme import START, EventFactory
from karavan.programme.checks import missing
from karavan.programme.drafts import SessionDraft
from karavan.programme.lacks import FLAWS, lacking, with_lacks
from karavan.programme.models import Event
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


def test_each_flaw_is_found_where_the_check_of_one_event_finds_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ids = [EventFactory(**given).pk for given in kinds()]
    told = {event.pk: {problem.code for problem in missing(event)} for event in load_events(ids)}
    for flaw, codes in CODES.items():
        expected = {pk for pk, found in told.items() if found & codes}
        assert set(lacking(Event.objects.all(), flaw).values_list("pk", flat=True)) == expected, flaw
        marked = {row.pk for row in with_lacks(Event.objects.all()) if getattr(row, f"lacks_{flaw}")}
        assert marked == expected, flaw
    anything = {pk for pk, found in told.items() if any(found & codes for codes in CODES.values())}
    assert set(lacking(Event.objects.all(), "any").values_list("pk", flat=True)) == anything
    assert sorted(FLAWS) == sorted(CODES)
