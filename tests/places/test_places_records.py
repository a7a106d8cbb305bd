from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from factories.people import make_coordinator, make_editor, make_organisation, make_user
from factories.places import (
    make_district,
    make_hall,
    make_photo,
    make_place,
    png,
)
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.people.enums import RoleKind
from karavan.places import actions
from karavan.places.enums import CoordAccuracy
from karavan.places.events import DistrictChanged, PlaceChanged
from karavan.places.models import (
    District,
    Place,
    PlaceAddress,
)
from places.asking import last_line, problems

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)


class TestDistricts:
    def test_a_district_is_added(self, news: list[Any]) -> None:
        district = actions.create_district(
            actor=make_coordinator(),
            code="sovetskiy",
            name="Советский",
            name_en="Sovetsky",
            population=134541,
        )

        assert District.objects.get().population == 134541
        assert last_line() == (
            "district.created",
            "places.district",
            district.pk,
            None,
            {},
            {"code": "sovetskiy", "name": "Советский"},
        )
        assert news == [DistrictChanged(district.pk)]

    def test_a_renamed_district_changes_its_places(self, news: list[Any]) -> None:
        district = make_district()
        place = make_place(district=district)
        make_place()
        news.clear()

        actions.update_district(actor=SYSTEM, district=district, name="Новый")

        assert news == [DistrictChanged(district.pk), PlaceChanged(place.pk)]

    def test_codes_are_unique_and_only_the_city_draws_districts(self) -> None:
        make_district(code="a")

        assert list(problems(make_district, code="a")) == ["code"]
        with pytest.raises(NotAllowed):
            actions.create_district(actor=make_editor(make_organisation()), code="b", name="B")


class TestRecords:
    def test_a_new_place_has_its_first_name_and_address(self, news: list[Any]) -> None:
        organisation, district = make_organisation(), make_district()
        place = actions.create_place(
            actor=make_editor(organisation),
            name="ДК\x00 «Сосновка»",
            name_en="Sosnovka",
            kind="culture_house",
            level="building",
            category="dvorcy-kultury-i-kluby",
            organisation=organisation,
            address="ул. Труда, 1",
            district=district,
            lat=55.16,
            lon=61.4,
            coord_accuracy="house",
            coord_source="osm",
            fias_id="a376e68d-724a-4472-be7c-891bdb09ae32",
            valid_from=date(2020, 1, 1),
        )

        assert (place.name, place.path) == ("ДК «Сосновка»", f"/{place.pk}/")
        assert list(place.names.values_list("name", "name_en", "valid_from", "valid_to")) == [
            ("ДК «Сосновка»", "Sosnovka", date(2020, 1, 1), None)
        ]
        assert list(
            place.addresses.values_list(
                "address", "district", "lat", "lon", "coord_accuracy", "fias_id", "valid_from"
            )
        ) == [
            (
                "ул. Труда, 1",
                district.pk,
                55.16,
                61.4,
                "house",
                "a376e68d-724a-4472-be7c-891bdb09ae32",
                date(2020, 1, 1),
            )
        ]
        assert last_line() == (
            "place.created",
            "places.place",
            place.pk,
            organisation.pk,
            {},
            {"name": "ДК «Сосновка»", "kind": "culture_house"},
        )
        assert news == [DistrictChanged(district.pk), PlaceChanged(place.pk)]

    def test_unknown_coordinates_stay_unknown(self) -> None:
        place = make_place(coord_accuracy="house", coord_source="guess")

        assert (place.lat, place.lon, place.coord_accuracy, place.coord_source) == (
            None,
            None,
            CoordAccuracy.NONE,
            "",
        )

    @pytest.mark.parametrize(
        ("given", "path"),
        [
            ({"lat": 55.1}, "lat"),
            ({"lon": 61.4}, "lat"),
            ({"lat": 91.0, "lon": 61.4}, "lat"),
            ({"lat": 55.1, "lon": -181.0}, "lat"),
            ({"lat": float("nan"), "lon": 61.4}, "lat"),
            ({"lat": 55.1, "lon": 61.4, "coord_accuracy": "none"}, "coord_accuracy"),
            ({"lat": 55.1, "lon": 61.4, "coord_accuracy": "exact"}, "coord_accuracy"),
            ({"name": " "}, "name"),
            ({"kind": "pub"}, "kind"),
            ({"capacity": -1}, "capacity"),
            ({"website": "javascript:alert(1)"}, "website"),
        ],
    )
    def test_wrong_fields_are_named_and_nothing_is_written(
        self, given: dict[str, Any], path: str, news: list[Any]
    ) -> None:
        assert list(problems(make_place, **given)) == [path]
        assert (Place.objects.count(), JournalLine.objects.count(), news) == (0, 0, [])

    def test_a_hall_belongs_to_who_runs_the_building(self) -> None:
        organisation = make_organisation()
        building = make_place(organisation=organisation)
        hall = make_hall(building)

        assert (hall.organisation, hall.path) == (organisation, f"/{building.pk}/{hall.pk}/")
        assert hall.addresses.count() == 0

    def test_a_building_does_not_lie_in_a_hall(self) -> None:
        building = make_place()
        hall = make_hall(building)
        site = make_place(level="site")

        assert list(problems(make_place, parent=hall)) == ["parent"]
        assert list(problems(actions.update_place, actor=SYSTEM, place=building, level="hall")) == ["level"]
        assert list(problems(actions.update_place, actor=SYSTEM, place=site, parent=site)) == ["parent"]

    def test_a_correction_mends_name_and_address_of_today(self, news: list[Any]) -> None:
        place = make_place(name="ДК", address="ул. Труда, 1")
        hall = make_hall(place)
        news.clear()

        actions.update_place(
            actor=SYSTEM, place=place, name="ДК «Сосновка»", lat=55.1, lon=61.4, coord_accuracy="building"
        )

        assert list(place.names.values_list("name", flat=True)) == ["ДК «Сосновка»"]
        assert list(place.addresses.values_list("address", "lat", "lon", "coord_accuracy")) == [
            ("ул. Труда, 1", 55.1, 61.4, "building")
        ]
        assert last_line()[4:] == (
            {"name": "ДК", "lat": None, "lon": None, "coord_accuracy": "none"},
            {"name": "ДК «Сосновка»", "lat": 55.1, "lon": 61.4, "coord_accuracy": "building"},
        )
        assert news == [PlaceChanged(place.pk), PlaceChanged(hall.pk)]

    def test_coordinates_can_be_taken_back(self) -> None:
        place = make_place(lat=55.1, lon=61.4, coord_source="osm")

        actions.update_place(actor=SYSTEM, place=place, lat=None, lon=None)

        assert list(
            PlaceAddress.objects.values_list("address", "lat", "lon", "coord_accuracy", "coord_source")
        ) == [(place.address, None, None, "none", "")]

    def test_an_address_given_later_is_the_first(self) -> None:
        place = make_place(address="")
        actions.update_place(actor=SYSTEM, place=place, address="ул. Труда, 1")

        assert list(place.addresses.values_list("address", "valid_from")) == [("ул. Труда, 1", None)]

    def test_an_update_that_changes_nothing_leaves_no_trace(self, news: list[Any]) -> None:
        place = make_place(capacity=100)
        news.clear()

        actions.update_place(actor=SYSTEM, place=place, capacity=100)

        assert (last_line()[0], news) == ("place.created", [])

    def test_descriptions_are_plain_text(self) -> None:
        place = make_place(description="Зал\x08\n\nна <b>100</b> мест", name="<i>ДК</i>")

        assert (place.description, place.name) == ("Зал\n\nна 100 мест", "ДК")


