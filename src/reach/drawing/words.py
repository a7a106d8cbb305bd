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
    ),
}


def words_of(language: str) -> Words:
    """:raises BadInput: a language without words."""
    if language not in WORDS:
        raise BadInput(f"maps do not speak {language!r}; take one of {', '.join(WORDS)}")
    return WORDS[language]
