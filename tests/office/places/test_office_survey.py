from datetime import date

import pytest
from django.test import Client

from factories.people import make_editor
from factories.places import make_hall, make_place, make_survey
from karavan.people.models import Organisation
from karavan.places.enums import Access, Category, Zone, ZoneState
from karavan.places.models import AccessSurvey, Place
from karavan.places.queries import access_summaries
from office.places.visiting import Visitor, told
from portal.reading import Read

pytestmark = pytest.mark.django_db

HEAD = {
    "surveyed_on": "2026-11-20",
    "surveyor": "Комиссия района",
    "variant": "А",
    "next_control": "2027-11-20",
}
ALL = {f"state_{each.name.lower()}": "ДП-В" for each in Category}


def here(place: Place, page: str = "") -> str:
    return f"/office/places/{place.pk}/access/{page}"


@pytest.fixture
def place(home: Organisation) -> Place:
    return make_place(organisation=home)


def begin(office: Visitor, place: Place, **more: str) -> None:
    office.sent(here(place, "new/"), here(place, "new/1/"), **HEAD, **more)


def test_an_unsurveyed_place_says_so(office: Visitor, place: Place) -> None:
    page = office.page(here(place))
    assert len(page.all("span", class_="access--unknown")) == 6
    assert page.all("div", class_="zones") == []


def test_zone_by_zone_to_the_record(office: Visitor, place: Place) -> None:
    begin(office, place)
    for step in range(1, 7):
        office.sent(here(place, f"new/{step}/"), here(place, f"new/{step + 1}/"), do="on", **ALL)
    office.sent(here(place, "new/7/"), here(place, "new/check/"), do="on", **ALL)

    page = office.page(here(place, "new/check/"))
    assert len(page.all("span", class_="access--yes")) == 6
    assert AccessSurvey.objects.count() == 0
    office.sent(here(place, "new/check/"), here(place), do="record")

    survey = AccessSurvey.objects.get()
    assert (survey.surveyed_on, survey.surveyor, survey.variant, survey.next_control) == (
        date(2026, 11, 20),
        "Комиссия района",
        "А",
        date(2027, 11, 20),
    )
    assert survey.assessments.count() == len(Zone) * len(Category)
    assert told(office, here(place)) == ["Обследование записано. Жители уже читают его."]
    assert set(access_summaries([place.pk])[place.pk].values()) == {Access.YES}


def test_what_is_not_answered_stays_unknown(office: Visitor, place: Place) -> None:
    begin(office, place)
    office.sent(here(place, "new/3/"), here(place, "new/check/"), do="end", state_wheelchair="ВНД")
    page = office.page(here(place, "new/check/"))
    assert len(page.all("span", class_="access--no")) == 1
    assert len(page.all("span", class_="access--unknown")) == 5
    assert page.all("p", class_="measure")[0].text == "Без ответа осталось: 34. Там будет «не обследовано»."
    office.sent(here(place, "new/check/"), do="record")
    assert AccessSurvey.objects.get().assessments.count() == 1


def test_nothing_answered_is_no_survey(office: Visitor, place: Place) -> None:
    begin(office, place)
    found = office.refused(here(place, "new/check/"), do="record")
    assert found == ["Оцените хотя бы одну зону: пустое обследование никому ничего не скажет."]
    assert AccessSurvey.objects.count() == 0


def test_going_back_and_away_loses_nothing(office: Visitor, place: Place) -> None:
    begin(office, place)
    office.sent(here(place, "new/2/"), here(place, "new/1/"), do="back", state_sight="ДУ")
    office.page("/office/places/")
    assert office.page(here(place)).one("div", class_="notice--info").text.startswith("Обследование начато")
    chosen = [
        each["value"]
        for each in office.page(here(place, "new/2/")).all("option")
        if "selected" in each.attributes
    ]
    assert chosen == ["", "", "ДУ", "", ""]


def test_an_unfinished_survey_outlasts_the_session_and_waits_in_the_inbox(
    office: Visitor, place: Place, home: Organisation
) -> None:
    begin(office, place)
    office.sent(here(place, "new/1/"), here(place, "new/2/"), do="on", **ALL)
    later = Visitor(Client(), office.person)

    waiting = later.page("/office/").all("a", href=here(place, "new/"))
    assert [link.text.split(":")[0] for link in waiting] == [place.name, "Закончить"]
    assert later.page(here(place, "new/")).one("input", name="surveyor")["value"] == HEAD["surveyor"]
    chosen = later.page(here(place, "new/1/")).all("option", value="ДП-В")
    assert ["selected" in option.attributes for option in chosen] == [True] * len(Category)
    colleague = Visitor(Client(), make_editor(home))
    assert colleague.page("/office/").all("a", href=here(place, "new/")) == []
    assert colleague.page(here(place, "new/")).one("input", name="surveyor").attributes.get("value", "") == ""

    later.sent(here(place, "new/check/"), here(place), do="record")
    assert later.page("/office/").all("a", href=here(place, "new/")) == []