@pytest.mark.parametrize(
    "call",
    [
        lambda actor, place: actions.update_place(actor=actor, place=place, capacity=5),
        lambda actor, place: actions.rename_place(actor=actor, place=place, name="X", valid_from=TODAY),
        lambda actor, place: actions.relocate_place(actor=actor, place=place, address="X", valid_from=TODAY),
        lambda actor, place: actions.set_place_state(
            actor=actor, place=place, state="repair", valid_from=TODAY
        ),
        lambda actor, place: actions.set_weekly_hours(
            actor=actor, place=place, rows=[(0, time(10), time(19))]
        ),
        lambda actor, place: actions.set_hours_exception(actor=actor, place=place, day=TODAY),
        lambda actor, place: actions.clear_hours_exception(actor=actor, place=place, day=date(2026, 12, 31)),
        lambda actor, place: actions.record_survey(
            actor=actor, place=place, surveyed_on=TODAY, surveyor="Комиссия", assessments={}
        ),
        lambda actor, place: actions.add_photo(
            actor=actor, place=place, image=png(), alt="a", author="b", source="c", rights="own"
        ),
        lambda actor, place: actions.remove_photo(actor=actor, photo=place.photos.get()),
        lambda actor, place: actions.set_heritage(actor=actor, place=place, built="1936"),
        lambda actor, place: actions.create_place(
            actor=actor,
            name="X",
            kind="hall",
            level="hall",
            category="prochee",
            parent=place,
        ),
    ],
)
def test_editors_of_the_owner_write_others_do_not_and_all_is_journalled_and_announced(
    call: Callable[..., Any], news: list[Any]
) -> None:
    root = make_organisation()
    owner = make_organisation(parent=root)
    place = make_place(organisation=owner)
    make_photo(place)
    actions.set_hours_exception(actor=SYSTEM, place=place, day=date(2026, 12, 31))
    strangers = [make_editor(make_organisation()), make_user(), make_editor(owner, RoleKind.CASHIER)]
    lines = JournalLine.objects.count()
    news.clear()

    for stranger in strangers:
        with pytest.raises(NotAllowed):
            call(stranger, place)
    assert (JournalLine.objects.count(), news) == (lines, [])

    editor = make_editor(root)
    lines = JournalLine.objects.count()
    call(editor, place)

    line = JournalLine.objects.latest("id")
    assert (JournalLine.objects.count(), line.actor_id, line.organisation_id) == (
        lines + 1,
        editor.pk,
        owner.pk,
    )
    assert len(news) == 1
    assert type(news[0]) is PlaceChanged


def test_a_place_is_not_given_to_strangers_nor_put_under_theirs() -> None:
    mine, strange = make_organisation(), make_organisation()
    editor = make_editor(mine)
    place, other = make_place(organisation=mine), make_place(organisation=strange, level="site")

    with pytest.raises(NotAllowed):
        actions.update_place(actor=editor, place=place, organisation=strange)
    with pytest.raises(NotAllowed):
        actions.update_place(actor=editor, place=place, parent=other)
    hall = {"name": "X", "kind": "hall", "level": "hall", "category": "prochee", "organisation": mine}
    with pytest.raises(NotAllowed):
        actions.create_place(actor=editor, parent=other, **hall)
