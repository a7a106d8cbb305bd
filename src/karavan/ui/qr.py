"""QR codes as short SVG."""

from functools import lru_cache
from io import BytesIO

import segno

QUIET = 2
"""Modules of quiet around a code: ISO/IEC 18004 wants four, and every sheet leaves more paper around it."""


MASK = 3
"""One of the eight masks for every code: trying all takes five times as long, and readers do not mind."""


@lru_cache(maxsize=1024)
def qr_svg(text: str, *, quiet: int = QUIET) -> str:
    """The code of a text, usually an address, as dark modules on white; the root fills its box.

    Error correction is M or better, as a code on a door gets scratched; L for texts above 2,331 bytes. Raises
    segno.DataOverflowError above 2,953 bytes.
    """
    made = BytesIO()
    _code(text).save(
        made,
        kind="svg",
        border=quiet,
        dark="#16181d",
        light="#fff",
        xmldecl=False,
        nl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return made.getvalue().decode()


def _code(text: str) -> segno.QRCode:
    try:
        return segno.make_qr(text, error="m", mask=MASK)
    except segno.DataOverflowError:
        return segno.make_qr(text, error="l", mask=MASK)
