"""What of an occasion somebody may learn who may not know it."""

import hmac
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Final

from django.conf import settings

from karavan.kernel.actor import Actor
from karavan.planning.occasions.record import HIDDEN, Occasion, SizeBasis, SpotBasis

BANDS: Final = (50, 200, 500, 1000, 3000, 10_000)
"""Bounds between sizes as strangers learn them."""
_TOLD: Final = (30, 100, 300, 700, 2000, 5000, 15_000)
_STEP: Final = 0.01
"""Degrees: strangers reckon with the middle of a cell of about a kilometre, whichever way they ask."""


@cache
def _salt() -> bytes:
    return sha256(b"karavan.planning.occasions" + settings.SECRET_KEY.encode()).digest()


def opaque_key(key: str, actor: Actor | None) -> str:
    """A key that stands for another one for this reader only, and does not lead back to it."""
    reader = "" if actor is None or actor.pk is None else str(actor.pk)
    digest = hmac.digest(_salt(), f"{reader}|{key}".encode(), "sha256")
    return HIDDEN + digest.hex()[:24]


def band_of(size: int) -> int:
    """The number of the band that a size lies in: 0 is the smallest."""
    return bisect_right(BANDS, size)


def told_size(size: int) -> int:
    """A number of people that stands for the band."""
    return _TOLD[band_of(size)]


def coarse(degrees: float | None, step: float = _STEP) -> float | None:
    """The middle of the cell that a coordinate lies in."""
    return None if degrees is None else (degrees // step + 0.5) * step


def hidden(occasion: Occasion, actor: Actor | None) -> Occasion:
    """The same for somebody who may not know it."""
    return replace(
        occasion,
        key=opaque_key(occasion.key, actor),
        event_id=None,
        title="",
        organisation_ids=(),
        owner_paths=(),
        owner="",
        size=told_size(occasion.size),
        size_basis=SizeBasis.BAND,
        end_assumed=False,
        place_id=None,
        place_path="",
        place_level="",
        place_name="",
        district_id=None,
        lat=None,
        lon=None,
        spot_basis=SpotBasis.NONE,
        status="",
        is_public=False,
        is_confidential=True,
        is_known=False,
        is_mine=False,
    )
