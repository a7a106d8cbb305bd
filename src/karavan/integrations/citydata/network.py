"""The network of organisations of a city: legal entities, branches, departments, partners."""

from datetime import date
from typing import Any

from karavan.integrations.citydata import kinds
from karavan.integrations.citydata.pack import Pack, Row
from karavan.integrations.citydata.upsert import by_source, upsert
from karavan.kernel.actor import SYSTEM
from karavan.people.actions import create_organisation, rename_organisation, update_organisation
from karavan.people.models import Organisation

Organisations = dict[str, Organisation]


def seed_organisations(pack: Pack) -> Organisations:
    """Every organisation of the pack by the id of its row; rows that are the same share one record."""
    existing = by_source(Organisation, f"{pack.city}:")
    found: Organisations = {}
    for row in pack.organisations:
        fields = {
            **_provenance(pack, row),
            "kind": row["kind"],
            "founder_level": row["founder_level"],
            "name": row["name"],
            "short_name": row["short_name"],
            "name_en": row["name_en"],
        }
        found[row["id"]] = _write(existing, fields, formerly=row["formerly"], renamed_on=row["renamed_on"])
    for row in pack.partners:
        if not row["same_as"]:
            found[row["id"]] = _write(existing, _partner(pack, row))
    branches = [row for row in pack.institutions if _is_organisation(row)]
    # A branch is written after what it is a branch of.
    for row in sorted(branches, key=lambda row: row["part_of"].startswith("I")):
        parent = found[row["part_of"]] if row["part_of"] else None
        found[row["id"]] = _write(existing, {**_institution(pack, row), "parent": parent})
    for row in pack.partners:
        if row["same_as"]:
            found[row["id"]] = found[row["same_as"]]
    return found


def runs(row: Row) -> str:
    """Id of the organisation that runs an institution's place; empty where none is known."""
    return row["id"] if _is_organisation(row) else row["part_of"]


def _is_organisation(row: Row) -> bool:
    return row["record"] == "both" and kinds.INSTITUTIONS[row["kind"]].organisation is not None


def _institution(pack: Pack, row: Row) -> dict[str, Any]:
    return {
        **_provenance(pack, row),
        "kind": kinds.INSTITUTIONS[row["kind"]].organisation,
        "founder_level": kinds.founder(row["founder_level"]),
        "name": row["name"],
        "short_name": row["short_name"] or row["place_name"],
        "name_en": row["name_en"],
    }


def _partner(pack: Pack, row: Row) -> dict[str, Any]:
    return {
        **_provenance(pack, row),
        "kind": kinds.PARTNERS[row["type"]],
        "founder_level": kinds.partner_founder(row["type"]),
        "name": row["name"],
        "name_en": row["name_en"],
        "country": "" if row["country"] == "RU" else row["country"],
        "since": row["since"],
    }


def _provenance(pack: Pack, row: Row) -> dict[str, Any]:
    return {
        "source": row["source"],
        "source_id": f"{pack.city}:{row['id']}",
        "certainty": row["certainty"][0],
        "staff_note": row["note"],
        "is_public": row["certainty"][0] != "C",
    }


def _write(
    existing: dict[str, Organisation], fields: dict[str, Any], *, formerly: str = "", renamed_on: str = ""
) -> Organisation:
    def create(values: dict[str, Any]) -> Organisation:
        if not formerly:
            return create_organisation(actor=SYSTEM, **values)
        organisation = create_organisation(
            actor=SYSTEM, **{**values, "name": formerly, "short_name": "", "name_en": ""}
        )
        return rename_organisation(
            actor=SYSTEM,
            organisation=organisation,
            valid_from=date.fromisoformat(renamed_on),
            **{name: values[name] for name in ("name", "short_name", "name_en")},
        )

    def update(organisation: Organisation, values: dict[str, Any]) -> None:
        update_organisation(actor=SYSTEM, organisation=organisation, **values)

    return upsert(existing, fields["source_id"], fields, create, update)
