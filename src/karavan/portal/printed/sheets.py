"""A sheet of a template with its data: its key, its bytes, and how it is answered."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from karavan.kernel.filecache import FileCache
from karavan.kernel.uploads import MAX_PICTURE_BYTES
from karavan.portal import posters
from karavan.ui.posters import Ratio, poster_svg
from karavan.ui.typeset import TEMPLATES, Busy, Form, photograph, typeset

SOON = "public, max-age=300"
MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png"}
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 62 40"><path fill="#16181d" '
    'd="M8 39V24l-3 6H2l3-10q1-4 5-4h1q1-6 5-6t5 6h8q1-6 5-6t5 6h3q4 0 5-5l1-5q1-4 5-4h7l4 4v3h-8l-2 9'
    'q-2 9-10 9h-1v12h-4V30h-3v9h-4V28H18.5v11h-4v-9H12v9z"/><path fill="#c2410c" d="M21.5 8h8.6v8h-8.6z"/>'
    '<path fill="#e0a100" d="M20 7l5.8-6.5L31.6 7z"/></svg>'
)
"""The camel of ``ui/parts/logo.html`` on paper; a test holds the two together."""


@dataclass(frozen=True)
class Art:
    """What is drawn: the poster of a family and seed, or a photograph by its path below the media."""

    family: str
    seed: str
    ratio: Ratio
    photo: str = ""

    def described(self) -> list[str]:
        """What the picture depends on."""
        return [posters.VERSION, self.family, self.seed, self.ratio, self.photo]

    def drawn(self) -> dict[str, str]:
        """``art`` and ``picture`` of the templates, as SVG; the one not used is ""."""
        picture = _photograph(self.photo) if self.photo else ""
        return {
            "art": "" if picture else poster_svg(self.family, self.seed, ratio=self.ratio),
            "picture": picture,
        }


def _photograph(name: str) -> str:
    """A photograph as SVG; "" where the file is gone, too large or none."""
    try:
        if default_storage.size(name) > MAX_PICTURE_BYTES:
            return ""
        with default_storage.open(name) as file:
            return photograph(file.read(), 300, 400) or ""
    except (OSError, ValueError):
        return ""


@dataclass(frozen=True)
class Sheet:
    """One sheet or picture, not made yet."""

    template: str
    form: Form
    data: Mapping[str, Any]
    art: Art | None = None
    scale: float = 1
    """Pixels per point of a picture."""
    filename: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """Digest of all that the bytes depend on."""
        digest = hashlib.blake2b(_machine().encode(), digest_size=12)
        digest.update(
            msgspec.json.encode(
                [self.template, self.form, self.scale, self.data, self.art and self.art.described()]
            )
        )
        return digest.hexdigest()

    def bytes(self) -> bytes:
        """The sheet, from disk or set now. Raises Busy."""
        cache = kept()
        name = f"{self.key}.{self.form}"
        found = cache.get(name)
        if found is None:
            drawn = self.art.drawn() if self.art else {}
            found = typeset(self.template, {**self.data, **drawn}, self.form, pixels_per_point=self.scale)
            cache.put(name, found)
        return found


@lru_cache(maxsize=1)
def _machine() -> str:
    """What sets the sheets: the templates and the versions of typst and of this code."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(TEMPLATES).glob("*.typ")):
        digest.update(path.read_bytes())
    return f"{digest.hexdigest()} {version('typst')} {version('karavan')}"


def kept() -> FileCache:
    """Where made sheets lie."""
    return _kept(settings.VAR / "printed", settings.PRINTED_MEGABYTES * 1_000_000)


# One for the whole process: it counts what it wrote, to look for too many bytes now and then only.
_kept = lru_cache(maxsize=2)(FileCache)


def answer(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The sheet with ETag; for ever where the address names its key (``?v=``), else for five minutes.

    503 while all typesetters are at work.
    """
    etag = f'"{sheet.key}"'
    # Without a response of ours the answer is None or a 304 or 412.
    unchanged = get_conditional_response(request, etag=etag)
    try:
        response = unchanged or HttpResponse(sheet.bytes(), content_type=MEDIA_TYPES[sheet.form])
    except Busy:
        response = HttpResponse("Many sheets are being set just now: try again in a moment.", status=503)
        response["Content-Type"] = "text/plain; charset=utf-8"
        response["Retry-After"] = "10"
        response["Cache-Control"] = "no-store"
        return response
    if response.status_code in {200, 304}:
        response["ETag"] = etag
        named = request.GET.get("v") == short_key(sheet)
        response["Cache-Control"] = posters.IMMUTABLE if named else SOON
    if sheet.filename and response.status_code == 200:
        response["Content-Disposition"] = f'inline; filename="{sheet.filename}"'
    return response


def short_key(sheet: Sheet) -> str:
    """The part of the key that stands in addresses."""
    return sheet.key[:10]
