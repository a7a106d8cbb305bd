"""The outside of an .xlsx file, looked at before any library reads it.

A file of some kilobytes can unpack to gigabytes, or name one cell in the last row of the last column, for
which a reader would make room for sixteen thousand million cells.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import normpath
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - its own name

from django.utils.translation import gettext as _

from karavan.integrations.sheets.limits import (
    HEADROOM,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_PARTS,
    MAX_ROWS,
    MAX_UNPACKED,
)

_CELL = re.compile(rb"<(?:[A-Za-z]\w*:)?c\s([^<>]*)>")
_PLACE = re.compile(rb'(?:^|\s)r\s*=\s*["\']([A-Z]{1,3})([0-9]{1,7})["\']')
_ERROR = re.compile(rb'(?:^|\s)t\s*=\s*["\']e["\']')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Unreadable(Exception):
    """The file cannot be read as a sheet; the message tells the person what to do."""


@dataclass
class Looked:
    """What was seen of a file: by sheet name the (row, column) of cells whose formula failed, from 0."""

    failed: dict[str, set[tuple[int, int]]] = field(default_factory=dict)


def look(content: bytes) -> Looked:
    """Check a file from outside. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 12 MB. Split the list into several files."))
    if content.startswith(_OLD_OFFICE):
        raise Unreadable(
            _("This is an old .xls file or one with a password. Save it as .xlsx without a password.")
        )
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _look(archive)
    except (BadZipFile, ZlibError, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise Unreadable(
            _("This is not an .xlsx table. Open it in your table editor and save it as .xlsx.")
        ) from None


def _look(archive: ZipFile) -> Looked:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise Unreadable(_("The file has too many parts. Copy the list into a new table and save that."))
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("This is not an .xlsx table. Open it in your table editor and save it as .xlsx."))
    room = MAX_UNPACKED
    failed: dict[str, set[tuple[int, int]]] = {}
    small: dict[str, str] = {}
    for part in parts:
        inside = _unpacked(archive, part, room)
        room -= len(inside)
        if part.filename.endswith(".xml") and "worksheets/" in part.filename:
            failed[part.filename] = _scan(inside)
        elif part.filename in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            small[part.filename] = inside[: 1024 * 1024].decode("utf-8", "replace")
        elif part.filename.endswith(".xml"):
            # A sheet may lie under any name: none may name a cell far away.
            _scan(inside)
    return Looked(_by_sheet(small, failed))


def _unpacked(archive: ZipFile, part: ZipInfo, room: int) -> bytes:
    """A part, unpacked no further than there is room for: what the archive says of its size may be a lie."""
    with archive.open(part) as file:
        inside = file.read(room + 1)
    if len(inside) > room:
        raise Unreadable(_("The file unpacks to more than it should. Copy the list into a new table."))
    return inside


def _scan(xml: bytes) -> set[tuple[int, int]]:
    """Cells whose formula failed. Raises Unreadable where a filled cell lies too far out."""
    failed = set()
    for cell in _CELL.finditer(xml):
        attributes = cell[1]
        if attributes.endswith(b"/"):
            continue
        place = _PLACE.search(attributes)
        if place is None:
            continue
        row, column = int(place[2]) - 1, _column(place[1])
        if row >= MAX_ROWS + HEADROOM:
            raise Unreadable(
                _("There is something below row %(row)d. At most %(most)d rows are read: split the list.")
                % {"row": MAX_ROWS + HEADROOM, "most": MAX_ROWS}
            )
        if column >= MAX_COLUMNS:
            raise Unreadable(
                _("There is something to the right of column %(most)d. Remove it and try again.")
                % {"most": MAX_COLUMNS}
            )
        if _ERROR.search(attributes):
            failed.add((row, column))
    return failed


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _by_sheet(
    small: dict[str, str], failed: dict[str, set[tuple[int, int]]]
) -> dict[str, set[tuple[int, int]]]:
    targets = {}
    for found in _RELATION.finditer(small.get("xl/_rels/workbook.xml.rels", "")):
        said = dict(_ATTRIBUTE.findall(found[1]))
        target = said.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
        targets[said.get("Id", "")] = path
    sheets = {}
    for found in _SHEET.finditer(small["xl/workbook.xml"]):
        said = dict(_ATTRIBUTE.findall(found[1]))
        sheets[said.get("name", "")] = failed.get(targets.get(said.get("r:id", ""), ""), set())
    return sheets
