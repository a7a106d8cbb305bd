"""Uploaded files are judged by what they are, not by what they call themselves."""

from typing import BinaryIO, Final

MAX_PICTURE_BYTES: Final = 8 * 1024 * 1024

_SIGNATURES: Final = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/webp": (b"RIFF",),
}


def picture_type(file: BinaryIO) -> str | None:
    """Media type of a JPEG, PNG or WebP by its first bytes; None for anything else. Keeps the position."""
    start = file.tell()
    file.seek(0)
    head = file.read(16)
    file.seek(start)
    for media_type, signatures in _SIGNATURES.items():
        if head.startswith(signatures):
            if media_type == "image/webp" and head[8:12] != b"WEBP":
                return None
            return media_type
    return None
