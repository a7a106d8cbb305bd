"""Where places lie: in the tree and on the ground."""

from collections.abc import Collection
from dataclasses import dataclass

from karavan.places.models import Place
from karavan.planning.occasions.columns import on_flat_ground
from karavan.planning.occasions.facts import is_open_air
from karavan.planning.occasions.record import SpotBasis


@dataclass(slots=True)
class Spot:
    """A place as the diary needs it; ``left`` and ``right`` enclose it and all below it in tree order."""

    pk: int
    path: str
    name: str
    level: str
    open_air: bool
    capacity: int | None
    district_id: int | None
    lat: float | None
    lon: float | None
    basis: SpotBasis
    left: int
    right: int
    ground: tuple[float, float]


NOWHERE = Spot(
    0, "", "", "", False, None, None, None, None, SpotBasis.NONE, -1, -1, on_flat_ground(None, None)
)


_FIELDS = (
    "pk", "path", "name", "level", "kind", "capacity", "district_id", "lat", "lon", "district__lat",
    "district__lon",
)  # fmt: skip


def spots(ids: Collection[int]) -> dict[int, Spot]:
    """These places and all that they lie in, by id; at most two queries.

    Coordinates and district are those of the nearest place above that has them.
    """
    rows = list(Place.objects.filter(pk__in=ids).values_list(*_FIELDS))
    above_them = {int(step) for row in rows for step in row[1].split("/") if step} - set(ids)
    if above_them:
        rows += Place.objects.filter(pk__in=above_them).values_list(*_FIELDS)
    rows.sort(key=lambda row: row[1])
    found: dict[int, Spot] = {}
    above: list[Spot] = []
    for number, (
        pk,
        path,
        name,
        level,
        kind,
        capacity,
        district,
        lat,
        lon,
        label_lat,
        label_lon,
    ) in enumerate(rows):
        while above and not path.startswith(above[-1].path):
            above.pop().right = number
        parent = above[-1] if above else NOWHERE
        basis = SpotBasis.PLACE
        if lat is None:
            lat, lon, basis = parent.lat, parent.lon, SpotBasis.ANCESTOR
            if parent.basis in (SpotBasis.NONE, SpotBasis.DISTRICT):
                lat, lon, basis = parent.lat, parent.lon, parent.basis
            if lat is None and label_lat is not None:
                lat, lon, basis = label_lat, label_lon, SpotBasis.DISTRICT
        spot = Spot(
            pk,
            path,
            name,
            level,
            is_open_air(kind, level),
            capacity,
            district if district is not None else parent.district_id,
            lat,
            lon,
            basis,
            number,
            number,
            on_flat_ground(lat, lon),
        )
        found[pk] = spot
        above.append(spot)
    for spot in above:
        spot.right = len(found)
    return found
