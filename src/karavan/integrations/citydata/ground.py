"""Districts and places of a city: institutions, heritage, religious buildings, grounds outside the city."""

from datetime import date
from typing import Any

from karavan.integrations.citydata import kinds
from karavan.integrations.citydata.network import Organisations, runs
from karavan.integrations.citydata.pack import Pack, Row
from karavan.integrations.citydata.upsert import by_source, differing, upsert
from karavan.kernel.actor import SYSTEM
from karavan.people.models import Organisation
from karavan.places.actions import (
    create_district,
    create_place,
    relocate_place,
    set_heritage,
    set_place_state,
    update_district,
    update_place,
)
from karavan.places.enums import PlaceCategory, PlaceKind, PlaceLevel, PlaceState
from karavan.places.models import District, HeritagePassport, Place, PlaceStateRow

Places = dict[str, Place]
Districts = dict[str, District]


def seed_districts(pack: Pack) -> Districts:
    """The districts of the city by name."""
    existing = by_source(District, f"{pack.city}:")
    found: Districts = {}
    for row in pack.districts:
        fields: dict[str, Any] = {
            "code": row["code"],
            "name": row["name"],
            "name_en": row["name_en"],
            "area_km2": float(row["area_km2"]),
            "population": int(row["population"]),
            "population_year": int(row["population_year"]),
            "formed": row["formed"],
            "lat": float(row["lat"]),
            "lon": float(row["lon"]),
            "source": row["source"],
            "source_id": f"{pack.city}:district:{row['code']}",
            "certainty": row["certainty"][0],
            "staff_note": f"{row['certainty']}; point: {row['coord_accuracy']}",
        }
        found[row["name"]] = upsert(
            existing,
            fields["source_id"],
            fields,
            lambda values: create_district(actor=SYSTEM, **values),
            lambda district, values: update_district(actor=SYSTEM, district=district, **values),
        )
    return found


