from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories.people import make_coordinator, make_editor, make_organisation
from factories.places import (
    PNG,
    make_district,
    make_hall,
    make_photo,
    make_place,
    make_survey,
    set_hours,
)
from karavan.kernel.actor import SYSTEM
from karavan.kernel.drafts.models import DraftFile
from karavan.people.models import Organisation, User
from karavan.places import actions
from karavan.places.models import Place, PlacePhoto
from office.places.visiting import Visitor, told
from portal.reading import Read

pytestmark = pytest.mark.django_db

LIST = "/office/places/"


def here(place: Place, page: str = "") -> str:
    return f"{LIST}{place.pk}/{page}"


def names(office: Visitor, query: str = "") -> list[str]:
    rows = office.page(LIST + query).all("th", scope="row")
    return [str(row.one("a").parts[0]).strip() for row in rows]


class TestList:
    def test_shows_places_of_the_organisation_and_below_and_all_on_demand(
        self, office: Visitor, home: Organisation
    ) -> None:
        make_place(name="Наша", organisation=home)
        make_place(name="Филиала", organisation=make_organisation(parent=home))
        make_place(name="Чужая", organisation=make_organisation())
        make_place(name="Чужая скрытая", organisation=make_organisation(), is_public=False)

        assert names(office) == ["Наша", "Филиала"]
        assert names(office, "?within=all") == ["Наша", "Филиала", "Чужая"]

    def test_tells_hours_access_and_state_in_a_row(self, office: Visitor, home: Organisation) -> None:
        building = make_place(name="Дворец", organisation=home, capacity=300)
        set_hours(building)
        make_survey(building)
        hall = make_hall(building, name="Зал", organisation=home)
        actions.set_place_state(actor=SYSTEM, place=building, state="repair", valid_from=date(2026, 11, 1))

        first, second = office.page(LIST).one("tbody").all("tr")

        assert [cell.text for cell in first.all("td")[2:3]] == ["пн–пт 10–19"]
        assert len(first.all("span", class_="mark--yes")) == 6
        assert first.one("span", class_="badge--cancelled").text == "Закрыто на ремонт"
        assert second.one("th").text == "Зал Дворец"
        assert len(second.all("span", class_="mark--yes")) == 6
        assert hall.address == ""

    def test_unknown_is_told_as_unknown(self, office: Visitor, home: Organisation) -> None:
        make_place(organisation=home)
        (row,) = office.page(LIST).one("tbody").all("tr")
        assert len(row.all("span", class_="mark--unknown")) == 6
        assert row.one("span", class_="badge--soldout").text == "неизвестно"

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?lacks=hours", ["Без всего"]),
            ("?lacks=survey", ["Без всего"]),
            ("?lacks=photo", ["Без всего", "Зал"]),
            ("?lacks=way_in", ["Без всего"]),
            ("?lacks=point", ["Без всего"]),
            ("?state=repair", ["Без всего"]),
            ("?level=hall", ["Зал"]),
            ("?kind=hall", ["Зал"]),
            ("?certainty=B", ["Без всего"]),
            ("?q=зал", ["Зал"]),
            ("?level=nonsense", ["Без всего", "Зал", "Полное"]),
        ],
    )
    def test_filters(self, query: str, found: list[str], office: Visitor, home: Organisation) -> None:
        bare = make_place(name="Без всего", organisation=home, certainty="B")
        actions.set_place_state(actor=SYSTEM, place=bare, state="repair", valid_from=date(2026, 11, 1))
        full = make_place(name="Полное", organisation=home, how_to_get_in="С улицы", lat=55.1, lon=61.4)
        set_hours(full)
        make_survey(full)
        make_photo(full)
        make_hall(full, name="Зал", organisation=home)
        assert names(office, query) == found

    def test_a_district_is_taken_over_from_above(self, office: Visitor, home: Organisation) -> None:
        district = make_district()
        building = make_place(name="Дворец", organisation=home, district=district)
        make_hall(building, name="Зал", organisation=home)
        make_place(name="Другое", organisation=home)
        assert names(office, f"?district={district.pk}") == ["Дворец", "Зал"]

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries(
        self, number: int, office: Visitor, home: Organisation, django_assert_num_queries: Any
    ) -> None:
        for _number in range(number):
            make_hall(make_place(organisation=home), organisation=home)
        office.page(LIST)
        # Session and person, roles of the desk, notices, count, rows; lineages, places, surveys, hours,
        # exceptions, states, photos; names above; kept views, districts of the filter.
        with django_assert_num_queries(QUERIES_OF_LIST):
            office.page(LIST)


QUERIES_OF_LIST = 17


