"""Paints of the generated posters: the `--art-*` tokens of tokens.css, held equal by a test."""

from typing import NamedTuple

ART: dict[str, str] = {
    "paper": "#fbfaf7",
    "cream": "#f0ece0",
    "ink": "#16181d",
    "night": "#2b2f36",
    "steel": "#c2410c",
    "orange": "#fb923c",
    "malachite": "#0f766e",
    "mint": "#2dd4bf",
    "ochre": "#e0a100",
    "crimson": "#a51d4d",
    "rose": "#f3d3dc",
    "cobalt": "#1d4f8c",
    "sky": "#9cc7ea",
    "violet": "#6a40d8",
    "brown": "#7a4a1e",
    "sand": "#dcc296",
    "magenta": "#b0208a",
    "moss": "#56731a",
}

# In the dark the neutrals change places, the hues stay: the poster keeps its character on a dark page.
_IN_THE_DARK = {"paper": "night", "cream": "ink", "ink": "cream", "night": "paper"}


class Paints(NamedTuple):
    """Five paints of one poster: ground, two strong ones, a third for detail, and a spark used once."""

    ground: str
    first: str
    second: str
    third: str
    spark: str


def paints(names: str, *, dark: bool) -> Paints:
    """Hex paints for five space-separated token names."""
    words = names.split()
    if dark:
        words = [_IN_THE_DARK.get(word, word) for word in words]
    return Paints(*(ART[word] for word in words))


# Several palettes a family; the first paints carry the hue of its kind.
PALETTES: dict[str, tuple[str, ...]] = {
    "theatre": (
        "cream crimson ink rose ochre",
        "crimson ink rose paper ochre",
        "ink crimson rose steel ochre",
        "rose crimson ink night steel",
        "ochre crimson ink paper rose",
    ),
    "music": (
        "cream cobalt ink sky steel",
        "cobalt paper ink sky orange",
        "ink sky cobalt paper steel",
        "sky cobalt ink paper steel",
        "paper ink cobalt sky ochre",
    ),
    "exhibition": (
        "cream ink malachite ochre steel",
        "malachite paper ochre ink steel",
        "paper malachite ink mint steel",
        "sand malachite ink paper steel",
        "ink mint paper ochre steel",
    ),
    "book": (
        "cream ink steel malachite ochre",
        "ochre ink paper steel malachite",
        "malachite cream ochre ink steel",
        "sand brown ink paper steel",
        "ink ochre paper steel mint",
    ),
    "feast": (
        "cream steel ink ochre crimson",
        "steel cream ink ochre crimson",
        "ochre steel ink paper crimson",
        "ink orange ochre paper crimson",
        "crimson ochre paper ink orange",
    ),
    "children": (
        "cream violet ochre malachite steel",
        "violet ochre paper mint orange",
        "ochre violet paper steel malachite",
        "sky violet steel paper ochre",
        "mint violet ink paper steel",
    ),
    "cinema": (
        "cream ink ochre night steel",
        "night ochre paper steel cream",
        "ink paper steel ochre sky",
        "ochre ink paper night steel",
        "steel ink cream ochre paper",
    ),
    "heritage": (
        "cream brown ink sand steel",
        "brown cream ink sand ochre",
        "sand brown ink paper steel",
        "ink sand brown steel ochre",
        "sky brown ink cream steel",
    ),
    "lecture": (
        "cream moss ink ochre steel",
        "moss cream ink ochre orange",
        "ink ochre moss paper steel",
        "ochre ink moss paper steel",
        "paper ink moss sand steel",
    ),
    "dance": (
        "cream magenta ink ochre steel",
        "magenta rose ink paper ochre",
        "ink magenta rose orange ochre",
        "rose magenta ink steel paper",
        "ochre magenta ink paper cobalt",
    ),
    "tour": (
        "cream cobalt malachite sky steel",
        "malachite cream ink mint orange",
        "sky cobalt ink paper steel",
        "cobalt sky paper mint ochre",
        "sand malachite cobalt paper steel",
    ),
    "other": (
        "cream ink steel malachite ochre",
        "steel ink cream ochre paper",
        "paper night cobalt ochre steel",
        "ink paper steel malachite ochre",
        "malachite ink cream ochre orange",
    ),
}