class Ground:
    """Writes the places of a pack; what is the same building becomes one place."""

    def __init__(self, pack: Pack, organisations: Organisations) -> None:
        self.pack, self.organisations = pack, organisations
        self.districts = seed_districts(pack)
        self.existing = by_source(Place, f"{pack.city}:")
        self.passports = {passport.place_id: passport for passport in HeritagePassport.objects.all()}
        self.states = set(PlaceStateRow.objects.values_list("place_id", "state", "valid_from"))
        self.places: Places = {}

    def seed(self) -> Places:
        """Every place of the pack by the id of its row."""
        for row in self.pack.institutions:
            self._institution(row)
        for row in self.pack.halls:
            self._hall(row)
        for row in sorted(self.pack.heritage, key=lambda row: bool(row["part_of"])):
            self._heritage(row)
        for row in self.pack.partners:
            if row["coord_accuracy"]:
                self._religious(row)
        for row in self.pack.outside:
            self._outside(row)
        for row in self.pack.history:
            if row["what"] == "state":
                self._state(row)
        return self.places

    def _institution(self, row: Row) -> None:
        kind = kinds.INSTITUTIONS[row["kind"]]
        outdoors = row["id"] == "I121"
        self._write(
            row["id"],
            {
                **self._common(row, runs(row)),
                "kind": kind.place,
                "category": kind.category,
                "level": PlaceLevel.OPEN_AIR if outdoors else kind.level,
                "name": row["place_name"],
                "district_basis": row["district_basis"],
            },
        )

    def _hall(self, row: Row) -> None:
        house = self.places[row["of"]]
        blank = {"address": "", "district": "", "lat": "", "lon": "", "coord_accuracy": ""}
        self._write(
            row["id"],
            {
                **self._common({**row, **blank}, ""),
                "kind": row["kind"],
                "category": house.category,
                "level": row["level"],
                "name": row["name"],
                "parent": house,
                "organisation": house.organisation,
                "capacity": int(row["capacity"]) if row["capacity"] else None,
                "is_demo": row["is_demo"] == "yes",
            },
        )

    def _heritage(self, row: Row) -> None:
        if row["same_as"]:
            self.places[row["id"]] = self.places[row["same_as"]]
        else:
            kind = kinds.HERITAGE[
                "religious" if row["organisation"] and row["kind"] == "religious" else row["kind"]
            ]
            self._write(
                row["id"],
                {
                    **self._common(row, row["organisation"]),
                    "kind": kind.place,
                    "category": kind.category,
                    "level": kind.level,
                    "name": row["name"],
                    "parent": self.places[row["part_of"]] if row["part_of"] else None,
                },
            )
        self._passport(self.places[row["id"]], row)

    def _passport(self, place: Place, row: Row) -> None:
        wanted = {
            "protection": row["protection"],
            "register_number": row["egrokn_reg_no"],
            "built": row["built"],
        }
        passport = self.passports.get(place.pk)
        if passport is None or differing(passport, wanted):
            self.passports[place.pk] = set_heritage(actor=SYSTEM, place=place, **wanted)

    def _religious(self, row: Row) -> None:
        self._write(
            row["id"],
            {
                **self._common(row, row["id"]),
                "kind": PlaceKind.RELIGIOUS,
                "category": PlaceCategory.OTHER,
                "level": PlaceLevel.BUILDING,
                "name": row["name"],
            },
        )

    def _outside(self, row: Row) -> None:
        blank = {"district": "", "lat": "", "lon": "", "coord_accuracy": ""}
        self._write(
            row["id"],
            {
                **self._common({**row, **blank}, ""),
                "kind": PlaceKind.OTHER,
                "category": PlaceCategory.OTHER,
                "level": PlaceLevel.SITE,
                "name": row["name"],
            },
        )

    def _common(self, row: Row, organisation: str) -> dict[str, Any]:
        owner: Organisation | None = self.organisations[organisation] if organisation else None
        return {
            **self._location(row),
            "name_en": row["name_en"],
            "organisation": owner,
            "address": row["address"],
            "source": row["source"],
            "source_id": f"{self.pack.city}:{row['id']}",
            "certainty": row["certainty"][0],
            "staff_note": row["note"],
            "is_public": row["certainty"][0] != "C",
        }

    def _location(self, row: Row) -> dict[str, Any]:
        known = bool(row["lat"])
        return {
            "district": self.districts[row["district"]] if row["district"] else None,
            "lat": float(row["lat"]) if known else None,
            "lon": float(row["lon"]) if known else None,
            "coord_accuracy": kinds.accuracy(row["coord_accuracy"] if known else ""),
            "coord_source": row["coord_accuracy"] if known else "",
        }

    def _write(self, key: str, fields: dict[str, Any]) -> None:
        moves = [row for row in self.pack.history if row["id"] == key and row["what"] == "address"]

        def create(values: dict[str, Any]) -> Place:
            if not moves:
                return create_place(actor=SYSTEM, **values)
            first, *later = moves
            place = create_place(
                actor=SYSTEM, **{**values, **self._location(first), "address": first["value"]}
            )
            for row in later:
                relocate_place(
                    actor=SYSTEM,
                    place=place,
                    address=row["value"],
                    valid_from=date.fromisoformat(row["valid_from"]),
                    is_temporary=row["temporary"] == "yes",
                    district_basis="rule",
                    **self._location(row),
                )
            return place

        def update(place: Place, values: dict[str, Any]) -> None:
            update_place(actor=SYSTEM, place=place, **values)

        self.places[key] = upsert(self.existing, fields["source_id"], fields, create, update)

    def _state(self, row: Row) -> None:
        place, first = self.places[row["id"]], date.fromisoformat(row["valid_from"])
        if (place.pk, row["value"], first) not in self.states:
            set_place_state(
                actor=SYSTEM,
                place=place,
                state=PlaceState(row["value"]),
                valid_from=first,
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                reason=row["reason"],
            )
