"""Tables as cities have them, and what is said where they are broken."""

from datetime import date

import numpy as np
import pytest

from reach.errors import BadInput
from reach.population.ages import OPEN, read_age_sex
from reach.population.benefits import read_benefits
from reach.population.cells import read_cells

AGES = "as_of,age_band,male,female\n2024-01-01,0-4,10,11\n2024-01-01,5,3,2\n2024-01-01,6+,7,9\n"
CELL, OTHER = "8910de1162bffff", "8910de116c3ffff"


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_chelyabinsk(ages, cells):
    assert ages.day == date(2023, 1, 1)
    assert ages.districts == ("",)
    assert (ages.bands[0], ages.bands[-1], ages.oldest) == ((0, 4), (85, OPEN), 85)
    assert int(ages.counts.sum()) == 1_182_517
    assert len(cells) == 1874
    assert int(cells.residents.sum()) == 1_182_536
    assert cells.estimated
    assert len(set(cells.district)) == 7


def test_bands_are_divided_evenly(ages):
    years = ages.by_age()
    assert years.shape == (1, 2, 86)
    # 32,229 boys under five, 29,909 girls.
    assert years[0, :, :5].tolist() == [[6446, 6446, 6446, 6446, 6445], [5982, 5982, 5982, 5982, 5981]]
    assert years[0, :, 85].tolist() == [3714, 13879]
    assert int(years.sum()) == 1_182_517


def test_the_latest_day_and_a_byte_order_mark(tmp_path):
    text = "\ufeff" + AGES + "2023-01-01,0+,5,5\n"
    found = read_age_sex(written(tmp_path, text))
    assert (found.day, found.bands) == (date(2024, 1, 1), ((0, 4), (5, 5), (6, OPEN)))
    assert found.counts.tolist() == [[[10, 3, 7], [11, 2, 9]]]
    assert read_age_sex(written(tmp_path, text), date(2023, 1, 1)).counts.tolist() == [[[5], [5]]]


def test_by_district(tmp_path):
    text = "district,as_of,age_band,male,female\nЛенинский,2024-01-01,0+,1,2\nСоветский,2024-01-01,0+,3,4\n"
    found = read_age_sex(written(tmp_path, text))
    assert found.districts == ("Ленинский", "Советский")
    assert found.counts[:, :, 0].tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "table.csv: is empty"),
        ("as_of,age_band,male\n", "table.csv, row 1: has no column female"),
        ("as_of,age_band,male,female\n", "no rows"),
        (AGES + "2024-01-01,0-4,1\n", "row 5: 3 fields where the header has 4"),
        (AGES + "2024-01-01,0-4,1,1\n", "row 5: the band 0-4 stands in row 2 already"),
        (AGES.replace("10,11", "10,-11"), "row 2: female is '-11', a whole number"),
        (AGES.replace("10,11", "ten,11"), "row 2: male is 'ten'"),
        (AGES.replace("0-4", "0 to 4"), "row 2: age_band is '0 to 4'"),
        (AGES.replace("0-4", "4-0"), "row 2: .* ends before it begins"),
        (AGES.replace("0-4", "1-4"), "the age 0 is missing"),
        (AGES.replace("0-4", "0-5"), "the age 5 is in two bands"),
        (AGES.replace("6+", "6"), "the last band should be open, like «7\\+»"),
        (AGES.replace("2024-01-01,5,", "01.01.2024,5,"), "row 3: as_of is '01.01.2024'"),
    ],
)
def test_ages_refused(tmp_path, text, message):
    with pytest.raises(BadInput, match=message):
        read_age_sex(written(tmp_path, text))


def test_more_ages_refused(tmp_path):
    with pytest.raises(BadInput, match="no table of 2020-01-01; there is 2024-01-01"):
        read_age_sex(written(tmp_path, AGES), date(2020, 1, 1))
    with pytest.raises(BadInput, match="No such file"):
        read_age_sex(tmp_path / "nowhere.csv")
    with pytest.raises(BadInput, match="not UTF-8"):
        read_age_sex(written(tmp_path, "as_of,возраст\n", "cp1251"))
    text = (
        "district,as_of,age_band,male,female\nA,2024-01-01,0,1,2\nA,2024-01-01,1+,1,2\nB,2024-01-01,0,3,4\n"
    )
    with pytest.raises(BadInput, match="B: no band 1\\+ on 2024-01-01"):
        read_age_sex(written(tmp_path, text))


def test_cells_by_their_middle(tmp_path):
    found = read_cells(written(tmp_path, f"id,residents\n{CELL},5\n{OTHER},0\n"))
    assert found.ids == (CELL, OTHER)
    assert found.residents.tolist() == [5, 0]
    assert (found.estimated, found.district) == (False, ("", ""))
    np.testing.assert_allclose([found.latitude[0], found.longitude[0]], [55.30156, 61.42445], atol=1e-4)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("h3,people\n", "no rows"),
        (f"h3,people\n{CELL},5\n", "row 1: has none of the columns residents"),
        (f"cell,residents\n{CELL},5\n", "row 1: has none of the columns h3_cell"),
        ("h3,residents\nnowhere,5\n", "row 2: h3 is 'nowhere', which is no H3 cell"),
        (f"h3,residents\n{CELL},5\n{CELL},6\n", "row 3: the cell .* stands in row 2 already"),
        (f"h3,residents\n{CELL},5\n8810de1163fffff,6\n", "row 3: .* of another resolution"),
        (f"h3,residents\n{CELL},NaN\n", "row 2: residents is 'NaN'"),
        (f"h3,residents\n{CELL},-3\n", "row 2: residents is '-3'"),
        (f"h3,residents,lat,lon\n{CELL},3,95,61\n", "row 2: lat is '95'"),
        (f"h3,residents,lat,lon\n{CELL},3,55,nan\n", "row 2: lon is 'nan'"),
    ],
)
def test_cells_refused(tmp_path, text, message):
    with pytest.raises(BadInput, match=message):
        read_cells(written(tmp_path, text))


HEADER = "category,base,count,as_of,source\n"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("large,adults,5,2026-01-01,\n", "row 2: large: a source is needed"),
        ("large,adults,many,2026-01-01,us\n", "row 2: count is 'many'"),
        ("large,adults,5,today,us\n", "row 2: as_of is 'today'"),
        (",adults,5,2026-01-01,us\n", "row 2: category  is empty"),
        ("a,adults,5,2026-01-01,us\na,adults,5,2026-01-01,us\n", "row 3: category a stands in row 2 already"),
    ],
)
def test_benefits_refused(tmp_path, rows, message):
    with pytest.raises(BadInput, match=message):
        read_benefits(written(tmp_path, HEADER + rows))
