import re
from pathlib import Path

import pytest

from karavan.integrations.citydata import kinds, pack
from karavan.integrations.citydata.everyday import prices
from karavan.integrations.citydata.pack import PERIOD, annual_events, dated_programmes, slug_of

CITY = pack.load("chelyabinsk")
FOLDER = Path(pack.__file__).parent


def test_the_tables_are_whole():
    assert [
        len(rows)
        for rows in (
            CITY.districts,
            CITY.institutions,
            CITY.heritage,
            CITY.partners,
            CITY.annual,
            CITY.feasts,
        )
    ] == [7, 121, 45, 53, 102, 66]


def test_a_city_without_a_pack_is_refused():
    with pytest.raises(KeyError):
        pack.load("atlantis")


@pytest.mark.parametrize(
    "table", ["institutions", "heritage", "partners", "annual", "organisations", "outside", "halls"]
)
def test_ids_stand_once(table):
    ids = [row["id"] for row in getattr(CITY, table)]
    assert sorted(set(ids)) == sorted(ids)


def test_every_word_of_the_tables_is_known():
    assert {row["kind"] for row in CITY.institutions} == set(kinds.INSTITUTIONS)
    assert {row["kind"] for row in CITY.heritage} == set(kinds.HERITAGE)
    assert {row["type"] for row in CITY.partners} == set(kinds.PARTNERS)
    for row in (*CITY.institutions, *CITY.heritage, *CITY.partners):
        kinds.accuracy(row["coord_accuracy"])


def test_coordinates_and_their_accuracy_come_together():
    wrong = [
        row["id"]
        for row in (*CITY.institutions, *CITY.heritage, *CITY.partners)
        if (kinds.accuracy(row["coord_accuracy"]) == "none") is not (row["lat"] == "")
    ]
    assert wrong == []


def test_references_lead_somewhere():
    organisations = {row["id"] for row in (*CITY.organisations, *CITY.partners, *CITY.institutions)}
    places = {row["id"] for row in (*CITY.institutions, *CITY.heritage, *CITY.outside, *CITY.halls)}
    assert {row["part_of"] for row in CITY.institutions} - organisations == {""}
    assert {row["same_as"] for row in CITY.partners} - organisations == {""}
    assert {row["organisation"] for row in CITY.heritage} - organisations == {""}
    assert {row[name] for row in CITY.heritage for name in ("same_as", "part_of")} - places == {""}
    assert {place for row in CITY.annual for place in row["places"].split(";")} - places == {""}
    assert {row["of"] for row in CITY.halls} <= places
    assert {row["id"] for row in CITY.history} - places == set()


def test_everything_has_an_english_name():
    rows = (
        *CITY.institutions,
        *CITY.heritage,
        *CITY.partners,
        *CITY.organisations,
        *CITY.outside,
        *CITY.halls,
    )
    bare = [
        row["id"] for row in rows if not row["name_en"] or re.search("[а-яё]", row["name_en"], re.IGNORECASE)
    ]
    titles = [
        row
        for row in (*CITY.annual, *CITY.feasts)
        if not row["title_en"] or re.search("[а-яё]", row["title_en"], re.IGNORECASE)
    ]
    assert (bare, titles) == ([], [])


def test_every_annual_row_becomes_a_programme_or_an_event():
    told = {node.key for node in dated_programmes(CITY)} | {event.key for event in annual_events(CITY)}
    assert {row["id"] for row in CITY.annual} - told == set()


def test_programmes_form_a_tree_under_the_year():
    nodes = dated_programmes(CITY)
    slugs = [node.slug for node in nodes]
    assert len(set(slugs)) == len(slugs)
    assert [node.slug for node in nodes if not node.parent] == ["cc2027"]
    for index, node in enumerate(nodes[1:], 1):
        assert node.parent in slugs[:index]
    assert all(node.days is None or node.days.meets(PERIOD) for node in nodes)


def test_city_day_has_its_events():
    assert len([event for event in annual_events(CITY) if event.programme == "city-day-2027"]) == 19


def test_what_was_not_seen_lately_stays_a_draft():
    assert {event.key for event in annual_events(CITY) if event.is_draft} == {"E020", "E021", "E032", "E033"}


def test_tariffs_name_known_benefit_categories():
    known = {row["code"] for row in CITY.benefits}
    used = {tariff.category for group in prices._TARIFFS.values() for tariff in group}
    assert used | {tariff.category for tariff in prices._HOUSE} <= known


def test_benefits_name_their_act_and_what_to_check():
    assert [row["code"] for row in CITY.benefits if "уточнить" not in row["legal_basis"]] == []


@pytest.mark.parametrize(
    "path", sorted(FOLDER.rglob("*.csv")) + sorted(FOLDER.rglob("*.toml")), ids=lambda path: path.name
)
def test_no_contacts_of_persons_ship(path):
    text = path.read_text("utf-8")
    assert re.findall(r"[\w.]+@[\w.]+\.\w+|\+7[\s\d()-]{9,}|8 ?\(\d{3}\)", text) == []


def test_a_slug_is_made_of_words():
    assert slug_of("Children's Day, #1 — of №2") == "childrens-day-1-of-2"
    assert len(slug_of("word " * 40)) <= 60
