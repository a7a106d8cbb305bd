"""The reference page says what the code takes."""

import re
from pathlib import Path

from django.conf import settings as django_settings

from karavan.api import openapi

AXE = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"


def test_every_operation_and_parameter_is_on_the_page(ask, city):
    html = ask("/api/v1/docs?lang=en").content.decode()
    assert html.startswith('<!doctype html>\n<html lang="en"')
    paths = [path for path in openapi.document()["paths"] if path.startswith("/api/")]
    assert re.findall(r'class="api-path"><code>GET (.*?)</code>', html) == [
        *paths,
        "/feeds/events.{ics,rss,jsonld,geojson,csv}",
    ]
    for name, parameters in openapi.query_parameters().items():
        anchor = "feeds" if name == "feedEvents" else name
        section = html.split(f'<h2 id="{anchor}">')[1].split("</section>")[0]
        for parameter in parameters:
            assert f"<dt><code>{parameter.name}</code>" in section


def test_the_page_speaks_russian_without_being_asked(ask, city):
    html = ask("/api/v1/docs").content.decode()
    assert '<html lang="ru"' in html
    assert "Лента изменений" in html
    assert ask.refused("/api/v1/docs?page=2") == (400, {"page": "Такого параметра нет. Есть: lang."})


def test_the_examples_open(ask, city):
    html = ask("/api/v1/docs").content.decode()
    links = re.findall(r'</code></pre>\n<p><a href="(.*?)">', html)
    assert len(links) == 11
    for link in links:
        assert ask(link.replace("&amp;", "&")).status_code == 200, link


def test_a_strict_policy_and_no_inline_code(ask, city):
    response = ask("/api/v1/docs")
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    html = response.content.decode()
    assert re.findall(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", html) == []
