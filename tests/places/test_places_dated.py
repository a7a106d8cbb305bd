from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from factories.people import make_editor, make_organisation
from factories.places import (
    PNG,
    make_district,
    make_hall,
    make_photo,
    make_place,
    make_survey,
    png,
    set_hours,
)
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.trash.actions import purge
from karavan.kernel.uploads import MAX_PICTURE_BYTES
from karavan.places import actions
from karavan.places.enums import Category, CoordAccuracy, PlaceState, Zone, ZoneState
from karavan.places.events import PlaceChanged
from karavan.places.models import (
    AccessSurvey,
    HoursException,
    PlacePhoto,
    WeeklyHours,
)
from places.asking import fresh, last_line, problems

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)


class TestDatedFacts:
    def test_a_renaming_ends_the_former_name_the_day_before(self, news: list[Any]) -> None:
        place = make_place(name="Клуб")
        hall = make_hall(place)
        news.clear()

        actions.rename_place(actor=SYSTEM, place=place, name="Дворец", name_en="Palace", valid_from=TODAY)

        assert list(place.names.order_by("id").values_list("name", "valid_from", "valid_to")) == [
            ("Клуб", None, TODAY - timedelta(days=1)),
            ("Дворец", TODAY, None),
        ]
        assert (fresh(place).name, fresh(place).name_en) == ("Дворец", "Palace")
        assert news == [PlaceChanged(place.pk), PlaceChanged(hall.pk)]

    def test_a_relocation_keeps_history_and_forgets_the_old_point(self) -> None:
        district = make_district()
        place = make_place(
            address="пр. Ленина, 5", lat=55.16, lon=61.4, district=district, coord_source="osm"
        )

        actions.relocate_place(
            actor=SYSTEM,
            place=place,
            address="ул. Энергетиков, 19",
            valid_from=date(2025, 12, 1),
            is_temporary=True,
        )

        moved = fresh(place)
        assert (moved.address, moved.lat, moved.lon, moved.coord_accuracy, moved.district) == (
            "ул. Энергетиков, 19",
            None,
            None,
            CoordAccuracy.NONE,
            None,
        )
        assert list(
            place.addresses.order_by("id").values_list(
                "address", "lat", "valid_from", "valid_to", "is_temporary"
            )
        ) == [
            ("пр. Ленина, 5", 55.16, None, date(2025, 11, 30), False),
            ("ул. Энергетиков, 19", None, date(2025, 12, 1), None, True),
        ]

    def test_after_a_stay_elsewhere_a_place_is_back(self, news: list[Any]) -> None:
        place = make_place(address="дома")
        actions.relocate_place(
            actor=SYSTEM, place=place, address="в гостях", valid_from=TODAY, valid_to=date(2026, 12, 31)
        )
        assert fresh(place).address == "в гостях"
        assert sorted(place.addresses.values_list("valid_to", "address", "valid_from"), key=str) == [
            (None, "дома", date(2027, 1, 1)),
            (TODAY - timedelta(days=1), "дома", None),
            (date(2026, 12, 31), "в гостях", TODAY),
        ]
        news.clear()

        assert actions.refresh_places(actor=SYSTEM, day=date(2026, 12, 31)) == []
        assert news == []
        assert actions.refresh_places(actor=SYSTEM, day=date(2027, 1, 1)) == [place.pk]
        assert fresh(place).address == "дома"
        assert news == [PlaceChanged(place.pk)]

    def test_a_state_has_its_days(self) -> None:
        place = make_place()
        actions.set_place_state(
            actor=SYSTEM,
            place=place,
            state="repair",
            valid_from=date(2026, 8, 1),
            valid_to=date(2026, 12, 31),
            reason="крыша",
        )

        assert fresh(place).state == PlaceState.REPAIR
        assert actions.refresh_places(actor=SYSTEM, day=date(2027, 1, 1)) == [place.pk]
        assert fresh(place).state == PlaceState.OPEN
        assert last_line()[4:] == ({"state": "repair"}, {"state": "open"})

    def test_opening_again_ends_a_repair(self) -> None:
        place = make_place()
        actions.set_place_state(actor=SYSTEM, place=place, state="repair", valid_from=date(2026, 8, 1))
        actions.set_place_state(actor=SYSTEM, place=place, state="open", valid_from=TODAY)

        assert fresh(place).state == PlaceState.OPEN
        assert list(place.states.order_by("id").values_list("state", "valid_from", "valid_to")) == [
            ("repair", date(2026, 8, 1), TODAY - timedelta(days=1)),
            ("open", TODAY, None),
        ]

    def test_a_repair_to_come_waits_for_its_day(self) -> None:
        place = make_place()
        actions.set_place_state(actor=SYSTEM, place=place, state="repair", valid_from=date(2027, 1, 1))

        assert fresh(place).state == PlaceState.OPEN
        actions.refresh_places(actor=SYSTEM, day=date(2027, 1, 1))
        assert fresh(place).state == PlaceState.REPAIR

    def test_periods_run_forward_and_states_are_of_the_list(self) -> None:
        place = make_place()
        given = {"actor": SYSTEM, "place": place, "valid_from": TODAY}

        assert list(
            problems(actions.set_place_state, state="repair", valid_to=TODAY - timedelta(days=1), **given)
        ) == ["valid_to"]
        assert list(problems(actions.set_place_state, state="shut", **given)) == ["state"]
        assert list(problems(actions.relocate_place, address=" ", **given)) == ["address"]
        assert list(problems(actions.rename_place, name=" ", **given)) == ["name"]

    def test_a_new_week_of_hours_is_announced_on_its_day(self, news: list[Any]) -> None:
        place = make_place()
        set_hours(place)
        set_hours(place, days=range(7), valid_from=date(2026, 12, 1))
        make_place()
        news.clear()

        actions.refresh_places(actor=SYSTEM, day=date(2026, 11, 30))
        assert news == []
        actions.refresh_places(actor=SYSTEM, day=date(2026, 12, 1))
        assert news == [PlaceChanged(place.pk)]
        news.clear()
        actions.refresh_places(actor=SYSTEM, day=date(2026, 12, 4), since=date(2026, 11, 29))
        assert news == [PlaceChanged(place.pk)]

    def test_only_the_city_refreshes(self) -> None:
        with pytest.raises(NotAllowed):
            actions.refresh_places(actor=make_editor(make_organisation()), day=TODAY)


