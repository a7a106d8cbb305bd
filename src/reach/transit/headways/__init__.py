"""Headway tables, which a city can usually give, to GTFS.

Two tables as CSV, in UTF-8 or Windows-1251, with ``;`` or ``,`` (or tabulators) between columns, and a comma
or a point in decimals. Columns stand in any order and are named in Russian or English. What stands in
brackets or behind a comma in a column's name is ignored, as are columns not named here.

Stops of routes, one row for each stop of each direction:

* ``маршрут``, ``route``: number or name
* ``вид``, ``mode``: трамвай, троллейбус, автобус, маршрутка, метро, поезд, паром; or tram, trolleybus, bus,
minibus,
  metro, rail, ferry
* ``направление``, ``direction``: any text that tells the directions of a route apart
* ``порядок``, ``order``: a whole number, rising along the direction
* ``остановка``, ``stop``: its name
* ``широта`` and ``долгота``, ``lat`` and ``lon``: degrees
* ``время в пути``, ``minutes``: minutes from the first stop of the direction (not from the stop before); may
be blank
  between stops where it is known, and is then shared out by distance
* ``код``, ``stop_id``, optional: rows with equal ones are the same stop
* ``доступность``, ``wheelchair``, optional: да (yes), нет (no) or blank (not surveyed)

Headways, one row for a route on some days of the week:

* ``маршрут`` and ``вид``, ``route`` and ``mode``: as above; the mode may be left out where the number says
enough * ``направление``, ``direction``, optional: blank holds for the directions without a row of their own *
``дни``, ``days``: будни, суббота, воскресенье, выходные, ежедневно; or weekdays, saturday, sunday, weekend,
daily * ``первый`` and ``последний``, ``first`` and ``last``, optional: departures from the first stop,
``5:40`` * ``низкопольные``, ``low_floor``, optional: the share of vehicles without a step, ``0,4`` or ``40
%`` * ``5``, ``6``, … (or ``5:00``, ``5-6``): for each hour the minutes between departures; blank where
nothing leaves

Hours belong to the working day: ``24`` is the hour after midnight. Where the last departure is before the
first one (``5:40`` and ``0:30``), it and the hours before the first are after midnight.

A trip is step-free only if every vehicle of the route is, and not step-free if none is; in between nobody
knows which one comes, so it is *unknown*.

Rows are one stop if they have equal codes; without codes, if they have the same name and are at one point, or
within 60 m unless one route has them in opposite directions. Such poles face each other across a street, and
who changes between them must cross it. The other rows of the name go to the nearer pole.
"""

from reach.transit.headways.convert import headways_to_gtfs

__all__ = ["headways_to_gtfs"]
