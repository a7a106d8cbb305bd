"""Benefit categories in the office: versions, their ends, who uses them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.programme import BenefitCategoryFactory, EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Invalid, NotAllowed
from karavan.programme import actions
from karavan.programme.drafts import TariffDraft
from karavan.programme.models import BenefitCategory, Tariff
from portal.reading import Read

HERE = "/office/benefits/"


@pytest.fixture
def pensioners(db):
    return BenefitCategoryFactory(code="pensioners", name="Пенсионеры", legal_basis="5-ФЗ")


def with_tariff(category, **given):
    return EventFactory(tariffs=[TariffDraft(category.pk, "percent", 50, days_of_month=[1])], **given)


def names(response):
    return [cell.text for cell in Read(response).all("th", scope="row")]


def test_versions_are_told_by_their_state(house, pensioners):
    BenefitCategoryFactory(name="Ветераны", valid_to=date(2026, 12, 31), check_with_city=False)
    BenefitCategoryFactory(name="Студенты", valid_from=date(2027, 9, 1))
    with_tariff(pensioners)
    client = house.client["coordinator"]
    assert names(client.get(HERE)) == ["Ветераны", "Студенты", "Пенсионеры"]
    badges = [badge.text for badge in Read(client.get(HERE)).all(class_="badge")]
    assert badges == [
        "закончилась",
        "с 01.09.2027",
        "уточнить у города",
        "действует",
        "уточнить у города",
    ]
    found = {
        query: names(client.get(HERE + query))
        for query in ("?force=now", "?force=later", "?force=ended", "?city=confirmed", "?level=municipal")
    }
    assert found == {
        "?force=now": ["Пенсионеры"],
        "?force=later": ["Студенты"],
        "?force=ended": ["Ветераны"],
        "?city=confirmed": ["Ветераны"],
        "?level=municipal": [],
    }


def test_only_coordinators_change_them(house, pensioners):
    address = f"{HERE}{pensioners.pk}/"
    for who, expected in (("coordinator", 200), ("director", 403), ("editor", 403)):
        client = house.client[who]
        assert client.get(address).status_code == 200
        codes = [client.get(f"{address}{part}/").status_code for part in ("edit", "renew", "end")]
        assert codes == [expected] * 3
        assert client.get(f"{HERE}new/").status_code == expected
    with pytest.raises(NotAllowed):
        actions.renew_benefit_category(actor=house.director, category=pensioners, valid_from=date(2027, 3, 1))


def test_a_new_law_is_a_new_version_and_prices_go_on(house, pensioners):
    event = with_tariff(pensioners)
    client = house.client["coordinator"]
    fields = {
        "valid_from": "2027-03-01",
        "legal_basis": "99-ФЗ",
        "name": "Пенсионеры и предпенсионеры",
        "proof": "Удостоверение",
        "check_with_city": "on",
    }
    made = client.post(f"{HERE}{pensioners.pk}/renew/", fields)
    new = BenefitCategory.objects.get(code="pensioners", valid_from=date(2027, 3, 1))
    assert made["Location"] == f"{HERE}{new.pk}/"
    pensioners.refresh_from_db()
    assert (pensioners.valid_to, pensioners.name) == (date(2027, 2, 28), "Пенсионеры")
    assert (new.name, new.legal_basis, new.level, new.valid_to) == (
        "Пенсионеры и предпенсионеры",
        "99-ФЗ",
        pensioners.level,
        None,
    )
    kept = Tariff.objects.filter(event=event).order_by("category__valid_from")
    assert [(row.category_id, row.kind, row.value, row.days_of_month) for row in kept] == [
        (pensioners.pk, "percent", 50, [1]),
        (new.pk, "percent", 50, [1]),
    ]
    versions = Read(client.get(f"{HERE}{new.pk}/")).one("section", aria_labelledby="versions")
    assert [link.text for link in versions.all("a")] == [
        "1 марта 2027 – бессрочно",
        "1 января 2020 – 28 февраля 2027",
    ]


def test_a_version_that_cannot_be_is_refused(house, pensioners):
    client = house.client["coordinator"]
    fields = {"valid_from": "2019-03-01", "legal_basis": "99-ФЗ", "name": "Пенсионеры"}
    page = Read(client.post(f"{HERE}{pensioners.pk}/renew/", fields))
    assert page.one(class_="field__error").text == (
        "Новая редакция начинается позже прежней: выберите более поздний день."
    )
    assert page.one("input", name="legal_basis")["value"] == "99-ФЗ"
    ended = BenefitCategoryFactory(valid_to=date(2026, 12, 31))
    with pytest.raises(Invalid) as caught:
        actions.renew_benefit_category(actor=SYSTEM, category=ended, valid_from=date(2027, 3, 1))
    assert set(caught.value.problems) == {"valid_from"}
    with pytest.raises(TypeError):
        actions.renew_benefit_category(
            actor=SYSTEM, category=pensioners, valid_from=date(2027, 3, 1), code="x"
        )
    assert BenefitCategory.objects.count() == 2


def test_a_version_ends(house, pensioners):
    client = house.client["coordinator"]
    page = Read(client.get(f"{HERE}{pensioners.pk}/end/"))
    assert page.one("input", name="valid_to")["value"] == "2027-02-01"
    wrong = Read(client.post(f"{HERE}{pensioners.pk}/end/", {"valid_to": "2019-01-01"}))
    assert wrong.one(class_="field__error").text == (
        "Последний день раньше первого. Поменяйте их местами или исправьте один из них."
    )
    assert client.post(f"{HERE}{pensioners.pk}/end/", {"valid_to": "2027-06-30"}).status_code == 302
    pensioners.refresh_from_db()
    assert pensioners.valid_to == date(2027, 6, 30)


def test_a_category_is_written_and_its_code_stays(house):
    client = house.client["coordinator"]
    fields = {
        "name": "Многодетные",
        "code": "large-families",
        "level": "regional",
        "legal_basis": "Закон 1",
        "valid_from": "2027-01-01",
        "position": "3",
        "check_with_city": "on",
    }
    client.post(f"{HERE}new/", fields)
    category = BenefitCategory.objects.get(code="large-families")
    assert (category.level, category.position, category.check_with_city) == ("regional", 3, True)
    client.post(f"{HERE}{category.pk}/edit/", {**fields, "code": "other", "name": "Многодетные семьи"})
    category.refresh_from_db()
    assert (category.code, category.name) == ("large-families", "Многодетные семьи")


def test_what_stands_on_an_unconfirmed_category_is_listed(house, pensioners):
    sure = BenefitCategoryFactory(name="Студенты", check_with_city=False)
    mine = with_tariff(pensioners, title="Чайка", organisers=[(house.theatre, "lead")])
    with_tariff(pensioners, title="Гроза", publish=True)
    with_tariff(sure, title="Лес", organisers=[(house.theatre, "lead")])

    def listed(who, path):
        return [
            (row.one("a").text, row.all(class_="muted")[-1].text)
            for row in Read(house.client[who].get(HERE + path)).one("ul", class_="lines").all("li")
        ]

    assert listed("coordinator", "unconfirmed/") == [("Гроза", "Пенсионеры"), ("Чайка", "Пенсионеры")]
    assert listed("editor", "unconfirmed/") == [("Чайка", "Пенсионеры")]
    assert listed("coordinator", f"{sure.pk}/events/") == [("Лес", "Студенты")]
    links = Read(house.client["editor"].get(f"{HERE}unconfirmed/")).one("ul", class_="lines").all("a")
    assert [link["href"] for link in links] == [f"/office/events/{mine.pk}/"]
    actions.update_benefit_category(actor=SYSTEM, category=pensioners, check_with_city=False)
    page = Read(house.client["coordinator"].get(f"{HERE}unconfirmed/"))
    assert page.one(class_="empty").text == "Ни одно событие её не использует"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(house, count):
    for _number in range(count):
        with_tariff(BenefitCategoryFactory())
    client = house.client["coordinator"]
    client.get(HERE)
    with CaptureQueriesContext(connection) as queries:
        assert len(names(client.get(HERE))) == count
    assert len(queries) == 8
