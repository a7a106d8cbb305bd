"""What the components take: plain frozen dataclasses. A dict with the same keys does as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

AccessValue = Literal["yes", "no", "unknown"]
BadgeKind = Literal["age", "demo", "cancelled", "moved", "soldout", "certainty", "free", "facility", "plain"]
NoticeKind = Literal["info", "success", "warning", "error", "demo"]


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; `url` "" makes it plain text. `current` marks the page shown."""

    label: str
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language: `code` "ru" or "en", absolute `url`, `label` in that language."""

    code: str
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Poster:
    """A picture of a card: an address (`src`, `src_dark` for dark pages), or `family` and `seed` to draw one.

    `alt` stays "" for generated art: it tells nothing that the words beside it do not.
    """

    src: str = ""
    src_dark: str = ""
    family: str = "other"
    seed: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    kind: BadgeKind
    label: str


@dataclass(frozen=True, slots=True)
class Access:
    """Three-valued access: `label` says what («без ступеней»), `note` when and by whom it was surveyed."""

    value: AccessValue
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to go to: `kind` is a poster family and hue, `kind_label` its word, `when` the big time.

    `facilities` are words for what is offered to those who hear, see or understand otherwise.
    """

    title: str
    url: str
    when: str = ""
    when_note: str = ""
    kind: str = "other"
    kind_label: str = ""
    age: str = ""
    poster: Poster | None = None
    place: str = ""
    distance: str = ""
    summary: str = ""
    price: str = ""
    price_mine: str = ""
    access: Access | None = None
    badges: Sequence[Badge] = ()
    cancelled: bool = False
    facilities: Sequence[str] = ()

    @property
    def when_is_words(self) -> bool:
        """True for a date or range, which is set smaller than a bare time."""
        return len(self.when) > 6


@dataclass(frozen=True, slots=True)
class Chip:
    """A switch that is a link: `active` is on, `remove` takes a filter away, `count` None is not shown."""

    label: str
    url: str
    active: bool = False
    count: int | None = None
    icon: str = ""
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: following `url` sets it, or unsets it when `active`."""

    label: str
    url: str
    count: int | None = None
    active: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    title: str
    options: Sequence[Option]
    open: bool = False

    @property
    def shown_open(self) -> bool:
        """A facet with a set value is never hidden from view."""
        return self.open or any(option.active for option in self.options)


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and its values; a value is a text or a Link."""

    term: str
    values: Sequence[str | Link]


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each a text, a number or a Link; the first cell of a row is its header."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    stacked: bool = False
    """On a narrow screen every row stands as a paragraph of its own: for cells of words, not for figures."""
