"""QR codes as short SVG."""

from io import BytesIO

import segno

QUIET = 2
"""Modules of quiet around a code: ISO/IEC 18004 wants four, and every sheet leaves more paper around it."""


def qr_svg(text: str, *, quiet: int = QUIET) -> str:
    """The code of a text, usually an address, as dark modules on white; the root fills its box.

    Error correction is M or better: a code on a door gets scratched. Raises segno.DataOverflowError for texts
    above 2,331 bytes.
    """
    made = BytesIO()
    segno.make(text, error="m", micro=False).save(
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
