"""Spellings of a word in the other alphabet, cheapest first.

The tables join ISO 9:1995, GOST 7.79-2000 B, the BGN/PCGN and passport (ICAO 9303) romanisations and what
people type without any scheme ("c", "j", "x", "w", a dropped soft sign). The first option of a row is the
usual reading and costs nothing, each next one costs one more; a shorter cut where a longer one fits ("ts"
as т + с) costs one.
"""

import heapq
import re
from collections.abc import Callable

_LATIN_WORD = re.compile("[a-z']+")
_CYRILLIC_WORD = re.compile("[а-я]+")

_Table = dict[str, tuple[str, ...]]


def _table(rows: str) -> _Table:
    table: _Table = {}
    for row in rows.strip().splitlines():
        source, _, options = row.strip().partition(" ")
        table[source] = tuple("" if option == "-" else option for option in options.split())
    return table


# A trailing "$" means the end of the word, "-" nothing at all.
_TO_CYRILLIC = _table(
    """
    a а я
    b б
    c ц к с
    d д дь
    e е э
    f ф
    g г ж
    h х г
    i и й
    j й ж дж
    k к
    l л ль
    m м мь
    n н нь
    o о
    p п
    q к
    r р рь
    s с з сь
    t т ть
    u у ю
    v в
    w в ш
    x кс х
    y ы й и у
    z з ц
    ' ь - ъ
    shch щ
    sch щ ш
    shh щ
    zh ж
    kh х
    ts ц
    tz ц
    cz ц ч
    tc ц
    ch ч х
    sh ш щ
    '' ъ
    yo е ье ъе
    jo е ье ъе
    yu ю ью ъю
    ju ю ью ъю
    iu ю ью
    ya я ья ъя
    ja я ья ъя
    ia ия я иа
    ye е ье ъе
    je е ье ъе
    ie ие ье ъе
    ay ай
    aj ай
    ey ей
    ej ей
    oy ой
    oj ой
    uy уй
    uj уй
    iy ий ый
    ij ий ый
    yj ый ий
    yy ый
    yi ый
    y$ ый ий ы и й ь
    i$ и ий ы й
    ee и ее
    oo у оо
    ck к
    ph ф
    th т
    qu кв
    eh э ех
    """
)

_TO_LATIN = _table(
    """
    а a
    б b
    в v w
    г g h
    д d
    е e ye a
    ж zh j g
    з z s
    и i y ee
    й y i j
    к k c ck q
    л l
    м m
    н n
    о o
    п p
    р r
    с s c ss
    т t th
    у u oo w
    ф f ph
    х h kh ch
    ц c ts tz z
    ч ch cz c
    ш sh sch
    щ shch sch
    ъ -
    ы y i
    ь -
    э e
    ю yu u ju
    я ya ia ja
    кс x ks
    дж j g dzh
    кв qu kv
    зз zz
    ий y iy ij
    ый y yy yj
    ай ai ay i
    ей ey ei a
    ия ia iya
    """
)
_LONGEST = 4
_MAX_STEPS = 600


def other_alphabet(
    word: str,
    limit: int,
    accepts: Callable[[str], bool] | None = None,
    *,
    whole: Callable[[str], bool] | None = None,
) -> list[str]:
    """Return up to `limit` spellings of a folded word in the other alphabet, cheapest first; [] for other
    scripts.

    `accepts(beginning)` cuts off beginnings that lead nowhere (a vocabulary has no word with them),
    `whole(word)` keeps finished spellings. At most 600 steps are made, whatever the word.
    """
    if _LATIN_WORD.fullmatch(word):
        table = _TO_CYRILLIC
    elif _CYRILLIC_WORD.fullmatch(word):
        table = _TO_LATIN
    else:
        return []
    found: dict[str, None] = {}
    seen: set[tuple[int, str]] = set()
    queue: list[tuple[int, int, str]] = [(0, 0, "")]
    for _ in range(_MAX_STEPS):
        if not queue:
            break
        cost, progress, spelling = heapq.heappop(queue)
        position = -progress
        if position == len(word):
            if whole is None or whole(spelling):
                found.setdefault(spelling)
                if len(found) == limit:
                    break
            continue
        for length, option, price in _options(table, word, position):
            step = (position + length, spelling + option)
            if step in seen or (accepts is not None and not accepts(step[1])):
                continue
            seen.add(step)
            heapq.heappush(queue, (cost + price, -step[0], step[1]))
    return list(found)


def _options(table: _Table, word: str, position: int) -> list[tuple[int, str, int]]:
    """(letters taken, spelling, cost) of every way to go on from `position`."""
    options: list[tuple[int, str, int]] = []
    extra = 0
    for length in range(min(_LONGEST, len(word) - position), 0, -1):
        part = word[position : position + length]
        rows = table.get(part)
        if position + length == len(word):
            rows = table.get(f"{part}$", rows)
        if rows:
            options.extend((length, option, extra + price) for price, option in enumerate(rows))
            extra += 1
    return options
