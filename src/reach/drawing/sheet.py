"""What a sheet says and how it is laid out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reach.drawing.colour import Theme, theme_of
from reach.drawing.frame import Box
from reach.drawing.words import Words, words_of
from reach.errors import BadInput

OSM = "© OpenStreetMap contributors, ODbL"
MINUTES = (10, 20, 30, 45, 60)


@dataclass(frozen=True)
class Sheet:
    """Title and manner of a map.

    ``bands`` are upper bounds; values above the last have a band of their own, and inf is hatched. ``strong``
    says which end
    has the strongest colour: ``low`` for times, ``high`` for choice. ``figure`` is the one number that is set
    large, with
    ``note`` beneath it; without one it is the median, weighted like the shares. ``whom`` names what the
    weights count.

    :raises BadInput: unknown theme, layout, end or language, no title, an extent that is none.
    """

    title: str
    bands: Sequence[float] = MINUTES
    unit: str | None = None
    """None for minutes in the language of the sheet, empty for numbers without a unit."""
    subtitle: str = ""
    palette: str = "steel"
    theme: str = "light"
    layout: str = "wide"
    strong: str = "low"
    figure: str | None = None
    note: str | None = None
    whom: str | None = None
    venues: str | None = None
    """What the places on the map are, such as libraries."""
    extent: tuple[float, float, float, float] | None = None
    """South, west, north, east of what the map shows; None shows all."""
    licence: str = OSM
    date: str = ""
    basis: str = ""
    """What the values rest on: streets, a timetable, a day."""
    synthetic: bool = False
    language: str = "en"
    words: Words = field(init=False)
    colours: Theme = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", words_of(self.language))
        object.__setattr__(self, "colours", theme_of(self.theme))
        if self.layout not in LAYOUTS:
            raise BadInput(f"layout {self.layout!r} is not known; take one of {', '.join(LAYOUTS)}")
        if self.strong not in ("low", "high"):
            raise BadInput(f"strong is {self.strong!r}; say low or high")
        if self.extent is not None and not (
            -90 < self.extent[0] < self.extent[2] < 90 and -180 <= self.extent[1] < self.extent[3] <= 180
        ):
            raise BadInput(f"extent {self.extent} is not south, west, north, east in degrees")
        if not self.title.strip():
            raise BadInput("a map wants a title")

    @property
    def place(self) -> "Layout":
        return LAYOUTS[self.layout]

    @property
    def who(self) -> str:
        return self.words.cells if self.whom is None else self.whom

    @property
    def unit_name(self) -> str:
        return self.words.minutes if self.unit is None else self.unit


@dataclass(frozen=True)
class Layout:
    """Sizes in pixels of the sheet's own scale. ``column`` is where the writing stands."""

    width: float
    least_height: float
    left: float
    column: float
    top: float
    rule: float
    title: float
    text: float
    small: float
    figure: float
    row: float
    map: Box
    """Where the map stands; its y is the least distance from the top, and a height of 0 means: down to the
    foot.
    """
    dot: float
    """Radius of a place of culture."""
    side_by_side: bool


LAYOUTS = {
    "wide": Layout(
        1400, 1000, 56, 364, 56, 8, 34, 17, 13, 190, 34, Box(476, 0, 924, 0), 5.0, side_by_side=True
    ),
    "tall": Layout(390, 0, 20, 350, 20, 5, 22, 15, 13, 104, 30, Box(0, 0, 390, 400), 3.4, side_by_side=False),
}
