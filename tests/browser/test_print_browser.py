"""The page of an event on paper: one sheet, the poster for a door."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def printed(page) -> PdfReader:
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))


@pytest.mark.parametrize("name", ["event", "period", "cancelled"])
def test_an_event_prints_as_one_sheet_of_a4(opened, name: str) -> None:
    reader = printed(opened(name))
    box = reader.pages[0].mediabox
    millimetres = [round(float(side) * 25.4 / 72) for side in (box.width, box.height)]
    assert (len(reader.pages), millimetres) == (1, [210, 297])


def test_the_sheet_says_what_and_when_and_where(opened) -> None:
    # Kerned letters come out of a PDF with spaces of their own.
    words = re.sub(r"\s+", "", printed(opened("event")).pages[0].extract_text())
    said = [part in words for part in ("Вечеркамерноймузыки", "12", "18:00–20:00", "Большойзал", "От400")]
    assert said == [True] * 5
    # Navigation and the rest of the page stay on the screen.
    assert [part in words for part in ("Подробности", "Всеостальные")] == [False, False]


def test_the_poster_is_on_paper_only_and_nothing_leaves_the_sheet(opened) -> None:
    page = opened("event")
    assert page.locator(".bill").is_visible() is False
    page.emulate_media(media="print")
    assert page.locator(".bill__qr svg").is_visible() is True
    assert page.locator(".opening__art").is_visible() is True
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.bill *')].filter(e => {
            const sheet = document.querySelector('.bill').getBoundingClientRect();
            const box = e.getBoundingClientRect();
            return box.right > sheet.right + 1 || box.bottom > sheet.bottom + 1;
        }).map(e => e.className)"""
    )
    assert outside == []
