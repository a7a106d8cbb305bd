from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.diary import EVENING, make_entry
from factories.people import make_coordinator, make_editor, make_organisation, make_user
from factories.places import make_hall, make_place
from factories.programme import EventFactory
from karavan.planning.models import Disclosure
from karavan.planning.occasions import Occasion, SizeBasis, SpotBasis, apart, described, occasions, scene
from karavan.planning.occasions.keys import pair
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import Audience, EventKind, OrganiserRole

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def seen_by(actor: Any) -> list[Occasion]:
    return occasions(EVENING - DAY, EVENING + DAY, actor=actor)


def a_concert(**given: Any) -> Any:
    return EventFactory(sessions=(SessionDraft(EVENING),), **given)


def test_dates_and_plans_stand_in_order_of_start() -> None:
    event = a_concert(publish=True)
    plan = make_entry(starts_at=EVENING - timedelta(hours=3), ends_at=EVENING)

    assert [(each.key, each.event_id) for each in seen_by(make_coordinator())] == [
        (f"entry:{plan.pk}", None),
        (f"session:{event.sessions.get().pk}", event.pk),
    ]


def test_what_is_over_cancelled_dropped_or_became_an_event_is_not_there() -> None:
    make_entry(stage="dropped")
    make_entry(stage="event")
    make_entry(starts_at=EVENING - 3 * DAY, ends_at=EVENING - 2 * DAY)
    EventFactory(sessions=(SessionDraft(EVENING, status="cancelled"),))

    assert seen_by(make_coordinator()) == []


@pytest.mark.parametrize(
    ("capacity", "of_place", "size", "basis"),
    [
        (700, 300, 700, SizeBasis.CAPACITY),
        (None, 300, 180, SizeBasis.PLACE),
        (None, None, 200, SizeBasis.KIND),
    ],
)
def test_the_size_tells_where_it_comes_from(
    capacity: int | None, of_place: int | None, size: int, basis: SizeBasis
) -> None:
    a_concert(capacity=capacity, place=make_place(capacity=of_place), publish=True)

    assert [(each.size, each.size_basis, each.end_assumed) for each in seen_by(None)] == [(size, basis, True)]


def test_a_hall_lies_where_its_house_does() -> None:
    house = make_place(lat=55.16, lon=61.4)
    hall = make_hall(house)
    a_concert(place=hall, publish=True)

    [one] = seen_by(None)
    assert (one.lat, one.lon, one.spot_basis, one.place_path) == (
        55.16, 61.4, SpotBasis.ANCESTOR, f"/{house.pk}/{hall.pk}/"
    )  # fmt: skip


def test_residents_see_what_is_public_and_nothing_else() -> None:
    a_concert()
    make_entry()
    make_entry(is_confidential=True)
    shown = a_concert(publish=True)

    assert [each.event_id for each in seen_by(None)] == [shown.pk]
    assert [each.event_id for each in seen_by(make_user())] == [shown.pk]


SECRETS = st.fixed_dictionaries(
    {
        "what": st.sampled_from(["entry", "draft"]),
        "kind": st.sampled_from([EventKind.CONCERT, EventKind.FESTIVAL]),
        "expected": st.integers(51, 9000),
        "lat": st.floats(55.0, 55.3),
        "lon": st.floats(61.2, 61.6),
    }
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(SECRETS)
def test_nothing_of_a_secret_reaches_a_stranger(secret: dict[str, Any]) -> None:
    owner = make_organisation(name="Тайное учреждение")
    place = make_place(name="Тайный зал", lat=secret["lat"], lon=secret["lon"])
    if secret["what"] == "entry":
        made = make_entry(
            organisation=owner,
            title="Тайный замысел",
            kind=secret["kind"],
            expected=secret["expected"],
            place=place,
            is_confidential=True,
        )
        key = f"entry:{made.pk}"
    else:
        made = a_concert(
            title="Тайный замысел",
            kind=secret["kind"],
            capacity=secret["expected"],
            place=place,
            organisers=[(owner, OrganiserRole.LEAD)],
        )
        key = f"session:{made.sessions.get().pk}"
    stranger, other, insider = (
        make_editor(make_organisation()),
        make_editor(make_organisation()),
        make_editor(owner),
    )

    [known] = [each for each in seen_by(insider) if each.key == key]
    veiled = [each for each in seen_by(stranger) if not each.is_known]
    told = {field.name: getattr(veiled[-1], field.name) for field in fields(Occasion)}
    words = repr([told, described(veiled[-1], 3.2)])
    assert (known.title, known.is_known, known.lat) == ("Тайный замысел", True, place.lat)
    assert [word for word in ("Тайн", key, owner.path, place.path, repr(place.lat)) if word in words] == []
    empty = ("event_id", "organisation_ids", "place_id", "lat", "lon", "district_id")
    assert [told[name] for name in empty] == [None, (), None, None, None, None]
    # One's key tells another nothing, and what is reckoned with is as coarse as what is told.
    assert {each.key for each in seen_by(other)} & {each.key for each in veiled} == set()
    columns = scene(EVENING - DAY, EVENING + DAY, actor=stranger).columns
    exact = scene(EVENING - DAY, EVENING + DAY, actor=insider).columns
    assert set(columns.north[columns.coarse]) & set(exact.north) == set()
    made.delete()


def test_names_open_once_both_agreed() -> None:
    mine, theirs = make_organisation(), make_organisation()
    own, secret = make_entry(organisation=mine), make_entry(organisation=theirs, is_confidential=True)
    first, second = pair(f"entry:{own.pk}", f"entry:{secret.pk}")
    asked = Disclosure.objects.create(first=first, second=second, first_agreed_at=EVENING)
    me, third = make_editor(mine), make_editor(make_organisation())

    assert sum(each.is_known for each in seen_by(me)) == 1
    asked.second_agreed_at = EVENING
    asked.save()
    assert sum(each.is_known for each in seen_by(me)) == 2
    assert sum(each.is_known for each in seen_by(third)) == 1


def test_words_for_a_stranger() -> None:
    place, far = make_place(lat=55.16, lon=61.4), make_place(lat=55.187, lon=61.4)
    mine = make_organisation()
    make_entry(organisation=mine, place=place, title="Наш концерт", starts_at=EVENING - timedelta(minutes=5))
    make_entry(
        place=far, kind=EventKind.CONCERT, audiences=[Audience.YOUTH], expected=1500, is_confidential=True
    )
    seen = scene(EVENING - DAY, EVENING + DAY, actor=make_editor(mine))

    km = apart(seen, 0, 1)
    with override("ru"):
        words = [described(seen.occasions[0]), described(seen.occasions[1], km)]
    assert words == [
        "Наш концерт",
        "Концерт для молодёжи, 1000–3000 человек, в 3 км",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    count: int, django_assert_num_queries: CaptureQueriesContext
) -> None:
    for _number in range(count):
        a_concert()
        a_concert(publish=True)
        make_entry(is_confidential=True)
    editor = make_editor(make_organisation())

    with django_assert_num_queries(8):
        seen_by(editor)
