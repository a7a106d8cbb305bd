"""What a map says besides its title, in the languages it can say it in."""

from dataclasses import dataclass

from reach.errors import BadInput


@dataclass(frozen=True)
class Words:
    """Sentences with places for what is put in."""

    unreached: str
    over: str
    none: str
    places: str
    synthetic: str
    north: str
    half_within: str
    half_unreached: str
    median: str
    share: str
    cells: str
    points: str
    map_of: str
    table_beside: str
    minutes: str
    metres: str
    kilometres: str
    residents: str
    origins: str
    venues: str
    thousand: str
    basis: str
    read: str
    no_source: str
    invented: str
    titles: dict[str, str]
    """By column of a table of indices."""


WORDS = {
    "en": Words(
        unreached="cannot be reached",
        over="over {}",
        none="none",
        places="places",
        synthetic="Synthetic city",
        north="N",
        half_within="Half of the {whom} need no longer than {value}.",
        half_unreached="At least half of the {whom} cannot get there.",
        median="Half of the {whom} have {value} or less.",
        share="share of {whom}",
        cells="cells",
        points="buildings",
        map_of="Map of {count} {what} coloured by value.",
        table_beside="The table beside this map holds every value.",
        minutes="min",
        metres="m",
        kilometres="km",
        residents="residents",
        origins="starting points",
        venues="places of culture",
        thousand="per 1,000",
        basis="Rests on {}.",
        read="Data read on {}",
        no_source="source not stated",
        invented="no real place, drawn by a program",
        titles={
            "nearest_s": "To the nearest place of culture",
            "third_s": "To the third nearest place of culture",
            "two_kinds_s": "To a second kind of culture",
            "places": "Places of culture within reach",
            "kinds": "Kinds of culture within reach",
            "kinds_effective": "Even choice of kinds within reach",
            "gravity": "Places of culture, the nearer the more they count",
            "supply_per_head": "Supply of culture for a thousand people",
        },
    ),
    "ru": Words(
        unreached="не добраться",
        over="больше {}",
        none="нет",
        places="места",
        synthetic="Вымышленный город",
        north="С",
        half_within="Медиана ({whom}): {value}.",
        half_unreached="Медиана ({whom}): не добраться.",
        median="Медиана ({whom}): {value}.",
        share="доля, {whom}",
        cells="ячейки",
        points="дома",
        map_of="Карта: {what}, {count}, окрашены по значению.",
        table_beside="Все значения есть в таблице рядом с картой.",
        minutes="мин",
        metres="м",
        kilometres="км",
        residents="жители",
        origins="точки отправления",
        venues="места культуры",
        thousand="на 1000",
        basis="Основание: {}.",
        read="Данные прочитаны {}",
        no_source="источник не указан",
        invented="таких мест нет, их нарисовала программа",
        titles={
            "nearest_s": "До ближайшего места культуры",
            "third_s": "До третьего ближайшего места культуры",
            "two_kinds_s": "До второго вида культуры",
            "places": "Места культуры в пределах доступности",
            "kinds": "Виды культуры в пределах доступности",
            "kinds_effective": "Равный выбор видов культуры",
            "gravity": "Места культуры: чем ближе, тем весомее",
            "supply_per_head": "Места культуры на тысячу человек",
        },
    ),
}


def words_of(language: str) -> Words:
    """:raises BadInput: a language without words."""
    if language not in WORDS:
        raise BadInput(f"maps do not speak {language!r}; take one of {', '.join(WORDS)}")
    return WORDS[language]
