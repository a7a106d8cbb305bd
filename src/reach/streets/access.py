"""Who may walk where: what of OpenStreetMap becomes part of the walking graph at all."""

from reach.streets.tags import KINDS, Kind
from reach.streets.values import Tags, first

FOOT_ALLOWED = frozenset(
    {"yes", "designated", "permissive", "official", "destination", "customers", "permit"}
)
FOOT_REFUSED = frozenset({"no", "private", "never", "use_sidepath"})
ACCESS_REFUSED = frozenset({"no", "private", "military", "agricultural", "forestry", "agricultural;forestry"})
_PAVEMENTS = frozenset({"yes", "both", "left", "right"})
_CLIMBING = frozenset({"alpine_hiking", "demanding_alpine_hiking", "difficult_alpine_hiking"})


def refused(tags: Tags) -> str:
    """Why a way of a street is not for walking; empty for one that is.

    What foot=* says goes before access=*, and both go before the class of the road. Roads of class trunk
    stay in: in many countries, Russia among them, they are avenues with pavements; a profile may forbid or
    slow them.
    """
    kind = KINDS.get(first(tags.get("highway", "")))
    if kind is None:
        return "street of a class that is not for walking"
    foot = tags.get("foot", "")
    if foot in FOOT_ALLOWED:
        return ""
    if foot in FOOT_REFUSED:
        return "street where foot=* forbids walking"
    pavement = _has_pavement(tags)
    if kind == Kind.MOTORWAY and not pavement:
        return "motorway without a pavement"
    if tags.get("motorroad") == "yes" and not pavement:
        return "road for motor vehicles only"
    if tags.get("access", "") in ACCESS_REFUSED:
        return "street where access=* shuts out the public"
    if tags.get("sac_scale", "") in _CLIMBING:
        return "mountain path for climbers"
    return ""


def _has_pavement(tags: Tags) -> bool:
    sides = ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right")
    return any(tags.get(side, "") in _PAVEMENTS for side in sides)


def shut(tags: Tags) -> bool:
    """Whether nobody on foot passes a node. A private gate is not shut: who lives behind it has the key."""
    if "barrier" not in tags:
        return False
    foot = tags.get("foot", "")
    if foot in FOOT_ALLOWED:
        return False
    return foot == "no" or tags.get("access") == "no" or tags["barrier"] in {"wall", "fence"}
