"""Small PNG files out of a browser's large ones: a page has few colours, and a palette holds them."""

import struct
import zlib
from typing import Any

import numpy as np

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 200


def small(png: bytes, colours: int = COLOURS) -> bytes:
    """The same picture with few colours; the others become the nearest of them.

    Takes what Chromium writes: eight bits a channel, with or without alpha, not interlaced.
    """
    pixels = _pixels(png)
    height, width, _ = pixels.shape
    whole = pixels.reshape(-1, 3).astype(np.uint32)
    packed = (whole[:, 0] << 16) | (whole[:, 1] << 8) | whole[:, 2]
    found, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    palette = _palette(_channels(found), counts, colours)
    nearest = np.empty(len(found), dtype=np.uint8)
    for start in range(0, len(found), 4096):
        part = _channels(found[start : start + 4096])
        distance = ((part[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2)
        nearest[start : start + 4096] = distance.argmin(axis=1)
    rows = nearest[places].reshape(height, width)
    lines = np.zeros((height, width + 1), dtype=np.uint8)
    lines[:, 1:] = rows
    return b"".join(
        [
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _palette(shades: Any, counts: Any, colours: int) -> Any:
    """The most frequent colours, and in some rounds those that are least like any of them."""
    rounds, share = 4, colours // 8
    palette = shades[np.argsort(counts)[::-1][: colours - rounds * share]]
    for _ in range(rounds if len(shades) > colours else 0):
        distance = np.full(len(shades), np.inf)
        for one in palette:
            distance = np.minimum(distance, ((shades - one) ** 2).sum(axis=1))
        rare = np.argsort(distance * np.sqrt(counts))[::-1][:share]
        palette = np.concatenate([palette, shades[rare]])
    return palette


def _channels(packed: Any) -> Any:
    return np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], axis=1).astype(np.int32)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _pixels(png: bytes) -> Any:
    """Rows of RGB. Raises ValueError for a PNG of another make."""
    if png[:8] != _SIGNATURE:
        raise ValueError("not a PNG")
    place, body, head = 8, b"", b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        head = content if kind == b"IHDR" else head
        body += content if kind == b"IDAT" else b""
        place += 12 + length
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if depth != 8 or colour not in {2, 6} or interlaced:
        raise ValueError("another kind of PNG")
    size = 3 if colour == 2 else 4
    raw = np.frombuffer(zlib.decompress(body), dtype=np.uint8).reshape(height, width * size + 1)
    done = np.zeros((height, width * size), dtype=np.uint8)
    before = np.zeros(width * size, dtype=np.uint8)
    for number in range(height):
        before = _unfilter(int(raw[number, 0]), raw[number, 1:], before, size)
        done[number] = before
    return done.reshape(height, width, size)[:, :, :3]


def _unfilter(kind: int, line: Any, before: Any, size: int) -> Any:
    """One row without its filter (PNG specification, 9.2)."""
    if kind == 0:
        return line.copy()
    if kind == 2:
        return line + before
    done = line.astype(np.int32)
    above = before.astype(np.int32)
    if kind == 1:
        return (done.reshape(-1, size).cumsum(axis=0) & 255).astype(np.uint8).reshape(-1)
    for start in range(len(done)):
        left = done[start - size] if start >= size else 0
        up = above[start]
        if kind == 3:
            guess = (left + up) >> 1
        else:
            corner = above[start - size] if start >= size else 0
            guess = _paeth(int(left), int(up), int(corner))
        done[start] = (done[start] + guess) & 255
    return done.astype(np.uint8)


def _paeth(left: int, up: int, corner: int) -> int:
    expected = left + up - corner
    distances = (abs(expected - left), abs(expected - up), abs(expected - corner))
    return (left, up, corner)[distances.index(min(distances))]
