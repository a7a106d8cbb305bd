from datetime import date, time
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.people import make_coordinator, make_organisation, make_role, make_user
from factories.places import (
    FULLY_ACCESSIBLE,
    make_district,
    make_hall,
    make_photo,
    make_place,
    make_survey,
    set_hours,
)
from karavan.kernel.actor import SYSTEM
from karavan.people.enums import RoleKind
from karavan.places import actions
from karavan.places.enums import Access, AccessProfile, Category, PlaceState, Zone, ZoneState
from karavan.places.hours import DayException, DayKind, hours_on
from karavan.places.models import Place, PlacePhoto
from karavan.places.queries import (
    access_reports,
    access_summaries,
    address_on,
    districts,
    editable_by,
    history_of,
    load_places,
    name_on,
    path_to,
    public,
    schedules_of,
    visible_to,
)
from karavan.places.rules import can_edit_place
from karavan.places.views import Heritage, Photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)
_numbers = count(1)


def test_districts_by_name() -> None:
    b, a = make_district(name="Б"), make_district(name="А")

    assert list(districts()) == [a, b]


class TestWhoSees:
    def test_residents_see_what_is_public_and_checked(self) -> None:
        shown = make_place()
        make_place(is_public=False)
        make_place(certainty="C")
        verify = make_place(certainty="B")

        for actor in (None, AnonymousUser(), make_user()):
            assert set(visible_to(actor)) == {shown, verify}
        assert set(public()) == {shown, verify}
        assert visible_to(SYSTEM).count() == 4
        assert visible_to(make_coordinator()).count() == 4

    @pytest.mark.parametrize("hidden", [{"is_public": False}, {"certainty": "C"}])
    def test_a_hidden_building_hides_its_halls(self, hidden: dict[str, Any]) -> None:
        site = make_place(level="site")
        building = make_place(parent=site, **hidden)
        hall = make_hall(building)

        assert list(visible_to(None)) == [site]
        views = load_places([site.pk, building.pk, hall.pk])
        assert [views[place.pk].is_public for place in (site, building, hall)] == [True, False, False]

    def test_staff_see_their_own_hidden_places(self) -> None:
        root = make_organisation()
        branch = make_organisation(parent=root)
        mine = make_place(organisation=branch, certainty="C")
        make_place(organisation=make_organisation(), certainty="C")
        person = make_user()
        make_role(person, root, RoleKind.CASHIER)

        assert list(visible_to(person)) == [mine]
        assert list(editable_by(person)) == []

    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        owners=st.lists(st.none() | st.integers(0, 2), min_size=1, max_size=5),
        kinds=st.lists(
            st.tuples(st.sampled_from(list(RoleKind)), st.integers(0, 2)), max_size=3, unique=True
        ),
    )
    def test_predicate_and_query_agree(
        self, owners: list[int | None], kinds: list[tuple[RoleKind, int]]
    ) -> None:
        root = make_organisation()
        organisations = [root, make_organisation(parent=root), make_organisation()]
        places = [
            make_place(organisation=None if owner is None else organisations[owner]) for owner in owners
        ]
        person = make_user()
        for kind, where in dict(kinds).items():
            make_role(person, None if kind.startswith("city") else organisations[where], kind)

        editable = set(editable_by(person).filter(pk__in=[place.pk for place in places]))

        assert editable == {place for place in places if can_edit_place(person, place)}
        assert {place for place in places if rules.has_perm("places.change_place", person, place)} == editable


def test_the_path_to_a_hall(django_assert_num_queries: Any) -> None:
    site = make_place(level="site")
    building = make_place(parent=site)
    hall = make_hall(building)

    with django_assert_num_queries(1):
        assert path_to(hall) == [site, building, hall]


