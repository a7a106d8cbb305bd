"""A list as a file: as it stands on the screen, all pages, nothing a spreadsheet would run."""

import csv
import io
from datetime import date, datetime

import icalendar
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from factories.people import make_editor, make_organisation
from factories.places import make_place
from karavan.office.kit import exporting
from office.kit.shelves import LOOKED_AT
from portal.reading import Read

pytestmark = [pytest.mark.urls("office.kit.shelves"), pytest.mark.django_db]

HERE = "/office/shelves/"
EXPORT = f"{HERE}export/"


@pytest.fixture
def house(db):
    return make_organisation(name="Сокол")


@pytest.fixture
def editor(house):
    client = Client()
    client.force_login(make_editor(house))
    return client


@pytest.fixture
def halls(house):
    return [
        make_place(name=f"Зал {number}", organisation=house, capacity=100 + number, address="ул. Труда, 1")
        for number in range(7)
    ]


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def sheets(response):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(response)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_list_leads_to_its_files_with_its_state(editor, halls):
    page = Read(editor.get(f"{HERE}?q=Зал&sort=-name&page=2"))
    links = [a["href"] for a in page.one("details", class_="exports").all("a")]
    state = "&q=%D0%97%D0%B0%D0%BB&sort=-name"
    assert links == [f"{EXPORT}?format={name}{state}" for name in ("xlsx", "csv", "pdf", "ics")]


def test_xlsx_has_all_pages_typed_cells_and_tells_of_itself(editor, halls, house):
    response = editor.get(f"{EXPORT}?format=xlsx&cols=name,seats,day,moment&sort=-name&when=30d&q=Зал")
    assert response["Content-Type"] == exporting.XLSX
    found = sheets(response)
    assert list(found) == ["Площадки", "Об этом файле"]
    rows = found["Площадки"]
    assert rows[0] == ["Название", "Мест", "День", "Начало"]
    assert [row[0] for row in rows[1:]] == [f"Зал {number}" for number in range(6, -1, -1)]
    assert rows[1][1:] == [106.0, date(2027, 3, 1), datetime(2027, 3, 1, 18)]
    about = [(row[0], row[1]) for row in found["Об этом файле"][2:]]
    assert about[:4] == [
        ("Чьё", "Сокол"),
        ("Слова", "Зал"),
        ("Когда", "Ближайшие 30 дней"),
        ("Порядок", "Название, по убыванию"),
    ]
    assert about[-1] == ("Строки", 7.0)


def test_only_the_rows_the_person_may_see(editor, halls):
    make_place(name="Тайный", organisation=make_organisation(), is_public=False)
    rows = sheets(editor.get(f"{EXPORT}?format=xlsx&within=all"))["Площадки"]
    assert len(rows) == 8
    assert Client().get(f"{EXPORT}?format=xlsx").status_code == 302


def test_csv_is_for_a_russian_excel_and_runs_nothing(editor, house):
    for name in ("=1+1", "+7 351", "-5", "@x", "Обычный; зал"):
        make_place(name=name, organisation=house, capacity=5)
    response = editor.get(f"{EXPORT}?format=csv&cols=name,seats,day,moment")
    raw = content(response)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Название", "Мест", "День", "Начало"]
    assert sorted(row[0] for row in rows[1:]) == ["'+7 351", "'-5", "'=1+1", "'@x", "Обычный; зал"]
    assert rows[1][1:] == ["5", "01.03.2027", "01.03.2027 18:00"]


def test_no_cell_of_xlsx_is_a_formula(editor, house):
    make_place(name='=HYPERLINK("http://x")', organisation=house)
    rows = sheets(editor.get(f"{EXPORT}?format=xlsx"))["Площадки"]
    assert rows[1][0] == '=HYPERLINK("http://x")'


def test_ics_where_the_screen_gives_dates(editor, halls):
    calendar = icalendar.Calendar.from_ical(content(editor.get(f"{EXPORT}?format=ics&sort=name")))
    entries = calendar.walk("VEVENT")
    assert len(entries) == 7
    assert (str(entries[0]["SUMMARY"]), str(entries[0]["LOCATION"])) == ("Зал 0", "ул. Труда, 1")
    assert entries[0].decoded("DTSTART").isoformat() == "2027-03-01T13:00:00+00:00"
    assert str(entries[0]["UID"]).startswith(f"place-{halls[0].pk}@")


@pytest.mark.usefixtures("print_fonts")
def test_pdf_is_tagged_and_across(editor, halls):
    response = editor.get(f"{EXPORT}?format=pdf")
    raw = content(response)
    assert raw.startswith(b"%PDF-1.")
    assert b"pdfuaid" in raw
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_more_than_a_pdf_holds_is_said(editor, halls, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_IN_PDF", 6)
    response = editor.get(f"{EXPORT}?format=pdf&sort=name", follow=True)
    assert response.redirect_chain == [(f"{HERE}?sort=name", 302)]
    assert Read(response).one(role="alert").text == (
        "В PDF помещается не больше 6 строк. Сузьте список фильтром или возьмите таблицу Excel."
    )


def test_the_screen_hears_whose_records_left(editor, halls):
    LOOKED_AT.clear()
    content(editor.get(f"{EXPORT}?format=csv&sort=name"))
    (heard,) = LOOKED_AT
    assert heard == ("file", [hall.pk for hall in halls])


def test_other_forms_are_not_there(editor, halls):
    assert editor.get(f"{EXPORT}?format=exe").status_code == 404
    assert editor.get(EXPORT).status_code == 404


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_file_asks_the_same_number_of_queries(editor, house, form, count, django_assert_num_queries):
    for number in range(count):
        make_place(name=f"Зал {number}", organisation=house)
    with django_assert_num_queries(5):
        content(editor.get(f"{EXPORT}?format={form}"))