def test_an_answer_taken_back_is_unknown_again(office: Visitor, place: Place) -> None:
    begin(office, place)
    office.sent(here(place, "new/1/"), do="on", **ALL)
    office.sent(here(place, "new/1/"), do="end")
    assert office.refused(here(place, "new/check/"), do="record") != []


def test_the_first_answer_for_all(office: Visitor, place: Place) -> None:
    begin(office, place)
    office.sent(here(place, "new/3/"), here(place, "new/3/"), do="same", state_mobility="ДУ")
    page = office.page(here(place, "new/3/"))
    chosen = [each["value"] for each in page.all("option") if "selected" in each.attributes]
    assert chosen == ["ДУ"] * 5


def test_the_last_survey_is_a_beginning_only_where_asked_for(office: Visitor, place: Place) -> None:
    make_survey(place)
    begin(office, place)
    assert len(office.page(here(place, "new/check/")).all("span", class_="access--unknown")) == 6
    begin(office, place, **{"from": "last"})
    assert len(office.page(here(place, "new/check/")).all("span", class_="access--yes")) == 6


def test_the_earlier_survey_is_kept(office: Visitor, place: Place) -> None:
    make_survey(place, surveyed_on=date(2026, 3, 1))
    begin(office, place)
    office.sent(here(place, "new/3/"), do="end", state_wheelchair="ВНД")
    office.sent(here(place, "new/check/"), do="record")
    listed = [each.text for each in office.page(here(place)).one("ul", class_="was").all("li")]
    assert listed == ["20 ноября 2026 · Комиссия района · действует", "1 марта 2026 · Комиссия района"]


def test_a_survey_of_tomorrow_is_refused_at_the_end_and_mended(office: Visitor, place: Place) -> None:
    office.sent(here(place, "new/"), **HEAD | {"surveyed_on": "2026-12-01"})
    office.sent(here(place, "new/3/"), do="end", state_wheelchair="ДП-В")
    found = office.refused(here(place, "new/check/"), do="record")
    assert found == ["День обследования: Обследование не может быть в будущем."]
    begin(office, place)
    office.sent(here(place, "new/check/"), do="record")


def test_an_unfinished_survey_is_thrown_away(office: Visitor, place: Place) -> None:
    begin(office, place)
    office.sent(here(place, "new/check/"), here(place), do="forget")
    assert office.page(here(place)).all("div", class_="notice--info")[1:] == []
    office.client.get(here(place, "new/3/"))
    assert AccessSurvey.objects.count() == 0


def test_without_a_beginning_there_is_no_zone(office: Visitor, place: Place) -> None:
    for page in ("new/3/", "new/check/"):
        response = office.client.get(here(place, page))
        assert (response.status_code, response["Location"]) == (302, here(place, "new/"))
    begin(office, place)
    assert office.client.get(here(place, "new/99/"))["Location"] == here(place, "new/")


def test_a_made_up_state_is_refused(office: Visitor, place: Place) -> None:
    begin(office, place)
    assert office.refused(here(place, "new/1/"), do="on", state_sight="ДА")[0].startswith("Выберите")


def test_profiles_while_answering_are_a_list_alone(office: Visitor, place: Place) -> None:
    begin(office, place)
    response = office.client.post(
        here(place, "new/3/"), {"do": "live", "state_wheelchair": "ВНД"}, headers={"X-Live": "1"}
    )
    (listed,) = Read(response).all("ul")
    assert len(listed.all("span", class_="access--no")) == 1
    office.sent(here(place, "new/check/"), do="forget")


def test_a_hall_says_that_the_survey_is_of_its_building(
    office: Visitor, place: Place, home: Organisation
) -> None:
    make_survey(place, {(Zone.ENTRANCE, Category.WHEELCHAIR): ZoneState.NOT})
    hall = make_hall(place, organisation=home)
    texts = [each.text for each in office.page(here(hall)).all("p", class_="measure")]
    assert "Это обследование здания, где находится место. У него может быть и своё." in texts
