import json

import pytest

from reach import release
from reach.errors import BadInput


def build(home, text, **manifest):
    with release.building(home, manifest) as folder:
        (folder / "streets.txt").write_text(text)


def test_a_build_becomes_current(tmp_path):
    build(tmp_path, "first", city="Porto")
    build(tmp_path, "second", city="Riga")
    found = release.current(tmp_path)
    assert (found.folder / "streets.txt").read_text() == "second"
    assert found.manifest["city"] == "Riga"


def test_a_build_that_fails_leaves_the_last_good_one(tmp_path):
    build(tmp_path, "good")
    with pytest.raises(ZeroDivisionError), release.building(tmp_path, {}) as folder:
        (folder / "streets.txt").write_text(str(1 / 0))
    assert (release.current(tmp_path).folder / "streets.txt").read_text() == "good"
    assert [path.name for path in (tmp_path / "releases").glob("*.part")] == []


def test_what_a_killed_build_left_is_swept_by_the_next(tmp_path):
    (tmp_path / "releases" / "20260101T000000.part").mkdir(parents=True)
    build(tmp_path, "good")
    assert len(list((tmp_path / "releases").iterdir())) == 1


def test_two_builds_at_once_do_not_tread_on_each_other(tmp_path):
    with release.building(tmp_path, {}) as folder:
        (folder / "streets.txt").write_text("first")
        with pytest.raises(BadInput, match="another build is under way here"):
            build(tmp_path, "second")
    assert (release.current(tmp_path).folder / "streets.txt").read_text() == "first"
    build(tmp_path, "third")
    assert (release.current(tmp_path).folder / "streets.txt").read_text() == "third"


def test_old_releases_go(tmp_path):
    for number in range(release.KEPT + 2):
        build(tmp_path, str(number))
    assert len(list((tmp_path / "releases").iterdir())) == release.KEPT
    assert (release.current(tmp_path).folder / "streets.txt").read_text() == str(release.KEPT + 1)


def test_no_release_says_what_to_do(tmp_path):
    with pytest.raises(BadInput, match="run `python -m reach build` first"):
        release.current(tmp_path)


def test_a_damaged_manifest_is_named(tmp_path):
    build(tmp_path, "good")
    (tmp_path / "current" / release.MANIFEST).write_text("{")
    with pytest.raises(BadInput, match="no readable manifest"):
        release.current(tmp_path)


def test_the_manifest_tells_when(tmp_path):
    build(tmp_path, "good")
    told = json.loads((tmp_path / "current" / release.MANIFEST).read_text())
    assert list(told) == ["built"]