class TestAccess:
    def test_the_newest_survey_counts(self) -> None:
        place = make_place()
        make_survey(place, surveyed_on=date(2026, 5, 1))
        make_survey(place, dict.fromkeys(FULLY_ACCESSIBLE, ZoneState.NOT), surveyed_on=date(2026, 6, 1))
        make_survey(place, surveyed_on=date(2024, 1, 1))

        assert access_summaries([place.pk]) == {place.pk: dict.fromkeys(AccessProfile, Access.NO)}

    def test_of_two_on_a_day_the_later_record_counts(self) -> None:
        place = make_place()
        make_survey(place, dict.fromkeys(FULLY_ACCESSIBLE, ZoneState.NOT))
        make_survey(place)

        assert access_summaries([place.pk]) == {place.pk: dict.fromkeys(AccessProfile, Access.YES)}

    def test_a_hall_takes_over_the_nearest_survey_above(self) -> None:
        site = make_place(level="site")
        building = make_place(parent=site)
        hall, own = make_hall(building), make_hall(building)
        make_survey(site, dict.fromkeys(FULLY_ACCESSIBLE, ZoneState.NOT))
        make_survey(building, surveyor="Комиссия", surveyed_on=date(2025, 1, 1), is_demo=True)
        make_survey(own, {(Zone.SERVICE, Category.HEARING): ZoneState.NOT})

        reports = access_reports([site.pk, hall.pk, own.pk])

        assert [reports[place.pk].surveyed_place_id for place in (site, hall, own)] == [
            site.pk,
            building.pk,
            own.pk,
        ]
        report = reports[hall.pk]
        assert (report.surveyed_on, report.surveyor, report.is_demo) == (date(2025, 1, 1), "Комиссия", True)
        assert report.access == dict.fromkeys(AccessProfile, Access.YES)
        assert report.assessments == FULLY_ACCESSIBLE
        assert reports[own.pk].access == {
            **dict.fromkeys(AccessProfile, Access.UNKNOWN),
            AccessProfile.HEARING: Access.NO,
        }

    def test_without_a_survey_all_is_unknown(self) -> None:
        place = make_place()
        report = access_reports([place.pk])[place.pk]

        assert report.access == dict.fromkeys(AccessProfile, Access.UNKNOWN)
        assert (report.surveyed_on, report.surveyor, report.is_demo, report.surveyed_place_id) == (
            None,
            "",
            False,
            None,
        )

    def test_an_empty_survey_is_no_survey_to_lean_on(self) -> None:
        building = make_place()
        hall = make_hall(building)
        make_survey(building)
        make_survey(hall, {})

        assert set(access_summaries([hall.pk])[hall.pk].values()) == {Access.UNKNOWN}

    def test_what_help_makes_possible(self) -> None:
        place = make_place()
        make_survey(place, {**FULLY_ACCESSIBLE, (Zone.ENTRANCE, Category.WHEELCHAIR): ZoneState.CONDITIONAL})
        report = access_reports([place.pk])[place.pk]

        assert report.access[AccessProfile.WHEELCHAIR] == Access.NO
        assert report.with_help == {AccessProfile.WHEELCHAIR}

    @pytest.mark.parametrize("number", [1, 3])
    def test_three_queries_whatever_the_count(self, number: int, django_assert_num_queries: Any) -> None:
        places = [make_place() for _ in range(number)]
        for place in places:
            make_survey(place)

        with django_assert_num_queries(3):
            assert len(access_summaries([place.pk for place in places])) == number


