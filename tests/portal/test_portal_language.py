"""Russian words on English pages tell their language: a screen reader would spell them out otherwise."""

import re
from collections.abc import Iterator

import pytest

from portal.reading import Element

CYRILLIC = re.compile("[\u0400-\u04ff]")


def texts(element: Element, lang: str) -> Iterator[tuple[str, str]]:
    """(text, the language it is marked with), in reading order."""
    lang = element.attributes.get("lang", lang)
    for part in element.parts:
        if isinstance(part, str):
            yield part, lang
        else:
            yield from texts(part, lang)


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/events/",
        "/en/events/?view=week&from=2027-02-08",
        "/en/events/?view=map",
        "/en/places/",
        "/en/organisations/",
        "/en/programmes/",
        "/en/programmes/capital/",
        "/en/search/?q=концерт",
    ],
)
def test_russian_words_are_marked_on_english_pages(city, read, address):
    found = [
        (text, lang)
        for text, lang in texts(read(address).one("main"), "en")
        if CYRILLIC.search(text) and text.strip() != "“концерт”"
    ]
    assert found
    assert [text for text, lang in found if lang != "ru"] == []


def test_russian_pages_do_not_say_it_of_every_name(city, read):
    assert {lang for _, lang in texts(read("/events/").one("main"), "")} == {""}
