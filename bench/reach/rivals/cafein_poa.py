"""Travel times of Porto Alegre by cafein (MIT; Rust): its matrix computer, one thread.

What it does, read in its sources (0.29 installed, 0.10 published) and tried out:

* Departures: every whole minute from the start of the window. A travel time is the arrival less the minute at
  which one sets out, in whole seconds; the first wait counts. By default it is told in minutes, rounded to
  the nearest.
* Percentile ``p`` of ``n`` values: the one at place ``floor(p/100 · (n-1) + 0.5)`` from 0, so the median of
  120 departures is the 61st smallest (the upper one). Departures without a way stand behind all others.
* Walking: 3.6 km/h on ways that are not motorways, forbidden on foot, areas or private service roads; parts
  of fewer than 40 nodes are left out. A point goes to the nearest way within 1,600 m, along a straight line.
  Every leg is rounded up to whole seconds. Lengths are on the WGS84 spheroid.
* Access and egress within ``max_walking_time`` (here 30 minutes, as in r5r's published example); between
  rides one footpath from stop to stop within 20 minutes, at least none: changing at a stop takes no time.
  After the last ride one may walk to another stop and start the egress there, and one may walk to a stop and
  start the egress there without any ride, so that both limits add up. Walking all the way is within
  ``max_walking_time`` besides.
* Rides: at most 8. There is no limit to the whole trip; "unreachable" means no way at all within the service
  day.
* Blank stop times are interpolated evenly by the number of stops and rounded down, from the departure at the
  stop before to the arrival at the stop behind. Trips whose times fall are left out. Trips of the day before
  count.
* ``router="tbtr"`` (trip-based, with its transfers of the day worked out beforehand) gives the same as
  ``"raptor"`` and is 2.8 times as fast here, so that is what we measure. Working out the transfers takes 0.1
  s and is not counted.
"""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Seconds = npt.NDArray[np.uint32]
Footpaths = tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.int64], Seconds]
"""Stop ids, and from, to (places among them) and seconds of every footpath."""
NEVER = np.uint32(0xFFFFFFFF)
DAY = "2019-05-13"
CLOCK = "14:00:00"
MINUTES = 120
ACCESS = 1800
FOOTPATH = 1200
RIDES = 8


def network(feeds: Sequence[Path], streets: Path) -> Any:
    """Timetable, footpaths between stops and streets; the day's transfers are worked out."""
    from cafein import TransportNetwork  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        built = TransportNetwork.from_gtfs(
            [str(feed) for feed in feeds],
            osm_pbf=str(streets),
            max_walking_time=FOOTPATH / 60,
            trip_distances=False,
        )
    built.compute_tbtr_transfers(DAY)
    return built


def put_streets(net: Any, node: tuple[Floats, Floats], piece: tuple[Ints, Ints, Floats]) -> Footpaths:
    """Replace the network's streets by these: latitude and longitude of nodes; tail, head and metres of
    pieces.

    cafein snaps stops to them by itself and finds its footpaths anew; those are returned too.
    """
    import geopandas as gpd  # noqa: PLC0415
    import shapely  # noqa: PLC0415
    from cafein import streets as by_streets  # noqa: PLC0415

    latitude, longitude = node
    tail, head, metres = piece
    at = np.column_stack([longitude, latitude])
    lines = shapely.linestrings(np.stack([at[tail], at[head]], axis=1))
    nodes = gpd.GeoDataFrame(
        {"id": np.arange(len(latitude))}, geometry=gpd.points_from_xy(longitude, latitude), crs="EPSG:4326"
    )
    edges = gpd.GeoDataFrame({"u": tail, "v": head, "length": metres}, geometry=lines, crs="EPSG:4326")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, payload = by_streets._network_streets(
            net._core.stops,
            nodes,
            edges,
            walking_speed_kmph=3.6,
            max_walking_time=FOOTPATH,
            max_snap_distance=by_streets.MAX_SNAP_DISTANCE,
        )
    net._core.set_transfer_arrays(
        found.stop_ids, found.from_index, found.to_index, found.seconds, found.meters
    )
    net._core.set_street_network(*payload)
    net.compute_tbtr_transfers(DAY)
    return _plain(found)


def _plain(found: Any) -> Footpaths:
    tail, head = (np.asarray(index, np.int64) for index in (found.from_index, found.to_index))
    return found.stop_ids, tail, head, found.seconds


def points(ids: Sequence[str], latitude: Floats, longitude: Floats) -> Any:
    """The cells as cafein takes them."""
    import geopandas as gpd  # noqa: PLC0415

    places = gpd.points_from_xy(longitude, latitude)
    return gpd.GeoDataFrame({"id": list(ids)}, geometry=places, crs="EPSG:4326")


def matrix(
    net: Any,
    origins: Any,
    destinations: Any,
    *,
    minutes: int = MINUTES,
    percentiles: Sequence[float] = (50.0,),
    without: Sequence[str] = (),
    clock: str = CLOCK,
) -> Seconds:
    """Seconds ``[origins, destinations, percentiles]``, :data:`NEVER` where there is no way.

    This is what its ``TravelTimeMatrix`` computes before it is unstacked into a data frame, which is not
    counted.
    """
    found, _, _, _ = net._time_matrix_with_ids(
        origins,
        DAY,
        clock,
        RIDES - 1,
        destinations=destinations,
        window=minutes * 60,
        percentiles=list(percentiles),
        confidence=None,
        chunk=None,
        router="raptor" if without else "tbtr",
        exclude_routes=list(without),
        walking_speed_kmph=3.6,
        max_walking_time=ACCESS,
        max_snap_distance=None,
        workers=1,
    )
    return found


def walked(net: Any, cells: Any) -> Seconds:
    """Seconds on foot all the way ``[cells, cells]``: the matrix without any route, as cafein has no other
    way to ask.

    What walks to a stop and on from there without a ride is in it too, as it is in the matrix with routes.
    """
    routes = [route[0] for route in net.routes]
    return matrix(net, cells, cells, minutes=1, without=routes)[:, :, 0]


def access(net: Any, latitude: Floats, longitude: Floats) -> list[dict[str, int]]:
    """For each cell its stops and the seconds to them; the way back takes as long."""
    return [
        net.access_stops(lat, lon, walking_speed_kmph=3.6, max_walking_time=ACCESS / 60)
        for lat, lon in zip(latitude, longitude, strict=True)
    ]


def footpaths(net: Any, streets: Path) -> Footpaths:
    """What the network was built with; it does not tell, so they are found anew."""
    from cafein import streets as by_streets  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stops = net._core.stops
        return _plain(by_streets.walking_footpaths(str(streets), stops, max_walking_time=FOOTPATH / 60))