class TestPage:
    def test_shows_what_residents_see_and_what_is_missing(self, office: Visitor, home: Organisation) -> None:
        place = make_place(name="Дворец", organisation=home, lat=55.1, lon=61.4)
        page = office.page(here(place))
        links = {each.text: each["href"] for each in page.one("ol", class_="lacks__list").all("a")}
        assert links == {
            "Часы работы не указаны: жители читают «неизвестно».": here(place, "hours/"),
            "Нет паспорта доступности: никто не знает, сможет ли войти.": here(place, "access/"),
            "Не рассказано, как войти: от остановки до двери, по шагам.": here(place, "edit/"),
            "Нет фотографии, которую можно показать.": here(place, "photos/"),
            "Нет описания: что это за место.": here(place, "edit/"),
        }
        assert page.one("p", class_="door-now").text == "Часы работы неизвестны"
        assert len(page.all("span", class_="access--unknown")) == 6

    def test_nothing_is_missing_of_a_whole_place(self, office: Visitor, home: Organisation) -> None:
        given = {"how_to_get_in": "С улицы", "description": "Дворец", "lat": 55.1, "lon": 61.4}
        place = make_place(organisation=home, **given)
        set_hours(place)
        make_survey(place)
        make_photo(place)
        page = office.page(here(place))
        assert page.one("p", class_="lacks--none").text == "Здесь всё есть."
        assert page.one("p", class_="door-now--open").text == "Сейчас открыто, до 19:00"

    def test_the_tree_leads_to_what_lies_around(self, office: Visitor, home: Organisation) -> None:
        site = make_place(name="Усадьба", level="site", organisation=home)
        building = make_place(name="Дворец", parent=site, organisation=home)
        hall = make_hall(building, name="Зал", organisation=home)
        tree = office.page(here(building)).one("ul", class_="tree")
        assert [each.all()[0].text for each in tree.all("li")] == ["Усадьба", "Дворец", "Зал"]
        assert [each["href"] for each in tree.all("a")] == [here(site), here(hall)]

    def test_others_may_look_but_find_nothing_to_change(self, office: Visitor) -> None:
        place = make_place(organisation=make_organisation())
        page = office.page(here(place))
        assert page.all("ul", class_="doings") == []
        assert page.one("ol", class_="lacks__list").all("a") == []

    @pytest.mark.parametrize(
        "page",
        ["", "hours/", "access/", "photos/", "closings/", "history/", "edit/", "rename/", "access/new/"],
    )
    def test_a_hidden_place_of_others_is_not_there(self, page: str, office: Visitor) -> None:
        place = make_place(organisation=make_organisation(), is_public=False)
        office.page(here(place, page), 404)

    @pytest.mark.parametrize(
        "page",
        ["edit/", "rename/", "relocate/", "heritage/", "access/new/", "access/new/1/", "closings/new/"],
    )
    def test_a_public_place_of_others_is_not_to_be_changed(self, page: str, office: Visitor) -> None:
        place = make_place(organisation=make_organisation())
        office.page(here(place, page), 403)
        assert office.send(here(place, page), name="Моё").status_code == 403

    @pytest.mark.parametrize("page", ["hours/", "photos/", "closings/reopen/"])
    def test_nor_by_the_pages_that_show_it(self, page: str, office: Visitor) -> None:
        place = make_place(organisation=make_organisation())
        assert office.send(here(place, page), do="unknown", day="2026-11-23").status_code == 403

    def test_nobody_comes_without_signing_in(self, client: Client) -> None:
        response = client.get(LIST)
        assert (response.status_code, response["Location"]) == (302, "/office/sign-in/?next=/office/places/")


