"""Cursors: where a page ended, as an opaque word that only fits the question it came from."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2s
from typing import Annotated, TypeVar

import msgspec
from django.utils.translation import gettext as _

from karavan.kernel.errors import Invalid

P = TypeVar("P", bound=msgspec.Struct)


Minute = Annotated[int, msgspec.Meta(ge=0, le=120_000_000)]
"""Epoch minutes up to the year 2198: a forged cursor must not make the index walk for ever."""

Day = Annotated[int, msgspec.Meta(ge=1, le=3_000_000)]


class EventPosition(msgspec.Struct, array_like=True, frozen=True):
    """Behind this key of this tier, in a list of what lies from minute ``since`` until minute ``until``."""

    mark: bytes
    since: Minute
    until: Minute | None
    tier: Annotated[int, msgspec.Meta(ge=0, le=3)]
    key: tuple[Day, int, int, int, int]


class DirectoryPosition(msgspec.Struct, array_like=True, frozen=True):
    """Behind this key of a list of places, organisations or programmes."""

    mark: bytes
    key: tuple[int, float, str, int]


def mark_of(question: object) -> bytes:
    """Short digest of a question (a dataclass), to tell a cursor of another question."""
    return blake2s(repr(question).encode(), digest_size=6).digest()


def write(position: msgspec.Struct) -> str:
    """The position as a word that may stand in an address."""
    return urlsafe_b64encode(msgspec.msgpack.encode(position)).rstrip(b"=").decode()


def read(word: str, kind: type[P], mark: bytes) -> P:
    """The position of a word; Invalid when it is not one, or of another question."""
    try:
        position = msgspec.msgpack.decode(urlsafe_b64decode(word + "=" * (-len(word) % 4)), type=kind)
    except (ValueError, msgspec.MsgspecError):
        raise Invalid(
            {"cursor": [_("This is not a cursor: take the one from “next” of the answer before.")]}
        ) from None
    if position.mark != mark:  # type: ignore[attr-defined]
        raise Invalid(
            {
                "cursor": [
                    _("This cursor belongs to another question: keep the other parameters as they were.")
                ]
            }
        )
    return position
