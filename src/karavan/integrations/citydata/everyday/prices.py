"""Prices and tariffs of everyday events, by kind of price. Money is kopecks."""

from dataclasses import dataclass
from random import Random
from zlib import crc32

from karavan.integrations.citydata.everyday.shapes import EverydayEvent, EverydayTariff


@dataclass(frozen=True)
class PriceBand:
    """Roubles: the lowest prices and the highest (none where one price holds), and how often it is free."""

    low: tuple[int, ...]
    high: tuple[int, ...] = ()
    free_share: float = 0.0


BANDS = {
    "small": PriceBand((50, 100, 150, 200), free_share=0.35),
    "house": PriceBand((100, 150, 200, 300), free_share=0.6),
    "circle": PriceBand((150, 200, 250), free_share=0.7),
    "workshop": PriceBand((200, 250, 300, 400, 500), free_share=0.4),
    "cinema": PriceBand((100, 150, 200, 250), free_share=0.3),
    "museum": PriceBand((100, 150, 200, 250, 300), free_share=0.1),
    "zoo": PriceBand((200, 250, 300, 400)),
    "children": PriceBand((200, 250, 300, 350), (400, 500, 600)),
    "concert": PriceBand((200, 300, 400, 500), (600, 800, 1000, 1200)),
    "theatre": PriceBand((300, 400, 500, 600), (700, 900, 1200, 1500)),
    "opera": PriceBand((300, 400, 500), (1000, 1200, 1500)),
    "circus": PriceBand((500, 600, 700), (1200, 1500, 1800)),
}

Price = tuple[str, int | None, int | None]

CARD_BANDS = frozenset({"museum", "concert", "theatre", "opera"})
CARD_KINDS = frozenset({"performance", "dance", "concert", "exhibition", "excursion"})
CARD_VENUES = frozenset({"theatre", "museum", "gallery", "concert_hall"})
CARD_OLDEST_MARK = 16
CARD_PERCENT = 80

_STAGE = (
    EverydayTariff("disability-1-2", "percent", 50, companion_free=True, quota=10),
    EverydayTariff("students", "percent", 30),
    EverydayTariff("pensioners", "percent", 20, quota=20),
    EverydayTariff("large-families", "percent", 30),
    EverydayTariff("svo-participants", "percent", 50),
)
_MUSEUM = (
    EverydayTariff("minors-museum", "free", days_of_month=(15,)),
    EverydayTariff("preschool", "free"),
    EverydayTariff("students", "percent", 50),
    EverydayTariff("pensioners", "percent", 50),
    EverydayTariff("disability-1-2", "free", companion_free=True),
    EverydayTariff("large-families", "free", days_of_month=(15,)),
    EverydayTariff("heroes", "free"),
    EverydayTariff("war-veterans", "free"),
)
_HOUSE = (
    EverydayTariff("preschool", "free"),
    EverydayTariff("disability-1-2", "free", companion_free=True),
    EverydayTariff("disability-3", "percent", 50),
    EverydayTariff("pensioners", "fixed", 5_000),
    EverydayTariff("large-families", "percent", 50),
)
_TARIFFS = {
    "museum": _MUSEUM,
    "zoo": _MUSEUM[1:6],
    "children": (_STAGE[0], _STAGE[3], _STAGE[4]),
    "concert": _STAGE,
    "theatre": _STAGE,
    "opera": _STAGE,
    "circus": (_STAGE[0], _STAGE[3]),
}


def pushkin_card(event: EverydayEvent, band: str, venue: str) -> bool | None:
    """Whether the Pushkin card pays: at most paid stages and museums it does, of the rest nobody says.

    ``venue`` is a kind of place. Draws by the key of the event and nothing from its generator.
    """
    fitting = event.kind in CARD_KINDS and band in CARD_BANDS and venue in CARD_VENUES
    if not fitting or event.price_kind != "paid" or event.age_mark > CARD_OLDEST_MARK:
        return None
    return True if crc32(f"{event.key}:card".encode()) % 100 < CARD_PERCENT else None


def price(name: str, rng: Random) -> Price:
    """(price kind, lowest, highest) of one event; free where no band is named."""
    band = BANDS.get(name)
    if band is None or rng.random() < band.free_share:
        return "free", None, None
    if name == "house" and rng.random() < 0.1:
        return "donation", None, None
    low = rng.choice(band.low) * 100
    return "paid", low, rng.choice(band.high) * 100 if band.high else low


def tariffs(name: str, lowest: int | None, rng: Random) -> tuple[EverydayTariff, ...]:
    """Tariffs of one paid event: a part of those usual for its kind, always in the same order."""
    if lowest is None:
        return ()
    usual = _TARIFFS.get(name, _HOUSE)
    chosen = tuple(tariff for tariff in usual if rng.random() < 0.75)
    return tuple(tariff for tariff in chosen if tariff.kind != "fixed" or tariff.value < lowest)
