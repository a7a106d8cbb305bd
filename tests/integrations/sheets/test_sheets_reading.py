"""Files as they come: other headings, merged and broken cells, and files that mean harm."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.sheets.tables import workbook
from karavan.integrations.sheets import words
from karavan.integrations.sheets.columns import Column, match_headings
from karavan.integrations.sheets.container import Unreadable, look
from karavan.integrations.sheets.limits import MAX_BYTES
from karavan.integrations.sheets.reading import read_sheet
from karavan.integrations.sheets.stamp import Stamp, read_stamp

COLUMNS = (
    Column("id", "№ в Караване", "", words.whole),
    Column("title", "Название", "", words.text, ("наименование мероприятия",), required=True),
    Column("kind", "Вид события", "", words.text, ("форма мероприятия",), required=True),
    Column("day", "Дата", "", words.moments, ("дата и время",)),
    Column("price", "Цена", "", words.price),
)


def read(content: bytes):
    return read_sheet(content, COLUMNS)


def cells(content: bytes):
    return [(row.number, row.cells) for row in read(content).rows]


def test_headings_are_found_below_a_title_in_any_order_and_spelling():
    content = workbook(
        {
            "Пояснения": [["Уважаемые коллеги!"]],
            "План": [
                ["УТВЕРЖДАЮ"],
                ["План мероприятий на декабрь"],
                [],
                [
                    "№ п/п",
                    "Дата и время*",
                    "НАИМЕНОВАНИЕ МЕРОПРИЯТИЯ",
                    "Форма меропрятия",
                    "Кто придёт",
                    "цена (руб.)",
                ],
                [1, "5 декабря 18:30", "Ёлка", "Праздник", "дети", 300],
            ],
        }
    )
    sheet = read(content)
    assert sheet.match.unknown == ("№ п/п", "Кто придёт")
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (5, {"day": "5 декабря 18:30", "title": "Ёлка", "kind": "Праздник", "price": 300})
    ]


def test_empty_rows_and_the_example_are_left_out():
    content = workbook(
        {
            "Лист1": [
                ["№ в Караване", "Название", "Вид события"],
                ["пример", "Так заполняют", "Лекция"],
                [None, None, None],
                [None, "  \u00a0 ", ""],
                [None, "Концерт", "Концерт"],
            ]
        }
    )
    assert cells(content) == [(5, {"title": "Концерт", "kind": "Концерт"})]


def test_values_of_formulas_are_read_and_failed_ones_named():
    def formulas(book, sheets):
        sheets["A"].write_formula(1, 0, '="Кон"&"церт"', None, "Концерт")
        sheets["A"].write_formula(1, 2, "=1/0", None, "#DIV/0!")

    content = workbook({"A": [["Название", "Вид события", "Цена"], [None, "Концерт", None]]}, formulas)
    (row,) = read(content).rows
    assert (row.cells, row.failed) == ({"title": "Концерт", "kind": "Концерт"}, {"price"})


def test_a_cell_merged_downwards_is_said_of_all_its_rows():
    def merge(book, sheets):
        sheets["A"].merge_range(1, 0, 3, 0, "Ёлка")
        sheets["A"].merge_range(4, 0, 4, 1, "Итого")

    rows = [["Название", "Вид события"], [None, "Праздник"], [None, "Праздник"], [None, "Праздник"]]
    found = read(workbook({"A": rows}, merge)).rows
    assert [(row.cells.get("title"), row.above) for row in found] == [
        ("Ёлка", frozenset()),
        ("Ёлка", frozenset({"title"})),
        ("Ёлка", frozenset({"title"})),
        ("Итого", frozenset()),
    ]


def test_hidden_sheets_and_our_own_helpers_are_not_the_list():
    def hide(book, sheets):
        sheets["Списки"].hide()
        sheets["Тайное"].hide()

    head = ["Название", "Вид события"]
    pages = {
        "Как заполнять": [head, ["в", "г"]],
        "Тайное": [head, ["а", "б"]],
        "Список": [head, ["Да", "Лекция"]],
        "Списки": [head],
    }
    content = workbook(pages, hide)
    assert cells(content) == [(2, {"title": "Да", "kind": "Лекция"})]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a table",
        b"\xd0\xcf\x11\xe0 old office",
        b"PK\x03\x04 broken",
        b"a" * (MAX_BYTES + 1),
        workbook({"A": [["ничего", "знакомого"], [1, 2]]}),
        workbook({"A": [["Название", "Вид события"]]}),
        workbook({"A": [["Название", "Цена"], ["Концерт", 300]]}),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(content):
    with pytest.raises(Unreadable) as refusal:
        read(content)
    assert len(str(refusal.value)) > 20


def archive(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def test_a_file_that_unpacks_without_end_is_refused():
    bomb = archive(
        {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * (170 * 1024 * 1024)}
    )
    assert len(bomb) < 1_000_000
    with pytest.raises(Unreadable):
        look(bomb)


def test_a_file_of_thousands_of_parts_is_refused():
    with pytest.raises(Unreadable):
        look(archive({"xl/workbook.xml": b"<workbook/>", **{f"a/{n}": b"" for n in range(2_001)}}))


@pytest.mark.parametrize("place", ["XFD2", "A1048576", "A20061", "GS2"])
def test_one_cell_far_away_does_not_make_a_reader_fill_the_memory(place):
    cell = f'<worksheet><sheetData><row><c s="1" r="{place}" ><v>1</v></c></row></sheetData></worksheet>'
    for name in ("xl/worksheets/sheet1.xml", "xl/elsewhere.xml"):
        with pytest.raises(Unreadable):
            look(archive({"xl/workbook.xml": b"<workbook/>", name: cell.encode()}))


def test_a_format_far_away_without_a_value_does_no_harm():
    cell = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData></worksheet>'
    look(archive({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": cell}))


def test_more_rows_than_may_be_are_refused():
    rows = [["Название", "Вид события"], *([["а", "б"]] * 20_001)]
    with pytest.raises(Unreadable, match="20"):
        read(workbook({"A": rows}))


@given(st.lists(st.text(max_size=30), max_size=12))
def test_a_column_stands_for_one_cell_and_every_other_heading_is_named(headings):
    match = match_headings(headings, COLUMNS)
    assert len(set(match.keys.values())) == len(match.keys)
    assert set(match.keys) <= set(range(len(headings)))


def test_the_stamp_is_read_back():
    assert read_stamp([[str(Stamp("events", 3))]]) == Stamp("events", 3)
    assert read_stamp([["Караван"], [5]]) is None
