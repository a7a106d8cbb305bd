from io import BytesIO

import pytest

from karavan.kernel.uploads import MAX_PICTURE_BYTES, picture_type


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", None),
        (b"GIF89a", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None),
        (b"\x89PNG", None),
        (b"", None),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(content: bytes, expected: str | None) -> None:
    assert picture_type(BytesIO(content)) == expected


def test_the_position_stays_where_it_was() -> None:
    file = BytesIO(b"\xff\xd8\xff\xe0 and more")
    file.seek(7)

    assert picture_type(file) == "image/jpeg"
    assert file.tell() == 7


def test_the_limit_is_eight_megabytes() -> None:
    assert MAX_PICTURE_BYTES == 8_388_608