class TestSchedules:
    def test_a_hall_has_the_hours_of_its_building_unless_it_has_its_own(self) -> None:
        building = make_place()
        hall, own = make_hall(building), make_hall(building)
        set_hours(building)
        set_hours(own, days=[0], opens=time(18), closes=time(22))

        schedules = schedules_of([hall.pk, own.pk])

        assert hours_on(TODAY, schedules[hall.pk]).times == ((time(10), time(19)),)
        assert hours_on(TODAY, schedules[own.pk]).times == ((time(18), time(22)),)

    def test_exceptions_come_from_above_the_nearest_first(self) -> None:
        building = make_place()
        hall = make_hall(building)
        day, other = date(2026, 12, 31), date(2027, 1, 1)
        given = {"actor": SYSTEM, "place": building}
        actions.set_hours_exception(day=day, reason="здание закрыто", **given)
        actions.set_hours_exception(day=other, **given)
        actions.set_hours_exception(day=date(2026, 11, 22), **given)
        actions.set_hours_exception(actor=SYSTEM, place=hall, day=day, opens=time(20), closes=time(23))

        assert schedules_of([hall.pk])[hall.pk].exceptions == (
            DayException(day, time(20), time(23), ""),
            DayException(other),
        )

    def test_a_hall_is_shut_with_its_building(self) -> None:
        building = make_place()
        hall = make_hall(building)
        set_hours(building)
        given = {"actor": SYSTEM, "valid_from": TODAY}
        actions.set_place_state(
            place=building, state="repair", valid_to=date(2026, 12, 31), reason="крыша", **given
        )
        for state in ("open", "moved"):
            actions.set_place_state(place=hall, state=state, **given)

            day = hours_on(TODAY, schedules_of([hall.pk])[hall.pk])
            assert (day.kind, day.reason, day.until) == (DayKind.STATE, "крыша", date(2026, 12, 31))
        view = load_places([hall.pk])[hall.pk]
        assert (view.state, view.state_reason, view.state_until) == (
            PlaceState.REPAIR,
            "крыша",
            date(2026, 12, 31),
        )

    def test_a_repair_to_come_is_known(self) -> None:
        place = make_place()
        set_hours(place)
        actions.set_place_state(actor=SYSTEM, place=place, state="repair", valid_from=date(2026, 12, 7))
        schedule = schedules_of([place.pk])[place.pk]

        assert [hours_on(day, schedule).kind for day in (TODAY, date(2026, 12, 7))] == [
            DayKind.OPEN,
            DayKind.STATE,
        ]


