import io
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from karavan.ui.finders import VendorFinder
from karavan.ui.vendor import VENDOR_FILES


def test_every_listed_file_is_found_and_opens() -> None:
    finder = VendorFinder()
    for source, target in VENDOR_FILES:
        path = Path(settings.NODE_MODULES) / source
        assert finder.find(target) == str(path)
        assert finder.find(target, find_all=True) == [str(path)]
        with finder.storage.open(target) as file:
            assert file.read() == path.read_bytes()
        assert finder.storage.size(target) == path.stat().st_size
        assert finder.storage.get_modified_time(target).timestamp() == pytest.approx(path.stat().st_mtime)
    assert finder.check() == []


@pytest.mark.parametrize(
    "path",
    [
        "vendor/golos/../../../package.json",
        "vendor/axe.min.js",
        "axe-core/axe.min.js",
        "lucide-static/icons/map-pin.svg",
        VENDOR_FILES[0][0],
        "",
    ],
)
def test_nothing_else_is_found(path: str) -> None:
    assert VendorFinder().find(path) == []


def test_list_is_the_list() -> None:
    assert [name for name, _ in VendorFinder().list(None)] == [target for _, target in VENDOR_FILES]


def test_it_is_among_the_finders_of_the_project() -> None:
    assert finders.find(VENDOR_FILES[0][1]) == str(Path(settings.NODE_MODULES) / VENDOR_FILES[0][0])


def test_missing_packages_are_a_check_error(tmp_path: Path, settings) -> None:
    settings.NODE_MODULES = tmp_path
    errors = VendorFinder().check()
    assert [error.id for error in errors] == ["ui.E001"]
    assert [target for _, target in VENDOR_FILES if target not in errors[0].msg] == []


def test_collected_files_are_the_packages_own(tmp_path: Path, settings) -> None:
    settings.STATIC_ROOT = tmp_path
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, stdout=io.StringIO())
    found = {
        path.relative_to(tmp_path).as_posix() for path in (tmp_path / "vendor").rglob("*") if path.is_file()
    }
    # A storage that hashes names keeps the plain one too.
    assert {target for _, target in VENDOR_FILES} - found == set()
