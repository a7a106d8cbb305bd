import io
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from karavan.ui.finders import VendorFinder, fonts_folder
from karavan.ui.fonts import RECIPES, SOURCES
from karavan.ui.vendor import VENDOR_FILES

pytestmark = pytest.mark.slow

FONTS = [f"ui/fonts/{recipe.name}" for recipe in RECIPES]


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


def test_fonts_are_made_when_asked_for(tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path
    finder = VendorFinder()
    assert finder.check() == []
    assert list(tmp_path.iterdir()) == []
    for recipe, target in zip(RECIPES, FONTS, strict=True):
        path = tmp_path / "ui-fonts" / recipe.name
        assert finder.find(target) == str(path)
        assert finder.find(target, find_all=True) == [str(path)]
        with finder.fonts.open(target) as file:
            assert file.read()[:4] == b"wOF2"


@pytest.mark.parametrize(
    "path",
    [
        "ui/fonts/.made-from",
        "ui/fonts/../fonts/golos-basic.woff2",
        "golos-basic.woff2",
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
    targets = [target for _, target in VENDOR_FILES]
    assert [name for name, _ in VendorFinder().list(None)] == targets + FONTS


def test_it_is_among_the_finders_of_the_project() -> None:
    assert finders.find(VENDOR_FILES[0][1]) == str(Path(settings.NODE_MODULES) / VENDOR_FILES[0][0])
    assert finders.find(FONTS[0]) == str(fonts_folder() / RECIPES[0].name)


def test_missing_packages_are_a_check_error(tmp_path: Path, settings) -> None:
    settings.NODE_MODULES = tmp_path
    errors = VendorFinder().check()
    assert [error.id for error in errors] == ["ui.E001"]
    assert [target for _, target in VENDOR_FILES if target not in errors[0].msg] == []
    assert [source for source in SOURCES if source not in errors[0].msg] == []
    assert [VendorFinder().find(target) for target in FONTS] == [[]] * len(FONTS)


def test_packages_and_fonts_are_collected(tmp_path: Path, settings) -> None:
    settings.STATIC_ROOT = tmp_path
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, stdout=io.StringIO())
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    # A storage that hashes names keeps the plain one too.
    assert {*FONTS, *(target for _, target in VENDOR_FILES)} - found == set()