class TestViews:
    @pytest.mark.parametrize("number", [1, 3])
    def test_eight_queries_whatever_the_count(
        self, number: int, django_assert_num_queries: Any, settings: Any, tmp_path: Path
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        ids = []
        for _ in range(number):
            hall = make_hall(make_place(district=make_district()))
            make_survey(hall)
            set_hours(hall)
            make_photo(hall)
            actions.set_heritage(actor=SYSTEM, place=hall, built="1936")
            actions.set_place_state(actor=SYSTEM, place=hall, state="repair", valid_from=TODAY)
            ids.append(hall.pk)

        with django_assert_num_queries(8):
            views = load_places(ids)
            assert [view.heritage for view in views.values()] == [Heritage("", "", "1936")] * number
        assert sorted(views) == ids

    def test_nothing_asked_nothing_read(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            assert load_places([]) == {}

    def test_who_does_not_exist_is_left_out(self) -> None:
        place = make_place()

        assert list(load_places([place.pk, place.pk, 0])) == [place.pk]

    def test_a_view_tells_everything(self, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path
        district = make_district(code="sovetskiy", name="Советский", name_en="Sovetsky")
        organisation = make_organisation()
        place = make_place(
            name="Музей",
            name_en="Museum",
            kind="museum",
            category="muzei-i-galerei",
            address="ул. Труда, 100",
            district=district,
            lat=55.16,
            lon=61.4,
            coord_accuracy="house",
            organisation=organisation,
            capacity=120,
            website="https://example.org/",
            how_to_get_in="Вход со двора",
            description="Описание",
            description_en="Description",
            certainty="B",
            is_demo=True,
        )
        set_hours(place, days=[0])
        set_hours(place, days=[1], valid_from=date(2026, 12, 1))
        actions.set_hours_exception(actor=SYSTEM, place=place, day=date(2026, 12, 31))
        actions.set_hours_exception(
            actor=SYSTEM, place=place, day=date(2027, 1, 2), opens=time(12), closes=time(15)
        )
        photo = make_photo(place, author="Иванов и партнёры", rights="licence", is_demo=True)
        actions.set_heritage(
            actor=SYSTEM,
            place=place,
            protection="федеральный",
            register_number="741711303860005",
            built="1903",
        )

        view = load_places([place.pk])[place.pk]

        assert (view.id, view.lineage_ids, view.name, view.name_en) == (
            place.pk,
            (place.pk,),
            "Музей",
            "Museum",
        )
        assert (view.kind, view.category, view.level) == ("museum", "muzei-i-galerei", "building")
        assert (
            view.address,
            view.district_id,
            view.district_code,
            view.district_name,
            view.district_name_en,
        ) == (
            "ул. Труда, 100",
            district.pk,
            "sovetskiy",
            "Советский",
            "Sovetsky",
        )
        assert (view.lat, view.lon, view.coord_accuracy) == (55.16, 61.4, "house")
        assert (view.state, view.state_reason, view.state_until) == (PlaceState.OPEN, "", None)
        assert (view.capacity, view.organisation_id, view.website) == (
            120,
            organisation.pk,
            "https://example.org/",
        )
        assert (view.how_to_get_in, view.description, view.description_en) == (
            "Вход со двора",
            "Описание",
            "Description",
        )
        assert view.weekly_hours == ((0, time(10), time(19)),)
        assert view.exceptions == {date(2026, 12, 31): None, date(2027, 1, 2): (time(12), time(15))}
        assert view.photos == (
            Photo(photo.image.name, "Фасад", "Иванов и партнёры", "архив музея", "licence", True),
        )
        assert view.heritage == Heritage("федеральный", "741711303860005", "1903")
        assert view.access == dict.fromkeys(AccessProfile, Access.UNKNOWN)
        assert (view.certainty, view.is_public, view.is_demo) == ("B", True, True)

    def test_invented_hours_say_so(self) -> None:
        real, invented = make_place(), make_place()
        set_hours(real)
        set_hours(invented, is_demo=True)
        hall = make_hall(invented)

        views = load_places([real.pk, invented.pk, hall.pk])

        assert [views[place.pk].hours_are_demo for place in (real, invented, hall)] == [False, True, True]

    def test_a_view_of_another_day_has_the_week_of_that_day(self) -> None:
        place = make_place()
        set_hours(place, days=[0])
        set_hours(place, days=[1], valid_from=date(2026, 12, 1))

        view = load_places([place.pk], day=date(2026, 12, 1))[place.pk]
        assert view.weekly_hours == ((1, time(10), time(19)),)

    def test_a_hall_is_where_its_building_is(self) -> None:
        district = make_district()
        site = make_place(level="site", lat=55.1, lon=61.1, address="парк", district=district)
        building = make_place(parent=site, address="ул. Труда, 1")
        hall = make_hall(building)
        view = load_places([hall.pk])[hall.pk]

        assert view.lineage_ids == (site.pk, building.pk, hall.pk)
        assert (view.address, view.district_id, view.lat, view.lon, view.coord_accuracy) == (
            "ул. Труда, 1",
            district.pk,
            55.1,
            61.1,
            "building",
        )

    def test_unknown_coordinates_stay_unknown(self) -> None:
        hall = make_hall(make_place())
        view = load_places([hall.pk])[hall.pk]

        assert (view.lat, view.lon, view.coord_accuracy) == (None, None, "none")

    @pytest.mark.parametrize("missing", ["author", "source", "rights"])
    def test_a_picture_without_rights_is_not_shown(self, missing: str, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path
        place = make_place()
        make_photo(place)
        PlacePhoto.objects.update(**{missing: ""})

        assert load_places([place.pk])[place.pk].photos == ()


def test_the_past_of_a_place() -> None:
    place = make_place(name="Клуб", address="дома", valid_from=date(2020, 1, 1))
    actions.rename_place(actor=SYSTEM, place=place, name="Дворец", valid_from=TODAY)
    actions.relocate_place(actor=SYSTEM, place=place, address="в гостях", valid_from=TODAY)
    actions.set_place_state(actor=SYSTEM, place=place, state="moved", valid_from=TODAY)
    place = Place.objects.get()

    assert [name_on(place, day) for day in (date(2019, 1, 1), date(2020, 1, 1), TODAY)] == [
        "Дворец",
        "Клуб",
        "Дворец",
    ]
    assert [address_on(place, day) for day in (date(2019, 1, 1), date(2020, 1, 1), TODAY)] == [
        None,
        "дома",
        "в гостях",
    ]
    assert {kind: [str(row) for row in rows] for kind, rows in history_of(place).items()} == {
        "names": ["Клуб", "Дворец"],
        "addresses": ["дома", "в гостях"],
        "states": [f"Дворец: {place.get_state_display()}"],
    }
