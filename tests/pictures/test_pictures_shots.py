"""What is photographed: every page the portal has, under names of its own."""

import pytest
from django.urls import resolve
from pictures.camera import Taken
from pictures.shots import MODES, VISION, WIDTHS, shots

from karavan.portal.urls import urlpatterns
from karavan.ui import vision
from pictures import contact

RECORDS = ("event", "event-cancelled", "event-moved", "event-period", "event-timed")
PLACES = ("place", "place-theatre", "place-passport", "place-repair")
ADDRESSES = {
    **{name: f"/events/{number}/" for number, name in enumerate(RECORDS, 1)},
    **{name: f"/places/{number}/" for number, name in enumerate(PLACES, 1)},
    "event-number": "1",
    "organisation": "/organisations/1/",
    "programme-part": "/programmes/part/",
    "changes": "/programmes/part/changes/",
    "playbill": "/organisations/1/changes/",
}
# Parts of pages that scripts fetch, files, and what only staff see (photographed for their guide).
NO_PAGES = {
    "event-preview",
    "me-cards",
    "saved-cards",
    "manifest",
    "door-poster",
    "programme-feed",
    "playbill-feed",
}


def test_every_page_of_the_portal_is_photographed():
    wanted = {pattern.name for pattern in urlpatterns} - NO_PAGES
    paths = [
        shot.path.split("?")[0]
        for shot in shots(ADDRESSES)
        if shot.status == 200 and not shot.path.startswith("/en/")
    ]
    taken = {resolve(path, "pictures.urls").url_name for path in paths}
    assert wanted - taken == set()


def test_names_are_unique_and_addresses_whole():
    listed = shots(ADDRESSES)
    assert len({shot.name for shot in listed}) == len(listed)
    assert [shot.name for shot in listed if "{" in shot.path] == []
    assert WIDTHS == (360, 768, 1280)


def test_a_record_that_the_town_lacks_is_named():
    with pytest.raises(LookupError, match="'place-repair'"):
        shots({name: path for name, path in ADDRESSES.items() if name != "place-repair"})


def test_the_reader_of_the_low_vision_pictures():
    chosen = vision.read(VISION)
    assert (chosen.size, chosen.spacing, chosen.scheme) == ("150", "wide", "black-on-white")


def test_the_contact_sheet_shows_every_picture_and_problem():
    taken = [Taken("today", mode, width, f"today.{mode}.{width}.png") for mode in MODES for width in WIDTHS]
    page = contact.html([*taken, Taken("map", "light", 360, problem="/events/?view=map answered <404>")])
    assert [page.count(f'src="shots/{one.file}"') for one in taken] == [1] * 9
    assert "<p>/events/?view=map answered &lt;404&gt;</p>" in page
