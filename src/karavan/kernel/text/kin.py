"""Russian words of culture and the words made from them, which a query means as well: «орган» — «органный».

The analyser knows the forms of a word, not the words of its family; only families that lead nobody astray
stand here (not «концерт» — «концертный», which is every hall of concerts).
"""

from functools import cache

from karavan.kernel.text.scan import terms

_FAMILIES = """
    балет балетный
    башкир башкирский
    библиотека библиотечный
    гончар гончарный
    джаз джазовый
    ёлка ёлочный
    живопись живописный
    кино фильм
    книга книжный
    кукла кукольный
    литература литературный
    лыжи лыжный
    масленица масленичный
    молодёжь молодёжный
    мультфильм мультик мультипликация
    опера оперный
    оперетта опереточный
    орган органный
    пасха пасхальный
    поэзия поэтический
    рождество рождественский
    семья семейный
    симфония симфонический
    сказка сказочный
    скрипка скрипичный
    татарин татарский
    театр театральный
    фольклор фольклорный
    фортепиано фортепианный
    хор хоровой
    цирк цирковой
    шахматы шахматный
"""


@cache
def _families() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _FAMILIES.strip().splitlines():
        family = tuple(dict.fromkeys(terms(word)[-1] for word in row.split()))
        for term in family:
            found[term] = tuple(other for other in family if other != term)
    return found


def kin_of(term: str) -> tuple[str, ...]:
    """Return the index terms of the words akin to a Russian index term; () if none is known."""
    return _families().get(term, ())