class TestHours:
    def test_a_dated_week_ends_the_one_before(self) -> None:
        place = make_place()
        set_hours(place, days=[0])
        set_hours(place, days=[0, 1], closes=time(17), valid_from=date(2026, 12, 1))

        assert list(
            WeeklyHours.objects.order_by("id").values_list("weekday", "closes", "valid_from", "valid_to")
        ) == [
            (0, time(19), None, date(2026, 11, 30)),
            (0, time(17), date(2026, 12, 1), None),
            (1, time(17), date(2026, 12, 1), None),
        ]

    def test_a_week_without_dates_replaces_what_was_so_always(self) -> None:
        place, other = make_place(), make_place()
        set_hours(other, days=[2])
        set_hours(place, days=[0])
        set_hours(place, days=[1])

        assert list(place.hours.values_list("weekday", flat=True)) == [1]
        assert list(other.hours.values_list("weekday", flat=True)) == [2]

    def test_summer_hours_give_way_to_the_usual_ones(self) -> None:
        place = make_place()
        set_hours(place, days=[0])
        set_hours(place, days=[5], valid_from=date(2027, 6, 1), valid_to=date(2027, 8, 31))

        found = {
            day: [
                row.weekday
                for row in place.hours.all()
                if (row.valid_from or date.min) <= day <= (row.valid_to or date.max)
            ]
            for day in (date(2027, 5, 31), date(2027, 6, 1), date(2027, 8, 31), date(2027, 9, 1))
        }
        assert list(found.values()) == [[0], [5], [5], [0]]

    def test_wrong_rows_are_named(self) -> None:
        place = make_place()
        rows = [
            (0, time(10), time(14)),
            (0, time(13), time(19)),
            (7, time(10), time(19)),
            (1, time(19), time(10)),
            (0, time(19), time(20)),
        ]

        assert sorted(problems(actions.set_weekly_hours, actor=SYSTEM, place=place, rows=rows)) == [
            "rows.1",
            "rows.2",
            "rows.3",
        ]
        assert WeeklyHours.objects.count() == 0

    def test_one_exception_a_day(self) -> None:
        place = make_place()
        given = {"actor": SYSTEM, "place": place, "day": date(2026, 12, 31)}
        actions.set_hours_exception(reason="праздник", **given)
        actions.set_hours_exception(opens=time(10), closes=time(15), **given)

        assert list(HoursException.objects.values_list("day", "opens", "closes", "reason")) == [
            (date(2026, 12, 31), time(10), time(15), "")
        ]
        actions.clear_hours_exception(**given)
        lines = JournalLine.objects.count()
        actions.clear_hours_exception(**given)
        assert (HoursException.objects.count(), JournalLine.objects.count()) == (0, lines)

    @pytest.mark.parametrize(
        "given", [{"opens": time(10)}, {"closes": time(10)}, {"opens": time(10), "closes": time(10)}]
    )
    def test_an_exception_has_both_times_in_order_or_none(self, given: dict[str, time]) -> None:
        arguments = {"actor": SYSTEM, "place": make_place(), "day": TODAY, **given}

        assert list(problems(actions.set_hours_exception, **arguments)) == ["opens"]


