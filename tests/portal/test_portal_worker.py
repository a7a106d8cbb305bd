"""The service worker, the manifest and the page without a network, as the server sends them."""

import json

import pytest
from django.contrib.staticfiles import finders
from django.test import override_settings

from karavan.portal import offline


def settings_of(response):
    """What the worker is told in its first line."""
    first = response.content.decode().partition("\n")[0]
    return json.loads(first.removeprefix("const SETTINGS = ").removesuffix(";"))


def test_the_worker_is_asked_for_anew_and_may_only_fetch_from_here(client):
    response = client.get("/sw.js")
    assert (response.status_code, response["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
    )
    assert dict(response.cookies) == {}
    again = client.get("/sw.js", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post("/sw.js").status_code == 405


def test_the_worker_knows_the_shell_and_what_is_private(client):
    told = settings_of(client.get("/sw.js"))
    assert told["files"] == [f"/static/{name}" for name in offline.SHELL]
    assert [name for name in offline.SHELL if finders.find(name) is None] == []
    assert told["pages"] == ["/offline/", "/saved/", "/en/offline/", "/en/saved/"]
    assert {"/me/", "/office/", "/api/"} <= set(told["private"])
    assert [told["words"][lang]["offline"] for lang in ("ru", "en")] == [
        "Нет сети: показано, как было",
        "No network: shown as it was on",
    ]


@pytest.mark.django_db
def test_every_page_of_the_shell_may_be_kept(city, client):
    for address in settings_of(client.get("/sw.js"))["pages"]:
        response = client.get(address)
        assert (response.status_code, dict(response.cookies)) == (200, {}), address
        assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"


def test_a_change_of_the_files_is_a_new_worker(client, monkeypatch):
    tag = client.get("/sw.js")["ETag"]
    monkeypatch.setattr(offline, "SHELL", offline.SHELL[1:])
    assert client.get("/sw.js")["ETag"] != tag


@override_settings(SERVICE_WORKER=False)
def test_switched_off_it_removes_itself(city, client, read):
    text = client.get("/sw.js").content.decode()
    assert "registration.unregister()" in text
    assert "fetch" not in text
    script = read("/").one("script", src="/static/portal/js/start.js")
    assert "data-worker" not in script.attributes


def test_pages_name_the_worker_and_the_manifest(city, read):
    page = read("/events/")
    assert page.one("script", src="/static/portal/js/start.js")["data-worker"] == "/sw.js"
    assert [link["href"] for link in page.links("manifest")] == ["/manifest.webmanifest"]
    assert [link["href"] for link in read("/en/").links("manifest")] == ["/en/manifest.webmanifest"]


def test_the_manifest_speaks_the_language_of_its_address(city, client):
    russian, english = (client.get(f"{prefix}/manifest.webmanifest") for prefix in ("", "/en"))
    assert russian["Content-Type"] == "application/manifest+json"
    found, other = russian.json(), english.json()
    assert (found["name"], other["name"]) == ("Караван. Челябинск", "Karavan. Chelyabinsk")
    assert (found["start_url"], other["start_url"]) == ("/", "/en/")
    assert [(icon["sizes"], icon["purpose"]) for icon in found["icons"]] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for manifest in (found, other):
        for shortcut in manifest["shortcuts"]:
            assert client.get(shortcut["url"]).status_code == 200, shortcut
        for icon in manifest["icons"]:
            assert client.get(icon["src"])["Content-Type"] == icon["type"]


def test_the_page_without_a_network(city, read):
    page = read("/offline/")
    assert page.one("h1").text == "Нет сети"
    assert [part.one("h2").text for part in page.one("div", class_="offline__lists").all("section")] == [
        "Сохранённые события",
        "Список, который вы смотрели последним",
        "Страницы, которые вы открывали",
    ]
