"""Printed sheets and pictures of links: a template and data in, a PDF or a PNG out, by typst.

Templates lie in ``karavan/ui/print`` and read one JSON value; pictures are SVG text inside it (a photograph
is an SVG around a data address, see :func:`photograph`). Nothing is read but that folder and the fonts,
nothing is fetched, and the data is never run as code. The same input gives the same bytes.

A compiler is kept for each thread that sets type at the same moment, :data:`AT_ONCE` of them at most: type is
set in some hundredths of a second, and whoever waits longer than :data:`PATIENCE` gets :class:`Busy`. How
long one sheet takes is bounded by the size of its data, which is bounded by :data:`MOST_DATA`.
"""

import base64
import queue
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import typst

from karavan.ui.finders import prepare_print_fonts, print_fonts_folder

TEMPLATES = Path(__file__).with_name("print")
AT_ONCE = 2
PATIENCE = 10.0
"""Seconds."""
MOST_DATA = 16 * 1024 * 1024
"""Bytes of JSON: a photograph of 8 MB fits."""

Form = Literal["pdf", "png"]


class TypesettingError(Exception):
    """A template cannot be set with this data; the message names template, line and reason."""


class Busy(Exception):
    """All compilers are at work."""


class _Compilers:
    """At most AT_ONCE compilers that know the fonts of one folder, made when first needed."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
        )
        self._free: queue.LifoQueue[typst.Compiler | None] = queue.LifoQueue()
        for _ in range(AT_ONCE):
            self._free.put(None)

    @contextmanager
    def one(self) -> Iterator[typst.Compiler]:
        try:
            found = self._free.get(timeout=PATIENCE)
        except queue.Empty:
            raise Busy from None
        try:
            compiler = found or typst.Compiler(
                root=str(TEMPLATES), font_paths=self._fonts, ignore_system_fonts=True
            )
            found = compiler
            yield compiler
        finally:
            self._free.put(found)


@lru_cache(maxsize=2)
def _compilers(fonts: Path) -> _Compilers:
    prepare_print_fonts()
    return _Compilers(fonts)


def typeset(template: str, data: Mapping[str, Any], form: Form, *, pixels_per_point: float = 1) -> bytes:
    """The sheet of ``print/<template>.typ`` with this data.

    form: "pdf" is tagged PDF/UA-1 with title and language; "png" is the first page, at ``pixels_per_point``.
    Raises TypesettingError for a fault of template or data, Busy, and FileNotFoundError where the npm
    packages of the fonts are not installed.
    """
    text = msgspec.json.encode(data)
    if len(text) > MOST_DATA:
        raise TypesettingError(f"{template}: the data are larger than {MOST_DATA} bytes")
    with _compilers(print_fonts_folder()).one() as compiler:
        try:
            made = compiler.compile(
                str(TEMPLATES / f"{template}.typ"),
                format=form,
                ppi=72 * pixels_per_point,
                sys_inputs={"data": text.decode()},
                pdf_standards=["ua-1"] if form == "pdf" else [],
                timestamp=0,
            )
        except typst.TypstError as error:
            raise TypesettingError(_reason(template, error)) from error
    if isinstance(made, list):
        made = made[0]
    if made is None:
        raise TypesettingError(f"{template}: nothing was set")
    return made


def _reason(template: str, error: typst.TypstError) -> str:
    """«door.typ:12:4: unknown variable» out of the drawing that typst makes of an error."""
    place = ""
    for line in error.diagnostic.splitlines():
        before, arrow, after = line.partition("┌─ ")
        if arrow and not before.strip():
            place = after.rpartition("/")[2].strip()
            break
    return f"{place or template + '.typ'}: {error.message}"


_MEDIA = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}


def photograph(content: bytes, width: float, height: float) -> str | None:
    """A JPEG, PNG or WebP as SVG that fills `width` × `height` and cuts the rest; None for other files."""
    media = next((name for start, name in _MEDIA.items() if content.startswith(start)), None)
    if media is None:
        return None
    address = f"data:{media};base64,{base64.b64encode(content).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f'<image href="{address}" width="{width:g}" height="{height:g}"'
        ' preserveAspectRatio="xMidYMid slice"/></svg>'
    )
