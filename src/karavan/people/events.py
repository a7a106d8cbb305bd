from dataclasses import dataclass


@dataclass(frozen=True)
class OrganisationChanged:
    """An organisation was created, changed or removed: what the public sees of it may differ."""

    organisation_id: int
