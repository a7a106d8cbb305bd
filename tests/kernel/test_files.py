from pathlib import Path

import pytest

from karavan.kernel.files import write_whole


def test_a_file_is_there_for_everybody(tmp_path: Path) -> None:
    path = tmp_path / "a.css"
    assert write_whole(path, b"one") == path
    write_whole(path, b"two")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o644)
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    (path / "full").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        write_whole(path, b"one")
    assert list(tmp_path.iterdir()) == [path]