class TestSurveys:
    def test_a_survey_keeps_every_assessment(self) -> None:
        place = make_place()
        key = (Zone.ENTRANCE, Category.WHEELCHAIR)

        survey = make_survey(
            place,
            {key: ZoneState.PART_SOME},
            variant="Б",
            works={key: "пандус"},
            next_control=date(2027, 3, 1),
        )

        assert list(survey.assessments.values_list("zone", "category", "state", "works")) == [
            (2, "К", "ДЧ-И", "пандус")
        ]
        assert last_line()[5] == {
            "surveyed_on": "2026-03-01",
            "surveyor": "Комиссия района",
            "assessments": 1,
        }

    @pytest.mark.parametrize(
        ("given", "path"),
        [
            ({"surveyed_on": TODAY + timedelta(days=1)}, "surveyed_on"),
            ({"surveyor": " "}, "surveyor"),
            ({"variant": "В"}, "variant"),
            ({"next_control": date(2026, 3, 1)}, "next_control"),
            ({"assessments": {(8, "К"): "ВНД"}}, "assessments"),
            ({"assessments": {(1, "K"): "ВНД"}}, "assessments"),
            ({"assessments": {(1, "К"): "да"}}, "assessments"),
        ],
    )
    def test_what_is_wrong_is_named_and_nothing_is_written(self, given: dict[str, Any], path: str) -> None:
        assert list(problems(make_survey, place=make_place(), **given)) == [path]
        assert AccessSurvey.objects.count() == 0


class TestPictures:
    @pytest.fixture(autouse=True)
    def _media(self, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path

    def test_a_picture_is_named_by_its_content(self, tmp_path: Path) -> None:
        place = make_place()
        photo = make_photo(place, image=ContentFile(PNG, name="../../evil.html"))

        stored = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
        assert [str(path) for path in stored] == [photo.image.name]
        assert (stored[0].parent, stored[0].suffix, len(stored[0].stem)) == (Path("places"), ".png", 24)
        assert (tmp_path / stored[0]).read_bytes() == PNG

    def test_pictures_stand_in_the_order_they_came(self) -> None:
        place = make_place()
        photos = [make_photo(place) for _ in range(3)]

        assert [photo.position for photo in photos] == [0, 1, 2]
        assert list(place.photos.all()) == photos

    @pytest.mark.parametrize(
        ("given", "paths"),
        [
            ({"author": " "}, ["author"]),
            ({"source": "", "alt": ""}, ["alt", "source"]),
            ({"rights": ""}, ["rights"]),
            ({"image": png(b"<svg/>")}, ["image"]),
            ({"image": png(b"")}, ["image"]),
            ({"image": png(PNG + b"\x00" * MAX_PICTURE_BYTES)}, ["image"]),
        ],
    )
    def test_without_rights_or_of_another_kind_it_is_refused(
        self, given: dict[str, Any], paths: list[str], tmp_path: Path
    ) -> None:
        place = make_place()

        assert sorted(problems(make_photo, place=place, **given)) == paths
        assert PlacePhoto.objects.count() == 0
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_a_removed_picture_comes_back_for_thirty_days_and_then_goes_with_its_file(
        self, tmp_path: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        photo = make_photo(make_place())
        stood = PlacePhoto.objects.values().get()
        stored = tmp_path / photo.image.name

        with django_capture_on_commit_callbacks(execute=True):
            trashed = actions.remove_photo(actor=SYSTEM, photo=photo)
        assert (PlacePhoto.objects.count(), stored.exists()) == (0, True)
        actions.restore_photo(actor=SYSTEM, trashed=trashed)
        assert PlacePhoto.objects.values().get() == stood

        actions.remove_photo(actor=SYSTEM, photo=PlacePhoto.objects.get())
        with django_capture_on_commit_callbacks(execute=True):
            purge(actor=SYSTEM, now=timezone.now() + timedelta(days=31))
        assert stored.exists() is False


class TestHeritage:
    def test_a_passport_is_set_and_mended(self) -> None:
        place = make_place()
        actions.set_heritage(actor=SYSTEM, place=place, protection="региональный", built="1896")
        actions.set_heritage(actor=SYSTEM, place=place, register_number="741711303860005", built="1896")

        passport = fresh(place).heritage
        assert (passport.protection, passport.register_number, passport.built) == (
            "",
            "741711303860005",
            "1896",
        )

    @pytest.mark.parametrize("number", ["74171130386000", "7417113038600055", "74171130386000a", "٧" * 15])
    def test_register_numbers_have_fifteen_digits(self, number: str) -> None:
        assert list(
            problems(actions.set_heritage, actor=SYSTEM, place=make_place(), register_number=number)
        ) == ["register_number"]
