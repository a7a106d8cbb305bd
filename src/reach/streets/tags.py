"""What OpenStreetMap's tags mean for feet and wheels: the codes of a street graph's columns.

Every enumeration has its own member for what nobody mapped, and no profile may take that for good. Numbers
of members are stored in releases: append, never renumber.
"""

from enum import IntEnum

from reach.streets.values import Tags, first, metres


class Kind(IntEnum):
    """The class of a piece of street."""

    OTHER = 0
    FOOTWAY = 1
    SIDEWALK = 2
    CROSSING = 3
    PEDESTRIAN = 4
    PATH = 5
    STEPS = 6
    ESCALATOR = 7
    MOVING_WALKWAY = 8
    ELEVATOR = 9
    CORRIDOR = 10
    PLATFORM = 11
    CYCLEWAY = 12
    BRIDLEWAY = 13
    TRACK = 14
    LIVING_STREET = 15
    SERVICE = 16
    RESIDENTIAL = 17
    UNCLASSIFIED = 18
    TERTIARY = 19
    SECONDARY = 20
    PRIMARY = 21
    TRUNK = 22
    MOTORWAY = 23


FOOT_KINDS = frozenset(
    {
        Kind.FOOTWAY,
        Kind.SIDEWALK,
        Kind.CROSSING,
        Kind.PEDESTRIAN,
        Kind.PATH,
        Kind.STEPS,
        Kind.ESCALATOR,
        Kind.MOVING_WALKWAY,
        Kind.CORRIDOR,
        Kind.PLATFORM,
        Kind.CYCLEWAY,
    }
)
"""Ways beside the carriageway: they, not the road, are what a crossing on a node lies in."""


class Kerb(IntEnum):
    """The worst kerb on a piece, in rising order of trouble; ``PRESENT`` is a kerb of unknown height."""

    UNKNOWN = 0
    FLUSH = 1
    LOWERED = 2
    PRESENT = 3
    ROLLED = 4
    RAISED = 5


class Surface(IntEnum):
    """What one goes on; a judgement of the smoothness stands in place of the material."""

    UNKNOWN = 0
    ASPHALT = 1
    CONCRETE = 2
    PAVED = 3
    PAVING_STONES = 4
    SETT = 5
    COBBLESTONE = 6
    WOOD = 7
    METAL = 8
    COMPACTED = 9
    FINE_GRAVEL = 10
    GRAVEL = 11
    UNPAVED = 12
    GROUND = 13
    GRASS = 14
    SAND = 15
    EVEN = 16
    """smoothness=excellent or good or intermediate on material that is rough or unknown."""
    UNEVEN = 17
    """smoothness=bad."""
    BROKEN = 18
    """smoothness=very_bad and worse."""


class Lit(IntEnum):
    UNKNOWN = 0
    YES = 1
    LIMITED = 2
    NO = 3


class Crossing(IntEnum):
    """Where one waits: stands on one piece of each crossing, so that the wait is counted once.

    ``LIFT`` is the wait for an elevator.
    """

    NONE = 0
    UNKNOWN = 1
    SIGNALS = 2
    MARKED = 3
    UNMARKED = 4
    LIFT = 5


class Wheelchair(IntEnum):
    UNKNOWN = 0
    YES = 1
    LIMITED = 2
    NO = 3


KINDS = {
    "footway": Kind.FOOTWAY,
    "pedestrian": Kind.PEDESTRIAN,
    "path": Kind.PATH,
    "trail": Kind.PATH,
    "steps": Kind.STEPS,
    "elevator": Kind.ELEVATOR,
    "corridor": Kind.CORRIDOR,
    "platform": Kind.PLATFORM,
    "crossing": Kind.CROSSING,
    "cycleway": Kind.CYCLEWAY,
    "bridleway": Kind.BRIDLEWAY,
    "track": Kind.TRACK,
    "living_street": Kind.LIVING_STREET,
    "service": Kind.SERVICE,
    "residential": Kind.RESIDENTIAL,
    "unclassified": Kind.UNCLASSIFIED,
    "road": Kind.OTHER,
    "tertiary": Kind.TERTIARY,
    "tertiary_link": Kind.TERTIARY,
    "secondary": Kind.SECONDARY,
    "secondary_link": Kind.SECONDARY,
    "primary": Kind.PRIMARY,
    "primary_link": Kind.PRIMARY,
    "trunk": Kind.TRUNK,
    "trunk_link": Kind.TRUNK,
    "motorway": Kind.MOTORWAY,
    "motorway_link": Kind.MOTORWAY,
}

