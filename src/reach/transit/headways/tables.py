"""The two tables of a city: stops of routes, and headways by hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from reach.errors import BadInput
from reach.report import Report
from reach.transit.gtfs.lines import BUS, FERRY, METRO, RAIL, TRAM, TROLLEYBUS
from reach.transit.headways.sheet import Line, plain, read_sheet
from reach.transit.timetable import NO, UNKNOWN, YES

MODES: dict[str, tuple[int, str]] = {
    "tram": (TRAM, "tram трамвай тм трам"),
    "trolleybus": (TROLLEYBUS, "trolleybus троллейбус тб тролл"),
    "bus": (BUS, "bus автобус а авт"),
    "minibus": (BUS, "minibus маршрутка маршрутное_такси мт marshrutka"),
    "metro": (METRO, "metro метро метрополитен subway"),
    "rail": (RAIL, "rail поезд train электричка электропоезд пригородный_поезд"),
    "ferry": (FERRY, "ferry паром теплоход речной_трамвай"),
    "funicular": (7, "funicular фуникулер"),
    "cable": (6, "cable канатная_дорога"),
}
"""GTFS type and names of each mode; a minibus is a bus to GTFS, but keeps its own ids."""

MODE_NAMES = {name.replace("_", " "): mode for mode, (_, names) in MODES.items() for name in names.split()}

DAYS = {
    "weekdays": (0b0011111, "weekdays будни weekday будние рабочие рабочие_дни пн-пт"),
    "saturday": (0b0100000, "saturday суббота сб"),
    "sunday": (0b1000000, "sunday воскресенье вс"),
    "weekend": (0b1100000, "weekend выходные выходные_дни сб-вс"),
    "daily": (0b1111111, "daily ежедневно все"),
}
"""Days of the week as bits, Monday the lowest, with their names."""

DAY_NAMES = {name.replace("_", " "): days for days, (_, names) in DAYS.items() for name in names.split()}

ANSWERS = {"да": YES, "yes": YES, "нет": NO, "no": NO, "": UNKNOWN, "?": UNKNOWN}
ANSWERS |= {"не обследовано": UNKNOWN, "неизвестно": UNKNOWN, "unknown": UNKNOWN}


def _choice(terms: Mapping[str, tuple[int, str]]) -> str:
    """The English and the Russian name of each term."""
    pairs = (names.split()[:2] for _, names in terms.values())
    return ", ".join(f"{english} ({russian.replace('_', ' ')})" for english, russian in pairs)


def _names(**columns: str) -> dict[str, str]:
    return {name.replace("_", " "): column for column, names in columns.items() for name in names.split()}


ROUTE_COLUMNS = _names(
    route="route маршрут номер_маршрута №_маршрута",
    mode="mode вид вид_транспорта транспорт",
    direction="direction направление",
)
STOP_COLUMNS = ROUTE_COLUMNS | _names(
    order="order порядок №_п/п номер_остановки порядковый_номер",
    stop="stop stop_name остановка название название_остановки остановочный_пункт",
    lat="lat latitude широта",
    lon="lon longitude долгота",
    minutes="minutes время_в_пути время_от_начала время",
    code="stop_id код код_остановки",
    wheelchair="wheelchair доступность",
)
HEADWAY_COLUMNS = ROUTE_COLUMNS | _names(
    days="days дни дни_недели",
    first="first первый первый_рейс первое_отправление начало",
    last="last последний последний_рейс последнее_отправление окончание",
    low_floor="low_floor low_floor_share низкопольные доля_низкопольных",
)

LONGEST = 24 * 60
"""Minutes."""

Key = tuple[str, str]
"""Mode and route."""


@dataclass(frozen=True)
class Call:
    """One stop of a direction."""

    line: Line
    order: int
    name: str
    latitude: float
    longitude: float
    seconds: int | None
    code: str
    wheelchair: int


@dataclass(frozen=True)
class Service:
    """When a route leaves the first stop of its directions on some days of the week."""

    line: Line
    days: str
    first: int | None
    last: int | None
    hours: Mapping[int, int]
    """Seconds between departures, by hour of the working day."""
    wheelchair: int

    @property
    def bits(self) -> int:
        return DAYS[self.days][0]


def read_stops(path: Path) -> dict[Key, dict[str, list[Call]]]:
    """Stops along each direction of each route; :class:`BadInput` names the row to mend."""
    found: dict[Key, dict[str, list[Call]]] = {}
    for line in read_sheet(path, STOP_COLUMNS, "route mode direction order stop lat lon minutes".split()):
        key = (_mode(line), line.needed("route"))
        found.setdefault(key, {}).setdefault(line.needed("direction"), []).append(_call(line))
    if not found:
        raise BadInput("has no rows; give the stops of at least one route", file=path.name)
    for directions in found.values():
        for calls in directions.values():
            calls.sort(key=lambda call: call.order)
            _check(calls)
    return found


def _mode(line: Line) -> str:
    name = plain(line.needed("mode"))
    if name not in MODE_NAMES:
        raise line.bad(f"mode {line.text('mode')!r} is not known; write one of {_choice(MODES)}")
    return MODE_NAMES[name]


def _call(line: Line) -> Call:
    order = line.number("order")
    if order.denominator != 1:
        raise line.bad(f"order {line.text('order')!r} is no whole number")
    minutes = line.number("minutes") if line.text("minutes") else None
    if minutes is not None and minutes < 0:
        raise line.bad("minutes are below 0; count them from the first stop")
    if minutes is not None and minutes > LONGEST:
        raise line.bad("minutes are more than a day; give minutes, not seconds")
    return Call(
        line,
        int(order),
        line.needed("stop"),
        _degrees(line, "lat", 90),
        _degrees(line, "lon", 180),
        None if minutes is None else round(minutes * 60),
        line.text("code"),
        _answer(line),
    )


def _degrees(line: Line, column: str, limit: int) -> float:
    value = float(line.number(column))
    if abs(value) > limit:
        raise line.bad(f"{column} {value:g} is beyond {limit}; are lat and lon swapped?")
    return value


def _answer(line: Line) -> int:
    answer = plain(line.text("wheelchair"))
    if answer not in ANSWERS:
        raise line.bad(
            f"wheelchair {line.text('wheelchair')!r} is not known; write да or нет, or leave it blank"
        )
    return ANSWERS[answer]


def _check(calls: list[Call]) -> None:
    if len(calls) < 2:
        raise calls[0].line.bad("is the only stop of its direction; a direction has two at least")
    for end in (calls[0], calls[-1]):
        if end.seconds is None:
            raise end.line.bad("minutes are blank at the end of a direction; give them there")
    if calls[0].seconds != 0:
        raise calls[0].line.bad("minutes are not 0 at the first stop; count them from there")
    latest = 0
    for before, call in pairwise(calls):
        if call.order == before.order:
            raise call.line.bad(f"order {call.order} is given twice in this direction")
        if call.seconds is not None and call.seconds < latest:
            raise call.line.bad("minutes fall; count them from the first stop, not from the stop before")
        latest = latest if call.seconds is None else call.seconds


def read_services(
    path: Path, stops: Mapping[Key, Mapping[str, object]], report: Report
) -> dict[tuple[Key, str], list[Service]]:
    """Services of each direction; a row without a direction holds for those without a row of their own."""
    own: dict[tuple[Key, str], list[Service]] = {}
    shared: dict[Key, list[Service]] = {}
    for line in read_sheet(path, HEADWAY_COLUMNS, ["route", "days"]):
        key = _route_of(line, stops)
        direction = line.text("direction")
        if direction and direction not in stops[key]:
            named = ", ".join(repr(name) for name in stops[key])
            raise line.bad(f"direction {direction!r} has no stops; the route's directions are {named}")
        service = _service(line)
        if not service.hours:
            report.drop("headways of a route that has none in any hour", f"{line.file}, row {line.row}")
            continue
        (own.setdefault((key, direction), []) if direction else shared.setdefault(key, [])).append(service)
    found: dict[tuple[Key, str], list[Service]] = {}
    for key, directions in stops.items():
        for direction in directions:
            services = _joined(own.get((key, direction), []), shared.get(key, []))
            if services:
                found[key, direction] = services
            else:
                report.drop("direction without headways", f"{' '.join(key)}, {direction}")
    if not found:
        raise BadInput("gives no headway; fill in minutes between departures by hour", file=path.name)
    return found


def _route_of(line: Line, stops: Mapping[Key, object]) -> Key:
    route = line.needed("route")
    fitting = [key for key in stops if key[1] == route]
    if line.text("mode"):
        fitting = [key for key in fitting if key[0] == _mode(line)]
    if not fitting:
        raise line.bad(f"route {route} has no stops; add them to the table of stops, or correct the number")
    if len(fitting) > 1:
        modes = ", ".join(mode for mode, _ in fitting)
        raise line.bad(f"route {route} is one of several modes ({modes}); add the column mode")
    return fitting[0]


def _service(line: Line) -> Service:
    days = plain(line.needed("days"))
    if days not in DAY_NAMES:
        raise line.bad(f"days {line.text('days')!r} are not known; write one of {_choice(DAYS)}")
    first, last = line.clock("first"), line.clock("last")
    hours: dict[int, int] = {}
    past_midnight = first is not None and last is not None and last < first
    for column in line.cells:
        if column.isdigit() and line.text(column):
            hour = int(column)
            if past_midnight and first is not None and hour < first // 3600:
                hour += 24
            hours[hour] = _headway(line, column)
    if past_midnight and last is not None:
        last += 24 * 3600
    for name, moment in (("first", first), ("last", last)):
        if hours and moment is not None and moment // 3600 not in hours:
            raise line.bad(f"the {name} departure is in an hour without a headway; fill in the hour")
    return Service(line, DAY_NAMES[days], first, last, dict(sorted(hours.items())), _low_floor(line))


def _headway(line: Line, column: str) -> int:
    seconds = round(line.number(column) * 60)
    if seconds < 1:
        raise line.bad(
            f"the headway in the hour {column} is not above 0; leave it blank where nothing leaves"
        )
    return seconds


def _low_floor(line: Line) -> int:
    if not line.text("low_floor"):
        return UNKNOWN
    answer = ANSWERS.get(plain(line.text("low_floor")))
    if answer is not None:
        return answer
    percent = line.text("low_floor").endswith("%")
    cells = {"low_floor": line.text("low_floor").rstrip("% ")}
    share = Line(line.file, line.row, cells).number("low_floor") / (100 if percent else 1)
    if not 0 <= share <= 1:
        raise line.bad("low_floor is not between 0 and 1; write a share like 0,4 or 40 %")
    return {Fraction(0): NO, Fraction(1): YES}.get(share, UNKNOWN)


def _joined(own: list[Service], shared: list[Service]) -> list[Service]:
    """A direction's own rows, and the shared ones for the days that these leave."""
    for services in (own, shared):
        taken = 0
        for service in services:
            if taken & service.bits:
                raise service.line.bad("another row has some of these days already; leave one of the two")
            taken |= service.bits
    covered = 0
    for service in own:
        covered |= service.bits
    rest = [service for service in shared if not service.bits & covered]
    for service in shared:
        if service.bits & covered and service.bits & ~covered:
            raise service.line.bad(
                "the days overlap those of a row for one direction in part; split the row into equal days"
            )
    return own + rest
