"""An occasion in words that tell no more than the reader may know."""

from math import hypot
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from karavan.planning.occasions.columns import on_flat_ground
from karavan.planning.occasions.record import Occasion, Scene
from karavan.planning.occasions.secrecy import BANDS, band_of
from karavan.programme.enums import Audience, EventKind

_FOR: Final = {
    Audience.FAMILY: pgettext_lazy("audience", "for families"),
    Audience.CHILDREN: pgettext_lazy("audience", "for children"),
    Audience.TEENAGERS: pgettext_lazy("audience", "for teenagers"),
    Audience.YOUTH: pgettext_lazy("audience", "for young people"),
    Audience.ADULTS: pgettext_lazy("audience", "for adults"),
    Audience.SENIORS: pgettext_lazy("audience", "for older people"),
    Audience.SCHOOL: pgettext_lazy("audience", "for school classes"),
    Audience.VISITORS: pgettext_lazy("audience", "for visitors of the city"),
}
_BANDS: Final = (
    gettext_lazy("up to 50 people"),
    gettext_lazy("50–200 people"),
    gettext_lazy("200–500 people"),
    gettext_lazy("500–1,000 people"),
    gettext_lazy("1,000–3,000 people"),
    gettext_lazy("3,000–10,000 people"),
    gettext_lazy("more than 10,000 people"),
)
assert len(_BANDS) == len(BANDS) + 1


def audience_words(audiences: tuple[str, ...]) -> str:
    """«for families, for children»; empty where it is for everyone."""
    if Audience.EVERYONE in audiences:
        return ""
    return ", ".join(str(_FOR[Audience(each)]) for each in audiences if each in _FOR)


def size_words(size: int) -> str:
    """The band that a number of people lies in."""
    return str(_BANDS[band_of(size)])


def _whole(km: float | None) -> int | None:
    """Whole kilometres; None where they are unknown (None, or not a number)."""
    return None if km is None or km != km else round(km)


def distance_words(km: float | None) -> str:
    """A distance in whole kilometres; empty where it is unknown."""
    whole = _whole(km)
    if whole is None:
        return ""
    if whole < 1:
        return _("less than 1 km away")
    return ngettext("%(km)d km away", "%(km)d km away", whole) % {"km": whole}


def apart_words(km: float | None) -> str:
    """How far two lie from one another, in whole kilometres; empty where it is unknown."""
    whole = _whole(km)
    if whole is None:
        return ""
    if whole < 1:
        return _("less than 1 km apart")
    return ngettext("%(km)d km apart", "%(km)d km apart", whole) % {"km": whole}


def described(occasion: Occasion, km: float | None = None) -> str:
    """The name, or what a stranger may be told: «Concert for young people, 1,000–3,000 people, 3 km away».

    ``km`` is the distance from the reader's own occasion: :func:`apart`.
    """
    if occasion.is_known:
        head = occasion.title
        return ", ".join(part for part in (head, distance_words(km)) if part)
    kind = str(EventKind(occasion.kind).label)
    whom = audience_words(occasion.audiences)
    head = f"{kind} {whom}" if whom else kind
    return ", ".join(part for part in (head, size_words(occasion.size), distance_words(km)) if part)


def apart(scene: Scene, one: int, other: int) -> float | None:
    """Kilometres between two occasions of a scene by their index; whole ones where either is not known."""
    columns = scene.columns
    km = hypot(
        float(columns.north[one] - columns.north[other]), float(columns.east[one] - columns.east[other])
    )
    if km != km:
        return None
    return float(round(km)) if columns.coarse[one] or columns.coarse[other] else km


def apart_on_ground(one: Occasion, lat: float, lon: float) -> float | None:
    """Kilometres from a known occasion to a point; None where either is unknown."""
    north, east = on_flat_ground(one.lat, one.lon)
    to_north, to_east = on_flat_ground(lat, lon)
    km = hypot(north - to_north, east - to_east)
    return None if km != km else km
