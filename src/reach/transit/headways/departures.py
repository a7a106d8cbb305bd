"""Headways by hour to departures, and departures to the rows of frequencies.txt."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

HOUR = 3600


def departures(first: int | None, last: int | None, hours: Mapping[int, int]) -> list[int]:
    """Seconds of the day at which vehicles leave the first stop.

    ``hours`` gives seconds between departures by hour of the day. From one departure to the next one whole
    headway passes, each hour counting by its own: after 6:50 with 30 min until 7:00 and 6 min from then on, a
    third of a headway is over at 7:00 and the rest takes 4 min. An hour without a headway is a break, and the
    next hour with one begins with a departure. The first departure is exactly ``first`` (the start of the
    first hour with a headway where None); the last one is exactly ``last``, and those less than half a
    headway before it give way to it. Where ``last`` is None departures go on to the end of the last hour.
    """
    begin = min(hours) * HOUR if first is None else first
    end = (max(hours) + 1) * HOUR if last is None else last
    leaving: list[int] = []
    now, left = Fraction(begin), Fraction(0)
    while now < end:
        hour = now // HOUR
        if hour not in hours:
            later = [other for other in hours if other > hour]
            if not later:
                break
            now, left = Fraction(min(later) * HOUR), Fraction(0)
            continue
        due = now + left * hours[hour]
        turn = (hour + 1) * HOUR
        if due >= turn:
            left -= (turn - now) / hours[hour]
            now = Fraction(turn)
        else:
            now, left = due, Fraction(1)
            if due < end:
                leaving.append(int(due))
    if last is None:
        return leaving
    half = Fraction(hours[last // HOUR], 2)
    kept = [moment for moment in leaving if moment <= last - half or moment == begin < last]
    return [*kept, last]


def frequencies(leaving: Sequence[int]) -> list[tuple[int, int, int]]:
    """Rows (start, end, headway) that give exactly these departures, which rise; ends are not departures."""
    rows: list[tuple[int, int, int]] = []
    at = 0
    while at < len(leaving):
        gap = leaving[at + 1] - leaving[at] if at + 1 < len(leaving) else HOUR
        stop = at + 1
        while stop < len(leaving) and leaving[stop] - leaving[stop - 1] == gap:
            stop += 1
        after = leaving[stop] if stop < len(leaving) else leaving[stop - 1] + 1
        rows.append((leaving[at], min(leaving[stop - 1] + gap, after), gap))
        at = stop
    return rows