KERBS = {
    "no": Kerb.FLUSH,
    "flush": Kerb.FLUSH,
    "lowered": Kerb.LOWERED,
    "yes": Kerb.PRESENT,
    "regular": Kerb.PRESENT,
    "rolled": Kerb.ROLLED,
    "raised": Kerb.RAISED,
}

SURFACES = {
    "asphalt": Surface.ASPHALT,
    "chipseal": Surface.ASPHALT,
    "tartan": Surface.ASPHALT,
    "rubber": Surface.ASPHALT,
    "linoleum": Surface.ASPHALT,
    "carpet": Surface.ASPHALT,
    "tiles": Surface.PAVING_STONES,
    "concrete": Surface.CONCRETE,
    "cement": Surface.CONCRETE,
    "concrete:plates": Surface.CONCRETE,
    "concrete:lanes": Surface.CONCRETE,
    "paved": Surface.PAVED,
    "paving_stones": Surface.PAVING_STONES,
    "paving_stones:lanes": Surface.PAVING_STONES,
    "brick": Surface.PAVING_STONES,
    "bricks": Surface.PAVING_STONES,
    "sett": Surface.SETT,
    "cobblestone": Surface.COBBLESTONE,
    "cobblestone:flattened": Surface.SETT,
    "unhewn_cobblestone": Surface.COBBLESTONE,
    "stone": Surface.COBBLESTONE,
    "rock": Surface.COBBLESTONE,
    "wood": Surface.WOOD,
    "metal": Surface.METAL,
    "metal_grid": Surface.METAL,
    "compacted": Surface.COMPACTED,
    "fine_gravel": Surface.FINE_GRAVEL,
    "gravel": Surface.GRAVEL,
    "pebblestone": Surface.GRAVEL,
    "unpaved": Surface.UNPAVED,
    "ground": Surface.GROUND,
    "dirt": Surface.GROUND,
    "earth": Surface.GROUND,
    "mud": Surface.GROUND,
    "woodchips": Surface.GROUND,
    "clay": Surface.GROUND,
    "grass": Surface.GRASS,
    "grass_paver": Surface.GRASS,
    "sand": Surface.SAND,
}

_SMOOTH_MATERIALS = frozenset({Surface.ASPHALT, Surface.CONCRETE, Surface.PAVING_STONES})
_WORN = {
    "bad": Surface.UNEVEN,
    "very_bad": Surface.BROKEN,
    "horrible": Surface.BROKEN,
    "very_horrible": Surface.BROKEN,
    "impassable": Surface.BROKEN,
}

LIGHTS = {
    "yes": Lit.YES,
    "24/7": Lit.YES,
    "automatic": Lit.YES,
    "sunset-sunrise": Lit.YES,
    "limited": Lit.LIMITED,
    "interval": Lit.LIMITED,
    "no": Lit.NO,
    "disused": Lit.NO,
}

CROSSINGS = {
    "traffic_signals": Crossing.SIGNALS,
    "marked": Crossing.MARKED,
    "zebra": Crossing.MARKED,
    "uncontrolled": Crossing.MARKED,
    "unmarked": Crossing.UNMARKED,
}

WHEELCHAIRS = {
    "yes": Wheelchair.YES,
    "designated": Wheelchair.YES,
    "limited": Wheelchair.LIMITED,
    "no": Wheelchair.NO,
}