class TestEditing:
    def test_a_new_hall_takes_over_category_and_organisation(
        self, office: Visitor, home: Organisation
    ) -> None:
        building = make_place(organisation=home)
        form = office.page(f"{LIST}new/?parent={building.pk}")
        chosen = [each.text for each in form.all("option") if "selected" in each.attributes]
        assert chosen[:2] == ["Зал", "Зал"]

        given = {"name": "Малый зал", "level": "hall", "kind": "hall", "certainty": "A", "is_public": "on"}
        address = office.sent(f"{LIST}new/", parent=building.pk, capacity=80, **given)

        hall = Place.objects.get(name="Малый зал")
        assert address == here(hall)
        assert (hall.parent, hall.organisation, hall.category, hall.capacity) == (
            building,
            home,
            building.category,
            80,
        )

    def test_a_point_is_pasted_from_a_map(self, office: Visitor, home: Organisation) -> None:
        given = {"name": "Дом", "level": "building", "kind": "library", "certainty": "A"}
        office.sent(f"{LIST}new/", organisation=home.pk, point="55.1599, 61.4026", **given)
        place = Place.objects.get(name="Дом")
        assert (place.lat, place.lon, place.coord_accuracy, place.category) == (
            55.1599,
            61.4026,
            "building",
            "biblioteki",
        )
        assert not place.is_public

    @pytest.mark.parametrize("point", ["там", "55.1", "55.1, 61.4, 3", "nan"])
    def test_a_point_that_is_none_is_refused_at_its_field(
        self, point: str, office: Visitor, home: Organisation
    ) -> None:
        given = {"name": "Дом", "level": "building", "kind": "library", "certainty": "A"}
        found = office.refused(f"{LIST}new/", organisation=home.pk, point=point, **given)
        assert found[0] == "Напишите два числа, сначала широту: 55.1599, 61.4026."

    def test_impossible_degrees_are_told_at_the_point(self, office: Visitor, home: Organisation) -> None:
        given = {"name": "Дом", "level": "building", "kind": "library", "certainty": "A"}
        found = office.refused(f"{LIST}new/", organisation=home.pk, point="155, 61", **given)
        assert found[0] == "Такой точки на Земле нет: сначала широта, затем долгота."

    def test_a_building_of_others_cannot_be_built_in(self, office: Visitor, home: Organisation) -> None:
        building = make_place(organisation=make_organisation())
        given = {"name": "Зал", "level": "hall", "kind": "hall", "certainty": "A"}
        assert office.refused(f"{LIST}new/", parent=building.pk, organisation=home.pk, **given) != []
        assert not Place.objects.filter(name="Зал").exists()

    def test_changed_fields_are_written(self, office: Visitor, home: Organisation) -> None:
        place = make_place(organisation=home, address="ул. Труда, 1", lat=55.1, lon=61.4)
        values = self.values(office, place) | {"how_to_get_in": "Со двора\nЗвонок слева", "capacity": "120"}
        office.sent(here(place, "edit/"), here(place), **values)
        place.refresh_from_db()
        assert (place.how_to_get_in, place.capacity, place.lat) == ("Со двора\nЗвонок слева", 120, 55.1)

    def test_two_people_merge(self, office: Visitor, home: Organisation) -> None:
        place = make_place(name="Клуб", organisation=home)
        values = self.values(office, place) | {"capacity": "50"}
        actions.update_place(actor=SYSTEM, place=place, website="https://club.example/")
        office.sent(here(place, "edit/"), **values)
        place.refresh_from_db()
        assert (place.capacity, place.website) == (50, "https://club.example/")

    def values(self, office: Visitor, place: Place) -> dict[str, Any]:
        """The form as a browser would send it back."""
        form = office.page(here(place, "edit/")).one("form", class_="form")
        found: dict[str, Any] = {}
        for each in form.all("input"):
            name = each.attributes.get("name", "")
            if name and (each.attributes.get("type") != "checkbox" or "checked" in each.attributes):
                usual = "on" if each.attributes.get("type") == "checkbox" else ""
                found[name] = each.attributes.get("value", usual)
        for each in form.all("textarea"):
            found[each["name"]] = each.text
        for each in form.all("select"):
            chosen = [option["value"] for option in each.all("option") if "selected" in option.attributes]
            found[each["name"]] = chosen[0] if chosen else ""
        found.pop("csrfmiddlewaretoken", None)
        return found

    def test_a_place_goes_into_the_trash(self, office: Visitor, home: Organisation) -> None:
        place = make_place(organisation=home)
        office.sent(here(place, "remove/"), LIST)
        assert not Place.objects.filter(pk=place.pk).exists()


class TestFromADay:
    def test_a_new_name(self, office: Visitor, home: Organisation) -> None:
        place = make_place(name="Клуб", organisation=home)
        office.sent(here(place, "rename/"), here(place), name="Дворец", name_en="", valid_from="2026-11-23")
        page = office.page(here(place))
        assert page.one("h1").text == "Дворец"
        former = [each.text for each in page.one("ul", class_="was").all("li")]
        assert former[0] == "Клуб до 22 ноября 2026"

    def test_a_move_for_a_time(self, office: Visitor, home: Organisation) -> None:
        place = make_place(address="ул. Труда, 1", organisation=home, lat=55.1, lon=61.4)
        given = {"address": "ул. Мира, 2", "point": "55.2, 61.5"}
        office.sent(here(place, "relocate/"), valid_from="2026-11-23", valid_to="2026-12-31", **given)
        place.refresh_from_db()
        assert (place.address, place.lat) == ("ул. Мира, 2", 55.2)
        assert place.addresses.get(address="ул. Мира, 2").is_temporary

    def test_a_move_that_ends_before_it_begins(self, office: Visitor, home: Organisation) -> None:
        place = make_place(organisation=home)
        given = {"address": "ул. Мира, 2", "valid_from": "2026-11-23", "valid_to": "2026-11-01"}
        assert office.refused(here(place, "relocate/"), **given)[0] == "Последний день раньше первого."

    def test_heritage(self, office: Visitor, home: Organisation) -> None:
        place = make_place(organisation=home)
        bad = office.refused(here(place, "heritage/"), register_number="7")
        assert bad[0] == "В номере реестра объектов наследия 15 цифр."
        office.sent(here(place, "heritage/"), protection="федерального значения", built="1903")
        assert office.page(here(place, "heritage/")).one("input", name="built")["value"] == "1903"


