import re
from xml.etree import ElementTree as ET

import pytest

from karavan.api import crawlers
from karavan.api.templatetags.apidocs import codes

SITE = "http://127.0.0.1:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(ask, address, name):
    response = ask(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return [entry.findtext(f"{MAP}loc") for entry in ET.fromstring(response.content).findall(f"{MAP}{name}")]


def test_every_page_is_in_the_site_map_in_both_languages(ask, city):
    assert locations(ask, "/sitemap.xml", "sitemap") == [f"{SITE}/sitemap-1.xml"]
    found = locations(ask, "/sitemap-1.xml", "url")
    paths = [
        "/",
        "/events/",
        "/places/",
        "/organisations/",
        "/programmes/",
        *(f"/events/{key}/" for key in sorted([city.concert, city.lecture, city.exhibition])),
        f"/organisations/{city.organisation}/",
        *(f"/places/{key}/" for key in sorted([city.hall, city.library])),
        "/programmes/capital/",
    ]
    assert found == [f"{SITE}{prefix}{path}" for path in paths for prefix in ("", "/en")]


def test_each_page_of_the_site_map_names_its_translation(ask, city):
    root = ET.fromstring(ask("/sitemap-1.xml").content)
    (entry,) = [entry for entry in root if entry.findtext(f"{MAP}loc") == f"{SITE}/en/events/{city.concert}/"]
    links = entry.findall("{http://www.w3.org/1999/xhtml}link")
    assert [(link.get("hreflang"), link.get("href")) for link in links] == [
        ("ru", f"{SITE}/events/{city.concert}/"),
        ("en", f"{SITE}/en/events/{city.concert}/"),
        ("x-default", f"{SITE}/events/{city.concert}/"),
    ]
    assert entry.findtext(f"{MAP}lastmod") == "2027-02-01T10:02:30+05:00"


def test_many_pages_make_many_files(ask, city, monkeypatch):
    monkeypatch.setattr(crawlers, "PAGES_A_FILE", 4)
    files = locations(ask, "/sitemap.xml", "sitemap")
    assert files == [f"{SITE}/sitemap-1.xml", f"{SITE}/sitemap-2.xml"]
    found = [place for file in files for place in locations(ask, file.removeprefix(SITE), "url")]
    assert len(found) == len(set(found)) == 2 * (5 + 7)
    assert ask("/sitemap-3.xml").status_code == 404
    assert ask("/sitemap-0.xml").status_code == 404
    assert ask("/sitemap-99999999999999999999.xml").status_code == 404


@pytest.mark.parametrize(
    ("address", "kind", "words"),
    [
        ("/robots.txt", "text/plain; charset=utf-8", f"Sitemap: {SITE}/sitemap.xml"),
        (
            "/llms.txt",
            "text/markdown; charset=utf-8",
            f"- [OpenAPI 3.1]({SITE}/api/v1/openapi.json): the same for programs",
        ),
    ],
)
def test_what_crawlers_ask_first(ask, db, address, kind, words):
    response = ask(address)
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    assert response.content.decode().splitlines().count(words) == 1


def test_robots_leave_posters_and_see_pictures_of_links(ask, db):
    rules = ask("/robots.txt").content.decode().splitlines()
    assert [rule for rule in rules if "pdf" in rule or "/og/" in rule] == ["Disallow: /*.pdf$"]


def test_what_llms_txt_links_to_is_there(ask, city):

    links = re.findall(rf"\({SITE}(/(?:api|feeds|sitemap).*?)\)", ask("/llms.txt").content.decode())
    assert len(links) == 14
    for link in links:
        assert ask(link).status_code == 200, link


def test_code_in_a_sentence_is_marked_and_the_rest_escaped():
    assert codes("With `q <b>` or <i>") == "With <code>q &lt;b&gt;</code> or &lt;i&gt;"
