"""Content lines of iCalendar (RFC 5545, 3.1): escaped, folded at 75 octets, ended by CRLF.

Written here because folding in the icalendar library works sign by sign and costs two thirds of a feed; the
tests read every feed back with that library.
"""

from datetime import UTC, date, datetime

MAX_OCTETS = 75

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def text(value: str) -> str:
    """A value of the type TEXT."""
    return value.translate(_ESCAPES)


def moment(value: datetime) -> str:
    """A value of the type DATE-TIME, in UTC."""
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def day(value: date) -> str:
    """A value of the type DATE."""
    return f"{value:%Y%m%d}"


def line(name: str, value: str) -> bytes:
    """One content line; ``name`` carries its parameters, ``value`` is escaped already."""
    octets = f"{name}:{value}".encode()
    if len(octets) <= MAX_OCTETS:
        return octets + b"\r\n"
    pieces = []
    start, room = 0, MAX_OCTETS
    while len(octets) - start > room:
        end = start + room
        # Never within a sign of several octets.
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, MAX_OCTETS - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces) + b"\r\n"
