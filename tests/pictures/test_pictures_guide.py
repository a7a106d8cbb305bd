import re
import zlib
from pathlib import Path

import numpy as np
import pytest
from pictures.guide import FOLDER, LARGEST, SHOTS
from pictures.palette import _pixels, small

GUIDE = FOLDER.parent


def test_every_picture_that_the_guide_names_is_taken():
    named = {
        name
        for page in GUIDE.glob("*.md")
        for name in re.findall(r"pictures/([a-z0-9-]+)\.png", page.read_text(encoding="utf-8"))
    }
    taken = [shot.name for shot in SHOTS]
    assert sorted(set(taken)) == sorted(taken)
    assert sorted(named ^ set(taken)) == []


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_pictures_are_there_and_small(shot):
    file = Path(FOLDER / f"{shot.name}.png")
    assert file.is_file()
    assert file.stat().st_size <= LARGEST


def chromium_like(rows, kinds):
    """A PNG of rows of RGB with the filter of each row as told."""
    import struct

    height, width, size = rows.shape
    flat = rows.reshape(height, width * size).astype(np.int32)
    lines = bytearray()
    for number, kind in enumerate(kinds):
        line, before = flat[number], flat[number - 1] if number else np.zeros_like(flat[0])
        left = np.concatenate([np.zeros(size, dtype=np.int32), line[:-size]])
        corner = np.concatenate([np.zeros(size, dtype=np.int32), before[:-size]])
        expected = left + before - corner
        distances = np.stack([abs(expected - one) for one in (left, before, corner)])
        paeth = np.choose(distances.argmin(axis=0), [left, before, corner])
        guess = [0, left, before, (left + before) >> 1, paeth][kind]
        lines += bytes([kind]) + ((line - guess) & 255).astype(np.uint8).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines)))]
    packed = (struct.pack(">I", len(body)) + kind + body + b"\0\0\0\0" for kind, body in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def test_pixels_come_through_every_filter():
    rows = np.random.default_rng(7).integers(0, 256, size=(5, 9, 3), dtype=np.uint8)
    assert np.array_equal(_pixels(chromium_like(rows, [0, 1, 2, 3, 4])), rows)


def test_few_colours_are_kept_and_many_become_the_nearest():
    rows = np.zeros((4, 8, 3), dtype=np.uint8)
    rows[1:] = 250
    rows[3, 7] = (249, 249, 248)
    made = small(chromium_like(rows, [0] * 4), colours=2)
    body = made[made.index(b"PLTE") - 4 :]
    assert body[8:14] == bytes([250] * 3 + [0] * 3)
    assert len(made) < 120


def test_another_kind_of_file_is_refused():
    with pytest.raises(ValueError):
        small(b"GIF89a")
