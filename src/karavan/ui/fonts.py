"""The four font files of a first load, cut from the npm fonts when an installation is set up.

A first load has 120 kB for the page, its styles and its type. The npm files alone weigh 142 kB for a Russian
page with a date in its headline, because digits and punctuation live in the Latin files. So the characters of
nearly every page are cut out of them; rarer letters (accented Latin, Tatar, Bashkir) come from the npm files
as they are, each under its own `unicode-range`, and only the pages that use them fetch them.

Both families are under the SIL Open Font License 1.1 without reserved font names, so a cut font may keep its
name. Copyright and licence stay in its `name` table; the licence text is served too (`karavan.ui.vendor`).
"""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from karavan.kernel.files import write_whole

_GOLOS = "@fontsource-variable/golos-text/files/golos-text"
_UNBOUNDED = "@fontsource-variable/unbounded/files/unbounded"
_STAMP = ".made-from"

Weight = float | tuple[float, float]
Ranges = tuple[tuple[int, int], ...]

_PUNCTUATION: Ranges = (
    (0x20, 0x7E),
    (0xA0, 0xA0),
    (0xA7, 0xA7),
    (0xA9, 0xA9),
    (0xAB, 0xAB),
    (0xAE, 0xAE),
    (0xB0, 0xB3),
    (0xB7, 0xB7),
    (0xBB, 0xBB),
    (0xD7, 0xD7),
    (0x2013, 0x2014),
    (0x2018, 0x201A),
    (0x201C, 0x201E),
    (0x2022, 0x2022),
    (0x2026, 0x2026),
    (0x20AC, 0x20AC),
    (0x2212, 0x2212),
)
_THIN_SPACE: Ranges = ((0x2009, 0x2009),)
_RUSSIAN: Ranges = ((0x401, 0x401), (0x410, 0x44F), (0x451, 0x451), (0x2116, 0x2116))
_CYRILLIC: Ranges = ((0x400, 0x45F), (0x490, 0x491), (0x4B0, 0x4B1), (0x2116, 0x2116))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one file is made: the characters of `source` at `weight` (or over that range of weights).

    `rouble` names the file that lends the rouble sign; such a font also gets the narrow no-break space, which
    the originals lack.
    """

    name: str
    source: str
    characters: Ranges
    weight: Weight
    rouble: str = ""


RECIPES = (
    Recipe(
        "golos-basic.woff2",
        f"{_GOLOS}-latin-wght-normal.woff2",
        _PUNCTUATION + _THIN_SPACE,
        (400, 700),
        rouble=f"{_GOLOS}-latin-ext-wght-normal.woff2",
    ),
    Recipe("golos-russian.woff2", f"{_GOLOS}-cyrillic-wght-normal.woff2", _RUSSIAN, (400, 700)),
    Recipe("unbounded-basic.woff2", f"{_UNBOUNDED}-latin-wght-normal.woff2", _PUNCTUATION, 800),
    Recipe("unbounded-cyrillic.woff2", f"{_UNBOUNDED}-cyrillic-wght-normal.woff2", _CYRILLIC, 800),
)
SOURCES = tuple(sorted({path for one in RECIPES for path in (one.source, one.rouble) if path}))


def make_fonts(node_modules: Path, target: Path) -> list[Path]:
    """Write the fonts of RECIPES into `target` and return their paths, in that order.

    Equal packages and equal tools give equal bytes. Each file appears whole or not at all, so that several
    processes may make them at once. Raises FileNotFoundError when a package is not installed.
    """
    target.mkdir(parents=True, exist_ok=True)
    stamp = _fingerprint(node_modules)
    # fontTools takes half a second to import, and processes that find their fonts made have no use for it.
    from karavan.ui.fontcutting import cut_font  # noqa: PLC0415

    made = [
        write_whole(
            target / one.name,
            cut_font(
                node_modules / one.source,
                {code for first, last in one.characters for code in range(first, last + 1)},
                one.weight,
                rouble=node_modules / one.rouble if one.rouble else None,
            ),
        )
        for one in RECIPES
    ]
    write_whole(target / _STAMP, stamp.encode())
    return made


def ensure_fonts(node_modules: Path, target: Path) -> list[Path]:
    """As `make_fonts`, but only where a file is missing or was made from other packages or by other tools."""
    paths = [target / one.name for one in RECIPES]
    stamp = target / _STAMP
    if all(path.is_file() for path in (*paths, stamp)) and stamp.read_text() == _fingerprint(node_modules):
        return paths
    return make_fonts(node_modules, target)


def _fingerprint(node_modules: Path) -> str:
    """A digest of all that the bytes depend on: the original fonts, the tools, and the code."""
    digest = hashlib.sha256()
    code = Path(__file__)
    for path in (code, code.with_name("fontcutting.py"), *(node_modules / source for source in SOURCES)):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(f"{version('fonttools')} {version('brotli')}".encode())
    return digest.hexdigest()