WHEELS_STOPPED = frozenset(
    {"stile", "kissing_gate", "turnstile", "full-height_turnstile", "cattle_grid", "log"}
)
"""Barriers on a node that no wheelchair passes unless somebody mapped that it does."""


def kind_of(tags: Tags) -> Kind:
    kind = KINDS.get(first(tags.get("highway", "")), Kind.OTHER)
    conveyed = tags.get("conveying", "no") != "no"
    if kind == Kind.STEPS:
        return Kind.ESCALATOR if conveyed else kind
    if kind in (Kind.FOOTWAY, Kind.PATH, Kind.CYCLEWAY, Kind.PEDESTRIAN):
        if "crossing" in (tags.get("footway"), tags.get("path"), tags.get("cycleway")):
            return Kind.CROSSING
        if kind == Kind.FOOTWAY and tags.get("footway") == "sidewalk":
            return Kind.SIDEWALK
        if conveyed:
            return Kind.MOVING_WALKWAY
    return kind


def has_steps(tags: Tags, kind: Kind) -> bool:
    """Whether steps must be climbed; a flight with a ramp for wheelchairs is none."""
    return kind in (Kind.STEPS, Kind.ESCALATOR) and tags.get("ramp:wheelchair") != "yes"


def direction_of(tags: Tags) -> int:
    """1 along the way only, -1 against it only, 0 both. A plain oneway=* is meant for vehicles."""
    oneway = tags.get("oneway:foot", "")
    if oneway in ("yes", "1", "true") or tags.get("foot:backward") == "no":
        return 1
    if oneway in ("-1", "reverse") or tags.get("foot:forward") == "no":
        return -1
    return {"forward": 1, "backward": -1}.get(tags.get("conveying", ""), 0)


def kerb_of(tags: Tags) -> Kerb:
    """The kerb a node or a way tells of; a height is read where the kind is not said."""
    told = tags.get("kerb", "")
    if told in KERBS:
        return KERBS[told]
    is_kerb = bool(told) or tags.get("barrier") == "kerb"
    height = metres(tags.get("kerb:height", tags.get("height", "") if is_kerb else ""))
    if height is None:
        return Kerb.PRESENT if is_kerb else Kerb.UNKNOWN
    return Kerb.LOWERED if height <= LOWERED_KERB else Kerb.RAISED


LOWERED_KERB = 0.03
"""Metres: what DIN 18040-3 and OpenStreetMap's kerb=lowered call crossable by wheels."""


def surface_of(tags: Tags, kind: Kind) -> Surface:
    """The surface people go on: that of the pavement where a road has one, else that of the way."""
    keys = ("surface", "footway:surface") if kind in FOOT_KINDS else _ROAD_SURFACES
    surface = _material(next((tags[key] for key in keys if key in tags), ""))
    smoothness = tags.get("smoothness", "")
    if smoothness in _WORN:
        return _WORN[smoothness]
    if smoothness in ("excellent", "good", "intermediate") and surface not in _SMOOTH_MATERIALS:
        return Surface.EVEN
    return surface


def _material(value: str) -> Surface:
    """Of several materials the roughest; unknown if one of them is."""
    found = [SURFACES.get(one.strip(), Surface.UNKNOWN) for one in value.lower().split(";")]
    return Surface.UNKNOWN if Surface.UNKNOWN in found else max(found)


_ROAD_SURFACES = (
    "sidewalk:both:surface",
    "sidewalk:surface",
    "footway:surface",
    "sidewalk:right:surface",
    "sidewalk:left:surface",
    "surface",
)


def wheelchair_of(tags: Tags) -> Wheelchair:
    told = WHEELCHAIRS.get(tags.get("wheelchair", ""), Wheelchair.UNKNOWN)
    if told == Wheelchair.UNKNOWN and tags.get("ramp:wheelchair") == "yes":
        return Wheelchair.LIMITED
    return told
