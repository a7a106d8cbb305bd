"""A city as one release holds it: streets, their hierarchy, a timetable; loaded once, asked often."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reach import release
from reach.errors import BadInput
from reach.hierarchy.hierarchy import Hierarchy
from reach.streets import store
from reach.streets.graph import StreetGraph
from reach.streets.profiles import Profile, load_profiles
from reach.streets.snap import SnapIndex
from reach.transit.timetable import Timetable
from reach.travel.walk import DETOUR, StraightWalk, StreetWalk, Walk

STREETS, HIERARCHY, TIMETABLE = "streets.npz", "hierarchy.npz", "timetable.npz"
STEP_FREE = {"wheelchair_sure": True, "wheelchair_or_unknown": False}
"""Profiles that ride step-free only, and whether what is unknown is left out."""


@dataclass
class City:
    """What a release holds; ``graph`` is None where there were no streets, ``timetable`` where there was
    none.
    """

    graph: StreetGraph | None
    hierarchy: Hierarchy | None
    timetable: Timetable | None
    profiles: dict[str, Profile]
    manifest: dict[str, Any] = field(default_factory=dict)
    _walks: dict[tuple[str, float], Walk] = field(default_factory=dict, repr=False)
    _index: SnapIndex | None = field(default=None, repr=False)

    @classmethod
    def load(cls, home: Path, *, profiles: Path | None = None) -> "City":
        """The current release of ``home``.

        Raises:
            BadInput: there is none, or a file of it is damaged.
        """
        found = release.current(home)
        graph = hierarchy = timetable = None
        if (found.folder / STREETS).exists():
            graph = store.load(found.folder / STREETS)
            hierarchy = Hierarchy.load(found.folder / HIERARCHY, found.manifest["order"])
        if (found.folder / TIMETABLE).exists():
            timetable = Timetable.load(found.folder / TIMETABLE)
        return cls(graph, hierarchy, timetable, load_profiles(profiles), found.manifest)

    @property
    def provenance(self) -> dict[str, Any]:
        """What every answer carries on: the files it rests on, their licences, and whether the city is
        invented.
        """
        return {
            "sources": self.manifest.get("sources", []),
            "licences": self.manifest.get("licences", []),
            "synthetic": self.manifest.get("synthetic", False),
        }

    def walk(self, profile: str, *, limit: float = 200.0) -> Walk:
        """Walking as ``profile`` does, by the streets if there are any; kept for the next time.

        Raises:
            BadInput: no such profile.
        """
        if profile not in self.profiles:
            raise BadInput(f"no profile {profile!r}: there are {', '.join(self.profiles)}")
        key = (profile, limit)
        if key not in self._walks:
            chosen = self.profiles[profile]
            if self.graph is None or self.hierarchy is None:
                self._walks[key] = StraightWalk(chosen.speed, DETOUR)
            else:
                if self._index is None:
                    self._index = SnapIndex(self.graph)
                self._walks[key] = StreetWalk(
                    self.graph, self.hierarchy, chosen, index=self._index, limit=limit
                )
        return self._walks[key]

    def timetable_for(self, profile: str) -> Timetable:
        """The trips and stops that ``profile`` can use.

        Raises:
            BadInput: the release has no timetable.
        """
        if self.timetable is None:
            raise BadInput(
                "this release has no timetable: build it with --gtfs or --headways, or ask on foot"
            )
        if profile in STEP_FREE:
            return self.timetable.for_wheelchair(sure=STEP_FREE[profile])
        return self.timetable
