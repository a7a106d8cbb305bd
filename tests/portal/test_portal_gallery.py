"""The gallery of components with the parts of the portal, for staff."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from factories.people import make_coordinator
from portal.reading import Read

TEMPLATES = Path(get_template("portal/gallery.html").origin.name).parent


def test_visitors_are_asked_to_sign_in(client, db):
    answer = client.get("/ui/")
    assert (answer.status_code, answer["Location"]) == (302, "/office/sign-in/?next=/ui/")


@pytest.fixture
def shown(client, db) -> Read:
    client.force_login(make_coordinator())
    return Read(client.get("/ui/"))


def test_staff_see_every_state(shown):
    assert [row.attributes["class"] for row in shown.all("li", class_="session")] == [
        "session", "session", "session session--cancelled", "session",
    ]  # fmt: skip
    grades = [mark["class"].split()[1] for mark in shown.all("span", class_="grade")]
    assert grades[:5] == ["grade--yes", "grade--partly", "grade--help", "grade--no", "grade--unknown"]
    assert [one["class"].split()[1] for one in shown.all("li", class_="why__one")] == [
        "why__one--yes", "why__one--yes", "why__one--unknown", "why__one--no",
    ]  # fmt: skip
    pressed = [one["aria-pressed"] for one in shown.all("button", class_="save")]
    assert pressed == ["false", "true"]


@pytest.mark.parametrize(
    "name", ["events.html", "event.html", "_way_in.html", "_me_presets.html", "_me_fit.html"]
)
def test_the_blocks_of_the_shared_parts_are_all_shown(shown, name):
    """A part that is added to these templates is added to the gallery."""
    blocks = ("views", "bigdate", "stub", "save", "steps", "step", "grade", "preset", "presets", "fit", "why")
    used = set(re.findall(r'class="([a-z]+)', (TEMPLATES / name).read_text(encoding="utf-8"))) & set(blocks)
    here = {word for element in shown.walk() for word in element.attributes.get("class", "").split()}
    assert used - here == set()
