"""The low-vision panel (ГОСТ Р 52872-2019): what can be chosen, and how a choice is kept and drawn.

A choice is five digits, one for each of :data:`AXES` in order: the place of the value in its row. New values
go to the end of a row, so that kept choices stay true.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

COOKIE: Final = "vision"
COOKIE_SECONDS: Final = 365 * 24 * 3600

AXES: Final[Mapping[str, tuple[str, ...]]] = {
    "size": ("", "150", "200"),
    "spacing": ("", "wide", "wider"),
    "font": ("", "sans", "serif"),
    "scheme": (
        "",
        "light",
        "dark",
        "black-on-white",
        "white-on-black",
        "blue-on-sky",
        "brown-on-beige",
    ),
    "images": ("", "off"),
}
"""Axis → its values; the first, "", is the page as it is drawn for everybody."""

THEMES: Final = ("light", "dark")
"""Schemes that are the page's own colours, chosen against the device."""


@dataclass(frozen=True, slots=True)
class Vision:
    """How a reader wants pages to look; every field is a value of its axis."""

    size: str = ""
    spacing: str = ""
    font: str = ""
    scheme: str = ""
    images: str = ""

    def __bool__(self) -> bool:
        return self != PLAIN

    @property
    def code(self) -> str:
        """The choice as it is kept in the cookie."""
        return "".join(str(AXES[item.name].index(getattr(self, item.name))) for item in fields(self))

    @property
    def marks(self) -> dict[str, str]:
        """What ``ui/base.html`` takes as ``vision``: the values chosen, without the page's own colours."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in found.items() if value and value not in THEMES}

    @property
    def theme(self) -> str:
        """The page's own colours by day or by night; "" as the device says."""
        return self.scheme if self.scheme in THEMES else ""


PLAIN: Final = Vision()


def chosen(values: Mapping[str, str]) -> Vision:
    """The choice of a form; a value that no axis has counts as not chosen."""
    return Vision(
        **{name: values.get(name, "") if values.get(name) in row else "" for name, row in AXES.items()}
    )


def read(code: str | None) -> Vision:
    """The choice kept in a cookie; anything that was never written here is no choice."""
    if code is None or len(code) != len(AXES) or not (code.isascii() and code.isdecimal()):
        return PLAIN
    values = {}
    for digit, (name, row) in zip(code, AXES.items(), strict=True):
        if int(digit) >= len(row):
            return PLAIN
        values[name] = row[int(digit)]
    return Vision(**values)
