"""The ground of the map: the border of the city and the names of its districts, as GeoJSON of our own."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from karavan.catalogue import queries
from karavan.catalogue.facts import Language
from karavan.places.queries import districts
from karavan.portal.answer import PUBLIC, Visit
from karavan.portal.posters import IMMUTABLE
from karavan.portal.site import PREFIXES

Ring = list[tuple[float, float]]


@lru_cache(maxsize=4)
def borders(path: str) -> list[dict[str, Any]]:
    """The features of the border file; none where the installation has no such file."""
    if not path or not Path(path).is_file():
        return []
    found: list[dict[str, Any]] = msgspec.json.decode(Path(path).read_bytes())["features"]
    return found


def ring() -> Ring:
    """The outer border of the city as (longitude, latitude) degrees; empty where it is not known."""
    for feature in borders(settings.MAP_BOUNDARY):
        geometry = feature["geometry"]
        if geometry["type"] == "Polygon":
            return [(lon, lat) for lon, lat in geometry["coordinates"][0]]
    return []


@lru_cache(maxsize=8)
def ground(path: str, lang: Language, stamp: str) -> bytes:
    """The ground as bytes; a change of a district changes the stamp of the catalogue."""
    labels = [
        {
            "type": "Feature",
            "properties": {"kind": "district", "name": (lang == "en" and row.name_en) or row.name},
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
        }
        for row in districts()
        if row.lat is not None and row.lon is not None
    ]
    return msgspec.json.encode({"type": "FeatureCollection", "features": [*borders(path), *labels]})


def ground_url(visit: Visit) -> str:
    """The address of the ground as it is now."""
    body = ground(settings.MAP_BOUNDARY, visit.lang, visit.version.stamp)
    return f"/ground/{_mark(body)}/{visit.lang}.geojson"


def ground_layer(request: HttpRequest, mark: str, lang: str) -> HttpResponse:
    """The ground in a language; kept for ever where the address names just what it holds."""
    if lang not in PREFIXES:
        raise Http404
    body = ground(settings.MAP_BOUNDARY, "en" if lang == "en" else "ru", queries.version().stamp)
    response = HttpResponse(body, content_type="application/geo+json; charset=utf-8")
    response["Cache-Control"] = IMMUTABLE if mark == _mark(body) else PUBLIC
    return response


def _mark(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=6).hexdigest()
