"""Modules and their imports under hashed names."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile

from karavan.config.staticfiles import HashedStaticFilesStorage

NAMES = re.compile(r"\./(part\.[0-9a-f]{12}\.js)")
LOOSE = re.compile(r"""(?:from|import)\s*['"][^'"]+['"](?!\s*;)|import\(\s+['"]""")


@pytest.fixture
def collected(tmp_path):
    """Collects sources (name: text) and answers with the storage."""

    def collect(**sources: str) -> HashedStaticFilesStorage:
        storage = HashedStaticFilesStorage(location=tmp_path, base_url="/static/")
        names = {f"js/{stem}.js": text for stem, text in sources.items()}
        for name, text in names.items():
            storage.save(name, ContentFile(text))
        for _name, _hashed, processed in storage.post_process({name: (storage, name) for name in names}):
            if isinstance(processed, Exception):
                raise processed
        return storage

    return collect


@pytest.mark.parametrize(
    "source",
    [
        'import { one } from "./part.js";',
        'import "./part.js";',
        'export { one } from "./part.js";',
        'addEventListener("load", () => import("./part.js"));',
        'const load = { part: () => import("./part.js").then(({ one }) => one()) };',
    ],
)
def test_an_import_points_to_the_hashed_name(collected, source):
    storage = collected(part="export const one = 1;", whole=source)
    text = Path(storage.path(storage.stored_name("js/whole.js"))).read_text(encoding="utf-8")
    part = storage.stored_name("js/part.js").removeprefix("js/")
    assert NAMES.findall(text) == [part]
    assert text.replace(part, "part.js").replace(" ", "") == source.replace(" ", "")


def test_a_change_of_a_part_changes_the_name_of_the_whole(tmp_path):
    names = set()
    for number in range(2):
        storage = HashedStaticFilesStorage(location=tmp_path / str(number), base_url="/static/")
        sources = {"a.js": 'import("./b.js")', "b.js": f"export default {number};"}
        for name, text in sources.items():
            storage.save(name, ContentFile(text))
        list(storage.post_process({name: (storage, name) for name in sources}))
        manifest = json.loads((tmp_path / str(number) / "staticfiles.json").read_text())
        names |= {manifest["paths"]["a.js"]}
    assert len(names) == 2


def test_an_import_of_what_is_not_there_is_refused(collected):
    with pytest.raises(ValueError, match=r"js/gone\.js"):
        collected(whole='import("./gone.js")')


def test_every_import_of_the_portal_is_one_that_is_rewritten():
    """A static import without its semicolon would keep its plain name without a word."""
    folder = Path(finders.find("portal/js/start.js")).parent
    for path in sorted(folder.glob("*.js")):
        assert LOOSE.findall(path.read_text(encoding="utf-8")) == [], path.name
