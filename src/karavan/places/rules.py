"""Who may edit a place, and who can use it: a passport of accessibility read for six profiles of need.

Source of zones, categories and states: the form of the accessibility passport of an object of social
infrastructure (docs.cntd.ru/document/460151916).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from rules.permissions import set_perm
from rules.predicates import predicate

from karavan.kernel.actor import Actor
from karavan.people.rules import Node, can_edit
from karavan.places.enums import Access, AccessProfile, Category, PlaceLevel, Zone, ZoneState

Assessments = Mapping[tuple[Zone, Category], ZoneState]

FULL: Final = frozenset({ZoneState.FULL_ALL, ZoneState.FULL_SOME})
PARTIAL: Final = frozenset({ZoneState.PART_ALL, ZoneState.PART_SOME})


@dataclass(frozen=True)
class Need:
    """Zones a profile has to pass, as assessed for a category, and the states that let it pass alone."""

    category: Category
    zones: tuple[Zone, ...]
    suffices: frozenset[ZoneState]


# ДЧ, "partly", means that the zone departs from the norm somewhere. Who sees a little, hears badly, walks
# with a rollator or needs a plain sign can mostly get past such a departure. A wheelchair cannot get past one
# step, and a blind person cannot find the way where the guiding line breaks off: for these two "partly" is
# no. ДП-И and ДЧ-И name the categories they hold for; an assessment stands under its category, so they count.
NEEDS: Final[Mapping[AccessProfile, Need]] = {
    AccessProfile.WHEELCHAIR: Need(
        Category.WHEELCHAIR, (Zone.TERRITORY, Zone.ENTRANCE, Zone.WAYS, Zone.SERVICE, Zone.SANITARY), FULL
    ),
    AccessProfile.ROLLATOR: Need(
        Category.MOBILITY, (Zone.TERRITORY, Zone.ENTRANCE, Zone.WAYS, Zone.SERVICE), FULL | PARTIAL
    ),
    AccessProfile.LOW_VISION: Need(
        Category.SIGHT, (Zone.ENTRANCE, Zone.WAYS, Zone.SERVICE, Zone.INFORMATION), FULL | PARTIAL
    ),
    AccessProfile.BLIND: Need(
        Category.SIGHT, (Zone.TERRITORY, Zone.ENTRANCE, Zone.WAYS, Zone.SERVICE, Zone.INFORMATION), FULL
    ),
    AccessProfile.HEARING: Need(Category.HEARING, (Zone.SERVICE, Zone.INFORMATION), FULL | PARTIAL),
    AccessProfile.INTELLECTUAL: Need(
        Category.MENTAL, (Zone.ENTRANCE, Zone.WAYS, Zone.SERVICE, Zone.INFORMATION), FULL | PARTIAL
    ),
}

NOT_SURVEYED: Final[Mapping[AccessProfile, Access]] = dict.fromkeys(AccessProfile, Access.UNKNOWN)


def _states(assessments: Assessments, need: Need) -> list[ZoneState | None]:
    return [assessments.get((zone, need.category)) for zone in need.zones]


def summarise(assessments: Assessments) -> dict[AccessProfile, Access]:
    """Whether each profile can use the place on its own.

    One required zone that does not let it pass is a no, whatever is unknown beside it; else one that was not
    assessed leaves it unknown. Nothing assessed is unknown for all.
    """
    return {profile: _access(_states(assessments, need), need) for profile, need in NEEDS.items()}


def _access(states: list[ZoneState | None], need: Need) -> Access:
    if any(state is not None and state not in need.suffices for state in states):
        return Access.NO
    return Access.UNKNOWN if None in states else Access.YES


def needs_help(assessments: Assessments) -> dict[AccessProfile, bool]:
    """Whether a profile that cannot use the place on its own can do so with the help of staff (ДУ).

    True only where every required zone was assessed and each lets it pass, alone or with help.
    """
    return {
        profile: ZoneState.CONDITIONAL in states
        and all(state == ZoneState.CONDITIONAL or state in need.suffices for state in states)
        for profile, need in NEEDS.items()
        for states in [_states(assessments, need)]
    }


def assessments_of(rows: Iterable[tuple[int, str, str]]) -> dict[tuple[Zone, Category], ZoneState]:
    """Assessments by zone and category from stored (zone, category, state)."""
    return {(Zone(zone), Category(category)): ZoneState(state) for zone, category, state in rows}


_DEPTH: Final = {
    PlaceLevel.SITE: 0,
    PlaceLevel.OPEN_AIR: 1,
    PlaceLevel.BUILDING: 1,
    PlaceLevel.HALL: 2,
    PlaceLevel.MONUMENT: 3,
}


def may_lie_under(level: str, parent_level: str) -> bool:
    """Whether a place of one level may lie under one of another: hall → building → site."""
    return _DEPTH[PlaceLevel(parent_level)] < _DEPTH[PlaceLevel(level)]


class Run(Protocol):
    """A place, as far as rules care: who runs it."""

    @property
    def organisation(self) -> Node | None: ...


def can_edit_place(actor: Actor | None, place: Run) -> bool:
    """Editors of the organisation that runs it; a place that nobody runs is the city coordinators'."""
    return can_edit(actor, place.organisation)


set_perm("places.change_place", predicate(can_edit_place))  # type: ignore[no-untyped-call]
