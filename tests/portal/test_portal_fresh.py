"""What must be asked of a database that holds nothing else."""

import re

import pytest
import time_machine

from catalogue.city import NOW
from factories.people import make_organisation
from factories.places import make_district, make_place
from factories.programme import EventFactory, ProgrammeFactory


def test_english_pages_are_english(client, db):
    """Records named in English leave no Russian letter on the page but the name of the other language."""
    district = make_district(name="Центральный", name_en="Central")
    organisation = make_organisation(name="Театр", name_en="Theatre")
    with time_machine.travel(NOW, tick=False):
        place = make_place(
            name="Театр", name_en="Theatre", address="", district=district, organisation=organisation
        )
        programme = ProgrammeFactory(slug="year", title="Год", translations={"en": {"title": "Year"}})
        event = EventFactory(
            publish=True,
            title="Вечер",
            place=place,
            organisers=[(organisation, "lead")],
            programme_id=programme.pk,
            translations={"en": {"title": "Evening"}},
        )
        addresses = [
            "/",
            "/events/",
            "/events/?q=evening&kind=concert&access=wheelchair&sure=false&audience=family&age=6&max_price=0",
            "/events/?what=1&age=x",
            f"/events/{event.pk}/",
            "/places/",
            f"/places/{place.pk}/",
            "/organisations/",
            f"/organisations/{organisation.pk}/",
            "/programmes/",
            "/programmes/year/",
            "/search/",
            "/search/?q=evening",
            "/about/",
            "/nothing/",
        ]
        for address in addresses:
            text = client.get(f"/en{address}").content.decode()
            text = text.replace("Русский", "")
            assert re.findall(r"[А-Яа-яЁё][^<]*", text) == [], address


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 8),
        ("/events/", 3),
        ("/events/?q=концерт", 3),
        ("/events/?district=tsentralny&kind=concert", 3),
        ("/places/", 3),
        ("/organisations/", 3),
        ("/programmes/", 5),
        ("/programmes/year/", 5),
        ("/search/?q=концерт", 3),
        ("/about/", 7),
    ],
)
def test_queries_do_not_grow_with_the_page(
    client, db, settings, django_assert_num_queries, number, address, queries
):
    settings.LEAD_PROGRAMME = "year"
    with time_machine.travel(NOW, tick=False):
        district, programme = make_district(code="tsentralny"), ProgrammeFactory(slug="year")
        for count in range(number):
            EventFactory(publish=True, place=make_place(district=district), programme_id=programme.pk)
            ProgrammeFactory(slug=f"part-{count}", parent=programme)
        client.get("/events/?district=tsentralny")
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
