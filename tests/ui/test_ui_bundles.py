"""Style sheets joined into one file."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from karavan.ui.bundles import BundleFinder, bundles_folder, joined


def test_parts_follow_one_another_without_comments_and_indents() -> None:
    parts = [
        ("a/one.css", "@layer base, parts;\n/* Two\n   lines */\n.one {\n  color: red; }\n"),
        ("a/two.css", "@layer parts {\n    .two { content: ' ' }\n}"),
    ]
    assert joined("a/all.css", parts) == (
        "@layer base, parts;\n.one {\ncolor: red; }\n@layer parts {\n.two { content: ' ' }\n}\n"
    )


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("ui/css/ui.css", "../fonts/a.woff2"),
        ("portal/site.css", "../ui/fonts/a.woff2"),
        ("a.css", "ui/fonts/a.woff2"),
    ],
)
def test_relative_addresses_are_told_from_the_joined_file(target: str, address: str) -> None:
    kept = "url(#mark) url(/static/b.png) url(https://example.org/c.png) url('data:image/png;base64,AA==')"
    text = f'a {{ src: url("../fonts/a.woff2") url(../fonts/a.woff2) {kept} }}'
    assert joined(target, [("ui/css/tokens.css", text)]) == (
        f'a {{ src: url("{address}") url("{address}") {kept} }}\n'
    )


@pytest.mark.parametrize("target", settings.STATIC_BUNDLES)
def test_every_address_in_a_joined_file_is_served(target: str) -> None:
    found = finders.find(target)
    assert found == str(bundles_folder() / target)
    text = Path(found).read_text(encoding="utf-8")
    addresses = re.findall(r'url\("([^"]+)"\)', text)
    assert len(addresses) == (9 if "@font-face" in text else 0)
    folder = Path("/") / Path(target).parent
    paths = [str((folder / one).resolve().relative_to("/")) for one in addresses]
    assert [path for path in paths if finders.find(path) is None] == []


def test_a_joined_file_is_made_anew_when_a_part_changes(settings, tmp_path) -> None:
    static = tmp_path / "static"
    static.mkdir()
    settings.VAR, settings.STATICFILES_DIRS = tmp_path, [static]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_BUNDLES = {"all.css": ["one.css", "two.css"]}
    (static / "one.css").write_text("a { color: red; }")
    finder = BundleFinder()
    assert [problem.id for problem in finder.check()] == ["ui.E002"]
    with pytest.raises(FileNotFoundError, match=r"static file two\.css, part of all\.css"):
        finder.find("all.css")
    (static / "two.css").write_text("b { color: red; }")
    assert finder.check() == []
    (path,) = finder.find("all.css", find_all=True)
    assert Path(path).read_text() == "a { color: red; }\nb { color: red; }\n"
    (static / "two.css").write_text("b { color: blue; }")
    assert [(name, storage.path(name)) for name, storage in finder.list(None)] == [("all.css", path)]
    assert Path(path).read_text() == "a { color: red; }\nb { color: blue; }\n"
    assert finder.find("one.css") == []
