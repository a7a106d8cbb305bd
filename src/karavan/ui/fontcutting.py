"""Cutting fonts with fontTools: chosen characters for browsers, whole alphabets at one weight for print."""

import io
from pathlib import Path

from fontTools.merge import Merger
from fontTools.merge import Options as MergeOptions
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.instancer import instantiateVariableFont

_ROUBLE = 0x20BD
_NARROW_SPACE = 0x202F
_NARROW_SPACE_WIDTH = 0.55  # of the word space: what «12 345» needs to read as one number


def cut_font(
    source: Path, codes: set[int], weight: float | tuple[float, float], *, rouble: Path | None = None
) -> bytes:
    """The WOFF2 of those of `codes` that `source` has, at `weight` on the wght axis or over that range of it.

    `rouble` is a font of the same design that lends the rouble sign; the result then has the narrow
    no-break space too. Equal input gives equal bytes. Raises FileNotFoundError.
    """
    font = _cut(source, codes, weight)
    if rouble is not None:
        _lend(_cut(rouble, {_ROUBLE}, weight), font, _ROUBLE)
        _add_narrow_space(font)
    font.flavor = "woff2"
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()


def _cut(path: Path, codes: set[int], weight: float | tuple[float, float]) -> TTFont:
    """The font at `path` with those of `codes` that it has, at `weight`."""
    # The originals' own date stays: with the date of making no two runs would agree.
    font = TTFont(path, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern", "liga", "calt", "ccmp", "locl", "mark", "tnum", "lnum"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs += [13, 14]  # the licence and its address
    # Vertical setting and style menus are not for the web; widths of glyphs that vary stand in gvar too.
    options.drop_tables += ["HVAR", "VVAR", "STAT", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return instantiateVariableFont(font, {"wght": weight}, inplace=True)


def _lend(lender: TTFont, font: TTFont, code: int) -> None:
    """Copy the glyph of `code`, with its width and its variations; it must have no components."""
    name = lender.getBestCmap()[code]
    _add(font, name, code, lender["glyf"][name], lender["hmtx"][name][0], lender["gvar"].variations[name])


def _add_narrow_space(font: TTFont) -> None:
    width = round(font["hmtx"][font.getBestCmap()[0x20]][0] * _NARROW_SPACE_WIDTH)
    _add(font, "uni202F", _NARROW_SPACE, Glyph(), width, [])


def _add(font: TTFont, name: str, code: int, glyph: Glyph, width: int, variations: list) -> None:
    font["glyf"][name] = glyph
    font.setGlyphOrder(font["glyf"].glyphOrder)
    font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
    font["gvar"].variations[name] = variations
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def static_font(sources: list[Path], family: str, weight: float) -> bytes:
    """One TTF at one weight out of the `sources`, subsets of the same design, named `family`.

    A typesetter knows no `unicode-range`: it wants every letter in one file. The first source wins where two
    have the same character. Equal input gives equal bytes. Raises FileNotFoundError.
    """
    parts = []
    for source in sources:
        font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": weight}, inplace=True)
        font.flavor = None
        part = io.BytesIO()
        font.save(part)
        part.seek(0)
        parts.append(part)
    options = MergeOptions()
    options.drop_tables = ["vhea", "vmtx", "STAT", "DSIG"]
    merged = Merger(options).merge(parts)
    # Merging stamps the moment; no two runs would agree.
    merged.recalcTimestamp = False
    first = TTFont(sources[0], recalcTimestamp=False)["head"]
    merged["head"].created, merged["head"].modified = first.created, first.modified
    _add_static_spaces(merged)
    _rename(merged, family, round(weight))
    content = io.BytesIO()
    merged.save(content, reorderTables=False)
    return content.getvalue()


def _add_static_spaces(font: TTFont) -> None:
    """The narrow no-break space and the thin space where the original has none."""
    known = font.getBestCmap()
    for code in (_NARROW_SPACE, 0x2009):
        if code in known:
            continue
        name = f"uni{code:04X}"
        width = round(font["hmtx"][known[0x20]][0] * _NARROW_SPACE_WIDTH)
        font["glyf"][name] = Glyph()
        font.setGlyphOrder(font["glyf"].glyphOrder)
        font["hmtx"][name] = (width, 0)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def _rename(font: TTFont, family: str, weight: int) -> None:
    """The names by which programs find the font; copyright and licence stay."""
    names = font["name"]
    plain = family.replace(" ", "")
    names.names = [one for one in names.names if one.nameID in {0, 5, 7, 8, 9, 10, 11, 12, 13, 14}]
    for number, text in ((1, family), (2, "Regular"), (3, f"{plain}-{weight}"), (4, f"{family} {weight}")):
        names.setName(text, number, 3, 1, 0x409)
    names.setName(f"{plain}-{weight}", 6, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