class TestPictures:
    def test_a_picture_comes_with_all_that_is_needed_to_show_it(
        self, office: Visitor, home: Organisation
    ) -> None:
        place = make_place(organisation=home)
        image = SimpleUploadedFile("фасад.png", PNG, "image/png")
        given = {"alt": "Фасад", "author": "Музей", "source": "архив", "rights": "own"}

        assert office.refused(here(place, "photos/"), image=image, **given | {"author": ""})[0] == (
            "Обязательное поле."
        )
        image.seek(0)
        office.sent(here(place, "photos/"), here(place, "photos/"), image=image, **given)

        assert told(office, here(place, "photos/")) == ["Фотография на месте, жители её видят."]
        assert office.page(here(place)).one("img", class_="shots__one")["alt"] == "Фасад"

    def test_a_picture_stays_chosen_while_the_form_is_mended(
        self, office: Visitor, home: Organisation
    ) -> None:
        place = make_place(organisation=home)
        image = SimpleUploadedFile("фасад.png", PNG, "image/png")
        given = {"alt": "Фасад", "author": "", "source": "архив", "rights": "own"}
        address = here(place, "photos/")

        page = Read(office.send(address, image=image, **given))
        kept = page.one("input", name="image-kept")["value"]
        control = page.one("input", name="image")
        assert "required" not in control.attributes
        again = Read(office.send(address, **given, **{"image-kept": kept}))
        assert again.one("input", name="image-kept")["value"] == kept

        colleague = Visitor(Client(), make_editor(home))
        whole = {**given, "author": "Музей", "image-kept": kept}
        assert colleague.refused(address, **whole)[0] == "Обязательное поле."
        office.sent(address, address, **whole)
        with PlacePhoto.objects.get().image.open() as shown:
            assert shown.read() == PNG
        assert DraftFile.objects.count() == 0

    def test_what_is_no_picture_is_refused(self, office: Visitor, home: Organisation) -> None:
        place = make_place(organisation=home)
        image = SimpleUploadedFile("a.png", b"<script>", "image/png")
        given = {"alt": "Фасад", "author": "Музей", "source": "архив", "rights": "own"}
        assert office.refused(here(place, "photos/"), image=image, **given)[0] == (
            "Показать можно только изображения JPEG, PNG и WebP."
        )

    def test_a_picture_is_taken_away_after_asking(self, office: Visitor, home: Organisation) -> None:
        photo = make_photo(make_place(organisation=home))
        address = here(photo.place, f"photos/{photo.pk}/remove/")
        assert office.page(address).one("h1").text == "Убрать эту фотографию?"
        assert PlacePhoto.objects.count() == 1
        office.sent(address, here(photo.place, "photos/"))
        assert PlacePhoto.objects.count() == 0
        back = office.page(here(photo.place, "photos/")).one(class_="notice--undo").one("form")["action"]
        office.sent(back, here(photo.place))
        assert list(PlacePhoto.objects.values_list("pk", flat=True)) == [photo.pk]

    def test_only_of_its_own_place(self, office: Visitor, home: Organisation) -> None:
        photo = make_photo(make_place(organisation=make_organisation()))
        ours = make_place(organisation=home)
        assert office.send(here(ours, f"photos/{photo.pk}/remove/")).status_code == 404
        assert PlacePhoto.objects.count() == 1


class TestDistricts:
    def test_a_coordinator_keeps_them(self) -> None:
        district = make_district(name="Центральный")
        make_place(district=district)
        city = Visitor(Client(), make_coordinator())

        (row,) = city.page("/office/districts/").one("tbody").all("tr")
        assert row.one("th").text == "Центральный"
        assert row.all("td", class_="num")[-1].text == "1"
        city.sent("/office/districts/new/", name="Новый", code="new", point="55.1, 61.4")
        assert city.page("/office/districts/").all("th", scope="row")[0].text == "Новый"

    def test_others_only_look(self, office: Visitor) -> None:
        district = make_district()
        office.page("/office/districts/new/", 403)
        office.page(f"/office/districts/{district.pk}/edit/", 403)
        office.page(f"/office/districts/{district.pk}/")


def test_staff_without_an_editing_role_may_look(home: Organisation) -> None:
    person: User = make_editor(home, "statistician")
    visitor = Visitor(Client(), person)
    place = make_place(organisation=home, is_public=False)
    visitor.page(here(place))
    visitor.page(here(place, "edit/"), 403)
    visitor.page(f"{LIST}new/", 403)
