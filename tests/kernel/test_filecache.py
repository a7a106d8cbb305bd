import os
from pathlib import Path
from threading import Thread

import pytest

from karavan.kernel.filecache import FileCache


def key(number: int) -> str:
    return f"{number:08x}.png"


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 1000)
    assert cache.get(key(1)) is None
    cache.put(key(1), b"one")
    assert (cache.get(key(1)), FileCache(tmp_path, 1000).get(key(1))) == (b"one", b"one")


def test_files_used_longest_ago_go_first(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 1000)
    for number in range(5):
        cache.put(key(number), bytes(300))
        os.utime(tmp_path / "00" / key(number), (number, number))
    cache.get(key(0))
    cache.prune()
    assert [number for number in range(5) if cache.get(key(number)) is not None] == [0, 4]


def test_room_is_bounded_without_anybody_asking(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 2000)
    for number in range(100):
        cache.put(key(number), bytes(100))
    # Looked at every 32 files: never more than the room and what came since.
    assert sum(path.stat().st_size for path in tmp_path.glob("*/*")) <= 2000 + 32 * 100


@pytest.mark.parametrize("wrong", ["../../etc/passwd", "0123456789", "a.png", "0123456789.png/..", ""])
def test_a_key_is_no_path(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValueError, match="is no key"):
        FileCache(tmp_path, 1000).get(wrong)


def test_a_file_removed_while_it_is_read_does_not_come_back_empty(tmp_path: Path) -> None:
    path = tmp_path / "00" / key(1)
    path.parent.mkdir()
    os.mkfifo(path)

    def remove_and_answer() -> None:
        with path.open("wb") as pipe:
            path.unlink()
            pipe.write(b"one")

    other = Thread(target=remove_and_answer)
    other.start()
    assert FileCache(tmp_path, 1000).get(key(1)) == b"one"
    other.join()
    assert list(path.parent.iterdir()) == []


def test_the_folder_is_looked_at_now_and_then_only(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 100)
    cache.put(key(0), bytes(80))
    for number in range(1, 32):
        cache.put(key(number), bytes(80))
    assert len(list(tmp_path.glob("*/*"))) == 32
    cache.put(key(32), bytes(80))
    assert len(list(tmp_path.glob("*/*"))) == 0


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = FileCache(tmp_path / "file", 1000)
    cache.put(key(1), b"one")
    assert cache.get(key(1)) is None
