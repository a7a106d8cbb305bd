"""Fonts for printed sheets and link pictures: the npm fonts whole, one static TTF a weight, made at set-up.

They are never served. Golos Text has the whole Cyrillic with the letters of Tatar and Bashkir; Unbounded
lacks those, and the sheets fall back on Golos for them. Licence and names: see `karavan.ui.fonts`.
"""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from karavan.kernel.files import write_whole

_SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
_STAMP = ".made-from"


@dataclass(frozen=True, slots=True)
class PrintFont:
    """One file: the family as typst calls it, its weight, and the package it is made of."""

    name: str
    family: str
    weight: int
    package: str

    @property
    def sources(self) -> tuple[str, ...]:
        """Paths below the folder of npm packages."""
        stem = self.package.rpartition("/")[2]
        return tuple(f"{self.package}/files/{stem}-{subset}-wght-normal.woff2" for subset in _SUBSETS)


_GOLOS = "@fontsource-variable/golos-text"
_UNBOUNDED = "@fontsource-variable/unbounded"

PRINT_FONTS = (
    PrintFont("golos-400.ttf", "Golos Text", 400, _GOLOS),
    PrintFont("golos-500.ttf", "Golos Text", 500, _GOLOS),
    PrintFont("golos-700.ttf", "Golos Text", 700, _GOLOS),
    PrintFont("unbounded-800.ttf", "Unbounded", 800, _UNBOUNDED),
)


def ensure_print_fonts(node_modules: Path, target: Path) -> list[Path]:
    """The files of PRINT_FONTS in `target`, made where one is missing or of other packages or tools.

    Takes some seconds the first time. Each file appears whole or not at all. Raises FileNotFoundError when a
    package is not installed.
    """
    paths = [target / one.name for one in PRINT_FONTS]
    stamp = target / _STAMP
    fingerprint = _fingerprint(node_modules)
    if all(path.is_file() for path in (*paths, stamp)) and stamp.read_text() == fingerprint:
        return paths
    # fontTools takes half a second to import, and processes that find their fonts made have no use for it.
    from karavan.ui.fontcutting import static_font  # noqa: PLC0415

    target.mkdir(parents=True, exist_ok=True)
    for one, path in zip(PRINT_FONTS, paths, strict=True):
        write_whole(
            path, static_font([node_modules / source for source in one.sources], one.family, one.weight)
        )
    write_whole(stamp, fingerprint.encode())
    return paths


def _fingerprint(node_modules: Path) -> str:
    """A digest of all that the bytes depend on: the original fonts, the tools, and the code."""
    digest = hashlib.sha256()
    code = Path(__file__)
    sources = sorted({source for one in PRINT_FONTS for source in one.sources})
    for path in (code, code.with_name("fontcutting.py"), *(node_modules / source for source in sources)):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(f"{version('fonttools')} {version('brotli')}".encode())
    return digest.hexdigest()
